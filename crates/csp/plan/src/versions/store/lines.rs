use std::collections::HashMap;

use concordat_kernel::{AnyId, Id, Result};
use concordat_store::{Tx, args, sql};

use super::super::snapshot::{Item, Items, Lines};
use crate::{Action, Plan};

sql! {
    CONTINUES = "SELECT continues FROM plan WHERE id = $1";
    PRIORITY_LINES = "SELECT id, lineage FROM plan_priority WHERE plan_id = $1 AND lineage IS NOT NULL";
    ACTION_LINES = "SELECT id, lineage FROM plan_action WHERE plan_id = $1 AND lineage IS NOT NULL";
    ITEM_LINES = "SELECT r.action_id, r.id AS row_id, i.id AS item_id, i.kind, i.lineage
                  FROM plan_row r JOIN plan_action a ON a.id = r.action_id LEFT JOIN plan_item i ON i.row_id = r.id
                  WHERE a.plan_id = $1
                  ORDER BY r.action_id, r.position, r.id, i.kind, i.position, i.id";
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    action_id: Id<Action>,
    row_id: String,
    item_id: Option<Id<()>>,
    kind: Option<String>,
    lineage: Option<Id<()>>,
}

/// The plan of the year before that a plan goes on from.
pub(crate) async fn continues(tx: &mut Tx, plan: Id<Plan>) -> Result<Option<Id<Plan>>> {
    Ok(tx.one::<(Option<Id<Plan>>,)>(&CONTINUES, args![plan]).await?.0)
}

/// Which lines the things of a plan belong to, and the ids of its steps and measures.
pub(crate) async fn lines(tx: &mut Tx, plan: Id<Plan>) -> Result<Lines> {
    let continues = continues(tx, plan).await?;
    let mut things = HashMap::<AnyId, AnyId>::new();
    for sql in [&PRIORITY_LINES, &ACTION_LINES] {
        let rows: Vec<(Id<()>, Id<()>)> = tx.all(sql, args![plan]).await?;
        things.extend(rows.into_iter().map(|(id, line)| (id.uuid(), line.uuid())));
    }
    let mut items = HashMap::<Id<Action>, Vec<Items>>::new();
    let mut last = None;
    for row in tx.all::<ItemRow>(&ITEM_LINES, args![plan]).await? {
        let rows = items.entry(row.action_id).or_default();
        if last.as_ref() != Some(&row.row_id) {
            rows.push(Items::default());
            last = Some(row.row_id);
        }
        if let (Some(of), Some(id)) = (rows.last_mut(), row.item_id) {
            let item = Item { id: id.uuid(), line: row.lineage.unwrap_or(id).uuid() };
            let is_step = row.kind.as_deref() == Some("step");
            if is_step { &mut of.steps } else { &mut of.measures }.push(item);
        }
    }
    Ok(Lines { continues, things, items })
}
