//! Rounds and their requests, as they stand.

use std::collections::HashSet;

use concordat_access::Ctx;
use concordat_kernel::{Id, Kind as _, Problem, Ref, Result};
use concordat_store::{Store, Tx, args, sql};

use super::{
    super::model::{Lead, Pass, RecordedRequest, RecordedRound, Request, Round, period},
    VIEW_ROUND, round_resource,
};
use crate::Plan;

sql! {
    ROUNDS = "SELECT id, plan_id, title, asks_from, asks_to, opens_on, due_on, closed_at, version
              FROM plan_round WHERE plan_id = $1 ORDER BY opens_on DESC, id DESC";
    ROUND = "SELECT id, plan_id, title, asks_from, asks_to, opens_on, due_on, closed_at, version
             FROM plan_round WHERE id = $1";
    OPEN = "SELECT DISTINCT plan_id FROM plan_round WHERE closed_at IS NULL";
    ROUND_TITLE = "SELECT id, title FROM plan_round WHERE id = $1";
    LEAD_OF_PASS = "SELECT r.round_id, r.lead FROM plan_pass p JOIN plan_request r ON r.id = p.request_id WHERE p.id = $1";
    REQUESTS = "SELECT id, round_id, lead, body_id, state, answered_at, answered_by, version
                FROM plan_request WHERE round_id = $1 ORDER BY lead, id";
    REQUEST = "SELECT id, round_id, lead, body_id, state, answered_at, answered_by, version
               FROM plan_request WHERE id = $1";
}

#[derive(sqlx::FromRow)]
struct RoundRow {
    id: Id<Round>,
    plan_id: Id<Plan>,
    title: String,
    asks_from: String,
    asks_to: String,
    opens_on: String,
    due_on: String,
    closed_at: Option<String>,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct RequestRow {
    id: Id<Request>,
    round_id: Id<Round>,
    lead: String,
    body_id: Option<Id<()>>,
    state: String,
    answered_at: Option<String>,
    answered_by: Option<String>,
    version: i64,
}

/// The rounds of a plan, newest first. Called where the plan may be seen.
///
/// # Errors
/// When the database does not answer.
pub async fn rounds(tx: &mut Tx, plan: Id<Plan>) -> Result<Vec<RecordedRound>> {
    tx.all::<RoundRow>(&ROUNDS, args![plan]).await?.into_iter().map(recorded).collect()
}

/// The plans that have an open round.
pub(crate) async fn plans_asking(tx: &mut Tx) -> Result<HashSet<Id<Plan>>> {
    let plans: Vec<(Id<Plan>,)> = tx.all(&OPEN, args![]).await?;
    Ok(plans.into_iter().map(|(plan,)| plan).collect())
}

/// One round.
pub(in super::super) async fn round(tx: &mut Tx, id: Id<Round>) -> Result<RecordedRound> {
    recorded(tx.one::<RoundRow>(&ROUND, args![id]).await?)
}

/// What each lead is asked in a round, in the order of their names. Called where the plan may be seen.
///
/// # Errors
/// When the database does not answer.
pub async fn requests_of_round(tx: &mut Tx, round: Id<Round>) -> Result<Vec<RecordedRequest>> {
    tx.all::<RequestRow>(&REQUESTS, args![round]).await?.into_iter().map(request_recorded).collect()
}

/// One request.
pub(in super::super) async fn request(tx: &mut Tx, id: Id<Request>) -> Result<RecordedRequest> {
    request_recorded(tx.one::<RequestRow>(&REQUEST, args![id]).await?)
}

/// The title of a round; for a pass, the lead that it answers for. Nothing when the asker may not see the round.
pub(crate) async fn title(store: &Store, ctx: &Ctx, thing: &Ref) -> Result<Option<String>> {
    let mut tx = store.peek().await?;
    let found: Option<(Id<Round>, String)> = match thing.kind.as_ref() {
        Round::NAME => tx.opt(&ROUND_TITLE, args![thing.id]).await?,
        Pass::NAME => tx.opt(&LEAD_OF_PASS, args![thing.id]).await?,
        "plan_invitation" => {
            drop(tx);
            return crate::versions::store::guest::title_of_guest(store, ctx, thing.id).await;
        }
        _ => None,
    };
    let Some((round, words)) = found else { return Ok(None) };
    let (_, resource) = round_resource(&mut tx, round).await?;
    let words = if thing.kind == Pass::NAME { format!("{words}, by link") } else { words };
    Ok(store.may(ctx, VIEW_ROUND, &resource).then_some(words))
}

fn recorded(row: RoundRow) -> Result<RecordedRound> {
    let corrupt = || Problem::say("reading the days of a round");
    Ok(RecordedRound {
        id: row.id,
        plan: row.plan_id,
        title: row.title,
        about: period(&row.asks_from, &row.asks_to).ok_or_else(corrupt)?,
        opens_on: row.opens_on.parse().map_err(|_| corrupt())?,
        due_on: row.due_on.parse().map_err(|_| corrupt())?,
        closed_at: row.closed_at,
        version: row.version,
    })
}

fn request_recorded(row: RequestRow) -> Result<RecordedRequest> {
    Ok(RecordedRequest {
        id: row.id,
        round: row.round_id,
        lead: Lead { words: row.lead, body: row.body_id.map(Id::uuid) },
        standing: row.state.parse().map_err(|e: String| Problem::new("reading a request", e))?,
        answered_at: row.answered_at,
        answered_by: row.answered_by,
        version: row.version,
    })
}
