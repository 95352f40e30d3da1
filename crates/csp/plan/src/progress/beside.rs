//! What the other themes are told when an update lands.

use concordat_access::Ctx;
use concordat_kernel::{Id, Result};
use concordat_store::Change;

use super::model::{NewUpdate, Round, Update};
use crate::{Action, Plan};

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
    _tx: &mut Change,
    _ctx: &Ctx,
    _action: Id<Action>,
    _update: Id<Update>,
    _new: &NewUpdate,
) -> Result<()> {
    Ok(())
}

/// Raises what a group must look at, as the plan stands now.
pub(super) async fn raise(_tx: &mut Change, _ctx: &Ctx, _plan: Id<Plan>) -> Result<()> {
    Ok(())
}
