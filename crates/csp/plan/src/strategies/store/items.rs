use std::collections::HashMap;

use concordat_access::{Action as Verb, Ctx, Resource};
use concordat_kernel::{Id, Problem, Refusal, Result};
use concordat_store::{Change, FieldChange, Store, Tx, args, sql};

use super::{CHANGE_STRATEGY, VIEW_STRATEGY, shared, strategies::load};
use crate::{
    State,
    import::tidy,
    strategies::{
        model::{Area, Commitment, Item, NewItem, RecordedStrategy, Said, Strategy},
        rules,
    },
};

sql! {
    pub(super) STRATEGY_OF_ITEM = "SELECT strategy_id FROM plan_commitment WHERE id = $1";
    STRATEGY_OF_AREA = "SELECT strategy_id FROM plan_strategy_area WHERE id = $1";
    INSERT_AREA = "INSERT INTO plan_strategy_area (id, strategy_id, position, number, title, version)
                   VALUES ($1, $2, $3, $4, $5, 1)";
    UPDATE_AREA = "UPDATE plan_strategy_area SET number = $2, title = $3, version = version + 1
                   WHERE id = $1 AND version = $4";
    INSERT_ITEM = "INSERT INTO plan_commitment (id, strategy_id, area_id, kind, position, number, text, version)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, 1)";
    UPDATE_ITEM = "UPDATE plan_commitment SET area_id = $2, kind = $3, number = $4, text = $5, version = version + 1
                   WHERE id = $1 AND version = $6";
    SAID_OF_STRATEGY = "SELECT u.commitment_id, u.state, u.words, u.said_on, u.said_by
                        FROM plan_commitment_update u JOIN plan_commitment c ON c.id = u.commitment_id
                        WHERE c.strategy_id = $1 ORDER BY u.said_on, u.id";
    SAID_OF_ITEM = "SELECT commitment_id, state, words, said_on, said_by
                    FROM plan_commitment_update WHERE commitment_id = $1 ORDER BY said_on DESC, id DESC";
    INSERT_SAID = "INSERT INTO plan_commitment_update
                       (id, commitment_id, state, words, said_on, said_by, kept_at, kept_by)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
}

#[derive(sqlx::FromRow)]
struct SaidRow {
    commitment_id: Id<Commitment>,
    state: String,
    words: String,
    said_on: String,
    said_by: String,
}

/// The newest update of each item of a strategy.
pub(super) async fn latest(tx: &mut Tx, id: Id<Strategy>) -> Result<HashMap<Id<Commitment>, Said>> {
    let rows = tx.all::<SaidRow>(&SAID_OF_STRATEGY, args![id]).await?;
    rows.into_iter().map(|row| Ok((row.commitment_id, said_of(row)?))).collect()
}

fn said_of(row: SaidRow) -> Result<Said> {
    Ok(Said {
        state: row.state.parse().map_err(|e: String| Problem::new("reading an update", e))?,
        words: row.words,
        on: row.said_on.parse().map_err(|e| Problem::new("reading an update’s day", e))?,
        by: row.said_by,
    })
}

/// The whole strategy that an item belongs to, for a page on which `verb` is done or about to be done.
///
/// # Errors
/// When there is no such item, or the asker may not do that to it.
pub async fn strategy_of_item(
    store: &Store,
    ctx: &Ctx,
    verb: Verb,
    id: Id<Commitment>,
) -> Result<RecordedStrategy> {
    let mut tx = store.read(ctx, verb, &shared(ctx, Resource::any("plan_strategy"))).await?;
    let (strategy,): (Id<Strategy>,) = tx.one(&STRATEGY_OF_ITEM, args![id]).await?;
    load(&mut tx, strategy).await
}

/// The whole strategy that an area belongs to, for a page on which the area is about to be changed.
///
/// # Errors
/// When there is no such area, or the asker may not change it.
pub async fn area_of(store: &Store, ctx: &Ctx, id: Id<Area>) -> Result<RecordedStrategy> {
    let mut tx = store.read(ctx, CHANGE_STRATEGY, &shared(ctx, Resource::any("plan_strategy"))).await?;
    let (strategy,): (Id<Strategy>,) = tx.one(&STRATEGY_OF_AREA, args![id]).await?;
    load(&mut tx, strategy).await
}

/// Everything ever said about an item, newest first.
///
/// # Errors
/// When it is not for the asker.
pub async fn updates(store: &Store, ctx: &Ctx, id: Id<Commitment>) -> Result<Vec<Said>> {
    let mut tx = store.read(ctx, VIEW_STRATEGY, &shared(ctx, Resource::any("plan_strategy"))).await?;
    said(&mut tx, id).await
}

/// The same, inside something that has asked.
///
/// # Errors
/// When the database does not answer.
pub async fn said(tx: &mut Tx, id: Id<Commitment>) -> Result<Vec<Said>> {
    tx.all::<SaidRow>(&SAID_OF_ITEM, args![id]).await?.into_iter().map(said_of).collect()
}

/// What an item was before: every field ever changed, newest first.
///
/// # Errors
/// When it is not for the asker.
pub async fn item_history(store: &Store, ctx: &Ctx, id: Id<Commitment>) -> Result<Vec<FieldChange>> {
    let mut tx = store.read(ctx, VIEW_STRATEGY, &shared(ctx, Resource::any("plan_strategy"))).await?;
    tx.history(id.uuid()).await
}

/// Adds an item to a strategy, in an area that is there or in a new one.
///
/// # Errors
/// When the asker may not, or a rule says no.
pub async fn add_item(
    store: &Store,
    ctx: &Ctx,
    id: Id<Strategy>,
    new_area: Option<(&str, &str)>,
    new: &NewItem,
) -> Result<Id<Commitment>> {
    let mut tx = store.change(ctx, CHANGE_STRATEGY, &shared(ctx, Resource::one(id))).await?;
    let strategy = load(&mut tx, id).await?;
    check_area(&strategy, new.area)?;
    rules::check_item(new)?;
    let mut new = new.clone();
    if let Some((number, title)) = new_area {
        new.area = Some(insert_area(&mut tx, ctx, id, strategy.areas.len(), (number, title)).await?);
    }
    let item = insert_item(&mut tx, ctx, id, strategy.items.len(), &new).await?;
    tx.about(item.uuid());
    tx.commit().await?;
    Ok(item)
}

fn check_area(strategy: &RecordedStrategy, area: Option<Id<Area>>) -> Result<(), Refusal> {
    match area {
        Some(area) if strategy.area(area).is_none() => {
            Err(Refusal::invalid("area", "Choose an area of this strategy."))
        }
        _ => Ok(()),
    }
}

pub(super) async fn insert_area(
    tx: &mut Change,
    ctx: &Ctx,
    strategy: Id<Strategy>,
    position: usize,
    (number, title): (&str, &str),
) -> Result<Id<Area>> {
    crate::rules::check_title(title, "area")?;
    let id = ctx.chance.id(&ctx.clock);
    tx.run(&INSERT_AREA, args![id, strategy, position, tidy(number), tidy(title)]).await?;
    tx.keep(id, "Title", None, Some(&tidy(title))).await?;
    Ok(id)
}

pub(super) async fn update_area(
    tx: &mut Change,
    id: Id<Area>,
    version: i64,
    former: (&str, &str),
    latter: (&str, &str),
) -> Result<()> {
    crate::rules::check_title(latter.1, "area")?;
    let (number, title) = (tidy(latter.0), tidy(latter.1));
    if tx.run(&UPDATE_AREA, args![id, &number, &title, version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    tx.keep(id, "Number", Some(former.0), Some(&number)).await?;
    tx.keep(id, "Title", Some(former.1), Some(&title)).await
}

pub(super) async fn insert_item(
    tx: &mut Change,
    ctx: &Ctx,
    strategy: Id<Strategy>,
    position: usize,
    new: &NewItem,
) -> Result<Id<Commitment>> {
    rules::check_item(new)?;
    let id = ctx.chance.id(&ctx.clock);
    let (number, text) = (tidy(&new.number), tidy(&new.text));
    tx.run(&INSERT_ITEM, args![id, strategy, new.area, new.kind.word(), position, &number, &text]).await?;
    tx.keep(id, "Number", None, Some(&number).filter(|n| !n.is_empty()).map(String::as_str)).await?;
    tx.keep(id, "Text", None, Some(&text)).await?;
    Ok(id)
}

pub(super) async fn update_item(
    tx: &mut Change,
    former: &Item,
    version: i64,
    areas: (&str, &str),
    new: &NewItem,
) -> Result<()> {
    rules::check_item(new)?;
    let (id, number, text) = (former.id, tidy(&new.number), tidy(&new.text));
    if tx.run(&UPDATE_ITEM, args![id, new.area, new.kind.word(), &number, &text, version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    tx.keep(id, "Area", Some(areas.0), Some(areas.1)).await?;
    tx.keep(id, "Kind", Some(former.kind.title()), Some(new.kind.title())).await?;
    tx.keep(id, "Number", Some(&former.number), Some(&number)).await?;
    tx.keep(id, "Text", Some(&former.text), Some(&text)).await
}

/// Changes an item.
///
/// # Errors
/// [`Refusal::Conflict`] when it changed since; when the asker may not; when a rule says no.
pub async fn change_item(
    store: &Store,
    ctx: &Ctx,
    id: Id<Commitment>,
    version: i64,
    new: &NewItem,
) -> Result<()> {
    let mut tx = store.change(ctx, CHANGE_STRATEGY, &shared(ctx, Resource::any("plan_strategy"))).await?;
    tx.about(id.uuid());
    let (strategy,): (Id<Strategy>,) = tx.one(&STRATEGY_OF_ITEM, args![id]).await?;
    let strategy = load(&mut tx, strategy).await?;
    check_area(&strategy, new.area)?;
    let former = strategy.item(id).ok_or(Refusal::NotFound)?;
    let name = |area: Option<Id<Area>>| area.and_then(|id| strategy.area(id)).map(|area| area.name());
    let (was, is) = (name(former.area).unwrap_or_default(), name(new.area).unwrap_or_default());
    update_item(&mut tx, former, version, (&was, &is), new).await?;
    tx.commit().await
}

/// Renames or renumbers an area.
///
/// # Errors
/// As [`change_item`].
pub async fn change_area(
    store: &Store,
    ctx: &Ctx,
    id: Id<Area>,
    version: i64,
    (number, title): (&str, &str),
) -> Result<()> {
    let mut tx = store.change(ctx, CHANGE_STRATEGY, &shared(ctx, Resource::any("plan_strategy"))).await?;
    tx.about(id.uuid());
    let (strategy,): (Id<Strategy>,) = tx.one(&STRATEGY_OF_AREA, args![id]).await?;
    let strategy = load(&mut tx, strategy).await?;
    let former = strategy.area(id).ok_or(Refusal::NotFound)?;
    update_area(&mut tx, id, version, (&former.number, &former.title), (number, title)).await?;
    tx.commit().await
}

/// Says how an item stands. What was said before stays.
///
/// # Errors
/// When the asker may not, or a rule says no.
pub async fn say(store: &Store, ctx: &Ctx, id: Id<Commitment>, new: &Said) -> Result<()> {
    let mut tx = store.change(ctx, CHANGE_STRATEGY, &shared(ctx, Resource::any("plan_strategy"))).await?;
    tx.about(id.uuid());
    tx.one::<(Id<Strategy>,)>(&STRATEGY_OF_ITEM, args![id]).await?;
    rules::check_said(&new.words, &new.by, new.on, ctx.clock.today())?;
    let former = said(&mut tx, id).await?.into_iter().next();
    let update = ctx.chance.id::<Said>(&ctx.clock);
    let row = args![
        update,
        id,
        new.state.word(),
        new.words.trim(),
        new.on,
        tidy(&new.by),
        ctx.clock.now(),
        ctx.actor.word()
    ];
    tx.run(&INSERT_SAID, row).await?;
    // Something said of an earlier day changes nothing about how it stands.
    if former.as_ref().is_none_or(|former| former.on <= new.on) {
        let was = former.as_ref().map_or(State::NoUpdate, |former| former.state);
        tx.keep(id, "State", Some(&was.to_string()), Some(&new.state.to_string())).await?;
        let words = former.map(|former| former.words);
        tx.keep(id, "Progress", words.as_deref(), Some(new.words.trim())).await?;
    }
    tx.commit().await
}
