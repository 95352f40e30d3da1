//! How much: crimes by group of offences, by district and by month, in the window and in the same months a year earlier.

mod drawn;

use std::collections::BTreeMap;

use concordat_disclosure::{Key, Shown};
use concordat_kernel::{Month, Problem};
use concordat_report::{Block, Cell, Map, Table as Drawn, Width};
use concordat_steps::{Step, Table};

use drawn::{Seen, drawn};

use super::{
    Method, Says, Told,
    cells::{self, Counts},
    concentration::{BY_AREA, outside, outside_said},
    districts::{self, IN_AREAS, NOT_STATED, Spelling},
    lens::{months, year_before},
    map::{self, Placed},
    not_told::{self, MAY_BE, OF_KIND},
    other_words::{self, OTHER_WORDS},
    people,
    sight::{cell, number, place},
};
pub(super) use drawn::{LEAST_FOR_SHARE, rate};

use crate::records::shapes::month;

const BY_GROUP: Step = Step {
    name: "by_group",
    sql: "\
SELECT offence_group AS name,
       count(*) FILTER (WHERE month BETWEEN $from AND $to) AS crimes,
       count(*) FILTER (WHERE month BETWEEN $from_before AND $to_before) AS before
FROM in_lens
WHERE month BETWEEN $from_before AND $to
GROUP BY offence_group
ORDER BY crimes DESC, before DESC, name",
};

pub(super) const BY_DISTRICT: Step = Step {
    name: "by_district",
    sql: "\
SELECT district AS name,
       count(*) FILTER (WHERE month BETWEEN $from AND $to) AS crimes,
       count(*) FILTER (WHERE month BETWEEN $from_before AND $to_before) AS before
FROM in_lens
WHERE month BETWEEN $from_before AND $to
GROUP BY district
ORDER BY crimes DESC, before DESC, name NULLS LAST",
};

pub(super) const BY_MONTH: Step = Step {
    name: "by_month",
    sql: "\
SELECT month,
       count(*) AS crimes
FROM in_window
GROUP BY month
ORDER BY month",
};

pub(super) const METHOD: Method = Method {
    name: "how-much",
    title: "How much",
    asks: "How many crimes are on record, of which kind and where, how many for each thousand people, and is that more or fewer than a year before?",
    cites: "Counts of recorded crimes by the month that they count in; change against the same months a year earlier; rates for each thousand people on the list of areas. On the map, districts in fifths by rank (Brewer and Pickle 2002, doi 10.1111/1467-8306.00310).",
    steps: &[BY_GROUP, BY_DISTRICT, IN_AREAS, BY_MONTH, OF_KIND, MAY_BE, OTHER_WORDS, BY_AREA],
    reads: &[
        "by_group",
        "by_district",
        "in_areas",
        "by_month",
        "of_kind",
        "may_be",
        "other_words",
        "by_area",
    ],
    counts,
    tell,
};

fn counts(told: &Told<'_>, counts: &mut Counts) -> Result<(), Problem> {
    let asked = told.asked;
    let groups = lines(told.answer("by_group")?);
    let (districts, _) = districts_of(told)?;
    let before = year_before(asked.window);
    let now = asked.window;
    counts
        .sum(cells::all(asked, now), groups.iter().map(|l| (cells::group(asked, now, &l.name), l.crimes)))?;
    counts.sum(
        cells::all(asked, now),
        districts.iter().map(|l| (cells::all(asked, now).with("district", &l.name), l.crimes)),
    )?;
    if told.standing.comparable(asked.window) {
        counts.sum(
            cells::all(asked, before),
            groups.iter().map(|l| (cells::group(asked, before, &l.name), l.before)),
        )?;
        counts.sum(
            cells::all(asked, before),
            districts.iter().map(|l| (cells::all(asked, before).with("district", &l.name), l.before)),
        )?;
    }
    outside(told, &districts, counts)?;
    not_told::counts(told, groups.iter().map(|line| line.crimes).sum(), counts)?;
    counts_by_month(told, counts)
}

/// Crimes of each month of the window, and that they add up to it.
pub(super) fn counts_by_month(told: &Told<'_>, counts: &mut Counts) -> Result<(), Problem> {
    let asked = told.asked;
    let monthly = by_month(told.answer("by_month")?);
    let each = months(asked.window)
        .map(|month| (cells::month(asked, month), monthly.get(&month).copied().unwrap_or(0)));
    counts.sum(cells::all(asked, asked.window), each)
}

fn tell(told: &Told<'_>) -> Result<Says, Problem> {
    let asked = told.asked;
    let comparable = told.standing.comparable(asked.window);
    let by = |names: Vec<Line>, key: fn(&Told<'_>, concordat_kernel::Period, &str) -> Key| {
        let seen = |line: Line| Seen {
            crimes: told.shown(&key(told, asked.window, &line.name)),
            before: comparable.then(|| told.shown(&key(told, year_before(asked.window), &line.name))),
            name: line.name,
            people: None,
            not_theirs: Vec::new(),
            band: None,
        };
        names.into_iter().map(seen).collect::<Vec<_>>()
    };
    let mut groups =
        by(lines(told.answer("by_group")?), |told, window, name| cells::group(told.asked, window, name));
    let (districts, unknown) = districts_of(told)?;
    let mut districts =
        by(districts, |told, window, name| cells::all(told.asked, window).with("district", name));
    let people = people::by_district(told.standing);
    for line in &mut districts {
        line.people = people.get(&line.name.to_uppercase()).copied();
    }
    let placed: Vec<Placed<'_>> = districts
        .iter()
        .map(|line| Placed { name: &line.name, crimes: line.crimes, people: line.people })
        .collect();
    let map = map::of(&told.standing.outlines, &placed, &unknown);
    if let Some((_, bands)) = &map {
        for (line, band) in districts.iter_mut().zip(bands) {
            line.band = Some(band.clone());
        }
    }
    for lines in [&mut groups, &mut districts] {
        lines.sort_by_cached_key(|line| place(number(line.crimes), &line.name));
    }
    let all = Seen {
        name: "All".to_owned(),
        band: None,
        crimes: told.shown(&cells::all(asked, asked.window)),
        before: comparable.then(|| told.shown(&cells::all(asked, year_before(asked.window)))),
        people: districts.iter().map(|line| line.people).fold(None, |sum, people| match (sum, people) {
            (Some(sum), Some(people)) => Some(sum + people),
            (sum, people) => sum.or(people),
        }),
        not_theirs: districts.iter().filter(|line| line.people.is_none()).map(|line| line.crimes).collect(),
    };
    let mut figures = Vec::new();
    for (unit, lines) in [("group", &groups), ("district", &districts)] {
        for line in lines {
            let figure = told.figure("crime", "crimes", line.crimes).only(unit, &line.name);
            let mut figure = figure.count("crimes", line.crimes);
            if let Some(before) = line.before {
                figure = figure.count("before", before);
            }
            if let (Some(crimes), Some(people)) = (number(line.crimes), line.people) {
                figure = figure.value("per_1000", rate(crimes, people));
            }
            figures.push(figure);
        }
    }
    let left_out = not_told::shown(told);
    let mut whole = told.figure("crime", "crimes", all.crimes).count("crimes", all.crimes);
    if let Some(before) = all.before {
        whole = whole.count("before", before);
    }
    figures.push(left_out.map_or(whole.clone(), |shown| whole.left_out("not told", shown)));
    let mut caveats = vec![
        "Recorded crime is what was reported to the police and recorded by them, not all that happened."
            .to_owned(),
    ];
    caveats.extend(left_out.filter(|shown| *shown != Shown::Number(0)).map(|shown| {
        format!("Of more crimes of these kinds ({}) the records do not say what this lens asks for. They are left out.", cell(shown).text())
    }));
    caveats.extend(outside_said(told).filter(|_| all.people.is_some()));
    caveats.extend(other_words::told(told)?);
    caveats.extend(told.standing.on_comparing(asked.window));
    if all.people.is_none() {
        caveats.push("No list of areas with populations has been loaded (`concordat evidence areas load`), so there are no rates.".to_owned());
    } else {
        caveats.push("Rates are for each 1,000 people who live there. Town centres draw people from elsewhere, and a rate over residents overstates them. The rate of all is of the crimes and people of the districts that have one.".to_owned());
    }
    for lines in [&mut groups, &mut districts] {
        lines.push(all.clone());
    }
    let columns = [("Month", Width::Middle), ("Crimes", Width::Number), ("Remark", Width::Middle)];
    let monthly = Drawn::new("Crimes by month", &columns).rows(months(asked.window).map(|month| {
        let known = told.standing.has(month);
        vec![
            Cell::words(format!("{} {}", month.name(), month.year())),
            if known { cell(told.shown(&cells::month(asked, month))) } else { Cell::words("–") },
            Cell::words(told.standing.remark(month)),
        ]
    }));
    let by_district = drawn("Crimes by district", "District", &districts);
    let blocks = vec![
        Block::Table(drawn("Crimes by group of offences", "Group", &groups)),
        match map {
            None => Block::Table(by_district),
            Some((map, _)) => Block::Map(Map { table: by_district, ..map }),
        },
        Block::Table(monthly),
    ];
    Ok(Says { blocks, caveats, figures })
}

/// Crimes in each month that has any.
pub(super) fn by_month(table: &Table) -> BTreeMap<Month, i64> {
    let rows = table.ints("month").iter().zip(table.ints("crimes"));
    rows.filter_map(|(at, crimes)| Some((month((*at)?)?, (*crimes)?))).collect()
}

pub(super) struct Line {
    pub(super) name: String,
    pub(super) crimes: i64,
    pub(super) before: i64,
}

pub(super) fn lines(table: &Table) -> Vec<Line> {
    let spelling = Spelling::of_groups(table.texts("name"));
    by_name(table, |name| spelling.of_name(name))
}

/// The lines of districts, those of one together however it is spelled.
pub(super) fn lines_of_districts(table: &Table, told: &Told<'_>) -> Vec<Line> {
    let spelling = Spelling::of(table.texts("name"), &told.standing.areas);
    by_name(table, |name| spelling.of_name(name))
}

fn by_name(table: &Table, spelled: impl Fn(&str) -> String) -> Vec<Line> {
    let names = table.texts("name").iter();
    let counts = table.ints("crimes").iter().zip(table.ints("before"));
    let mut lines: Vec<Line> = Vec::new();
    for (name, (crimes, before)) in names.zip(counts) {
        let name = name.as_ref().map_or_else(|| NOT_STATED.to_owned(), |name| spelled(name));
        let (crimes, before) = (crimes.unwrap_or(0), before.unwrap_or(0));
        // A source may say "Not stated" in so many words, beside those that say nothing.
        match lines.iter_mut().find(|line| line.name == name) {
            Some(line) => {
                line.crimes += crimes;
                line.before += before;
            }
            None => lines.push(Line { name, crimes, before }),
        }
    }
    lines
}

/// Crimes by district, those of the list without any among them; and the districts of the list of which that is not known.
pub(super) fn districts_of(told: &Told<'_>) -> Result<(Vec<Line>, Vec<String>), Problem> {
    let mut lines = lines_of_districts(told.answer("by_district")?, told);
    let unknown = districts::complete(&mut lines, told.answer("in_areas")?, &told.standing.areas);
    Ok((lines, unknown))
}
