//! Trend: crimes month by month on a control chart, so that a change is told from the usual up and down.

use concordat_kernel::Problem;
use concordat_report::{Block, Cell, Line, Table as Shown, Width};
use concordat_stats::xmr::{self, Better, Flag, Point, Settings};

use super::{
    Method, Says, Told,
    how_much::{BY_MONTH, by_month},
    lens::months,
    real,
};

pub(super) const METHOD: Method = Method {
    name: "trend",
    title: "Trend",
    asks: "Is the number of crimes a month changing, or is it the usual up and down?",
    cites: "XmR control chart with the rules of NHS England's \"Making data count\": limits at 2.66 mean moving ranges from the mean, ranges of 3.267 mean ranges or more left out.",
    steps: &[BY_MONTH],
    reads: &["by_month"],
    tell,
};

fn tell(told: &Told<'_>) -> Result<Says, Problem> {
    let counts = by_month(told.answer("by_month")?);
    // A month without records is unknown, not nothing.
    let known: Vec<_> = months(told.asked.window)
        .filter(|month| told.standing.has(*month))
        .map(|month| (month, counts.get(&month).copied().unwrap_or(0)))
        .collect();
    let points: Vec<Point> = known
        .iter()
        .map(|(month, crimes)| Point { value: real(*crimes), complete: told.standing.whole(*month) })
        .collect();
    // More crimes on record may be more trust or more crime.
    let settings = Settings { better: Better::Neither, ..Settings::default() };
    let chart = match xmr::chart(&points, &settings) {
        Ok(chart) => chart,
        Err(too_few) => {
            let words = format!("No control chart is drawn: the method {too_few}.");
            return Ok(Says { blocks: vec![Block::Words(words)], caveats: Vec::new(), figures: Vec::new() });
        }
    };
    let columns = [("Month", Width::Middle), ("Crimes", Width::Number), ("What the rules say", Width::Long)];
    let said = |at: usize| {
        let flags = chart.readings.get(at).map(|reading| reading.flags.as_slice()).unwrap_or_default();
        flags.iter().map(|flag| flag.words()).collect::<Vec<_>>().join("; ")
    };
    let name = |at: usize| {
        known.get(at).map(|(month, _)| format!("{} {}", month.name(), month.year())).unwrap_or_default()
    };
    let table =
        Shown::new("Crimes by month and what the rules say", &columns).rows(known.iter().enumerate().map(
            |(at, (_, crimes))| vec![Cell::words(name(at)), Cell::count(*crimes), Cell::words(said(at))],
        ));
    let mut figure = told.figure("month", "crimes", known.len());
    let mut levels = Vec::new();
    if let Some(stretch) = chart.stretches.first() {
        let lower = stretch.lower.max(0.0);
        levels.extend([("Mean".to_owned(), stretch.mean), ("Upper limit".to_owned(), stretch.upper)]);
        levels.push(("Lower limit".to_owned(), lower));
        for (name, value) in [("mean", stretch.mean), ("lower", stretch.lower), ("upper", stretch.upper)] {
            figure.values.insert(name.to_owned(), value);
        }
    }
    let left_out = chart.readings.iter().filter(|reading| reading.flags.contains(&Flag::Incomplete)).count();
    figure.excluded.insert("months that are incomplete", i64::try_from(left_out).unwrap_or(0));
    for (month, crimes) in &known {
        figure.values.insert(month.to_string(), real(*crimes));
    }
    let points = known.iter().enumerate().map(|(at, (_, crimes))| (name(at), real(*crimes), said(at)));
    let line = Line { title: "Crimes by month".to_owned(), points: points.collect(), levels, table };
    let mut caveats =
        vec!["A control chart supposes that months are alike; seasons make some of its signals.".to_owned()];
    if left_out > 0 {
        caveats.push("Incomplete months are shown and left out of the mean and the limits.".to_owned());
    }
    Ok(Says { blocks: vec![Block::Line(line)], caveats, figures: vec![figure] })
}
