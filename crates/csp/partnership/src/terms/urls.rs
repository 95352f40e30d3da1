//! Where the pages of this theme are.

use concordat_kernel::{Id, jiff::civil::Date};

use super::{Clause, Sharing, Terms};
use crate::{Body, Group, Seat};

/// A group's terms of reference: the edition in force, drafts, and who is in office.
pub const INDEX: &str = "/groups/{group}/terms";
/// Beginning a draft.
pub const DRAFT: &str = "/groups/{group_without_draft}/terms/draft";
/// One edition.
pub const TERMS: &str = "/terms/{terms}";
/// What differs from the edition before.
pub const COMPARE: &str = "/terms/{terms}/compare";
/// Agreeing a draft.
pub const AGREE: &str = "/terms/{draft_terms}/agree";
/// Choosing what a new section is about.
pub const CHOOSE: &str = "/terms/{draft_terms}/clauses";
/// Adding a section.
pub const NEW_CLAUSE: &str = "/terms/{draft_terms}/clauses/new";
/// Changing a section of a draft.
pub const CLAUSE: &str = "/clauses/{clause}";
/// Taking a section out of a draft.
pub const REMOVE_CLAUSE: &str = "/clauses/{clause}/remove";
/// Saying who is in office.
pub const APPOINT: &str = "/groups/{group}/office";
/// Who has signed the information sharing agreement.
pub const SHARING: &str = "/sharing";
/// Recording a new version of it.
pub const NEW_SHARING: &str = "/sharing/new";
/// Recording a signature.
pub const SIGN: &str = "/sharing/{sharing}/sign";
/// Bank holidays.
pub const HOLIDAYS: &str = "/holidays";
/// Adding one.
pub const NEW_HOLIDAY: &str = "/holidays/new";
/// Taking one away.
pub const REMOVE_HOLIDAY: &str = "/holidays/{one_off_holiday}/remove";
/// Saying which bodies a seat speaks for.
pub const SPEAKS_FOR: &str = "/seats/{seat}/speaks-for";
/// Saying that another body takes over.
pub const TAKE_OVER: &str = "/bodies/{standing_body}/take-over";

/// A group's terms of reference.
pub fn index(group: Id<Group>) -> String {
    format!("/groups/{group}/terms")
}

/// The form that begins a draft.
pub fn draft(group: Id<Group>) -> String {
    format!("/groups/{group}/terms/draft")
}

/// One edition.
pub fn terms(id: Id<Terms>) -> String {
    format!("/terms/{id}")
}

/// What differs from the edition before.
pub fn compare(id: Id<Terms>) -> String {
    format!("/terms/{id}/compare")
}

/// The form that agrees a draft.
pub fn agree(id: Id<Terms>) -> String {
    format!("/terms/{id}/agree")
}

/// Where it is chosen what a new section is about.
pub fn choose(id: Id<Terms>) -> String {
    format!("/terms/{id}/clauses")
}

/// The form that adds a section on a subject.
pub fn new_clause(id: Id<Terms>, subject: &str) -> String {
    format!("/terms/{id}/clauses/new?subject={subject}")
}

/// The form that changes a section.
pub fn clause(id: Id<Clause>) -> String {
    format!("/clauses/{id}")
}

/// The form that takes a section out.
pub fn remove_clause(id: Id<Clause>) -> String {
    format!("/clauses/{id}/remove")
}

/// The form that says who is in office.
pub fn appoint(group: Id<Group>) -> String {
    format!("/groups/{group}/office")
}

/// The form that records a signature.
pub fn sign(id: Id<Sharing>) -> String {
    format!("/sharing/{id}/sign")
}

/// The form that takes a bank holiday away.
pub fn remove_holiday(day: Date) -> String {
    format!("/holidays/{day}/remove")
}

/// The form that says which bodies a seat speaks for.
pub fn speaks_for(seat: Id<Seat>) -> String {
    format!("/seats/{seat}/speaks-for")
}

/// The form that says that another body takes over.
pub fn take_over(body: Id<Body>) -> String {
    format!("/bodies/{body}/take-over")
}
