use std::{fmt::Write as _, path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};
use concordat_access::{Ctx, audit::hex};
use concordat_grants::{
    import::{self, Code, Oddity, Piece, Reading},
    rules::funded::{Wanting, sentence, without_project},
    store::{self as grants, File, Imported},
};
use concordat_kernel::{Error, Refusal};
use concordat_plan::import as files;
use concordat_store::Store;
use concordat_web::AimKind;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Session, files::unreadable, output::counted};
use crate::SLICES;

/// Brings in tables of funded projects.
#[derive(Debug, Subcommand)]
pub(super) enum Grants {
    /// Brings awards and their projects in from any file: .txt .md .csv .xlsx .docx
    Import(Import),
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Shows what was read, changes nothing, and needs no record.
    #[arg(long)]
    dry_run: bool,
    /// Brings the file in although sums that it states do not come out.
    #[arg(long)]
    accept_differences: bool,
    /// The largest file to read, in megabytes.
    #[arg(long, value_name = "MB", default_value_t = 200)]
    limit: u64,
}

/// What is printed with `--json`. Amounts are in pence.
#[derive(Serialize)]
struct Printed<'a> {
    #[serde(flatten)]
    reading: &'a Reading,
    #[serde(skip_serializing_if = "Option::is_none")]
    imported: Option<&'a Imported>,
    /// Actions that are marked as funded and have no project.
    without_project: &'a [String],
}

impl Grants {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        match self {
            Self::Import(import) => import.run(session).await,
        }
    }
}

impl Import {
    async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let limit = self.limit.saturating_mul(1_000_000);
        let size = std::fs::metadata(&self.file).map_err(|e| unreadable(&self.file, &e))?.len();
        if size > limit {
            let words = format!(
                "`{}` is larger than {} MB. Choose a smaller file, or raise --limit.",
                self.file.display(),
                self.limit
            );
            return Err(Refusal::rule(words).into());
        }
        let bytes = std::fs::read(&self.file).map_err(|e| unreadable(&self.file, &e))?;
        let name = self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let reading = reading(&bytes, &name, limit)?;
        if self.dry_run {
            let printed = Printed { reading: &reading, imported: None, without_project: &[] };
            session.output.result(&printed, &report(&reading, None, &[]))?;
            return Ok(ExitCode::SUCCESS);
        }
        let store = session.open().await?;
        let ctx = session.operator();
        let asking = asking(&store, &ctx).await?;
        let hash = hex(&Sha256::digest(&bytes));
        let file = File { name: &name, hash: &hash };
        let imported = grants::import(&store, &ctx, file, &reading, &asking, self.accept_differences).await?;
        let flagged = flagged(&store, &ctx, &asking).await?;
        let printed = Printed { reading: &reading, imported: Some(&imported), without_project: &flagged };
        session.output.result(&printed, &report(&reading, Some(&imported), &flagged))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The funded projects in a file.
fn reading(bytes: &[u8], name: &str, limit: u64) -> Result<Reading, Error> {
    let (pieces, oddities) = files::pieces(bytes, name, limit, "tables of projects")?;
    let pieces: Vec<Piece> = pieces
        .into_iter()
        .map(|piece| match piece {
            files::Piece::Line { line, text } => Piece::Line { line, text },
            files::Piece::Row { line, table, cells } => Piece::Row { line, table, cells },
        })
        .collect();
    let mut reading = import::read(&pieces, name)?;
    let of_file =
        oddities.iter().map(|oddity| Oddity::new(Code::File, oddity.line, &oddity.saw, &oddity.did));
    reading.oddities.extend(of_file);
    reading.oddities.sort_by_key(|oddity| oddity.line);
    Ok(reading)
}

/// The actions of every plan that say that they need money.
async fn asking(store: &Store, ctx: &Ctx) -> Result<Vec<Wanting>, Error> {
    let mut asking = Vec::new();
    for slice in SLICES {
        let aims = (slice.aims)(store, ctx).await?;
        asking.extend(aims.into_iter().filter(|aim| aim.funded && aim.kind == AimKind::Action).map(|aim| {
            Wanting { action: aim.thing, number: aim.number, title: aim.title, during: aim.period }
        }));
    }
    Ok(asking)
}

/// The sentence for each action that no project of any award serves.
async fn flagged(store: &Store, ctx: &Ctx, asking: &[Wanting]) -> Result<Vec<String>, Error> {
    let (mut served, mut labels) = (Vec::new(), Vec::new());
    for award in grants::awards(store, ctx).await? {
        let projects = grants::projects(store, ctx, award.id).await?;
        served.extend(projects.into_iter().filter_map(|project| project.said.action));
        if !labels.contains(&award.said.label) {
            labels.push(award.said.label);
        }
    }
    Ok(without_project(asking, &served).into_iter().map(|one| sentence(one, &labels)).collect())
}

/// What was read, what was checked and what was odd, in words.
fn report(reading: &Reading, imported: Option<&Imported>, flagged: &[String]) -> String {
    let mut text = String::new();
    for award in &reading.awards {
        let _ = writeln!(text, "{} {} from {}: {}", award.fund, award.label, award.funder, award.amount);
        if let Some(pot) = &award.pot {
            let _ = writeln!(text, "    {}: {} ({})", pot.name, pot.amount, pot.rule.title().to_lowercase());
        }
        for project in &award.projects {
            let _ = writeln!(text, "    line {}: {}: {}", project.line, project.title, project.amount());
        }
        let _ = writeln!(
            text,
            "    {} of the up-front {} has a project, {} has none",
            award.of_projects(),
            award.up_front(),
            award.unallocated()
        );
        if let Some(returned) = award.returned {
            let _ = writeln!(text, "    {returned} went back");
        }
    }
    for check in &reading.checks {
        let note = if check.note.is_empty() { String::new() } else { format!(" ({})", check.note) };
        let verdict = if check.agrees {
            format!("{} comes out{note}", check.stated)
        } else {
            format!("{} is stated, but makes {}{note}", check.stated, check.found)
        };
        let _ = writeln!(text, "line {}: {}: {verdict}", check.line, check.what);
    }
    let tied = imported.map(|imported| imported.oddities.as_slice()).unwrap_or_default();
    for oddity in reading.oddities.iter().chain(tied) {
        let _ = writeln!(text, "line {}: “{}”: {}", oddity.line, oddity.saw, oddity.did);
    }
    for sentence in flagged {
        let _ = writeln!(text, "{sentence}");
    }
    match imported {
        None => {}
        Some(imported) if imported.seen_before => {
            text.push_str("This file was brought in before, so nothing was changed.");
        }
        Some(imported) => {
            let _ = writeln!(
                text,
                "Added: {}, {} and {}.",
                counted(imported.funds, "fund", "funds"),
                counted(imported.awards, "award", "awards"),
                counted(imported.projects, "project", "projects")
            );
        }
    }
    text.truncate(text.trim_end().len());
    text
}
