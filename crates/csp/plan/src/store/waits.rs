//! What waits in the record for somebody: the plans that are running and the files not yet looked through.

use std::sync::Arc;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Month, Result};
use concordat_store::{Store, args, sql};

use super::{IMPORT, VIEW, imports::newcomer, load};
use crate::{Import, Plan, RecordedPlan};

sql! {
    STAGED = "SELECT i.id, i.file_name, i.made_by, i.plan_id, p.title, p.group_id
              FROM plan_import i LEFT JOIN plan p ON p.id = i.plan_id
              WHERE i.state = 'staged'
              ORDER BY CASE WHEN p.id IS NULL THEN 1 ELSE 0 END, p.title, i.plan_id, i.made_at, i.id";
}

/// A file that waits to be looked through.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct StagedFile {
    /// The import.
    pub(crate) id: Id<Import>,
    /// The file's own name.
    pub(crate) file_name: String,
    made_by: String,
    /// The plan it goes into; `None` while it would make a new one.
    pub(crate) plan_id: Option<Id<Plan>>,
    /// That plan's title.
    pub(crate) title: Option<String>,
    group_id: Option<Id<()>>,
}

/// The plans whose period covers today and which the asker may see; none is no refusal.
pub(crate) async fn running(store: &Store, ctx: &Ctx) -> Result<Vec<Arc<RecordedPlan>>> {
    let month = Month::of(ctx.clock.today());
    let heads = load::load_heads(&mut store.peek().await?).await?;
    let mut plans = Vec::new();
    for head in heads {
        let resource = Resource::one(head.id).within(head.group);
        let runs = head.period.is_some_and(|period| period.from <= month && month <= period.to);
        if runs && store.may(ctx, VIEW, &resource) {
            let mut tx = store.read(ctx, VIEW, &resource).await?;
            plans.push(load::kept(store, &mut tx, head.id).await?);
        }
    }
    Ok(plans)
}

/// The files that wait to be looked through and which the asker may bring in: by plan, oldest
/// first, and those that would make a new plan at the end.
pub(crate) async fn staged_files(store: &Store, ctx: &Ctx) -> Result<Vec<StagedFile>> {
    let mut files: Vec<StagedFile> = store.peek().await?.all(&STAGED, args![]).await?;
    files.retain(|file| {
        let resource = match file.plan_id {
            Some(plan) => Resource::one(plan).within(file.group_id.map(Id::uuid)),
            None => newcomer(ctx, &file.made_by),
        };
        store.may(ctx, IMPORT, &resource)
    });
    Ok(files)
}
