//! How much: crimes by group of offences, by district and by month, in the window and in the same months a year earlier.

use std::collections::BTreeMap;

use concordat_kernel::{Month, Problem};
use concordat_report::{Block, Cell, Table as Shown, Width};
use concordat_steps::{Step, Table};

use super::{
    Method, Says, Told,
    lens::{months, year_before},
    real,
};
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

const BY_DISTRICT: Step = Step {
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
    asks: "How many crimes are on record, of which kind and where, and is that more or fewer than a year before?",
    cites: "Counts of recorded crimes by the month that they count in; change against the same months a year earlier.",
    steps: &[BY_GROUP, BY_DISTRICT, BY_MONTH],
    reads: &["by_group", "by_district", "by_month"],
    tell,
};

fn tell(told: &Told<'_>) -> Result<Says, Problem> {
    let asked = told.asked;
    let groups = lines(told.answer("by_group")?);
    let districts = lines(told.answer("by_district")?);
    let counts = by_month(told.answer("by_month")?);
    let comparable = told.standing.missing_in(year_before(asked.window)).is_empty();
    let mut figures = Vec::new();
    for (unit, lines) in [("group", &groups), ("district", &districts)] {
        for line in lines {
            let mut figure = told.figure("crime", "crimes", usize::try_from(line.crimes).unwrap_or(0));
            figure.filter = [(unit, line.name.clone())].into();
            figure.values.insert("crimes".to_owned(), real(line.crimes));
            if comparable {
                figure.values.insert("before".to_owned(), real(line.before));
            }
            figures.push(figure);
        }
    }
    let mut caveats = vec![
        "Recorded crime is what was reported to the police and recorded by them, not all that happened."
            .to_owned(),
    ];
    if !comparable {
        caveats.push(
            "Months of the year before are missing from the records, so no change is worked out.".to_owned(),
        );
    }
    let columns = [("Month", Width::Middle), ("Crimes", Width::Number), ("Remark", Width::Middle)];
    let monthly = Shown::new("Crimes by month", &columns).rows(months(asked.window).map(|month| {
        let crimes = counts.get(&month).copied();
        vec![
            Cell::words(format!("{} {}", month.name(), month.year())),
            crimes.map_or_else(|| Cell::words("–"), Cell::count),
            Cell::words(told.standing.remark(month)),
        ]
    }));
    let blocks = vec![
        Block::Table(shown("Crimes by group of offences", "Group", groups, comparable)),
        Block::Table(shown("Crimes by district", "District", districts, comparable)),
        Block::Table(monthly),
    ];
    Ok(Says { blocks, caveats, figures })
}

/// Crimes in each month that has any.
pub(super) fn by_month(table: &Table) -> BTreeMap<Month, i64> {
    let rows = table.ints("month").iter().zip(table.ints("crimes"));
    rows.filter_map(|(at, crimes)| Some((month((*at)?)?, (*crimes)?))).collect()
}

struct Line {
    name: String,
    crimes: i64,
    before: i64,
}

fn lines(table: &Table) -> Vec<Line> {
    let names = table.texts("name").iter();
    let counts = table.ints("crimes").iter().zip(table.ints("before"));
    names
        .zip(counts)
        .map(|(name, (crimes, before))| Line {
            name: name.clone().unwrap_or_else(|| "Not stated".to_owned()),
            crimes: crimes.unwrap_or(0),
            before: before.unwrap_or(0),
        })
        .collect()
}

fn shown(caption: &str, head: &str, mut lines: Vec<Line>, comparable: bool) -> Shown {
    let mut columns = vec![(head, Width::Middle), ("Crimes", Width::Number)];
    if comparable {
        columns.extend([
            ("A year before", Width::Number),
            ("Change", Width::Number),
            ("Change in %", Width::Number),
        ]);
    }
    let sum = |of: fn(&Line) -> i64| lines.iter().map(of).sum();
    let all =
        Line { name: "All".to_owned(), crimes: sum(|line| line.crimes), before: sum(|line| line.before) };
    lines.push(all);
    Shown::new(caption, &columns).rows(lines.into_iter().map(|line| {
        let mut cells = vec![Cell::words(line.name), Cell::count(line.crimes)];
        if comparable {
            let change = line.crimes - line.before;
            cells.extend([
                Cell::count(line.before),
                Cell::words(format!("{change:+}")),
                // A share of a handful says nothing but looks as if it did.
                Cell::words(if line.before < LEAST_FOR_SHARE {
                    "–".to_owned()
                } else {
                    format!("{:+.1}", 100.0 * real(change) / real(line.before))
                }),
            ]);
        }
        cells
    }))
}

/// The least count that a change in percent is worked out from.
const LEAST_FOR_SHARE: i64 = 20;
