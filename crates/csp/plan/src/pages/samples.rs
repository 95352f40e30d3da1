//! An invented plan for the samples of the pages and for their tests.

use std::collections::BTreeMap;

use concordat_kernel::{Id, Month, Period, jiff::civil::Date};
use concordat_web::parts::{Csrf, Shell};
use uuid::Uuid;

use crate::{
    LeadBody, PlanHead, RecordedAction, RecordedPlan, RecordedPriority, State,
    compare::Comparison,
    exceptions::{Course, Reasoned, RecordedStep},
    import::{
        self, CellKind, Code, Draft, Funding, LinkState, Linked, Oddity, PriorityKind, Reading, Row, Source,
        Split, Timescale, Unplaced,
    },
    store::{ImportHead, Staged},
    strategies::model::{FundingState, Money, RecordedFunding},
};

pub(crate) fn shell(title: &str) -> Shell {
    let mut shell = Shell::new(title, "/static/sample");
    shell.csrf = Csrf::new("sample-token");
    shell.person = Some("Rowan Ashdown".to_owned());
    shell
}

pub(crate) fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

pub(crate) fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

/// The usual plan with a step that is stood down, and what was said of the money of two actions.
pub(crate) fn plan_and_money() -> (RecordedPlan, Money) {
    let mut plan = plan();
    let mut money = Money::new();
    let said = [(FundingState::ToBeConfirmed, "Safer Evenings Fund"), (FundingState::Confirmed, "")];
    let actions = plan.priorities.iter_mut().flat_map(|priority| &mut priority.actions);
    for (action, (state, fund)) in actions.zip(said) {
        let funding = RecordedFunding { state, fund: fund.to_owned(), note: String::new(), version: 1 };
        money.insert(action.id, funding);
        if state == FundingState::ToBeConfirmed {
            let on = Date::constant(2026, 11, 3);
            let because = "Nobody asked for it in two rounds of letters.".to_owned();
            let stood_down = Some(Reasoned { on, because });
            action.course.steps = vec![RecordedStep { id: id(71), row: 0, place: 0, stood_down }];
        }
    }
    (plan, money)
}

/// Two priorities: the first with a busy and a plain action, the second with an overdue and a withdrawn one.
pub(crate) fn plan() -> RecordedPlan {
    let month = |year, month| Month::new(year, month).map(|month| Timescale::Month { month });
    let march = month(2027, 3).unwrap_or_else(Timescale::none);
    let september = month(2026, 9).unwrap_or_else(Timescale::none);
    let busy = RecordedAction {
        lead_bodies: vec![LeadBody { written: "Merrowshire Police".to_owned(), body: Uuid::from_u128(90) }],
        ..action(1, State::OnTrack, busy_content(march.clone()))
    };
    let plain = import::Action {
        number: "1.2".to_owned(),
        objective: "Publish what was found and what changed".to_owned(),
        leads: texts(&["Merrowshire County Council"]),
        linked: Linked { state: LinkState::No, to: Vec::new() },
        rows: vec![Row { steps: texts(&["Publish a yearly report"]), timescale: march, ..Row::default() }],
        ..import::Action::default()
    };
    let overdue = import::Action {
        number: "2.1".to_owned(),
        objective: "Agree who answers when a young person goes missing".to_owned(),
        leads: texts(&["Merrowshire Police"]),
        rows: vec![Row { timescale: september, ..Row::default() }],
        ..import::Action::default()
    };
    let withdrawn = import::Action {
        number: "2.2".to_owned(),
        objective: "Run a second helpline".to_owned(),
        ..import::Action::default()
    };
    RecordedPlan {
        head: PlanHead {
            id: id(50),
            title: "Merrowshire community safety action plan".to_owned(),
            period: Period::financial_year(2026),
            group: Some(Uuid::from_u128(91)),
            key: texts(&["* Links to another group or strategy"]),
            version: 1,
        },
        priorities: vec![
            priority(
                60,
                PriorityKind::Priority,
                "Safer streets and squares",
                vec![busy, action(2, State::NoUpdate, plain)],
            ),
            priority(
                61,
                PriorityKind::Shared,
                "Several priorities",
                vec![
                    action(3, State::Late, overdue),
                    RecordedAction {
                        withdrawn_because: Some("The county helpline answers the same calls.".to_owned()),
                        ..action(4, State::Withdrawn, withdrawn)
                    },
                ],
            ),
        ],
    }
}

fn busy_content(march: Timescale) -> import::Action {
    import::Action {
        number: "1.1".to_owned(),
        starred: true,
        label: Some("Night-time economy".to_owned()),
        objective: "Make Lower Ashing safer after dark".to_owned(),
        leads: texts(&["Merrowshire Police", "Merrowshire County Council"]),
        lead_note: Some("project liaison".to_owned()),
        funding: Some(Funding { note: "Safer Streets fund, first year".to_owned() }),
        linked: Linked { state: LinkState::Yes, to: texts(&["Alcohol strategy"]) },
        rows: vec![
            Row {
                steps: texts(&["Walk the streets with residents & traders", "Map the lighting"]),
                measures: texts(&["Walks held", "Lights put right"]),
                timescale: march,
                extra: BTreeMap::from([("RAG".to_owned(), "Amber".to_owned())]),
            },
            Row {
                steps: texts(&["Keep the taxi marshals"]),
                measures: texts(&["Weekends covered"]),
                timescale: Timescale::Ongoing,
                extra: BTreeMap::new(),
            },
        ],
        source: Source { page: Some(9), line: 123 },
        ..import::Action::default()
    }
}

fn action(n: u128, state: State, content: import::Action) -> RecordedAction {
    let id = id(n);
    RecordedAction {
        id,
        state,
        withdrawn_because: None,
        lead_bodies: Vec::new(),
        version: 1,
        course: Course::default(),
        content: import::Action { id: Some(id.to_string()), ..content },
    }
}

fn priority(n: u128, kind: PriorityKind, title: &str, actions: Vec<RecordedAction>) -> RecordedPriority {
    RecordedPriority {
        id: id(n),
        kind,
        title: title.to_owned(),
        leads: texts(&["Superintendent, Merrowshire Police"]),
        aim: Some("People feel safe wherever they walk.".to_owned()),
        notes: texts(&["The county's licensing forum meets in May."]),
        version: 1,
        actions,
    }
}

/// A priority of which nothing but the title is known.
pub(crate) fn bare_priority() -> RecordedPriority {
    RecordedPriority {
        leads: Vec::new(),
        aim: None,
        notes: Vec::new(),
        ..priority(62, PriorityKind::Priority, "Fewer fires", Vec::new())
    }
}

/// A plan of which nothing but the title is known.
pub(crate) fn empty_plan() -> RecordedPlan {
    let head = PlanHead {
        id: id(51),
        title: "Port Aldren plan".to_owned(),
        period: None,
        group: None,
        key: Vec::new(),
        version: 1,
    };
    RecordedPlan { head, priorities: Vec::new() }
}

/// A file as read: one list without bullets, one text without a place, one lead for two rows.
pub(crate) fn reading() -> Reading {
    let text = "Walks held Lights put right";
    let mut action = busy_content(Timescale::none());
    action.rows.truncate(1);
    if let Some(row) = action.rows.first_mut() {
        row.measures = texts(&[text]);
    }
    let oddity = |code, saw: &str, did: &str| Oddity {
        code,
        action: Some("1.1".to_owned()),
        line: 123,
        saw: saw.to_owned(),
        did: did.to_owned(),
    };
    let mut draft = Draft {
        title: "Merrowshire community safety action plan".to_owned(),
        period: Period::financial_year(2026),
        priorities: vec![import::Priority {
            title: "Safer streets and squares".to_owned(),
            actions: vec![action],
            ..import::Priority::default()
        }],
        ..Draft::default()
    };
    draft.recount();
    Reading {
        draft,
        oddities: vec![
            oddity(Code::BulletsLost, text, "Kept as one item"),
            oddity(Code::NotPlaced, "Approved by the board in May", "Listed, so that it can be placed"),
            oddity(Code::LeadInherited, "", "The action's leads are those of its first row"),
        ],
        unplaced: vec![Unplaced {
            line: 123,
            text: "Approved by the board in May".to_owned(),
            why: "It stands between two rows and belongs to neither.".to_owned(),
            priority: Some(0),
        }],
        splits: vec![Split {
            priority: 0,
            action: 0,
            row: 0,
            cell: CellKind::Measures,
            number: "1.1".to_owned(),
            line: 123,
            text: text.to_owned(),
            parts: texts(&["Walks held", "Lights put right"]),
        }],
        key: texts(&["* Links to another group or strategy"]),
    }
}

/// Imports as the page of an import meets them.
pub(crate) fn imports() -> Vec<(&'static str, Staged)> {
    let plan = plan();
    let head = |plan_id, state: &str| ImportHead {
        id: id(70),
        plan_id,
        file_name: "Board papers & plan.docx".to_owned(),
        file_hash: "00".to_owned(),
        state: state.to_owned(),
        made_at: "2026-04-02T08:30:00Z".to_owned(),
        made_by: "operator".to_owned(),
        version: 1,
    };
    let staged = |into: bool, state: &str, reading: Reading| {
        let target = into.then(|| plan.clone());
        let comparison = target.as_ref().map(|plan| Comparison::of(plan, &reading.draft));
        Staged { head: head(target.as_ref().map(|plan| plan.head.id), state), reading, target, comparison }
    };
    let same = Reading { draft: plan.draft(), ..Reading::default() };
    let mut moved = same.clone();
    if let [first, second, ..] = moved.draft.priorities.as_mut_slice() {
        second.actions.extend(first.actions.pop());
        second.title = "What serves several".to_owned();
        first.actions.iter_mut().for_each(|action| action.starred = false);
    }
    vec![
        ("makes a new plan", staged(false, "staged", reading())),
        ("changes a plan", staged(true, "staged", reading())),
        ("moves and renames", staged(true, "staged", moved)),
        ("changes nothing", staged(true, "staged", same)),
        ("with errors", staged(false, "staged", reading())),
        ("applied", staged(true, "applied", reading())),
    ]
}
