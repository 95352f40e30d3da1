use concordat_access::{Action as Verb, Ctx, Resource};
use concordat_kernel::{Id, Problem, Refusal, Result};
use concordat_store::{Change, Store, Tx, args, sql};
use serde::Serialize;

use super::{IMPORT_STRATEGY, items, shared, strategies};
use crate::strategies::{
    compare::Effects,
    model::{NewItem, NewStrategy, RecordedStrategy, Strategy, StrategyImport},
    read::Reading,
};

sql! {
    INSERT = "INSERT INTO plan_strategy_import
                  (id, strategy_id, file_name, file_hash, reading, state, made_at, made_by, version)
              VALUES ($1, $2, $3, $4, $5, 'staged', $6, $7, 1)";
    ONE = "SELECT id, strategy_id, file_name, reading, state, made_at, made_by, version
           FROM plan_strategy_import WHERE id = $1";
    RESTAGE = "UPDATE plan_strategy_import SET strategy_id = $2, reading = $3, version = version + 1
               WHERE id = $1 AND version = $4 AND state = 'staged'";
    CLOSE = "UPDATE plan_strategy_import SET state = $2, strategy_id = $3, version = version + 1
             WHERE id = $1 AND version = $4 AND state = 'staged'";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<StrategyImport>,
    strategy_id: Option<Id<Strategy>>,
    file_name: String,
    reading: String,
    state: String,
    made_at: String,
    made_by: String,
    version: i64,
}

/// A strategy's text being looked through, or what it was.
#[derive(Debug, Clone)]
pub struct Staged {
    /// Its id.
    pub id: Id<StrategyImport>,
    /// The strategy it goes into; `None` while it would make a new one.
    pub into: Option<RecordedStrategy>,
    /// The file's own name; empty when the text was pasted.
    pub file_name: String,
    /// What was read.
    pub reading: Reading,
    /// `staged`, `applied` or `discarded`.
    pub state: String,
    /// When it came.
    pub made_at: String,
    /// By whom.
    pub made_by: String,
    /// What it would do.
    pub effects: Effects,
    /// Counts its changes.
    pub version: i64,
}

/// What bringing a text in did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// The strategy.
    pub strategy: Id<Strategy>,
    /// Items added.
    pub added: usize,
    /// Items changed.
    pub changed: usize,
    /// Items that were so already.
    pub unchanged: usize,
    /// Items that the text does not name, left as they are.
    pub absent: usize,
}

fn json(reading: &Reading) -> Result<String> {
    Ok(serde_json::to_string(reading).map_err(|e| Problem::new("writing a reading", e))?)
}

/// Keeps a text to be looked through. Nothing reaches a strategy yet. Without `into` it goes into the strategy of
/// the same title, when there is one.
///
/// # Errors
/// When the asker may not.
pub async fn stage(
    store: &Store,
    ctx: &Ctx,
    (file_name, file_hash): (&str, &str),
    reading: &Reading,
    into: Option<Id<Strategy>>,
) -> Result<Id<StrategyImport>> {
    let mut tx = store.change(ctx, IMPORT_STRATEGY, &shared(ctx, Resource::any("plan_strategy"))).await?;
    let into = match into {
        Some(into) => Some(strategies::load_head(&mut tx, into).await?.id),
        None => strategies::same_title(&mut tx, &reading.title).await?,
    };
    let id: Id<StrategyImport> = ctx.chance.id(&ctx.clock);
    let row = args![id, into, file_name, file_hash, json(reading)?, ctx.clock.now(), ctx.actor.word()];
    tx.run(&INSERT, row).await?;
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

/// A text being looked through, with what it would do.
///
/// # Errors
/// When there is none, or the asker may not bring it in.
pub async fn staged(store: &Store, ctx: &Ctx, id: Id<StrategyImport>) -> Result<Staged> {
    let resource = shared(ctx, Resource { id: Some(id.uuid()), ..Resource::any("plan_strategy") });
    let mut tx = store.read(ctx, IMPORT_STRATEGY, &resource).await?;
    load(&mut tx, id).await
}

async fn load(tx: &mut Tx, id: Id<StrategyImport>) -> Result<Staged> {
    let row = tx.one::<Row>(&ONE, args![id]).await?;
    let reading: Reading =
        serde_json::from_str(&row.reading).map_err(|e| Problem::new("reading what was read", e))?;
    let into = match row.strategy_id {
        Some(strategy) => Some(strategies::load(tx, strategy).await?),
        None => None,
    };
    let effects = Effects::of(into.as_ref(), &reading.contents());
    Ok(Staged {
        id: row.id,
        into,
        file_name: row.file_name,
        reading,
        state: row.state,
        made_at: row.made_at,
        made_by: row.made_by,
        effects,
        version: row.version,
    })
}

async fn change(store: &Store, ctx: &Ctx, id: Id<StrategyImport>, verb: Verb) -> Result<Change> {
    let resource = shared(ctx, Resource { id: Some(id.uuid()), ..Resource::any("plan_strategy") });
    store.change(ctx, verb, &resource).await
}

/// Keeps what an officer chose about the lines, and the strategy it goes into.
///
/// # Errors
/// [`Refusal::Conflict`] when it changed since; when the asker may not.
pub async fn restage(
    store: &Store,
    ctx: &Ctx,
    id: Id<StrategyImport>,
    version: i64,
    reading: &Reading,
    into: Option<Id<Strategy>>,
) -> Result<()> {
    let mut tx = change(store, ctx, id, IMPORT_STRATEGY).await?;
    if let Some(into) = into {
        strategies::load_head(&mut tx, into).await?;
    }
    if tx.run(&RESTAGE, args![id, into, json(reading)?, version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    tx.commit().await
}

/// Sets a text aside: nothing of it reaches a strategy.
///
/// # Errors
/// As [`restage`].
pub async fn discard(store: &Store, ctx: &Ctx, id: Id<StrategyImport>, version: i64) -> Result<()> {
    let mut tx = change(store, ctx, id, IMPORT_STRATEGY).await?;
    let staged = load(&mut tx, id).await?;
    let into = staged.into.map(|strategy| strategy.head.id);
    if tx.run(&CLOSE, args![id, "discarded", into, version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    tx.commit().await
}

/// Brings a text in, whole or not at all. `new` says what the strategy is when it makes one.
///
/// # Errors
/// As [`restage`], and when a rule says no.
pub async fn apply(
    store: &Store,
    ctx: &Ctx,
    id: Id<StrategyImport>,
    version: i64,
    new: &NewStrategy,
) -> Result<Applied> {
    let mut tx = change(store, ctx, id, IMPORT_STRATEGY).await?;
    let staged = load(&mut tx, id).await?;
    if staged.state != "staged" {
        return Err(Refusal::Conflict.into());
    }
    let strategy = match &staged.into {
        Some(strategy) => strategy.head.id,
        None => strategies::add_in(&mut tx, ctx, new).await?,
    };
    write(&mut tx, ctx, strategy, &staged).await?;
    if tx.run(&CLOSE, args![id, "applied", strategy, version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    tx.commit().await?;
    let (added, changed, unchanged) = staged.effects.tally();
    Ok(Applied { strategy, added, changed, unchanged, absent: staged.effects.absent.len() })
}

async fn write(tx: &mut Change, ctx: &Ctx, strategy: Id<Strategy>, staged: &Staged) -> Result<()> {
    let contents = staged.reading.contents();
    let recorded = staged.into.as_ref();
    let mut areas = Vec::new();
    let mut places = recorded.map_or(0, |strategy| strategy.areas.len());
    for (found, matched) in contents.areas.iter().zip(&staged.effects.areas) {
        let latter = (found.number.as_str(), found.title.as_str());
        let area = match matched.recorded.and_then(|id| recorded?.area(id)) {
            Some(area) => {
                if !matched.changes.is_empty() {
                    let former = (area.number.as_str(), area.title.as_str());
                    items::update_area(tx, area.id, area.version, former, latter).await?;
                }
                area.id
            }
            None => {
                places += 1;
                items::insert_area(tx, ctx, strategy, places - 1, latter).await?
            }
        };
        areas.push((area, found.title.clone()));
    }
    let mut places = recorded.map_or(0, |strategy| strategy.items.len());
    for (found, matched) in contents.items.iter().zip(&staged.effects.items) {
        let area = found.area.and_then(|at| areas.get(at));
        let new = NewItem {
            area: area.map(|(id, _)| *id),
            kind: found.kind,
            number: found.number.clone(),
            text: found.text.clone(),
        };
        let former = matched.recorded.and_then(|id| recorded?.item(id));
        match former {
            Some(_) if matched.changes.is_empty() => {}
            Some(former) => {
                let moved = matched.changes.iter().find(|change| change.field == "Area");
                let names =
                    moved.map_or(("", ""), |change| (change.recorded.as_str(), change.proposed.as_str()));
                items::update_item(tx, former, former.version, names, &new).await?;
            }
            None => {
                places += 1;
                items::insert_item(tx, ctx, strategy, places - 1, &new).await?;
            }
        }
    }
    Ok(())
}
