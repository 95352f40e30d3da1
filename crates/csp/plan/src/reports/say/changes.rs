//! What changed in a plan since a day: states first, then its words.

use std::collections::BTreeMap;

use concordat_kernel::{Id, jiff::civil::Date};
use concordat_report::{Cell, Section, Table, Width};

use super::{count, count_first, day, lines, number, objective};
use crate::{
    Action, RecordedAction, State,
    reports::facts::{ChangeFact, Facts},
};

/// From when changes are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Since {
    /// The day, included.
    pub(crate) on: Date,
    /// What it is: `the round “September” opened on 7 September 2026`.
    pub(crate) words: String,
}

impl Since {
    /// A day that somebody chose.
    pub(crate) fn day(on: Date) -> Self {
        Self { on, words: day(on) }
    }
}

/// What became of one action's field in the time told of: from the first former value to the last.
fn net<'a>(facts: &'a Facts, since: &Since, field: &str) -> BTreeMap<Id<Action>, (&'a str, &'a str)> {
    let mut net = BTreeMap::<Id<Action>, (&str, &str)>::new();
    let changes = facts.changes.iter().filter(|change| change.on >= since.on && change.field == field);
    for change in changes {
        let former = change.former.as_deref().unwrap_or_default();
        let latter = change.latter.as_deref().unwrap_or_default();
        net.entry(change.action).and_modify(|entry| entry.1 = latter).or_insert((former, latter));
    }
    net.retain(|_, (former, latter)| former != latter);
    net
}

/// What changed.
pub(crate) fn section(facts: &Facts, since: &Since) -> Section {
    let states = states(facts, since);
    let words = wordings(facts, since);
    let told = facts.updates.iter().filter(|update| update.given_on >= since.on);
    let leads: std::collections::BTreeSet<&str> = told.clone().map(|update| update.lead.as_str()).collect();
    let updates = match told.count() {
        0 => format!("No updates came in since {}.", since.words),
        n => format!(
            "{} from {} came in since {}.",
            count_first(n, "update", "updates"),
            count(leads.len(), "lead", "leads"),
            since.words
        ),
    };
    Section::part("What changed")
        .words(updates)
        .table(states, &format!("No action changed its state since {}.", day(since.on)))
        .table(words, &format!("The plan’s own words have not changed since {}.", day(since.on)))
}

/// Actions whose state is another than it was.
pub(crate) fn states(facts: &Facts, since: &Since) -> Table {
    let columns = [
        ("No.", Width::Tiny),
        ("Objective", Width::Long),
        ("It was", Width::Middle),
        ("It is", Width::Middle),
    ];
    let net = net(facts, since, "State");
    let rows = facts.plan.actions().filter_map(|(_, action)| {
        let (former, latter) = net.get(&action.id).filter(|(former, _)| !former.is_empty())?;
        Some(vec![
            number(action),
            Cell::words(objective(action)),
            Cell::words(*former),
            became(action, latter),
        ])
    });
    Table::new(format!("States that changed since {}", day(since.on)), &columns).rows(rows)
}

fn became(action: &RecordedAction, latter: &str) -> Cell {
    match &action.withdrawn_because {
        Some(because) if latter == State::Withdrawn.to_string() => {
            lines([latter.to_owned(), format!("The reason given: {because}")])
        }
        _ => Cell::words(latter),
    }
}

/// Actions whose words, place or number changed, and those that were added.
fn wordings(facts: &Facts, since: &Since) -> Table {
    let columns = [("No.", Width::Tiny), ("Objective", Width::Long), ("What changed", Width::Long)];
    let rows = facts.plan.actions().filter_map(|(_, action)| {
        let changes: Vec<&ChangeFact> = facts
            .changes
            .iter()
            .filter(|change| change.action == action.id && change.on >= since.on && !is_state(change))
            .collect();
        let words = wording(&changes)?;
        Some(vec![number(action), Cell::words(objective(action)), lines(words)])
    });
    Table::new(format!("The plan’s words that changed since {}", day(since.on)), &columns).rows(rows)
}

/// Fields that tell how it goes, not what the plan says: states and updates are told elsewhere.
fn is_state(change: &ChangeFact) -> bool {
    ["State", "Reason for withdrawing"].contains(&change.field.as_str())
        || change.field.starts_with("Reported by ")
}

/// The changes of one action in sentences; nothing when there are none.
fn wording(changes: &[&ChangeFact]) -> Option<Vec<String>> {
    if changes.iter().any(|change| change.field == "Objective" && change.former.is_none()) {
        return Some(vec!["Added to the plan.".to_owned()]);
    }
    let mut told: Vec<String> = Vec::new();
    for change in changes {
        let sentence = match (change.field.as_str(), &change.former, &change.latter) {
            ("Number", Some(former), Some(latter)) => format!("Number {former} became {latter}."),
            ("Priority", Some(former), Some(latter)) => format!("Moved from “{former}” to “{latter}”."),
            (field, ..) => format!("{field} changed."),
        };
        if !told.contains(&sentence) {
            told.push(sentence);
        }
    }
    (!told.is_empty()).then_some(told)
}
