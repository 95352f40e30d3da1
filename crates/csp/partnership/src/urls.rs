//! Where the pages are.

use concordat_kernel::{Id, Kind as _, Ref};

use crate::{Area, Body, Group, Seat};

/// Bodies.
pub const BODIES: &str = "/bodies";
/// Adding a body.
pub const NEW_BODY: &str = "/bodies/new";
/// One body.
pub const BODY: &str = "/bodies/{body}";
/// Changing a body.
pub const CHANGE_BODY: &str = "/bodies/{body}/change";
/// Groups.
pub const GROUPS: &str = "/groups";
/// Adding a group.
pub const NEW_GROUP: &str = "/groups/new";
/// One group.
pub const GROUP: &str = "/groups/{group}";
/// Changing a group.
pub const CHANGE_GROUP: &str = "/groups/{group}/change";
/// Adding a seat to a group.
pub const NEW_SEAT: &str = "/groups/{group}/seats/new";
/// Ending a seat.
pub const END_SEAT: &str = "/seats/{seat}/end";
/// Saying who fills a seat. The page is where people are known, in a slice that builds on this one;
/// its path is written here because the link to it is on the group's page.
pub const FILL_SEAT: &str = "/seats/{seat}/fill";
/// Areas.
pub const AREAS: &str = "/areas";

/// The page of a body.
pub fn body(id: Id<Body>) -> String {
    format!("/bodies/{id}")
}

/// The form that changes a body.
pub fn change_body(id: Id<Body>) -> String {
    format!("/bodies/{id}/change")
}

/// The page of a group.
pub fn group(id: Id<Group>) -> String {
    format!("/groups/{id}")
}

/// The form that changes a group.
pub fn change_group(id: Id<Group>) -> String {
    format!("/groups/{id}/change")
}

/// The form that adds a seat to a group.
pub fn new_seat(id: Id<Group>) -> String {
    format!("/groups/{id}/seats/new")
}

/// The form that ends a seat.
pub fn end_seat(id: Id<Seat>) -> String {
    format!("/seats/{id}/end")
}

/// The form that says who fills a seat.
pub fn fill_seat(id: Id<Seat>) -> String {
    FILL_SEAT.replace("{seat}", &id.to_string())
}

/// The page of a thing of this slice. A seat has none of its own: it is on its group's.
pub fn link(thing: &Ref) -> Option<String> {
    match thing.kind.as_ref() {
        Body::NAME => Some(body(Id::from_uuid(thing.id))),
        Group::NAME => Some(group(Id::from_uuid(thing.id))),
        Area::NAME => Some(AREAS.to_owned()),
        crate::terms::Terms::NAME => Some(crate::terms::urls::terms(Id::from_uuid(thing.id))),
        _ => None,
    }
}
