//! Stories of the partnership, told on both databases.

mod edits;
mod pages;
mod seats;

use concordat_access::{Ctx, Role};
use concordat_kernel::{Error, Refusal, Result};
use concordat_testkit::World;
use concordat_web::Slice;

use crate::{BodyKind, NewBody, SLICE};

const fn role(name: &'static str) -> Role {
    Role { name, title: name, purpose: name, second_factor: false }
}

/// Roles belong to another slice; here stand those that the policies name.
const ROLES: Slice = Slice {
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

pub(crate) static SLICES: &[Slice] = &[SLICE, ROLES];

/// An officer, who keeps the directory.
pub(crate) fn officer(world: &World) -> Ctx {
    world.somebody("officer")
}

pub(crate) fn named(name: &str) -> NewBody {
    NewBody { name: name.into(), kind: BodyKind::ResponsibleAuthority, ..NewBody::default() }
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
