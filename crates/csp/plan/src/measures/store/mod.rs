//! Measures in the record. What may be done to an action may be done to its measures.

mod say;

pub(crate) use say::carry;
pub use say::{add_value, readable, record, set};

use std::collections::HashMap;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Error, Id, Month, Period, Problem, Refusal, Result};
use concordat_store::{FieldChange, Store, Tx, args, sql};

use super::{
    model::{Better, GivenValue, Kind, Measure, MeasureSeries, Setting, Value, period_words},
    number::Amount,
};
use crate::{
    Action, Plan, PlanHead,
    compare::same_words,
    progress::Update,
    store::{self, VIEW, VIEW_ACTION, load, measured},
};

sql! {
    // Of a whole plan, or of one action of it when `$2` names one: a measure never leaves its action.
    SETTINGS = "SELECT m.item_id, m.action_id, m.words, m.kind, m.unit, m.better, m.adds_up, m.baseline, m.baseline_on,
                       m.baseline_note, m.target, m.target_on, m.version
                FROM plan_measure m JOIN plan_action a ON a.id = m.action_id
                WHERE a.plan_id = $1 AND (a.id = $2 OR $2 IS NULL)
                ORDER BY m.item_id";
    VALUES = "SELECT v.id, v.item_id, v.period_from, v.period_to, v.value, v.words, v.note, v.given_by, v.given_for,
                     v.given_at, v.update_id, v.replaced_by
              FROM plan_measure_value v
              JOIN plan_measure m ON m.item_id = v.item_id
              JOIN plan_action a ON a.id = m.action_id
              WHERE a.plan_id = $1 AND (a.id = $2 OR $2 IS NULL)
              ORDER BY v.period_to, v.period_from, v.given_at, v.id";
    ACTION_KEPT = "SELECT action_id FROM plan_measure WHERE item_id = $1";
    ACTION_OF_VALUE = "SELECT m.action_id, v.item_id
                       FROM plan_measure_value v JOIN plan_measure m ON m.item_id = v.item_id
                       WHERE v.id = $1";
    /// Some value that stands, of a counted measure, for tests that walk the routes.
    pub(crate) ANY_VALUE = "SELECT v.id
                            FROM plan_measure_value v
                            JOIN plan_measure m ON m.item_id = v.item_id
                            JOIN plan_item i ON i.id = v.item_id
                            WHERE v.replaced_by IS NULL AND (m.kind IS NULL OR m.kind = 'count')
                            ORDER BY v.id DESC LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct SettingRow {
    item_id: Id<Measure>,
    action_id: Id<Action>,
    words: String,
    kind: Option<String>,
    unit: String,
    better: Option<String>,
    adds_up: i64,
    baseline: Option<i64>,
    baseline_on: Option<String>,
    baseline_note: String,
    target: Option<i64>,
    target_on: Option<String>,
    version: i64,
}

impl SettingRow {
    fn setting(&self) -> Setting {
        let month = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Month>().ok());
        Setting {
            kind: self.kind.as_deref().and_then(Kind::of_word),
            unit: self.unit.clone(),
            better: self.better.as_deref().and_then(Better::of_word),
            adds_up: self.adds_up != 0,
            baseline: self.baseline.map(Amount::hundredths),
            baseline_on: month(&self.baseline_on),
            baseline_note: self.baseline_note.clone(),
            target: self.target.map(Amount::hundredths),
            target_on: month(&self.target_on),
        }
    }
}

#[derive(sqlx::FromRow)]
struct ValueRow {
    id: Id<Value>,
    item_id: Id<Measure>,
    period_from: String,
    period_to: String,
    value: Option<i64>,
    words: String,
    note: String,
    given_by: String,
    given_for: String,
    given_at: String,
    update_id: Option<Id<Update>>,
    replaced_by: Option<Id<Value>>,
}

impl ValueRow {
    fn given(self) -> Result<(Id<Measure>, GivenValue)> {
        let month = |text: &str| {
            text.parse::<Month>().map_err(|e| Problem::new("reading the months of a measure's value", e))
        };
        let period = Period { from: month(&self.period_from)?, to: month(&self.period_to)? };
        let value = GivenValue {
            id: self.id,
            period,
            amount: self.value.map(Amount::hundredths),
            words: self.words,
            note: self.note,
            given_by: self.given_by,
            given_for: self.given_for,
            given_at: self.given_at,
            update: self.update_id,
            replaced_by: self.replaced_by,
        };
        Ok((self.item_id, value))
    }
}

/// Every measure of a plan in its order, with what is known of each; then those that were taken out of their
/// action and have values. Ask the door about the plan first.
///
/// A measure that was moved within its action, so that another item has the same words now, goes on there with
/// its values.
///
/// # Errors
/// When the database does not answer.
pub async fn of_plan(tx: &mut Tx, plan: Id<Plan>) -> Result<Vec<MeasureSeries>> {
    let begins = load::load_head(tx, plan).await?.period.map(|period| period.from);
    series(tx, plan, begins, None).await
}

/// The same of one action. Ask the door about the action first.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn of_action(
    tx: &mut Tx,
    plan: &PlanHead,
    action: Id<Action>,
) -> Result<Vec<MeasureSeries>> {
    series(tx, plan.id, plan.period.map(|period| period.from), Some(action)).await
}

async fn series(
    tx: &mut Tx,
    plan: Id<Plan>,
    begins: Option<Month>,
    only: Option<Id<Action>>,
) -> Result<Vec<MeasureSeries>> {
    let items = measured::measured(tx, plan, only).await?;
    let mut settings: Vec<SettingRow> = tx.all(&SETTINGS, args![plan, only]).await?;
    let mut values = HashMap::<Id<Measure>, Vec<GivenValue>>::new();
    for row in tx.all::<ValueRow>(&VALUES, args![plan, only]).await? {
        let (item, value) = row.given()?;
        values.entry(item).or_default().push(value);
    }
    let numbers: HashMap<Id<Action>, String> =
        items.iter().map(|item| (item.action_id, item.number.clone())).collect();
    let standing: Vec<Id<Measure>> = items.iter().map(|item| item.id).collect();
    let mut found = Vec::with_capacity(items.len());
    for item in items {
        let own = settings.iter().position(|row| row.item_id == item.id).map(|at| settings.remove(at));
        let mut given = values.remove(&item.id).unwrap_or_default();
        let words = same_words(&item.text);
        let moved = settings.iter().position(|row| {
            row.action_id == item.action_id
                && !standing.contains(&row.item_id)
                && same_words(&row.words) == words
        });
        let moved = moved.map(|at| settings.remove(at));
        if let Some(moved) = &moved {
            given.extend(values.remove(&moved.item_id).unwrap_or_default());
            given.sort_by_key(|value| (value.period.to, value.period.from));
        }
        let version = own.as_ref().map_or(0, |row| row.version);
        let said = own.as_ref().filter(|row| row.kind.is_some()).or(moved.as_ref()).or(own.as_ref());
        found.push(MeasureSeries {
            item: item.id,
            action: item.action_id,
            number: item.number,
            text: item.text,
            setting: said.map(SettingRow::setting).unwrap_or_default(),
            version,
            values: given,
            in_plan: true,
            begins,
        });
    }
    for row in settings {
        let given = values.remove(&row.item_id).unwrap_or_default();
        if !given.is_empty() {
            found.push(MeasureSeries {
                item: row.item_id,
                action: row.action_id,
                number: numbers.get(&row.action_id).cloned().unwrap_or_default(),
                setting: row.setting(),
                text: row.words,
                version: row.version,
                values: given,
                in_plan: false,
                begins,
            });
        }
    }
    Ok(found)
}

/// One measure.
///
/// # Errors
/// When it is not there.
pub async fn measure(tx: &mut Tx, item: Id<Measure>) -> Result<MeasureSeries> {
    let action = action_of(tx, item).await?;
    let (plan, _) = store::action_resource(tx, action).await?;
    let head = load::load_head(tx, plan).await?;
    let found = of_action(tx, &head, action).await?.into_iter().find(|series| series.item == item);
    Ok(found.ok_or(Refusal::NotFound)?)
}

async fn action_of(tx: &mut Tx, item: Id<Measure>) -> Result<Id<Action>> {
    if let Some((action, _)) = measured::action_of_measure(tx, item).await? {
        return Ok(action);
    }
    let (action,): (Id<Action>,) = tx.one(&ACTION_KEPT, args![item]).await?;
    Ok(action)
}

async fn resource_of(store: &Store, item: Id<Measure>) -> Result<(Id<Action>, Id<Plan>, Resource)> {
    let mut peek = store.peek().await?;
    let action = action_of(&mut peek, item).await?;
    let (plan, resource) = store::action_resource(&mut peek, action).await?;
    Ok((action, plan, resource))
}

/// One measure for whoever may do `verb` to its action.
///
/// # Errors
/// When it is not there, or not for the asker.
pub(crate) async fn measure_to(
    store: &Store,
    ctx: &Ctx,
    verb: concordat_access::Action,
    item: Id<Measure>,
) -> Result<(Id<Plan>, MeasureSeries)> {
    let (_, plan, resource) = resource_of(store, item).await?;
    let mut tx = store.read(ctx, verb, &resource).await?;
    Ok((plan, measure(&mut tx, item).await?))
}

/// The measures of a plan, for whoever may see it.
///
/// # Errors
/// When there is no such plan, or it is not for the asker.
pub async fn measures_of_plan(store: &Store, ctx: &Ctx, plan: Id<Plan>) -> Result<Vec<MeasureSeries>> {
    let resource = store::plan_resource(&mut store.peek().await?, plan).await?;
    let mut tx = store.read(ctx, VIEW, &resource).await?;
    of_plan(&mut tx, plan).await
}

/// What was said of a measure before, newest first.
///
/// # Errors
/// When it is not there, or not for the asker.
pub async fn history(store: &Store, ctx: &Ctx, item: Id<Measure>) -> Result<Vec<FieldChange>> {
    let (_, _, resource) = resource_of(store, item).await?;
    store.read(ctx, VIEW_ACTION, &resource).await?.history(item.uuid()).await
}

/// The measure that a value belongs to.
///
/// # Errors
/// When there is no such value.
pub(crate) async fn measure_of_value(store: &Store, value: Id<Value>) -> Result<Id<Measure>> {
    let (_, item): (Id<Action>, Id<Measure>) =
        store.peek().await?.one(&ACTION_OF_VALUE, args![value]).await?;
    Ok(item)
}

/// The last value that a measure of the same words had in an earlier plan of the same group, for those plans
/// that the asker may see: the value in words, and its months.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn before(
    store: &Store,
    ctx: &Ctx,
    plan: Id<Plan>,
    text: &str,
) -> Result<Option<(String, String)>> {
    let heads = match store::plans(store, ctx).await {
        Ok(heads) => heads,
        Err(Error::Refusal(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some(own) = heads.iter().find(|head| head.id == plan) else { return Ok(None) };
    let Some(period) = own.period else { return Ok(None) };
    // Newest first.
    let earlier = heads.iter().filter(|head| {
        head.id != plan && head.group == own.group && head.period.is_some_and(|one| one.to < period.from)
    });
    for head in earlier {
        let found = measures_of_plan(store, ctx, head.id).await?;
        let same = found.iter().find(|series| same_words(&series.text) == same_words(text));
        if let Some((series, last)) = same.and_then(|series| Some((series, series.last()?))) {
            return Ok(Some((last.shown(&series.setting), period_words(last.period))));
        }
    }
    Ok(None)
}
