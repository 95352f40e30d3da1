//! What is read for pages that do not show a whole plan: one action with its history, or only what the plan is called.

use std::sync::Arc;

use concordat_access::Ctx;
use concordat_kernel::{Id, Result};
use concordat_store::{FieldChange, Store};

use super::{
    VIEW, VIEW_ACTION, action_resource,
    load::{kept, load_head},
    plan_resource,
};
use crate::{Action, Plan, PlanHead, RecordedPlan};

/// What a plan is called, its period and its group: for pages that show nothing of its actions.
///
/// # Errors
/// When there is no such plan, or it is not for the asker.
pub(crate) async fn plan_head(store: &Store, ctx: &Ctx, id: Id<Plan>) -> Result<PlanHead> {
    let resource = plan_resource(&mut store.peek().await?, id).await?;
    load_head(&mut store.read(ctx, VIEW, &resource).await?, id).await
}

/// An action with what its page shows around it.
#[derive(Debug, Clone)]
pub(crate) struct OneAction {
    /// Its plan.
    pub(crate) plan: Arc<RecordedPlan>,
    /// What it was before: every field ever changed, newest first.
    pub(crate) history: Vec<FieldChange>,
}

/// One action.
///
/// # Errors
/// When there is no such action, or it is not for the asker.
pub(crate) async fn one_action(store: &Store, ctx: &Ctx, id: Id<Action>) -> Result<OneAction> {
    let (plan, resource) = action_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.read(ctx, VIEW_ACTION, &resource).await?;
    Ok(OneAction { plan: kept(store, &mut tx, plan).await?, history: tx.history(id.uuid()).await? })
}
