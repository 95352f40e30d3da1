//! Measures: where they began, where they are to go, where they are.

use concordat_report::{Cell, Section, Table, Width};

use super::{count, count_first, lines, number};
use crate::{
    RecordedAction,
    reports::facts::{Facts, MeasureFact},
};

/// The measures of current actions, in the plan's order.
pub(crate) fn of_current(
    facts: &Facts,
    wanted: impl Fn(&RecordedAction) -> bool,
) -> Vec<(&RecordedAction, &MeasureFact)> {
    facts
        .current()
        .filter(|(_, action)| wanted(action))
        .flat_map(|(_, action)| {
            let measures = facts.measures.iter().filter(|measure| measure.action == action.id);
            measures.map(move |measure| (action, measure))
        })
        .collect()
}

/// The measures that have a value, a target or a baseline, and how many have no target.
pub(crate) fn section(facts: &Facts) -> Section {
    let all = of_current(facts, |_| true);
    let counted: Vec<_> = all.iter().filter(|(_, measure)| !measure.story).collect();
    let without = counted.iter().filter(|(_, measure)| measure.target.is_none()).count();
    let silent = all.iter().filter(|(_, measure)| measure.values.is_empty()).count();
    let section = Section::part("Measures");
    if all.is_empty() {
        return section.words("The plan names no measures.");
    }
    let first = format!("The plan has {}.", count(all.len(), "measure", "measures"));
    let section = section.words(first);
    let section = match without {
        0 => section.words("Each that is counted has a target."),
        n => section.callout(format!(
            "{}: nobody can say whether {} enough.",
            count_first(n, "measure has no target", "measures have no target"),
            if n == 1 { "it is" } else { "they are" }
        )),
    };
    let section = match silent {
        0 => section,
        n => section
            .words(format!("{} so far.", count_first(n, "measure has no value", "measures have no value"))),
    };
    let off = all.iter().filter(|(_, measure)| measure.off_course.is_some()).count();
    let section = match off {
        0 => section,
        n => section.callout(format!("{} off course.", count_first(n, "measure is", "measures are"))),
    };
    let told = all.into_iter().filter(|(_, measure)| says_something(measure));
    section.table(table("Measures with a value, a baseline or a target", told), "No value has come in yet.")
}

fn says_something(measure: &MeasureFact) -> bool {
    !measure.values.is_empty() || measure.target.is_some() || measure.baseline.is_some()
}

/// Measures in a table: the last value of each.
pub(crate) fn table<'a>(
    caption: &str,
    measures: impl Iterator<Item = (&'a RecordedAction, &'a MeasureFact)>,
) -> Table {
    let columns = [
        ("No.", Width::Tiny),
        ("Measure", Width::Long),
        ("Baseline", Width::Middle),
        ("Target", Width::Middle),
        ("Last value", Width::Middle),
        ("Note", Width::Long),
    ];
    Table::new(caption, &columns).rows(measures.map(|(action, measure)| {
        let last = measure.values.last();
        let value =
            last.map_or_else(|| "None yet".to_owned(), |(period, value, _)| format!("{value}\n{period}"));
        let note = last.map_or_else(String::new, |(_, _, note)| note.clone());
        let off = measure.off_course.as_ref().map_or_else(String::new, |why| format!("Off course: {why}"));
        vec![
            number(action),
            Cell::words(measure.text.clone()),
            Cell::words(measure.baseline.clone().unwrap_or_else(|| "None".to_owned())),
            Cell::words(target(measure)),
            Cell::words(value),
            lines([off, note]),
        ]
    }))
}

fn target(measure: &MeasureFact) -> String {
    match (&measure.target, measure.story) {
        (Some(target), _) => target.clone(),
        (None, true) => "Told, not counted".to_owned(),
        (None, false) => "No target".to_owned(),
    }
}

/// Every value of a measure in one line each: for the end of a year.
pub(crate) fn series(measure: &MeasureFact) -> Cell {
    match measure.values.as_slice() {
        [] => Cell::words("No value"),
        values => lines(values.iter().map(|(period, value, note)| match note.as_str() {
            "" => format!("{period}: {value}"),
            note => format!("{period}: {value} ({note})"),
        })),
    }
}

/// How many of these measures have no target, in words.
pub(crate) fn without_target(measures: &[(&RecordedAction, &MeasureFact)]) -> String {
    let without = measures.iter().filter(|(_, measure)| !measure.story && measure.target.is_none()).count();
    count(without, "measure without a target", "measures without a target")
}
