//! What is read for pages that do not show a whole plan: one action, or only what the plan is called.

use concordat_access::Ctx;
use concordat_kernel::{Id, Result};
use concordat_store::{FieldChange, Store, args, sql};

use super::{
    VIEW, VIEW_ACTION, action_resource,
    load::{load_head, load_of},
    plan_resource,
};
use crate::{Action, Plan, PlanHead, RecordedPlan};

sql! {
    // In the plan's order, leaving out the withdrawn.
    BESIDE = "SELECT before_id, before_number, after_id, after_number
              FROM (SELECT a.id AS id,
                           LAG(a.id) OVER in_order AS before_id,
                           LAG(a.number) OVER in_order AS before_number,
                           LEAD(a.id) OVER in_order AS after_id,
                           LEAD(a.number) OVER in_order AS after_number
                    FROM plan_action a JOIN plan_priority p ON p.id = a.priority_id
                    WHERE a.plan_id = $1 AND (a.state <> 'withdrawn' OR a.id = $2)
                    WINDOW in_order AS (ORDER BY p.position, p.id, a.position, a.id)) o
              WHERE id = $2";
}

/// What a plan is called, its period and its group: for pages that show nothing of its actions.
///
/// # Errors
/// When there is no such plan, or it is not for the asker.
pub(crate) async fn plan_head(store: &Store, ctx: &Ctx, id: Id<Plan>) -> Result<PlanHead> {
    let resource = plan_resource(&mut store.peek().await?, id).await?;
    load_head(&mut store.read(ctx, VIEW, &resource).await?, id).await
}

/// Another action of the plan: its id and number.
pub(crate) type Beside = (Id<Action>, String);

/// An action with what its page shows around it.
#[derive(Debug, Clone)]
pub(crate) struct OneAction {
    /// Its plan with every priority, but of the actions only this one.
    pub(crate) plan: RecordedPlan,
    /// The action before it in the plan, leaving out the withdrawn.
    pub(crate) before: Option<Beside>,
    /// The action after it.
    pub(crate) after: Option<Beside>,
    /// What it was before: every field ever changed, newest first.
    pub(crate) history: Vec<FieldChange>,
}

#[derive(sqlx::FromRow)]
struct Row {
    before_id: Option<Id<Action>>,
    before_number: Option<String>,
    after_id: Option<Id<Action>>,
    after_number: Option<String>,
}

/// One action.
///
/// # Errors
/// When there is no such action, or it is not for the asker.
pub(crate) async fn one_action(store: &Store, ctx: &Ctx, id: Id<Action>) -> Result<OneAction> {
    let (plan, resource) = action_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.read(ctx, VIEW_ACTION, &resource).await?;
    let beside: Row = tx.one(&BESIDE, args![plan, id]).await?;
    Ok(OneAction {
        plan: load_of(&mut tx, plan, Some(id)).await?,
        before: beside.before_id.zip(beside.before_number),
        after: beside.after_id.zip(beside.after_number),
        history: tx.history(id.uuid()).await?,
    })
}
