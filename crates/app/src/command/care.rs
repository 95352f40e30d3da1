use std::{fmt::Write as _, path::PathBuf, process::ExitCode, sync::Arc};

use clap::{Args, Subcommand};
use concordat_access::{
    Action, Resource,
    audit::{Entry, Outcome},
};
use concordat_engine::Engine;
use concordat_kernel::{Error, Refusal};
use concordat_steps::Analyst as _;
use concordat_store::{Beside, Checkpoint, Finding, Location, Store};
use serde::Serialize;

use super::{Session, output::counted};

/// Writes a backup while others go on working.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The file to write; it must not exist.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Backup {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let store = session.open_existing().await?;
        // Recorded first, so that the backup holds the row that says it was made.
        let everything = Resource::any("store");
        store
            .note(Entry::new(&session.operator(), Action::new("store", "export"), &everything, Outcome::Done))
            .await?;
        // Nobody brings records in meanwhile, so that the ledger and the parts that it names are of one moment.
        let analyst = session.analyst();
        let _alone = analyst.alone().await?;
        let beside = evidence(&store, &analyst).await?;
        let report = store.backup(&self.out, &beside, &session.clock).await?;
        let rows: u64 = report.tables.values().sum();
        let words = format!(
            "Backed up {} of {} and {} of evidence to {}.\nThe audit chain ends at row {} ({}). Keep this line elsewhere as a checkpoint.",
            counted(rows, "row", "rows"),
            counted(report.tables.len(), "table", "tables"),
            counted(report.files, "file", "files"),
            self.out.display(),
            report.audit.number,
            report.audit.hash
        );
        session.output.result(&report, &words)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The parts that the ledger of evidence names.
async fn evidence(store: &Store, analyst: &Engine) -> Result<Vec<Beside>, Error> {
    let mut beside = Vec::new();
    for (shape, parts) in concordat_evidence::store::kept(store).await? {
        for part in parts {
            let name = format!("evidence/{}/{}.parquet", shape.name, part.name);
            beside.push(Beside { name, path: analyst.place(shape, &part.name)? });
        }
    }
    Ok(beside)
}

/// Puts a backup back into an empty place.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The backup.
    #[arg(value_name = "FILE")]
    from: PathBuf,
}

impl Restore {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let location = session.location();
        // Looked at before anything is made, so that a wrong name leaves no empty folder behind.
        if !self.from.is_file() {
            return Err(Refusal::rule(format!(
                "There is no file `{}`. Check the name.",
                self.from.display()
            ))
            .into());
        }
        let was_there = matches!(&location, Location::Folder(folder) if folder.exists());
        let (migrations, columns) = crate::program::schema();
        let store =
            Store::open_unmigrated(&location, Arc::new(crate::door()?), &migrations, &columns).await?;
        let restored = store.restore(&self.from, &session.place.data, &session.clock).await;
        if restored.is_err()
            && !was_there
            && let Location::Folder(folder) = &location
        {
            store.close().await;
            // Nothing half-done: what this command made, it takes away. The error that matters is the first.
            let _ = std::fs::remove_dir_all(folder);
        }
        let report = restored?;
        let rows: u64 = report.tables.values().sum();
        let words = format!(
            "Restored {} of {} and {} of evidence, each compared with the backup's own count and hash.\nThe audit chain was walked and ends at row {}.",
            counted(rows, "row", "rows"),
            counted(report.tables.len(), "table", "tables"),
            counted(report.files, "file", "files"),
            report.audit.number
        );
        session.output.result(&report, &words)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Checks the record.
pub(super) async fn check(session: &Session) -> Result<ExitCode, Error> {
    let store = session.open_existing().await?;
    let mut report = store.check().await?;
    for slice in crate::SLICES {
        report.findings.extend((slice.check)(&store).await?);
    }
    let analyst = session.analyst();
    for (shape, parts) in concordat_evidence::store::kept(&store).await? {
        let wrong = analyst.check(shape, &parts).await?;
        report.findings.extend(wrong.into_iter().map(|found| Finding { check: "evidence", found }));
    }
    let mut words = String::new();
    for finding in &report.findings {
        let _ = writeln!(words, "{}: {}", finding.check, finding.found);
    }
    let good = report.findings.is_empty();
    words.push_str(&if good {
        format!("The record is whole. The audit chain ends at row {}.", report.audit.number)
    } else {
        format!(
            "Findings: {}. Restore the last good backup, or ask for help, before going on.",
            report.findings.len()
        )
    });
    session.output.result(&report, &words)?;
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Looks after the audit trail.
#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// Walks the chain of hashes from its first row to its last.
    Verify {
        /// A checkpoint kept elsewhere, as an earlier `audit verify --json` printed it.
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
    },
}

#[derive(Serialize)]
struct Verified {
    #[serde(flatten)]
    end: Checkpoint,
    faults: Vec<String>,
}

impl Audit {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let Self::Verify { checkpoint } = self;
        let checkpoint: Option<Checkpoint> = match checkpoint {
            Some(file) => {
                let refuse = |e: String| {
                    Refusal::rule(format!(
                        "`{}` is not a checkpoint ({e}): give the file that `concordat audit verify --json` printed.",
                        file.display()
                    ))
                };
                let text = std::fs::read_to_string(&file).map_err(|e| refuse(e.to_string()))?;
                Some(serde_json::from_str(&text).map_err(|e| refuse(e.to_string()))?)
            }
            None => None,
        };
        let (end, faults) = session.open_existing().await?.verify_audit(checkpoint.as_ref()).await?;
        let good = faults.is_empty();
        let words = if good {
            format!(
                "The audit chain is whole: {}, ending in {}.",
                counted(end.number, "row", "rows"),
                end.hash
            )
        } else {
            format!("The audit chain is broken:\n{}", faults.join("\n"))
        };
        session.output.result(&Verified { end, faults }, &words)?;
        Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}
