//! Where the pages are.

use concordat_kernel::{Id, Kind as _, Ref};

use crate::{Action, Import, Plan, Priority};

/// Every plan.
pub const PLANS: &str = "/plans";
/// Bringing in a file.
pub const IMPORT: &str = "/plans/import";
/// A plan on a page.
pub const PLAN: &str = "/plans/{plan}";
/// Changing a plan's title, period and group.
pub const EDIT_PLAN: &str = "/plans/{plan}/edit";
/// A plan's actions as a table.
pub const ACTIONS: &str = "/plans/{plan}/actions";
/// Adding an action.
pub const NEW_ACTION: &str = "/plans/{plan}/actions/new";
/// The plan as PDF.
pub const EXPORT_PDF: &str = "/plans/{plan}/export.pdf";
/// The plan as a workbook.
pub const EXPORT_XLSX: &str = "/plans/{plan}/export.xlsx";
/// The plan as a Word document.
pub const EXPORT_DOCX: &str = "/plans/{plan}/export.docx";
/// The plan as JSON.
pub const EXPORT_JSON: &str = "/plans/{plan}/export.json";
/// A priority.
pub const PRIORITY: &str = "/priorities/{plan_priority}";
/// Changing a priority.
pub const EDIT_PRIORITY: &str = "/priorities/{plan_priority}/edit";
/// An action.
pub const ACTION: &str = "/actions/{plan_action}";
/// Changing an action.
pub const EDIT_ACTION: &str = "/actions/{plan_action}/edit";
/// Moving an action.
pub const MOVE_ACTION: &str = "/actions/{plan_action}/move";
/// Withdrawing an action.
pub const WITHDRAW: &str = "/actions/{plan_action}/withdraw";
/// Putting a withdrawn action back.
pub const PUT_BACK: &str = "/withdrawn/{withdrawn_action}/put-back";
/// An import being looked through, or what it was.
pub const STAGED: &str = "/imports/{plan_import}";
/// Bringing an import into its plan.
pub const APPLY: &str = "/imports/{plan_import}/apply";
/// Setting an import aside.
pub const DISCARD: &str = "/imports/{plan_import}/discard";

/// The page of a plan.
pub fn plan(id: Id<Plan>) -> String {
    format!("/plans/{id}")
}

/// The form that changes a plan's own fields.
pub fn edit_plan(id: Id<Plan>) -> String {
    format!("/plans/{id}/edit")
}

/// A plan's actions as a table.
pub fn actions(id: Id<Plan>) -> String {
    format!("/plans/{id}/actions")
}

/// The form that adds an action, under a priority when it is known.
pub fn new_action(id: Id<Plan>, priority: Option<Id<Priority>>) -> String {
    let query = priority.map_or_else(String::new, |priority| format!("?priority={priority}"));
    format!("/plans/{id}/actions/new{query}")
}

/// A plan as a file; `extension` is one of those that have a route.
pub fn export(id: Id<Plan>, extension: &str) -> String {
    format!("/plans/{id}/export.{extension}")
}

/// The page of a priority.
pub fn priority(id: Id<Priority>) -> String {
    format!("/priorities/{id}")
}

/// The form that changes a priority.
pub fn edit_priority(id: Id<Priority>) -> String {
    format!("/priorities/{id}/edit")
}

/// The page of an action.
pub fn action(id: Id<Action>) -> String {
    format!("/actions/{id}")
}

/// The form that changes an action.
pub fn edit_action(id: Id<Action>) -> String {
    format!("/actions/{id}/edit")
}

/// The form that moves an action.
pub fn move_action(id: Id<Action>) -> String {
    format!("/actions/{id}/move")
}

/// The form that withdraws an action.
pub fn withdraw(id: Id<Action>) -> String {
    format!("/actions/{id}/withdraw")
}

/// Where the form that puts an action back is sent.
pub fn put_back(id: Id<Action>) -> String {
    format!("/withdrawn/{id}/put-back")
}

/// The page of an import.
pub fn staged(id: Id<Import>) -> String {
    format!("/imports/{id}")
}

/// Where an import's form is sent to bring it in.
pub fn apply(id: Id<Import>) -> String {
    format!("/imports/{id}/apply")
}

/// Where an import's form is sent to set it aside.
pub fn discard(id: Id<Import>) -> String {
    format!("/imports/{id}/discard")
}

/// The page of a thing of this slice.
pub fn link(thing: &Ref) -> Option<String> {
    match thing.kind.as_ref() {
        Plan::NAME => Some(plan(Id::from_uuid(thing.id))),
        Priority::NAME => Some(priority(Id::from_uuid(thing.id))),
        Action::NAME => Some(action(Id::from_uuid(thing.id))),
        Import::NAME => Some(staged(Id::from_uuid(thing.id))),
        _ => None,
    }
}

/// A text as a query takes it: every sign but plain letters, figures and hyphens by its bytes.
pub(crate) fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => encoded.push(char::from(byte)),
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
