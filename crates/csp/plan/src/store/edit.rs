use concordat_access::{Ctx, Resource};
use concordat_kernel::{AnyId, Error, Id, Refusal, Result};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{
    ADD_ACTION, CHANGE, CHANGE_ACTION, PLAN_OF_ACTION, PLAN_OF_PRIORITY, Verb, WITHDRAW, action_resource,
    load, plan_resource,
    save::{self, Bodies},
};
use crate::{
    Action, Plan, Priority, RecordedAction, RecordedPlan, State,
    import::{self, tidy},
    rules,
};

sql! {
    UPDATE_PLAN = "UPDATE plan
                   SET title = $2, period_from = $3, period_to = $4, group_id = $5, version = version + 1
                   WHERE id = $1 AND version = $6";
    NEXT_POSITION = "SELECT COUNT(*) FROM plan_action WHERE plan_id = $1";
}

/// An edit of an action: the version the editor saw, and what they want it to say.
#[derive(Debug, Clone)]
pub struct ActionEdit {
    /// The version they saw.
    pub version: i64,
    /// The content they want.
    pub content: import::Action,
    /// The state they want; not `Withdrawn`, which is an act of its own.
    pub state: State,
}

/// A new action.
#[derive(Debug, Clone)]
pub struct NewAction {
    /// Where it belongs.
    pub priority: Id<Priority>,
    /// What it says.
    pub content: import::Action,
    /// How it is going.
    pub state: State,
}

/// Adds an action to a priority, at its end.
///
/// # Errors
/// When the asker may not, or a rule says no.
pub async fn add_action(store: &Store, ctx: &Ctx, new: NewAction) -> Result<Id<Action>> {
    let mut peek = store.peek().await?;
    let (plan_id,): (Id<Plan>,) = peek.one(&PLAN_OF_PRIORITY, args![new.priority]).await?;
    let within = plan_resource(&mut peek, plan_id).await?.within;
    drop(peek);
    let resource = Resource { within, ..Resource::any("plan_action") };
    let mut tx = store.change(ctx, ADD_ACTION, &resource).await?;
    let id = add_action_in(&mut tx, ctx, &new).await?;
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

/// The same, as part of a change that has asked the door.
pub(crate) async fn add_action_in(tx: &mut Change, ctx: &Ctx, new: &NewAction) -> Result<Id<Action>> {
    let (plan_id,): (Id<Plan>,) = tx.one(&PLAN_OF_PRIORITY, args![new.priority]).await?;
    let plan = load::load(tx, plan_id).await?;
    rules::check_action(&new.content)?;
    rules::check_number_is_free(&plan, &new.content.number, None)?;
    let (position,): (i64,) = tx.one(&NEXT_POSITION, args![plan_id]).await?;
    let bodies = Bodies::load(tx).await?;
    let place = usize::try_from(position).unwrap_or(usize::MAX);
    save::add_action(tx, ctx, &bodies, (plan_id, new.priority), place, &new.content, new.state).await
}

/// Changes an action.
///
/// # Errors
/// [`Refusal::Conflict`] when it changed since the editor saw it; when the asker may not; when a rule says no.
pub async fn change_action(store: &Store, ctx: &Ctx, id: Id<Action>, edit: ActionEdit) -> Result<()> {
    let (_, resource) = action_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.change(ctx, CHANGE_ACTION, &resource).await?;
    change_action_in(&mut tx, ctx, id, &edit).await?;
    tx.commit().await
}

/// The same, as part of a change that has asked the door.
pub(crate) async fn change_action_in(
    tx: &mut Change,
    ctx: &Ctx,
    id: Id<Action>,
    edit: &ActionEdit,
) -> Result<()> {
    let plan = plan_in(tx, id).await?;
    let former = found(&plan, id)?;
    if former.state == State::Withdrawn || edit.state == State::Withdrawn {
        return Err(Refusal::rule("A withdrawn action is put back before it is changed.").into());
    }
    rules::check_action(&edit.content)?;
    rules::check_number_is_free(&plan, &edit.content.number, Some(id))?;
    let bodies = Bodies::load(tx).await?;
    save::update_action(tx, ctx, &bodies, former, edit.version, &edit.content, (edit.state, None)).await
}

/// Takes an action out of the plan, with a reason. It stays in the record.
///
/// # Errors
/// As [`change_action`].
pub async fn withdraw(store: &Store, ctx: &Ctx, id: Id<Action>, version: i64, because: &str) -> Result<()> {
    let (_, resource) = action_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.change(ctx, WITHDRAW, &resource).await?;
    withdraw_in(&mut tx, ctx, id, version, because).await?;
    tx.commit().await
}

/// The same, as part of a change that has asked the door.
pub(crate) async fn withdraw_in(
    tx: &mut Change,
    ctx: &Ctx,
    id: Id<Action>,
    version: i64,
    because: &str,
) -> Result<()> {
    rules::check_reason(because)?;
    let plan = plan_in(tx, id).await?;
    let former = found(&plan, id)?;
    let bodies = Bodies::load(tx).await?;
    let to = (State::Withdrawn, Some(because.trim()));
    save::update_action(tx, ctx, &bodies, former, version, &former.content, to).await
}

/// Puts a withdrawn action back, with no update yet.
///
/// # Errors
/// As [`change_action`].
pub async fn reinstate(store: &Store, ctx: &Ctx, id: Id<Action>, version: i64) -> Result<()> {
    let (plan_id, resource) = action_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.change(ctx, WITHDRAW, &resource).await?;
    let plan = load::load(&mut tx, plan_id).await?;
    let former = found(&plan, id)?;
    if former.state != State::Withdrawn {
        return Err(Refusal::Conflict.into());
    }
    rules::check_number_is_free(&plan, &former.content.number, Some(id))?;
    let bodies = Bodies::load(&mut tx).await?;
    save::update_action(&mut tx, ctx, &bodies, former, version, &former.content, (State::NoUpdate, None))
        .await?;
    tx.commit().await
}

/// Moves an action to another priority and gives it its number there.
///
/// # Errors
/// As [`change_action`]; also when the priority is of another plan.
pub async fn move_action(
    store: &Store,
    ctx: &Ctx,
    id: Id<Action>,
    version: i64,
    to: Id<Priority>,
    number: &str,
) -> Result<()> {
    let (_, resource) = action_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.change(ctx, CHANGE_ACTION, &resource).await?;
    move_action_in(&mut tx, ctx, id, version, (to, number)).await?;
    tx.commit().await
}

/// The same, as part of a change that has asked the door.
pub(crate) async fn move_action_in(
    tx: &mut Change,
    ctx: &Ctx,
    id: Id<Action>,
    version: i64,
    (to, number): (Id<Priority>, &str),
) -> Result<()> {
    let plan = plan_in(tx, id).await?;
    let (from, former) = plan.action(id).ok_or(Refusal::NotFound)?;
    let to = plan
        .priorities
        .iter()
        .find(|priority| priority.id == to)
        .ok_or_else(|| Refusal::invalid("priority", "Choose one of this plan's priorities."))?;
    let content = import::Action { number: tidy(number), ..former.content.clone() };
    rules::check_action(&content)?;
    rules::check_number_is_free(&plan, &content.number, Some(id))?;
    let bodies = Bodies::load(tx).await?;
    let as_it_is = (former.state, former.withdrawn_because.as_deref());
    save::update_action(tx, ctx, &bodies, former, version, &content, as_it_is).await?;
    let (position,): (i64,) = tx.one(&NEXT_POSITION, args![plan.head.id]).await?;
    save::place_action(tx, id, to.id, usize::try_from(position).unwrap_or(usize::MAX)).await?;
    tx.keep(id, "Priority", Some(&from.title), Some(&to.title)).await
}

/// Changes a priority's title, leads, aim and notes.
///
/// # Errors
/// As [`change_action`].
pub async fn change_priority(
    store: &Store,
    ctx: &Ctx,
    id: Id<Priority>,
    version: i64,
    latter: &import::Priority,
) -> Result<()> {
    let mut peek = store.peek().await?;
    let (plan_id,): (Id<Plan>,) = peek.one(&PLAN_OF_PRIORITY, args![id]).await?;
    let resource = plan_resource(&mut peek, plan_id).await?;
    drop(peek);
    let mut tx = store.change(ctx, CHANGE, &resource).await?;
    rules::check_priority(latter)?;
    let plan = load::load(&mut tx, plan_id).await?;
    let (position, former) = plan
        .priorities
        .iter()
        .enumerate()
        .find(|(_, priority)| priority.id == id)
        .ok_or(Refusal::NotFound)?;
    let former = former.as_draft();
    save::update_priority(&mut tx, id, version, position, &former, latter).await?;
    tx.commit().await
}

/// Changes a plan's title, period and group.
///
/// # Errors
/// As [`change_action`]; also when the asker may not change the plans of the group it would belong to.
pub async fn change_plan(store: &Store, ctx: &Ctx, latter: &crate::PlanHead) -> Result<()> {
    let resource = plan_resource(&mut store.peek().await?, latter.id).await?;
    store.ask(ctx, CHANGE, &resource).await?;
    may_belong(store, ctx, CHANGE, Resource::one(latter.id).within(latter.group)).await?;
    let mut tx = store.change(ctx, CHANGE, &resource).await?;
    rules::check_title(&latter.title, "plan")?;
    if latter.period.is_some_and(|period| period.from > period.to) {
        return Err(Refusal::invalid("period_to", "The last month must not be before the first.").into());
    }
    let former = load::load_head(&mut tx, latter.id).await?;
    if latter.group != former.group {
        check_group(&mut tx, latter.group).await?;
    }
    let row = args![
        latter.id,
        latter.title.trim(),
        latter.period.map(|period| period.from),
        latter.period.map(|period| period.to),
        latter.group,
        latter.version
    ];
    if tx.run(&UPDATE_PLAN, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    tx.keep(latter.id, "Title", Some(&former.title), Some(latter.title.trim())).await?;
    let words = |head: &crate::PlanHead| head.period.map(|period| period.to_string());
    tx.keep(latter.id, "Period", words(&former).as_deref(), words(latter).as_deref()).await?;
    let group = |head: &crate::PlanHead| head.group.map(|group| group.to_string());
    tx.keep(latter.id, "Group", group(&former).as_deref(), group(latter).as_deref()).await?;
    tx.commit().await
}

/// A plan is not given to a group by somebody who could not change it there. Asked before anything
/// is changed, so that the refusal is recorded.
pub(super) async fn may_belong(store: &Store, ctx: &Ctx, verb: Verb, there: Resource) -> Result<()> {
    match store.ask(ctx, verb, &there).await {
        Err(Error::Refusal(Refusal::NotFound)) => {
            Err(Refusal::invalid("group", "Choose a group whose plans you may change.").into())
        }
        other => other,
    }
}

/// Makes sure that a group that a plan is to belong to is there.
pub(crate) async fn check_group(tx: &mut Tx, group: Option<AnyId>) -> Result<()> {
    let Some(group) = group else { return Ok(()) };
    let known = concordat_partnership::choices(tx).await?;
    if known.iter().any(|choice| choice.kind == "group" && choice.id == group) {
        return Ok(());
    }
    Err(Refusal::invalid("group", "Choose a group from the list.").into())
}

async fn plan_in(tx: &mut Tx, action: Id<Action>) -> Result<RecordedPlan> {
    let (plan,): (Id<Plan>,) = tx.one(&PLAN_OF_ACTION, args![action]).await?;
    load::load(tx, plan).await
}

fn found(plan: &RecordedPlan, id: Id<Action>) -> Result<&RecordedAction> {
    Ok(plan.action(id).map(|(_, action)| action).ok_or(Refusal::NotFound)?)
}
