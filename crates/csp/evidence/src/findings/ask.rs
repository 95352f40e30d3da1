//! What every finding is asked of: the parts in use, through a lens, in a window.

use std::collections::{BTreeMap, BTreeSet};

use concordat_kernel::{Month, Period, Refusal, Result};
use concordat_steps::{Analyst, Input, Question, Shape, Source, Step, Table, Type, Value, Values};

use super::{
    Direction, Lens, Wanted, definitions,
    districts::NOT_STATED,
    lens::{Who, months, year_before},
};
use crate::{
    index::{Label, Weight, Weights},
    ingest::completeness::name,
    records::shapes::{CRIME, PERSON, begins, number},
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

/// For each month, the minute before which a crime that counts in it has ended to be one of earlier years.
const HISTORIC: Shape =
    Shape { name: "historic", columns: &[("month", Type::Int), ("ended_before", Type::Int)] };

/// The groups, offences and relationships that the lens names, in capital letters.
const LENS_WORD: Shape = Shape { name: "lens_word", columns: &[("kind", Type::Text), ("word", Type::Text)] };

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
       crime.place,
       crime.area,
       crime.district,
       CASE
         WHEN coalesce(crime.proactive, weight.proactive, false) THEN 'found by the police themselves'
         WHEN coalesce(weight.historic, false) OR coalesce(coalesce(crime.latest, crime.earliest) < historic.ended_before, false) THEN 'of earlier years'
         WHEN weight.weight IS NULL THEN 'without a weight in the index'
       END AS no_harm,
       CASE
         WHEN coalesce(crime.proactive, weight.proactive, false) THEN NULL
         WHEN coalesce(weight.historic, false) OR coalesce(coalesce(crime.latest, crime.earliest) < historic.ended_before, false) THEN NULL
         ELSE weight.weight
       END AS harm
FROM crime
LEFT JOIN weight ON weight.offence = crime.offence
LEFT JOIN historic ON historic.month = crime.month
WHERE crime.month BETWEEN $looked_back_to AND $to
  AND ($every_offence
       OR upper(crime.offence_group) IN (SELECT word FROM lens_word WHERE kind = 'group')
       OR ($names_offences AND upper(crime.offence) IN (SELECT word FROM lens_word WHERE kind = 'offence')))
  AND (NOT $only_domestic OR crime.domestic)
  AND ($any_victim
       OR crime.reference IN (SELECT person.crime
                              FROM person
                              WHERE person.role = 'victim'
                                AND ($victim_of_any_sex OR person.sex = $victim_sex)
                                AND ($victim_of_any_age OR person.age BETWEEN $victim_from AND $victim_to)))
  AND ($any_suspect
       OR crime.reference IN (SELECT person.crime
                              FROM person
                              WHERE person.role IN ('suspect', 'convicted_offender')
                                AND ($suspect_of_any_sex OR person.sex = $suspect_sex)
                                AND ($suspect_of_any_age OR person.age BETWEEN $suspect_from AND $suspect_to)))
  AND ($any_relationship
       OR crime.reference IN (SELECT person.crime
                              FROM person
                              JOIN lens_word ON lens_word.word = replace(upper(person.relationship), '-', ' ')
                              WHERE lens_word.kind = 'relationship'
                                AND person.role <> 'witness'))",
};

/// Those of them that count in the window.
const IN_WINDOW: Step = Step {
    name: "in_window",
    sql: "\
SELECT *
FROM in_lens
WHERE month BETWEEN $from AND $to",
};

/// The offences that stand in the records, to be looked up in an index, and the groups that records file them under.
const OFFENCES: Step = Step {
    name: "offences",
    sql: "\
SELECT DISTINCT offence, offence_group
FROM crime
WHERE offence IS NOT NULL
ORDER BY offence, offence_group",
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
    /// What the heaviest offence weighs that may be in a group of the records, by its name in capital letters: of those that the index files beside any that the
    /// group ever had, so that a window does not say by it what was in it.
    heaviest: BTreeMap<String, f64>,
}

impl Harm {
    /// Looks the offences in the records up.
    ///
    /// # Errors
    /// When a part is missing or damaged.
    pub(super) async fn of(weights: &Weights, analyst: &dyn Analyst, ledger: &[Entry]) -> Result<Self> {
        let question = Question {
            tables: vec![Input::new(CRIME, parts(ledger, CRIME, |entry| entry.crimes))],
            values: Vec::new(),
            steps: vec![OFFENCES],
        };
        let answers = analyst.ask(&question, &[OFFENCES.name]).await?;
        let texts = |name| answers.first().map(|table| table.texts(name)).unwrap_or_default();
        let (mut found, mut heaviest) = (BTreeMap::<String, Weight>::new(), BTreeMap::<String, f64>::new());
        for (offence, group) in texts("offence").iter().flatten().zip(texts("offence_group")) {
            let Ok(weight) = weights.score_of(offence) else { continue };
            found.insert(offence.clone(), weight);
            let beside = weights.heaviest_beside(offence).unwrap_or(weight.weight);
            let of_group = heaviest.entry(group.as_deref().unwrap_or(NOT_STATED).to_uppercase()).or_default();
            *of_group = of_group.max(beside);
        }
        let flags = |of: fn(&Weight) -> Option<bool>| Values::Flag(found.values().map(of).collect());
        let table = Table::new(vec![
            ("offence", Values::Text(found.keys().map(|offence| Some(offence.clone())).collect())),
            ("weight", Values::Real(found.values().map(|weight| Some(weight.weight)).collect())),
            ("proactive", flags(|weight| weight.proactive)),
            ("historic", flags(|weight| weight.historic)),
        ]);
        Ok(Self { index: weights.index.label(), unit: weights.index.unit.clone(), table, heaviest })
    }

    /// What the heaviest offence weighs that may be in a group; nought where none of it weighs anything.
    pub(super) fn heaviest_in(&self, group: &str) -> f64 {
        self.heaviest.get(&group.to_uppercase()).copied().unwrap_or(0.0)
    }

    /// The same of any group that a lens looks at.
    pub(super) fn heaviest_through(&self, lens: &Lens) -> f64 {
        let named: BTreeSet<String> = lens.groups.iter().map(|group| group.to_uppercase()).collect();
        // A single offence may be of any group.
        let all = lens.takes_every_offence() || !lens.offences.is_empty();
        let looked_at = self.heaviest.iter().filter(|(group, _)| all || named.contains(*group));
        looked_at.map(|(_, weight)| *weight).fold(0.0, f64::max)
    }
}

/// Months with crimes in use. Files of people alone have none of their own.
fn in_use(ledger: &[Entry]) -> BTreeSet<Month> {
    let entries = ledger.iter().filter(|entry| entry.in_use());
    let months = entries.flat_map(|entry| &entry.months).filter(|month| month.crimes > 0);
    months.map(|month| month.month).collect()
}

fn none() -> Refusal {
    Refusal::rule("No records have been brought in yet. Use `concordat evidence ingest` first.")
}

/// What a lens names, as rows.
fn words(lens: &Lens) -> Table {
    let named = [("group", &lens.groups), ("offence", &lens.offences), ("relationship", &lens.relationships)];
    // Each once: whoever is joined with them must not become two.
    let rows: BTreeSet<(&str, String)> = named
        .into_iter()
        .flat_map(|(kind, words)| words.iter().map(move |w| (kind, w.to_uppercase())))
        .collect();
    Table::new(vec![
        ("kind", Values::Text(rows.iter().map(|(kind, _)| Some((*kind).to_owned())).collect())),
        ("word", Values::Text(rows.into_iter().map(|(_, word)| Some(word)).collect())),
    ])
}

/// Where crimes of earlier years end, for each month of a window.
fn historic(window: Period) -> Table {
    let known: Vec<(Month, Month)> = months(window)
        .filter_map(|month| Some((month, month.plus(-definitions::historic(month)?.months))))
        .collect();
    Table::new(vec![
        ("month", Values::Int(known.iter().map(|(month, _)| Some(number(*month))).collect())),
        ("ended_before", Values::Int(known.iter().map(|(_, before)| Some(begins(*before))).collect())),
    ])
}

fn sex(who: &Who) -> Value {
    Value::Text(who.sex.map_or(String::new(), |sex| sex.word().to_owned()))
}

fn ages(who: &Who) -> (i64, i64) {
    who.ages().map_or((0, 0), |(from, to)| (i64::from(from), i64::from(to)))
}

/// The parts of the entries in use that hold anything of a kind.
fn parts(ledger: &[Entry], shape: Shape, kept: fn(&Entry) -> i64) -> Source {
    let holding = ledger.iter().filter(|entry| entry.in_use() && kept(entry) > 0);
    Source::Parts(holding.map(|entry| entry.part(shape)).collect())
}

impl Asked {
    /// What was asked, from the words of an address or a command; the latest twelve months with records where no window is
    /// named.
    ///
    /// # Errors
    /// With a sentence when there is no such lens, or the window's end lies before its beginning.
    pub fn of(wanted: &Wanted, ledger: &[Entry]) -> Result<Self> {
        let lens = Lens::named(wanted.lens.as_deref().unwrap_or("all"))?;
        let last = in_use(ledger).last().copied();
        let to = wanted.to.or(last).ok_or_else(none)?;
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

    /// Refuses a window of which there are no records: a report of noughts would say that nothing happened.
    ///
    /// # Errors
    /// With the months that there are.
    pub(super) fn is_on_record(&self, ledger: &[Entry]) -> Result<(), Refusal> {
        let known = in_use(ledger);
        let (Some(first), Some(last)) = (known.first(), known.last()) else { return Err(none()) };
        if known.range(self.window.from..=self.window.to).next().is_some() {
            return Ok(());
        }
        let (window, first, last) = (self.window, name(*first), name(*last));
        Err(Refusal::invalid(
            "from",
            format!("There are no records of {window}. Choose months between {first} and {last}."),
        ))
    }

    /// The question of these steps, which may read `in_lens` and `in_window`.
    pub(crate) fn question(&self, ledger: &[Entry], harm: Option<&Harm>, steps: &[Step]) -> Question {
        let none = || {
            Table::new(WEIGHT.columns.iter().map(|(name, of)| (*name, Values::with_room(*of, 0))).collect())
        };
        let weights = harm.map_or_else(none, |harm| harm.table.clone());
        let before = year_before(self.window);
        let serial = definitions::serial(self.window.to);
        let back = serial.map_or(1, |definition| definition.months).max(1);
        let serial_from = self.window.to.plus(1 - back);
        let looked_back_to = before.from.min(serial_from).min(self.window.from);
        let lens = self.lens;
        Question {
            tables: vec![
                Input::new(CRIME, parts(ledger, CRIME, |entry| entry.crimes)),
                Input::new(PERSON, parts(ledger, PERSON, |entry| entry.people)),
                Input::new(WEIGHT, Source::Given(weights)),
                Input::new(
                    HISTORIC,
                    Source::Given(historic(Period { from: looked_back_to, to: self.window.to })),
                ),
                Input::new(LENS_WORD, Source::Given(words(lens))),
            ],
            values: vec![
                ("every_offence", Value::Flag(lens.takes_every_offence())),
                ("names_offences", Value::Flag(!lens.offences.is_empty())),
                ("narrows", Value::Flag(lens.narrows())),
                ("only_domestic", Value::Flag(lens.domestic)),
                ("any_relationship", Value::Flag(lens.relationships.is_empty())),
                ("any_victim", Value::Flag(lens.victim.is_anybody())),
                ("victim_of_any_sex", Value::Flag(lens.victim.sex.is_none())),
                ("victim_sex", sex(&lens.victim)),
                ("victim_of_any_age", Value::Flag(lens.victim.ages().is_none())),
                ("victim_from", Value::Int(ages(&lens.victim).0)),
                ("victim_to", Value::Int(ages(&lens.victim).1)),
                ("any_suspect", Value::Flag(lens.suspect.is_anybody())),
                ("suspect_of_any_sex", Value::Flag(lens.suspect.sex.is_none())),
                ("suspect_sex", sex(&lens.suspect)),
                ("suspect_of_any_age", Value::Flag(lens.suspect.ages().is_none())),
                ("suspect_from", Value::Int(ages(&lens.suspect).0)),
                ("suspect_to", Value::Int(ages(&lens.suspect).1)),
                ("from", Value::Int(number(self.window.from))),
                ("to", Value::Int(number(self.window.to))),
                ("looked_back_to", Value::Int(number(looked_back_to))),
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
