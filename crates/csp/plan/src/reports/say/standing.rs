//! How actions stand: by priority as a chart, each in a table, and what is wrong with some.

use concordat_report::{Block, Cell, Chart, Section, Table, Width};

use super::{count_first, day, lines, name, number, objective, state, timescales};
use crate::{
    RecordedAction, RecordedPriority, State,
    pages::words::colour,
    reports::facts::{ExceptionFact, Facts, Verdict},
    rules,
};

/// The actions that are not withdrawn, of each priority by state; only states that some action is in.
pub(crate) fn chart<'a>(
    title: &str,
    of: &str,
    groups: impl Iterator<Item = (String, Vec<&'a RecordedAction>)>,
) -> Chart {
    let groups: Vec<(String, Vec<&RecordedAction>)> = groups.collect();
    let in_state =
        |actions: &[&RecordedAction], state| actions.iter().filter(|action| action.state == state).count();
    let states: Vec<State> = State::CHOICES
        .into_iter()
        .filter(|state| groups.iter().any(|(_, actions)| in_state(actions, *state) > 0))
        .collect();
    Chart {
        title: title.to_owned(),
        of: of.to_owned(),
        kinds: states.iter().map(|state| (state.to_string(), colour(*state))).collect(),
        bars: groups
            .into_iter()
            .map(|(name, actions)| {
                let counts = states.iter().map(|state| in_state(&actions, *state)).collect();
                (name, counts)
            })
            .collect(),
    }
}

/// How the plan's actions stand by priority.
pub(crate) fn by_priority(facts: &Facts) -> Section {
    let section = Section::part("How the actions stand");
    if facts.current().next().is_none() {
        return section.words("The plan has no actions.");
    }
    let withdrawn = facts.plan.actions().count() - facts.current().count();
    let section = match withdrawn {
        0 => section,
        n => section.words(format!(
            "{}, not counted here.",
            count_first(n, "action was withdrawn", "actions were withdrawn")
        )),
    };
    let groups = facts.plan.priorities.iter().map(|priority| (name(priority), priority.current().collect()));
    section.with(Block::Chart(chart("Actions of each priority by state", "Priority", groups)))
}

/// Actions in a table, with what was last said of each.
pub(crate) fn actions<'a>(
    facts: &Facts,
    caption: &str,
    actions: impl Iterator<Item = &'a RecordedAction>,
) -> Table {
    let columns = [
        ("No.", Width::Tiny),
        ("Objective", Width::Long),
        ("Leads", Width::Middle),
        ("When", Width::Short),
        ("State", Width::Short),
        ("Last update", Width::Long),
    ];
    Table::new(caption, &columns).rows(actions.map(|action| {
        vec![
            number(action),
            Cell::words(objective(action)),
            lines(action.content.leads.iter().cloned()),
            timescales(action),
            state(action),
            last_update(facts, action),
        ]
    }))
}

/// What was last said of an action, and by when it was due.
fn last_update(facts: &Facts, action: &RecordedAction) -> Cell {
    let overdue = rules::is_overdue(action, facts.today);
    let overdue = if overdue { "Still open after its last day.".to_owned() } else { String::new() };
    let claim =
        facts.claim(action.id).map_or_else(String::new, |claim| match (claim.verdict, claim.decided_on) {
            (Verdict::Assured, Some(on)) => format!("Assured by the group on {}.", day(on)),
            (Verdict::Returned, Some(on)) => format!("Sent back by the group on {}.", day(on)),
            (Verdict::Partly, _) => "One of its leads says that it is done.".to_owned(),
            _ => "Said to be done; not yet assured.".to_owned(),
        });
    let Some(update) = facts.last_update(action.id) else {
        let none = if action.state == State::NoUpdate { "None yet." } else { "" };
        return lines([none.to_owned(), claim, overdue]);
    };
    let said =
        format!("{}, {}: {}", update.lead, day(update.given_on), or_state(&update.words, &update.state));
    let help =
        if update.help.is_empty() { String::new() } else { format!("Help asked for: {}", update.help) };
    lines([said, help, claim, overdue])
}

/// The words, or the state alone when there were none.
fn or_state(words: &str, state: &str) -> String {
    if words.is_empty() { format!("{state}, without further words.") } else { words.to_owned() }
}

/// Exceptions in a table.
pub(crate) fn exceptions<'a>(
    facts: &Facts,
    caption: &str,
    exceptions: impl Iterator<Item = &'a ExceptionFact>,
) -> Table {
    let columns = [
        ("No.", Width::Tiny),
        ("Objective", Width::Long),
        ("What is wrong", Width::Long),
        ("Since", Width::Short),
        ("Remedy", Width::Long),
        ("Before", Width::Middle),
    ];
    Table::new(caption, &columns).rows(exceptions.filter_map(|exception| {
        let (_, action) = facts.plan.action(exception.action)?;
        let remedy = if exception.remedy.is_empty() { "None yet." } else { &exception.remedy };
        let by = match (exception.remedy_by.as_str(), exception.remedy_due) {
            ("", None) => String::new(),
            ("", Some(due)) => format!("By {}", day(due)),
            (by, None) => by.to_owned(),
            (by, Some(due)) => format!("{by}, by {}", day(due)),
        };
        Some(vec![
            number(action),
            Cell::words(objective(action)),
            lines([exception.kind.clone(), exception.because.clone()]),
            Cell::words(day(exception.raised_on)),
            lines([remedy.to_owned(), by]),
            Cell::words(if exception.partnership { "The partnership" } else { "The working group" }),
        ])
    }))
}

/// Open actions whose last day has passed, longest ago first.
pub(crate) fn overdue(facts: &Facts) -> Vec<(&RecordedPriority, &RecordedAction)> {
    let mut late: Vec<_> =
        facts.current().filter(|(_, action)| rules::is_overdue(action, facts.today)).collect();
    late.sort_by_key(|(_, action)| rules::due(action));
    late
}
