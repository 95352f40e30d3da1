#![doc = include_str!("../README.md")]

mod letters;
mod model;
mod pages;
mod passwords;
mod places;
mod roles;
mod rules;
mod secrets;
mod store;
mod totp;
pub mod urls;
mod words;

#[cfg(test)]
mod tests;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Error, Id, Kind as _, Ref, Refusal, Result};
use concordat_store::{Migration, Store};
use concordat_web::Slice;

pub use model::{Account, KINDS, NewPerson, Person, PersonRow, PersonState, RoleHeld, RoleRow, Session};
pub use roles::{ROLES, grantable, title as role_title};
pub use store::{
    LinkMade, LinkState, Sessions, add_person, change_person, disable, enable, end_role, enrol_for_samples,
    grant, invite, link_state, make_link, open_session, person, person_addresses, person_by_email,
    person_names, post_link, remove_second_factor, set_password, sign_in, sign_out_everywhere, use_link,
};
pub use totp::code_at;

/// Its tables, in order.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "20261103_00_identity",
    sql: include_str!("../migrations/20261103_00_identity.sql"),
}];

/// This capability, as the app sees it.
pub const SLICE: Slice = Slice {
    name: "identity",
    migrations: MIGRATIONS,
    columns: include_str!("../columns.toml"),
    policies: include_str!("../policies.cedar"),
    kinds: KINDS,
    roles: ROLES,
    routes: pages::routes,
    views: pages::views,
    nav: pages::NAV,
    examples: store::EXAMPLES,
    title: |store, ctx, thing| Box::pin(title(store, ctx, thing)),
    link,
    letters: letters::KINDS,
    compose: |app, ctx, letter| Box::pin(letters::compose(app, ctx, letter)),
    ..Slice::EMPTY
};

/// A person's name, if the asker may see people.
async fn title(store: &Store, ctx: &Ctx, thing: &Ref) -> Result<Option<String>> {
    if thing.kind != Person::NAME || !store.may(ctx, model::PERSON_VIEW, &Resource::any(Person::NAME)) {
        return Ok(None);
    }
    match person(store, ctx, Id::from_uuid(thing.id)).await {
        Ok(person) => Ok(Some(person.name)),
        Err(Error::Refusal(Refusal::NotFound)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn link(thing: &Ref) -> Option<String> {
    (thing.kind == Person::NAME).then(|| urls::person(Id::from_uuid(thing.id)))
}
