//! Invented spreadsheets for the samples of the pages.

use std::collections::BTreeMap;

use concordat_kernel::{Id, Month, Period, jiff::civil::date};
use concordat_web::parts::{Csrf, Shell};
use uuid::Uuid;

use super::super::{
    model::{Asked, AskedAction, AskedMeasure, Entry, Finding, Last, Reading, Weight},
    store::{Looked, ReplyHead, Shown},
};
use crate::{
    PlanHead, RecordedPlan,
    progress::{
        model::{Lead, RecordedRequest, RecordedRound, Standing},
        pages::sheet::Sheet,
    },
};

/// Every sample of these pages.
pub(crate) fn all() -> Vec<(&'static str, Sheet)> {
    [super::office::samples(), super::guest::samples()].concat()
}

pub(super) fn shell(title: &str) -> Shell {
    let mut shell = Shell::new(title, "/static/sample");
    shell.csrf = Csrf::new("sample-token");
    shell.person = Some("Rowan Ashdown".to_owned());
    shell
}

fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

pub(crate) fn round() -> RecordedRound {
    let month = |number| Month::new(2026, number).unwrap_or_else(|| Month::of(date(2026, 9, 1)));
    RecordedRound {
        id: id(70),
        plan: id(50),
        title: "Update for July to September 2026".to_owned(),
        about: Period { from: month(7), to: month(9) },
        opens_on: date(2026, 10, 5),
        due_on: date(2026, 10, 26),
        closed_at: None,
        version: 1,
    }
}

fn request(n: u128, lead: &str, standing: Standing) -> RecordedRequest {
    RecordedRequest {
        id: id(n),
        round: id(70),
        lead: Lead { words: lead.to_owned(), body: None },
        standing,
        answered_at: None,
        answered_by: None,
        version: 1,
    }
}

pub(super) fn requests() -> Vec<RecordedRequest> {
    vec![
        request(80, "Merrowshire Police", Standing::Answered),
        request(81, "Merrowshire County Council", Standing::Begun),
        request(82, "Chair of the Safer Homes Board", Standing::Asked),
    ]
}

fn reply(n: u128, state: &str) -> ReplyHead {
    ReplyHead {
        id: id(n),
        request_id: id(81),
        file_name: "merrowshire-county-council-update.xlsx".to_owned(),
        file_hash: "00".to_owned(),
        state: state.to_owned(),
        made_at: "2026-10-20T09:30:00Z".to_owned(),
        made_by: "operator".to_owned(),
        settled_at: (state != "staged").then(|| "2026-10-20T10:00:00Z".to_owned()),
        version: 1,
    }
}

pub(super) fn replies() -> Vec<ReplyHead> {
    vec![reply(90, "staged"), reply(91, "used"), reply(92, "discarded")]
}

fn action(n: u128, number: &str, objective: &str) -> AskedAction {
    AskedAction {
        id: Uuid::from_u128(n),
        number: number.to_owned(),
        objective: objective.to_owned(),
        due: "March 2027".to_owned(),
        last: Some(Last {
            state: "on-track".to_owned(),
            words: "Three walks were held, and a fourth is planned.".to_owned(),
            help: String::new(),
            on: "14 July 2026".to_owned(),
        }),
        ..AskedAction::default()
    }
}

fn shown() -> Shown {
    let mut walks = action(1, "1.1", "Night-time economy: Make Lower Ashing safer after dark");
    walks.measures = vec![AskedMeasure {
        id: Uuid::from_u128(100),
        text: "Walks held".to_owned(),
        last: "3".to_owned(),
        ..AskedMeasure::default()
    }];
    let asked = Asked {
        request: Uuid::from_u128(81),
        plan: "Merrowshire community safety action plan".to_owned(),
        round: round().title,
        lead: "Merrowshire County Council".to_owned(),
        due_on: round().due_on,
        actions: vec![
            walks,
            action(2, "1.2", "Publish what was found"),
            action(3, "2.1", "Train the door staff"),
        ],
    };
    let head = PlanHead {
        id: id(50),
        title: asked.plan.clone(),
        period: None,
        group: None,
        key: Vec::new(),
        version: 1,
    };
    let plan = RecordedPlan { head, priorities: Vec::new() };
    Shown { plan, round: round(), request: request(81, "Merrowshire County Council", Standing::Begun), asked }
}

/// One with everything, one that says nothing new, one that is used.
pub(super) fn looked() -> Vec<(&'static str, Looked)> {
    let at_risk = Entry {
        state: "at-risk".to_owned(),
        words: "The fourth walk was called off.\nNobody could open the square.".to_owned(),
        help: "A key to the square".to_owned(),
        evidence: "https://merrowshire.example/walks".to_owned(),
        values: BTreeMap::from([(Uuid::from_u128(100), "3".to_owned())]),
        ..Entry::default()
    };
    let finding = |weight, row, column: &str, saw: &str, what: &str, remedy: &str| Finding {
        sheet: "Your answers".to_owned(),
        row: Some(row),
        column: column.to_owned(),
        weight,
        saw: saw.to_owned(),
        what: what.to_owned(),
        remedy: remedy.to_owned(),
    };
    let findings = vec![
        finding(
            Weight::LeftOut,
            7,
            "F (State)",
            "green",
            "This is not one of the states, and what it means is not guessed. This answer was left out.",
            "Choose a state: Not started, On track, At risk, Late, Done or Proposed to withdraw.",
        ),
        finding(
            Weight::Note,
            5,
            "E (Last time)",
            "",
            "“Last time” is not what the record says now, in row 5. It is never read back.",
            "If it was meant as an answer, write it under “What happened”.",
        ),
    ];
    let reading = Reading { said: BTreeMap::from([(Uuid::from_u128(1), at_risk.clone())]), findings };
    let usual = Looked { head: reply(90, "staged"), shown: shown(), reading, again: None };
    let mut same = usual.clone();
    same.reading.findings.clear();
    same.again = Some("2026-10-20T10:00:00Z".to_owned());
    if let Some(first) = same.shown.asked.actions.first_mut() {
        first.said = Entry { evidence: String::new(), ..at_risk };
        first.evidence = vec!["https://merrowshire.example/walks".to_owned()];
        first.sent = true;
    }
    let mut used = same.clone();
    used.head = reply(91, "used");
    let empty = Looked { reading: Reading::default(), ..usual.clone() };
    vec![
        ("look through a spreadsheet", usual),
        ("look through a spreadsheet: nothing new", same),
        ("look through a spreadsheet: no answers", empty),
        ("a spreadsheet that was used", used),
    ]
}
