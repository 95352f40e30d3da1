//! Commands about records: bringing them in, the ledger, the way back from a pseudonym.

use std::{
    fmt::Write as _,
    io::{IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use concordat_evidence::{
    ingest::{
        bytes::Progress,
        mapping::Mapping,
        police_uk,
        pseudonym::{Key, Pseudonym},
    },
    landing::{Brought, Landed, Wanted, land},
    reidentify,
    store::{self, Entry},
};
use concordat_kernel::{Error, Problem, Refusal};
use serde::Serialize;

use super::{Session, output::line};

/// What `--source` calls the street files of data.police.uk.
const POLICE_UK: &str = "police-uk";

/// Brings in files of records.
///
/// A file that the ledger has already changes nothing. A file with the months of an earlier one from the same source takes its
/// place and says what it changed. Rows that cannot be kept are written beside the file, to be mended.
#[derive(Debug, Args)]
pub(super) struct Ingest {
    /// The files, in any order; .gz is unpacked on the way.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// What the columns mean: `police-uk` for street files of data.police.uk, or a mapping (TOML) for any other extract.
    #[arg(long, value_name = "SOURCE", default_value = POLICE_UK)]
    source: PathBuf,
    #[command(flatten)]
    key: KeyPlace,
}

/// Where the key is.
#[derive(Debug, Args)]
struct KeyPlace {
    /// The key that makes pseudonyms. It is made at the first ingest and must not lie in the folder of the record.
    #[arg(long, value_name = "FILE", env = "CONCORDAT_EVIDENCE_KEY")]
    key: Option<PathBuf>,
}

impl KeyPlace {
    /// Where it lies unless it is said: with the settings of whoever runs the program, never with the data.
    fn path(&self) -> Result<PathBuf, Error> {
        if let Some(key) = &self.key {
            return Ok(key.clone());
        }
        let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".config"));
        let settings = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).or_else(home);
        let folder = settings.map(|folder| folder.join("concordat")).ok_or_else(|| {
            Refusal::rule("Say with --key (or CONCORDAT_EVIDENCE_KEY) where the key for pseudonyms lies.")
        })?;
        Ok(folder.join("evidence.key"))
    }

    /// The key, made where there is none.
    fn open_or_create(&self, session: &Session) -> Result<Key, Error> {
        let path = self.path()?;
        if let (None, Some(folder)) = (&self.key, path.parent()) {
            std::fs::create_dir_all(folder)
                .map_err(|e| Problem::new("making the folder of the settings", e))?;
        }
        Key::open_or_create(&path, &session.place.data, &session.chance)
    }
}

/// What is printed with `--json`, for each file.
#[derive(Serialize)]
struct Printed {
    file: PathBuf,
    changed: bool,
    entry: Entry,
    remarks: Vec<String>,
    refused_rows: Option<PathBuf>,
}

impl Ingest {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let store = session.open().await?;
        let analyst = session.analyst();
        let mut printed = Vec::new();
        for file in &self.files {
            let mapping = if self.source.as_os_str() == POLICE_UK {
                police_uk::mapping()?
            } else {
                Mapping::open(&self.source)?
            };
            let wanted = Wanted::file(file, mapping, self.key.open_or_create(session)?)?;
            let ctx = session.operator();
            let landed = land(&store, &analyst, &ctx, wanted, teller(file)).await?;
            let (changed, entry, remarks, refused_rows) = match landed {
                Landed::Already(entry) => (false, *entry, Vec::new(), None),
                Landed::New(brought) => {
                    let Brought { entry, remarks, refused, .. } = *brought;
                    (true, entry, remarks, refused)
                }
            };
            let one = Printed { file: file.clone(), changed, entry, remarks, refused_rows };
            if !session.output.json {
                line(&words(&one))?;
            }
            printed.push(one);
        }
        if session.output.json {
            session.output.result(&printed, "")?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Says on a terminal how far reading has come.
fn teller(file: &Path) -> impl FnMut(Progress) + Send + 'static {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let shown = std::io::stderr().is_terminal();
    let mut last = u64::MAX;
    move |progress| {
        let Some(total) = progress.total.filter(|total| shown && *total > 0) else { return };
        let percent = (progress.read.saturating_mul(100) / total).min(100);
        if percent != last {
            last = percent;
            // Where the terminal has gone away there is nobody to tell.
            let _ =
                write!(std::io::stderr(), "\r{name}: {percent}%{}", if percent == 100 { "\n" } else { "" });
        }
    }
}

fn words(one: &Printed) -> String {
    let entry = &one.entry;
    if !one.changed {
        return format!("{}: the ledger has this file already. Nothing was changed.", entry.file);
    }
    let mut text = format!(
        "{}: {} rows read, {} crimes and {} people in crimes kept, {} rows refused, {} duplicates left out, {} alike without a reference kept.",
        entry.file, entry.rows_read, entry.crimes, entry.people, entry.refused, entry.duplicates, entry.alike
    );
    if let Some(changed) = entry.changed {
        let _ = write!(
            text,
            "\n  Took the place of an earlier file: {} crimes added, {} gone, {} altered.",
            changed.added, changed.gone, changed.altered
        );
    }
    for remark in &one.remarks {
        let _ = write!(text, "\n  {remark}");
    }
    if let Some(refused) = &one.refused_rows {
        let _ = write!(text, "\n  Refused rows: {}", refused.display());
    }
    text
}

/// Lists the files that were brought in.
pub(super) async fn ledger(session: &Session) -> Result<ExitCode, Error> {
    let store = session.open_existing().await?;
    let ledger = store::ledger(&store, &session.operator()).await?;
    let mut text = String::new();
    for entry in &ledger {
        let months = match entry.months.as_slice() {
            [] => String::new(),
            [one] => one.month.to_string(),
            [first, .., last] => format!("{} to {}", first.month, last.month),
        };
        let state = if entry.in_use() { "in use" } else { "replaced" };
        let _ = writeln!(
            text,
            "{}  {}  {months}  {} crimes, {} refused  {state}",
            entry.file, entry.source, entry.crimes, entry.refused
        );
    }
    if ledger.is_empty() {
        text.push_str("No records have been brought in yet. Use `concordat evidence ingest FILE`.");
    }
    session.output.result(&ledger, text.trim_end())?;
    Ok(ExitCode::SUCCESS)
}

/// Tells what a force calls the person behind a pseudonym.
///
/// It needs the key that the records were brought in with. The reason is kept with the pseudonym and stands in the audit trail, before the
/// reference is printed.
#[derive(Debug, Args)]
pub(super) struct Reidentify {
    /// The pseudonym: sixteen hexadecimal digits, as lists of people show it.
    #[arg(value_name = "PSEUDONYM")]
    pseudonym: String,
    /// For what lawful purpose, and for whom, the reference is needed.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    key: KeyPlace,
}

impl Reidentify {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let person: Pseudonym = self.pseudonym.parse()?;
        // Never made here: a new key would open nothing.
        let key = Key::open(&self.key.path()?, &session.place.data)?;
        let store = session.open_existing().await?;
        let ctx = session.operator().because(self.reason);
        let found = reidentify::reidentify(&store, &session.analyst(), &ctx, &key, person).await?;
        let words = format!("{person} is {} in {} (from {}).", found.reference, found.of, found.file);
        session.output.result(&found, &words)?;
        Ok(ExitCode::SUCCESS)
    }
}
