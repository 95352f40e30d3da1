//! The measures of an action, as whoever answers for it is asked about them.

use std::collections::HashMap;

use concordat_kernel::{AnyId, Id, Result};
use concordat_store::Tx;

use crate::{
    Action, Plan,
    measures::{self, Kind, MeasureSeries, Setting, period_words},
};

/// A measure of an action.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct AskedMeasure {
    pub(crate) id: AnyId,
    pub(crate) text: String,
    /// What is to be said: `A number: people trained`.
    pub(crate) hint: String,
    /// The newest value as it is shown, with its months.
    pub(crate) last: String,
    /// What a value is read by.
    pub(crate) setting: Setting,
}

impl AskedMeasure {
    fn of(series: MeasureSeries) -> Self {
        let last = series
            .last()
            .map(|value| format!("{} ({})", value.shown(&series.setting), period_words(value.period)));
        Self {
            id: series.item.uuid(),
            hint: hint(&series.setting),
            last: last.unwrap_or_default(),
            text: series.text,
            setting: series.setting,
        }
    }

    /// What to write instead, when a value cannot be read.
    pub(crate) fn unreadable(&self, value: &str) -> Option<String> {
        measures::read(value, self.setting.kind, &self.setting.unit).err()
    }
}

/// The measures of a plan by their actions, in order. Called where the plan may be seen.
pub(crate) async fn of_plan(tx: &mut Tx, plan: Id<Plan>) -> Result<HashMap<Id<Action>, Vec<AskedMeasure>>> {
    let mut found = HashMap::<_, Vec<_>>::new();
    for series in measures::of_plan(tx, plan).await?.into_iter().filter(|series| series.in_plan) {
        found.entry(series.action).or_default().push(AskedMeasure::of(series));
    }
    Ok(found)
}

fn hint(setting: &Setting) -> String {
    let words = match setting.kind {
        Some(Kind::Count | Kind::Survey | Kind::Benchmark) => "A number",
        Some(Kind::Milestone) => return "Yes or no".to_owned(),
        Some(Kind::Share) => "A share, such as 45%",
        Some(Kind::Money) => "An amount, such as £1,200.50",
        Some(Kind::Direction) => "A number, or “up”, “down” or “no change”",
        Some(Kind::Story) => return "A few words".to_owned(),
        None => "A number or a few words",
    };
    match setting.unit.trim() {
        "" | "%" => words.to_owned(),
        unit => format!("{words}: {unit}"),
    }
}
