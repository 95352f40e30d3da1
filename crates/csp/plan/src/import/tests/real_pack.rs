//! The pack of a real meeting, when it lies beside the repository: 100 kB of text of which the
//! plan is a tenth.

use std::path::Path;

use crate::import::{COMMAND_LINE_LIMIT, Code, Draft, Reading, read};

const PACK: &str = "shared/documents/s4-kcsp-2022-07-14-agenda-pack.txt";

/// The pack read, or `None` with a line that says so.
fn pack() -> Option<Reading> {
    let found = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap())
        .ancestors()
        .map(|folder| folder.join(PACK))
        .find(|path| path.is_file());
    let Some(path) = found else {
        eprintln!("skipped: ../{PACK} is absent");
        return None;
    };
    let bytes = std::fs::read(path).expect("the pack can be read");
    Some(read(&bytes, "pack.txt", COMMAND_LINE_LIMIT, &[]).expect("the pack holds a plan"))
}

fn coded(reading: &Reading, code: Code) -> Vec<(Option<&str>, u32)> {
    let odd = reading.oddities.iter().filter(|oddity| oddity.code == code);
    odd.map(|oddity| (oddity.action.as_deref(), oddity.line)).collect()
}

fn rows_of(draft: &Draft, number: &str) -> usize {
    draft.actions().find(|action| action.number == number).map_or(0, |action| action.rows.len())
}

#[test]
fn everything_is_counted_as_it_was_by_hand() {
    let Some(reading) = pack() else { return };
    let counts = serde_json::to_string(&reading.draft.counts).unwrap();
    assert_eq!(
        counts,
        r#"{"priorities":8,"shared":1,"actions":29,"rows":33,"steps":65,"measures":86,"starred":16,"funded":6}"#
    );
    let per_priority: Vec<usize> =
        reading.draft.priorities.iter().map(|priority| priority.actions.len()).collect();
    assert_eq!(per_priority, [4, 2, 1, 3, 3, 4, 5, 4, 3]);
    assert_eq!((rows_of(&reading.draft, "1.1"), rows_of(&reading.draft, "9.1")), (3, 3));
    assert_eq!(
        reading.draft.period.map(|period| period.to_string()).as_deref(),
        Some("April 2022 to March 2023")
    );
    assert_eq!(reading.unplaced, []);
}

#[test]
fn the_action_whose_number_the_page_break_swallowed_is_found() {
    let Some(reading) = pack() else { return };
    let action = reading.draft.actions().find(|action| action.number == "5.3").expect("5.3 is there");
    assert!(action.starred);
    assert_eq!(action.lead_note.as_deref(), Some("project liaison"));
    assert_eq!((action.source.page, action.source.line), (Some(13), 299));
    assert_eq!(coded(&reading, Code::NumberRepaired), [(Some("5.3"), 299)]);
    assert_eq!(coded(&reading, Code::BodyNearMiss), [(Some("5.3"), 299)]);
}

#[test]
fn lost_bullets_are_reported_and_their_splits_give_the_count_by_hand() {
    let Some(mut reading) = pack() else { return };
    let lost: Vec<_> =
        coded(&reading, Code::BulletsLost).into_iter().filter_map(|(action, _)| action).collect();
    assert_eq!(lost, ["1.3", "1.4", "1.4", "2.1"]);
    for split in std::mem::take(&mut reading.splits) {
        assert!(reading.draft.apply(&split));
        assert!(!reading.draft.apply(&split), "a split is accepted once");
    }
    assert_eq!((reading.draft.counts.steps, reading.draft.counts.measures), (66, 90));
}

#[test]
fn every_page_break_is_survived_and_reported() {
    let Some(reading) = pack() else { return };
    let numbers = |code| -> Vec<String> {
        coded(&reading, code).into_iter().filter_map(|(action, _)| action.map(str::to_owned)).collect()
    };
    assert_eq!(numbers(Code::PageMarkerInNumber), ["1.1", "3.1", "5.3", "7.2", "8.2", "9.2"]);
    assert_eq!(numbers(Code::RowSplitOverPages), ["4.1", "5.1", "6.1", "7.3"]);
    assert_eq!(numbers(Code::LeadInherited), ["1.1", "1.1", "9.1", "9.1"]);
    assert_eq!(coded(&reading, Code::PageMarker), [(None, 288)]);
    assert_eq!(coded(&reading, Code::HeaderSplit), [(None, 357)]);
    let pages: Vec<Option<u32>> = reading.draft.actions().map(|action| action.source.page).collect();
    assert!(pages.iter().all(Option::is_some) && pages.is_sorted(), "{pages:?}");
}

#[test]
fn only_the_plan_is_read_and_once() {
    let Some(reading) = pack() else { return };
    assert_eq!(reading.draft.actions().map(|action| action.source.line).max(), Some(362));
    let funded: Vec<&str> = reading
        .draft
        .actions()
        .filter(|action| action.funding.is_some())
        .map(|action| action.number.as_str())
        .collect();
    assert_eq!(funded, ["5.3", "6.3", "6.4", "8.4", "9.2", "9.3"]);
    assert_eq!(reading.draft.priorities.iter().map(|priority| priority.notes.len()).sum::<usize>(), 1);
    assert_eq!(reading.key.len(), 2);
}
