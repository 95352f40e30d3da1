//! Concentration: how unevenly crimes fall on areas, places, suspects, victims and pairs of both, and how much of that chance alone would give.

mod areas;
mod measured;
mod off_the_list;
mod steps;
mod units;

use std::collections::BTreeMap;

use concordat_disclosure::{Key, Shown};
use concordat_kernel::Problem;
use concordat_report::{Block, Table as Drawn};
use concordat_stats::chance::{Alike, Null, Settings};
use concordat_steps::Table;

use areas::{Areas, OfGroup, Sums};
pub(super) use measured::ALL_CRIMES;
use measured::{COLUMNS, FEW, Kind, MANY, Measured};
use off_the_list::off_the_list;
pub(super) use off_the_list::{outside, outside_said};
use steps::{BY_PAIR, BY_PLACE, HELD, NAMED, PAIRS_IN, WEIGHTS};
use units::{UNITS, Unit};

use super::{
    Method, Says, Told,
    cells::{self, Counts},
    districts::IN_AREAS,
    harm::{WITHOUT_HARM, weightless},
    how_much::{BY_DISTRICT, Line, districts_of},
    people::{PARTS_IN, PEOPLE_IN},
    real,
    repeat::{MOST, TIMES, at_least},
    sight,
};
use crate::areas::Area;

pub(super) use steps::{BY_AREA, BY_PERSON};

pub(super) const METHOD: Method = Method {
    name: "concentration",
    title: "Concentration",
    asks: "What share of crimes falls on the few areas, places, suspects, victims and pairs of both with the most, and how far is that above what chance alone would give?",
    cites: "Lorenz curve over all units, areas without a crime included; generalised Gini coefficient where units outnumber crimes (Bernasco and Steenbeek 2017, doi 10.1007/s10940-016-9324-7); chance by Monte Carlo; interval of the top tenth's share by bootstrap percentiles over units (Efron and Tibshirani 1993).",
    steps: &[
        BY_AREA,
        PEOPLE_IN,
        PARTS_IN,
        BY_PERSON,
        PAIRS_IN,
        BY_PAIR,
        BY_PLACE,
        HELD,
        WEIGHTS,
        NAMED,
        WITHOUT_HARM,
        BY_DISTRICT,
        IN_AREAS,
    ],
    reads: &["by_area", "held", "weights", "named", "without_harm", "by_district", "in_areas"],
    counts,
    tell,
};

/// The least number of crimes, and of units, that a concentration is worked out from.
const LEAST: usize = 20;

/// Times the least number, below which the units with five crimes or more are too few for a coefficient to be told.
const FEW_WITH_MANY: f64 = 4.0;

const NOWHERE: &str = "without an area";
const OUTSIDE: &str = "outside the list of areas";

fn counts(told: &Told<'_>, counts: &mut Counts) -> Result<(), Problem> {
    let (asked, window) = (told.asked, told.asked.window);
    let areas = Areas::of(told.answer("by_area")?, &told.standing.areas);
    let all = cells::all(asked, window);
    let (districts, _) = districts_of(told)?;
    counts.sum(all.clone(), districts.iter().map(|line| (in_district(told, line), line.crimes)))?;
    counts_by_area(told, &areas, &districts, counts)?;
    let held = told.answer("held")?;
    let crimes_of_all: i64 = areas.groups.values().map(OfGroup::all).sum();
    for Unit { word, without, .. } in UNITS {
        let (crimes, _) = of_unit(held, word);
        if crimes.is_empty() {
            continue;
        }
        let named = named(told, word)?;
        counts.sum(
            all.clone(),
            [(with_unit(told, word), named), (left_out(&all, without), crimes_of_all - named)],
        )?;
        if word == "pair" {
            // Every crime with a pair has a victim and somebody accused: what is left between them is a count of its own.
            for of in ["victim", "accused"] {
                let alone = (with_unit(told, of).with("alone", "yes"), self::named(told, of)? - named);
                counts.sum(with_unit(told, of), [(with_unit(told, "pair"), named), alone])?;
            }
            let (suspects, accused) = (self::named(told, "suspect")?, self::named(told, "accused")?);
            let only = (convicted_only(told), accused - suspects);
            counts.sum(with_unit(told, "accused"), [(with_unit(told, "suspect"), suspects), only])?;
            if accused == crimes_of_all {
                counts.sum(all.clone(), [(with_unit(told, "accused"), accused)])?;
            }
        }
        let units = people(told, word);
        let number = |times: i64| {
            let of_times = crimes
                .iter()
                .filter(|crimes| **crimes as i64 == times || times == MOST && **crimes as i64 > MOST);
            i64::try_from(of_times.count()).unwrap_or(i64::MAX)
        };
        counts.sum(
            units.clone(),
            TIMES.iter().map(|(times, name)| (units.with("crimes", name), number(*times))),
        )?;
        // Whoever knows how many have one crime, two and so on can weigh the rows so.
        let weighed: i64 = TIMES.iter().map(|(times, _)| times * number(*times)).sum();
        let parts = crimes.iter().sum::<f64>() as i64;
        let mut rows: Vec<(Key, i64)> = TIMES
            .iter()
            .flat_map(|(times, name)| {
                let row = (units.with("crimes", name), number(*times));
                std::iter::repeat_n(row, usize::try_from(*times).unwrap_or(0))
            })
            .collect();
        rows.push((units.with("crimes", "beyond five"), parts - weighed));
        counts.sum(held_by(told, word), rows)?;
        at_least(&units, number, counts)?;
        if word != "place" {
            // A crime with several people is several parts. That each has one goes without saying where there are as many pairs as crimes.
            let beyond = || held_by(told, word).with("beyond", "one of each crime");
            let more = (parts > named).then(|| (beyond(), parts - named));
            counts.sum(held_by(told, word), [(with_unit(told, word), named)].into_iter().chain(more))?;
        }
    }
    Ok(())
}

/// Crimes of each group, and those of them that are in no area on the list.
fn counts_by_area(
    told: &Told<'_>,
    areas: &Areas,
    districts: &[Line],
    counts: &mut Counts,
) -> Result<(), Problem> {
    let (asked, window) = (told.asked, told.asked.window);
    let all = cells::all(asked, window);
    let of = |crimes: fn(&OfGroup) -> i64| {
        areas.groups.iter().map(move |(name, group)| (name, crimes(group))).collect::<Vec<_>>()
    };
    let groups = of(|group| group.all()).into_iter();
    counts.sum(all.clone(), groups.map(|(name, crimes)| (cells::group(asked, window, name), crimes)))?;
    for (reason, crimes) in [(NOWHERE, of(|group| group.nowhere)), (OUTSIDE, of(|group| group.outside))] {
        let each =
            crimes.into_iter().map(|(name, n)| (left_out(&cells::group(asked, window, name), reason), n));
        counts.sum(left_out(&all, reason), each)?;
    }
    off_the_list(told, areas.groups.values().map(|group| group.outside).sum(), districts, counts)
}

fn in_district(told: &Told<'_>, line: &Line) -> Key {
    cells::all(told.asked, told.asked.window).with("district", &line.name)
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

/// Crimes with a unit that can be told apart.
fn with_unit(told: &Told<'_>, unit: &str) -> Key {
    cells::all(told.asked, told.asked.window).with("named", unit)
}

/// Crimes of which somebody is convicted and nobody a suspect.
pub(super) fn convicted_only(told: &Told<'_>) -> Key {
    with_unit(told, "accused").with("role", "convicted only")
}

/// What all units hold together: a crime has one place, and may have several people.
fn held_by(told: &Told<'_>, unit: &str) -> Key {
    if unit == "place" { with_unit(told, unit) } else { parts(told, unit) }
}

/// How many crimes have such a unit that can be told apart, or anybody who is accused.
fn named(told: &Told<'_>, unit: &str) -> Result<i64, Problem> {
    if unit == "place" {
        let (crimes, _) = of_unit(told.answer("held")?, unit);
        return Ok(crimes.iter().sum::<f64>() as i64);
    }
    let table = told.answer("named")?;
    let [suspect, convicted, victim, several] =
        ["suspect", "convicted", "victim", "several"].map(|name| table.ints(name));
    let crimes = table.ints("crimes").iter().enumerate();
    let of = crimes.filter(|(at, _)| {
        let is = |flags: &[Option<i64>]| flags.get(*at) == Some(&Some(1));
        let accused = is(suspect) || is(convicted);
        match unit {
            "suspect" => is(suspect),
            "victim" => is(victim),
            "accused" => accused,
            _ => accused && is(victim) && is(several),
        }
    });
    Ok(of.filter_map(|(_, crimes)| *crimes).sum())
}

/// Crimes and harm of each unit of a kind, those with the most first: in an order of their own, whatever order they were found in.
fn of_unit(held: &Table, unit: &str) -> (Vec<f64>, Vec<f64>) {
    let sums = held.ints("crimes").iter().zip(held.reals("harm"));
    let rows = held.texts("unit").iter().zip(sums).zip(held.ints("units"));
    let mut rows: Vec<(f64, f64, usize)> = rows
        .filter(|((of, _), _)| of.as_deref() == Some(unit))
        .map(|((_, (crimes, harm)), units)| {
            let units = usize::try_from(units.unwrap_or(0)).unwrap_or(0);
            (real(crimes.unwrap_or(0)), harm.unwrap_or(0.0), units)
        })
        .collect();
    rows.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.total_cmp(&one.1)));
    rows.into_iter().flat_map(|(crimes, harm, units)| std::iter::repeat_n((crimes, harm), units)).unzip()
}

fn tell(told: &Told<'_>) -> Result<Says, Problem> {
    let (asked, window) = (told.asked, told.asked.window);
    let mut caveats = Vec::new();
    let list = &told.standing.areas;
    let areas = Areas::of(told.answer("by_area")?, list);
    let units = if list.is_empty() {
        caveats.push("No list of areas has been loaded (`concordat evidence areas load`), so areas without any crime are not counted as units and concentration looks smaller than it is.".to_owned());
        areas.seen.len()
    } else {
        list.len()
    };
    let weights = told.answer("weights")?;
    let weightless = if told.harm.is_some() { weightless(told)? } else { Vec::new() };
    let weights_hidden = weightless.iter().any(|(_, shown)| shown.is_hidden())
        || areas.groups.keys().any(|name| told.shown(&cells::group(asked, window, name)).is_hidden());
    // An area may be a district.
    let (districts, _) = districts_of(told)?;
    let district_hidden = districts.iter().any(|line| told.shown(&in_district(told, line)).is_hidden());
    let mut measured = Vec::new();
    for (group, of_group) in areas.with_all() {
        let whole = group.is_none();
        let key = group
            .as_ref()
            .map_or_else(|| cells::all(asked, window), |name| cells::group(asked, window, name));
        let spread = |of: fn(&Sums) -> f64| -> Vec<f64> {
            of_group.areas.values().map(of).chain(std::iter::repeat(0.0)).take(units).collect()
        };
        let kind = Kind {
            unit: "area",
            name: group.unwrap_or_else(|| ALL_CRIMES.to_owned()),
            null: Null::AnyUnit,
            // A list of areas is published; how many people there are is not.
            units: Shown::Number(u64::try_from(units).unwrap_or(u64::MAX)),
            crimes: told.shown(&key),
            left_out: [NOWHERE, OUTSIDE].map(|reason| (reason, told.shown(&left_out(&key, reason)))).to_vec(),
            weightless: weightless.clone(),
            part_hidden: district_hidden && units < MANY,
            unit_hidden: district_hidden,
            weights_hidden,
        };
        measured.push(Measured::of(told, kind.clone(), "crimes", spread(|sums| sums.crimes), None)?);
        if whole && told.harm.is_some() {
            let harm = spread(|sums| sums.harm);
            measured.push(Measured::of(told, kind, "harm", harm, Some(dealt(weights, "area", list)))?);
        }
    }
    let held = told.answer("held")?;
    for Unit { word, name, without, none } in UNITS {
        let (crimes, harm) = of_unit(held, word);
        if crimes.is_empty() {
            caveats.push(none.to_owned());
            continue;
        }
        let kind = Kind {
            unit: word,
            name: name.to_owned(),
            null: Null::OneEach,
            units: told.shown(&people(told, word)),
            crimes: told.shown(&held_by(told, word)),
            left_out: vec![(without, told.shown(&left_out(&cells::all(asked, window), without)))],
            weightless: weightless.clone(),
            unit_hidden: false,
            // Coefficients over a few people with five crimes or more would tell how many each of them has.
            part_hidden: TIMES.iter().any(|(times, name)| {
                let shown = told.shown(&people(told, word).with("crimes", name));
                let few = |shown| {
                    sight::number(shown)
                        .is_some_and(|n| n > 0.0 && n < FEW_WITH_MANY * told.sight.least() as f64)
                };
                shown.is_hidden() || *times == MOST && told.sight.rule().is_some() && few(shown)
            }),
            weights_hidden,
        };
        measured.push(Measured::of(told, kind.clone(), "crimes", crimes, None)?);
        if told.harm.is_some() {
            measured.push(Measured::of(told, kind, "harm", harm, Some(dealt(weights, word, list)))?);
        }
    }
    caveats.push("A suspect is somebody named or charged, not somebody convicted.".to_owned());
    if held.texts("unit").iter().any(|role| role.as_deref() == Some("convicted_offender")) {
        caveats.push("Whoever is on record as convicted of a crime, and not as its suspect too, is not among the suspects here, but is in the pairs; how often people are convicted is told under Repeat.".to_owned());
    }
    caveats.push(format!(
        "Nothing is worked out from fewer than {LEAST} crimes or units. Chance: {} draws, fewer where more than a quarter of a million crimes weigh in more than a few different ways, from seed {}; for areas, {}; for the others, {}.",
        Settings::default().draws,
        Settings::default().seed,
        Null::AnyUnit.words(),
        Null::OneEach.words(),
    ));
    if let Some(harm) = told.harm {
        caveats.push(format!("Weighed by {}, in {}.", harm.index, harm.unit));
        caveats.extend(weightless.iter().map(|(reason, crimes)| {
            format!(
                "Crimes {reason} count among the crimes and weigh nothing in the harm: {}.",
                sight::cell(*crimes).text()
            )
        }));
    }
    if told.sight.rule().is_some() {
        caveats.push("Shares of crimes that are a small number of them are hidden. Shares held by a part of the people, pairs or places are shown only where that part is no small number and none of the numbers of those with one crime, two and so on is hidden, and nothing is where the number of crimes is. Of harm nothing is told of fewer than a thousand crimes, or while the number of a group is hidden.".to_owned());
    }
    let table =
        Drawn::new("Concentration of crimes and of harm", COLUMNS).rows(measured.iter().map(Measured::row));
    let few = Drawn::new("What the few hold", FEW).rows(measured.iter().map(|one| one.few(told)));
    let mut blocks = vec![Block::Table(table), Block::Table(few)];
    // One curve for each kind of unit: of harm where it is weighed.
    let drawn = if told.harm.is_some() { "harm" } else { "crimes" };
    blocks.extend(measured.iter().filter_map(|one| one.curve(told, drawn)).map(Block::Line));
    let figures = measured.into_iter().filter_map(|one| one.figure(told)).collect();
    Ok(Says { blocks, caveats, figures })
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
