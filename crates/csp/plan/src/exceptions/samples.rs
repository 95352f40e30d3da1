//! Invented exceptions and claims, about the invented plan of the pages' samples.

use concordat_kernel::jiff::civil::{Date, date};

use super::{Ground, Level, Reasoned, RecordedClaim, RecordedException, Remedy, Verdict};
use crate::{
    RecordedAction, State,
    exceptions::{Course, RecordedStep, Recurs},
    pages::samples::id,
};

fn reasoned(on: Date, because: &str) -> Reasoned {
    Reasoned { on, because: because.to_owned() }
}

/// One with the working group and a remedy, one with the partnership, one resolved, one that holds no longer.
pub(super) fn exceptions() -> Vec<RecordedException> {
    let late = RecordedException {
        id: id(201),
        action: id(3),
        ground: Ground::Late,
        because: "It was due by the end of September 2026 and is not done.".to_owned(),
        raised_on: date(2026, 10, 1),
        gone_on: None,
        level: Level::Group,
        remedy: Some(Remedy {
            what: "The police and the county agree one telephone number & publish it.".to_owned(),
            by: "Superintendent, Merrowshire Police".to_owned(),
            due: date(2026, 12, 31),
        }),
        further: None,
        decided: None,
        resolved: None,
        version: 2,
    };
    let further = RecordedException {
        id: id(202),
        action: id(1),
        ground: Ground::AtRisk,
        because: "Merrowshire Police said on 9 November 2026 that it is at risk.".to_owned(),
        raised_on: date(2026, 11, 9),
        level: Level::Partnership,
        remedy: None,
        further: Some(reasoned(date(2027, 1, 5), "Only the partnership can move the money.")),
        decided: Some(reasoned(date(2027, 1, 12), "The county & the police pay half each.")),
        ..late.clone()
    };
    let resolved = RecordedException {
        id: id(203),
        action: id(2),
        ground: Ground::NoAnswer,
        because: "Merrowshire County Council did not answer in June and in September.".to_owned(),
        raised_on: date(2026, 10, 2),
        gone_on: Some(date(2026, 10, 20)),
        resolved: Some(reasoned(date(2026, 10, 21), "It has answered.")),
        ..late.clone()
    };
    let gone = RecordedException {
        id: id(204),
        action: id(2),
        ground: Ground::OffCourse,
        because: "Reports published: 0, expected 1 by now.".to_owned(),
        raised_on: date(2026, 12, 1),
        gone_on: Some(date(2027, 1, 4)),
        remedy: None,
        version: 1,
        ..late.clone()
    };
    vec![late, further, resolved, gone]
}

/// One that waits, one assured, one returned.
pub(super) fn claims() -> Vec<RecordedClaim> {
    let waiting = RecordedClaim {
        id: id(211),
        action: id(1),
        update: None,
        claimed_at: "2027-01-04T09:30:00Z".to_owned(),
        claimed_by: vec!["Merrowshire Police".to_owned(), "Merrowshire County Council".to_owned()],
        done_on: Some(date(2026, 12, 18)),
        verdict: Verdict::Waiting,
        decided_on: None,
        decided_by: None,
        note: String::new(),
        version: 1,
    };
    let decided = |n, action, verdict, note: &str| RecordedClaim {
        id: id(n),
        action: id(action),
        verdict,
        decided_on: Some(date(2027, 1, 12)),
        decided_by: Some("operator".to_owned()),
        note: note.to_owned(),
        version: 2,
        ..waiting.clone()
    };
    vec![
        decided(212, 2, Verdict::Assured, "The report is on the website."),
        decided(213, 3, Verdict::Returned, "The districts’ part is missing <still>."),
        waiting,
    ]
}

/// A done action that comes round every year, with a conditional step and one that was stood down.
pub(super) fn conditional() -> RecordedAction {
    let step = |n, place, stood_down| RecordedStep { id: id(n), row: 0, place, stood_down };
    let because = "Nobody asked for it in two rounds of letters <to every school>.";
    let steps = vec![
        step(221, 0, None),
        step(222, 1, Some(reasoned(date(2026, 11, 3), because))),
        step(223, 2, None),
    ];
    let mut action = crate::pages::samples::plan().priorities.swap_remove(0).actions.swap_remove(0);
    if let Some(row) = action.content.rows.first_mut() {
        row.steps = crate::pages::samples::texts(&[
            "Hold a workshop for traders, if required",
            "Train more marshals (subject to need)",
            "Map the lighting",
        ]);
    }
    let course = Course { recurs: Recurs::Ongoing, steps, ..Course::default() };
    RecordedAction { state: State::Done, course, ..action }
}
