//! Exceptions, claims and the course of actions in the record: each function asks the door where the data is.

mod claims;
mod course;
mod facts;
mod further;
mod raised;

pub use claims::{Decision, Sent, assured_days, claim, claim_seen, claims_of_plan, claims_seen, decide};
pub use course::{change_recurs, confirm, stand_step_down, stand_step_up, step_of};
pub use facts::conditions;
pub use raised::{
    Seen, check, check_running, exception, exception_seen, exceptions_of, of_plan, raise, raise_further,
    remedy, resolve, still_holds,
};

pub(crate) use claims::{ANY_CLAIM, of_action};
pub(crate) use further::{ANY_RAISED, ANY_RAISED_VERSION, may_decide, raised, to_decide};
pub use further::{RaisedHead, decide_raised, raised_to};
pub(crate) use raised::{ANY_EXCEPTION, history};

use std::collections::HashMap;

use concordat_access::{Action as Verb, Ctx, Resource, ResourceKind};
use concordat_kernel::{AnyId, Id, Result, Sensitivity};
use concordat_store::{Store, Tx, args, sql};

use crate::{Plan, store};

/// The kinds of thing that this theme adds.
pub(crate) const KINDS: &[ResourceKind] = &[
    ResourceKind {
        name: "plan_exception",
        actions: &["view", "raise", "remedy", "raise-further", "resolve"],
        sensitivities: &[Sensitivity::Partner],
    },
    ResourceKind {
        name: "plan_raised",
        actions: &["view", "decide"],
        sensitivities: &[Sensitivity::Partner],
    },
    ResourceKind {
        name: "plan_assurance",
        actions: &["view", "claim", "decide"],
        sensitivities: &[Sensitivity::Partner],
    },
];

/// Reading a plan's exceptions.
pub const VIEW: Verb = Verb::new("plan_exception", "view");
/// Checking a plan for exceptions.
pub const RAISE: Verb = Verb::new("plan_exception", "raise");
/// Saying what is done about one.
pub const REMEDY: Verb = Verb::new("plan_exception", "remedy");
/// Raising one to the partnership.
pub const RAISE_FURTHER: Verb = Verb::new("plan_exception", "raise-further");
/// Resolving one.
pub const RESOLVE: Verb = Verb::new("plan_exception", "resolve");
/// Reading what was raised to a group from those below it.
pub const VIEW_RAISED: Verb = Verb::new("plan_raised", "view");
/// Writing down what the group decided about it.
pub const DECIDE_RAISED: Verb = Verb::new("plan_raised", "decide");
/// Reading what is said to be done.
pub const VIEW_CLAIM: Verb = Verb::new("plan_assurance", "view");
/// Saying that something is done. Asked of nobody: whoever may give an update says so with it.
pub const CLAIM: Verb = Verb::new("plan_assurance", "claim");
/// Assuring what is said to be done, or returning it.
pub const DECIDE: Verb = Verb::new("plan_assurance", "decide");

sql! {
    PLAN_OF_EXCEPTION = "SELECT plan_id FROM plan_exception WHERE id = $1";
    LEVEL = "SELECT plan_id, level FROM plan_exception WHERE id = $1";
    PLAN_OF_CLAIM = "SELECT plan_id FROM plan_assurance WHERE id = $1";
}

/// One exception as the door sees it, and its plan.
async fn exception_resource(tx: &mut Tx, id: Id<super::Exception>) -> Result<(Id<Plan>, Resource)> {
    let (plan,): (Id<Plan>,) = tx.one(&PLAN_OF_EXCEPTION, args![id]).await?;
    let within = store::plan_resource(tx, plan).await?.within;
    Ok((plan, Resource { within, ..Resource::one(id) }))
}

/// One exception as the door sees it.
pub(crate) async fn resource(record: &Store, id: Id<super::Exception>) -> Result<Resource> {
    Ok(exception_resource(&mut record.peek().await?, id).await?.1)
}

/// Whether the asker may read an exception: with its plan's group, or with the group to which it was raised.
pub(crate) async fn may_view(record: &Store, ctx: &Ctx, id: Id<super::Exception>) -> Result<bool> {
    let (_, verb, resource) = further::to_view(record, ctx, id).await?;
    Ok(record.may(ctx, verb, &resource))
}

/// An exception as the door sees it for the group to which it was raised: the one above the plan's group, or that group
/// where there is none above. Nothing before it was raised.
async fn raised_resource(tx: &mut Tx, id: Id<super::Exception>) -> Result<Option<(Id<Plan>, Resource)>> {
    let (plan, level): (Id<Plan>, String) = tx.one(&LEVEL, args![id]).await?;
    if level != super::Level::Partnership.word() {
        return Ok(None);
    }
    let group = store::plan_resource(tx, plan).await?.within.first().copied();
    let above = above(group, &concordat_partnership::parents(tx).await?);
    Ok(Some((plan, Resource { id: Some(id.uuid()), ..Resource::any(VIEW_RAISED.kind) }.within(above))))
}

/// The group to which exceptions of a group's plan are raised.
fn above(group: Option<AnyId>, parents: &HashMap<AnyId, AnyId>) -> Option<AnyId> {
    group.map(|group| parents.get(&group).copied().unwrap_or(group))
}

/// One claim as the door sees it, and its plan.
async fn claim_resource(tx: &mut Tx, id: Id<super::Claim>) -> Result<(Id<Plan>, Resource)> {
    let (plan,): (Id<Plan>,) = tx.one(&PLAN_OF_CLAIM, args![id]).await?;
    let within = store::plan_resource(tx, plan).await?.within;
    Ok((plan, Resource { within, ..Resource::one(id) }))
}

/// The bodies for which whoever asks acts: those whose seats they fill or stand in for today, and those for which they
/// hold a role.
///
/// # Errors
/// When the database does not answer.
pub async fn acts_for(record: &Store, ctx: &Ctx) -> Result<Vec<AnyId>> {
    let Some(me) = ctx.actor.person() else { return Ok(Vec::new()) };
    let today = ctx.clock.today();
    let mut bodies: Vec<AnyId> = concordat_partnership::seats(record, ctx)
        .await?
        .into_iter()
        .filter(|seat| !seat.has_ended(today) && (seat.person == Some(me) || seat.deputy == Some(me)))
        .map(|seat| seat.body.uuid())
        .collect();
    bodies.extend(ctx.actor.places());
    Ok(bodies)
}
