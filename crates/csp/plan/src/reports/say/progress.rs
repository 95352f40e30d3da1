//! The progress report for the partnership: what is wrong first, then everything else.

use concordat_report::{Block, Cell, Report, Section, Table, Width};

use super::{
    changes::{self, Since},
    count, count_first, day, lines, measures, name, number, objective, report, standing,
};
use crate::{
    import::PriorityKind,
    reports::facts::{ClaimFact, Facts, Verdict},
};

/// The heading above what each action says.
pub(crate) const EACH: &str = "Each priority";

/// The report; `since` says from when changes are told.
pub(crate) fn progress(facts: &Facts, since: &Since) -> Report {
    let mut sections = vec![
        exceptions(facts),
        changes::section(facts, since),
        standing::by_priority(facts),
        claims(facts),
        measures::section(facts),
        silent(facts),
        proposals(facts, since),
    ];
    sections.extend(priorities(facts));
    let mut report = report(facts, "Progress report", sections);
    report.facts.push(("Changes are told since".to_owned(), since.words.clone()));
    report
}

pub(crate) fn exceptions(facts: &Facts) -> Section {
    let open = facts.open_exceptions();
    let overdue = standing::overdue(facts);
    let section = Section::part("Exceptions");
    let further = open.iter().filter(|exception| exception.partnership).count();
    let without = open.iter().filter(|exception| exception.remedy.is_empty()).count();
    let section = match open.len() {
        0 => section.words("No exception is open."),
        n => section.callout(format!(
            "{}, {} of them raised to the partnership. {} no remedy yet.",
            count_first(n, "exception is open", "exceptions are open"),
            further,
            count_first(without, "has", "have")
        )),
    };
    let section = match open.is_empty() {
        true => section,
        false => section.with(Block::Table(standing::exceptions(facts, "Open exceptions", open.into_iter()))),
    };
    if overdue.is_empty() {
        return section;
    }
    let words = count_first(
        overdue.len(),
        "action is still open after its last day",
        "actions are still open after their last day",
    );
    let columns = [
        ("No.", Width::Tiny),
        ("Objective", Width::Long),
        ("Leads", Width::Middle),
        ("When", Width::Short),
        ("State", Width::Short),
    ];
    let table =
        Table::new("Open after their last day", &columns).rows(overdue.into_iter().map(|(_, action)| {
            vec![
                number(action),
                Cell::words(objective(action)),
                lines(action.content.leads.iter().cloned()),
                super::timescales(action),
                super::state(action),
            ]
        }));
    section.words(format!("{words}.")).with(Block::Table(table))
}

fn claims(facts: &Facts) -> Section {
    let last: Vec<(&crate::RecordedAction, &ClaimFact)> = facts
        .current()
        .filter_map(|(_, action)| facts.claim(action.id).map(|claim| (action, claim)))
        .collect();
    let with = |verdict| last.iter().filter(move |(_, claim)| claim.verdict == verdict);
    let (waiting, assured) = (with(Verdict::Waiting).count(), with(Verdict::Assured).count());
    let section = Section::part("Done, and assured to be").words(format!(
        "{} by the group; {} for it.",
        count_first(assured, "action is assured", "actions are assured"),
        count(waiting, "waits", "wait")
    ));
    let columns = [
        ("No.", Width::Tiny),
        ("Objective", Width::Long),
        ("Done on", Width::Short),
        ("Said on", Width::Short),
        ("Assurance", Width::Long),
    ];
    let rows =
        [Verdict::Waiting, Verdict::Partly, Verdict::Returned, Verdict::Assured].into_iter().flat_map(with);
    let table = Table::new("Actions said to be done", &columns).rows(rows.map(|(action, claim)| {
        let verdict = match (claim.verdict, claim.decided_on) {
            (Verdict::Waiting, _) => "Waits for the group".to_owned(),
            (Verdict::Partly, _) => "Waits for its other leads".to_owned(),
            (Verdict::Assured, on) => {
                format!("Assured{}", on.map_or_else(String::new, |on| format!(" on {}", day(on))))
            }
            (Verdict::Returned, on) => {
                format!("Sent back{}", on.map_or_else(String::new, |on| format!(" on {}", day(on))))
            }
        };
        vec![
            number(action),
            Cell::words(objective(action)),
            Cell::words(claim.done_on.map_or_else(|| "Not stated".to_owned(), day)),
            Cell::words(day(claim.claimed_on)),
            lines([verdict, claim.note.clone()]),
        ]
    }));
    section.table(table, "No lead has said that an action is done.")
}

/// Who did not answer: bodies, never people.
fn silent(facts: &Facts) -> Section {
    let section = Section::part("Who did not answer");
    let Some(round) = facts.last_round() else {
        return section.words("No round of updates has been held.");
    };
    let silent: Vec<String> =
        round.asked.iter().filter(|(_, answered)| answered.is_none()).map(|(lead, _)| lead.clone()).collect();
    let asked = format!(
        "In the round “{}”, due on {}, {} of {} answered.",
        round.title,
        day(round.due_on),
        round.asked.len() - silent.len(),
        count(round.asked.len(), "lead", "leads")
    );
    if silent.is_empty() {
        return section.words(asked);
    }
    let words = match silent.len() {
        1 => "1 lead has not answered:".to_owned(),
        n => format!("{n} leads have not answered:"),
    };
    section.words(asked).words(words).list(silent)
}

fn proposals(facts: &Facts, since: &Since) -> Section {
    let told: Vec<_> = facts
        .proposals
        .iter()
        .filter(|proposal| proposal.decided.as_ref().is_none_or(|(on, _)| *on >= since.on))
        .collect();
    let columns = [
        ("Proposed", Width::Short),
        ("What", Width::Long),
        ("Decision", Width::Middle),
        ("Reason", Width::Long),
    ];
    let waiting = told.iter().filter(|proposal| proposal.decided.is_none()).count();
    let table =
        Table::new("Proposals that wait, and those decided", &columns).rows(told.iter().map(|proposal| {
            let decision = match &proposal.decided {
                None => "Waits for a decision".to_owned(),
                Some((on, outcome)) => format!("{outcome}, {}", day(*on)),
            };
            vec![
                Cell::words(day(proposal.proposed_on)),
                Cell::words(proposal.what.clone()),
                Cell::words(decision),
                Cell::words(proposal.because.clone()),
            ]
        }));
    let section = Section::part("Proposals and decisions");
    let section = match waiting {
        0 => section,
        n => section.words(format!("{} for a decision.", count_first(n, "proposal waits", "proposals wait"))),
    };
    section.table(table, "No change was proposed or decided in this time.")
}

fn priorities(facts: &Facts) -> Vec<Section> {
    let mut sections = vec![Section::part(EACH)];
    sections.extend(facts.plan.priorities.iter().map(|priority| {
        let mut section = Section::piece(name(priority));
        if priority.kind == PriorityKind::Shared {
            section = section.words("Shared work that serves every priority.");
        }
        if !priority.leads.is_empty() {
            section = section.words(format!("Led by {}.", priority.leads.join("; ")));
        }
        if let Some(aim) = &priority.aim {
            section = section.words(format!("Aim: {aim}"));
        }
        let caption = format!("Actions under {}", priority.title);
        section
            .table(standing::actions(facts, &caption, priority.current()), "There are no actions under it.")
    }));
    sections
}
