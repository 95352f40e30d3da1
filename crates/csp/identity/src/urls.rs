//! The addresses of this slice. They hold ids, never anything about a person.

use concordat_kernel::Id;

use crate::Person;

pub(crate) const SIGN_IN: &str = "/sign-in";
pub(crate) const CODE: &str = "/sign-in/code";
pub(crate) const SIGN_OUT: &str = "/sign-out";
pub(crate) const DEMO_SIGN_IN: &str = "/demo/sign-in";
pub(crate) const WELCOME: &str = "/welcome/{token}";
pub(crate) const ACCOUNT: &str = "/account";
pub(crate) const PASSWORD: &str = "/account/password";
pub(crate) const SECOND_FACTOR: &str = "/account/second-factor";
pub(crate) const RECOVERY_CODES: &str = "/account/recovery-codes";
pub(crate) const SESSION_END: &str = "/account/sessions/{session}/end";
pub(crate) const SESSIONS_END: &str = "/account/sessions/end";
pub(crate) const PEOPLE: &str = "/people";
pub(crate) const PERSON_ADD: &str = "/people/add";
pub(crate) const PERSON: &str = "/people/{person}";
pub(crate) const PERSON_CHANGE: &str = "/people/{person}/change";
pub(crate) const PERSON_LINK: &str = "/people/{person}/link";
pub(crate) const PERSON_SIGN_OUT: &str = "/people/{person}/sign-out";
pub(crate) const PERSON_DISABLE: &str = "/people/{person}/disable";
pub(crate) const PERSON_ENABLE: &str = "/people/{person}/enable";
pub(crate) const PERSON_SECOND_FACTOR: &str = "/people/{person}/remove-second-factor";
pub(crate) const PERSON_GRANT: &str = "/people/{person}/roles";
pub(crate) const ROLE_END: &str = "/roles-held/{role_held}/end";
pub(crate) const AUDIT: &str = "/audit";

/// The page of a person.
pub fn person(id: Id<Person>) -> String {
    format!("/people/{id}")
}

/// What a person did, on the page of who did what.
pub(crate) fn audit_by(id: Id<Person>) -> String {
    format!("{AUDIT}?person={id}")
}

/// Where a one-time link leads, after the address of the service: for showing to whoever made it.
pub fn welcome(token: &str) -> String {
    format!("/welcome/{token}")
}
