//! How a plan changes: versions, feedback, proposals, comparison, the refresh for next year, and the agreement's chapters.

mod model;
mod pages;
pub mod rules;
mod snapshot;
pub mod store;
#[cfg(test)]
pub(crate) mod stories;
pub mod urls;

pub use model::{
    Comment, CommentHead, Feedback, FeedbackTime, Proposal, ProposalHead, ProposalKind, ProposalState,
    Verdict, Version, VersionHead,
};
pub use snapshot::{Head, Item, Items, KeptAction, KeptBody, KeptPriority, Lines, Snapshot};
pub use store::{
    NewVersion, Published, newest, publish, published, snapshot_now, verify, version, version_for_export,
    versions,
};

pub(crate) use pages::{forms, routes, sheet, standing, views};
pub(crate) use urls::link;

use concordat_access::{Ctx, Resource};
use concordat_kernel::Result;
use concordat_store::{Finding, Store};
use concordat_web::{PaperSample, Reader, Waiting};

use crate::{PlanHead, RecordedAction, RecordedPlan, pages::Section};

pub(crate) fn papers() -> Vec<PaperSample> {
    Vec::new()
}

/// What is wrong with what this theme keeps: `concordat check`.
pub(crate) async fn check(store: &Store) -> Result<Vec<Finding>> {
    let found = verify(&mut store.peek().await?).await?;
    Ok(found.into_iter().map(|found| Finding { check: "versions", found }).collect())
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
pub(crate) fn places(reader: &Reader, plan: &PlanHead) -> Vec<(String, &'static str)> {
    let versions = Resource::any("plan_version").within(plan.group);
    let mut places = Vec::new();
    if reader.may(store::VIEW_VERSION, &versions) {
        places.push((urls::versions(plan.id), "Versions, as they were published"));
    }
    places
}
