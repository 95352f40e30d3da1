//! Writing down what is said of a measure: its setting, and its values.

use std::collections::HashMap;

use concordat_access::Ctx;
use concordat_kernel::{AnyId, Id, Month, Period, Refusal, Result, jiff::civil::Date};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{measure, of_plan, resource_of};
use crate::{
    Action, Plan,
    measures::{
        model::{Better, GivenValue, Kind, Measure, Setting, Typed, Value, period_words},
        number::{self, Amount},
        rules,
    },
    store::CHANGE_ACTION,
};

sql! {
    BEGIN = "INSERT INTO plan_measure (item_id, action_id, words, unit, adds_up, baseline_note, version)
             VALUES ($1, $2, $3, '', 0, '', 1)
             ON CONFLICT (item_id) DO UPDATE SET action_id = excluded.action_id, words = excluded.words";
    SET = "UPDATE plan_measure
           SET kind = $2, unit = $3, better = $4, adds_up = $5, baseline = $6, baseline_on = $7, baseline_note = $8,
               target = $9, target_on = $10, version = version + 1
           WHERE item_id = $1 AND version = $11";
    CARRY = "UPDATE plan_measure SET kind = $2, unit = $3, better = $4, adds_up = $5 WHERE item_id = $1";
    ADD_VALUE = "INSERT INTO plan_measure_value
                     (id, item_id, period_from, period_to, value, words, note, given_by, given_for, given_at, source, update_id)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    // Two at once: only one of them finds it standing.
    REPLACE = "UPDATE plan_measure_value SET replaced_by = $2 WHERE id = $1 AND replaced_by IS NULL";
}

/// The longest note, in characters.
const LONGEST: usize = 4_000;

/// Whether a value can be read for a measure: the sentence to show beside it when not. Ask the door about its
/// action first.
///
/// # Errors
/// When the measure is not there.
pub async fn readable(tx: &mut Tx, item: AnyId, text: &str) -> Result<Option<String>> {
    let series = measure(tx, Id::from_uuid(item)).await?;
    Ok(number::read(text, series.setting.kind, &series.setting.unit).err())
}

/// Keeps a value that came in, inside a change that asked the door about its action. Where a value for the
/// same months stands already it is replaced, and stays visible as what was said before.
///
/// # Errors
/// With a sentence for the field `value` or `period` when it cannot be read or cannot stand beside the others.
pub async fn record(tx: &mut Change, ctx: &Ctx, item: AnyId, typed: Typed) -> Result<Id<Value>> {
    write(tx, ctx, Id::from_uuid(item), typed, None).await
}

/// Adds a value, or puts it in the place of another.
///
/// # Errors
/// As [`record`]; [`Refusal::Conflict`] when the other was replaced meanwhile; when the asker may not.
pub async fn add_value(
    store: &Store,
    ctx: &Ctx,
    item: Id<Measure>,
    typed: Typed,
    replaces: Option<Id<Value>>,
) -> Result<Id<Value>> {
    let (_, _, resource) = resource_of(store, item).await?;
    let mut tx = store.change(ctx, CHANGE_ACTION, &resource).await?;
    let id = write(&mut tx, ctx, item, typed, replaces).await?;
    tx.commit().await?;
    Ok(id)
}

async fn write(
    tx: &mut Change,
    ctx: &Ctx,
    item: Id<Measure>,
    typed: Typed,
    replaces: Option<Id<Value>>,
) -> Result<Id<Value>> {
    let series = measure(tx, item).await?;
    let said = number::read(&typed.text, series.setting.kind, &series.setting.unit)
        .map_err(|sentence| Refusal::invalid("value", sentence))?;
    check_period(typed.period, ctx.clock.today())?;
    if typed.note.chars().count() > LONGEST {
        return Err(
            Refusal::invalid("note", format!("The note must be {LONGEST} characters or fewer.")).into()
        );
    }
    let same = series.current().find(|value| value.period == typed.period);
    let former = match replaces {
        Some(id) => {
            let former = series.values.iter().find(|value| value.id == id).ok_or(Refusal::NotFound)?;
            if former.replaced_by.is_some() || same.is_some_and(|same| same.id != id) {
                return Err(Refusal::Conflict.into());
            }
            Some(former)
        }
        None => same,
    };
    let overlaps = |value: &&GivenValue| {
        Some(value.id) != former.map(|former| former.id)
            && value.period.from <= typed.period.to
            && typed.period.from <= value.period.to
    };
    if series.setting.adds_up
        && let Some(other) = series.current().find(overlaps)
    {
        return Err(Refusal::invalid(
            "period",
            format!(
                "The values of this measure add up, and there is one for {} already. Choose other months, or correct that one.",
                period_words(other.period)
            ),
        )
        .into());
    }
    tx.run(&BEGIN, args![item, series.action, &series.text]).await?;
    let id = ctx.chance.id::<Value>(&ctx.clock);
    let source = if typed.update.is_some() { "update" } else { "page" };
    let row = args![
        id,
        item,
        typed.period.from,
        typed.period.to,
        said.amount.map(Amount::in_hundredths),
        &said.words,
        typed.note.trim(),
        ctx.actor.word(),
        typed.by.unwrap_or_default(),
        ctx.clock.now(),
        source,
        typed.update
    ];
    tx.run(&ADD_VALUE, row).await?;
    if let Some(former) = former
        && tx.run(&REPLACE, args![former.id, id]).await? == 0
    {
        return Err(Refusal::Conflict.into());
    }
    let words = said.amount.map_or(said.words, |amount| series.setting.words(amount));
    let field = format!("Value for {}", period_words(typed.period));
    let was = former.map(|former| former.shown(&series.setting));
    tx.keep(item, &field, was.as_deref(), Some(&words)).await?;
    Ok(id)
}

fn check_period(period: Period, today: Date) -> Result<(), Refusal> {
    if period.from > period.to {
        return Err(Refusal::invalid("period", "The last month must not be before the first."));
    }
    if period.from > Month::of(today) {
        return Err(Refusal::invalid(
            "period",
            "These months have not begun. Enter a value for months that have.",
        ));
    }
    Ok(())
}

/// Says how a measure is measured, where it began and where it is to go.
///
/// # Errors
/// [`Refusal::Conflict`] when it changed since the editor saw it; when the asker may not; when a rule says no.
pub async fn set(store: &Store, ctx: &Ctx, item: Id<Measure>, version: i64, latter: &Setting) -> Result<()> {
    let (_, _, resource) = resource_of(store, item).await?;
    let mut tx = store.change(ctx, CHANGE_ACTION, &resource).await?;
    rules::check_setting(latter)?;
    let series = measure(&mut tx, item).await?;
    if series.version != version {
        return Err(Refusal::Conflict.into());
    }
    tx.run(&BEGIN, args![item, series.action, &series.text]).await?;
    let row = args![
        item,
        latter.kind.map(Kind::word),
        latter.unit.trim(),
        latter.better.map(Better::word),
        latter.adds_up,
        latter.baseline.map(Amount::in_hundredths),
        latter.baseline_on,
        latter.baseline_note.trim(),
        latter.target.map(Amount::in_hundredths),
        latter.target_on,
        version.max(1)
    ];
    if tx.run(&SET, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    for (field, former, now) in fields(&series.setting, latter) {
        tx.keep(item, field, former.as_deref(), now.as_deref()).await?;
    }
    tx.commit().await
}

/// Says of the measures of a new plan what was said of the same ones in a former plan: how they are measured, what
/// is counted and which way is better. Where they begin and where they are to go is for the new plan to say. Each
/// item of the former plan is given with its action and item in the new one; ask the door about the new plan first.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn carry(
    tx: &mut Change,
    from: Id<Plan>,
    items: &HashMap<AnyId, (Id<Action>, Id<Measure>)>,
) -> Result<()> {
    for series in of_plan(tx, from).await? {
        let Some((action, item)) = items.get(&series.item.uuid()).copied() else { continue };
        let Setting { kind: Some(kind), unit, better, adds_up, .. } = series.setting else { continue };
        let carried = Setting { kind: Some(kind), unit, better, adds_up, ..Setting::default() };
        tx.run(&BEGIN, args![item, action, &series.text]).await?;
        let better = carried.better.map(Better::word);
        tx.run(&CARRY, args![item, kind.word(), &carried.unit, better, carried.adds_up]).await?;
        for (field, former, now) in fields(&Setting::default(), &carried) {
            tx.keep(item, field, former.as_deref(), now.as_deref()).await?;
        }
    }
    Ok(())
}

/// What the two say of each field, in words.
fn fields(former: &Setting, latter: &Setting) -> Vec<(&'static str, Option<String>, Option<String>)> {
    let both = |name, say: fn(&Setting) -> Option<String>| (name, say(former), say(latter));
    let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    vec![
        both("How it is measured", |one| one.kind.map(|kind| kind.title().to_owned())),
        ("What is counted", text(&former.unit), text(&latter.unit)),
        both("Which way is better", |one| one.better.map(|better| better.word().to_owned())),
        both("Values add up", |one| one.kind.map(|_| if one.adds_up { "Yes" } else { "No" }.to_owned())),
        both("Baseline", Setting::baseline_words),
        ("Where the baseline comes from", text(&former.baseline_note), text(&latter.baseline_note)),
        both("Target", Setting::target_words),
    ]
}
