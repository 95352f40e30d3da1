use std::{fmt::Write as _, path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};
use concordat_access::audit::hex;
use concordat_kernel::{Error, Id, Refusal};
use concordat_plan::strategies::{
    model::{ItemKind, NewStrategy, Strategy as StrategyThing, StrategyKind},
    read::{self, Contents, Reading, Role},
    store as strategies,
};
use concordat_store::Store;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Session, files::unreadable, output::counted};

/// Brings in a strategy that stands beside the plan.
#[derive(Debug, Subcommand)]
pub(super) enum Strategy {
    /// Brings a strategy in from any file: .txt .md .csv .xlsx .docx
    Import(Import),
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The strategy it goes into, by title; without it, the strategy of the file's title.
    #[arg(long, value_name = "TITLE")]
    into: Option<String>,
    /// What it is when the file does not say: strategy, plan, commissioner, inquiry or other.
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Whose it is when the file does not say: the name of a body, or any name.
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// What its items are where the file does not say: commitment, objective or recommendation.
    #[arg(long, value_name = "KIND")]
    items: Option<String>,
    /// Shows what was read, changes nothing, and needs no record.
    #[arg(long)]
    dry_run: bool,
    /// The largest file to read, in megabytes.
    #[arg(long, value_name = "MB", default_value_t = 200)]
    limit: u64,
}

/// What is printed with `--json`.
#[derive(Serialize)]
struct Printed<'a> {
    title: &'a str,
    kind: Option<&'static str>,
    owner: &'a str,
    period: Option<concordat_kernel::Period>,
    #[serde(flatten)]
    contents: Contents,
    unplaced: Vec<&'a read::Line>,
    remarks: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    applied: Option<strategies::Applied>,
}

impl Strategy {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        match self {
            Self::Import(import) => import.run(session).await,
        }
    }
}

impl Import {
    async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let kind = match self.kind.as_deref() {
            Some(word) => Some(StrategyKind::from_word(word).ok_or_else(|| no_such(word, "--kind"))?),
            None => None,
        };
        let usual = match self.items.as_deref() {
            Some(word) => Some(ItemKind::from_word(word).ok_or_else(|| no_such(word, "--items"))?),
            None => None,
        };
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
        let reading = read::read(&bytes, &name, limit, usual)?;
        if self.dry_run {
            session.output.result(&printed(&reading, None), &report(&reading))?;
            return Ok(ExitCode::SUCCESS);
        }
        let store = session.open().await?;
        let ctx = session.operator();
        let into = match &self.into {
            Some(title) => Some(self.by_title(&store, session, title).await?),
            None => None,
        };
        let hash = hex(&Sha256::digest(&bytes));
        let staged = strategies::stage(&store, &ctx, (&name, &hash), &reading, into).await?;
        let new = self.new_strategy(&store, &reading, kind).await?;
        let applied = strategies::apply(&store, &ctx, staged, 1, &new).await?;
        let words = format!(
            "{}\n“{}”: {} added, {} changed, {} unchanged, {} not in the file and left as they are.",
            report(&reading),
            reading.title,
            applied.added,
            applied.changed,
            applied.unchanged,
            applied.absent
        );
        session.output.result(&printed(&reading, Some(applied)), &words)?;
        Ok(ExitCode::SUCCESS)
    }

    async fn by_title(
        &self,
        store: &Store,
        session: &Session,
        title: &str,
    ) -> Result<Id<StrategyThing>, Error> {
        let heads = strategies::strategy_heads(store, &session.operator()).await?;
        let found: Vec<_> = heads
            .iter()
            .filter(|head| head.title.eq_ignore_ascii_case(title) || head.id.to_string() == title)
            .collect();
        match found.as_slice() {
            [head] => Ok(head.id),
            _ => {
                let titles: Vec<String> = heads.iter().map(|head| format!("“{}”", head.title)).collect();
                Err(Refusal::rule(format!("Say which strategy with --into: {}.", titles.join(", "))).into())
            }
        }
    }

    /// What the strategy is, when the file makes a new one.
    async fn new_strategy(
        &self,
        store: &Store,
        reading: &Reading,
        kind: Option<StrategyKind>,
    ) -> Result<NewStrategy, Error> {
        let written = if reading.owner.is_empty() {
            self.owner.clone().unwrap_or_default()
        } else {
            reading.owner.clone()
        };
        let known = concordat_partnership::lead_names(&mut store.peek().await?).await?;
        let body = known
            .iter()
            .find(|(_, names)| names.iter().any(|name| name.eq_ignore_ascii_case(&written)))
            .map(|(id, _)| id.uuid());
        Ok(NewStrategy {
            title: reading.title.clone(),
            kind: reading.kind.or(kind).unwrap_or(StrategyKind::Other),
            owner: body,
            owner_written: if body.is_some() { String::new() } else { written },
            period: reading.period,
            source_note: reading.source_note.clone(),
        })
    }
}

fn no_such(word: &str, option: &str) -> Error {
    Refusal::rule(format!("`{word}` cannot stand after {option}. See `concordat strategy import --help`."))
        .into()
}

fn printed(reading: &Reading, applied: Option<strategies::Applied>) -> Printed<'_> {
    Printed {
        title: &reading.title,
        kind: reading.kind.map(StrategyKind::word),
        owner: &reading.owner,
        period: reading.period,
        contents: reading.contents(),
        unplaced: reading.unplaced().map(|(_, line)| line).collect(),
        remarks: &reading.remarks,
        applied,
    }
}

/// What was read and what found no place, in words.
fn report(reading: &Reading) -> String {
    let contents = reading.contents();
    let mut text = String::new();
    let period = reading.period.map_or_else(|| "no period found".to_owned(), |period| period.to_string());
    let _ = writeln!(text, "{} ({period})", reading.title);
    let _ = writeln!(
        text,
        "{}, {}, {}, {}, {} without a place.",
        counted(contents.areas.len(), "area", "areas"),
        counted(contents.count(ItemKind::Commitment), "commitment", "commitments"),
        counted(contents.count(ItemKind::Objective), "objective", "objectives"),
        counted(contents.count(ItemKind::Recommendation), "recommendation", "recommendations"),
        counted(reading.unplaced().count(), "text", "texts")
    );
    for remark in &reading.remarks {
        let _ = writeln!(text, "{remark}");
    }
    for line in &reading.lines {
        let number = if line.number.is_empty() { String::new() } else { format!(" {}", line.number) };
        let _ =
            writeln!(text, "line {}: {}{number}: {}", line.line, line.role.title().to_lowercase(), line.text);
        if !line.remark.is_empty() && line.role != Role::Unplaced {
            let _ = writeln!(text, "    {}", line.remark);
        }
    }
    text.truncate(text.trim_end().len());
    text
}
