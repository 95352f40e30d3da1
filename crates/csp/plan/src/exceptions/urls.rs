//! Where the pages of this theme are.

use concordat_kernel::{Id, Kind as _, Ref};

use super::{Claim, Exception, Step};
use crate::{Action, Plan};

/// A plan's exceptions.
pub const EXCEPTIONS: &str = "/plans/{plan}/exceptions";
/// Checking a plan for exceptions now.
pub const CHECK: &str = "/plans/{plan}/exceptions/check";
/// What is said to be done.
pub const CLAIMS: &str = "/plans/{plan}/said-to-be-done";
/// An exception.
pub const EXCEPTION: &str = "/exceptions/{plan_exception}";
/// Saying what is done about an exception.
pub const REMEDY: &str = "/exceptions/{plan_exception}/remedy";
/// Raising an exception to the partnership.
pub const RAISE_FURTHER: &str = "/exceptions/{plan_exception}/raise-further";
/// What was raised to one's groups from those below.
pub const RAISED: &str = "/raised";
/// Writing down what was decided about an exception that was raised.
pub const DECIDE_RAISED: &str = "/raised/{raised_exception}/decide";
/// Resolving an exception.
pub const RESOLVE: &str = "/exceptions/{plan_exception}/resolve";
/// Assuring what is said to be done, or returning it.
pub const CLAIM: &str = "/claims/{plan_assurance}";
/// How an action comes round.
pub const COMES_ROUND: &str = "/actions/{plan_action}/comes-round";
/// Confirming that an ongoing action goes on.
pub const CONFIRM: &str = "/ongoing/{ongoing_action}/confirm";
/// Standing a step down.
pub const STAND_DOWN: &str = "/steps/{plan_step}/stand-down";
/// Standing a step up again.
pub const STAND_UP: &str = "/stood-down/{stood_down_step}/stand-up";

/// A plan's exceptions.
pub fn exceptions(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/exceptions")
}

/// Where the button that checks a plan is sent.
pub fn check(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/exceptions/check")
}

/// What is said to be done.
pub fn claims(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/said-to-be-done")
}

/// An exception.
pub fn exception(id: Id<Exception>) -> String {
    format!("/exceptions/{id}")
}

/// Saying what is done about an exception.
pub fn remedy(id: Id<Exception>) -> String {
    format!("/exceptions/{id}/remedy")
}

/// Raising an exception to the partnership.
pub fn raise_further(id: Id<Exception>) -> String {
    format!("/exceptions/{id}/raise-further")
}

/// Writing down what was decided about an exception that was raised.
pub fn decide_raised(id: Id<Exception>) -> String {
    format!("/raised/{id}/decide")
}

/// Resolving an exception.
pub fn resolve(id: Id<Exception>) -> String {
    format!("/exceptions/{id}/resolve")
}

/// Assuring what is said to be done.
pub fn claim(id: Id<Claim>) -> String {
    format!("/claims/{id}")
}

/// How an action comes round.
pub fn comes_round(action: Id<Action>) -> String {
    format!("/actions/{action}/comes-round")
}

/// Confirming that an ongoing action goes on.
pub fn confirm(action: Id<Action>) -> String {
    format!("/ongoing/{action}/confirm")
}

/// Standing a step down.
pub fn stand_down(step: Id<Step>) -> String {
    format!("/steps/{step}/stand-down")
}

/// Standing a step up again.
pub fn stand_up(step: Id<Step>) -> String {
    format!("/stood-down/{step}/stand-up")
}

/// The page of a thing of this theme.
pub(crate) fn link(thing: &Ref) -> Option<String> {
    (thing.kind == Exception::NAME).then(|| exception(Id::from_uuid(thing.id)))
}
