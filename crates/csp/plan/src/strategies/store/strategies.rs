use std::collections::HashMap;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{AnyId, Id, Month, Period, Problem, Refusal, Result};
use concordat_store::{Change, FieldChange, Store, Tx, args, sql};

use super::{ADD_STRATEGY, CHANGE_STRATEGY, VIEW_STRATEGY, items::latest, names, shared};
use crate::{
    compare::same_words,
    import::tidy,
    strategies::{
        model::{
            Area, Commitment, Item, ItemKind, NewStrategy, RecordedArea, RecordedStrategy, Said, Strategy,
            StrategyHead, StrategyKind,
        },
        rules,
    },
};

sql! {
    HEADS = "SELECT id, title, kind, owner_id, owner_written, period_from, period_to, source_note, version
             FROM plan_strategy ORDER BY title, id";
    HEAD = "SELECT id, title, kind, owner_id, owner_written, period_from, period_to, source_note, version
            FROM plan_strategy WHERE id = $1";
    AREAS = "SELECT id, number, title, version FROM plan_strategy_area WHERE strategy_id = $1 ORDER BY position, id";
    ITEMS = "SELECT id, area_id, kind, number, text, version
             FROM plan_commitment WHERE strategy_id = $1 ORDER BY position, id";
    INSERT = "INSERT INTO plan_strategy
                  (id, title, kind, owner_id, owner_written, period_from, period_to, source_note, version)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)";
    UPDATE = "UPDATE plan_strategy
              SET title = $2, kind = $3, owner_id = $4, owner_written = $5, period_from = $6, period_to = $7,
                  source_note = $8, version = version + 1
              WHERE id = $1 AND version = $9";
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    id: Id<Strategy>,
    title: String,
    kind: String,
    owner_id: Option<Id<()>>,
    owner_written: String,
    period_from: Option<String>,
    period_to: Option<String>,
    source_note: String,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct AreaRow {
    id: Id<Area>,
    number: String,
    title: String,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    id: Id<Commitment>,
    area_id: Option<Id<Area>>,
    kind: String,
    number: String,
    text: String,
    version: i64,
}

/// Every strategy without its contents, by title.
///
/// # Errors
/// When the asker may not read them.
pub async fn strategy_heads(store: &Store, ctx: &Ctx) -> Result<Vec<StrategyHead>> {
    let mut tx = store.read(ctx, VIEW_STRATEGY, &shared(ctx, Resource::any("plan_strategy"))).await?;
    load_heads(&mut tx).await
}

/// Every strategy with its contents, by title.
///
/// # Errors
/// When the asker may not read them.
pub async fn strategies(store: &Store, ctx: &Ctx) -> Result<Vec<RecordedStrategy>> {
    let mut tx = store.read(ctx, VIEW_STRATEGY, &shared(ctx, Resource::any("plan_strategy"))).await?;
    let mut all = Vec::new();
    for head in load_heads(&mut tx).await? {
        all.push(contents(&mut tx, head).await?);
    }
    Ok(all)
}

/// A whole strategy, for a page on which `verb` is done or about to be done.
///
/// # Errors
/// When there is none, or the asker may not do that to it.
pub async fn strategy(
    store: &Store,
    ctx: &Ctx,
    verb: concordat_access::Action,
    id: Id<Strategy>,
) -> Result<RecordedStrategy> {
    let mut tx = store.read(ctx, verb, &shared(ctx, Resource::one(id))).await?;
    load(&mut tx, id).await
}

/// What a strategy's own fields were before, newest first.
///
/// # Errors
/// When it is not for the asker.
pub async fn strategy_history(store: &Store, ctx: &Ctx, id: Id<Strategy>) -> Result<Vec<FieldChange>> {
    store.read(ctx, VIEW_STRATEGY, &shared(ctx, Resource::one(id))).await?.history(id.uuid()).await
}

/// Adds a strategy, without areas and items yet.
///
/// # Errors
/// When the asker may not, or a rule says no.
pub async fn add_strategy(store: &Store, ctx: &Ctx, new: &NewStrategy) -> Result<Id<Strategy>> {
    let mut tx = store.change(ctx, ADD_STRATEGY, &shared(ctx, Resource::any("plan_strategy"))).await?;
    let id = add_in(&mut tx, ctx, new).await?;
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

/// The same, as part of a change that has asked the door.
pub(super) async fn add_in(tx: &mut Change, ctx: &Ctx, new: &NewStrategy) -> Result<Id<Strategy>> {
    rules::check_strategy(new)?;
    check_owner(tx, new.owner).await?;
    let id = ctx.chance.id(&ctx.clock);
    let period = new.period;
    let row = args![
        id,
        tidy(&new.title),
        new.kind.word(),
        new.owner,
        tidy(&new.owner_written),
        period.map(|period| period.from),
        period.map(|period| period.to),
        new.source_note.trim()
    ];
    tx.run(&INSERT, row).await?;
    let names = names(tx).await?;
    for (field, text) in fields(new, &names) {
        tx.keep(id, field, None, Some(text.as_str()).filter(|text| !text.is_empty())).await?;
    }
    Ok(id)
}

/// Changes a strategy's own fields.
///
/// # Errors
/// [`Refusal::Conflict`] when it changed since; when the asker may not; when a rule says no.
pub async fn change_strategy(
    store: &Store,
    ctx: &Ctx,
    id: Id<Strategy>,
    version: i64,
    new: &NewStrategy,
) -> Result<()> {
    let mut tx = store.change(ctx, CHANGE_STRATEGY, &shared(ctx, Resource::one(id))).await?;
    rules::check_strategy(new)?;
    let former = load_head(&mut tx, id).await?;
    if former.owner != new.owner {
        check_owner(&mut tx, new.owner).await?;
    }
    let row = args![
        id,
        tidy(&new.title),
        new.kind.word(),
        new.owner,
        tidy(&new.owner_written),
        new.period.map(|period| period.from),
        new.period.map(|period| period.to),
        new.source_note.trim(),
        version
    ];
    if tx.run(&UPDATE, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    let names = names(&mut tx).await?;
    for ((field, was), (_, is)) in fields(&of_head(&former), &names).into_iter().zip(fields(new, &names)) {
        tx.keep(id, field, Some(&was), Some(&is)).await?;
    }
    tx.commit().await
}

/// A strategy's own fields as a form would send them.
pub(crate) fn of_head(head: &StrategyHead) -> NewStrategy {
    NewStrategy {
        title: head.title.clone(),
        kind: head.kind,
        owner: head.owner,
        owner_written: if head.owner.is_some() { String::new() } else { head.owner_name.clone() },
        period: head.period,
        source_note: head.source_note.clone(),
    }
}

fn fields(new: &NewStrategy, names: &HashMap<AnyId, String>) -> [(&'static str, String); 5] {
    let owner = new.owner.and_then(|owner| names.get(&owner).cloned());
    [
        ("Title", tidy(&new.title)),
        ("Kind", new.kind.title().to_owned()),
        ("Owner", owner.unwrap_or_else(|| tidy(&new.owner_written))),
        ("Period", new.period.map(|period| period.to_string()).unwrap_or_default()),
        ("Source", new.source_note.trim().to_owned()),
    ]
}

/// Makes sure that a body that a strategy is to belong to is there.
async fn check_owner(tx: &mut Tx, owner: Option<AnyId>) -> Result<()> {
    let Some(owner) = owner else { return Ok(()) };
    if names(tx).await?.contains_key(&owner) {
        return Ok(());
    }
    Err(Refusal::invalid("owner", "Choose a body from the list.").into())
}

async fn load_heads(tx: &mut Tx) -> Result<Vec<StrategyHead>> {
    let names = names(tx).await?;
    tx.all::<HeadRow>(&HEADS, args![]).await?.into_iter().map(|row| head(row, &names)).collect()
}

pub(super) async fn load_head(tx: &mut Tx, id: Id<Strategy>) -> Result<StrategyHead> {
    let row = tx.one::<HeadRow>(&HEAD, args![id]).await?;
    let names = names(tx).await?;
    head(row, &names)
}

/// The strategy of this title, when there is exactly one.
pub(super) async fn same_title(tx: &mut Tx, title: &str) -> Result<Option<Id<Strategy>>> {
    let sought = same_words(title);
    let heads = load_heads(tx).await?;
    let mut found = heads.iter().filter(|head| same_words(&head.title) == sought);
    Ok(match (found.next(), found.next()) {
        (Some(head), None) => Some(head.id),
        _ => None,
    })
}

pub(super) async fn load(tx: &mut Tx, id: Id<Strategy>) -> Result<RecordedStrategy> {
    let head = load_head(tx, id).await?;
    contents(tx, head).await
}

async fn contents(tx: &mut Tx, head: StrategyHead) -> Result<RecordedStrategy> {
    let areas = tx.all::<AreaRow>(&AREAS, args![head.id]).await?;
    let areas = areas
        .into_iter()
        .map(|row| RecordedArea { id: row.id, number: row.number, title: row.title, version: row.version })
        .collect();
    let mut said: HashMap<Id<Commitment>, Said> = latest(tx, head.id).await?;
    let mut items = Vec::new();
    for row in tx.all::<ItemRow>(&ITEMS, args![head.id]).await? {
        items.push(Item {
            id: row.id,
            area: row.area_id,
            kind: ItemKind::from_word(&row.kind).ok_or_else(|| Problem::say("reading an item’s kind"))?,
            number: row.number,
            text: row.text,
            latest: said.remove(&row.id),
            version: row.version,
        });
    }
    Ok(RecordedStrategy { head, areas, items })
}

fn head(row: HeadRow, names: &HashMap<AnyId, String>) -> Result<StrategyHead> {
    let month = |text: Option<String>| text.and_then(|text| text.parse::<Month>().ok());
    let owner = row.owner_id.map(Id::uuid);
    let owner_name = owner.and_then(|owner| names.get(&owner).cloned());
    Ok(StrategyHead {
        id: row.id,
        title: row.title,
        kind: StrategyKind::from_word(&row.kind).ok_or_else(|| Problem::say("reading a strategy’s kind"))?,
        owner,
        owner_name: owner_name.unwrap_or(row.owner_written),
        period: month(row.period_from).zip(month(row.period_to)).map(|(from, to)| Period { from, to }),
        source_note: row.source_note,
        version: row.version,
    })
}
