//! Commands about records: bringing them in, the ledger, what they say.

use std::{
    fmt::Write as _,
    io::{IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, ValueEnum};
use concordat_evidence::{
    findings::{self, report},
    index::Label,
    ingest::{bytes::Progress, mapping::Mapping, police_uk, pseudonym::Key},
    landing::{Brought, Landed, Wanted, land},
    store::{self, Entry},
};
use concordat_kernel::{Error, Month, Problem, Refusal};
use concordat_web::Typesetter as _;
use serde::Serialize;

use super::{Session, care::unwritable, output::line};
use crate::press::Typeset;

/// Brings in files of records.
///
/// A file that the ledger has already changes nothing. A file with the months of an earlier one from the same source takes its
/// place and says what it changed. Rows that cannot be kept are written beside the file, to be mended.
#[derive(Debug, Args)]
pub(super) struct Ingest {
    /// The files, in any order; .gz is unpacked on the way.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// What the columns of an extract mean (TOML). Without it, files are street files of data.police.uk.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The key that makes pseudonyms. It is made at first use and must not lie in the folder of the record.
    #[arg(long, value_name = "FILE", env = "CONCORDAT_EVIDENCE_KEY")]
    key: Option<PathBuf>,
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
        let key = match self.key {
            Some(key) => key,
            None => usual_key()?,
        };
        let mut printed = Vec::new();
        for file in &self.files {
            let mapping = match &self.mapping {
                Some(mapping) => Mapping::open(mapping)?,
                None => police_uk::mapping()?,
            };
            let key = Key::open_or_create(&key, &session.place.data, &session.chance)?;
            let wanted = Wanted::file(file, mapping, key)?;
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

/// Where the key lies unless it is said: with the settings of whoever runs the program, never with the data.
fn usual_key() -> Result<PathBuf, Error> {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".config"));
    let settings = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).or_else(home);
    let folder = settings.map(|folder| folder.join("concordat")).ok_or_else(|| {
        Refusal::rule("Say with --key (or CONCORDAT_EVIDENCE_KEY) where the key for pseudonyms lies.")
    })?;
    std::fs::create_dir_all(&folder).map_err(|e| Problem::new("making the folder of the settings", e))?;
    Ok(folder.join("evidence.key"))
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

/// Writes what the records say.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// Which crimes: all, violence, vawg or domestic.
    #[arg(long, value_name = "LENS", default_value = "all")]
    lens: String,
    /// The first month, such as 2025-04; without it, eleven months before the last.
    #[arg(long, value_name = "MONTH")]
    from: Option<Month>,
    /// The last month; without it, the latest with records.
    #[arg(long, value_name = "MONTH")]
    to: Option<Month>,
    /// The harm index, as NAME@VERSION; without it, the one loaded last.
    #[arg(long, value_name = "INDEX")]
    index: Option<Label>,
    /// The rule for small numbers: under-5, star-round-5 or under-10. What it hides cannot be worked out from what left before.
    #[arg(long, value_name = "RULE", default_value = "under-5")]
    rule: String,
    /// The month from which the limits of the control chart are drawn afresh.
    #[arg(long, value_name = "MONTH")]
    rebase: Option<Month>,
    /// What to write.
    #[arg(long, value_enum)]
    format: Format,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Html,
    Pdf,
    Xlsx,
    Json,
}

impl Report {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let store = session.open_existing().await?;
        let analyst = session.analyst();
        let wanted = findings::Wanted {
            lens: Some(self.lens),
            from: self.from,
            to: self.to,
            index: self.index,
            rule: Some(self.rule),
            rebase: self.rebase,
            only: None,
        };
        let found = findings::export(&store, &analyst, &session.operator(), &wanted).await?;
        let told = report::report(&found);
        let bytes = match self.format {
            Format::Html => concordat_report::html(&told)?.into_bytes(),
            Format::Pdf => Typeset::default().typeset(&concordat_report::paper(&told))?,
            Format::Xlsx => concordat_report::xlsx(&told)?,
            Format::Json => {
                report::json(&found).map_err(|e| Problem::new("writing figures", e))?.into_bytes()
            }
        };
        std::fs::write(&self.out, &bytes).map_err(|e| unwritable(&self.out, &e))?;
        if session.output.json {
            let written = serde_json::json!({ "file": self.out, "bytes": bytes.len() });
            return session.output.result(&written, "").map(|()| ExitCode::SUCCESS);
        }
        line(&format!("Wrote “{}” to {} ({} bytes).", told.subtitle, self.out.display(), bytes.len()))?;
        Ok(ExitCode::SUCCESS)
    }
}
