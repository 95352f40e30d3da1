//! Concentration: how unevenly crimes fall on places, suspects and victims, and how much of that chance alone would give.

mod measured;

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::{Key, Shown};
use concordat_kernel::Problem;
use concordat_report::{Block, Table as Drawn};
use concordat_stats::chance::{Alike, Null, Settings};
use concordat_steps::{Step, Table};

use measured::{COLUMNS, Kind, Measured};

use super::{
    Method, Says, Told,
    cells::{self, Counts},
    harm::{WITHOUT_HARM, weightless},
    people::{PARTS_IN, PEOPLE_IN},
    real,
    repeat::{MOST, TIMES},
};
use crate::areas::Area;

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

pub(super) const BY_PERSON: Step = Step {
    name: "by_person",
    sql: "\
SELECT role,
       pseudonym,
       count(*) AS crimes,
       coalesce(sum(harm), 0.0) AS harm
FROM parts_in
GROUP BY role, pseudonym",
};

/// How many people hold as much: who they are does not matter to a Lorenz curve, and there are far fewer rows.
const HELD: Step = Step {
    name: "held",
    sql: "\
SELECT role,
       crimes,
       harm,
       count(*) AS people
FROM by_person
GROUP BY role, crimes, harm
ORDER BY role, crimes DESC, harm DESC",
};

/// What crimes weigh, and how many of each weight: what chance deals out, in areas for each area, as those off the list take no part. In no order: Ballista 55.0 loses its executors over parts that are
/// put together and sorted.
const WEIGHTS: Step = Step {
    name: "weights",
    sql: "\
SELECT role AS unit,
       CAST(NULL AS VARCHAR) AS area,
       coalesce(harm, 0.0) AS harm,
       count(*) AS crimes
FROM parts_in
GROUP BY role, harm
UNION ALL
SELECT 'area' AS unit,
       area,
       coalesce(harm, 0.0) AS harm,
       count(*) AS crimes
FROM in_window
WHERE area IS NOT NULL
GROUP BY area, harm",
};

/// Crimes with somebody of a role who can be told apart.
const NAMED: Step = Step {
    name: "named",
    sql: "\
SELECT role,
       count(DISTINCT reference) AS crimes
FROM parts_in
GROUP BY role
ORDER BY role",
};

pub(super) const METHOD: Method = Method {
    name: "concentration",
    title: "Concentration",
    asks: "What share of crimes falls on the few places, suspects and victims with the most, and how far is that above what chance alone would give?",
    cites: "Lorenz curve over all units, those without a crime included; generalised Gini coefficient where units outnumber crimes (Bernasco and Steenbeek 2017, doi 10.1007/s10940-016-9324-7); chance by Monte Carlo; interval of the top tenth's share by bootstrap percentiles over units (Efron and Tibshirani 1993).",
    steps: &[BY_AREA, PEOPLE_IN, PARTS_IN, BY_PERSON, HELD, WEIGHTS, NAMED, WITHOUT_HARM],
    reads: &["by_area", "held", "weights", "named", "without_harm"],
    counts,
    tell,
};

/// The least number of crimes, and of units, that a concentration is worked out from.
const LEAST: usize = 20;

/// Whose crimes are looked at: the role, what it is called, and which crimes it leaves out.
const ROLES: [(&str, &str, &str); 2] = [
    ("suspect", "Suspects", "without a suspect who can be told apart"),
    ("victim", "Victims", "without a victim who can be told apart"),
];

const NOWHERE: &str = "without an area";
const OUTSIDE: &str = "outside the list of areas";

fn counts(told: &Told<'_>, counts: &mut Counts) -> Result<(), Problem> {
    let (asked, window) = (told.asked, told.asked.window);
    let places = Places::of(told.answer("by_area")?, &told.standing.areas);
    let all = cells::all(asked, window);
    let of = |crimes: fn(&Place) -> i64| {
        places.groups.iter().map(move |(name, place)| (name, crimes(place))).collect::<Vec<_>>()
    };
    let groups = of(|place| place.all()).into_iter();
    counts.sum(all.clone(), groups.map(|(name, crimes)| (cells::group(asked, window, name), crimes)))?;
    for (reason, crimes) in [(NOWHERE, of(|place| place.nowhere)), (OUTSIDE, of(|place| place.outside))] {
        let each =
            crimes.into_iter().map(|(name, n)| (left_out(&cells::group(asked, window, name), reason), n));
        counts.sum(left_out(&all, reason), each)?;
    }
    let held = told.answer("held")?;
    let crimes_of_all: i64 = places.groups.values().map(Place::all).sum();
    for (role, _, reason) in ROLES {
        let (crimes, _) = of_role(held, role);
        if crimes.is_empty() {
            continue;
        }
        let named = named(told, role)?;
        let each = [(all.with("named", role), named), (left_out(&all, reason), crimes_of_all - named)];
        counts.sum(all.clone(), each)?;
        let people = people(told, role);
        let times = TIMES.iter().map(|(times, name)| {
            let of_times = crimes
                .iter()
                .filter(|crimes| **crimes as i64 == *times || *times == MOST && **crimes as i64 > MOST);
            (people.with("crimes", name), i64::try_from(of_times.count()).unwrap_or(i64::MAX))
        });
        counts.sum(people.clone(), times)?;
        counts.one(parts(told, role), crimes.iter().sum::<f64>() as i64)?;
    }
    Ok(())
}

/// Crimes of a group, or of all, that are left out.
fn left_out(of: &Key, reason: &str) -> Key {
    of.with("left out", reason)
}

/// People of a role who can be told apart.
pub(super) fn people(told: &Told<'_>, role: &str) -> Key {
    cells::all(told.asked, told.asked.window).with("people", role)
}

/// Their parts in crimes.
pub(super) fn parts(told: &Told<'_>, role: &str) -> Key {
    cells::all(told.asked, told.asked.window).with("parts", role)
}

/// Crimes with somebody of a role who can be told apart.
fn named(told: &Told<'_>, role: &str) -> Result<i64, Problem> {
    let table = told.answer("named")?;
    let mut rows = table.texts("role").iter().zip(table.ints("crimes"));
    Ok(rows.find(|(of, _)| of.as_deref() == Some(role)).and_then(|(_, crimes)| *crimes).unwrap_or(0))
}

/// Crimes and harm of each person of a role.
fn of_role(held: &Table, role: &str) -> (Vec<f64>, Vec<f64>) {
    let sums = held.ints("crimes").iter().zip(held.reals("harm"));
    let rows = held.texts("role").iter().zip(sums).zip(held.ints("people"));
    rows.filter(|((of, _), _)| of.as_deref() == Some(role))
        .flat_map(|((_, (crimes, harm)), people)| {
            let people = usize::try_from(people.unwrap_or(0)).unwrap_or(0);
            std::iter::repeat_n((real(crimes.unwrap_or(0)), harm.unwrap_or(0.0)), people)
        })
        .unzip()
}

fn tell(told: &Told<'_>) -> Result<Says, Problem> {
    let (asked, window) = (told.asked, told.asked.window);
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
    let weightless = if told.harm.is_some() { weightless(told)? } else { Vec::new() };
    let mut measured = Vec::new();
    for (group, place) in places.with_all() {
        let whole = group.is_none();
        let key = group
            .as_ref()
            .map_or_else(|| cells::all(asked, window), |name| cells::group(asked, window, name));
        let spread = |of: fn(&Sums) -> f64| -> Vec<f64> {
            place.areas.values().map(of).chain(std::iter::repeat(0.0)).take(units).collect()
        };
        let kind = Kind {
            unit: "area",
            name: group.unwrap_or_else(|| "All crimes in the lens".to_owned()),
            null: Null::AnyUnit,
            // A list of areas is published; how many people there are is not.
            units: Shown::Number(u64::try_from(units).unwrap_or(u64::MAX)),
            crimes: told.shown(&key),
            left_out: [NOWHERE, OUTSIDE].map(|reason| (reason, told.shown(&left_out(&key, reason)))).to_vec(),
            weightless: weightless.clone(),
            part_hidden: false,
        };
        measured.push(Measured::of(told, kind.clone(), "crimes", spread(|sums| sums.crimes), None)?);
        if whole && told.harm.is_some() {
            let harm = spread(|sums| sums.harm);
            measured.push(Measured::of(told, kind, "harm", harm, Some(dealt(weights, "area", list)))?);
        }
    }
    let held = told.answer("held")?;
    for (role, name, reason) in ROLES {
        let (crimes, harm) = of_role(held, role);
        if crimes.is_empty() {
            caveats.push(format!("The records in use name no {role}s within this lens and window."));
            continue;
        }
        let kind = Kind {
            unit: role,
            name: name.to_owned(),
            null: Null::OneEach,
            units: told.shown(&people(told, role)),
            crimes: told.shown(&parts(told, role)),
            left_out: vec![(reason, told.shown(&left_out(&cells::all(asked, window), reason)))],
            weightless: weightless.clone(),
            part_hidden: TIMES
                .iter()
                .any(|(_, name)| told.shown(&people(told, role).with("crimes", name)).is_hidden()),
        };
        measured.push(Measured::of(told, kind.clone(), "crimes", crimes, None)?);
        if told.harm.is_some() {
            measured.push(Measured::of(told, kind, "harm", harm, Some(dealt(weights, role, list)))?);
        }
    }
    caveats.push("A suspect is somebody named or charged, not somebody convicted.".to_owned());
    if held.texts("role").iter().any(|role| role.as_deref() == Some("convicted_offender")) {
        caveats.push("Whoever is on record as convicted of a crime is not among the suspects of that crime here; how often people are convicted is told under Repeat.".to_owned());
    }
    caveats.push(format!(
        "Nothing is worked out from fewer than {LEAST} crimes or units. Chance: {} draws, fewer where more than a quarter of a million crimes weigh in more than a few different ways, from seed {}; for areas, {}; for people, {}.",
        Settings::default().draws,
        Settings::default().seed,
        Null::AnyUnit.words(),
        Null::OneEach.words(),
    ));
    if let Some(harm) = told.harm {
        caveats.push(format!("Weighed by {}, in {}.", harm.index, harm.unit));
        caveats.extend(weightless.iter().map(|(reason, crimes)| {
            format!("{crimes} crimes {reason} count among the crimes and weigh nothing in the harm.")
        }));
    }
    if told.sight.rule().is_some() {
        caveats.push("Shares held by a tenth of people are shown only where that tenth is no small number and none of the numbers of people with one crime, two and so on is hidden, and nothing is where the number of crimes is.".to_owned());
    }
    let table =
        Drawn::new("Concentration of crimes and of harm", COLUMNS).rows(measured.iter().map(Measured::row));
    let figures = measured.into_iter().filter_map(|one| one.figure(told)).collect();
    Ok(Says { blocks: vec![Block::Table(table)], caveats, figures })
}

/// What the crimes of some units weigh, the lightest first: what chance deals out, the same from the same seed. Crimes in areas that are not on
/// the list are not dealt out, as nobody on it could get them.
fn dealt(weights: &Table, unit: &str, list: &BTreeMap<String, Area>) -> Vec<Alike> {
    let units = weights.texts("unit").iter().zip(weights.texts("area"));
    let rows = units.zip(weights.reals("harm").iter().zip(weights.ints("crimes")));
    let on_list =
        |area: &Option<String>| list.is_empty() || area.as_ref().is_none_or(|area| list.contains_key(area));
    let mut dealt: Vec<Alike> = rows
        .filter(|((of, area), _)| of.as_deref() == Some(unit) && on_list(area))
        .map(|(_, (weight, crimes))| Alike {
            weight: weight.unwrap_or(0.0),
            events: u64::try_from(crimes.unwrap_or(0)).unwrap_or(0),
        })
        .collect();
    dealt.sort_by(|one, other| one.weight.total_cmp(&other.weight));
    dealt.dedup_by(|one, before| {
        let alike = one.weight.total_cmp(&before.weight).is_eq();
        before.events += if alike { one.events } else { 0 };
        alike
    });
    dealt
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
    fn of(table: &Table, list: &BTreeMap<String, Area>) -> Self {
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
                Some(area) if !list.is_empty() && !list.contains_key(area) => place.outside += crimes,
                Some(area) => {
                    places.seen.insert(area.clone());
                    let sums = Sums { crimes: real(crimes), harm: harm.unwrap_or(0.0) };
                    place.areas.entry(area.clone()).or_default().add(sums);
                }
            }
        }
        places
    }

    /// All groups together, and then each with its name.
    fn with_all(self) -> impl Iterator<Item = (Option<String>, Place)> {
        let mut all = Place::default();
        for place in self.groups.values() {
            all.nowhere += place.nowhere;
            all.outside += place.outside;
            for (area, sums) in &place.areas {
                all.areas.entry(area.clone()).or_default().add(*sums);
            }
        }
        std::iter::once((None, all)).chain(self.groups.into_iter().map(|(name, place)| (Some(name), place)))
    }
}

impl Place {
    /// All its crimes, wherever they were.
    fn all(&self) -> i64 {
        let within: f64 = self.areas.values().map(|sums| sums.crimes).sum();
        // Counts are whole numbers.
        within as i64 + self.nowhere + self.outside
    }
}

#[cfg(test)]
mod tests {
    use concordat_steps::Values;

    use super::*;

    #[test]
    fn chance_deals_out_what_the_units_hold() {
        let text =
            |values: &[Option<&str>]| Values::Text(values.iter().map(|one| one.map(str::to_owned)).collect());
        let weights = Table::new(vec![
            ("unit", text(&[Some("area"), Some("area"), Some("area"), Some("suspect")])),
            ("area", text(&[Some("E1"), Some("E2"), Some("E9"), None])),
            ("harm", Values::Real(vec![Some(10.0), Some(10.0), Some(10.0), Some(365.0)])),
            ("crimes", Values::Int(vec![Some(3), Some(4), Some(500), Some(2)])),
        ]);
        let area = |code: &str| (code.to_owned(), Area { code: code.to_owned(), ..Area::default() });
        let list = [area("E1"), area("E2"), area("E3")].into();
        let events = |unit: &str, list: &BTreeMap<String, Area>| {
            dealt(&weights, unit, list).iter().map(|alike| (alike.weight, alike.events)).collect::<Vec<_>>()
        };
        assert_eq!(events("area", &list), [(10.0, 7)], "what lies outside the list is not dealt out on it");
        assert_eq!(events("area", &BTreeMap::new()), [(10.0, 507)]);
        assert_eq!(events("suspect", &list), [(365.0, 2)]);
    }
}
