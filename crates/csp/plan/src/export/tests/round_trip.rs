//! What partners are sent comes back as it left, and when they change a word, that word is all
//! that differs.

use std::path::Path;

use concordat_kernel::{Id, Mark};
use uuid::Uuid;

use super::{MADE_AT, awkward, empty, money};
use crate::{
    PlanHead, RecordedAction, RecordedPlan, RecordedPriority, State,
    compare::Comparison,
    export::{
        docx,
        package::{pack, unpack},
        xlsx,
    },
    import::{self, Draft, Reading, Source},
};

fn read(name: &str, bytes: &[u8]) -> Reading {
    import::read(bytes, name, import::UPLOAD_LIMIT, &[]).unwrap_or_else(|refusal| panic!("{name}: {refusal}"))
}

/// Both kinds of file that come back, with their names.
fn files(plan: &RecordedPlan) -> [(&'static str, Vec<u8>); 2] {
    let money = money();
    [
        ("plan.xlsx", xlsx(plan, &money, MADE_AT).unwrap()),
        ("plan.docx", docx(plan, &money, Mark::Official, MADE_AT).unwrap()),
    ]
}

/// A draft as the record keeps it: where a text stood in a file is the file's business.
fn placeless(mut draft: Draft) -> Draft {
    for action in draft.priorities.iter_mut().flat_map(|priority| &mut priority.actions) {
        action.source = Source::default();
    }
    draft
}

fn comes_back(plan: &RecordedPlan) {
    let left = placeless(plan.draft());
    for (name, bytes) in files(plan) {
        let reading = read(name, &bytes);
        let came = placeless(reading.draft);
        for (left, came) in left.priorities.iter().zip(&came.priorities) {
            for (left, came) in left.actions.iter().zip(&came.actions) {
                assert_eq!(left, came, "{name}");
            }
            assert_eq!(left, came, "{name}");
        }
        assert_eq!(left, came, "{name}");
        assert!(reading.unplaced.is_empty(), "{name}: {:?}", reading.unplaced);
        assert!(reading.splits.is_empty(), "{name}: {:?}", reading.splits);
        assert!(Comparison::of(plan, &came).is_empty(), "{name}");
    }
}

#[test]
fn an_untouched_export_is_the_plan_again() {
    comes_back(&awkward());
}

#[test]
fn a_title_that_does_not_sound_like_a_plan_comes_back_too() {
    let mut plan = awkward();
    for title in ["Safer together", "Our promise, revised.", "Draft: plan for 2026/27 (and on)"] {
        plan.head.title = title.to_owned();
        comes_back(&plan);
    }
    plan.head.period = None;
    plan.head.title = "Port Aldren plan".to_owned();
    comes_back(&plan);
}

#[test]
fn our_own_files_have_nothing_odd_but_what_the_plan_leaves_open() {
    for (name, bytes) in files(&awkward()) {
        let odd: Vec<_> = read(name, &bytes)
            .oddities
            .into_iter()
            // The sample leaves a lead out, and has columns that the record has no place for.
            .filter(|oddity| !matches!(oddity.code, import::Code::LeadMissing | import::Code::UnknownColumn))
            .collect();
        assert!(odd.is_empty(), "{name}: {odd:#?}");
    }
}

#[test]
fn a_changed_word_is_all_that_differs() {
    let plan = awkward();
    for (name, bytes) in files(&plan) {
        let mut parts = unpack(&bytes).unwrap();
        for (_, text) in &mut parts {
            *text = text.replace("Slow down", "Slow everyone down").replace("2.1a", "2.7");
        }
        let comparison = Comparison::of(&plan, &read(name, &pack(&parts).unwrap()).draft);
        assert_eq!(comparison.tally(), (0, 1, 4), "{name}");
        let fields: Vec<_> = comparison
            .priorities
            .iter()
            .flat_map(|priority| &priority.actions)
            .flat_map(|action| &action.differences)
            .map(|difference| (difference.field.as_str(), difference.proposed.as_str()))
            .collect();
        assert_eq!(fields, [("Number", "2.7"), ("Objective", "Slow everyone down")], "{name}");
    }
}

#[test]
fn a_status_written_into_our_own_file_is_left_out_and_said_so() {
    let plan = awkward();
    for (name, bytes) in files(&plan) {
        let mut parts = unpack(&bytes).unwrap();
        for (_, text) in &mut parts {
            *text = text.replace(">On track<", ">Nearly done<");
        }
        let reading = read(name, &pack(&parts).unwrap());
        assert_eq!(placeless(reading.draft), placeless(plan.draft()), "{name}");
        let mut said = reading.oddities.iter().filter(|oddity| oddity.code == import::Code::StatusNotRead);
        let oddity = said.next().unwrap_or_else(|| panic!("{name}: nothing said"));
        assert_eq!(oddity.saw, "1 row says: Nearly done", "{name}");
        assert!(oddity.did.starts_with("left it out"), "{name}");
        assert!(said.next().is_none(), "{name}: once is enough");
    }
}

/// A plan as it would stand in the record after an import.
fn recorded(draft: Draft) -> RecordedPlan {
    let mut ids = (1..).map(Uuid::from_u128);
    let mut next = || ids.next().unwrap();
    let mut priorities = Vec::new();
    for priority in draft.priorities {
        let mut actions = Vec::new();
        for content in priority.actions {
            let id = Id::from_uuid(next());
            actions.push(RecordedAction {
                id,
                state: State::NoUpdate,
                withdrawn_because: None,
                lead_bodies: Vec::new(),
                version: 1,
                course: crate::exceptions::Course::default(),
                content: import::Action { id: Some(id.to_string()), source: Source::default(), ..content },
            });
        }
        priorities.push(RecordedPriority {
            id: Id::from_uuid(next()),
            kind: priority.kind,
            title: priority.title,
            leads: priority.leads,
            aim: priority.aim,
            notes: priority.notes,
            version: 1,
            actions,
        });
    }
    RecordedPlan { head: PlanHead { title: draft.title, period: draft.period, ..empty().head }, priorities }
}

#[test]
fn a_real_plan_goes_round() {
    let pack = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap())
        .join("../../../../shared/documents/s4-kcsp-2022-07-14-agenda-pack.txt");
    let Ok(bytes) = std::fs::read(&pack) else {
        eprintln!("skipped: {} absent", pack.display());
        return;
    };
    let plan = recorded(read("pack.txt", &bytes).draft);
    assert_eq!(plan.draft().counts.actions, 29);
    comes_back(&plan);
}
