//! What can be done to what, as the door is asked.

use concordat_access::{Action, Ctx, Resource, ResourceKind, Scope};
use concordat_kernel::{AnyId, Kind, Sensitivity};

use crate::{Area, Body, Group, Seat, terms::store as terms};

const fn body(verb: &'static str) -> Action {
    Action::new(Body::NAME, verb)
}
const fn group(verb: &'static str) -> Action {
    Action::new(Group::NAME, verb)
}
const fn seat(verb: &'static str) -> Action {
    Action::new(Seat::NAME, verb)
}
const fn area(verb: &'static str) -> Action {
    Action::new(Area::NAME, verb)
}

pub(crate) const VIEW_BODY: Action = body("view");
pub(crate) const ADD_BODY: Action = body("add");
pub(crate) const CHANGE_BODY: Action = body("change");
pub(crate) const VIEW_GROUP: Action = group("view");
pub(crate) const ADD_GROUP: Action = group("add");
pub(crate) const CHANGE_GROUP: Action = group("change");
pub(crate) const VIEW_SEAT: Action = seat("view");
pub(crate) const ADD_SEAT: Action = seat("add");
pub(crate) const FILL_SEAT: Action = seat("fill");
pub(crate) const END_SEAT: Action = seat("end");
pub(crate) const VIEW_AREA: Action = area("view");
pub(crate) const ADD_AREA: Action = area("add");

const PARTNER: &[Sensitivity] = &[Sensitivity::Partner];

/// The kinds of this slice.
pub(crate) const KINDS: [ResourceKind; 8] = [
    ResourceKind { name: Body::NAME, actions: &["view", "add", "change"], sensitivities: PARTNER },
    ResourceKind { name: Group::NAME, actions: &["view", "add", "change"], sensitivities: PARTNER },
    ResourceKind { name: Seat::NAME, actions: &["view", "add", "fill", "end"], sensitivities: PARTNER },
    ResourceKind { name: Area::NAME, actions: &["view", "add"], sensitivities: PARTNER },
    terms::KINDS[0],
    terms::KINDS[1],
    terms::KINDS[2],
    terms::KINDS[3],
];

/// A body or group, to which a role held for itself applies.
pub(crate) fn itself<K: Kind>(id: concordat_kernel::Id<K>) -> Resource {
    Resource::one(id).within(id.uuid())
}

/// Something of the directory, for looking at. The directory belongs to every body and group
/// alike, so that a role held for any of them is enough to read all of it. So do its people.
pub fn in_directory(ctx: &Ctx, resource: Resource) -> Resource {
    let concordat_access::Actor::Person { roles, .. } = &ctx.actor else { return resource };
    let scopes = roles.iter().filter_map(|held| match held.scope {
        Scope::Within(id) => Some(id),
        Scope::Everywhere => None,
    });
    scopes.fold(resource, |resource, id: AnyId| resource.within(id))
}
