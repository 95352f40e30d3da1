//! What every finding is asked of: the parts in use, through a lens, in a window.

use concordat_kernel::{Month, Period, Refusal, Result};
use concordat_steps::{Analyst, Input, Question, Shape, Source, Step, Table, Type, Value, Values};

use super::{Direction, Lens, Wanted, definitions, lens::year_before};
use crate::{
    index::{Label, Weight, Weights},
    records::shapes::{CRIME, PERSON, number},
    store::Entry,
};

/// A lens and a window.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Which crimes.
    pub lens: &'static Lens,
    /// Which months.
    pub window: Period,
    /// The month from which limits are drawn afresh.
    pub rebase: Option<Month>,
    /// Which way a trend is better.
    pub better: Direction,
}

/// The groups of offences that the lens names, in capital letters.
const LENS_GROUP: Shape = Shape { name: "lens_group", columns: &[("name", Type::Text)] };

/// Crimes that the lens looks at, from the first month that any step looks back to, with what they weigh. Crimes that the police find
/// themselves, and those of earlier years reported now, weigh nothing here and are counted apart, as the makers of the Cambridge index ask.
/// Only the columns that some step reads: it is kept, and read by most others.
const IN_LENS: Step = Step {
    name: "in_lens",
    sql: "\
SELECT crime.reference,
       crime.month,
       crime.earliest,
       crime.latest,
       crime.offence,
       crime.offence_group,
       crime.area,
       crime.district,
       CASE
         WHEN coalesce(crime.proactive, weight.proactive, false) THEN 'found by the police themselves'
         WHEN coalesce(weight.historic, false) THEN 'of earlier years'
         WHEN weight.weight IS NULL THEN 'without a weight in the index'
       END AS no_harm,
       CASE
         WHEN coalesce(crime.proactive, weight.proactive, false) THEN NULL
         WHEN coalesce(weight.historic, false) THEN NULL
         ELSE weight.weight
       END AS harm
FROM crime
LEFT JOIN weight ON weight.offence = crime.offence
WHERE crime.month BETWEEN $looked_back_to AND $to
  AND ($every_group OR upper(offence_group) IN (SELECT name FROM lens_group))
  AND (NOT $only_domestic OR domestic)
  AND ($any_victim
       OR crime.reference IN (SELECT person.crime FROM person WHERE person.role = 'victim' AND person.sex = $victim_sex))",
};

/// Those of them that count in the window.
const IN_WINDOW: Step = Step {
    name: "in_window",
    sql: "\
SELECT *
FROM in_lens
WHERE month BETWEEN $from AND $to",
};

/// The offences that stand in the records, to be looked up in an index.
const OFFENCES: Step = Step {
    name: "offences",
    sql: "\
SELECT DISTINCT offence
FROM crime
WHERE offence IS NOT NULL
ORDER BY offence",
};

/// What offences weigh.
const WEIGHT: Shape = Shape {
    name: "weight",
    columns: &[
        ("offence", Type::Text),
        ("weight", Type::Real),
        ("proactive", Type::Flag),
        ("historic", Type::Flag),
    ],
};

/// What the offences in the records weigh, by one index.
#[derive(Debug, Clone)]
pub struct Harm {
    /// The index's name, version and rule: every figure of harm carries them.
    pub index: Label,
    /// What its weights are counted in.
    pub unit: String,
    table: Table,
}

impl Harm {
    /// Looks the offences in the records up.
    ///
    /// # Errors
    /// When a part is missing or damaged.
    pub(super) async fn of(weights: &Weights, analyst: &dyn Analyst, ledger: &[Entry]) -> Result<Self> {
        let question = Question {
            tables: vec![Input::new(CRIME, parts(ledger, |entry| entry.crimes))],
            values: Vec::new(),
            steps: vec![OFFENCES],
        };
        let answers = analyst.ask(&question, &[OFFENCES.name]).await?;
        let offences = answers.first().map(|table| table.texts("offence")).unwrap_or_default();
        let found: Vec<(String, Weight)> = offences
            .iter()
            .flatten()
            .filter_map(|offence| Some((offence.clone(), weights.score_of(offence).ok()?)))
            .collect();
        let flags =
            |of: fn(&Weight) -> Option<bool>| Values::Flag(found.iter().map(|(_, w)| of(w)).collect());
        let table = Table::new(vec![
            ("offence", Values::Text(found.iter().map(|(offence, _)| Some(offence.clone())).collect())),
            ("weight", Values::Real(found.iter().map(|(_, weight)| Some(weight.weight)).collect())),
            ("proactive", flags(|weight| weight.proactive)),
            ("historic", flags(|weight| weight.historic)),
        ]);
        Ok(Self { index: weights.index.label(), unit: weights.index.unit.clone(), table })
    }
}

/// The parts of the entries in use that hold anything of a kind.
fn parts(ledger: &[Entry], kept: fn(&Entry) -> i64) -> Source {
    let parts = ledger.iter().filter(|entry| entry.in_use() && kept(entry) > 0);
    Source::Parts(parts.map(Entry::part).collect())
}

impl Asked {
    /// What was asked, from the words of an address or a command; the latest twelve months with records where no window is
    /// named.
    ///
    /// # Errors
    /// With a sentence when there is no such lens, or the window's end lies before its beginning.
    pub fn of(wanted: &Wanted, ledger: &[Entry]) -> Result<Self> {
        let lens = Lens::named(wanted.lens.as_deref().unwrap_or("all"))?;
        let last = ledger.iter().filter(|entry| entry.in_use()).flat_map(|entry| &entry.months);
        let last = last.map(|month| month.month).max();
        let to = wanted.to.or(last).ok_or_else(|| {
            Refusal::rule("No records have been brought in yet. Use `concordat evidence ingest` first.")
        })?;
        let from = wanted.from.unwrap_or_else(|| to.plus(-11));
        if from > to {
            return Err(Refusal::invalid("to", "The last month must not lie before the first.").into());
        }
        if from.plus(600) < to {
            return Err(Refusal::invalid("from", "Choose a window of at most fifty years.").into());
        }
        if wanted.rebase.is_some_and(|month| month <= from || month > to) {
            return Err(Refusal::invalid(
                "rebase",
                "Limits can be drawn afresh only from a month after the first of the window.",
            )
            .into());
        }
        let better = wanted.better.as_deref().map_or(Ok(lens.better), Direction::named)?;
        Ok(Self { lens, window: Period { from, to }, rebase: wanted.rebase, better })
    }

    /// The question of these steps, which may read `in_lens` and `in_window`.
    pub(crate) fn question(&self, ledger: &[Entry], harm: Option<&Harm>, steps: &[Step]) -> Question {
        let none = || {
            Table::new(WEIGHT.columns.iter().map(|(name, of)| (*name, Values::with_room(*of, 0))).collect())
        };
        let weights = harm.map_or_else(none, |harm| harm.table.clone());
        let groups = self.lens.groups.iter().map(|group| Some(group.to_uppercase())).collect();
        let before = year_before(self.window);
        let serial = definitions::serial(self.window.to);
        let back = serial.map_or(1, |definition| definition.months).max(1);
        let serial_from = self.window.to.plus(1 - back);
        let victim_sex = match self.lens.victim_sex {
            Some(sex) => sex.word().to_owned(),
            None => String::new(),
        };
        Question {
            tables: vec![
                Input::new(CRIME, parts(ledger, |entry| entry.crimes)),
                Input::new(PERSON, parts(ledger, |entry| entry.people)),
                Input::new(WEIGHT, Source::Given(weights)),
                Input::new(LENS_GROUP, Source::Given(Table::new(vec![("name", Values::Text(groups))]))),
            ],
            values: vec![
                ("every_group", Value::Flag(self.lens.groups.is_empty())),
                ("only_domestic", Value::Flag(self.lens.domestic)),
                ("any_victim", Value::Flag(self.lens.victim_sex.is_none())),
                ("victim_sex", Value::Text(victim_sex)),
                ("from", Value::Int(number(self.window.from))),
                ("to", Value::Int(number(self.window.to))),
                ("looked_back_to", Value::Int(number(before.from.min(serial_from).min(self.window.from)))),
                ("from_before", Value::Int(number(before.from))),
                ("to_before", Value::Int(number(before.to))),
                ("serial_from", Value::Int(number(serial_from))),
                ("serial_victims", Value::Int(serial.map_or(2, |definition| definition.victims))),
                ("serial_crimes", Value::Int(serial.map_or(2, |definition| definition.crimes))),
                ("serial_age", Value::Int(serial.map_or(0, |definition| definition.age))),
            ],
            steps: [IN_LENS, IN_WINDOW].into_iter().chain(steps.iter().copied()).collect(),
        }
    }
}
