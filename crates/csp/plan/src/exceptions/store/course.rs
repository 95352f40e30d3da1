//! How an action comes round, and steps that are not needed after all.

use std::sync::Arc;

use concordat_access::Ctx;
use concordat_kernel::{Id, Refusal, Result};
use concordat_store::{Change, Store};

use crate::{
    Action, RecordedAction, RecordedPlan, State,
    exceptions::{Reasoned, Recurs, Step, rules::check_text},
    store::{self, CHANGE_ACTION},
};

/// Says how an action comes round. To say that it goes on confirms it for a year.
///
/// # Errors
/// [`Refusal::Conflict`] when the action changed since version `version`; when the asker may not.
pub async fn change_recurs(
    record: &Store,
    ctx: &Ctx,
    id: Id<Action>,
    version: i64,
    recurs: Recurs,
) -> Result<()> {
    let (mut tx, plan) = begin(record, ctx, id).await?;
    let former = found(&plan, id)?;
    let confirmed = match (recurs, former.course.recurs) {
        (Recurs::Ongoing, Recurs::Ongoing) => former.course.confirmed_on,
        (Recurs::Ongoing, _) => Some(ctx.clock.today()),
        _ => None,
    };
    store::set_recurs(&mut tx, former, version, recurs, confirmed).await?;
    tx.commit().await
}

/// Confirms that an ongoing action goes on. That overwrites nothing, so it does not ask which version was seen.
///
/// # Errors
/// As [`change_recurs`]; also when it is not ongoing.
pub async fn confirm(record: &Store, ctx: &Ctx, id: Id<Action>) -> Result<()> {
    let (mut tx, plan) = begin(record, ctx, id).await?;
    let former = found(&plan, id)?;
    if former.course.recurs != Recurs::Ongoing {
        return Err(Refusal::Conflict.into());
    }
    let today = Some(ctx.clock.today());
    store::set_recurs(&mut tx, former, former.version, Recurs::Ongoing, today).await?;
    tx.commit().await
}

/// The plan that a step belongs to, and its action, for a page that changes the step.
///
/// # Errors
/// When there is none, or the asker may not.
pub async fn step_of(record: &Store, ctx: &Ctx, step: Id<Step>) -> Result<(Arc<RecordedPlan>, Id<Action>)> {
    let action = store::action_of_step(&mut record.peek().await?, step).await?;
    Ok((store::plan_of_action_to(record, ctx, CHANGE_ACTION, action).await?, action))
}

/// Stands a step down: it turned out not to be needed, for this reason.
///
/// # Errors
/// As [`change_recurs`]; also without a reason, and when it is stood down already.
pub async fn stand_step_down(
    record: &Store,
    ctx: &Ctx,
    step: Id<Step>,
    version: i64,
    because: &str,
) -> Result<()> {
    let id = store::action_of_step(&mut record.peek().await?, step).await?;
    let (mut tx, plan) = begin(record, ctx, id).await?;
    check_text("because", because, "Enter why the step is not needed.")?;
    let former = found(&plan, id)?;
    check_is(former, step, false)?;
    let reasoned = Reasoned { on: ctx.clock.today(), because: because.trim().to_owned() };
    store::stand_down(&mut tx, former, version, step, Some(&reasoned)).await?;
    tx.commit().await
}

/// Stands a step up again: it is needed after all.
///
/// # Errors
/// As [`change_recurs`]; also when it is not stood down.
pub async fn stand_step_up(record: &Store, ctx: &Ctx, step: Id<Step>, version: i64) -> Result<()> {
    let id = store::action_of_step(&mut record.peek().await?, step).await?;
    let (mut tx, plan) = begin(record, ctx, id).await?;
    let former = found(&plan, id)?;
    check_is(former, step, true)?;
    store::stand_down(&mut tx, former, version, step, None).await?;
    tx.commit().await
}

async fn begin(record: &Store, ctx: &Ctx, id: Id<Action>) -> Result<(Change, RecordedPlan)> {
    let (plan, resource) = store::action_resource(&mut record.peek().await?, id).await?;
    let mut tx = record.change(ctx, CHANGE_ACTION, &resource).await?;
    let plan = store::load(&mut tx, plan).await?;
    Ok((tx, plan))
}

fn found(plan: &RecordedPlan, id: Id<Action>) -> Result<&RecordedAction> {
    let (_, action) = plan.action(id).ok_or(Refusal::NotFound)?;
    if action.state == State::Withdrawn {
        return Err(Refusal::rule("A withdrawn action is put back before it is changed.").into());
    }
    Ok(action)
}

/// Whether the step is stood down or not, as whoever changes it believes.
fn check_is(action: &RecordedAction, step: Id<Step>, down: bool) -> Result<(), Refusal> {
    let known = action.course.steps.iter().find(|known| known.id == step).ok_or(Refusal::NotFound)?;
    if known.stood_down.is_some() == down { Ok(()) } else { Err(Refusal::Conflict) }
}
