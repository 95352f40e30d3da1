use std::{fmt::Write as _, path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};
use concordat_kernel::{Error, Id, Refusal};
use concordat_meetings::import::{self, Draft, Reference};
use concordat_partnership::Group;
use concordat_store::Store;
use serde::Serialize;

use super::{
    Session,
    files::{unreadable, unwritable},
    output::counted,
};

/// Brings in a past meeting, or writes the pack of one.
#[derive(Debug, Subcommand)]
pub(super) enum Meeting {
    /// Brings in an agenda, minutes, or both, from the text that committee systems publish: .txt .md
    Import(Import),
    /// Writes agenda, papers and attachments of a meeting as one PDF, for the public or for those who may read all of it.
    Pack(super::pack::Pack),
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The group that met, by name or short name; without it, the group that the file names.
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    /// Shows what was read, changes nothing, and needs no record.
    #[arg(long)]
    dry_run: bool,
    /// Writes what is printed to this file as well.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// What is printed with `--json`.
#[derive(Serialize)]
struct Printed<'a> {
    group: Option<&'a str>,
    agenda: Option<PrintedAgenda>,
    minutes: Option<PrintedMinutes<'a>>,
    oddities: Vec<PrintedOddity<'a>>,
    imported: bool,
}

#[derive(Serialize)]
struct PrintedAgenda {
    held_on: String,
    items: Vec<String>,
}

#[derive(Serialize)]
struct PrintedMinutes<'a> {
    held_on: String,
    present: usize,
    in_attendance: usize,
    apologies: usize,
    items: Vec<PrintedItem<'a>>,
}

#[derive(Serialize)]
struct PrintedItem<'a> {
    number: i64,
    item: Option<String>,
    title: &'a str,
    decisions: Vec<PrintedDecision<'a>>,
}

#[derive(Serialize)]
struct PrintedDecision<'a> {
    kind: &'static str,
    text: &'a str,
    due: Option<String>,
}

#[derive(Serialize)]
struct PrintedOddity<'a> {
    code: &'static str,
    line: usize,
    message: &'a str,
}

impl Meeting {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        match self {
            Self::Import(import) => import.run(session).await,
            Self::Pack(pack) => pack.run(session).await,
        }
    }
}

impl Import {
    async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let bytes = std::fs::read(&self.file).map_err(|e| unreadable(&self.file, &e))?;
        let Ok(text) = String::from_utf8(bytes) else {
            let words = format!(
                "`{}` is not plain text. Save the agenda or minutes as text (UTF-8) and try again.",
                self.file.display()
            );
            return Err(Refusal::rule(words).into());
        };
        let draft = import::read(&text)?;
        let mut words = told(&draft);
        if self.dry_run {
            words.push_str("\nNothing was changed.");
        } else {
            let store = session.open().await?;
            let ctx = session.operator();
            let group = self.group(&store, session, &draft).await?;
            concordat_meetings::import_meetings(&store, &ctx, group.id, &draft).await?;
            let _ = write!(words, "\nEntered for {}. Minutes are a draft until they go round.", group.name);
        }
        if let Some(report) = &self.report {
            std::fs::write(report, &words).map_err(|e| unwritable(report, &e))?;
        }
        session.output.result(&printed(&draft, !self.dry_run), &words)?;
        Ok(ExitCode::SUCCESS)
    }

    async fn group(&self, store: &Store, session: &Session, draft: &Draft) -> Result<Group, Error> {
        let groups = concordat_partnership::groups(store, &session.operator()).await?;
        let wanted = self.group.as_deref().or(draft.group.as_deref()).unwrap_or_default();
        let same = |name: &str| name.trim().to_lowercase() == wanted.trim().to_lowercase();
        let found = groups.iter().find(|group| {
            group.id == wanted.parse().unwrap_or(Id::from_uuid(uuid::Uuid::nil()))
                || same(&group.name)
                || group.short_name.as_deref().is_some_and(same)
        });
        found.cloned().ok_or_else(|| {
            let names: Vec<String> = groups.iter().map(|group| format!("“{}”", group.name)).collect();
            let words = format!(
                "There is no group called “{wanted}”. Name the one that met with --group: {}.",
                if names.is_empty() { "there are none yet".to_owned() } else { names.join(", ") }
            );
            Refusal::rule(words).into()
        })
    }
}

fn told(draft: &Draft) -> String {
    let mut words = String::new();
    if let Some(group) = &draft.group {
        let _ = writeln!(words, "Group: {group}");
    }
    if let Some(agenda) = &draft.agenda {
        let _ = writeln!(
            words,
            "Agenda for {}: {}",
            day(agenda.held_on),
            counted(agenda.items.len(), "item", "items")
        );
    }
    if let Some(minutes) = &draft.minutes {
        let decisions: usize = minutes.items.iter().map(|item| item.decisions.len()).sum();
        let resolutions: usize = minutes.items.iter().map(|item| item.resolutions.len()).sum();
        let _ = writeln!(
            words,
            "Minutes of {}: {}, {} with {}, {} present, {} in attendance",
            day(minutes.held_on),
            counted(minutes.items.len(), "minute", "minutes"),
            counted(resolutions, "resolution", "resolutions"),
            counted(decisions, "decision", "decisions"),
            minutes.present.len(),
            minutes.in_attendance.len()
        );
        for item in &minutes.items {
            let named = item.reference.map_or_else(|| "no item".to_owned(), |named| named.to_string());
            let kinds: Vec<&str> = item.decisions.iter().map(|one| one.kind.title()).collect();
            let _ = writeln!(words, "  {} ({named}) {}: {}", item.number, item.title, kinds.join(", "));
        }
    }
    let _ = writeln!(words, "{}", counted(draft.oddities.len(), "oddity", "oddities"));
    for oddity in &draft.oddities {
        let _ = writeln!(words, "  line {}: {}", oddity.line, oddity.message);
    }
    words.trim_end().to_owned()
}

fn day(day: concordat_kernel::jiff::civil::Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

fn printed(draft: &Draft, imported: bool) -> Printed<'_> {
    let named = |named: Option<Reference>| named.map(|named| named.to_string());
    Printed {
        group: draft.group.as_deref(),
        agenda: draft.agenda.as_ref().map(|agenda| PrintedAgenda {
            held_on: agenda.held_on.to_string(),
            items: agenda.items.iter().map(|item| format!("{} {}", item.reference, item.title)).collect(),
        }),
        minutes: draft.minutes.as_ref().map(|minutes| PrintedMinutes {
            held_on: minutes.held_on.to_string(),
            present: minutes.present.len(),
            in_attendance: minutes.in_attendance.len(),
            apologies: minutes.apologies.len(),
            items: minutes
                .items
                .iter()
                .map(|item| PrintedItem {
                    number: item.number,
                    item: named(item.reference),
                    title: &item.title,
                    decisions: item
                        .decisions
                        .iter()
                        .map(|one| PrintedDecision {
                            kind: one.kind.word(),
                            text: &one.text,
                            due: one.due.map(|due| due.to_string()),
                        })
                        .collect(),
                })
                .collect(),
        }),
        oddities: draft
            .oddities
            .iter()
            .map(|oddity| PrintedOddity { code: oddity.code, line: oddity.line, message: &oddity.message })
            .collect(),
        imported,
    }
}
