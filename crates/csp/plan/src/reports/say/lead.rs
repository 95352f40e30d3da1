//! One page for each lead body: what it answers for, what comes next, what is wrong, what it asked for.

use concordat_report::{Block, Cell, Pages, Report, Section, Table, Width};

use super::{
    count, count_first, day, lines, measures, number, objective, report, standing, state, timescales,
};
use crate::{
    RecordedAction,
    reports::{
        facts::{ExceptionFact, Facts},
        leads::{Lead, led_by},
    },
    rules,
};

/// As many actions as stand on the page; the rest are counted.
const ACTIONS: usize = 6;
/// As many exceptions, measures and calls for help.
const FEW: usize = 2;
/// As long as a text may be there, in letters.
const LONGEST: usize = 72;

/// The page of one lead.
pub(crate) fn page(facts: &Facts, lead: &Lead) -> Report {
    let led = led_by(&facts.plan, &lead.key);
    let mut report = report(
        facts,
        &lead.name,
        vec![
            standing(&led, lead),
            next(facts, &led),
            exceptions(facts, &led),
            measured(facts, &led),
            help(facts, &led),
        ],
    );
    report.pages = Pages::One;
    report
}

fn standing(led: &[&RecordedAction], lead: &Lead) -> Section {
    let section = Section::part("How its actions stand");
    if led.is_empty() {
        return section.words("It leads no action of this plan.");
    }
    let groups = std::iter::once((lead.name.clone(), led.to_vec()));
    section.with(Block::Chart(standing::chart("Its actions by state", "Lead", groups)))
}

fn next(facts: &Facts, led: &[&RecordedAction]) -> Section {
    let mut open: Vec<&&RecordedAction> =
        led.iter().filter(|action| rules::is_open(action, facts.today)).collect();
    open.sort_by_key(|action| {
        let due = rules::next_due(action, facts.today).or_else(|| rules::due(action));
        (!rules::is_overdue(action, facts.today), due.is_none(), due)
    });
    let columns = [
        ("No.", Width::Tiny),
        ("Objective", Width::Long),
        ("When", Width::Short),
        ("State", Width::Short),
        ("Last update", Width::Long),
    ];
    let shown = open.iter().take(ACTIONS).map(|action| {
        let overdue = rules::is_overdue(action, facts.today);
        let said = facts.last_update(action.id).map(|update| {
            let words = if update.words.is_empty() { &update.state } else { &update.words };
            format!("{}: {}", day(update.given_on), short(words))
        });
        let said = said.unwrap_or_else(|| "None yet".to_owned());
        let late = if overdue { "Open after its last day." } else { "" };
        vec![
            number(action),
            Cell::words(short(&objective(action))),
            timescales(action),
            state(action),
            lines([late.to_owned(), said]),
        ]
    });
    let table = Table::new("Its open actions, most urgent first", &columns).rows(shown);
    let section = Section::part("What is open").table(table, "Nothing is open.");
    match open.len().saturating_sub(ACTIONS) {
        0 => section,
        n => section.words(format!("And {} in the plan.", count(n, "more", "more"))),
    }
}

fn exceptions(facts: &Facts, led: &[&RecordedAction]) -> Section {
    let open: Vec<&ExceptionFact> = facts
        .open_exceptions()
        .into_iter()
        .filter(|exception| led.iter().any(|action| action.id == exception.action))
        .collect();
    let items = open.iter().take(FEW).filter_map(|exception| {
        let (_, action) = facts.plan.action(exception.action)?;
        let remedy = if exception.remedy.is_empty() { "No remedy yet." } else { &exception.remedy };
        Some(format!(
            "{}, {} since {}. {}",
            action.content.number,
            exception.kind.to_lowercase(),
            day(exception.raised_on),
            short(remedy)
        ))
    });
    let section = Section::part("Exceptions");
    match open.len() {
        0 => section.words("None is open."),
        n => section.words(format!("{}.", count_first(n, "is open", "are open"))).list(items.collect()),
    }
}

fn measured(facts: &Facts, led: &[&RecordedAction]) -> Section {
    let all = measures::of_current(facts, |action| led.iter().any(|one| one.id == action.id));
    let section = Section::part("Measures");
    if all.is_empty() {
        return section.words("Its actions name no measures.");
    }
    let words = format!(
        "{}, {}.",
        count_first(all.len(), "measure", "measures"),
        measures::without_target(&all).replacen("measures ", "", 1).replacen("measure ", "", 1)
    );
    let valued: Vec<String> = all
        .iter()
        .filter_map(|(action, measure)| {
            let (period, value, _) = measure.values.last()?;
            let target =
                measure.target.as_ref().map_or_else(String::new, |target| format!("; target {target}"));
            Some(format!(
                "{} {}: {} ({period}{target})",
                action.content.number,
                short(&measure.text),
                short(value)
            ))
        })
        .collect();
    let more = valued.len().saturating_sub(FEW);
    let section = section.words(words).list(valued.into_iter().take(FEW).collect());
    match more {
        0 => section,
        n => section.words(format!("And {n} more with a value.")),
    }
}

fn help(facts: &Facts, led: &[&RecordedAction]) -> Section {
    let asked: Vec<String> = led
        .iter()
        .filter(|action| rules::is_open(action, facts.today))
        .filter_map(|action| {
            let update = facts.last_update(action.id).filter(|update| !update.help.is_empty())?;
            Some(format!("{}, {}: {}", action.content.number, day(update.given_on), short(&update.help)))
        })
        .collect();
    let section = Section::part("Help it asked for");
    let more = asked.len().saturating_sub(FEW);
    if asked.is_empty() {
        return section.words("None.");
    }
    let section = section.list(asked.into_iter().take(FEW).collect());
    match more {
        0 => section,
        n => section.words(format!("And {n} more.")),
    }
}

/// A text that fits, with an ellipsis where it was cut: the whole stands in the record.
fn short(text: &str) -> String {
    let text = text.replace('\n', " ");
    if text.chars().count() <= LONGEST {
        return text;
    }
    let cut: String = text.chars().take(LONGEST - 1).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut.get(..end).unwrap_or(&cut))
}
