//! The way in by a link: whoever holds its secret is a guest at one request, and nowhere else.

use concordat_access::{
    Actor, Ctx, Resource,
    audit::{Entry, Outcome},
};
use concordat_kernel::{Id, Refusal, Result};
use concordat_store::{Store, Tx, args, sql};

use super::{
    super::{
        model::{Lead, RecordedPass, RecordedRequest, RecordedRound},
        rules,
    },
    ANSWER, HAND_ON, OPEN, START, VIEW_REQUEST,
    passes::{self, NewPass},
    request_resource, rounds,
};
use crate::{Action, Plan, RecordedAction, RecordedPlan};

sql! {
    ANSWERED_FOR = "SELECT action_id FROM plan_answer WHERE request_id = $1";
}

/// Somebody who holds a link that works.
#[derive(Debug, Clone)]
pub struct Guest {
    /// The circumstances, with the guest as the actor.
    pub ctx: Ctx,
    /// The pass behind the link.
    pub pass: RecordedPass,
    /// What it opens.
    pub request: RecordedRequest,
    /// The round that it is part of.
    pub round: RecordedRound,
    /// The plan that it is about.
    pub plan: Id<Plan>,
    /// The request as the door sees it.
    pub(crate) resource: Resource,
    /// The actions that something is answered for.
    pub(crate) answered: Vec<Id<Action>>,
}

impl Guest {
    /// Who is asked.
    pub(crate) fn lead(&self) -> &Lead {
        &self.request.lead
    }

    /// The actions that are asked about, in the plan's order.
    pub fn actions<'a>(&self, plan: &'a RecordedPlan) -> Vec<&'a RecordedAction> {
        asked_about(plan, self.lead(), &self.answered)
    }

    /// One of them. Every other action is not there for a guest.
    pub(crate) fn action<'a>(&self, plan: &'a RecordedPlan, id: Id<Action>) -> Result<&'a RecordedAction> {
        Ok(self.actions(plan).into_iter().find(|action| action.id == id).ok_or(Refusal::NotFound)?)
    }
}

/// The actions of a plan that a lead is asked about: those it leads that are open, and those that it has
/// `answered` for already in the same request, so that what it said can be put right. Never a withdrawn one.
pub(crate) fn asked_about<'a>(
    plan: &'a RecordedPlan,
    lead: &Lead,
    answered: &[Id<Action>],
) -> Vec<&'a RecordedAction> {
    plan.priorities
        .iter()
        .flat_map(|priority| priority.current())
        .filter(|action| action.state.is_open() || answered.contains(&action.id))
        .filter(|action| rules::leads_of(action).iter().any(|one| one.is(lead)))
        .collect()
}

/// Looks at a link: whose it is, if it works. Changes nothing but the trail, where it leaves a row, so that a
/// mail program which opens links ahead of its reader does no harm.
pub(crate) async fn open(store: &Store, ctx: &Ctx, secret: &str) -> Result<Option<Guest>> {
    let Some(guest) = find(store, ctx, secret).await? else { return Ok(None) };
    store.ask(&guest.ctx, OPEN, &guest.resource).await?;
    store.note(Entry::new(&guest.ctx, OPEN, &guest.resource, Outcome::Done)).await?;
    Ok(Some(guest))
}

/// Begins to answer by a link: from here on its secret is in a cookie and in no address.
pub(crate) async fn start(store: &Store, ctx: &Ctx, secret: &str) -> Result<Option<Guest>> {
    let Some(guest) = find(store, ctx, secret).await? else { return Ok(None) };
    let mut tx = store.change(&guest.ctx, START, &guest.resource).await?;
    passes::used(&mut tx, &guest.ctx).await?;
    tx.commit().await?;
    Ok(Some(guest))
}

/// Whoever holds the cookie of a link that was begun with; asked for every page and every form, and each such use
/// leaves a row in the trail, whatever comes of it.
///
/// # Errors
/// When the store does not answer.
pub async fn guest(store: &Store, ctx: &Ctx, secret: &str) -> Result<Option<Guest>> {
    let Some(guest) = find(store, ctx, secret).await? else { return Ok(None) };
    store.ask(&guest.ctx, VIEW_REQUEST, &guest.resource).await?;
    store.note(Entry::new(&guest.ctx, VIEW_REQUEST, &guest.resource, Outcome::Done)).await?;
    Ok(Some(guest))
}

/// Records that somebody without a link tried to answer.
pub(crate) async fn turned_away(store: &Store, ctx: &Ctx) -> Result<()> {
    store.note(Entry::new(ctx, ANSWER, &Resource::any("plan_request"), Outcome::Denied)).await
}

/// Whose secret it is, if it still works. What does not is recorded, and guesses are made to wait.
async fn find(store: &Store, ctx: &Ctx, secret: &str) -> Result<Option<Guest>> {
    let mut tx = store.peek().await?;
    let Some(pass) = passes::by_secret(&mut tx, secret).await? else {
        drop(tx);
        concordat_links::guessed(store, ctx, OPEN).await?;
        return Ok(None);
    };
    let request = rounds::request(&mut tx, pass.request).await?;
    let round = rounds::round(&mut tx, request.round).await?;
    let (plan, resource) = request_resource(&mut tx, request.id).await?;
    let answered = tx.all::<(Id<Action>,)>(&ANSWERED_FOR, args![request.id]).await?;
    drop(tx);
    let actor = Actor::Guest { pass: pass.id.uuid(), to: request.id.uuid() };
    let ctx = Ctx { actor, ..ctx.clone() };
    if !pass.is_good(ctx.clock.now()) || round.closed_at.is_some() {
        store.note(Entry::new(&ctx, OPEN, &resource, Outcome::Denied)).await?;
        return Ok(None);
    }
    let answered = answered.into_iter().map(|(action,)| action).collect();
    Ok(Some(Guest { ctx, pass, request, round, plan, resource, answered }))
}

/// Hands the request on to a colleague, who gets a link of their own. The officers see by whom.
///
/// # Errors
/// When it was handed on too often, the colleague has a link already, or the name and address cannot stand.
pub async fn hand_on(store: &Store, guest: &Guest, name: &str, email: &str) -> Result<()> {
    let mut tx = store.change(&guest.ctx, HAND_ON, &guest.resource).await?;
    let request = guest.request.id;
    let due_on = passes::check_new(&mut tx, guest.ctx.clock.now(), request, (name, email)).await?;
    if chain(&mut tx, guest).await?.len() > rules::LONGEST_CHAIN {
        return Err(Refusal::rule(
            "This has been handed on too often. Ask the community safety team to send it to your colleague.",
        )
        .into());
    }
    let new = NewPass {
        request,
        name: name.to_owned(),
        email: email.to_owned(),
        handed_on_by: Some(guest.pass.id),
    };
    passes::make(&mut tx, &guest.ctx, new, due_on).await?;
    passes::used(&mut tx, &guest.ctx).await?;
    tx.commit().await
}

/// Through whose hands the request came to this guest: the guest's own pass first.
async fn chain(tx: &mut Tx, guest: &Guest) -> Result<Vec<RecordedPass>> {
    let all = passes::of_request(tx, guest.request.id).await?;
    let mut chain = vec![guest.pass.clone()];
    while let Some(by) = chain.last().and_then(|pass| pass.handed_on_by)
        && let Some(pass) = all.iter().find(|pass| pass.id == by)
        && chain.len() <= all.len()
    {
        chain.push(pass.clone());
    }
    Ok(chain)
}

/// Everybody who holds a pass to this guest's request.
pub(crate) async fn colleagues(tx: &mut Tx, guest: &Guest) -> Result<Vec<RecordedPass>> {
    passes::of_request(tx, guest.request.id).await
}
