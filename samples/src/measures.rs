//! What is said of measures: targets set, values given.

use concordat_access::Ctx;
use concordat_kernel::{Id, Month, Period, Problem, Result};
use concordat_plan::{
    Action,
    measures::{self, Amount, Better, Kind, Setting, Typed},
    store as plans,
};
use concordat_store::Store;
use serde::Deserialize;

use crate::partnership::unknown;

/// Something said of a measure of an action. Months are `04` to `03` of the plan's own year, `last 03` of the
/// year before.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Measured {
    /// How its words begin.
    of: String,
    /// How it is measured and what it is to reach.
    set: Option<Goal>,
    /// A value for these months, the first and the last.
    months: Option<(String, String)>,
    #[serde(default)]
    value: String,
    #[serde(default)]
    note: String,
    /// The lead who gave it.
    lead: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Goal {
    kind: String,
    #[serde(default)]
    unit: String,
    better: Option<String>,
    #[serde(default)]
    adds_up: bool,
    baseline: Option<String>,
    baseline_on: Option<String>,
    #[serde(default)]
    baseline_note: String,
    target: Option<String>,
    target_on: Option<String>,
}

impl Measured {
    /// Says it.
    pub(crate) async fn say(&self, store: &Store, ctx: &Ctx, action: Id<Action>, year: i16) -> Result<()> {
        let plan = plans::plan_of_action(store, ctx, action).await?;
        let all = measures::measures_of_plan(store, ctx, plan.head.id).await?;
        let mut own = all.iter().filter(|series| series.action == action);
        let series = own.find(|series| series.text.starts_with(&self.of)).ok_or_else(|| unknown(&self.of))?;
        if let Some(goal) = &self.set {
            let setting = goal.setting(year)?;
            measures::set(store, ctx, series.item, series.version, &setting).await?;
        }
        let Some((from, to)) = &self.months else { return Ok(()) };
        let typed = Typed {
            period: Period { from: month(year, from)?, to: month(year, to)? },
            text: self.value.clone(),
            note: self.note.clone(),
            by: self.lead.clone(),
            update: None,
        };
        measures::add_value(store, ctx, series.item, typed, None).await.map(drop)
    }
}

impl Goal {
    fn setting(&self, year: i16) -> Result<Setting, Problem> {
        let kind = Kind::of_word(&self.kind).ok_or_else(|| unknown(&self.kind))?;
        let amount = |text: &Option<String>| -> Result<Option<Amount>, Problem> {
            let Some(text) = text else { return Ok(None) };
            let said = measures::read(text, Some(kind), &self.unit).map_err(Problem::say)?;
            Ok(said.amount)
        };
        let when = |text: &Option<String>| text.as_deref().map(|text| month(year, text)).transpose();
        Ok(Setting {
            kind: Some(kind),
            unit: self.unit.clone(),
            better: self.better.as_deref().and_then(Better::of_word),
            adds_up: self.adds_up,
            baseline: amount(&self.baseline)?,
            baseline_on: when(&self.baseline_on)?,
            baseline_note: self.baseline_note.clone(),
            target: amount(&self.target)?,
            target_on: when(&self.target_on)?,
        })
    }
}

fn month(year: i16, text: &str) -> Result<Month, Problem> {
    let (year, number) = match text.strip_prefix("last ") {
        Some(number) => (year - 1, number),
        None => (year, text),
    };
    let number: i8 = number.parse().map_err(|_| unknown(text))?;
    Month::new(if number < 4 { year + 1 } else { year }, number).ok_or_else(|| unknown(text))
}
