//! What each report says. Pure: facts in, a document out.

pub(crate) mod changes;
pub(crate) mod lead;
pub(crate) mod measures;
pub(crate) mod progress;
pub(crate) mod standing;
pub(crate) mod year_end;

use concordat_kernel::{Sensitivity, jiff::civil::Date};
use concordat_report::{Cell, Pages, Report, Section};

use super::facts::Facts;
use crate::{RecordedAction, RecordedPlan, RecordedPriority, import::PriorityKind, urls};

/// A day: `4 March 2027`.
pub(crate) fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// A count in words: `no actions`, `1 action`, `29 actions`.
pub(crate) fn count(n: usize, one: &str, several: &str) -> String {
    match n {
        0 => format!("no {several}"),
        1 => format!("1 {one}"),
        n => format!("{n} {several}"),
    }
}

/// The same at the start of a sentence.
pub(crate) fn count_first(n: usize, one: &str, several: &str) -> String {
    let words = count(n, one, several);
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// An action's number, leading to its page.
pub(crate) fn number(action: &RecordedAction) -> Cell {
    let number = if action.content.number.is_empty() { "No number" } else { &action.content.number };
    Cell::Link(number.to_owned(), urls::action(action.id))
}

/// An action's objective, its label before it.
pub(crate) fn objective(action: &RecordedAction) -> String {
    match &action.content.label {
        Some(label) if action.content.objective.is_empty() => label.clone(),
        Some(label) => format!("{label}: {}", action.content.objective),
        None => action.content.objective.clone(),
    }
}

/// An action's state as a word on its colour.
pub(crate) fn state(action: &RecordedAction) -> Cell {
    Cell::Tag(action.state.to_string(), crate::pages::words::colour(action.state))
}

/// A priority's title with its number; a shared heading has none.
pub(crate) fn name(priority: &RecordedPriority) -> String {
    match (priority.kind, RecordedPlan::priority_number(priority)) {
        (PriorityKind::Priority, Some(number)) => format!("{number}. {}", priority.title),
        _ => priority.title.clone(),
    }
}

/// Texts as sentences in one cell: the second begins a new line.
pub(crate) fn lines(texts: impl IntoIterator<Item = String>) -> Cell {
    Cell::Words(texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n"))
}

/// Timescales of an action, each once, in the order of its rows.
pub(crate) fn timescales(action: &RecordedAction) -> Cell {
    let mut all: Vec<String> = Vec::new();
    for timescale in crate::rules::timescales(action) {
        let words = crate::pages::words::timescale_words(&timescale);
        if !all.contains(&words) {
            all.push(words);
        }
    }
    if all.is_empty() { Cell::words("Not stated") } else { lines(all) }
}

/// A report on a plan: its head is the same for all.
pub(crate) fn report(facts: &Facts, title: &str, sections: Vec<Section>) -> Report {
    let head = &facts.plan.head;
    let mut named = vec![(
        "Period".to_owned(),
        head.period.map_or_else(|| "Not stated".to_owned(), |period| period.to_string()),
    )];
    if let Some(group) = &facts.group {
        named.insert(0, ("Group".to_owned(), group.clone()));
    }
    named.push(("Drawn from the record on".to_owned(), day(facts.today)));
    Report {
        title: title.to_owned(),
        subtitle: head.title.clone(),
        facts: named,
        mark: Sensitivity::Partner.mark(),
        made_at: facts.read_at,
        pages: Pages::Flowing,
        sections,
    }
}
