//! Opening and closing rounds.

use std::collections::HashMap;

use concordat_access::Ctx;
use concordat_kernel::{Id, Period, Refusal, Result, jiff::civil::Date};
use concordat_store::{Store, args, sql};

use super::{
    super::{
        beside,
        model::{RecordedRequest, RecordedRound, Request, Round},
        rules,
    },
    CLOSE_ROUND, OPEN_ROUND, VIEW_ROUND,
    contacts::contacts_in,
    guest, of_plan,
    passes::{self, NewPass},
    round_resource, rounds, updates,
};
use crate::{Action, Plan, RecordedPlan, import::tidy, store};

sql! {
    INSERT_ROUND = "INSERT INTO plan_round (id, plan_id, title, asks_from, asks_to, opens_on, due_on, closed_at, open_for,
                        made_by, version)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $2, $8, 1)";
    INSERT_REQUEST = "INSERT INTO plan_request (id, round_id, lead, body_id, state, version)
                      VALUES ($1, $2, $3, $4, 'asked', 1)";
    CLOSE = "UPDATE plan_round SET closed_at = $2, open_for = NULL, version = version + 1
             WHERE id = $1 AND version = $3 AND closed_at IS NULL";
}

/// A round that is to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRound {
    /// Its title.
    pub title: String,
    /// The months that it asks about.
    pub about: Period,
    /// The last day for an answer.
    pub due_on: Date,
}

/// Opens a round today: each lead of the plan is asked once, and each of its contacts gets a pass and a letter.
/// Actions that are done or withdrawn are not asked about.
///
/// # Errors
/// When another round of the plan is open, nobody leads anything, a rule says no, or the asker may not.
pub async fn open_round(store: &Store, ctx: &Ctx, plan: Id<Plan>, new: NewRound) -> Result<Id<Round>> {
    let resource = of_plan(&mut store.peek().await?, "plan_round", plan).await?;
    let group = resource.within.first().copied();
    let mut tx = store.change(ctx, OPEN_ROUND, &resource).await?;
    let today = ctx.clock.today();
    rules::check_round(&new.title, new.about, today, new.due_on)?;
    let leads = rules::leads_asked(&store::load::load(&mut tx, plan).await?);
    if leads.is_empty() {
        return Err(Refusal::rule("No open action of this plan has a lead, so nobody can be asked. Say who leads the actions first.").into());
    }
    let id: Id<Round> = ctx.chance.id(&ctx.clock);
    let row =
        args![id, plan, tidy(&new.title), new.about.from, new.about.to, today, new.due_on, ctx.actor.word()];
    let taken = Refusal::rule("A round of this plan is open already. Close it before you open another.");
    tx.run_unless_taken(&INSERT_ROUND, row, taken).await?;
    let contacts = contacts_in(&mut tx, group).await?;
    for lead in &leads {
        let request: Id<Request> = ctx.chance.id(&ctx.clock);
        tx.run(&INSERT_REQUEST, args![request, id, &lead.words, lead.body]).await?;
        for contact in contacts.iter().filter(|contact| contact.lead.is(lead)) {
            let pass = NewPass {
                request,
                name: contact.name.clone(),
                email: contact.email.clone(),
                handed_on_by: None,
            };
            passes::make(&mut tx, ctx, pass, new.due_on).await?;
        }
    }
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

/// Closes a round: its links stop working, and nothing more can be answered in it. Who stayed silent once more is
/// raised with it.
///
/// # Errors
/// [`Refusal::Conflict`] when it was closed or changed meanwhile; when the asker may not.
pub async fn close_round(store: &Store, ctx: &Ctx, id: Id<Round>, version: i64) -> Result<()> {
    let (plan, resource) = round_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.change(ctx, CLOSE_ROUND, &resource).await?;
    if tx.run(&CLOSE, args![id, ctx.clock.now(), version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    beside::raise(&mut tx, ctx, plan).await?;
    tx.commit().await
}

/// A round with its plan, for a page that shows it.
///
/// # Errors
/// When there is none, or it is not for the asker.
pub async fn round(
    store: &Store,
    ctx: &Ctx,
    id: Id<Round>,
) -> Result<(RecordedRound, RecordedPlan, Vec<RecordedRequest>)> {
    let (plan, resource) = round_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.read(ctx, VIEW_ROUND, &resource).await?;
    let round = rounds::round(&mut tx, id).await?;
    let requests = rounds::requests_of_round(&mut tx, id).await?;
    Ok((round, store::load::load(&mut tx, plan).await?, requests))
}

/// For how many of its actions each lead has sent an answer in a round, and of how many.
pub(crate) async fn so_far(
    store: &Store,
    ctx: &Ctx,
    id: Id<Round>,
) -> Result<HashMap<Id<Request>, (usize, usize)>> {
    let (plan, resource) = round_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.read(ctx, VIEW_ROUND, &resource).await?;
    let plan = store::load::load(&mut tx, plan).await?;
    let updates = updates::updates_of_plan(&mut tx, plan.head.id).await?;
    let requests = rounds::requests_of_round(&mut tx, id).await?;
    let count = |request: RecordedRequest| {
        let of_request = updates.iter().filter(|update| update.request == Some(request.id));
        let sent: Vec<Id<Action>> = of_request.map(|update| update.action).collect();
        let asked = guest::asked_about(&plan, &request.lead, &sent);
        let answered = asked.iter().filter(|action| sent.contains(&action.id)).count();
        (request.id, (answered, asked.len()))
    };
    Ok(requests.into_iter().map(count).collect())
}

/// The rounds of a plan with their requests, newest first.
///
/// # Errors
/// When there is no such plan, or they are not for the asker.
pub async fn rounds_of(
    store: &Store,
    ctx: &Ctx,
    plan: Id<Plan>,
) -> Result<(RecordedPlan, Vec<(RecordedRound, Vec<RecordedRequest>)>)> {
    let resource = of_plan(&mut store.peek().await?, "plan_round", plan).await?;
    let mut tx = store.read(ctx, VIEW_ROUND, &resource).await?;
    let mut all = Vec::new();
    for round in rounds::rounds(&mut tx, plan).await? {
        let requests = rounds::requests_of_round(&mut tx, round.id).await?;
        all.push((round, requests));
    }
    Ok((store::load::load(&mut tx, plan).await?, all))
}
