//! The record of people: what is asked of the door, and the statements behind it.

mod attempts;
mod audit;
mod links;
mod people;
mod roles;
mod seat;
mod second_factor;
mod sessions;
mod sign_in;

pub(crate) use audit::{PAGE, Rows, Trail, trail};
pub use links::{LinkMade, LinkState, invite, link_state, make_link, post_link, use_link};
pub(crate) use people::{People, PersonFile, demo_people, people, person_file, places_to_choose};
pub use people::{
    add_person, change_person, disable, enable, person, person_addresses, person_by_email, person_names,
};
pub(crate) use roles::role_title;
pub use roles::{end_role, grant};
pub(crate) use seat::{SeatFile, choices_of, seat_file};
pub(crate) use second_factor::{enrol, give_code, new_recovery_codes, second_factor_of};
pub use second_factor::{enrol_for_samples, remove_second_factor};
pub use sessions::{Sessions, open_session, sign_out_everywhere};
pub(crate) use sessions::{end_all_sessions, end_own_session, end_session, sessions_of};
pub(crate) use sign_in::{change_password, demo_sign_in};
pub use sign_in::{set_password, sign_in};

use concordat_access::{Actor, Ctx};
use concordat_kernel::{Id, Refusal, Result};
use concordat_store::{Sql, sql};

use crate::Person;

sql! {
    EXAMPLE_PERSON = "SELECT p.id
        FROM identity_person p
        WHERE p.disabled_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM identity_role_held r WHERE r.person = p.id AND r.role = 'administrator')
        ORDER BY p.id
        LIMIT 1";
    EXAMPLE_ROLE_HELD = "SELECT id
        FROM identity_role_held
        WHERE ended_at IS NULL AND role <> 'administrator'
        ORDER BY id
        LIMIT 1";
    EXAMPLE_SESSION = "SELECT id FROM identity_session WHERE ended_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1";
    EXAMPLE_LINK = "SELECT id FROM identity_link ORDER BY id LIMIT 1";
}

/// For the tests that walk the routes. A one-time link's token is not kept, so `token` is only something
/// that looks like one.
pub(crate) const EXAMPLES: &[(&str, &Sql)] = &[
    ("person", &EXAMPLE_PERSON),
    ("role_held", &EXAMPLE_ROLE_HELD),
    ("session", &EXAMPLE_SESSION),
    ("token", &EXAMPLE_LINK),
];

/// The same request, once it is known who makes it: before that, a sign-in is nobody's.
pub(crate) fn as_person(ctx: &Ctx, person: Id<Person>) -> Ctx {
    let actor = Actor::Person { id: person.uuid(), roles: [].into(), second_factor: false };
    Ctx { actor, ..ctx.clone() }
}

/// The person signed in.
pub(crate) fn me(ctx: &Ctx) -> Result<Id<Person>> {
    Ok(ctx.actor.person().map(Id::from_uuid).ok_or(Refusal::SignInFirst)?)
}
