//! A plan of Merrowshire with everything in it that a file could get wrong.

use concordat_kernel::{
    Id, Month, Period,
    jiff::{Timestamp, civil::date},
};
use uuid::Uuid;

use crate::{
    PlanHead, RecordedAction, RecordedPlan, RecordedPriority, State,
    exceptions::{Reasoned, RecordedStep},
    import::{self, Funding, LinkState, Linked, PriorityKind, Row, Timescale},
    strategies::model::{FundingState, Money, RecordedFunding},
};

/// 14 July 2026, at 11.33 in the morning.
pub(crate) const MADE_AT: Timestamp = Timestamp::constant(1_784_025_200, 0);

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn row(steps: &[&str], measures: &[&str], when: &str) -> Row {
    Row { steps: texts(steps), measures: texts(measures), timescale: Timescale::read(when), ..Row::default() }
}

fn with(mut row: Row, extra: &[(&str, &str)]) -> Row {
    row.extra.extend(extra.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    row
}

fn action(n: u128, state: State, content: import::Action) -> RecordedAction {
    let id = Id::from_uuid(Uuid::from_u128(0x6d65_7272_6f77_4000_8000_0000_0000_0000 + n));
    RecordedAction {
        id,
        state,
        withdrawn_because: (state == State::Withdrawn).then(|| "Now part of 1.2.".to_owned()),
        lead_bodies: Vec::new(),
        version: 1,
        course: crate::exceptions::Course::default(),
        content: import::Action { id: Some(id.to_string()), ..content },
    }
}

fn priority(n: u128, title: &str, leads: &[&str], aim: Option<&str>, notes: &[&str]) -> RecordedPriority {
    RecordedPriority {
        id: Id::from_uuid(Uuid::from_u128(n)),
        kind: PriorityKind::Priority,
        title: title.to_owned(),
        leads: texts(leads),
        aim: aim.map(str::to_owned),
        notes: texts(notes),
        version: 1,
        actions: Vec::new(),
    }
}

/// A plan that has no priority yet, nor a period.
pub(crate) fn empty() -> RecordedPlan {
    RecordedPlan {
        head: PlanHead {
            id: Id::from_uuid(Uuid::from_u128(1)),
            title: "Port Aldren plan".to_owned(),
            period: None,
            group: None,
            key: Vec::new(),
            version: 1,
        },
        priorities: Vec::new(),
    }
}

/// What was said of the money of two of its actions.
pub(crate) fn money() -> Money {
    let plan = awkward();
    let said = [(FundingState::ToBeConfirmed, "Safer Evenings & Nights Fund"), (FundingState::Confirmed, "")];
    let actions = plan.priorities[0].actions.iter().zip(said).map(|(action, (state, fund))| {
        let note = "Not for partners’ files".to_owned();
        (action.id, RecordedFunding { state, fund: fund.to_owned(), note, version: 1 })
    });
    actions.collect()
}

fn stood_down(n: u128, row: usize, place: usize) -> RecordedStep {
    let because = "Nobody asked for it: two rounds of letters, no answer".to_owned();
    let stood_down = Some(Reasoned { on: date(2026, 6, 3), because });
    RecordedStep { id: Id::from_uuid(Uuid::from_u128(n)), row, place, stood_down }
}

/// Actions of one row and of three, items with every sign, empty cells, extra columns, a shared
/// priority, a withdrawn action, steps that are stood down.
pub(crate) fn awkward() -> RecordedPlan {
    let mut abuse = priority(
        11,
        "Domestic abuse & coercion",
        &["Head of Public Protection, Merrowshire Police", "Chair of the Safer Homes Board (SHB)"],
        Some("Prevent abuse, support those who live with it, and bring change: together"),
        &["Refreshed each spring; see the strategy", "Second note, with a colon: here"],
    );
    abuse.actions = vec![
        action(
            1,
            State::OnTrack,
            import::Action {
                number: "1.1".to_owned(),
                starred: true,
                label: Some("Improving practices".to_owned()),
                objective: "Learn from reviews, share the lessons / findings, and check: did it change?"
                    .to_owned(),
                leads: texts(&["Merrowshire County Council", "Merrowshire Police"]),
                lead_note: Some("project liaison".to_owned()),
                funding: Some(Funding { note: "Crime Reduction Grant, £12,500 (50%)".to_owned() }),
                linked: Linked {
                    state: LinkState::Yes,
                    to: texts(&["Safer Homes Board", "Violence Against Women & Girls strategy"]),
                },
                rows: vec![
                    with(
                        row(
                            &[
                                "Hold reviews; publish within 6 months",
                                "=1+1",
                                "Say \"thank you\" <b>in person</b>",
                            ],
                            &["No. of reviews held"],
                            "March 2027",
                        ),
                        &[("RAG", "Green"), ("Budget", "£5,000")],
                    ),
                    row(
                        &["Share the lessons: briefings, seminars, posters"],
                        &["95% attend", "-10% repeat cases"],
                        "Ongoing",
                    ),
                    row(&["Check each recommendation"], &[], "30 September 2026"),
                ],
                ..import::Action::default()
            },
        ),
        action(
            2,
            State::NoUpdate,
            import::Action {
                number: "1.2".to_owned(),
                objective: "Deliver: keep the colon, it is no label".to_owned(),
                leads: texts(&["+Together Trust"]),
                funding: Some(Funding::default()),
                linked: Linked { state: LinkState::No, to: Vec::new() },
                rows: vec![with(
                    row(
                        &["One step only"],
                        &["@home visits", "Ŵyl, naïve façade – 家庭 🏠"],
                        "Q3, then yearly",
                    ),
                    &[("RAG", "=HYPERLINK(\"x\")")],
                )],
                ..import::Action::default()
            },
        ),
        action(
            3,
            State::Withdrawn,
            import::Action {
                number: "1.3".to_owned(),
                objective: "Withdrawn".to_owned(),
                ..import::Action::default()
            },
        ),
    ];
    abuse.actions[0].course.steps = vec![stood_down(91, 0, 1), stood_down(92, 2, 0)];
    let mut roads = priority(12, "Road safety", &[], None, &[]);
    let long = "A long sentence that goes on, and on, with commas; until it ends. ".repeat(120);
    roads.actions = vec![
        action(
            4,
            State::NotStarted,
            import::Action {
                number: "2.1a".to_owned(),
                starred: true,
                objective: "Slow down".to_owned(),
                rows: vec![row(&[long.trim()], &["Fewer injured"], "")],
                ..import::Action::default()
            },
        ),
        action(
            5,
            State::Late,
            import::Action {
                number: "2.10".to_owned(),
                label: Some("Ride safely".to_owned()),
                objective: "Train 1,000 riders".to_owned(),
                leads: texts(&["Fire and Rescue"]),
                rows: vec![row(&["Train"], &["1,000"], "2027"), row(&["Train more"], &["2,000"], "2028")],
                ..import::Action::default()
            },
        ),
    ];
    let nobody = priority(13, "Rural crime", &["Chief Inspector (Rural), Merrowshire Police"], None, &[]);
    let mut shared = priority(14, "Multiple", &[], None, &[]);
    shared.kind = PriorityKind::Shared;
    shared.actions = vec![action(
        6,
        State::Done,
        import::Action {
            number: "9.1".to_owned(),
            objective: "Share data".to_owned(),
            leads: texts(&["Community Safety Team"]),
            linked: Linked { state: LinkState::Yes, to: Vec::new() },
            rows: vec![row(&["Agree what is shared"], &["Agreement signed"], "December 2026")],
            ..import::Action::default()
        },
    )];
    let period = Period { from: Month::new(2026, 4).unwrap(), to: Month::new(2027, 3).unwrap() };
    RecordedPlan {
        head: PlanHead {
            title: "Merrowshire Community Safety Agreement Action Plan".to_owned(),
            period: Some(period),
            key: texts(&["Purple actions – funded by the grant", "Green actions – linked to another group"]),
            ..empty().head
        },
        priorities: vec![abuse, roads, nobody, shared],
    }
}
