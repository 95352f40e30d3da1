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
        bytes::{Progress, Source},
        mapping::Mapping,
        police_uk,
        pseudonym::{Key, NewKey, Pseudonym},
    },
    landing::{Brought, Is, Landed, Wanted, land},
    reidentify,
    store::{self, Entry},
};
use concordat_kernel::{Error, Refusal};
use concordat_store::Store;
use serde::Serialize;

use super::{
    Session,
    files::{self, unwritable},
    mapping,
    output::{counted, line},
};

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
    /// The files hold rows that were refused, mended: they stand beside the file that they came from, and take nothing's place.
    #[arg(long)]
    mended: bool,
    /// A file may take the place of one with more than twice as many crimes: all others are gone.
    #[arg(long, conflicts_with = "mended")]
    fewer: bool,
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

    /// The key to bring records in with. One is made only while no records are in use: beside those that are, a new key would make two
    /// of every person, so there a name without a key behind it is a mistyped one.
    async fn for_records(&self, session: &Session, store: &Store) -> Result<(Key, Option<NewKey>), Error> {
        let (path, data) = (self.path()?, &session.place.data);
        if path.exists() || store::ledger(store, &session.operator()).await?.iter().any(Entry::in_use) {
            return Ok((Key::open(&path, data)?, None));
        }
        if let (None, Some(folder)) = (&self.key, path.parent()) {
            std::fs::create_dir_all(folder).map_err(|e| unwritable(folder, &e))?;
        }
        let (key, new) = Key::create(&path, data, &session.chance)?;
        Ok((key, Some(new)))
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
    /// What the columns of the files mean.
    fn mapping(&self) -> Result<Mapping, Error> {
        let source = &self.source;
        if source.as_os_str() == POLICE_UK {
            return police_uk::mapping();
        }
        if !source.exists() {
            return Err(Refusal::rule(format!(
                "--source is {POLICE_UK} or the file of a mapping, and there is no such file as `{}`. Check its name and folder.",
                source.display()
            ))
            .into());
        }
        mapping::open(source)
    }

    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        // Looked at before anything is made, so that a mistyped name leaves neither record nor key behind.
        let mapping = self.mapping()?;
        for file in &self.files {
            // What is neither file nor folder, such as a pipe, can be opened once only.
            if file.metadata().map_or(true, |about| about.is_file() || about.is_dir()) {
                Source::open(file)?;
            }
        }
        let store = session.open().await?;
        let analyst = session.analyst();
        let mut printed = Vec::new();
        for file in &self.files {
            let (key, new) = self.key.for_records(session, &store).await?;
            let is = if self.mended {
                Is::Mended
            } else if self.fewer {
                Is::Fewer
            } else {
                Is::Whole
            };
            let wanted = Wanted { is, ..Wanted::file(file, mapping.clone(), key)? };
            let ctx = session.operator();
            let landed = land(&store, &analyst, &ctx, wanted, teller(file)).await?;
            if let Some(new) = new {
                new.keep();
            }
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
    let name = files::name(file);
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
        "{}: {} read, {} and {} in crimes kept, {} refused, {} left out, {} alike without a reference kept.",
        entry.file,
        counted(entry.rows_read, "row", "rows"),
        counted(entry.crimes, "crime", "crimes"),
        counted(entry.people, "person", "people"),
        counted(entry.refused, "row", "rows"),
        counted(entry.duplicates, "duplicate", "duplicates"),
        entry.alike
    );
    if let Some(changed) = entry.changed {
        let _ = write!(
            text,
            "\n  Took the place of an earlier file: {} added, {} gone, {} altered.",
            if entry.crimes > 0 {
                counted(changed.added, "crime", "crimes")
            } else {
                counted(changed.added, "person in a crime", "people in crimes")
            },
            changed.gone,
            changed.altered
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
    session.output.result(&ledger, &listed(&ledger))?;
    Ok(ExitCode::SUCCESS)
}

fn listed(ledger: &[Entry]) -> String {
    let mut text = String::new();
    for entry in ledger {
        let months = match entry.months.as_slice() {
            [] => String::new(),
            [one] => one.month.to_string(),
            [first, .., last] => format!("{} to {}", first.month, last.month),
        };
        let state = if entry.in_use() { "in use" } else { "replaced" };
        let _ = writeln!(
            text,
            "{}  {}  {months}  {}, {} refused  {state}",
            entry.file,
            entry.source,
            counted(entry.crimes, "crime", "crimes"),
            entry.refused
        );
        let _ = writeln!(
            text,
            "  {} by {}: {} read, {} in crimes, {} left out. SHA-256 {}",
            entry.brought_at.strftime("%Y-%m-%d %H:%M UTC"),
            entry.brought_by,
            counted(entry.rows_read, "row", "rows"),
            counted(entry.people, "person", "people"),
            counted(entry.duplicates, "duplicate", "duplicates"),
            entry.hash
        );
    }
    if ledger.is_empty() {
        text.push_str("No records have been brought in yet. Use `concordat evidence ingest FILE`.");
    }
    text.truncate(text.trim_end().len());
    text
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::tests::{Place, STREET};

    #[tokio::test]
    async fn one_is_told_as_one() {
        let place = Place::new();
        place.file("may.csv", format!("{STREET}{},x\n", STREET.lines().nth(1).unwrap_or_default()));
        place.done(&["ingest", "--key", "@key", "@may.csv"]).await;
        let session = place.session();
        let store = session.open_existing().await.unwrap();
        let mut ledger = store::ledger(&store, &session.operator()).await.unwrap();
        let told = format!(
            "may.csv  police-uk: Merrowshire Police  2026-04  1 crime, 1 refused  in use\n  {} by operator: 2 rows read, 0 people in crimes, 0 duplicates left out. SHA-256 {}",
            ledger[0].brought_at.strftime("%Y-%m-%d %H:%M UTC"),
            ledger[0].hash
        );
        assert_eq!(listed(&ledger), told);
        let entry = Entry {
            duplicates: 1,
            people: 1,
            changed: Some(store::Changed { added: 1, gone: 0, altered: 1 }),
            ..ledger.remove(0)
        };
        let one =
            Printed { file: "may.csv".into(), changed: true, entry, remarks: Vec::new(), refused_rows: None };
        assert_eq!(
            words(&one),
            "may.csv: 2 rows read, 1 crime and 1 person in crimes kept, 1 row refused, 1 duplicate left out, 0 alike without a reference kept.\n  \
             Took the place of an earlier file: 1 crime added, 0 gone, 1 altered."
        );
    }
}
