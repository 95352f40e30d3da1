//! Versions, feedback, proposals, the refresh and the agreement in the record.

pub(crate) mod agreement;
mod descent;
mod feedback;
pub(crate) mod guest;
mod invitations;
mod lines;
mod proposals;
pub(crate) mod public;
mod reasons;
mod refresh;
mod versions;
mod waits;

pub use agreement::{
    NewEdition, add_agreement, add_chapter, agreement, agreement_for_export, agreement_of_chapter,
    agreements, change_chapter, edition, publish_chapter,
};
pub use descent::{Descent, say_descent};
pub use feedback::{
    NewComment, add_comment, answer_comment, comment, comments, feedback, open_feedback, record_comment,
};
pub use invitations::{ANY_INVITATION, NewGuest, invitations, invite, make_guest_link, stop_guest};
pub(crate) use invitations::{AboutGuest, about_answer, about_guest};
pub(crate) use lines::{continues, lines};
pub use proposals::{Decided, NewProposal, decide, proposal, proposals, propose, take_back};
pub(crate) use proposals::{plan_of, proposals_about, proposals_in};
pub use public::{PublishedHead, published_heads};
pub(crate) use reasons::accepted;
pub use reasons::{Reason, reasons};
pub(crate) use refresh::{ADD_PLAN, continued_by};
pub use refresh::{Kin, Refresh, kin, refresh};
pub use versions::{
    NewVersion, Published, newest, publish, published, snapshot_now, verify, version, version_for_export,
    versions,
};

pub(crate) use waits::plans_waiting;

use concordat_access::{Action as Verb, Resource, ResourceKind};
use concordat_kernel::{Id, Kind, Result, Sensitivity};
use concordat_store::{Tx, args, sql};

use super::Version;
use crate::{Plan, store::plan_resource};

/// The kinds of thing this theme holds.
pub const KINDS: &[ResourceKind] = &[
    kind("plan_version", &["view", "export", "publish"]),
    kind("plan_feedback", &["open"]),
    kind("plan_comment", &["view", "add", "record", "answer"]),
    ResourceKind {
        name: "plan_guest",
        actions: &["view", "make", "revoke"],
        sensitivities: &[Sensitivity::Restricted],
    },
    kind("plan_invitation", &["open", "start", "view", "comment"]),
    kind("plan_proposal", &["view", "add", "take-back", "decide"]),
    kind("plan_agreement", &["view", "export", "add", "change", "publish"]),
];

const fn kind(name: &'static str, actions: &'static [&'static str]) -> ResourceKind {
    ResourceKind { name, actions, sensitivities: &[Sensitivity::Partner] }
}

/// Reading a version, and comparing versions.
pub const VIEW_VERSION: Verb = Verb::new("plan_version", "view");
/// Taking a version away as a file.
pub const EXPORT_VERSION: Verb = Verb::new("plan_version", "export");
/// Publishing a version.
pub const PUBLISH: Verb = Verb::new("plan_version", "publish");
/// Asking for comments until a day.
pub const OPEN_FEEDBACK: Verb = Verb::new("plan_feedback", "open");
/// Reading comments and their answers.
pub const VIEW_COMMENT: Verb = Verb::new("plan_comment", "view");
/// Commenting.
pub const ADD_COMMENT: Verb = Verb::new("plan_comment", "add");
/// Writing down what somebody else said.
pub const RECORD_COMMENT: Verb = Verb::new("plan_comment", "record");
/// Answering comments.
pub const ANSWER_COMMENT: Verb = Verb::new("plan_comment", "answer");
/// Seeing which guests were asked for comments.
pub const VIEW_GUESTS: Verb = Verb::new("plan_guest", "view");
/// Asking a guest for comments, or making a link for one.
pub const MAKE_GUEST: Verb = Verb::new("plan_guest", "make");
/// Stopping a guest's links.
pub const STOP_GUEST: Verb = Verb::new("plan_guest", "revoke");
/// Opening a guest's link: what a mail program may do too.
pub const OPEN_INVITATION: Verb = Verb::new("plan_invitation", "open");
/// Beginning to comment by a link.
pub const START_INVITATION: Verb = Verb::new("plan_invitation", "start");
/// Seeing what one is asked to comment on.
pub const VIEW_INVITATION: Verb = Verb::new("plan_invitation", "view");
/// Commenting by a link.
pub const COMMENT_AS_GUEST: Verb = Verb::new("plan_invitation", "comment");
/// Reading proposals.
pub const VIEW_PROPOSAL: Verb = Verb::new("plan_proposal", "view");
/// Proposing a change.
pub const ADD_PROPOSAL: Verb = Verb::new("plan_proposal", "add");
/// Taking back what one proposed.
pub const TAKE_BACK: Verb = Verb::new("plan_proposal", "take-back");
/// Deciding a proposal.
pub const DECIDE: Verb = Verb::new("plan_proposal", "decide");
/// Reading the agreement.
pub const VIEW_AGREEMENT: Verb = Verb::new("plan_agreement", "view");
/// Taking the agreement away as a file.
pub const EXPORT_AGREEMENT: Verb = Verb::new("plan_agreement", "export");
/// Beginning an agreement.
pub const ADD_AGREEMENT: Verb = Verb::new("plan_agreement", "add");
/// Writing chapters.
pub const CHANGE_AGREEMENT: Verb = Verb::new("plan_agreement", "change");
/// Publishing a chapter.
pub const PUBLISH_CHAPTER: Verb = Verb::new("plan_agreement", "publish");

sql! {
    PLAN_OF_VERSION = "SELECT plan_id FROM plan_version WHERE id = $1";
    /// Some version, for tests that walk the routes.
    pub ANY_VERSION = "SELECT id FROM plan_version ORDER BY id LIMIT 1";
    /// Some comment. Here and below one that never changed comes first: the example of a form carries version 1.
    pub ANY_COMMENT = "SELECT id FROM plan_comment ORDER BY version, id LIMIT 1";
    /// Some plan on which comments are asked for, if there is one.
    pub ANY_FEEDBACK_PLAN = "SELECT plan_id FROM plan_feedback ORDER BY closes_on DESC, id LIMIT 1";
    /// Some proposal to change an action that is still to be decided.
    pub ANY_PROPOSAL = "SELECT id FROM plan_proposal WHERE state = 'open' AND kind = 'add' ORDER BY version, id LIMIT 1";
    /// Some plan that has not been refreshed.
    pub ANY_NEWEST_PLAN = "SELECT p.id FROM plan p
                           WHERE NOT EXISTS (SELECT 1 FROM plan n WHERE n.continues = p.id)
                           ORDER BY p.period_from DESC, p.id LIMIT 1";
    /// Some priority of the plan that is found first.
    pub ANY_PRIORITY_OF_PLAN = "SELECT id FROM plan_priority
                                WHERE plan_id = (SELECT id FROM plan ORDER BY id LIMIT 1)
                                ORDER BY id LIMIT 1";
    /// The priority of the action that is found first.
    pub ANY_PRIORITY_OF_ACTION = "SELECT priority_id FROM plan_action
                                  WHERE state <> 'withdrawn' ORDER BY version, id LIMIT 1";
    /// Some agreement.
    pub ANY_AGREEMENT = "SELECT id FROM plan_agreement ORDER BY id LIMIT 1";
    /// Some chapter whose draft goes beyond what is published of it.
    pub ANY_CHAPTER = "SELECT c.id FROM plan_chapter c
                       WHERE c.version = 1 AND c.draft <> ''
                         AND NOT EXISTS (SELECT 1 FROM plan_chapter_version v WHERE v.chapter_id = c.id)
                       ORDER BY c.id LIMIT 1";
    /// Some published chapter.
    pub ANY_CHAPTER_VERSION = "SELECT id FROM plan_chapter_version ORDER BY id LIMIT 1";
}

/// Something of a plan as the door sees it: it belongs to the plan's group. `kind` is a verb's.
pub(crate) async fn within(tx: &mut Tx, kind: &'static str, plan: Id<Plan>) -> Result<Resource> {
    Ok(Resource { within: plan_resource(tx, plan).await?.within, ..Resource::any(kind) })
}

/// One such thing.
pub(crate) async fn one<K: Kind>(tx: &mut Tx, id: Id<K>, plan: Id<Plan>) -> Result<Resource> {
    Ok(Resource { within: plan_resource(tx, plan).await?.within, ..Resource::one(id) })
}

/// A version as the door sees it.
async fn version_resource(tx: &mut Tx, id: Id<Version>) -> Result<Resource> {
    let (plan,): (Id<Plan>,) = tx.one(&PLAN_OF_VERSION, args![id]).await?;
    one(tx, id, plan).await
}
