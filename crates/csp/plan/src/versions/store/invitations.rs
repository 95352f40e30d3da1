//! Guests of feedback as officers see them: asked by e-mail, shown, stopped; and what letters to them are made of.

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Error, Id, Ref, Refusal, Result, Sensitivity};
use concordat_links::secrets;
use concordat_mail::{Delivery, Letter};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{
    MAKE_GUEST, STOP_GUEST, VIEW_GUESTS,
    feedback::{comment_in, newest_time, time},
    within,
};
use crate::{
    Plan, RecordedPlan,
    import::tidy,
    progress::rules::pass_expires,
    store,
    versions::{Comment, CommentHead, Feedback, FeedbackTime, Invitation, RecordedInvitation, letter, rules},
};

sql! {
    INSERT = "INSERT INTO plan_invitation (id, feedback_id, name, organisation, email, made_at, made_by, expires_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    INSERT_SECRET = "INSERT INTO plan_invitation_secret (secret_hash, invitation_id, made_at) VALUES ($1, $2, $3)";
    ONE = "SELECT id, feedback_id, name, organisation, email, made_at, made_by, expires_at, revoked_at, last_used_at
           FROM plan_invitation WHERE id = $1";
    OF_PLAN = "SELECT i.id, i.feedback_id, i.name, i.organisation, i.email, i.made_at, i.made_by, i.expires_at,
                      i.revoked_at, i.last_used_at
               FROM plan_invitation i JOIN plan_feedback f ON f.id = i.feedback_id
               WHERE f.plan_id = $1 ORDER BY i.made_at, i.id";
    BY_SECRET = "SELECT i.id, i.feedback_id, i.name, i.organisation, i.email, i.made_at, i.made_by, i.expires_at,
                        i.revoked_at, i.last_used_at
                 FROM plan_invitation_secret s JOIN plan_invitation i ON i.id = s.invitation_id
                 WHERE s.secret_hash = $1";
    STOP = "UPDATE plan_invitation SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    LAST_LONGER = "UPDATE plan_invitation SET expires_at = $2
                   WHERE feedback_id = $1 AND revoked_at IS NULL AND expires_at < $2";
    /// Some guest whose link works, for tests that walk the routes.
    pub ANY_INVITATION = "SELECT i.id FROM plan_invitation i JOIN plan_feedback f ON f.id = i.feedback_id
                          WHERE i.revoked_at IS NULL ORDER BY f.closes_on DESC, i.id LIMIT 1";
}

/// How many guests can be asked in one time of feedback: more is not asking somebody, but a mailing.
const MOST: usize = 200;

/// Somebody to be asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewGuest {
    /// Their name.
    pub name: String,
    /// For whom they speak; empty when for themselves.
    pub organisation: String,
    /// Their address.
    pub email: String,
}

/// Asks somebody without an account for comments: a letter with a link of their own goes out.
///
/// # Errors
/// When feedback is not open, they have a link already, a rule says no, or the asker may not.
pub async fn invite(store: &Store, ctx: &Ctx, plan: Id<Plan>, new: &NewGuest) -> Result<Id<Invitation>> {
    let resource = guests_of(&mut store.peek().await?, plan).await?;
    let mut tx = store.change(ctx, MAKE_GUEST, &resource).await?;
    let time = newest_time(&mut tx, plan).await?;
    let time = rules::may_invite(time.as_ref(), ctx.clock.today())?;
    rules::check_guest(new)?;
    let (name, organisation) = (tidy(&new.name), tidy(&new.organisation));
    let email = new.email.trim().to_lowercase();
    let now = ctx.clock.now();
    let known: Vec<RecordedInvitation> = tx.all(&OF_PLAN, args![plan]).await?;
    let asked = || known.iter().filter(|one| one.feedback_id == time.id && one.is_good(now));
    if asked().any(|one| one.email == email) {
        return Err(Refusal::invalid("email", "This person has a link to this feedback already.").into());
    }
    if asked().count() >= MOST {
        return Err(Refusal::rule(format!("{MOST} guests have a link already. That is as many as there can be. Ask bodies instead, and record what they say.")).into());
    }
    let id: Id<Invitation> = ctx.chance.id(&ctx.clock);
    let expires = pass_expires(now, time.closes_on);
    let row = args![id, time.id, &name, &organisation, &email, now, ctx.actor.word(), expires];
    tx.run(&INSERT, row).await?;
    let letter = Letter { to_name: name, to_email: email, about: Ref::to(id), kind: letter::INVITED };
    concordat_mail::post(&mut tx, ctx, letter).await?;
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

/// The guests of a plan, oldest first, each with what became of its letters.
///
/// # Errors
/// When there is no such plan, or they are not for the asker to see.
pub async fn invitations(
    store: &Store,
    ctx: &Ctx,
    plan: Id<Plan>,
) -> Result<Vec<(RecordedInvitation, Vec<Delivery>)>> {
    let resource = guests_of(&mut store.peek().await?, plan).await?;
    let mut tx = store.read(ctx, VIEW_GUESTS, &resource).await?;
    let mut all = Vec::new();
    for one in tx.all::<RecordedInvitation>(&OF_PLAN, args![plan]).await? {
        let letters = concordat_mail::letters_about(&mut tx, &[Ref::to(one.id)]).await?;
        all.push((one, letters));
    }
    Ok(all)
}

/// Makes a new link for a guest and gives its secret, which is kept only as a hash. Earlier links stay good.
///
/// # Errors
/// When the guest's links were stopped or are too old; when the asker may not.
pub async fn make_guest_link(
    store: &Store,
    ctx: &Ctx,
    id: Id<Invitation>,
) -> Result<(String, RecordedInvitation, Id<Plan>)> {
    let (plan, resource) = guest_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.change(ctx, MAKE_GUEST, &resource).await?;
    let invitation = invitation(&mut tx, id).await?;
    if !invitation.is_good(ctx.clock.now()) {
        return Err(Refusal::rule("The links of this guest were stopped, or are too old.").into());
    }
    let secret = secrets::token(&ctx.chance);
    tx.run(&INSERT_SECRET, args![secrets::hash(&secret), id, ctx.clock.now()]).await?;
    tx.commit().await?;
    Ok((secret, invitation, plan))
}

/// Stops the links of a guest. What they said stays.
///
/// # Errors
/// When there is no such guest, or the asker may not.
pub async fn stop_guest(store: &Store, ctx: &Ctx, id: Id<Invitation>) -> Result<Id<Plan>> {
    let (plan, resource) = guest_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.change(ctx, STOP_GUEST, &resource).await?;
    tx.run(&STOP, args![id, ctx.clock.now()]).await?;
    tx.commit().await?;
    Ok(plan)
}

/// Links work until well after the last day, also when that day is moved.
pub(super) async fn last_longer(
    tx: &mut Change,
    ctx: &Ctx,
    time: Id<Feedback>,
    until: concordat_kernel::jiff::civil::Date,
) -> Result<()> {
    tx.run(&LAST_LONGER, args![time, pass_expires(ctx.clock.now(), until)]).await.map(drop)
}

/// Posts the letter that tells a guest what was answered, in the change that answers. An earlier one that still waits
/// is out of date then.
pub(super) async fn tell(tx: &mut Change, ctx: &Ctx, comment: &CommentHead) -> Result<()> {
    let Some(guest) = comment.invitation else { return Ok(()) };
    let guest = invitation(tx, guest).await?;
    if guest.revoked_at.is_some() {
        return Ok(());
    }
    let about = Ref::to(comment.id);
    concordat_mail::supersede(tx, ctx, &about, letter::ANSWERED).await?;
    let letter = Letter { to_name: guest.name, to_email: guest.email, about, kind: letter::ANSWERED };
    concordat_mail::post(tx, ctx, letter).await.map(drop)
}

/// One guest.
pub(super) async fn invitation(tx: &mut Tx, id: Id<Invitation>) -> Result<RecordedInvitation> {
    tx.one(&ONE, args![id]).await
}

/// The guest that a secret belongs to, whether or not it still works.
pub(super) async fn by_secret(tx: &mut Tx, secret: &str) -> Result<Option<RecordedInvitation>> {
    if !secrets::is_token(secret) {
        return Ok(None);
    }
    tx.opt(&BY_SECRET, args![secrets::hash(secret)]).await
}

/// All that a letter to a guest may say.
pub(crate) struct AboutGuest {
    pub(crate) guest: RecordedInvitation,
    pub(crate) time: FeedbackTime,
    pub(crate) plan: RecordedPlan,
    /// The name of the group that the plan belongs to.
    pub(crate) group: Option<String>,
}

/// What a letter to a guest is made of; nothing when there is no such guest. The door is asked as the link is made.
pub(crate) async fn about_guest(store: &Store, id: Id<Invitation>) -> Result<Option<AboutGuest>> {
    let mut tx = store.peek().await?;
    let guest = match invitation(&mut tx, id).await {
        Err(Error::Refusal(Refusal::NotFound)) => return Ok(None),
        other => other?,
    };
    let time = time(&mut tx, guest.feedback_id).await?;
    let plan = store::load(&mut tx, time.plan_id).await?;
    let group = match plan.head.group {
        Some(id) => concordat_partnership::choices(&mut tx).await?.into_iter().find(|one| one.id == id),
        None => None,
    };
    Ok(Some(AboutGuest { guest, time, plan, group: group.map(|group| group.name) }))
}

/// A comment of a guest with all that a letter about it may say.
pub(crate) async fn about_answer(
    store: &Store,
    id: Id<Comment>,
) -> Result<Option<(CommentHead, AboutGuest)>> {
    let comment = match comment_in(&mut store.peek().await?, id).await {
        Err(Error::Refusal(Refusal::NotFound)) => return Ok(None),
        other => other?,
    };
    let Some(guest) = comment.invitation else { return Ok(None) };
    Ok(about_guest(store, guest).await?.map(|about| (comment, about)))
}

/// The guests of a plan as the door sees them: their names and addresses are restricted.
async fn guests_of(tx: &mut Tx, plan: Id<Plan>) -> Result<Resource> {
    Ok(within(tx, MAKE_GUEST.kind, plan).await?.at(Sensitivity::Restricted))
}

async fn guest_resource(tx: &mut Tx, id: Id<Invitation>) -> Result<(Id<Plan>, Resource)> {
    let feedback = invitation(tx, id).await?.feedback_id;
    let plan = time(tx, feedback).await?.plan_id;
    Ok((plan, Resource { id: Some(id.uuid()), ..guests_of(tx, plan).await? }))
}
