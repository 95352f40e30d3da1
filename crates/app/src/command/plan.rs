use std::{fmt::Write as _, path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand, ValueEnum};
use concordat_access::{Ctx, audit::hex};
use concordat_kernel::{Error, Id, Mark, Refusal};
use concordat_plan::{
    Plan as PlanKind, PlanHead, RecordedPlan, export,
    import::{self, Reading},
    store as plans,
    strategies::{model::Money, store::fundings},
    versions,
};
use concordat_store::Store;
use concordat_web::Typesetter as _;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{
    Session,
    files::{unreadable, unwritable},
    output::{counted, line},
};
use crate::press::Typeset;

/// Imports or exports an action plan.
#[derive(Debug, Subcommand)]
pub(super) enum Plan {
    /// Brings a plan in from any file: .txt .md .csv .xlsx .docx
    Import(Import),
    /// Writes a plan out.
    Export(Export),
    /// Writes a report on a plan: progress, year end, or a page for each lead.
    Report(super::report::Report),
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The plan it goes into, by title; without it, the plan of the same title and period.
    #[arg(long, value_name = "NAME")]
    plan: Option<String>,
    /// Shows what was read, changes nothing, and needs no record.
    #[arg(long)]
    dry_run: bool,
    /// Also writes the report of oddities to this file.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// The largest file to read, in megabytes.
    #[arg(long, value_name = "MB", default_value_t = 200)]
    limit: u64,
}

#[derive(Debug, Args)]
pub(super) struct Export {
    /// The plan, by title; may be left out when there is only one.
    #[arg(long, value_name = "NAME")]
    plan: Option<String>,
    /// A published version, by number; without it, the plan as it stands now.
    #[arg(long = "version", value_name = "V")]
    edition: Option<i64>,
    /// What to write.
    #[arg(long, value_enum)]
    format: Format,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Xlsx,
    Docx,
    Pdf,
    Json,
}

impl Plan {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        match self {
            Self::Import(import) => import.run(session).await,
            Self::Export(export) => export.run(session).await,
            Self::Report(report) => report.run(session).await,
        }
    }
}

#[derive(Serialize)]
struct Imported {
    #[serde(flatten)]
    applied: plans::Applied,
    oddities: usize,
    unplaced: usize,
}

impl Import {
    async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let bytes = self.bytes()?;
        let name = self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let store = if self.dry_run { None } else { Some(session.open().await?) };
        let names = match &store {
            Some(store) => known_names(store).await?,
            None => Vec::new(),
        };
        let hash = hex(&Sha256::digest(&bytes));
        let reading = import::read(&bytes, &name, self.limit.saturating_mul(1_000_000), &names)?;
        if let Some(file) = &self.report {
            std::fs::write(file, report(&reading)).map_err(|e| unwritable(file, &e))?;
        }
        let Some(store) = store else {
            session.output.result(&reading.printed(), &report(&reading))?;
            return Ok(ExitCode::SUCCESS);
        };
        let ctx = session.operator();
        let into = match &self.plan {
            Some(title) => Some(by_title(&plans::plans(&store, &ctx).await?, Some(title))?.id),
            None => None,
        };
        let staged = plans::stage(&store, &ctx, &name, &hash, &reading, into).await?;
        let staged = plans::import_of(&store, &ctx, staged).await?;
        let applied = plans::apply(&store, &ctx, &staged, None).await?;
        let plan = plans::plan(&store, &ctx, applied.plan).await?;
        let words = format!(
            "{}\n“{}”: {} added, {} changed, {} unchanged, {} not in the file and left as they are.",
            report(&reading),
            plan.head.title,
            applied.added,
            applied.changed,
            applied.unchanged,
            applied.absent
        );
        let imported =
            Imported { applied, oddities: reading.oddities.len(), unplaced: reading.unplaced.len() };
        session.output.result(&imported, &words)?;
        Ok(ExitCode::SUCCESS)
    }

    /// The file, unless it is over the limit: then nothing of it is read.
    fn bytes(&self) -> Result<Vec<u8>, Error> {
        let size = std::fs::metadata(&self.file).map_err(|e| unreadable(&self.file, &e))?.len();
        if size > self.limit.saturating_mul(1_000_000) {
            return Err(Refusal::rule(format!(
                "`{}` is larger than {} MB. Choose a smaller file, or raise --limit.",
                self.file.display(),
                self.limit
            ))
            .into());
        }
        std::fs::read(&self.file).map_err(|e| unreadable(&self.file, &e))
    }
}

/// What was read and what was odd about it, in words.
fn report(reading: &Reading) -> String {
    let counts = reading.draft.counts();
    let mut text = String::new();
    let period =
        reading.draft.period.map_or_else(|| "no period found".to_owned(), |period| period.to_string());
    let _ = writeln!(text, "{} ({period})", reading.draft.title);
    let _ = writeln!(
        text,
        "{} and {} shared, {} in {}, {}, {}, {} starred, {} funded.",
        counted(counts.priorities, "priority", "priorities"),
        counts.shared,
        counted(counts.actions, "action", "actions"),
        counted(counts.rows, "row", "rows"),
        counted(counts.steps, "step", "steps"),
        counted(counts.measures, "measure", "measures"),
        counts.starred,
        counts.funded
    );
    let _ = writeln!(
        text,
        "{}, {} without a place.",
        counted(reading.oddities.len(), "oddity", "oddities"),
        counted(reading.unplaced.len(), "text", "texts")
    );
    for oddity in &reading.oddities {
        let action = oddity.action.as_deref().map(|number| format!(", action {number}")).unwrap_or_default();
        let _ = writeln!(
            text,
            "line {}{action}: {}\n    saw: {}\n    did: {}",
            oddity.line,
            code(oddity.code),
            oddity.saw,
            oddity.did
        );
    }
    for unplaced in &reading.unplaced {
        let _ = writeln!(text, "line {}: no place for “{}”. {}", unplaced.line, unplaced.text, unplaced.why);
    }
    text.truncate(text.trim_end().len());
    text
}

/// An oddity's code as it is printed everywhere.
fn code(code: import::Code) -> String {
    serde_json::to_value(code).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The names by which bodies are known, for noticing leads that are nearly one of them.
async fn known_names(store: &Store) -> Result<Vec<String>, Error> {
    let mut tx = store.peek().await?;
    let names = concordat_partnership::lead_names(&mut tx).await?;
    Ok(names.into_iter().flat_map(|(_, names)| names).collect())
}

impl Export {
    async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let store = session.open_existing().await?;
        let ctx = session.operator();
        let id: Id<PlanKind> = by_title(&plans::plans(&store, &ctx).await?, self.plan.as_deref())?.id;
        let (plan, edition) = self.edition(&store, &ctx, id).await?;
        // A version says what was agreed, and not how certain the money for it has become since.
        let money = match self.edition {
            None => fundings(&mut store.peek().await?, id).await?,
            Some(_) => Money::new(),
        };
        let bytes = self.bytes(&store, session, (&plan, &money), &edition).await?;
        std::fs::write(&self.out, &bytes).map_err(|e| unwritable(&self.out, &e))?;
        if session.output.json {
            let written = serde_json::json!({ "plan": id, "file": self.out, "bytes": bytes.len() });
            return session.output.result(&written, "").map(|()| ExitCode::SUCCESS);
        }
        line(&format!("Wrote “{}” to {} ({} bytes).", plan.head.title, self.out.display(), bytes.len()))?;
        Ok(ExitCode::SUCCESS)
    }

    /// The plan, and what its PDF says of itself.
    async fn edition(
        &self,
        store: &Store,
        ctx: &Ctx,
        id: Id<PlanKind>,
    ) -> Result<(RecordedPlan, String), Error> {
        let Some(number) = self.edition else {
            let plan = plans::plan_for_export(store, ctx, id).await?;
            return Ok((plan, "As it stands in the record".to_owned()));
        };
        let heads = versions::versions(store, ctx, id).await?;
        let Some(head) = heads.iter().find(|head| head.number == number) else {
            let known: Vec<String> = heads.iter().rev().map(|head| head.number.to_string()).collect();
            return Err(Refusal::rule(match known.as_slice() {
                [] => "No version of this plan is published yet.".to_owned(),
                known => {
                    format!("There is no version {number} of this plan. There are: {}.", known.join(", "))
                }
            })
            .into());
        };
        let published = versions::version_for_export(store, ctx, head.id).await?;
        let day = published.head.published_at.split('T').next().unwrap_or_default().to_owned();
        Ok((published.plan, format!("{}, published on {day}", published.head.name())))
    }

    async fn bytes(
        &self,
        store: &Store,
        session: &Session,
        (plan, money): (&RecordedPlan, &Money),
        edition: &str,
    ) -> Result<Vec<u8>, Error> {
        let made_at = session.clock.now();
        Ok(match self.format {
            Format::Json => export::json(plan).into_bytes(),
            Format::Xlsx => export::xlsx(plan, money, made_at)?,
            Format::Docx => export::docx(plan, money, Mark::Official, made_at)?,
            Format::Pdf => {
                let group = match plan.head.group {
                    Some(group) => {
                        concordat_partnership::names(&mut store.peek().await?).await?.remove(&group)
                    }
                    None => None,
                };
                let paper = export::paper(
                    plan,
                    money,
                    (&group.unwrap_or_default(), edition),
                    Mark::Official,
                    made_at,
                );
                Typeset::default().typeset(&paper)?
            }
        })
    }
}

/// The plan that a title names (with its period, when two share a title), or the only one there is.
pub(super) fn by_title<'a>(heads: &'a [PlanHead], title: Option<&str>) -> Result<&'a PlanHead, Error> {
    let found: Vec<&PlanHead> = match title.map(str::trim) {
        Some(title) => {
            let named = |head: &&PlanHead| {
                [head.title.clone(), full_name(head), head.id.to_string()]
                    .iter()
                    .any(|name| name.eq_ignore_ascii_case(title))
            };
            heads.iter().filter(named).collect()
        }
        None => heads.iter().collect(),
    };
    match found.as_slice() {
        [head] => Ok(head),
        [] if heads.is_empty() => {
            Err(Refusal::rule("There is no plan in this record yet. Import one first.").into())
        }
        [] => {
            Err(Refusal::rule(format!("There is no plan of that title. There are: {}.", names(heads.iter())))
                .into())
        }
        several => {
            Err(Refusal::rule(format!("Say which plan with --plan: {}.", names(several.iter().copied())))
                .into())
        }
    }
}

/// A plan's title with its period, which tells two years' plans apart.
fn full_name(head: &PlanHead) -> String {
    head.period.map_or_else(|| head.title.clone(), |period| format!("{}, {period}", head.title))
}

fn names<'a>(heads: impl Iterator<Item = &'a PlanHead>) -> String {
    heads.map(|head| format!("“{}”", full_name(head))).collect::<Vec<_>>().join(", ")
}
