//! Where the pages of this theme are.

use concordat_kernel::{Id, Kind as _, Ref};

use super::{Agreement, Chapter, ChapterVersion, Comment, Invitation, Proposal, Version};
use crate::{Action, Plan};

/// The versions of a plan, and where it stands.
pub const VERSIONS: &str = "/plans/{plan}/versions";
/// Publishing a version.
pub const PUBLISH: &str = "/plans/{plan}/versions/publish";
/// A version.
pub const VERSION: &str = "/versions/{plan_version}";
/// A version as PDF.
pub const VERSION_PDF: &str = "/versions/{plan_version}/export.pdf";
/// A version as a workbook.
pub const VERSION_XLSX: &str = "/versions/{plan_version}/export.xlsx";
/// A version as a Word document.
pub const VERSION_DOCX: &str = "/versions/{plan_version}/export.docx";
/// A version as JSON.
pub const VERSION_JSON: &str = "/versions/{plan_version}/export.json";

/// The versions of a plan.
pub fn versions(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/versions")
}

/// The form that publishes a version.
pub fn publish(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/versions/publish")
}

/// The page of a version.
pub fn version(id: Id<Version>) -> String {
    format!("/versions/{id}")
}

/// A version as a file.
pub fn export(id: Id<Version>, extension: &str) -> String {
    format!("/versions/{id}/export.{extension}")
}

/// Two versions side by side.
pub const COMPARE: &str = "/plans/{plan}/compare";
/// What was said of a plan.
pub const FEEDBACK: &str = "/plans/{plan}/feedback";
/// Asking for comments.
pub const OPEN_FEEDBACK: &str = "/plans/{plan}/feedback/open";
/// Commenting.
pub const COMMENT: &str = "/feedback/{feedback_plan}/comment";
/// Writing down a comment that came by letter or e-mail.
pub const RECORD_COMMENT: &str = "/feedback/{feedback_plan}/record";
/// Answering a comment.
pub const ANSWER: &str = "/comments/{plan_comment}/answer";
/// The guests who are asked for comments.
pub const GUESTS: &str = "/plans/{plan}/feedback/guests";
/// Asking one more guest.
pub const NEW_GUEST: &str = "/feedback/{feedback_plan}/guests/new";
/// Making a link to copy for a guest.
pub const GUEST_LINK: &str = "/guests/{plan_invitation}/link";
/// Stopping a guest's links.
pub const GUEST_STOP: &str = "/guests/{plan_invitation}/stop";

/// The link in a guest's letter.
pub const LINK: &str = "/comment/{token}";
/// Beginning to comment by a link.
pub const START: &str = "/comment/start";
/// What a guest is asked to comment on. The cookie goes with this address and those below it.
pub const COMMENTING: &str = "/comment";
/// Commenting on the whole plan by a link.
pub const COMMENT_PLAN: &str = "/comment/plan";
/// Commenting on an action by a link.
pub const COMMENT_ACTION: &str = "/comment/actions/{plan_action}";

/// What is proposed for a plan.
pub const PROPOSALS: &str = "/plans/{plan}/proposals";
/// Proposing a further action.
pub const PROPOSE_ADD: &str = "/plans/{plan}/proposals/add";
/// Proposing other words for an action.
pub const PROPOSE_CHANGE: &str = "/actions/{plan_action}/propose-change";
/// Proposing to withdraw an action.
pub const PROPOSE_WITHDRAW: &str = "/actions/{plan_action}/propose-withdrawal";
/// Proposing to move an action.
pub const PROPOSE_MOVE: &str = "/actions/{plan_action}/propose-move";
/// A proposal.
pub const PROPOSAL: &str = "/proposals/{plan_proposal}";
/// Deciding a proposal.
pub const DECIDE: &str = "/proposals/{plan_proposal}/decide";
/// Taking a proposal back.
pub const TAKE_BACK: &str = "/proposals/{plan_proposal}/take-back";
/// Making next year's plan.
pub const REFRESH: &str = "/refresh/{newest_plan}";
/// Saying what a plan continues.
pub const DESCENT: &str = "/descent/{newest_plan}";
/// The agreements.
pub const AGREEMENTS: &str = "/agreements";
/// Beginning an agreement.
pub const NEW_AGREEMENT: &str = "/agreements/new";
/// An agreement.
pub const AGREEMENT: &str = "/agreements/{plan_agreement}";
/// An agreement as PDF.
pub const AGREEMENT_PDF: &str = "/agreements/{plan_agreement}/export.pdf";
/// Adding a chapter.
pub const NEW_CHAPTER: &str = "/agreements/{plan_agreement}/chapters/new";
/// Writing a chapter.
pub const EDIT_CHAPTER: &str = "/chapters/{plan_chapter}/edit";
/// Publishing a chapter.
pub const PUBLISH_CHAPTER: &str = "/chapters/{plan_chapter}/publish";
/// A chapter as it was published.
pub const CHAPTER_VERSION: &str = "/chapter-versions/{plan_chapter_version}";

/// Two versions side by side: the addresses name them, or `now` for the plan as it stands.
pub fn compare(plan: Id<Plan>, between: Option<(&str, &str)>) -> String {
    let query = between.map_or_else(String::new, |(from, to)| format!("?from={from}&to={to}"));
    format!("/plans/{plan}/compare{query}")
}

/// What was said of a plan.
pub fn feedback(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/feedback")
}

/// The form that asks for comments.
pub fn open_feedback(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/feedback/open")
}

/// The form for a comment, on an action when one is named.
pub fn comment(plan: Id<Plan>, action: Option<Id<Action>>) -> String {
    format!("/feedback/{plan}/comment{}", about(action))
}

/// The form that writes down a comment.
pub fn record_comment(plan: Id<Plan>, action: Option<Id<Action>>) -> String {
    format!("/feedback/{plan}/record{}", about(action))
}

fn about(action: Option<Id<Action>>) -> String {
    action.map_or_else(String::new, |action| format!("?action={action}"))
}

/// The form that answers a comment.
pub fn answer(id: Id<Comment>) -> String {
    format!("/comments/{id}/answer")
}

/// The guests who are asked for comments.
pub fn guests(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/feedback/guests")
}

/// The form that asks one more guest.
pub fn new_guest(plan: Id<Plan>) -> String {
    format!("/feedback/{plan}/guests/new")
}

/// Where the button that makes a link for a guest sends.
pub fn guest_link(id: Id<Invitation>) -> String {
    format!("/guests/{id}/link")
}

/// Where the button that stops a guest's links sends.
pub fn guest_stop(id: Id<Invitation>) -> String {
    format!("/guests/{id}/stop")
}

/// The link to put into a guest's letter, after the address of the service.
pub(crate) fn letter_link(token: &str) -> String {
    format!("/comment/{token}")
}

/// The page on which a guest comments on an action, or on the whole plan.
pub fn commenting(action: Option<Id<Action>>) -> String {
    action.map_or_else(|| COMMENT_PLAN.to_owned(), |action| format!("/comment/actions/{action}"))
}

/// What is proposed for a plan.
pub fn proposals(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/proposals")
}

/// The form that proposes a further action.
pub fn propose_add(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/proposals/add")
}

/// The form that proposes other words for an action.
pub fn propose_change(action: Id<Action>) -> String {
    format!("/actions/{action}/propose-change")
}

/// The form that proposes to withdraw an action.
pub fn propose_withdraw(action: Id<Action>) -> String {
    format!("/actions/{action}/propose-withdrawal")
}

/// The form that proposes to move an action.
pub fn propose_move(action: Id<Action>) -> String {
    format!("/actions/{action}/propose-move")
}

/// The page of a proposal.
pub fn proposal(id: Id<Proposal>) -> String {
    format!("/proposals/{id}")
}

/// The form that decides a proposal.
pub fn decide(id: Id<Proposal>) -> String {
    format!("/proposals/{id}/decide")
}

/// Where the button that takes a proposal back sends.
pub fn take_back(id: Id<Proposal>) -> String {
    format!("/proposals/{id}/take-back")
}

/// The form that makes next year's plan.
pub fn refresh(plan: Id<Plan>) -> String {
    format!("/refresh/{plan}")
}

/// The form that says what a plan continues.
pub fn descent(plan: Id<Plan>) -> String {
    format!("/descent/{plan}")
}

/// The page of an agreement.
pub fn agreement(id: Id<Agreement>) -> String {
    format!("/agreements/{id}")
}

/// An agreement as PDF.
pub fn agreement_pdf(id: Id<Agreement>) -> String {
    format!("/agreements/{id}/export.pdf")
}

/// The form that adds a chapter.
pub fn new_chapter(id: Id<Agreement>) -> String {
    format!("/agreements/{id}/chapters/new")
}

/// The form that changes a chapter.
pub fn edit_chapter(id: Id<Chapter>) -> String {
    format!("/chapters/{id}/edit")
}

/// The form that publishes a chapter.
pub fn publish_chapter(id: Id<Chapter>) -> String {
    format!("/chapters/{id}/publish")
}

/// A chapter as it was published.
pub fn chapter_version(id: Id<ChapterVersion>) -> String {
    format!("/chapter-versions/{id}")
}

/// The page of a thing of this theme.
pub fn link(thing: &Ref) -> Option<String> {
    match thing.kind.as_ref() {
        Version::NAME => Some(version(Id::from_uuid(thing.id))),
        Proposal::NAME => Some(proposal(Id::from_uuid(thing.id))),
        Comment::NAME => Some(answer(Id::from_uuid(thing.id))),
        Agreement::NAME => Some(agreement(Id::from_uuid(thing.id))),
        ChapterVersion::NAME => Some(chapter_version(Id::from_uuid(thing.id))),
        _ => None,
    }
}
