//! Where the pages of progress are. No address holds a secret but that of a link from a letter.

use concordat_kernel::Id;

use super::model::{Contact, Evidence, Pass, Request, Round};
use crate::{Action, Plan};

/// Who answers for the leads of a plan.
pub const CONTACTS: &str = "/plans/{plan}/contacts";
/// Adding somebody who answers.
pub const NEW_CONTACT: &str = "/plans/{plan}/contacts/new";
/// Changing a contact.
pub const EDIT_CONTACT: &str = "/contacts/{plan_contact}/edit";
/// Ending a contact.
pub const END_CONTACT: &str = "/contacts/{plan_contact}/end";
/// The rounds of a plan.
pub const ROUNDS: &str = "/plans/{plan}/rounds";
/// Opening a round.
pub const NEW_ROUND: &str = "/plans/{plan}/rounds/new";
/// A round.
pub const ROUND: &str = "/rounds/{plan_round}";
/// Closing a round.
pub const CLOSE_ROUND: &str = "/rounds/{plan_round}/close";
/// Sending a request to one more person.
pub const SEND_REQUEST: &str = "/requests/{plan_request}/send";
/// Making a link to copy.
pub const PASS_LINK: &str = "/passes/{plan_pass}/link";
/// Stopping a pass.
pub const PASS_REVOKE: &str = "/passes/{plan_pass}/stop";
/// Entering an update for a lead.
pub const ENTER_UPDATE: &str = "/actions/{plan_action}/updates/new";
/// The notes of the office about an action.
pub const NOTES: &str = "/actions/{plan_action}/notes";
/// A file among the evidence.
pub const EVIDENCE: &str = "/evidence/{plan_evidence}";

/// The link in a letter.
pub const LINK: &str = "/answer/{token}";
/// Beginning to answer.
pub const START: &str = "/answer/start";
/// What one is asked. The cookie goes with this address and those below it.
pub const ANSWER: &str = "/answer";
/// Answering for an action.
pub const ANSWER_ACTION: &str = "/answer/actions/{plan_action}";
/// Adding evidence.
pub const ANSWER_EVIDENCE: &str = "/answer/actions/{plan_action}/evidence";
/// Taking evidence away again.
pub const REMOVE_EVIDENCE: &str = "/answer/actions/{plan_action}/evidence/remove";
/// A file that was added in the request.
pub const ANSWER_FILE: &str = "/answer/evidence/{plan_evidence}";
/// Checking the answers, and sending them.
pub const CHECK: &str = "/answer/check";
/// What was sent.
pub const DONE: &str = "/answer/done";
/// Handing the request on to a colleague.
pub const HAND_ON: &str = "/answer/hand-on";

/// Who answers for the leads of a plan.
pub fn contacts(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/contacts")
}

/// Adding somebody who answers for the lead with this place in the list.
pub fn new_contact(plan: Id<Plan>, lead: usize) -> String {
    format!("/plans/{plan}/contacts/new?lead={lead}")
}

/// Changing a contact; `plan` is where to return to.
pub fn edit_contact(id: Id<Contact>, plan: Id<Plan>) -> String {
    format!("/contacts/{id}/edit?plan={plan}")
}

/// Ending a contact.
pub fn end_contact(id: Id<Contact>) -> String {
    format!("/contacts/{id}/end")
}

/// The rounds of a plan.
pub fn rounds(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/rounds")
}

/// Opening a round.
pub fn new_round(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/rounds/new")
}

/// A round.
pub fn round(id: Id<Round>) -> String {
    format!("/rounds/{id}")
}

/// Closing a round.
pub fn close_round(id: Id<Round>) -> String {
    format!("/rounds/{id}/close")
}

/// Sending a request to one more person.
pub fn send_request(id: Id<Request>) -> String {
    format!("/requests/{id}/send")
}

/// Making a link to copy.
pub fn pass_link(id: Id<Pass>) -> String {
    format!("/passes/{id}/link")
}

/// Stopping a pass.
pub fn pass_revoke(id: Id<Pass>) -> String {
    format!("/passes/{id}/stop")
}

/// Entering an update for a lead.
pub fn enter_update(action: Id<Action>) -> String {
    format!("/actions/{action}/updates/new")
}

/// The notes of the office about an action.
pub fn notes(action: Id<Action>) -> String {
    format!("/actions/{action}/notes")
}

/// The link to put into a letter, after the address of the service.
pub(crate) fn link(token: &str) -> String {
    format!("/answer/{token}")
}

/// Answering for an action.
pub fn answer_action(action: Id<Action>) -> String {
    format!("/answer/actions/{action}")
}

/// Adding evidence.
pub fn answer_evidence(action: Id<Action>) -> String {
    format!("/answer/actions/{action}/evidence")
}

/// A file that was added in the request.
pub fn answer_file(id: Id<Evidence>) -> String {
    format!("/answer/evidence/{id}")
}

/// Taking evidence away again.
pub fn remove_evidence(action: Id<Action>) -> String {
    format!("/answer/actions/{action}/evidence/remove")
}

/// A file among the evidence.
pub fn evidence(id: Id<Evidence>) -> String {
    format!("/evidence/{id}")
}
