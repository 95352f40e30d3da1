//! A file's way into a plan: staged, looked through, then applied whole or discarded.

use concordat_access::{Ctx, Resource, audit::written};
use concordat_kernel::{Id, Problem, Refusal, Result};
use concordat_store::{Change, Store, args, sql};
use serde::Serialize;

use super::{
    IMPORT, VIEW,
    edit::{check_group, may_belong},
    load, plan_resource,
    save::{self, Bodies},
};
use crate::{
    Import, Plan, PlanHead, RecordedPlan, State,
    compare::{Comparison, same_words, stated},
    import::{Draft, Reading},
};

sql! {
    INSERT_IMPORT = "INSERT INTO plan_import (id, plan_id, file_name, file_hash, reading, state, made_at, made_by, version)
                     VALUES ($1, $2, $3, $4, $5, 'staged', $6, $7, 1)";
    IMPORT_BY_ID = "SELECT id, plan_id, file_name, file_hash, state, made_at, made_by, version, reading
                    FROM plan_import WHERE id = $1";
    IMPORTS_OF_PLAN = "SELECT id, plan_id, file_name, file_hash, state, made_at, made_by, version
                       FROM plan_import WHERE plan_id = $1 ORDER BY made_at DESC, id DESC";
    RESTAGE = "UPDATE plan_import SET reading = $2, plan_id = $3, version = version + 1
               WHERE id = $1 AND state = 'staged' AND version = $4";
    FINISH = "UPDATE plan_import SET state = $2, plan_id = $3, version = version + 1
              WHERE id = $1 AND state = 'staged' AND version = $4";
    INSERT_PLAN = "INSERT INTO plan (id, title, period_from, period_to, group_id, key_lines, version)
                   VALUES ($1, $2, $3, $4, $5, $6, 1)";
    RETITLE_PLAN = "UPDATE plan SET title = $2, period_from = $3, period_to = $4, version = version + 1 WHERE id = $1";
}

/// An import without what was read.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow, Serialize)]
pub struct ImportHead {
    /// Its id.
    pub id: Id<Import>,
    /// The plan it goes into; `None` while it would make a new one.
    pub plan_id: Option<Id<Plan>>,
    /// The file's own name.
    pub file_name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub file_hash: String,
    /// `staged`, `applied` or `discarded`.
    pub state: String,
    /// When (RFC 3339, UTC).
    pub made_at: String,
    /// By whom: a person's id, or `operator`.
    pub made_by: String,
    /// Counts its changes.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct ImportRow {
    #[sqlx(flatten)]
    head: ImportHead,
    reading: String,
}

/// An import being looked through: what was read and what it would do.
#[derive(Debug, Clone)]
pub struct Staged {
    /// The import.
    pub head: ImportHead,
    /// What was read.
    pub reading: Reading,
    /// The plan it goes into, when there is one.
    pub target: Option<RecordedPlan>,
    /// What it would do; against nothing when it makes a new plan.
    pub comparison: Option<Comparison>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// The plan.
    pub plan: Id<Plan>,
    /// Actions added.
    pub added: usize,
    /// Actions changed or moved.
    pub changed: usize,
    /// Actions that already said the same.
    pub unchanged: usize,
    /// Actions of the record that the file does not hold: left as they are.
    pub absent: usize,
}

/// Keeps a file that was read, ready to be looked through. It goes into the plan of the same
/// title and period, or the one whose actions it carries; `into` chooses another.
///
/// # Errors
/// When the asker may not import.
pub async fn stage(
    store: &Store,
    ctx: &Ctx,
    file_name: &str,
    file_hash: &str,
    reading: &Reading,
    into: Option<Id<Plan>>,
) -> Result<Id<Import>> {
    let target = match into {
        Some(plan) => Some(plan),
        None => matching(store, &reading.draft).await?,
    };
    let resource = resource(store, ctx, target, &ctx.actor.word()).await?;
    let mut tx = store.change(ctx, IMPORT, &resource).await?;
    let id: Id<Import> = ctx.chance.id(&ctx.clock);
    let row =
        args![id, target, file_name, file_hash, json(reading)?, written(ctx.clock.now()), ctx.actor.word()];
    tx.run(&INSERT_IMPORT, row).await?;
    tx.commit().await?;
    Ok(id)
}

/// An import as it stands, with what it would do.
///
/// # Errors
/// When there is none, or it is not for the asker.
pub async fn import_of(store: &Store, ctx: &Ctx, id: Id<Import>) -> Result<Staged> {
    let row: ImportRow = store.peek().await?.one(&IMPORT_BY_ID, args![id]).await?;
    let resource = resource(store, ctx, row.head.plan_id, &row.head.made_by).await?;
    let mut tx = store.read(ctx, IMPORT, &resource).await?;
    let target = match row.head.plan_id {
        Some(plan) => Some(load::load(&mut tx, plan).await?),
        None => None,
    };
    let reading: Reading =
        serde_json::from_str(&row.reading).map_err(|e| Problem::new("reading a staged import", e))?;
    let comparison = target.as_ref().map(|plan| Comparison::of(plan, &reading.draft));
    Ok(Staged { head: row.head, reading, target, comparison })
}

/// The imports of a plan, newest first.
///
/// # Errors
/// When the plan is not for the asker.
pub async fn imports(store: &Store, ctx: &Ctx, plan: Id<Plan>) -> Result<Vec<ImportHead>> {
    let resource = plan_resource(&mut store.peek().await?, plan).await?;
    store.read(ctx, VIEW, &resource).await?.all(&IMPORTS_OF_PLAN, args![plan]).await
}

/// Keeps what an officer did to a staged import: splits accepted, texts placed, another plan chosen.
///
/// # Errors
/// [`Refusal::Conflict`] when it changed meanwhile or is no longer staged.
pub async fn restage(
    store: &Store,
    ctx: &Ctx,
    head: &ImportHead,
    reading: &Reading,
    into: Option<Id<Plan>>,
) -> Result<()> {
    let resource = resource(store, ctx, head.plan_id, &head.made_by).await?;
    if into != head.plan_id {
        let other = self::resource(store, ctx, into, &head.made_by).await?;
        store.ask(ctx, IMPORT, &other).await?;
    }
    let mut tx = store.change(ctx, IMPORT, &resource).await?;
    if tx.run(&RESTAGE, args![head.id, json(reading)?, into, head.version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    tx.commit().await
}

/// Sets a staged import aside. Nothing of it reaches the plan; what was read is kept.
///
/// # Errors
/// As [`restage`].
pub async fn discard(store: &Store, ctx: &Ctx, head: &ImportHead) -> Result<()> {
    let resource = resource(store, ctx, head.plan_id, &head.made_by).await?;
    let mut tx = store.change(ctx, IMPORT, &resource).await?;
    if tx.run(&FINISH, args![head.id, "discarded", head.plan_id, head.version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    tx.commit().await
}

/// Brings a staged import into its plan, whole, in one transaction. `group` is the group a new plan belongs to.
///
/// # Errors
/// As [`restage`].
pub async fn apply(store: &Store, ctx: &Ctx, staged: &Staged, group: Option<uuid::Uuid>) -> Result<Applied> {
    let head = &staged.head;
    if head.plan_id.is_none() {
        may_belong(store, ctx, IMPORT, Resource::any("plan").within(group)).await?;
    }
    let resource = resource(store, ctx, head.plan_id, &head.made_by).await?;
    let mut tx = store.change(ctx, IMPORT, &resource).await?;
    let draft = &staged.reading.draft;
    let bodies = Bodies::load(&mut tx).await?;
    let plan = match staged.head.plan_id {
        Some(plan) => plan,
        None => new_plan(&mut tx, ctx, &staged.reading, group).await?,
    };
    // Compared again here: the record may have changed since the preview was shown.
    let recorded = load::load(&mut tx, plan).await?;
    let comparison = Comparison::of(&recorded, draft);
    if staged.comparison.as_ref().is_some_and(|shown| *shown != comparison) {
        return Err(Refusal::Conflict.into());
    }
    if !comparison.is_empty() {
        write(&mut tx, ctx, &bodies, &recorded, draft, &comparison).await?;
    }
    if tx.run(&FINISH, args![staged.head.id, "applied", plan, staged.head.version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    tx.about(plan.uuid());
    tx.commit().await?;
    let (added, changed, unchanged) = comparison.tally();
    Ok(Applied { plan, added, changed, unchanged, absent: comparison.absent.len() })
}

async fn new_plan(
    tx: &mut Change,
    ctx: &Ctx,
    reading: &Reading,
    group: Option<uuid::Uuid>,
) -> Result<Id<Plan>> {
    let id: Id<Plan> = ctx.chance.id(&ctx.clock);
    let draft = &reading.draft;
    if draft.title.trim().is_empty() {
        return Err(
            Refusal::rule("The file does not say what the plan is called. Give it a title first.").into()
        );
    }
    check_group(tx, group).await?;
    let (from, to) = (draft.period.map(|period| period.from), draft.period.map(|period| period.to));
    tx.run(&INSERT_PLAN, args![id, &draft.title, from, to, group, reading.key.join("\n")]).await?;
    Ok(id)
}

async fn write(
    tx: &mut Change,
    ctx: &Ctx,
    bodies: &Bodies,
    recorded: &RecordedPlan,
    draft: &Draft,
    comparison: &Comparison,
) -> Result<()> {
    let plan = recorded.head.id;
    if !comparison.plan.is_empty() {
        let period = draft.period.or(recorded.head.period);
        let (from, to) = (period.map(|period| period.from), period.map(|period| period.to));
        tx.run(&RETITLE_PLAN, args![plan, &draft.title, from, to]).await?;
        for change in &comparison.plan {
            tx.keep(plan, &change.field, Some(&change.recorded), Some(&change.proposed)).await?;
        }
    }
    let mut place = 0;
    for (position, (proposed, found)) in draft.priorities.iter().zip(&comparison.priorities).enumerate() {
        let former = found.recorded.and_then(|id| recorded.priorities.iter().find(|p| p.id == id));
        let priority = match former {
            None => save::add_priority(tx, ctx, plan, position, proposed).await?,
            Some(former) => {
                if !found.differences.is_empty() {
                    let before = former.as_draft();
                    let after = stated(former, proposed);
                    save::update_priority(tx, former.id, former.version, position, &before, &after).await?;
                }
                former.id
            }
        };
        for (proposed, found) in proposed.actions.iter().zip(&found.actions) {
            let former = found.recorded.and_then(|id| recorded.action(id));
            match former {
                None => {
                    let at = (plan, priority);
                    save::add_action(tx, ctx, bodies, at, place, proposed, State::NoUpdate).await?;
                }
                Some((from, former)) => {
                    if !found.differences.is_empty() {
                        let as_it_is = (former.state, former.withdrawn_because.as_deref());
                        save::update_action(tx, ctx, bodies, former, former.version, proposed, as_it_is)
                            .await?;
                    }
                    save::place_action(tx, former.id, priority, place).await?;
                    if found.moved_from.is_some() {
                        let to = &draft.priorities.get(position).map(|p| p.title.clone());
                        tx.keep(former.id, "Priority", Some(&from.title), to.as_deref()).await?;
                    }
                }
            }
            place += 1;
        }
    }
    Ok(())
}

/// The plan a draft belongs to: the one whose actions it carries by id, or of the same title and period.
async fn matching(store: &Store, draft: &Draft) -> Result<Option<Id<Plan>>> {
    let mut tx = store.peek().await?;
    for id in draft.actions().filter_map(|action| action.id.as_deref()?.parse().ok()) {
        if let Some((plan,)) =
            tx.opt::<(Id<Plan>,)>(&super::PLAN_OF_ACTION, args![Id::<crate::Action>::from_uuid(id)]).await?
        {
            return Ok(Some(plan));
        }
    }
    let heads = load::load_heads(&mut tx).await?;
    let same = |head: &&PlanHead| {
        same_words(&head.title) == same_words(&draft.title)
            && (draft.period.is_none() || head.period == draft.period)
    };
    Ok(heads.iter().find(same).map(|head| head.id))
}

async fn resource(store: &Store, ctx: &Ctx, plan: Option<Id<Plan>>, made_by: &str) -> Result<Resource> {
    match plan {
        Some(plan) => plan_resource(&mut store.peek().await?, plan).await,
        None => Ok(newcomer(ctx, made_by)),
    }
}

/// A file that would make a new plan belongs to no group yet. Whoever brought it may go on with it
/// where they may bring plans in; to others it is there only when they may do so everywhere.
pub(super) fn newcomer(ctx: &Ctx, made_by: &str) -> Resource {
    if ctx.actor.word() == made_by { Resource::anywhere("plan", &ctx.actor) } else { Resource::any("plan") }
}

fn json(reading: &Reading) -> Result<String> {
    Ok(serde_json::to_string(reading).map_err(|e| Problem::new("keeping a staged import", e))?)
}
