//! How a plan changes: versions, feedback, proposals, comparison, the refresh for next year, and the agreement's chapters.

pub mod agreement;
pub mod changes;
pub(crate) mod letter;
mod model;
mod pages;
mod paper;
pub mod rules;
mod snapshot;
pub mod store;
#[cfg(test)]
pub(crate) mod stories;
pub mod urls;

pub use agreement::{Agreement, Chapter, ChapterVersion};
pub use model::{
    Comment, CommentHead, Feedback, FeedbackTime, Invitation, Proposal, ProposalHead, ProposalKind,
    ProposalState, RecordedInvitation, Verdict, Version, VersionHead,
};
pub use snapshot::{
    Head, Item, Items, KeptAction, KeptBody, KeptCourse, KeptPriority, KeptStep, Lines, Snapshot,
};
pub use store::{
    Decided, Descent, NewComment, NewEdition, NewGuest, NewProposal, NewVersion, Published, Refresh,
    add_agreement, add_chapter, add_comment, answer_comment, change_chapter, comments, decide,
    guest::{Guest, say},
    invitations, invite, make_guest_link, newest, open_feedback, proposals, propose, publish,
    publish_chapter, published, record_comment, refresh, say_descent, snapshot_now, stop_guest, verify,
    version, version_for_export, versions,
};

pub(crate) use pages::{
    action_sections, because, forms, guest_sheets, proposal_title, routes, sheet, standing, views, waits_for,
};
pub(crate) use urls::link;

use concordat_access::{Action as Verb, Resource};
use concordat_kernel::Result;
use concordat_store::{Finding, Store};
use concordat_web::{PaperSample, Reader};

use crate::{PlanHead, store::CHANGE};

pub(crate) fn papers() -> Vec<PaperSample> {
    paper::samples()
}

/// What is wrong with what this theme keeps: `concordat check`.
pub(crate) async fn check(store: &Store) -> Result<Vec<Finding>> {
    let mut tx = store.peek().await?;
    let mut found = verify(&mut tx).await?;
    found.extend(store::agreement::verify_chapters(&mut tx).await?);
    Ok(found.into_iter().map(|found| Finding { check: "versions", found }).collect())
}

/// The pages of this theme that a plan's page leads to: address and words, for those who may go there.
pub(crate) fn places(reader: &Reader, plan: &PlanHead) -> Vec<(String, &'static str)> {
    let may = |verb: Verb| reader.may(verb, &Resource::any(verb.kind).within(plan.group));
    [
        (store::VIEW_VERSION, urls::versions(plan.id), "Versions, as they were published"),
        (store::VIEW_VERSION, urls::compare(plan.id, None), "Compare versions"),
        (store::VIEW_COMMENT, urls::feedback(plan.id), "Feedback"),
        (store::VIEW_PROPOSAL, urls::proposals(plan.id), "Proposals for changes in the year"),
        (store::ADD_PLAN, urls::refresh(plan.id), "Make next year’s plan"),
        (CHANGE, urls::descent(plan.id), "What this plan continues"),
        (store::VIEW_AGREEMENT, urls::AGREEMENTS.to_owned(), "The agreement, chapter by chapter"),
    ]
    .into_iter()
    .filter(|(verb, ..)| may(*verb))
    .map(|(_, href, words)| (href, words))
    .collect()
}
