use std::collections::{HashMap, HashSet};

use concordat_access::Ctx;
use concordat_kernel::{AnyId, Id, Refusal, Result};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{lines, refresh::continued_by};
use crate::{
    Action, Plan, Priority, RecordedAction, RecordedPlan,
    compare::same_words,
    store::{
        CHANGE,
        load::{load, load_head},
        plan_resource,
    },
    versions::Items,
};

sql! {
    CONTINUES = "UPDATE plan SET continues = $2 WHERE id = $1";
    CONTINUED = "SELECT id FROM plan WHERE continues = $1 AND id <> $2";
    OF_PRIORITY = "UPDATE plan_priority SET lineage = $2 WHERE id = $1";
    OF_ACTION = "UPDATE plan_action SET lineage = $2 WHERE id = $1";
    NO_PRIORITIES = "UPDATE plan_priority SET lineage = NULL WHERE plan_id = $1";
    NO_ACTIONS = "UPDATE plan_action SET lineage = NULL WHERE plan_id = $1";
    NO_ITEMS = "UPDATE plan_item SET lineage = NULL
                WHERE row_id IN (SELECT r.id FROM plan_row r JOIN plan_action a ON a.id = r.action_id WHERE a.plan_id = $1)";
    OF_ITEM = "UPDATE plan_item SET lineage = $2 WHERE id = $1";
}

/// Which plan goes on in a plan that came as a file, and in what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Descent {
    /// The plan of the year before; none when it is the first.
    pub from: Option<Id<Plan>>,
    /// Each action of this plan that continues one of that plan.
    pub actions: HashMap<Id<Action>, Id<Action>>,
    /// The same of priorities.
    pub priorities: HashMap<Id<Priority>, Id<Priority>>,
}

/// Says what a plan continues, or that it continues none. Steps and measures of the same words continue with their action.
///
/// # Errors
/// When the asker may not change the plan or read the other; when a rule says no.
pub async fn say_descent(store: &Store, ctx: &Ctx, plan: Id<Plan>, descent: &Descent) -> Result<()> {
    let Some(from) = descent.from else { return no_descent(store, ctx, plan).await };
    // Asked first, so that nobody learns of another group's plan.
    let former = crate::store::plan(store, ctx, from).await?;
    let resource = plan_resource(&mut store.peek().await?, plan).await?;
    let mut tx = store.change(ctx, CHANGE, &resource).await?;
    check_not_continued(&mut tx, plan).await?;
    let latter = load(&mut tx, plan).await?;
    let starts = |plan: &RecordedPlan| plan.head.period.map(|period| period.from);
    if starts(&former).zip(starts(&latter)).is_none_or(|(former, latter)| former >= latter) {
        return Err(Refusal::invalid("from", "Choose a plan whose period begins before this one’s.").into());
    }
    if tx.opt::<(Id<Plan>,)>(&CONTINUED, args![from, plan]).await?.is_some() {
        return Err(Refusal::invalid("from", "Another plan continues that one already.").into());
    }
    let twice = {
        let mut seen = HashSet::new();
        descent.actions.values().find(|former| !seen.insert(**former)).copied()
    };
    if let Some((_, action)) = twice.and_then(|id| former.action(id)) {
        return Err(Refusal::rule(format!(
            "Action {} of the earlier plan is chosen twice. Choose it once.",
            action.content.number
        ))
        .into());
    }
    let (before, after) = (lines(&mut tx, from).await?, lines(&mut tx, plan).await?);
    tx.run(&CONTINUES, args![plan, from]).await?;
    if after.continues != Some(from) {
        tx.keep(plan, "Continues", None, Some(&former.head.title)).await?;
    }
    let line = |thing: AnyId| before.things.get(&thing).copied().unwrap_or(thing);
    for priority in &latter.priorities {
        let of = descent.priorities.get(&priority.id);
        let of = of.filter(|of| former.priorities.iter().any(|former| former.id == **of));
        tx.run(&OF_PRIORITY, args![priority.id, of.map(|of| line(of.uuid()))]).await?;
    }
    for (_, action) in latter.actions() {
        let of = descent.actions.get(&action.id).and_then(|of| former.action(*of));
        let of = of.map(|(_, former)| former);
        tx.run(&OF_ACTION, args![action.id, of.map(|of| line(of.id.uuid()))]).await?;
        let words = of.map(|of| format!("Action {} {}", of.content.number, of.content.full_objective()));
        let was = after.things.get(&action.id.uuid()).and_then(|line_was| {
            let (_, was) = former.actions().find(|(_, one)| line(one.id.uuid()) == *line_was)?;
            Some(format!("Action {} {}", was.content.number, was.content.full_objective()))
        });
        tx.keep(action.id, "Continues", was.as_deref(), words.as_deref()).await?;
        if let Some(of) = of {
            let rows =
                |known: &HashMap<Id<Action>, Vec<Items>>, id| known.get(&id).cloned().unwrap_or_default();
            let (old, new) = (rows(&before.items, of.id), rows(&after.items, action.id));
            items(&mut tx, (of, &old), (action, &new)).await?;
        }
    }
    tx.commit().await
}

/// It is the first of its line after all.
async fn no_descent(store: &Store, ctx: &Ctx, plan: Id<Plan>) -> Result<()> {
    let resource = plan_resource(&mut store.peek().await?, plan).await?;
    let mut tx = store.change(ctx, CHANGE, &resource).await?;
    check_not_continued(&mut tx, plan).await?;
    let before = lines(&mut tx, plan).await?;
    for sql in [&NO_ITEMS, &NO_ACTIONS, &NO_PRIORITIES] {
        tx.run(sql, args![plan]).await?;
    }
    tx.run(&CONTINUES, args![plan, None::<Id<Plan>>]).await?;
    if let Some(was) = before.continues {
        let was = load_head(&mut tx, was).await?.title;
        tx.keep(plan, "Continues", Some(&was), None).await?;
    }
    tx.commit().await
}

/// What has been carried on already keeps the line it was carried on with.
async fn check_not_continued(tx: &mut Tx, plan: Id<Plan>) -> Result<()> {
    match continued_by(tx, plan).await? {
        Some(_) => Err(Refusal::rule(
            "The next year’s plan has been made from this one, so what it continues stays as it is.",
        )
        .into()),
        None => Ok(()),
    }
}

/// Items of the same words, step with step and measure with measure.
async fn items(
    tx: &mut Change,
    (former, old): (&RecordedAction, &[Items]),
    (latter, new): (&RecordedAction, &[Items]),
) -> Result<()> {
    let mut known: HashMap<(bool, String), AnyId> = HashMap::new();
    for (row, ids) in former.content.rows.iter().zip(old) {
        let steps =
            row.steps.iter().zip(&ids.steps).map(|(text, item)| ((true, same_words(text)), item.line));
        let measures =
            row.measures.iter().zip(&ids.measures).map(|(text, item)| ((false, same_words(text)), item.line));
        known.extend(steps.chain(measures));
    }
    for (row, ids) in latter.content.rows.iter().zip(new) {
        let steps = row.steps.iter().zip(&ids.steps).map(|(text, item)| ((true, same_words(text)), item.id));
        let measures =
            row.measures.iter().zip(&ids.measures).map(|(text, item)| ((false, same_words(text)), item.id));
        for (words, id) in steps.chain(measures) {
            if let Some(line) = known.remove(&words) {
                tx.run(&OF_ITEM, args![id, line]).await?;
            }
        }
    }
    Ok(())
}
