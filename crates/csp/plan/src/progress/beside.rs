//! What the other themes are told when an update lands.

use concordat_access::Ctx;
use concordat_kernel::{Id, Month, Refusal, Result};
use concordat_store::Change;

use super::model::{NewUpdate, Round, Update};
use crate::{
    Action, Plan, RecordedPlan, exceptions,
    measures::{self, Typed},
};

/// Keeps the values of measures that came with an update: for the months that its round asks about, for the
/// quarter of today where there is none.
pub(super) async fn counted(
    tx: &mut Change,
    ctx: &Ctx,
    plan: &RecordedPlan,
    action: Id<Action>,
    update: Id<Update>,
    round: Option<Id<Round>>,
    new: &NewUpdate,
) -> Result<()> {
    if new.counted.is_empty() {
        return Ok(());
    }
    let rounds = super::store::rounds(tx, plan.head.id).await?;
    let about = rounds.iter().find(|one| Some(one.id) == round).map(|one| one.about);
    let period = about.unwrap_or_else(|| measures::quarter_of(Month::of(ctx.clock.today())));
    for value in &new.counted {
        // Whoever answers for an action says nothing of another's measures.
        if measures::measure(tx, Id::from_uuid(value.item)).await?.action != action {
            return Err(Refusal::NotFound.into());
        }
        let typed = Typed {
            period,
            text: value.text.clone(),
            note: String::new(),
            by: Some(new.lead.words.clone()),
            update: Some(update),
        };
        measures::record(tx, ctx, value.item, typed).await?;
    }
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
