//! Steps, measures, days and words as they are read.

use concordat_kernel::{Id, Problem, Result, jiff::civil::Date};

use crate::{
    exceptions::{Reasoned, RecordedStep, Step},
    import::{LinkState, Timescale},
};

#[derive(sqlx::FromRow)]
pub(super) struct ItemRow {
    pub(super) row_id: String,
    kind: String,
    text: String,
    id: Id<Step>,
    stood_down_on: Option<String>,
    stood_down_because: Option<String>,
}

/// What stands in a row.
#[derive(Default)]
pub(super) struct Items {
    pub(super) steps: Vec<String>,
    pub(super) measures: Vec<String>,
    /// The steps as the record knows them; which row they are in is for the caller to say.
    pub(super) of_record: Vec<RecordedStep>,
}

impl Items {
    /// Takes in the next step or measure of the row.
    pub(super) fn take(&mut self, item: ItemRow) -> Result<()> {
        if item.kind != "step" {
            self.measures.push(item.text);
            return Ok(());
        }
        let because = item.stood_down_because.unwrap_or_default();
        let stood_down = day(item.stood_down_on.as_deref())?.map(|on| Reasoned { on, because });
        self.of_record.push(RecordedStep { id: item.id, row: 0, place: self.steps.len(), stood_down });
        self.steps.push(item.text);
        Ok(())
    }
}

/// A day as the tables keep it.
pub(crate) fn day(text: Option<&str>) -> Result<Option<Date>> {
    let read = |text: &str| text.parse().map_err(|e| Problem::new("reading a day of a plan", e));
    Ok(text.map(read).transpose()?)
}

/// A link as the tables keep it.
pub(super) fn link_state(word: &str) -> LinkState {
    match word {
        "yes" => LinkState::Yes,
        "no" => LinkState::No,
        _ => LinkState::Unknown,
    }
}

/// A timescale as the tables keep it.
pub(super) fn timescale(kind: &str, text: String) -> Result<Timescale> {
    let corrupt = || Problem::say("reading a timescale");
    Ok(match kind {
        "ongoing" => Timescale::Ongoing,
        "month" => Timescale::Month { month: text.parse().map_err(|_| corrupt())? },
        "date" => Timescale::Date { date: text.parse().map_err(|_| corrupt())? },
        _ => Timescale::Text { text },
    })
}
