//! What anybody may read: the newest published version of a plan, and how its actions stood when the public was last
//! told. Nothing here reads the plan as it stands.

use std::collections::BTreeMap;

use concordat_access::{Action as Verb, Ctx, Resource};
use concordat_kernel::{Id, Problem, Refusal, Result, Sensitivity, jiff::civil::Date};
use concordat_store::{Store, Tx, args, sql};

use super::{PUBLISH, resource};
use crate::{
    Action, Plan, RecordedPlan, State,
    store::load::load,
    versions::{VersionHead, store as versions},
};

/// Reading what is published of a plan: anybody may.
pub(crate) const VIEW_PUBLIC: Verb = Verb::new("public_plan", "view");

/// The longest summary for the public.
const LONGEST: usize = 4000;

sql! {
    NEWEST = "SELECT as_of, summary, states FROM plan_public_progress
              WHERE plan_id = $1 ORDER BY made_at DESC, id DESC LIMIT 1";
    TELL = "INSERT INTO plan_public_progress (id, plan_id, as_of, summary, states, made_at, made_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7)";
}

/// How the actions stood, as the public was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicProgress {
    /// On which day.
    pub(crate) as_of: Date,
    /// What was said of it.
    pub(crate) summary: String,
    /// The state of each action.
    pub(crate) states: BTreeMap<Id<Action>, State>,
}

/// What is published of a plan.
#[derive(Debug, Clone)]
pub(crate) struct PublicPlan {
    /// The version.
    pub(crate) version: VersionHead,
    /// What it says.
    pub(crate) plan: RecordedPlan,
    /// The name of the group it belongs to.
    pub(crate) group: Option<String>,
    /// How its actions stood when the public was last told.
    pub(crate) progress: Option<PublicProgress>,
}

fn public() -> Resource {
    Resource::any(VIEW_PUBLIC.kind).at(Sensitivity::Public)
}

/// The plans of which something is published.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn published_plans(store: &Store, ctx: &Ctx) -> Result<Vec<versions::PublishedHead>> {
    let mut tx = store.read(ctx, VIEW_PUBLIC, &public()).await?;
    versions::published_heads(&mut tx).await
}

/// What is published of a plan. A plan of which nothing is published is as one that is not there.
///
/// # Errors
/// When nothing is published.
pub(crate) async fn published_plan(store: &Store, ctx: &Ctx, id: Id<Plan>) -> Result<PublicPlan> {
    let mut tx = store.read(ctx, VIEW_PUBLIC, &public()).await?;
    let published = versions::newest(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let progress = newest(&mut tx, id).await?;
    let group = match published.plan.head.group {
        Some(group) => concordat_partnership::names(&mut tx).await?.remove(&group),
        None => None,
    };
    Ok(PublicPlan { version: published.head, plan: published.plan, group, progress })
}

async fn newest(tx: &mut Tx, plan: Id<Plan>) -> Result<Option<PublicProgress>> {
    let row = tx.opt::<(String, String, String)>(&NEWEST, args![plan]).await?;
    let Some((as_of, summary, states)) = row else { return Ok(None) };
    let corrupt = |e: serde_json::Error| Problem::new("reading what the public was told", e);
    let words: BTreeMap<Id<Action>, String> = serde_json::from_str(&states).map_err(corrupt)?;
    let states = words
        .into_iter()
        .map(|(action, word)| {
            Ok((action, word.parse().map_err(|e: String| Problem::new("reading a state", e))?))
        })
        .collect::<Result<_, Problem>>()?;
    let as_of = as_of.parse().map_err(|e| Problem::new("reading a day", e))?;
    Ok(Some(PublicProgress { as_of, summary, states }))
}

/// What would be told to the public now, and what was told last: for the page on which it is decided.
///
/// # Errors
/// When there is no such plan, or the asker may not tell the public of it.
pub(crate) async fn to_tell(
    store: &Store,
    ctx: &Ctx,
    id: Id<Plan>,
) -> Result<(RecordedPlan, Option<RecordedPlan>, Option<PublicProgress>)> {
    let asked = crate::store::plan_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.read(ctx, PUBLISH, &Resource { kind: PUBLISH.kind, ..asked }).await?;
    let plan = load(&mut tx, id).await?;
    let version = versions::published(&mut tx, id).await?;
    Ok((plan, version, newest(&mut tx, id).await?))
}

/// Tells the public how the actions of the published version stand today.
///
/// # Errors
/// When the asker may not; when no version is published; when the summary is too long.
pub(crate) async fn tell(store: &Store, ctx: &Ctx, plan: &RecordedPlan, summary: &str) -> Result<()> {
    let mut tx = store.change(ctx, PUBLISH, &resource(&plan.head, PUBLISH)).await?;
    if summary.chars().count() > LONGEST {
        return Err(Refusal::invalid(
            "summary",
            format!("The summary must be {LONGEST} characters or fewer."),
        )
        .into());
    }
    let Some(version) = versions::published(&mut tx, plan.head.id).await? else {
        return Err(Refusal::rule("No version of the plan is published. Publish one first.").into());
    };
    let now = load(&mut tx, plan.head.id).await?;
    let states: BTreeMap<String, &str> =
        told(&version, &now).into_iter().map(|(action, state)| (action.to_string(), state.word())).collect();
    let states =
        serde_json::to_string(&states).map_err(|e| Problem::new("writing what the public is told", e))?;
    let id: Id<()> = ctx.chance.id(&ctx.clock);
    let (today, now) = (ctx.clock.today(), ctx.clock.now());
    tx.run(&TELL, args![id, plan.head.id, today, summary, states, now, ctx.actor.word()]).await?;
    tx.commit().await
}

/// The state that the public is told of each action of the published version. What was added since is not public, and
/// so has no state to tell.
pub(crate) fn told(version: &RecordedPlan, now: &RecordedPlan) -> BTreeMap<Id<Action>, State> {
    version
        .actions()
        .filter(|(_, action)| action.state != State::Withdrawn)
        .filter_map(|(_, action)| {
            let (_, action) = now.action(action.id)?;
            Some((action.id, action.state))
        })
        .collect()
}
