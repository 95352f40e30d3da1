use concordat_kernel::{
    Month,
    jiff::civil::{date, time},
};

use super::{Draft, read};
use crate::{AgendaPart, ChairedAs, DecisionKind};

fn codes(draft: &Draft) -> Vec<&'static str> {
    draft.oddities.iter().map(|oddity| oddity.code).collect()
}

#[test]
fn an_invented_file_is_read_and_every_oddity_told() {
    let draft = read(include_str!("../../tests/fixtures/merrowshire-minutes.txt")).unwrap();
    assert_eq!(draft.group.as_deref(), Some("Merrowshire Community Safety Partnership"));
    let agenda = draft.agenda.as_ref().unwrap();
    assert_eq!((agenda.held_on, agenda.begins), (date(2021, 7, 8), Some(time(14, 0, 0, 0))));
    let named: Vec<String> =
        agenda.items.iter().map(|item| format!("{} {}", item.reference, item.title)).collect();
    assert_eq!(
        named,
        ["A1 Apologies", "A2 Notes of the last meeting", "B1 River watch", "B3 Lanterns", "D1 Reviews"]
    );
    let minutes = draft.minutes.as_ref().unwrap();
    assert_eq!(minutes.held_on, date(2021, 3, 11));
    assert_eq!(
        minutes.present,
        ["Ms A Lindqvist", "Mr I Lockyer (Police, north and coast)", "Ms A Lindqvist", "Dr B Fenwick"]
    );
    assert_eq!(minutes.chaired, Some(("Ms A Lindqvist".to_owned(), ChairedAs::Chair)));
    assert_eq!(minutes.apologies, ["Mr G Parfitt"]);
    let items: Vec<_> =
        minutes.items.iter().map(|item| (item.number, item.reference.map(|one| one.to_string()))).collect();
    assert_eq!(items, [(7, Some("B1".to_owned())), (8, None), (10, Some("D1".to_owned()))]);
    let first = &minutes.items[0];
    assert!(
        first.text.starts_with("1. Members heard") && first.text.contains("\n\n2. The Chairman"),
        "{}",
        first.text
    );
    let kinds: Vec<_> = minutes
        .items
        .iter()
        .map(|item| item.decisions.iter().map(|one| one.kind).collect::<Vec<_>>())
        .collect();
    assert_eq!(
        kinds,
        [
            vec![DecisionKind::Note, DecisionKind::ReceiveUpdate],
            vec![DecisionKind::Comment, DecisionKind::Agree],
            vec![]
        ]
    );
    let mut told = codes(&draft);
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "gap",
            "name-twice",
            "no-item",
            "no-month",
            "no-organisations",
            "no-resolution",
            "no-time",
            "order",
            "recommendation"
        ]
    );
}

#[test]
fn a_file_that_is_no_meeting_is_refused_in_words() {
    for text in ["", "A shopping list:\n- milk\n- bread"] {
        assert!(read(text).unwrap_err().to_string().contains("neither an agenda nor minutes"));
    }
    let undated = read("AGENDA\n- B1 River watch").unwrap_err().to_string();
    assert!(undated.contains("no day"), "{undated}");
    let undated = read("Minutes of a meeting of the board held in spring\n\n1. One\n(Item B1)").unwrap_err();
    assert!(undated.to_string().contains("on which day"), "{undated}");
}

/// The real pack of July 2022, which lies outside the repository.
#[test]
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn the_real_pack_gives_the_minutes_of_march_2022() {
    let file = format!(
        "{}/../../../../shared/documents/s4-kcsp-2022-07-14-agenda-pack.txt",
        std::env::var("CARGO_MANIFEST_DIR").unwrap()
    );
    let Ok(text) = std::fs::read_to_string(file) else {
        println!("skipped: the real pack is not beside the repository");
        return;
    };
    let draft = read(&text).unwrap();
    let agenda = draft.agenda.as_ref().unwrap();
    assert_eq!((agenda.held_on, agenda.begins), (date(2022, 7, 14), Some(time(10, 0, 0, 0))));
    let of = |part| agenda.items.iter().filter(|item| item.reference.part == part).count();
    assert_eq!(AgendaPart::ALL.iter().map(|part| of(*part)).collect::<Vec<_>>(), [4, 4, 1, 3]);

    let minutes = draft.minutes.as_ref().unwrap();
    assert_eq!(minutes.held_on, date(2022, 3, 24));
    assert_eq!((minutes.present.len(), minutes.in_attendance.len()), (24, 1));
    assert_eq!(minutes.chaired.as_ref().map(|(_, right)| *right), Some(ChairedAs::ViceChair));
    assert_eq!(
        minutes.items.iter().map(|item| item.number).collect::<Vec<_>>(),
        (51..=60).collect::<Vec<_>>()
    );
    let named: Vec<String> =
        minutes.items.iter().filter_map(|item| item.reference).map(|one| one.to_string()).collect();
    assert_eq!(named, ["A4", "B1", "B2", "B3", "B4", "B5", "C1", "D1", "D2", "D3"]);
    assert!(minutes.items.iter().all(|item| item.resolutions.len() == 1), "{:?}", minutes.items);
    use DecisionKind::{Agree, Approve, Comment, Endorse, Note, ReceiveUpdate};
    let kinds: Vec<Vec<DecisionKind>> =
        minutes.items.iter().map(|item| item.decisions.iter().map(|one| one.kind).collect()).collect();
    assert_eq!(
        kinds,
        [
            vec![Approve],
            vec![Comment, Agree, Note],
            vec![Note],
            vec![Agree],
            vec![Note, Endorse],
            vec![Note, ReceiveUpdate],
            vec![Note],
            vec![Note],
            vec![Note],
            vec![Note]
        ]
    );
    let update = &minutes.items[5].decisions[1];
    assert_eq!(update.due, Month::new(2023, 3));
    let told = codes(&draft);
    assert!(told.contains(&"no-organisations") && told.contains(&"recommendation"), "{told:?}");
    let quorum = draft.oddities.iter().find(|oddity| oddity.code == "no-organisations").unwrap();
    assert!(quorum.message.contains("24 people") && quorum.message.contains("quorum cannot be proved"));
}
