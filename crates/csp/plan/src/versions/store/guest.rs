//! The way in for a guest of feedback: whoever holds the secret of a link comments on one plan, and is nowhere else.

use concordat_access::{
    Actor, Ctx, Resource,
    audit::{Entry, Outcome},
};
use concordat_kernel::{Id, Refusal, Result};
use concordat_links::{Asked, ByLink, Holder};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{
    COMMENT_AS_GUEST, OPEN_INVITATION, START_INVITATION, VIEW_INVITATION,
    feedback::{comments_of_guest, time},
    invitations::by_secret,
    within,
};
use crate::{
    Action, Plan, RecordedAction, RecordedPlan, store,
    versions::{Comment, CommentHead, FeedbackTime, Invitation, RecordedInvitation, rules, urls},
};

sql! {
    USED = "UPDATE plan_invitation SET last_used_at = $2 WHERE id = $1 AND revoked_at IS NULL AND expires_at > $2";
    INSERT = "INSERT INTO plan_comment (id, feedback_id, plan_id, action_id, text, said_by, is_late, made_at, made_by,
                  answer, reason, answered_at, answered_by, version, invitation_id)
              VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, NULL, '', NULL, NULL, 1, $9)";
    CHANGE = "UPDATE plan_comment SET text = $2, said_by = $3, version = version + 1
              WHERE id = $1 AND version = $4 AND answer IS NULL";
    INVITED_TO = "SELECT f.plan_id FROM plan_invitation i JOIN plan_feedback f ON f.id = i.feedback_id WHERE i.id = $1";
}

/// Somebody who holds a link that works.
#[derive(Debug, Clone)]
pub struct Guest {
    /// The circumstances, with the guest as the actor.
    pub ctx: Ctx,
    /// Who they are, as they were asked.
    pub invitation: RecordedInvitation,
    /// The time of feedback that they were asked in.
    pub time: FeedbackTime,
    /// The invitation as the door sees it.
    pub(crate) resource: Resource,
}

/// What a guest is shown.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// The plan: of it the guest is shown what [`Seen::actions`] gives.
    pub(crate) plan: RecordedPlan,
    /// What this guest said, oldest first; what others said is not here.
    pub(crate) comments: Vec<CommentHead>,
}

impl Seen {
    /// The actions on which comments are asked for: all that are not withdrawn, in the plan's order.
    pub(crate) fn actions(&self) -> impl Iterator<Item = &RecordedAction> {
        self.plan.priorities.iter().flat_map(|priority| priority.current())
    }

    /// One of them. Every other action is not there for a guest.
    ///
    /// # Errors
    /// When it is not among them.
    pub(crate) fn action(&self, id: Id<Action>) -> Result<&RecordedAction> {
        Ok(self.actions().find(|action| action.id == id).ok_or(Refusal::NotFound)?)
    }

    /// What was said of an action, or of the whole plan.
    pub(crate) fn said_of(&self, action: Option<Id<Action>>) -> impl Iterator<Item = &CommentHead> {
        self.comments.iter().filter(move |comment| comment.action_id == action)
    }

    /// The comment that can still be changed: there is one at most.
    pub(crate) fn open_of(&self, action: Option<Id<Action>>) -> Option<&CommentHead> {
        self.said_of(action).find(|comment| comment.answer.is_none())
    }
}

impl ByLink for Guest {
    const HOLDER: Holder =
        Holder { names: ("concordat-comment", "__Secure-concordat-comment"), path: urls::COMMENTING };
    const BACK: &'static str = "Back to the plan";
    const ENDED: &'static str = "It may be incomplete, too old or stopped.";
    const KEPT: &'static str = "Comments that were sent are kept. Nothing is lost.";
    const ASKED: Asked = Asked {
        open: OPEN_INVITATION,
        start: START_INVITATION,
        view: VIEW_INVITATION,
        send: COMMENT_AS_GUEST,
    };

    async fn find(store: &Store, ctx: &Ctx, secret: &str) -> Result<Option<Self>> {
        let mut tx = store.peek().await?;
        let Some(invitation) = by_secret(&mut tx, secret).await? else {
            drop(tx);
            concordat_links::guessed(store, ctx, OPEN_INVITATION).await?;
            return Ok(None);
        };
        let time = time(&mut tx, invitation.feedback_id).await?;
        let resource = resource(&mut tx, invitation.id, time.plan_id).await?;
        drop(tx);
        let id = invitation.id.uuid();
        let ctx = Ctx { actor: Actor::Guest { pass: id, to: id }, ..ctx.clone() };
        if !invitation.is_good(ctx.clock.now()) {
            store.note(Entry::new(&ctx, OPEN_INVITATION, &resource, Outcome::Denied)).await?;
            return Ok(None);
        }
        Ok(Some(Self { ctx, invitation, time, resource }))
    }

    fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    fn resource(&self) -> &Resource {
        &self.resource
    }

    async fn used(&self, tx: &mut Change) -> Result<()> {
        used(tx, self).await
    }
}

/// The plan that a guest is asked about, and what they said of it.
///
/// # Errors
/// When the store does not answer.
pub(crate) async fn seen(store: &Store, guest: &Guest) -> Result<Seen> {
    let mut tx = store.read(&guest.ctx, VIEW_INVITATION, &guest.resource).await?;
    let plan = store::load(&mut tx, guest.time.plan_id).await?;
    let comments = comments_of_guest(&mut tx, guest.invitation.id).await?;
    Ok(Seen { plan, comments })
}

/// The guest says something of an action, or of the whole plan, or changes what they said of it. `version` is that of
/// the comment they saw; 0 when there was none that can be changed.
///
/// # Errors
/// When the last day is past, the action is not there, or a rule says no; [`Refusal::Conflict`] when it was said,
/// changed or answered meanwhile.
pub async fn say(
    store: &Store,
    guest: &Guest,
    action: Option<Id<Action>>,
    version: i64,
    text: &str,
) -> Result<Id<Comment>> {
    let mut tx = store.change(&guest.ctx, COMMENT_AS_GUEST, &guest.resource).await?;
    rules::check_words("text", text, "Enter your comment.")?;
    // The day may have been moved since the guest was let in.
    let time = time(&mut tx, guest.time.id).await?;
    rules::may_comment(Some(&time), guest.ctx.clock.today())?;
    let plan = store::load(&mut tx, time.plan_id).await?;
    let comments = comments_of_guest(&mut tx, guest.invitation.id).await?;
    let seen = Seen { plan, comments };
    if let Some(action) = action {
        seen.action(action)?;
    }
    let (text, said_by) = (text.trim(), guest.invitation.says());
    let id = match (seen.open_of(action), version) {
        (None, 0) => {
            let id: Id<Comment> = guest.ctx.chance.id(&guest.ctx.clock);
            let (now, by) = (guest.ctx.clock.now(), guest.ctx.actor.word());
            let row = args![id, time.id, time.plan_id, action, text, &said_by, now, by, guest.invitation.id];
            tx.run_unless_taken(&INSERT, row, Refusal::Conflict).await?;
            id
        }
        (Some(former), version) if former.version == version => {
            if tx.run(&CHANGE, args![former.id, text, &said_by, version]).await? == 0 {
                return Err(Refusal::Conflict.into());
            }
            tx.keep(former.id, "Comment", Some(&former.text), Some(text)).await?;
            former.id
        }
        _ => return Err(Refusal::Conflict.into()),
    };
    used(&mut tx, guest).await?;
    tx.commit().await?;
    Ok(id)
}

/// Notes that something is done by a link. It comes to nothing when the link was stopped since the guest was let in.
async fn used(tx: &mut Change, guest: &Guest) -> Result<()> {
    if tx.run(&USED, args![guest.invitation.id, guest.ctx.clock.now()]).await? == 0 {
        return Err(Refusal::rule(
            "Your link was stopped while you were writing. What was saved before is kept.",
        )
        .into());
    }
    Ok(())
}

/// How an invitation is called where an actor is named: never by whom it is.
pub(crate) async fn title_of_guest(
    store: &Store,
    ctx: &Ctx,
    id: concordat_kernel::AnyId,
) -> Result<Option<String>> {
    let mut tx = store.peek().await?;
    let Some((plan,)) = tx.opt::<(Id<Plan>,)>(&INVITED_TO, args![id]).await? else { return Ok(None) };
    let comments = within(&mut tx, super::VIEW_COMMENT.kind, plan).await?;
    Ok(store.may(ctx, super::VIEW_COMMENT, &comments).then(|| "A guest, by link".to_owned()))
}

/// An invitation as the door sees it: it belongs to its plan's group, and whoever holds its link is a guest there.
async fn resource(tx: &mut Tx, id: Id<Invitation>, plan: Id<Plan>) -> Result<Resource> {
    let of_plan = within(tx, OPEN_INVITATION.kind, plan).await?;
    Ok(Resource { id: Some(id.uuid()), ..of_plan }.within(id.uuid()))
}
