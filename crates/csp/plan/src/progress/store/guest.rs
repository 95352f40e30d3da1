//! The way in by a link: whoever holds its secret is a guest at one request, and nowhere else.

use concordat_access::{
    Actor, Ctx, Resource,
    audit::{Entry, Outcome},
};
use concordat_kernel::{Id, Refusal, Result};
use concordat_links::{Asked, ByLink, Holder};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{
    super::{
        model::{Lead, RecordedPass, RecordedRequest, RecordedRound},
        rules, urls,
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

impl ByLink for Guest {
    const HOLDER: Holder =
        Holder { names: ("concordat-answer", "__Secure-concordat-answer"), path: urls::ANSWER };
    const BACK: &'static str = "Back to your actions";
    const ENDED: &'static str =
        "It may be incomplete, too old or stopped, or the round of updates is closed.";
    const KEPT: &'static str = "Answers that were sent are kept. Nothing is lost.";
    const ASKED: Asked = Asked { open: OPEN, start: START, view: VIEW_REQUEST, send: ANSWER };

    async fn find(store: &Store, ctx: &Ctx, secret: &str) -> Result<Option<Self>> {
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
        Ok(Some(Self { ctx, pass, request, round, plan, resource, answered }))
    }

    fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    fn resource(&self) -> &Resource {
        &self.resource
    }

    async fn used(&self, tx: &mut Change) -> Result<()> {
        passes::used(tx, &self.ctx).await
    }
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
