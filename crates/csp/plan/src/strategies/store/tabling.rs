use concordat_access::{Ctx, Resource};
use concordat_kernel::{AnyId, Id, Refusal, Result};
use concordat_store::{Store, args, sql};

use super::{CHANGE_STRATEGY, VIEW_STRATEGY, shared};
use crate::{
    import::tidy,
    strategies::{
        model::{Strategy, Tabling},
        rules,
    },
};

sql! {
    ALL = "SELECT id, strategy_id, group_id, cadence FROM plan_tabling ORDER BY strategy_id, id";
    ONE = "SELECT id, strategy_id, group_id, cadence FROM plan_tabling WHERE id = $1";
    INSERT = "INSERT INTO plan_tabling (id, strategy_id, group_id, cadence) VALUES ($1, $2, $3, $4)";
    OF_PAIR = "SELECT id, strategy_id, group_id, cadence FROM plan_tabling WHERE strategy_id = $1 AND group_id = $2";
    UPDATE = "UPDATE plan_tabling SET cadence = $2 WHERE id = $1";
    DELETE = "DELETE FROM plan_tabling WHERE id = $1";
}

/// That a strategy comes before a group, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedTabling {
    /// Its id.
    pub id: Id<Tabling>,
    /// The strategy.
    pub strategy: Id<Strategy>,
    /// The group.
    pub group: AnyId,
    /// How often: `Each March`.
    pub cadence: String,
}

type Row = (Id<Tabling>, Id<Strategy>, Id<()>, String);

fn recorded((id, strategy, group, cadence): Row) -> RecordedTabling {
    RecordedTabling { id, strategy, group: group.uuid(), cadence }
}

/// What comes before which group.
///
/// # Errors
/// When it is not for the asker.
pub async fn tablings(store: &Store, ctx: &Ctx) -> Result<Vec<RecordedTabling>> {
    let mut tx = store.read(ctx, VIEW_STRATEGY, &shared(ctx, Resource::any("plan_strategy"))).await?;
    Ok(tx.all::<Row>(&ALL, args![]).await?.into_iter().map(recorded).collect())
}

/// Says that a strategy comes before a group, or how often it does now.
///
/// # Errors
/// When the asker may not, or a rule says no.
pub async fn table(
    store: &Store,
    ctx: &Ctx,
    strategy: Id<Strategy>,
    group: AnyId,
    cadence: &str,
) -> Result<()> {
    let mut tx = store.change(ctx, CHANGE_STRATEGY, &shared(ctx, Resource::one(strategy))).await?;
    rules::check_text(
        "cadence",
        cadence,
        Some("Enter how often it comes before the group, such as each March."),
    )?;
    crate::store::edit::check_group(&mut tx, Some(group)).await?;
    let head = super::strategies::load_head(&mut tx, strategy).await?;
    let cadence = tidy(cadence);
    let former = tx.opt::<Row>(&OF_PAIR, args![head.id, group]).await?.map(recorded);
    match &former {
        Some(former) => tx.run(&UPDATE, args![former.id, &cadence]).await?,
        None => {
            let id: Id<Tabling> = ctx.chance.id(&ctx.clock);
            let taken = Refusal::invalid("group", "It comes before this group already.");
            tx.run_unless_taken(&INSERT, args![id, head.id, group, &cadence], taken).await?
        }
    };
    let name = super::names(&mut tx).await?.remove(&group).unwrap_or_default();
    let was = former.map(|former| format!("{name}: {}", former.cadence));
    tx.keep(strategy, "Tabled at", was.as_deref(), Some(&format!("{name}: {cadence}"))).await?;
    tx.commit().await
}

/// Says that a strategy no longer comes before a group; where it came before stays in its history.
///
/// # Errors
/// When the asker may not, or it is not there any more.
pub async fn untable(store: &Store, ctx: &Ctx, id: Id<Tabling>) -> Result<Id<Strategy>> {
    let mut tx = store.change(ctx, CHANGE_STRATEGY, &shared(ctx, Resource::any("plan_strategy"))).await?;
    let former = recorded(tx.one::<Row>(&ONE, args![id]).await?);
    tx.about(former.strategy.uuid());
    tx.run(&DELETE, args![id]).await?;
    let name = super::names(&mut tx).await?.remove(&former.group).unwrap_or_default();
    tx.keep(former.strategy, "Tabled at", Some(&format!("{name}: {}", former.cadence)), None).await?;
    tx.commit().await?;
    Ok(former.strategy)
}
