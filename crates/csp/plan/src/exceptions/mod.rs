//! What a group must look at: exceptions with their remedies, “done” claimed and assured, steps stood down.

#[cfg(test)]
mod further_stories;
mod model;
#[cfg(test)]
mod page_stories;
mod pages;
pub mod rules;
mod samples;
pub mod store;
#[cfg(test)]
pub(crate) mod stories;
pub mod urls;
mod waits;

pub use model::{
    Claim, Course, Exception, Ground, Level, Reasoned, RecordedClaim, RecordedException, RecordedStep,
    Recurs, Remedy, Step, Verdict,
};
pub use store::{acts_for, assured_days, claim, claims_of_plan, of_plan, raise};

pub(crate) use pages::{forms, routes, sections as action_sections, sheets, views};
pub(crate) use store::KINDS;
pub(crate) use urls::link;
pub(crate) use waits::waits_for;

use concordat_access::Resource;
use concordat_kernel::Kind as _;
use concordat_store::Sql;
use concordat_web::{PaperSample, Reader};

use crate::PlanHead;

/// For each kind of this theme, a statement that finds one, for tests that walk the routes.
pub(crate) const EXAMPLES: [(&str, &Sql); 7] = [
    (Exception::NAME, &store::ANY_EXCEPTION),
    ("raised_exception", &store::ANY_RAISED),
    ("raised_version", &store::ANY_RAISED_VERSION),
    (Claim::NAME, &store::ANY_CLAIM),
    ("ongoing_action", &crate::store::ANY_ONGOING),
    (Step::NAME, &crate::store::ANY_STEP),
    ("stood_down_step", &crate::store::ANY_STOOD_DOWN),
];

pub(crate) fn papers() -> Vec<PaperSample> {
    Vec::new()
}

/// The pages of this theme that a plan's page leads to: address and words, for those who may go there.
pub(crate) fn places(reader: &Reader, plan: &PlanHead) -> Vec<(String, &'static str)> {
    let resource = |kind| Resource::any(kind).within(plan.group);
    let mut places = Vec::new();
    if reader.may(store::VIEW, &resource(store::VIEW.kind)) {
        places.push((urls::exceptions(plan.id), "Exceptions"));
    }
    if reader.may(store::VIEW_CLAIM, &resource(store::VIEW_CLAIM.kind)) {
        places.push((urls::claims(plan.id), "Said to be done, and assured"));
    }
    places
}
