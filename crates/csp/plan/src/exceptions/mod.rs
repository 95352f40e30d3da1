//! What a group must look at: exceptions with their remedies, “done” claimed and assured, steps stood down.

mod model;
pub mod rules;
#[cfg(test)]
mod samples;
pub mod store;
#[cfg(test)]
mod stories;

pub use model::{
    Claim, Course, Exception, Ground, Level, Reasoned, RecordedClaim, RecordedException, RecordedStep,
    Recurs, Remedy, Step, Verdict,
};
pub(crate) use store::KINDS;
pub use store::{assured_days, claim, claims_of_plan, of_plan, raise};

use concordat_access::Ctx;
use concordat_kernel::{Problem, Ref, Result};
use concordat_store::Store;
use concordat_web::{PaperSample, Reader, Route, ViewSample, Waiting};

use crate::{PlanHead, RecordedAction, RecordedPlan, pages::Section};

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    Ok(Vec::new())
}

pub(crate) fn papers() -> Vec<PaperSample> {
    Vec::new()
}

/// The page of a thing of this theme.
pub(crate) fn link(_thing: &Ref) -> Option<String> {
    None
}

/// What of this theme waits for the asker.
pub(crate) async fn waits_for(_store: &Store, _ctx: &Ctx) -> Result<Vec<Waiting>> {
    Ok(Vec::new())
}

/// What an action's page shows of this theme, to this reader.
pub(crate) async fn action_sections(
    _reader: &Reader,
    _plan: &RecordedPlan,
    _action: &RecordedAction,
) -> Result<Vec<Section>> {
    Ok(Vec::new())
}

/// The pages of this theme that a plan's page leads to: address and words, for those who may go there.
pub(crate) fn places(_reader: &Reader, _plan: &PlanHead) -> Vec<(String, &'static str)> {
    Vec::new()
}
