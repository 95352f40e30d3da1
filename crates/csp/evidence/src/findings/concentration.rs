//! Concentration: how unevenly crimes fall on places, suspects and victims, and how much of that chance alone would give.

use std::collections::{BTreeMap, BTreeSet};

use concordat_kernel::Problem;
use concordat_report::{Block, Cell, Table as Shown, Width};
use concordat_stats::{
    bootstrap,
    chance::{self, Null, Settings},
    lorenz,
};
use concordat_steps::{Step, Table};

use super::{Chance, Figure, Method, Says, Told, real};

const BY_AREA: Step = Step {
    name: "by_area",
    sql: "\
SELECT offence_group,
       area,
       count(*) AS crimes,
       coalesce(sum(harm), 0.0) AS harm
FROM in_window
GROUP BY offence_group, area
ORDER BY offence_group, area NULLS LAST",
};

/// A person's crimes, each once, even where two rows say the same of them.
const PARTS_IN: Step = Step {
    name: "parts_in",
    sql: "\
SELECT DISTINCT person.role,
       person.pseudonym,
       in_window.reference,
       in_window.harm
FROM person
JOIN in_window ON in_window.reference = person.crime
WHERE person.role IN ('suspect', 'victim')
  AND person.pseudonym IS NOT NULL",
};

const BY_PERSON: Step = Step {
    name: "by_person",
    sql: "\
SELECT role,
       pseudonym,
       count(*) AS crimes,
       coalesce(sum(harm), 0.0) AS harm
FROM parts_in
GROUP BY role, pseudonym
ORDER BY role, crimes DESC, pseudonym",
};

/// What crimes weigh, and how many of each weight: what chance deals out.
const WEIGHTS: Step = Step {
    name: "weights",
    sql: "\
SELECT role AS unit,
       coalesce(harm, 0.0) AS harm,
       count(*) AS crimes
FROM parts_in
GROUP BY role, harm
UNION ALL
SELECT 'area' AS unit,
       coalesce(harm, 0.0) AS harm,
       count(*) AS crimes
FROM in_window
WHERE area IS NOT NULL
GROUP BY harm
ORDER BY unit, harm",
};

pub(super) const METHOD: Method = Method {
    name: "concentration",
    title: "Concentration",
    asks: "What share of crimes falls on the few places, suspects and victims with the most, and how far is that above what chance alone would give?",
    cites: "Lorenz curve over all units, those without a crime included; generalised Gini coefficient where units outnumber crimes (Bernasco and Steenbeek 2017, doi 10.1007/s10940-016-9324-7); chance by Monte Carlo; interval of the top tenth's share by bootstrap percentiles over units (Efron and Tibshirani 1993).",
    steps: &[BY_AREA, PARTS_IN, BY_PERSON, WEIGHTS],
    reads: &["by_area", "by_person", "weights"],
    tell,
};

/// The least number of crimes, and of units, that a concentration is worked out from.
const LEAST: usize = 20;

fn tell(told: &Told<'_>) -> Result<Says, Problem> {
    let mut caveats = Vec::new();
    let list = &told.standing.areas;
    let places = Places::of(told.answer("by_area")?, list);
    let units = if list.is_empty() {
        caveats.push("No list of areas has been loaded (`concordat evidence areas load`), so areas without any crime are not counted as units and concentration looks smaller than it is.".to_owned());
        places.seen.len()
    } else {
        list.len()
    };
    let weights = told.answer("weights")?;
    let mut measured = Vec::new();
    let mut all = true;
    for (group, place) in places.with_all() {
        let excluded: BTreeMap<_, _> =
            [("without an area", place.nowhere), ("outside the list of areas", place.outside)].into();
        let spread = |of: fn(&Sums) -> f64| -> Vec<f64> {
            place.areas.values().map(of).chain(std::iter::repeat(0.0)).take(units).collect()
        };
        let crimes = spread(|sums| sums.crimes);
        let kind = Kind { unit: "area", name: &group, null: Null::AnyUnit, excluded };
        if std::mem::take(&mut all) && told.harm.is_some() {
            measured.push(Measured::of(kind.clone(), "crimes", crimes, None)?);
            measured.push(Measured::of(
                kind,
                "harm",
                spread(|sums| sums.harm),
                Some(dealt(weights, "area")),
            )?);
        } else {
            measured.push(Measured::of(kind, "crimes", crimes, None)?);
        }
    }
    let by_person = told.answer("by_person")?;
    for (role, name) in [("suspect", "Suspects"), ("victim", "Victims")] {
        let rows = by_person.texts("role").iter().zip(by_person.ints("crimes")).zip(by_person.reals("harm"));
        let (crimes, harm): (Vec<f64>, Vec<f64>) = rows
            .filter(|((of, _), _)| of.as_deref() == Some(role))
            .map(|((_, crimes), harm)| (real(crimes.unwrap_or(0)), harm.unwrap_or(0.0)))
            .unzip();
        if crimes.is_empty() {
            caveats.push(format!("The records in use name no {role}s within this lens and window."));
            continue;
        }
        let kind = Kind { unit: role, name, null: Null::OneEach, excluded: BTreeMap::new() };
        measured.push(Measured::of(kind.clone(), "crimes", crimes, None)?);
        if told.harm.is_some() {
            measured.push(Measured::of(kind, "harm", harm, Some(dealt(weights, role)))?);
        }
    }
    caveats.push("A suspect is somebody named or charged, not somebody convicted.".to_owned());
    caveats.push(format!(
        "Nothing is worked out from fewer than {LEAST} crimes or units. Chance: {} draws from seed {}; for areas, {}; for people, {}.",
        Settings::default().draws,
        Settings::default().seed,
        Null::AnyUnit.words(),
        Null::OneEach.words(),
    ));
    if let Some(harm) = told.harm {
        caveats.push(format!("Weighed by {}, in {}.", harm.index, harm.unit));
    }
    let table =
        Shown::new("Concentration of crimes and of harm", COLUMNS).rows(measured.iter().map(Measured::row));
    let figures = measured.into_iter().filter_map(|one| one.figure(told)).collect();
    Ok(Says { blocks: vec![Block::Table(table)], caveats, figures })
}

/// What each crime of some units weighs: what chance deals out.
fn dealt(weights: &Table, unit: &str) -> Vec<f64> {
    let rows = weights.texts("unit").iter().zip(weights.reals("harm")).zip(weights.ints("crimes"));
    rows.filter(|((of, _), _)| of.as_deref() == Some(unit))
        .flat_map(|((_, harm), crimes)| {
            let crimes = usize::try_from(crimes.unwrap_or(0)).unwrap_or(0);
            std::iter::repeat_n(harm.unwrap_or(0.0), crimes)
        })
        .collect()
}

/// Crimes and what they weigh.
#[derive(Default, Clone, Copy)]
struct Sums {
    crimes: f64,
    harm: f64,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.crimes += other.crimes;
        self.harm += other.harm;
    }
}

/// Crimes of each group by area.
struct Places {
    groups: BTreeMap<String, Place>,
    /// Every area with a crime.
    seen: BTreeSet<String>,
}

#[derive(Default, Clone)]
struct Place {
    areas: BTreeMap<String, Sums>,
    /// Crimes without an area.
    nowhere: i64,
    /// Crimes in areas that are not on the list.
    outside: i64,
}

impl Places {
    fn of(table: &Table, list: &BTreeSet<String>) -> Self {
        let mut places = Self { groups: BTreeMap::new(), seen: BTreeSet::new() };
        let places_of = table.texts("offence_group").iter().zip(table.texts("area"));
        for ((group, area), (crimes, harm)) in
            places_of.zip(table.ints("crimes").iter().zip(table.reals("harm")))
        {
            let crimes = crimes.unwrap_or(0);
            let group = group.clone().unwrap_or_else(|| "Not stated".to_owned());
            let place = places.groups.entry(group).or_default();
            match area {
                None => place.nowhere += crimes,
                Some(area) if !list.is_empty() && !list.contains(area) => place.outside += crimes,
                Some(area) => {
                    places.seen.insert(area.clone());
                    let sums = Sums { crimes: real(crimes), harm: harm.unwrap_or(0.0) };
                    place.areas.entry(area.clone()).or_default().add(sums);
                }
            }
        }
        places
    }

    /// All groups together, and then each.
    fn with_all(self) -> impl Iterator<Item = (String, Place)> {
        let mut all = Place::default();
        for place in self.groups.values() {
            all.nowhere += place.nowhere;
            all.outside += place.outside;
            for (area, sums) in &place.areas {
                all.areas.entry(area.clone()).or_default().add(*sums);
            }
        }
        std::iter::once(("All crimes in the lens".to_owned(), all)).chain(self.groups)
    }
}

const COLUMNS: &[(&str, Width)] = &[
    ("What", Width::Middle),
    ("Units", Width::Number),
    ("Crimes", Width::Number),
    ("Gini", Width::Number),
    ("Top 10% hold", Width::Number),
    ("95% interval", Width::Short),
    ("By chance", Width::Number),
    ("Points above chance", Width::Number),
    ("Units with half", Width::Number),
    ("Left out", Width::Number),
];

/// A kind of unit.
#[derive(Clone)]
struct Kind<'a> {
    unit: &'static str,
    name: &'a str,
    null: Null<'static>,
    excluded: BTreeMap<&'static str, i64>,
}

/// The concentration of crimes or harm over one kind of unit.
struct Measured {
    unit: &'static str,
    name: String,
    measure: &'static str,
    units: usize,
    crimes: usize,
    excluded: BTreeMap<&'static str, i64>,
    null: &'static str,
    worked_out: Option<WorkedOut>,
}

struct WorkedOut {
    observed: lorenz::Concentration,
    /// Of counts only: harm is no number of events.
    gini: Option<lorenz::GeneralisedGini>,
    chance: chance::Baseline,
    /// Of the share that the top tenth holds.
    interval: bootstrap::Interval,
}

impl Measured {
    /// `dealt` is what each crime weighs; without it each counts one.
    fn of(
        kind: Kind<'_>,
        measure: &'static str,
        totals: Vec<f64>,
        dealt: Option<Vec<f64>>,
    ) -> Result<Self, Problem> {
        let Kind { unit, name, null, excluded } = kind;
        let units = totals.len();
        let counted = dealt.is_none();
        // Counts are sums of whole numbers.
        let dealt = dealt.unwrap_or_else(|| vec![1.0; totals.iter().sum::<f64>() as usize]);
        let crimes = dealt.len();
        let weighs = totals.iter().sum::<f64>() > 0.0;
        let worked_out = if units >= LEAST && crimes >= LEAST && weighs {
            let work = || {
                let observed = lorenz::concentration(&totals)?;
                let gini =
                    counted.then(|| lorenz::generalised_gini(observed.gini, units, crimes)).transpose()?;
                let chance = chance::baseline(&dealt, units, null, Settings::default())?;
                let top = |totals: &[f64]| lorenz::top_share(totals, 0.1).ok();
                let interval = bootstrap::percentile(&totals, bootstrap::Settings::default(), top)?;
                Ok::<_, concordat_stats::Error>(WorkedOut { observed, gini, chance, interval })
            };
            Some(work().map_err(|e| Problem::new("working out a concentration", e))?)
        } else {
            None
        };
        let (name, null) = (name.to_owned(), null.words());
        Ok(Self { unit, name, measure, units, crimes, excluded, null, worked_out })
    }

    fn row(&self) -> Vec<Cell> {
        let left_out: i64 = self.excluded.values().sum();
        let (name, units) =
            (Cell::words(format!("{}: {}", self.name, self.measure)), Cell::count(self.units));
        let Some(WorkedOut { observed, gini, chance, interval }) = &self.worked_out else {
            let few = || Cell::words("too few");
            let nothing = || Cell::words("–");
            return vec![
                name,
                units,
                Cell::count(self.crimes),
                few(),
                nothing(),
                nothing(),
                nothing(),
                nothing(),
                nothing(),
                Cell::count(left_out),
            ];
        };
        let shown_gini = gini.map_or(observed.gini, |gini| gini.value);
        let share = |share: f64| Cell::real(100.0 * share, format!("{:.1}%", 100.0 * share));
        vec![
            name,
            units,
            Cell::count(self.crimes),
            Cell::real(shown_gini, format!("{shown_gini:.3}")),
            share(observed.top_10),
            Cell::words(format!("{:.1}% to {:.1}%", 100.0 * interval.low, 100.0 * interval.high)),
            share(chance.top_10.mean),
            Cell::real(
                chance.top_10.points_above(observed.top_10),
                format!("{:+.1}", chance.top_10.points_above(observed.top_10)),
            ),
            share(observed.half.share()),
            Cell::count(left_out),
        ]
    }

    fn figure(self, told: &Told<'_>) -> Option<Figure> {
        let WorkedOut { observed, gini, chance, interval } = self.worked_out?;
        let values = [
            ("gini", observed.gini),
            ("top_1", observed.top_1),
            ("top_5", observed.top_5),
            ("top_10", observed.top_10),
            ("units_with_half", observed.half.share()),
            ("units_with_four_fifths", observed.four_fifths.share()),
            ("total", observed.total),
            ("chance_gini", chance.gini.mean),
        ];
        let mut figure = told.figure(self.unit, self.measure, self.units);
        if self.measure == "harm" {
            figure.index = told.harm.map(|harm| harm.index.to_string());
        }
        if self.unit == "area" {
            figure.filter.insert("group", self.name);
        }
        figure.values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        if let Some(gini) = gini {
            figure.values.insert("generalised_gini".to_owned(), gini.value);
        }
        figure.excluded = self.excluded;
        figure.interval = Some([interval.low, interval.high]);
        figure.chance = Some(Chance {
            of: "top_10",
            null: self.null,
            mean: chance.top_10.mean,
            interval: [chance.top_10.low, chance.top_10.high],
            draws: chance.settings.draws,
            seed: chance.settings.seed,
            points_above: chance.top_10.points_above(observed.top_10),
        });
        Some(figure)
    }
}
