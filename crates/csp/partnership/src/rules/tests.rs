use concordat_kernel::{AnyId, jiff::civil::date};

use super::*;
use crate::{BodyKind, Capacity};

fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(AnyId::from_u128(n))
}

fn body(n: u128, name: &str) -> Body {
    Body {
        id: id(n),
        version: 1,
        name: name.into(),
        short_name: None,
        kind: BodyKind::Other,
        aliases: vec![],
        predecessor: None,
        active_from: None,
        active_until: None,
        notes: None,
    }
}

fn group(n: u128, parent: Option<u128>) -> Group {
    Group {
        id: id(n),
        version: 1,
        name: format!("Group {n}"),
        short_name: None,
        parent: parent.map(id),
        purpose: None,
        area: None,
        statutory: None,
    }
}

fn named(name: &str) -> NewBody {
    NewBody { name: name.into(), ..NewBody::default() }
}

fn fields(faults: &[Fault]) -> Vec<&'static str> {
    faults.iter().map(|fault| fault.field).collect()
}

#[test]
fn a_body_needs_a_name_that_fits() {
    for (name, wrong) in [
        ("", true),
        ("  ", true),
        ("Merrowshire Police", false),
        (&"é".repeat(200), false),
        (&"é".repeat(201), true),
    ] {
        assert_eq!(!body_faults(&named(name), &[], None).is_empty(), wrong, "{name}");
    }
}

#[test]
fn a_body_cannot_cease_before_it_began() {
    let dated = |from, until| NewBody { active_from: from, active_until: until, ..named("Merrowshire CCG") };
    let (may, june) = (Some(date(2022, 5, 31)), Some(date(2022, 6, 30)));
    assert_eq!(fields(&body_faults(&dated(june, may), &[], None)), ["active_until"]);
    for (from, until) in [(may, june), (may, may), (None, may), (may, None), (None, None)] {
        assert!(body_faults(&dated(from, until), &[], None).is_empty());
    }
}

#[test]
fn no_two_bodies_answer_to_the_same_name() {
    let mut police = body(1, "Merrowshire Police");
    police.aliases = vec!["The police".into()];
    let others = [police, body(2, "Merrowshire Fire and Rescue")];
    let new = NewBody { aliases: vec!["the  POLICE".into()], ..named("Port Aldren Police") };
    let faults = body_faults(&new, &others, None);
    assert_eq!(fields(&faults), ["aliases"]);
    assert!(faults[0].message.contains("Merrowshire Police"), "{}", faults[0].message);
    // Its own names are no obstacle to a body that is being changed.
    assert!(body_faults(&named("merrowshire police"), &others, Some(id(1))).is_empty());
    assert_eq!(fields(&body_faults(&named("merrowshire police"), &others, None)), ["name"]);
}

#[test]
fn aliases_are_kept_once_and_never_repeat_the_name() {
    let given = ["MFRS", " mfrs ", "", "Fire  service", "Merrowshire Fire", "FRS"].map(String::from);
    assert_eq!(tidy_aliases(&given, "Merrowshire Fire", Some("FRS")), ["MFRS", "Fire service"]);
}

#[test]
fn a_group_cannot_stand_under_itself_however_far_round() {
    let groups = [group(1, None), group(2, Some(1)), group(3, Some(2)), group(4, None)];
    let under =
        |parent| NewGroup { name: "Steering group".into(), parent: Some(id(parent)), ..NewGroup::default() };
    for (own, parent, wrong) in [(1, 3, true), (1, 1, true), (2, 3, true), (3, 1, false), (1, 4, false)] {
        let faults = group_faults(&under(parent), &groups, &[], Some(id(own)));
        assert_eq!(!faults.is_empty(), wrong, "{own} under {parent}");
    }
    assert_eq!(fields(&group_faults(&under(9), &groups, &[], None)), ["parent"]);
}

#[test]
fn an_old_ring_does_not_hang_the_check() {
    let parents = HashMap::from([(1, Some(2)), (2, Some(1)), (3, None)]);
    assert!(!makes_a_loop(3, 1, &parents));
}

#[test]
fn a_body_cannot_take_over_from_its_successor() {
    let mut board = body(2, "Merrowshire Integrated Care Board");
    board.predecessor = Some(id(1));
    let others = [body(1, "Merrowshire Clinical Commissioning Group"), board];
    let new = NewBody { predecessor: Some(id(2)), ..named("Merrowshire Clinical Commissioning Group") };
    assert_eq!(fields(&body_faults(&new, &others, Some(id(1)))), ["predecessor"]);
}

fn seat() -> Seat {
    Seat {
        id: id(9),
        group: id(1),
        body: id(2),
        title: "District councils".into(),
        capacity: Capacity::ResponsibleAuthority,
        active_from: Some(date(2022, 4, 1)),
        active_until: None,
        end_reason: None,
        person: None,
        deputy: None,
    }
}

#[test]
fn a_seat_ends_once_not_before_it_began_and_for_a_reason() {
    let last = Some(date(2023, 3, 31));
    assert!(ending_faults(&seat(), last, "The body left").is_empty());
    assert!(ending_faults(&seat(), seat().active_from, "The body left").is_empty());
    assert_eq!(fields(&ending_faults(&seat(), last, " ")), ["reason"]);
    assert_eq!(fields(&ending_faults(&seat(), None, "")), ["until", "reason"]);
    assert_eq!(fields(&ending_faults(&seat(), Some(date(2022, 3, 31)), "x")), ["until"]);
    assert_eq!(fields(&ending_faults(&Seat { active_until: last, ..seat() }, last, "x")), ["until"]);
}

#[test]
fn a_deputy_is_somebody_else() {
    assert!(filling_faults::<u8>(None, None).is_empty(), "a vacancy");
    assert!(filling_faults(Some(1), Some(2)).is_empty());
    assert_eq!(fields(&filling_faults(Some(1), Some(1))), ["deputy"]);
}

#[test]
fn a_seat_is_over_the_day_after_its_last() {
    let over = Seat { active_until: Some(date(2023, 3, 31)), ..seat() };
    assert!(!over.has_ended(date(2023, 3, 31)));
    assert!(over.has_ended(date(2023, 4, 1)));
    assert!(!seat().has_ended(date(2099, 1, 1)));
}
