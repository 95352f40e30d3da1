//! Time: season, day of the week and hour, with crimes known only as a span shared over it.

mod rounded;

use std::collections::BTreeMap;

use concordat_disclosure::{Key, Shown};
use concordat_kernel::{Month, Problem};
use concordat_report::{Block, Cell, Line, Table as Drawn, Width};
use concordat_stats::aoristic::{self, Span, Week};
use concordat_steps::{Step, Table};

use super::{
    Method, Says, Told,
    cells::{self, Counts},
    how_much::{BY_MONTH, by_month},
    lens::months,
    real,
    sight::{cell, derived, number, share},
};

/// When crimes may have begun, in minutes since Monday at midnight, and for how long they may have; how many of each.
const SPANS: Step = Step {
    name: "spans",
    sql: "\
SELECT ((earliest + 4320) % 10080 + 10080) % 10080 AS begins,
       CASE WHEN latest > earliest THEN latest - earliest ELSE 0 END AS lasts,
       count(*) AS crimes
FROM in_window
WHERE earliest IS NOT NULL
GROUP BY 1, 2
ORDER BY 1, 2",
};

pub(super) const METHOD: Method = Method {
    name: "time",
    title: "Time",
    asks: "In which seasons, on which days and at which hours do crimes happen?",
    cites: "Crimes a day by season. Aoristic weights (Ratcliffe 2000, doi 10.1080/136588100424963): a crime known only as a span counts once, shared over the span by the minute.",
    steps: &[BY_MONTH, SPANS],
    reads: &["by_month", "spans"],
    counts,
    tell,
};

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const SEASONS: [(&str, [i8; 3]); 4] = [
    ("Winter (December to February)", [12, 1, 2]),
    ("Spring (March to May)", [3, 4, 5]),
    ("Summer (June to August)", [6, 7, 8]),
    ("Autumn (September to November)", [9, 10, 11]),
];
/// The least number of crimes whose time is known that hours are told from.
const LEAST: i64 = 20;

/// Minutes from which a span says nothing of the hour: a day, from its first minute to its last.
const A_DAY: i64 = 1439;

/// Crimes of which no more than the day, or the days, is known.
fn by_day_only(table: &Table) -> i64 {
    let spans = table.ints("lasts").iter().zip(table.ints("crimes"));
    spans
        .filter(|(lasts, _)| lasts.is_some_and(|lasts| lasts >= A_DAY))
        .filter_map(|(_, crimes)| *crimes)
        .sum()
}

fn by_day_key(told: &Told<'_>) -> Key {
    timed(told).with("known", "to the day")
}

/// Weights of all crimes, and how many there are.
fn heat(table: &Table) -> Result<(Week, i64), Problem> {
    let mut heat = [[0.0; 24]; 7];
    let mut crimes = 0;
    let spans = table.ints("begins").iter().zip(table.ints("lasts")).zip(table.ints("crimes"));
    for ((begins, lasts), n) in spans {
        let (Some(begins), Some(lasts), Some(n)) = (begins, lasts, n) else { continue };
        let span = Span { from: *begins, to: begins + lasts };
        let week = aoristic::week(span).map_err(|e| Problem::new("sharing crimes over their spans", e))?;
        for (sums, weights) in heat.iter_mut().zip(&week) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += weight * real(*n);
            }
        }
        crimes += n;
    }
    Ok((heat, crimes))
}

fn timed(told: &Told<'_>) -> Key {
    cells::all(told.asked, told.asked.window).with("time", "known")
}

fn hour_words(hour: usize) -> String {
    format!("{hour:02}:00 to {:02}:59", hour)
}

/// The months of a season in the window that are whole.
fn of_season(told: &Told<'_>, season: [i8; 3]) -> Vec<Month> {
    months(told.asked.window)
        .filter(|month| season.contains(&month.number()) && told.standing.whole(*month))
        .collect()
}

fn season_key(told: &Told<'_>, name: &str) -> Key {
    cells::all(told.asked, told.asked.window).with("season", name)
}

fn counts(told: &Told<'_>, counts: &mut Counts) -> Result<(), Problem> {
    let monthly = by_month(told.answer("by_month")?);
    for (name, season) in SEASONS {
        let each = of_season(told, season)
            .into_iter()
            .map(|month| (cells::month(told.asked, month), monthly.get(&month).copied().unwrap_or(0)));
        counts.sum(season_key(told, name), each)?;
    }
    let (heat, crimes) = heat(told.answer("spans")?)?;
    let all = timed(told);
    let of_all: i64 = monthly.values().sum();
    let untimed = (cells::all(told.asked, told.asked.window).with("time", "not known"), of_all - crimes);
    counts.sum(cells::all(told.asked, told.asked.window), [(all.clone(), crimes), untimed])?;
    if crimes < LEAST {
        return counts.one(all, crimes);
    }
    let by_day = by_day_only(told.answer("spans")?);
    let closer = all.with("known", "closer than the day");
    counts.sum(all.clone(), [(by_day_key(told), by_day), (closer, crimes - by_day)])?;
    let whole = rounded::whole(&heat);
    let mut by_hour: BTreeMap<usize, Vec<(Key, i64)>> = BTreeMap::new();
    let mut days = Vec::new();
    for (day, hours) in DAYS.iter().zip(&whole) {
        let of_day = all.with("weekday", day);
        let each: Vec<(Key, i64)> =
            hours.iter().enumerate().map(|(hour, n)| (of_day.with("hour", &hour_words(hour)), *n)).collect();
        for (hour, cell) in each.iter().enumerate() {
            by_hour.entry(hour).or_default().push(cell.clone());
        }
        days.push((of_day.clone(), hours.iter().sum()));
        counts.sum(of_day, each)?;
    }
    let mut hours = Vec::new();
    for (hour, each) in by_hour {
        let key = all.with("hour", &hour_words(hour));
        hours.push((key.clone(), each.iter().map(|(_, n)| n).sum()));
        counts.sum(key, each)?;
    }
    counts.sum(all.clone(), days)?;
    counts.sum(all, hours)
}

fn tell(told: &Told<'_>) -> Result<Says, Problem> {
    let mut says = Says { blocks: Vec::new(), caveats: Vec::new(), figures: Vec::new() };
    seasons(told, &mut says);
    let (heat, crimes) = heat(told.answer("spans")?)?;
    let all = told.shown(&timed(told));
    if crimes < LEAST {
        let words =
            format!("Too few crimes ({all}) have a time on record to say anything of days and hours.");
        says.blocks.push(Block::Words(words));
        return Ok(says);
    }
    let key = timed(told);
    let day = |name: &str| told.shown(&key.with("weekday", name));
    let hour = |hour: usize| told.shown(&key.with("hour", &hour_words(hour)));
    let columns = [("Day", Width::Middle), ("Crimes", Width::Number), ("Share", Width::Number)];
    let mut figure = told.figure("crime", "time", all);
    let mut table = Drawn::new("Crimes by day of the week", &columns);
    for name in DAYS {
        figure = figure.count(&name.to_lowercase(), day(name));
        table.rows.push(vec![Cell::words(name), cell(day(name)), share(day(name), all)]);
    }
    says.blocks.push(Block::Table(table));
    let columns = [("Hour", Width::Middle), ("Crimes", Width::Number), ("Share", Width::Number)];
    let rows = (0..24).map(|n| vec![Cell::words(hour_words(n)), cell(hour(n)), share(hour(n), all)]);
    let table = Drawn::new("Crimes by hour", &columns).rows(rows);
    for n in 0..24 {
        figure = figure.count(&format!("hour_{n:02}"), hour(n));
    }
    if told.sight.rule().is_none() {
        for (n, weight) in aoristic::hours(&heat).into_iter().enumerate() {
            figure = figure.value(&format!("weight_{n:02}"), weight);
        }
    }
    let points: Vec<(String, f64, String)> =
        (0..24).filter_map(|n| Some((format!("{n:02}:00"), number(hour(n))?, String::new()))).collect();
    says.blocks.push(if points.is_empty() {
        Block::Table(table)
    } else {
        Block::Line(Line {
            title: "Crimes by hour of the day".to_owned(),
            points,
            levels: Vec::new(),
            straight: None,
            table,
        })
    });
    says.blocks.push(Block::Table(heat_table(told, &key)));
    says.figures.push(figure);
    let by_day = told.shown(&by_day_key(told));
    says.caveats.push(format!(
        "Crimes with a date on record: {}. Those known as a span are shared over it; each hour, day and hour of a day is rounded up or down to whole crimes, so that they add up to the same number. Those of which no more than the day is known ({}) say nothing of the hour, and flatten the hours above.",
        cell(all).text(),
        cell(by_day).text()
    ));
    says.caveats.push("Times are of the clock in London. A time at midnight or on the hour is often a default of the form and not when it happened.".to_owned());
    Ok(says)
}

/// Hours down, days across; the busiest tenth of the cells that are seen is marked in words, not by colour alone.
fn heat_table(told: &Told<'_>, key: &Key) -> Drawn {
    let of = |day: &str, hour: usize| told.shown(&key.with("weekday", day).with("hour", &hour_words(hour)));
    let mut seen: Vec<u64> = DAYS
        .iter()
        .flat_map(|day| (0..24).map(move |hour| of(day, hour)))
        .filter_map(|shown| match shown {
            Shown::Number(number) => Some(number),
            Shown::Small | Shown::Hidden | Shown::Untold => None,
        })
        .collect();
    seen.sort_unstable_by(|a, b| b.cmp(a));
    let busy = seen.get(seen.len() / 10).copied().filter(|least| *least > 0);
    let mut columns = vec![("Hour", Width::Short)];
    columns.extend(DAYS.map(|day| (day, Width::Number)));
    let caption = "Crimes by hour and day of the week; the busiest hours are marked with ▲";
    Drawn::new(caption, &columns).rows((0..24).map(|hour| {
        let mut cells = vec![Cell::words(hour_words(hour))];
        cells.extend(DAYS.map(|day| match of(day, hour) {
            Shown::Number(number) if busy.is_some_and(|least| number > least) => {
                Cell::real(number as f64, format!("{number} ▲"))
            }
            shown => cell(shown),
        }));
        cells
    }))
}

fn seasons(told: &Told<'_>, says: &mut Says) {
    let columns = [
        ("Season", Width::Middle),
        ("Months in the window", Width::Number),
        ("Crimes", Width::Number),
        ("Crimes a day", Width::Number),
    ];
    let mut table = Drawn::new("Crimes by season", &columns);
    for (name, season) in SEASONS {
        let months = of_season(told, season);
        let shown = told.shown(&season_key(told, name));
        let days: i32 = months.iter().map(|month| i32::from(month.last_day().day())).sum();
        let rate = derived(&[shown], |numbers| {
            let a_day = numbers.first()? / f64::from(days);
            (days > 0).then(|| (a_day, format!("{a_day:.1}")))
        });
        let crimes = if months.is_empty() { Cell::words("–") } else { cell(shown) };
        table.rows.push(vec![Cell::words(name), Cell::count(months.len()), crimes, rate]);
        if !months.is_empty() {
            let mut figure =
                told.figure("season", "crimes", shown).only("season", name).count("crimes", shown);
            if let Some(crimes) = number(shown) {
                figure = figure.value("a_day", crimes / f64::from(days));
            }
            says.figures.push(figure);
        }
    }
    says.blocks.push(Block::Table(table));
    says.caveats.push("Seasons take in complete months only. Less than two years of records cannot tell a season from a trend.".to_owned());
}
