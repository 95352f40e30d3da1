//! Invented facts for the samples of the pages and the papers, and for their tests.

use concordat_kernel::jiff::{Timestamp, civil::date};
use concordat_report::Report;

use super::{
    facts::{
        ChangeFact, ClaimFact, ExceptionFact, Facts, MeasureFact, ProposalFact, RoundFact, Topic, UpdateFact,
        Verdict,
    },
    leads::{self, Lead},
    make::{self, Asked},
    store::public::{PublicPlan, PublicProgress},
};
use crate::{
    Action, RecordedPlan,
    pages::samples::{empty_plan, id, plan},
    versions::VersionHead,
};

/// A moment in the fourth quarter of the sample plan's year.
const READ_AT: &str = "2027-01-15T09:30:00Z";

/// Nothing but a plan without a word in it.
pub(crate) fn empty() -> Facts {
    bare(empty_plan())
}

fn bare(plan: RecordedPlan) -> Facts {
    Facts {
        plan,
        group: None,
        read_at: READ_AT.parse::<Timestamp>().unwrap_or_default(),
        today: date(2027, 1, 15),
        exceptions: Vec::new(),
        claims: Vec::new(),
        updates: Vec::new(),
        rounds: Vec::new(),
        measures: Vec::new(),
        changes: Vec::new(),
        proposals: Vec::new(),
        topics: Vec::new(),
    }
}

/// A year with one of everything.
pub(crate) fn facts() -> Facts {
    let text = str::to_owned;
    let change = |n, on, field: &str, former: Option<&str>, latter: Option<&str>| ChangeFact {
        action: id::<Action>(n),
        on,
        field: field.to_owned(),
        former: former.map(str::to_owned),
        latter: latter.map(str::to_owned),
    };
    Facts {
        group: Some(text("Merrowshire Community Safety Board")),
        exceptions: exceptions(),
        claims: vec![ClaimFact {
            action: id(1),
            claimed_on: date(2027, 1, 8),
            done_on: Some(date(2026, 12, 18)),
            verdict: Verdict::Waiting,
            decided_on: None,
            note: String::new(),
        }],
        updates: vec![
            UpdateFact {
                action: id(1),
                lead: text("Merrowshire Police"),
                state: text("On track"),
                words: text("Four walks were held & the lighting on Quay Street is mended."),
                help: text("A contact at the county’s highways team who answers."),
                given_on: date(2027, 1, 8),
            },
            UpdateFact {
                action: id(3),
                lead: text("Merrowshire Police"),
                state: text("Late"),
                words: String::new(),
                help: String::new(),
                given_on: date(2026, 10, 2),
            },
        ],
        rounds: vec![RoundFact {
            title: text("January"),
            opens_on: date(2027, 1, 4),
            due_on: date(2027, 1, 22),
            asked: vec![
                (text("Merrowshire Police"), Some(date(2027, 1, 8))),
                (text("Merrowshire County Council"), None),
            ],
        }],
        measures: measures(),
        changes: vec![
            change(3, date(2026, 6, 1), "State", Some("No update yet"), Some("On track")),
            change(1, date(2027, 1, 8), "State", Some("No update yet"), Some("On track")),
            change(3, date(2027, 1, 6), "State", Some("On track"), Some("Late")),
            change(4, date(2027, 1, 7), "State", Some("Not started"), Some("Withdrawn")),
            change(2, date(2027, 1, 9), "Number", Some("1.3"), Some("1.2")),
        ],
        proposals: vec![
            ProposalFact {
                what: text("Add an action on e-scooters under “Safer streets and squares”"),
                proposed_on: date(2026, 11, 30),
                decided: Some((date(2027, 1, 11), text("Accepted"))),
                because: text("Three districts asked for it."),
            },
            ProposalFact {
                what: text("Move action 2.1 to the next plan"),
                proposed_on: date(2027, 1, 12),
                decided: None,
                because: String::new(),
            },
        ],
        topics: vec![Topic {
            id: id(80),
            title: text("Safety after dark"),
            because: text("Scrutiny asked in June what had changed on the ground."),
            commentary: text("Walks and lighting are done; the taxi marshals depend on the fund."),
            priorities: vec![id(60)],
            actions: vec![id(3)],
            version: 1,
        }],
        ..bare(plan())
    }
}

fn exceptions() -> Vec<ExceptionFact> {
    let text = str::to_owned;
    let usual = ExceptionFact {
        action: id(3),
        kind: text("Late"),
        because: text("It was due by the end of September 2026 and is not done."),
        raised_on: date(2026, 10, 5),
        partnership: true,
        remedy: text("The chair writes to both bodies and asks for one name each."),
        remedy_by: text("Chair of the board"),
        remedy_due: Some(date(2027, 2, 1)),
        resolved: None,
    };
    vec![
        ExceptionFact {
            action: id(2),
            kind: text("No answer twice"),
            because: text("Merrowshire County Council did not answer in October and January."),
            raised_on: date(2027, 1, 12),
            partnership: false,
            remedy: String::new(),
            remedy_by: String::new(),
            remedy_due: None,
            ..usual.clone()
        },
        ExceptionFact {
            action: id(1),
            kind: text("At risk"),
            raised_on: date(2026, 7, 1),
            partnership: false,
            resolved: Some((date(2026, 9, 1), text("The fund was renewed."))),
            ..usual.clone()
        },
        usual,
    ]
}

fn measures() -> Vec<MeasureFact> {
    let text = str::to_owned;
    let value = |period: &str, value: &str, note: &str| (text(period), text(value), text(note));
    let plain = MeasureFact {
        action: id(1),
        text: text("Walks held"),
        kind: text("Count"),
        story: false,
        baseline: None,
        target: None,
        values: Vec::new(),
        off_course: None,
    };
    vec![
        MeasureFact {
            baseline: Some(text("2 walks (2025)")),
            target: Some(text("8 walks by March 2027")),
            values: vec![
                value("April to June 2026", "1 walk", ""),
                value("July to September 2026", "3 walks", "One was rained off."),
            ],
            off_course: Some(text("3 of 8 with a quarter left.")),
            ..plain.clone()
        },
        MeasureFact { text: text("Lights put right"), ..plain.clone() },
        MeasureFact {
            text: text("Weekends covered"),
            kind: text("Story"),
            story: true,
            values: vec![value(
                "October to December 2026",
                "A marshal walked a student home from the station.",
                "",
            )],
            ..plain
        },
    ]
}

/// The longest texts that the record takes, and many of everything.
pub(crate) fn long() -> Facts {
    let mut facts = facts();
    let sentence = "Everybody who works with young people in the county says what they saw, when and where. ";
    let long = sentence.repeat(20);
    for priority in &mut facts.plan.priorities {
        priority.title = format!("{}{}", priority.title, " and everything that belongs to it".repeat(6));
        let first = priority.actions.first().cloned();
        for n in 0..16_u128 {
            let Some(mut action) = first.clone() else { continue };
            action.id = id(1000 + n);
            action.content.number = format!("9.{}", n + 10);
            action.content.objective = if n % 5 == 0 { long.clone() } else { sentence.to_owned() };
            action.content.leads = vec!["Merrowshire Police".to_owned(), "W".repeat(90)];
            priority.actions.push(action);
        }
    }
    for update in &mut facts.updates {
        update.words.clone_from(&long);
        update.help.clone_from(&long);
    }
    for exception in &mut facts.exceptions {
        exception.because.clone_from(&long);
        exception.remedy.clone_from(&long);
    }
    facts.exceptions = (0..3).flat_map(|_| facts.exceptions.clone()).collect();
    // A plan has no two topics of one title.
    facts.topics = ["after dark", "by day", "on the way home"]
        .into_iter()
        .flat_map(|when| {
            facts.topics.iter().map(move |topic| Topic { title: format!("Safety {when}"), ..topic.clone() })
        })
        .collect();
    facts
}

/// The leads of the facts' plan.
pub(crate) fn leads(facts: &Facts) -> Vec<Lead> {
    leads::leads(&facts.plan, &std::collections::HashMap::new())
}

/// Every report of these facts.
pub(crate) fn reports() -> Vec<(&'static str, Facts, Report)> {
    let mut reports = Vec::new();
    for (names, facts) in [
        (["progress, usual", "year end, usual", "lead, usual", "leads, usual"], facts()),
        (["progress, empty", "year end, empty", "lead, empty", "leads, empty"], empty()),
        (["progress, long", "year end, long", "lead, long", "leads, long"], long()),
    ] {
        let leads = leads(&facts);
        let first = leads.iter().find(|lead| lead.name == "Merrowshire Police").map(|lead| lead.key.clone());
        let asked = [
            Some(Asked::Progress(None)),
            Some(Asked::YearEnd),
            first.map(|key| Asked::Lead(Some(key))),
            Some(Asked::Lead(None)),
        ];
        for (name, asked) in names.into_iter().zip(asked) {
            let Some(Ok(report)) = asked.map(|asked| make::of(&facts, &leads, &asked)) else { continue };
            reports.push((name, facts.clone(), report));
        }
    }
    reports
}

/// What is published: with and without how the actions stand, and of a plan that says next to nothing.
pub(crate) fn published() -> Vec<(&'static str, PublicPlan)> {
    let version = |plan: &RecordedPlan| VersionHead {
        id: id(70),
        plan_id: plan.head.id,
        number: 2,
        title: String::new(),
        decision: String::new(),
        published_at: "2026-07-20T10:00:00Z".to_owned(),
        published_by: "operator".to_owned(),
    };
    let published = |plan: RecordedPlan, progress| PublicPlan {
        version: version(&plan),
        group: Some("Merrowshire Community Safety Board".to_owned()),
        plan,
        progress,
    };
    let progress = PublicProgress {
        as_of: date(2027, 1, 15),
        summary: "Half of what was agreed is done.\nThe rest is under way.".to_owned(),
        states: plan().actions().map(|(_, action)| (action.id, action.state)).collect(),
    };
    vec![
        ("with progress", published(plan(), Some(progress))),
        ("without progress", published(plan(), None)),
        ("empty", published(empty_plan(), None)),
        ("long", published(long().plan, None)),
    ]
}
