use concordat_kernel::{AnyId, Id, jiff::civil::time};
use proptest::prelude::*;

use super::{
    QuorumBasis,
    quorum::{Attendee, Part, Seated, Successions, Verdict, Why, course, quorum},
    removal::{Voted, removal},
};
use crate::{Body, Capacity};

const ORGANISATIONS: QuorumBasis = QuorumBasis::Organisations;
const AUTHORITIES: QuorumBasis = QuorumBasis::ResponsibleAuthorities;

fn body(n: u128) -> Id<Body> {
    Id::from_uuid(AnyId::from_u128(n))
}

fn from(n: u128) -> Attendee {
    Attendee {
        name: format!("Person of {n}"),
        body: Some(body(n)),
        part: Part::Member,
        from: None,
        until: None,
    }
}

fn authorities(bodies: std::ops::RangeInclusive<u128>) -> Seated {
    Seated::of(bodies.map(|n| (body(n), Capacity::ResponsibleAuthority)).collect())
}

#[test]
fn bodies_are_counted_and_everybody_is_accounted_for() {
    let seated = Seated::of(vec![
        (body(1), Capacity::ResponsibleAuthority),
        (body(2), Capacity::ResponsibleAuthority),
        (body(3), Capacity::ResponsibleAuthority),
        (body(4), Capacity::ResponsibleAuthority),
        (body(5), Capacity::CoOperating),
    ]);
    let there = [
        from(1),
        from(1),
        Attendee { part: Part::Substitute, ..from(2) },
        from(3),
        from(5),
        Attendee { part: Part::Officer, ..from(4) },
        Attendee { part: Part::Invitee, ..from(9) },
        from(9),
    ];
    let told = quorum(AUTHORITIES, 4, &seated, &Successions::default(), &there, None);
    assert_eq!(told.verdict, Verdict::Inquorate);
    assert_eq!(told.counted, [(body(1), 0), (body(2), 2), (body(3), 3)]);
    assert_eq!(
        told.not_counted,
        [
            (1, Why::Counted(body(1))),
            (4, Why::NoSeat(body(5))),
            (5, Why::NotAMember(Part::Officer)),
            (6, Why::NotAMember(Part::Invitee)),
            (7, Why::NoSeat(body(9))),
        ]
    );
    assert_eq!(told.absent, [body(4)]);
    // Under the other rule the co-operating body is the fourth organisation.
    let told = quorum(ORGANISATIONS, 4, &seated, &Successions::default(), &there, None);
    assert_eq!(told.verdict, Verdict::Quorate);
}

#[test]
fn a_former_body_and_its_successor_count_once() {
    let successions = Successions::of([(body(1), body(2)), (body(2), body(3))]);
    let seated = authorities(1..=3);
    let told = quorum(AUTHORITIES, 1, &seated, &successions, &[from(1), from(2), from(3)], None);
    assert_eq!((told.counted.len(), told.not_counted.len(), told.absent.len()), (1, 2, 0));
    assert_eq!(told.counted[0].0, body(3));
    // Of two that a body was split into, each counts; the body itself, whose seat has ended, does not.
    let split = Successions::of([(body(1), body(2)), (body(1), body(3))]);
    let told = quorum(AUTHORITIES, 2, &authorities(2..=3), &split, &[from(1), from(2), from(3)], None);
    assert_eq!(told.counted.iter().map(|(body, _)| *body).collect::<Vec<_>>(), [body(2), body(3)]);
}

#[test]
fn without_bodies_a_quorum_is_not_proved() {
    let unknown = Attendee { body: None, ..from(1) };
    let told = quorum(AUTHORITIES, 4, &authorities(1..=7), &Successions::default(), &vec![unknown; 24], None);
    assert_eq!((told.verdict, told.counted.len()), (Verdict::Unproved, 0));
}

#[test]
fn coming_and_going_changes_what_may_be_decided() {
    let there = [
        from(1),
        from(2),
        Attendee { until: Some(time(11, 0, 0, 0)), ..from(3) },
        Attendee { from: Some(time(10, 20, 0, 0)), ..from(4) },
    ];
    let (seated, none) = (authorities(1..=7), Successions::default());
    let told = course(AUTHORITIES, 4, &seated, &none, &there, time(10, 0, 0, 0));
    assert_eq!(
        told,
        [
            (time(10, 0, 0, 0), Verdict::Inquorate),
            (time(10, 20, 0, 0), Verdict::Quorate),
            (time(11, 0, 0, 0), Verdict::Inquorate),
        ]
    );
}

#[test]
fn a_chair_is_removed_by_more_than_half_of_all_authorities() {
    let votes =
        |range: std::ops::RangeInclusive<u128>| range.map(|n| (body(n), Voted::For)).collect::<Vec<_>>();
    let none = Successions::default();
    for (of, in_favour, carried) in [(7, 3, false), (7, 4, true), (8, 4, false), (8, 5, true), (1, 0, false)]
    {
        let told = removal(50, &authorities(1..=of), &none, &votes(1..=in_favour));
        assert_eq!((told.carried, told.of), (carried, usize::try_from(of).unwrap()), "{in_favour} of {of}");
    }
    // A second vote of a body, a vote of its forerunner, and a vote of a body without a seat do not count.
    let successions = Successions::of([(body(9), body(1))]);
    let votes =
        [(body(1), Voted::Against), (body(9), Voted::For), (body(1), Voted::For), (body(8), Voted::For)];
    let told = removal(50, &authorities(1..=2), &successions, &votes);
    assert_eq!((told.carried, told.in_favour.len(), told.not_counted.len()), (false, 0, 3));
}

prop_compose! {
    fn anybody()(
        body in proptest::option::weighted(0.9, 1_u128..9),
        part in 0_u8..4,
        from in proptest::option::of(9_i8..12),
        until in proptest::option::of(10_i8..13),
    ) -> Attendee {
        Attendee {
            name: String::new(),
            body: body.map(self::body),
            part: [Part::Member, Part::Substitute, Part::Invitee, Part::Officer][usize::from(part)],
            from: from.map(|hour| time(hour, 0, 0, 0)),
            until: until.map(|hour| time(hour, 0, 0, 0)),
        }
    }
}

prop_compose! {
    fn world()(
        seats in proptest::collection::vec((1_u128..9, 0_u8..3), 0..12),
        successions in proptest::collection::vec((1_u128..9, 1_u128..9), 0..6),
        there in proptest::collection::vec(anybody(), 0..12),
        needed in 1_u32..6,
        authorities in any::<bool>(),
        hour in proptest::option::of(9_i8..13),
    ) -> (Seated, Successions, Vec<Attendee>, u32, QuorumBasis, Option<concordat_kernel::jiff::civil::Time>) {
        let capacity = |n: u8| [Capacity::ResponsibleAuthority, Capacity::CoOperating, Capacity::Invited][usize::from(n)];
        let seats = seats.into_iter().map(|(n, c)| (body(n), capacity(c))).collect();
        // Later bodies take over from earlier ones, as time runs.
        let pairs = successions.into_iter().filter(|(a, b)| a < b).map(|(a, b)| (body(a), body(b)));
        let basis = if authorities { AUTHORITIES } else { ORGANISATIONS };
        (Seated::of(seats), Successions::of(pairs), there, needed, basis, hour.map(|hour| time(hour, 0, 0, 0)))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn adding_a_person_never_makes_a_meeting_inquorate(
        (seated, successions, mut there, needed, basis, at) in world(),
        more in anybody(),
        place in any::<proptest::sample::Index>(),
    ) {
        let before = quorum(basis, needed, &seated, &successions, &there, at);
        there.insert(place.index(there.len() + 1), more);
        let after = quorum(basis, needed, &seated, &successions, &there, at);
        prop_assert!(after.counted.len() >= before.counted.len(), "{before:?} became {after:?}");
        prop_assert!(before.verdict != Verdict::Quorate || after.verdict == Verdict::Quorate);
    }

    #[test]
    fn a_second_person_of_a_body_never_counts(
        (seated, successions, mut there, needed, basis, at) in world(),
        who in any::<proptest::sample::Index>(),
    ) {
        prop_assume!(there.iter().any(|one| one.is_there(at)));
        let present: Vec<Attendee> = there.iter().filter(|one| one.is_there(at)).cloned().collect();
        let again = who.get(&present).clone();
        let before = quorum(basis, needed, &seated, &successions, &there, at);
        there.push(again);
        let after = quorum(basis, needed, &seated, &successions, &there, at);
        prop_assert_eq!(before.counted, after.counted);
    }

    #[test]
    fn a_successor_counts_once_with_what_it_took_over(
        (seated, _, mut there, needed, basis, at) in world(),
        n in 1_u128..9,
    ) {
        // Body 20 took over from body n alone; both have people there.
        let successions = Successions::of([(body(n), body(20))]);
        there.retain(|one| one.body != Some(body(n)));
        let without = quorum(basis, needed, &seated, &successions, &there, at);
        there.push(from(n));
        let one = quorum(basis, needed, &seated, &successions, &there, at);
        there.push(from(20));
        let both = quorum(basis, needed, &seated, &successions, &there, at);
        prop_assert_eq!(&one.counted, &both.counted);
        prop_assert!(one.counted.len() <= without.counted.len() + 1);
    }

    #[test]
    fn everybody_is_accounted_for_once((seated, successions, there, needed, basis, at) in world()) {
        let told = quorum(basis, needed, &seated, &successions, &there, at);
        let mut all: Vec<usize> = told.counted.iter().map(|(_, n)| *n).chain(told.not_counted.iter().map(|(n, _)| *n)).collect();
        all.sort_unstable();
        prop_assert_eq!(all, (0..there.len()).collect::<Vec<_>>());
    }
}
