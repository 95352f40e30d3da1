#![doc = include_str!("../README.md")]

mod model;
mod passwords;
mod places;
mod roles;
mod rules;
mod secrets;
mod store;
mod totp;
pub mod urls;

pub use model::{
    Account, KINDS, NewPerson, Person, PersonRow, PersonState, RoleHeld, RoleRow, Session, SessionRow,
};
pub use roles::{ROLES, grantable, title as role_title};
pub use store::{
    LinkMade, LinkState, Sessions, add_person, change_person, disable, enable, end_role, enrol_for_samples, grant,
    invite, link_state, make_link, open_session, person, person_by_email, person_names, remove_second_factor,
    set_password, sign_in, use_link,
};
pub use totp::code_at;
