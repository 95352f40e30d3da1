//! What the other themes are told when an update lands.

use concordat_access::Ctx;
use concordat_kernel::{Id, Result};
use concordat_store::Change;

use super::model::{NewUpdate, Round, Update};
use crate::{Action, Plan, exceptions};

/// Keeps the values of measures that came with an update.
pub(super) async fn counted(
    _tx: &mut Change,
    _ctx: &Ctx,
    _update: Id<Update>,
    _round: Option<Id<Round>>,
    _new: &NewUpdate,
) -> Result<()> {
    Ok(())
}

/// A lead says that an action is done: its group is to assure it.
pub(super) async fn claimed(
    tx: &mut Change,
    ctx: &Ctx,
    action: Id<Action>,
    update: Id<Update>,
    new: &NewUpdate,
) -> Result<()> {
    exceptions::claim(tx, ctx, action, Some(update.uuid()), &new.lead.words, new.done_on).await.map(drop)
}

/// Raises what a group must look at, as the plan stands now.
pub(super) async fn raise(tx: &mut Change, ctx: &Ctx, plan: Id<Plan>) -> Result<()> {
    exceptions::raise(tx, ctx, plan).await.map(drop)
}
