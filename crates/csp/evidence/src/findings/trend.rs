//! Trend: crimes month by month on a control chart, so that a change is told from the usual up and down.

use concordat_kernel::{Month, Period, Problem};
use concordat_report::{Block, Cell, Line, Table as Drawn, Width};
use concordat_stats::{
    stl,
    xmr::{self, Point, Settings},
};

use super::{
    Direction, Figure, Method, Says, Told, cells,
    how_much::{BY_MONTH, counts_by_month},
    lens::months,
    sight::{cell, number},
};

pub(super) const METHOD: Method = Method {
    name: "trend",
    title: "Trend",
    asks: "Is the number of crimes a month changing, or is it the usual up and down and the season?",
    cites: "XmR control chart with the rules of NHS England's \"Making data count\": limits at 2.66 mean moving ranges from the mean, ranges of 3.267 mean ranges or more left out. Trend and season by STL (Cleveland, Cleveland, McRae and Terpenning 1990, Journal of Official Statistics 6(1)), robust, period 12.",
    steps: &[BY_MONTH],
    reads: &["by_month"],
    counts: counts_by_month,
    tell,
};

/// A month of the window that has records and whose number is seen.
#[derive(Clone, Copy)]
struct Seen {
    month: Month,
    crimes: f64,
    whole: bool,
}

fn tell(told: &Told<'_>) -> Result<Says, Problem> {
    // A month without records is unknown, not nothing; a month that is hidden takes no part.
    let seen: Vec<Seen> = months(told.asked.window)
        .filter(|month| told.standing.has(*month))
        .filter_map(|month| {
            let crimes = number(told.shown(&cells::month(told.asked, month)))?;
            Some(Seen { month, crimes, whole: told.standing.whole(month) })
        })
        .collect();
    let hidden = months(told.asked.window)
        .filter(|month| told.standing.has(*month))
        .filter(|month| told.shown(&cells::month(told.asked, *month)).is_hidden())
        .count();
    let mut says = Says { blocks: Vec::new(), caveats: Vec::new(), figures: Vec::new() };
    chart(told, &seen, &mut says);
    apart(told, &seen, &mut says);
    if hidden > 0 {
        says.caveats.push(format!(
            "Months whose numbers are hidden, and without which the charts are drawn: {hidden}."
        ));
    }
    Ok(says)
}

fn named(month: Month) -> String {
    format!("{} {}", month.name(), month.year())
}

fn figure(told: &Told<'_>, measure: &'static str, seen: &[Seen]) -> Figure {
    let months = u64::try_from(seen.len()).unwrap_or(u64::MAX);
    told.figure("month", measure, concordat_disclosure::Shown::Number(months))
}

/// The control chart.
fn chart(told: &Told<'_>, seen: &[Seen], says: &mut Says) {
    // A month between that is unknown or hidden parts those beside it: it has a place, and no part in limits and rules.
    let all: Vec<(Month, Option<Seen>)> = match (seen.first(), seen.last()) {
        (Some(first), Some(last)) => months(Period { from: first.month, to: last.month })
            .map(|month| (month, seen.iter().find(|one| one.month == month).copied()))
            .collect(),
        _ => Vec::new(),
    };
    let points: Vec<Point> = all
        .iter()
        .map(|(_, month)| match month {
            Some(month) => Point { value: month.crimes, complete: month.whole },
            None => Point { value: 0.0, complete: false },
        })
        .collect();
    let rebase: Vec<usize> = told
        .asked
        .rebase
        .and_then(|from| all.iter().position(|(month, _)| *month >= from))
        .filter(|at| *at > 0)
        .into_iter()
        .collect();
    let settings = Settings { better: told.asked.better.better(), rebase, ..Settings::default() };
    let chart = match xmr::chart(&points, &settings) {
        Ok(chart) => chart,
        // Months that are hidden, or that records lack, are none.
        Err(_) => {
            says.blocks.push(Block::Words(
                "No control chart is drawn: too few complete months can be shown.".to_owned(),
            ));
            return;
        }
    };
    let columns = [
        ("Month", Width::Middle),
        ("Crimes", Width::Number),
        ("What it comes to", Width::Middle),
        ("What the rules say", Width::Long),
    ];
    let verdict = |at: usize| chart.readings.get(at).map_or("", |reading| reading.verdict.words());
    let said = |at: usize| {
        let flags = chart.readings.get(at).map(|reading| reading.flags.as_slice()).unwrap_or_default();
        flags.iter().map(|flag| flag.words()).collect::<Vec<_>>().join("; ")
    };
    let rows = all.iter().enumerate().map(|(at, (month, seen))| {
        let crimes = match seen {
            Some(seen) => Cell::real(seen.crimes, format!("{:.0}", seen.crimes)),
            None if told.standing.has(*month) => cell(told.shown(&cells::month(told.asked, *month))),
            None => Cell::words("–"),
        };
        let (what, why) = match seen {
            Some(_) => (verdict(at), said(at)),
            None => ("", told.standing.remark(*month).to_owned()),
        };
        vec![Cell::words(named(*month)), crimes, Cell::words(what), Cell::words(why)]
    });
    let table = Drawn::new("Crimes by month and what the rules say", &columns).rows(rows);
    let mut figure = figure(told, "crimes", seen);
    if told.asked.better != Direction::Neither {
        figure = figure.only("better", told.asked.better.word());
    }
    let mut levels = Vec::new();
    let afresh = chart.stretches.len() > 1;
    for (n, stretch) in chart.stretches.iter().enumerate() {
        let since = all.get(stretch.from).map(|(month, _)| named(*month)).unwrap_or_default();
        let level = |name: &str| if afresh { format!("{name} from {since}") } else { name.to_owned() };
        let lower = stretch.lower.max(0.0);
        levels.extend([
            (level("Mean"), stretch.mean),
            (level("Upper limit"), stretch.upper),
            (level("Lower limit"), lower),
        ]);
        for (name, value) in [("mean", stretch.mean), ("lower", stretch.lower), ("upper", stretch.upper)] {
            let name = if n == 0 { name.to_owned() } else { format!("{name}_{}", n + 1) };
            figure.values.insert(name, value);
        }
        if stretch.provisional {
            says.caveats.push(format!("Limits from {since} rest on few months and are provisional."));
        }
    }
    let left_out = seen.iter().filter(|month| !month.whole).count();
    figure.excluded.insert("months that are incomplete", i64::try_from(left_out).unwrap_or(0));
    for month in seen {
        figure.values.insert(month.month.to_string(), month.crimes);
    }
    // Beside a point stands what it comes to, where it is more than the usual up and down, and why.
    let beside = |at: usize| match (verdict(at), said(at)) {
        (_, why) if why.is_empty() => why,
        (what, why) => format!("{what}: {why}"),
    };
    let points = all
        .iter()
        .enumerate()
        .filter_map(|(at, (month, seen))| seen.map(|seen| (named(*month), seen.crimes, beside(at))));
    let line =
        Line { title: "Crimes by month".to_owned(), points: points.collect(), levels, straight: None, table };
    says.blocks.push(Block::Line(line));
    says.figures.push(figure);
    says.caveats.push(told.asked.better.says().to_owned());
    says.caveats
        .push("A control chart supposes that months are alike; seasons make some of its signals.".to_owned());
    if let Some(from) = told.asked.rebase {
        says.caveats.push(format!("Limits are drawn afresh from {}, as was asked.", named(from)));
    }
    if left_out > 0 {
        says.caveats.push("Incomplete months are shown and left out of the mean and the limits.".to_owned());
    }
}

/// The series taken apart into trend, season and the rest.
fn apart(told: &Told<'_>, seen: &[Seen], says: &mut Says) {
    let no = |why: &str| Block::Words(format!("Trend and season are not taken apart: {why}."));
    let in_a_row = seen.windows(2).all(|pair| match pair {
        [one, next] => one.month.plus(1) == next.month,
        _ => true,
    });
    if !in_a_row || seen.iter().any(|month| !month.whole) {
        says.blocks.push(no("the method needs every month of the window, complete"));
        return;
    }
    let values: Vec<f64> = seen.iter().map(|month| month.crimes).collect();
    let parts = match stl::stl(&values, &stl::Settings::usual(12, 7, true)) {
        Ok(parts) => parts,
        Err(_) => {
            says.blocks.push(no(
                "the method needs two years of complete months that can be shown, one after the other",
            ));
            return;
        }
    };
    let columns = [
        ("Month", Width::Middle),
        ("Trend", Width::Number),
        ("Season", Width::Number),
        ("The rest", Width::Number),
    ];
    let of = |values: &[f64], at: usize| values.get(at).copied().unwrap_or(0.0);
    let mut figure = figure(told, "trend", seen);
    let rows = seen.iter().enumerate().map(|(at, month)| {
        let whole = |value: f64| Cell::real(value, format!("{value:.0}"));
        let signed = |value: f64| Cell::real(value, format!("{value:+.0}"));
        vec![
            Cell::words(named(month.month)),
            whole(of(&parts.trend, at)),
            signed(of(&parts.season, at)),
            signed(of(&parts.remainder, at)),
        ]
    });
    let table = Drawn::new("Trend, season and the rest", &columns).rows(rows);
    for (at, month) in seen.iter().enumerate() {
        figure.values.insert(format!("trend_{}", month.month), of(&parts.trend, at));
        figure.values.insert(format!("season_{}", month.month), of(&parts.season, at));
    }
    let points = seen
        .iter()
        .enumerate()
        .map(|(at, month)| (named(month.month), of(&parts.trend, at), String::new()))
        .collect();
    let line = Line {
        title: "Crimes a month without the season".to_owned(),
        points,
        levels: Vec::new(),
        straight: None,
        table,
    };
    says.blocks.push(Block::Line(line));
    says.figures.push(figure);
    says.caveats.push("Trend, season and the rest add up to the number on record. The ends of a trend change most when another month comes in.".to_owned());
}
