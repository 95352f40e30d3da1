//! Invented content for the samples of this slice's pages.

use std::collections::HashMap;

use concordat_kernel::{AnyId, Id, Ref, jiff::Timestamp};
use concordat_mail::{Delivery, State};
use concordat_store::{AuditRow, FieldChange};

use crate::{
    PersonRow, RoleRow,
    places::Place,
    store::{People, PersonFile, Trail},
};

const POLICE: u128 = 11;
const BOARD: u128 = 12;

pub(super) fn places() -> Vec<Place> {
    vec![
        Place { id: AnyId::from_u128(POLICE), kind: "body", name: "Merrowshire Police".to_owned() },
        Place { id: AnyId::from_u128(BOARD), kind: "group", name: "Executive Group".to_owned() },
    ]
}

fn person(id: u128, name: &str, email: &str, password: bool) -> PersonRow {
    PersonRow {
        id: Id::from_uuid(AnyId::from_u128(id)),
        name: name.to_owned(),
        email: email.to_owned(),
        body: Some(AnyId::from_u128(POLICE).to_string()),
        disabled_at: None,
        created_at: "2027-03-01T10:00:00.000000Z".to_owned(),
        version: 1,
        has_password: i64::from(password),
        has_second_factor: i64::from(password),
    }
}

fn role(id: u128, person: u128, role: &str, scope: Option<u128>, from: &str, until: Option<&str>) -> RoleRow {
    RoleRow {
        id: Id::from_uuid(AnyId::from_u128(id)),
        person: Id::from_uuid(AnyId::from_u128(person)),
        role: role.to_owned(),
        scope_kind: scope.map(|_| "group".to_owned()),
        scope: scope.map(|id| AnyId::from_u128(id).to_string()),
        from_date: from.to_owned(),
        until_date: until.map(str::to_owned),
        ended_at: None,
    }
}

pub(super) fn people() -> People {
    let mut gone = person(3, "Sorrel O'Tarn <former>", "sorrel@merrowshire.example", true);
    gone.disabled_at = Some("2027-02-01T10:00:00.000000Z".to_owned());
    gone.body = None;
    People {
        rows: vec![
            person(2, "Idris Vale", "idris.vale@merrowshire.example", false),
            person(1, "Rowan Ashdown", "rowan.ashdown@merrowshire.example", true),
            gone,
        ],
        roles: vec![
            role(21, 1, "officer", None, "2026-04-01", None),
            role(22, 1, "chair", Some(BOARD), "2027-04-01", None),
            role(23, 1, "member", Some(BOARD), "2024-04-01", Some("2026-03-31")),
            role(24, 2, "lead-contact", Some(BOARD), "2026-04-01", Some("2028-03-31")),
        ],
        places: places(),
    }
}

fn letter(person: &PersonRow) -> Delivery {
    let undelivered = person.has_password == 0;
    Delivery {
        letter: Id::from_uuid(AnyId::from_u128(31)),
        kind: person.link_purpose().to_owned(),
        about: Ref::to(person.id),
        state: if undelivered { State::Refused } else { State::Sent },
        posted_at: Timestamp::UNIX_EPOCH,
        settled_at: "2027-03-04T09:31:00Z".parse().ok(),
        attempts: 1,
    }
}

pub(super) fn files() -> Vec<(&'static str, PersonFile)> {
    let people = people();
    let change = |field: &str, former: Option<&str>, latter: Option<&str>, actor: &str| FieldChange {
        at: "2027-03-04T09:30:00.000000Z".to_owned(),
        actor: actor.to_owned(),
        request: AnyId::nil().to_string(),
        field: field.to_owned(),
        former: former.map(str::to_owned),
        latter: latter.map(str::to_owned),
    };
    let history = vec![
        change("role", None, Some("Officer from 1 April 2026"), &AnyId::from_u128(2).to_string()),
        change("name", Some("Rowan Ash"), Some("Rowan Ashdown"), "operator"),
    ];
    let names = HashMap::from([(AnyId::from_u128(2), "Idris Vale".to_owned())]);
    ["invited", "active", "disabled"]
        .into_iter()
        .zip(&people.rows)
        .map(|(name, row)| {
            let roles = people.roles.iter().filter(|role| role.person == row.id).cloned().collect();
            let history = if name == "active" { history.clone() } else { Vec::new() };
            let letters = if name == "disabled" { Vec::new() } else { vec![letter(row)] };
            let (row, names) = (row.clone(), names.clone());
            (name, PersonFile { row, roles, places: places(), history, names, letters })
        })
        .collect()
}

pub(super) fn trail() -> Trail {
    let row =
        |number: i64, actor: &str, action: &str, kind: &str, thing: Option<u128>, outcome: &str| AuditRow {
            number,
            at: "2027-03-04T09:30:00.000000Z".to_owned(),
            actor: actor.to_owned(),
            action: action.to_owned(),
            kind: kind.to_owned(),
            thing: thing.map(|id| AnyId::from_u128(id).to_string()),
            why: (number == 4).then(|| "Left the police".to_owned()),
            outcome: outcome.to_owned(),
            request: AnyId::nil().to_string(),
            hash: String::new(),
        };
    let rowan = AnyId::from_u128(1).to_string();
    Trail {
        rows: vec![
            row(4, &rowan, "person.disable", "person", Some(1), "done"),
            row(3, "anonymous", "session.add", "session", None, "denied"),
            row(2, &rowan, "plan_action.change", "plan_action", Some(7), "done"),
            row(1, "operator", "person.add", "person", Some(1), "done"),
        ],
        names: HashMap::from([(AnyId::from_u128(1), "Rowan Ashdown".to_owned())]),
    }
}
