//! Districts on a map: where they lie, and the band of each by what a reader sees of its crimes and by nothing else.
//!
//! Areas are many and their counts small, so no table tells them and no map does: an area is drawn as part of its district.

use std::collections::BTreeMap;

use concordat_disclosure::Shown;
use concordat_kernel::with_thousands;
use concordat_report::{Band, Fill, Ground, Map, Ring, Table};
use concordat_stats::bands::fifths;

use super::{how_much, sight::number};
use crate::areas::{self, Area};

/// Whether any of the findings that are wanted is drawn on a map.
pub(super) fn is_drawn(only: Option<&str>) -> bool {
    only.is_none_or(|only| only == how_much::METHOD.name)
}

/// Where the districts on a list lie.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outlines {
    /// A shape for each district that has a boundary; `None` where the list has no boundaries.
    ground: Option<Ground>,
    /// What is not drawn, and where boundaries come from: sentences.
    notes: Vec<String>,
}

impl Outlines {
    /// From the areas of the list of this name and their boundaries as they are kept.
    pub(crate) fn of(list: &str, areas: &[Area], boundaries: &BTreeMap<String, String>) -> Self {
        // By name in capitals, as records and lists write it in their own ways.
        let mut districts: BTreeMap<String, (&str, Vec<Ring>, usize)> = BTreeMap::new();
        for area in areas {
            let Some(name) = &area.district else { continue };
            let (_, rings, without) = districts.entry(name.to_uppercase()).or_insert((name, Vec::new(), 0));
            let found = boundaries.get(&area.code).map(|geometry| areas::rings(geometry)).unwrap_or_default();
            *without += usize::from(found.is_empty());
            rings.extend(found);
        }
        let (nowhere, partly): (Vec<_>, Vec<_>) = districts
            .values()
            .filter(|(_, _, without)| *without > 0)
            .partition(|(_, rings, _)| rings.is_empty());
        let names = |of: Vec<&(&str, Vec<Ring>, usize)>| {
            of.iter().map(|(name, ..)| *name).collect::<Vec<_>>().join(", ")
        };
        let mut notes = Vec::new();
        if !nowhere.is_empty() {
            let names = names(nowhere);
            notes.push(format!(
                "On the list of areas but not on the map, as it has no boundary for them: {names}."
            ));
        }
        if !partly.is_empty() {
            let names = names(partly);
            notes.push(format!(
                "Drawn without some of their areas, which have no boundary on the list: {names}."
            ));
        }
        notes.push(format!("Boundaries from the list of areas “{list}”."));
        let rings = districts
            .into_values()
            .filter(|(_, rings, _)| !rings.is_empty())
            .map(|(name, rings, _)| (name.to_owned(), rings));
        Self { ground: Ground::of(&rings.collect()), notes }
    }
}

/// A line of the table that may be a shape of the map: as it may be seen.
pub(super) struct Placed<'a> {
    pub(super) name: &'a str,
    pub(super) crimes: Shown,
    pub(super) people: Option<i64>,
}

/// What a shape shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// A band, from nought.
    Band(usize),
    Hidden,
    /// What the records say of it is not known, or nobody is known to live there.
    Unknown,
}

/// The least number of districts with a band that make a map.
const LEAST: usize = 2;

/// A map of lines of a table, without the table yet, and what to say of each line's band. `None` where no boundary is known or too
/// little may be seen. Of the districts that are `unknown` there is no line, as the records call them otherwise.
///
/// Rates for each 1,000 people are mapped where any are known: a map of counts shows where many people live.
pub(super) fn of(
    outlines: &Outlines,
    lines: &[Placed<'_>],
    unknown: &[String],
) -> Option<(Map, Vec<String>)> {
    let ground = outlines.ground.clone()?;
    let by_name: BTreeMap<String, usize> =
        lines.iter().enumerate().map(|(n, line)| (line.name.to_uppercase(), n)).collect();
    let line_of: Vec<Option<usize>> =
        ground.names().map(|name| by_name.get(&name.to_uppercase()).copied()).collect();
    let shapes: Vec<Option<&Placed<'_>>> = line_of.iter().map(|n| n.and_then(|n| lines.get(n))).collect();
    let rates = shapes.iter().flatten().any(|line| line.people.is_some());
    let value = |line: &Placed<'_>| {
        let crimes = number(line.crimes)?;
        // As the table tells it, so that two districts that say the same there never differ here.
        let told = |rate: f64| (10.0 * rate).round() / 10.0;
        if rates { line.people.map(|people| told(how_much::rate(crimes, people))) } else { Some(crimes) }
    };
    let values: Vec<Option<f64>> = shapes.iter().map(|line| line.and_then(value)).collect();
    let seen: Vec<f64> = values.iter().flatten().copied().collect();
    if seen.len() < LEAST {
        return None;
    }
    let fifths = fifths(&seen);
    let mut next = fifths.of.iter().copied();
    let states: Vec<State> = shapes
        .iter()
        .zip(&values)
        .map(|(line, value)| match (value, line) {
            (Some(_), _) => next.next().map_or(State::Unknown, State::Band),
            (None, Some(line)) if line.crimes.is_hidden() => State::Hidden,
            (None, _) => State::Unknown,
        })
        .collect();
    let mut notes = Vec::new();
    if !unknown.is_empty() {
        notes.push(format!(
            "Not known, as the records tell crimes there under another name, or none: {}.",
            unknown.join(", ")
        ));
    }
    let uncounted = shapes.iter().flatten().filter(|line| rates && line.people.is_none());
    let uncounted: Vec<&str> = uncounted.map(|line| line.name).collect();
    if !uncounted.is_empty() {
        notes.push(format!("Not known, as the list says of no population there: {}.", uncounted.join(", ")));
    }
    notes.extend(outlines.notes.iter().cloned());
    let (map, short) = drawn(ground, &states, &fifths.edges, rates, notes);
    let says = lines.iter().enumerate().map(|(n, _)| {
        let shape = line_of.iter().position(|line| *line == Some(n));
        let words = shape.and_then(|shape| map.band_of.get(shape)).and_then(|band| short.get(*band));
        words.cloned().unwrap_or_else(|| "not on the map".to_owned())
    });
    let says: Vec<String> = says.collect();
    Some((map, says))
}

/// The map of shapes in these states, and the bands in few words.
fn drawn(
    ground: Ground,
    states: &[State],
    edges: &[(f64, f64)],
    rates: bool,
    notes: Vec<String>,
) -> (Map, Vec<String>) {
    let count = edges.len();
    let mut bands: Vec<(State, Band, String)> = Vec::new();
    for (n, (low, high)) in edges.iter().enumerate() {
        let short = format!("{} of {count}", n + 1);
        let name = format!("Band {short}, {}", between(*low, *high, rates));
        // Few bands lie as far apart as five.
        let fill = Fill::Step((4 * n).checked_div(count - 1).unwrap_or(2));
        bands.push((State::Band(n), Band { name, fill }, short));
    }
    for (state, fill, name, short) in [
        (State::Hidden, Fill::Hidden, "Hidden by the rule for small numbers", "hidden"),
        (State::Unknown, Fill::Unknown, "Not known", "not known"),
    ] {
        if states.contains(&state) {
            bands.push((state, Band { name: name.to_owned(), fill }, short.to_owned()));
        }
    }
    let band_of: Vec<usize> =
        states.iter().filter_map(|state| bands.iter().position(|(of, ..)| of == state)).collect();
    let title = if rates { "Crimes for each 1,000 people, by district" } else { "Crimes, by district" };
    let says = says(&ground, states, edges, rates);
    let mut said = vec![
        "Bands are fifths of the districts by rank, as many in each as can be, so a band says which districts have more than \
         others and not by how much: that stands in the table."
            .to_owned(),
    ];
    if !rates {
        said.push("No population is known, so numbers are mapped and not rates: a district where more people live has more for that alone.".to_owned());
    }
    said.extend(notes);
    let short = bands.iter().map(|(_, _, short)| short.clone()).collect();
    let map = Map {
        title: title.to_owned(),
        says,
        of: ("district", "districts"),
        ground,
        bands: bands.into_iter().map(|(_, band, _)| band).collect(),
        band_of,
        notes: said,
        table: Table::new(title, &[]),
    };
    (map, short)
}

/// "from 61.2 to 70.3 for each 1,000 people".
fn between(low: f64, high: f64, rates: bool) -> String {
    let one = |value: f64| with_thousands(&if rates { format!("{value:.1}") } else { format!("{value:.0}") });
    let what = if rates { "for each 1,000 people" } else { "crimes" };
    if low == high {
        format!("{} {what}", one(low))
    } else {
        format!("from {} to {} {what}", one(low), one(high))
    }
}

/// Where it is highest and where lowest, as a sentence.
fn says(ground: &Ground, states: &[State], edges: &[(f64, f64)], rates: bool) -> String {
    let within = |band: usize| {
        let names = ground.names().zip(states).filter(|(_, state)| **state == State::Band(band));
        names.map(|(name, _)| name).collect::<Vec<_>>().join(", ")
    };
    let told = |band: usize| {
        let (low, high) = edges.get(band).copied().unwrap_or_default();
        format!("{} ({})", within(band), between(low, high, rates))
    };
    match edges.len() {
        0 | 1 => format!("The same in every district that is shown: {}.", told(0)),
        count => format!("Highest in {}; lowest in {}.", told(count - 1), told(0)),
    }
}
