//! Exceptions that were raised to the group above: what its members see of them, and decide.

use std::collections::HashMap;

use concordat_access::{Action as Verb, Ctx, Resource};
use concordat_kernel::{AnyId, Id, Refusal, Result, jiff::civil::Date};
use concordat_store::{Store, args, sql};

use super::{
    DECIDE_RAISED, VIEW, VIEW_RAISED, above, exception_resource,
    raised::{find, save, tidy},
    raised_resource,
};
use crate::{
    Plan, RecordedPlan,
    exceptions::{Exception, Ground, Reasoned, RecordedException, Remedy, rules},
    store,
};

sql! {
    RAISED = "SELECT e.id, p.title, p.group_id, a.number, a.label, a.objective, e.ground, e.raised_further_on,
                     e.raised_further_because, e.decided_on, e.decision
              FROM plan_exception e JOIN plan p ON p.id = e.plan_id JOIN plan_action a ON a.id = e.action_id
              WHERE e.level = 'partnership' AND e.resolved_on IS NULL
              ORDER BY e.raised_further_on, e.id";
    /// Some exception that was raised to the group above, an open one first.
    pub(crate) ANY_RAISED = "SELECT id FROM plan_exception WHERE level = 'partnership'
                             ORDER BY CASE WHEN resolved_on IS NULL THEN 0 ELSE 1 END, version, id LIMIT 1";
    /// How often it changed, for the form that changes it.
    pub(crate) ANY_RAISED_VERSION = "SELECT CAST(version AS TEXT) FROM plan_exception WHERE level = 'partnership'
                                     ORDER BY CASE WHEN resolved_on IS NULL THEN 0 ELSE 1 END, version, id LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Exception>,
    title: String,
    group_id: Option<Id<()>>,
    number: String,
    label: Option<String>,
    objective: String,
    ground: String,
    raised_further_on: Option<String>,
    raised_further_because: Option<String>,
    decided_on: Option<String>,
    decision: Option<String>,
}

/// An open exception as a list for the group above shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaisedHead {
    /// Its id.
    pub id: Id<Exception>,
    /// The title of its plan.
    pub plan: String,
    /// The group whose plan it is.
    pub group: Option<AnyId>,
    /// Number and objective of the action.
    pub action: String,
    /// Why it was raised first.
    pub ground: Ground,
    /// When and why it was raised further.
    pub further: Reasoned,
    /// When and what was decided.
    pub decided: Option<Reasoned>,
    /// Whether the asker may write down what is decided.
    pub may_decide: bool,
}

/// The open exceptions that were raised to groups of the asker, oldest first.
///
/// # Errors
/// When the asker may read none anywhere.
pub async fn raised_to(record: &Store, ctx: &Ctx) -> Result<Vec<RaisedHead>> {
    record.ask(ctx, VIEW_RAISED, &Resource::anywhere(VIEW_RAISED.kind, &ctx.actor)).await?;
    let mut tx = record.peek().await?;
    let parents: HashMap<AnyId, AnyId> = concordat_partnership::parents(&mut tx).await?;
    let mut heads = Vec::new();
    for row in tx.all::<Row>(&RAISED, args![]).await? {
        let resource = Resource { id: Some(row.id.uuid()), ..Resource::any(VIEW_RAISED.kind) };
        let resource = resource.within(above(row.group_id.map(Id::uuid), &parents));
        if record.may(ctx, VIEW_RAISED, &resource) {
            heads.push(head(row, record.may(ctx, DECIDE_RAISED, &resource))?);
        }
    }
    Ok(heads)
}

/// How many exceptions wait for the asker to decide.
pub(crate) async fn to_decide(record: &Store, ctx: &Ctx) -> Result<usize> {
    let anywhere = Resource::anywhere(VIEW_RAISED.kind, &ctx.actor);
    if !record.may(ctx, VIEW_RAISED, &anywhere) {
        return Ok(0);
    }
    let heads = raised_to(record, ctx).await?;
    Ok(heads.iter().filter(|head| head.may_decide && head.decided.is_none()).count())
}

/// How an exception is read by whoever asks: with its plan's group, or with the group to which it was raised.
pub(super) async fn to_view(
    record: &Store,
    ctx: &Ctx,
    id: Id<Exception>,
) -> Result<(Id<Plan>, Verb, Resource)> {
    let mut peek = record.peek().await?;
    let (plan, resource) = exception_resource(&mut peek, id).await?;
    if !record.may(ctx, VIEW, &resource)
        && let Some((plan, raised)) = raised_resource(&mut peek, id).await?
        && record.may(ctx, VIEW_RAISED, &raised)
    {
        return Ok((plan, VIEW_RAISED, raised));
    }
    Ok((plan, VIEW, resource))
}

/// Whether the asker may write down what is decided about an exception: not before it was raised.
pub(crate) async fn may_decide(record: &Store, ctx: &Ctx, id: Id<Exception>) -> Result<bool> {
    let raised = raised_resource(&mut record.peek().await?, id).await?;
    Ok(raised.is_some_and(|(_, resource)| record.may(ctx, DECIDE_RAISED, &resource)))
}

/// An exception that was raised, with its plan, for the page on which a decision is written down.
///
/// # Errors
/// When there is none, it was not raised, or the asker may not.
pub(crate) async fn raised(
    record: &Store,
    ctx: &Ctx,
    id: Id<Exception>,
) -> Result<(RecordedPlan, RecordedException)> {
    let (plan, resource) = raised_one(record, id).await?;
    let mut tx = record.read(ctx, DECIDE_RAISED, &resource).await?;
    let plan = store::load(&mut tx, plan).await?;
    let found = find(&mut tx, plan.head.id, id).await?;
    Ok((plan, found))
}

/// Writes down what the partnership decided, and what is to be done when it said so.
///
/// # Errors
/// [`Refusal::Conflict`] when it changed since version `version`; when it was not raised, the asker may not, or a rule
/// says no.
pub async fn decide_raised(
    record: &Store,
    ctx: &Ctx,
    id: Id<Exception>,
    version: i64,
    decision: &str,
    remedy: Option<Remedy>,
) -> Result<()> {
    let (plan, resource) = raised_one(record, id).await?;
    let mut tx = record.change(ctx, DECIDE_RAISED, &resource).await?;
    let former = find(&mut tx, plan, id).await?;
    if !former.is_open() {
        return Err(Refusal::rule("This exception is resolved. Nothing about it changes any more.").into());
    }
    rules::check_text("decision", decision, "Enter what was decided.")?;
    if let Some(remedy) = &remedy {
        rules::check_remedy(remedy)?;
    }
    let remedy = remedy.map(|one| Remedy { what: tidy(&one.what), by: tidy(&one.by), ..one });
    let decided = Some(Reasoned { on: ctx.clock.today(), because: tidy(decision) });
    let latter = RecordedException { decided, remedy: remedy.or(former.remedy.clone()), ..former.clone() };
    save(&mut tx, &former, &latter, version).await?;
    tx.commit().await
}

async fn raised_one(record: &Store, id: Id<Exception>) -> Result<(Id<Plan>, Resource)> {
    Ok(raised_resource(&mut record.peek().await?, id).await?.ok_or(Refusal::NotFound)?)
}

fn head(row: Row, may_decide: bool) -> Result<RaisedHead> {
    let corrupt = |e: String| concordat_kernel::Problem::new("reading an exception", e);
    let day = |text: &Option<String>| store::day(text.as_deref());
    let objective = match row.label.as_deref().filter(|label| !label.is_empty()) {
        Some(label) => label,
        None => &row.objective,
    };
    let on = day(&row.raised_further_on)?.unwrap_or(Date::MIN);
    let decided = day(&row.decided_on)?;
    Ok(RaisedHead {
        action: format!("{} {objective}", row.number).trim().to_owned(),
        ground: row.ground.parse().map_err(corrupt)?,
        further: Reasoned { on, because: row.raised_further_because.unwrap_or_default() },
        decided: decided.map(|on| Reasoned { on, because: row.decision.unwrap_or_default() }),
        id: row.id,
        plan: row.title,
        group: row.group_id.map(Id::uuid),
        may_decide,
    })
}
