//! Stories of meetings, told on both databases.

mod decided;
mod drawn;
mod imported;
mod restricted;
mod waits;
mod year;

use concordat_access::{Ctx, Role};
use concordat_kernel::{
    Error, Id, Refusal, Result,
    jiff::civil::{Date, Time, date, time},
};
use concordat_partnership::{
    Body, BodyKind, Capacity, Group, NewBody, NewGroup, NewSeat, add_body, add_group, add_seat,
    terms::{self, NewClause, NoticeUnit, Part, QuorumBasis, Rule},
};
use concordat_testkit::World;
use concordat_web::Slice;

use crate::{AgendaPart, Closed, Manner, NewAttendance, NewItem, NewMeeting, SLICE};

const fn role(name: &'static str) -> Role {
    Role { name, title: name, purpose: name, second_factor: false }
}

/// Roles belong to another slice; here stand those that the policies name.
pub(crate) const ROLES: Slice = Slice {
    name: "roles",
    roles: &[
        role("operator"),
        role("administrator"),
        role("officer"),
        role("chair"),
        role("member"),
        role("lead-contact"),
        role("analyst"),
        role("grant-manager"),
        role("review-coordinator"),
        role("case-coordinator"),
        role("publisher"),
        role("auditor"),
        role("public"),
    ],
    ..Slice::EMPTY
};

pub(crate) static SLICES: &[Slice] = &[
    SLICE,
    concordat_partnership::SLICE,
    // Whoever fills a seat, and the letters to them; their pages and roles are told of elsewhere.
    Slice { policies: "", roles: &[], ..concordat_identity::SLICE },
    Slice { policies: "", ..concordat_mail::SLICE },
    ROLES,
];

pub(crate) fn officer(world: &World) -> Ctx {
    world.somebody("officer")
}

pub(crate) fn refused<T: std::fmt::Debug>(result: Result<T>) -> Refusal {
    match result {
        Err(Error::Refusal(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// The field that a refusal is about.
pub(crate) fn field<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    match refused(result) {
        Refusal::Invalid { field, .. } => field,
        other => panic!("expected a refusal of a field, got {other:?}"),
    }
}

/// A partnership of five authorities that needs four of them, with five working days' notice.
pub(crate) struct County {
    pub(crate) board: Id<Group>,
    pub(crate) bodies: Vec<Id<Body>>,
}

pub(crate) async fn county(world: &World) -> County {
    let (store, ctx) = (&world.store, &officer(world));
    let new = NewGroup { name: "Merrowshire Partnership".into(), ..NewGroup::default() };
    let board = add_group(store, ctx, new).await.unwrap();
    let mut bodies = Vec::new();
    for name in ["Council", "Police", "Fire", "Health", "Probation"] {
        let kind = BodyKind::ResponsibleAuthority;
        let new = NewBody { name: format!("Merrowshire {name}"), kind, ..NewBody::default() };
        let body = add_body(store, ctx, new).await.unwrap();
        let seat = NewSeat {
            group: board,
            body,
            title: name.into(),
            capacity: Capacity::ResponsibleAuthority,
            active_from: None,
            person: None,
            deputy: None,
        };
        add_seat(store, ctx, seat).await.unwrap();
        bodies.push(body);
    }
    let draft = terms::draft(store, ctx, board, "Terms of reference").await.unwrap();
    for (heading, rule) in [
        ("Quorum", Rule::Quorum(QuorumBasis::ResponsibleAuthorities, 4)),
        ("Papers", Rule::Notice(NoticeUnit::WorkingDays, 5)),
        ("Removal", Rule::Removal(terms::Removal::ResponsibleAuthorities, 50)),
    ] {
        let clause = NewClause {
            number: String::new(),
            heading: heading.into(),
            text: heading.into(),
            rule: Some(rule),
        };
        terms::add_clause(store, ctx, draft, clause, None).await.unwrap();
    }
    terms::agree(store, ctx, draft, "Terms of reference", Some(date(2020, 1, 1)), "First meeting")
        .await
        .unwrap();
    County { board, bodies }
}

pub(crate) fn planned(held_on: Date) -> NewMeeting {
    NewMeeting {
        held_on,
        begins: time(10, 0, 0, 0),
        ends: Some(time(12, 0, 0, 0)),
        manner: Manner::Hybrid,
        venue: Some("County Hall".into()),
        access: Some("Level entrance; hearing loop".into()),
        joining: Some("https://join.example/secret-room".into()),
    }
}

pub(crate) fn item(part: AgendaPart, title: &str) -> NewItem {
    let closed = (part == AgendaPart::D).then(|| Closed {
        reason: "It names people".into(),
        exemption: Some("Paragraph 1".into()),
        public_interest: Some("Their safety weighs more".into()),
    });
    NewItem { part, title: title.into(), closed, ..NewItem::default() }
}

pub(crate) fn came(name: &str, body: Id<Body>) -> NewAttendance {
    NewAttendance { name: name.into(), body: Some(body), part: Part::Member, from: None, until: None }
}

pub(crate) fn at(hour: i8, minute: i8) -> Option<Time> {
    Some(time(hour, minute, 0, 0))
}

/// Days pass.
pub(crate) fn go_to(world: &World, day: Date) {
    while world.clock.today() < day {
        world.clock.advance(concordat_kernel::jiff::SignedDuration::from_hours(24));
    }
}
