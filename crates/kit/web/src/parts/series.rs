use askama::Template;

use super::{Html, Sampled, Table, axis, sample};

/// One value of a series: its place in words, how high it stands, and how it is said.
#[derive(Clone, Debug)]
struct Point {
    label: String,
    at: i64,
    words: String,
}

/// A level to compare with, drawn as a line across.
#[derive(Clone, Debug)]
struct Level {
    name: String,
    at: i64,
    words: String,
    dashes: &'static str,
}

/// A value of the axis: how high it stands and how it is said.
#[derive(Clone, Debug)]
struct Tick {
    at: i64,
    words: String,
}

/// A point as drawn: across in tenths of a percent, down in dots.
struct Drawn {
    across: u64,
    down: i64,
}

impl Drawn {
    fn x(&self) -> String {
        percent(self.across)
    }
}

/// A stretch of the line between two points.
struct Stretch {
    from: Drawn,
    to: Drawn,
}

fn percent(thousandths: u64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// Values over time as a line of points with the levels they are compared with, drawn as SVG; always with the
/// table that says the same. Places across are percentages and places down are dots, so that the picture fits
/// any width and its words stay as large as those of the page.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/series_chart.html")]
pub struct SeriesChart {
    id: String,
    title: String,
    points: Vec<Point>,
    levels: Vec<Level>,
    straight: Option<String>,
    ticks: Vec<Tick>,
    table: Table,
}

/// Where the picture's values begin and end, in dots from its top.
const TOP: i64 = 14;
const BOTTOM: i64 = 166;
/// Where they begin and end across, in thousandths.
const LEFT: u64 = 30;
const RIGHT: u64 = 970;

impl SeriesChart {
    /// A chart without values yet beside its table; the id must be the only one of its kind on the page.
    pub fn new(id: impl Into<String>, title: impl Into<String>, table: Table) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            points: Vec::new(),
            levels: Vec::new(),
            straight: None,
            ticks: Vec::new(),
            table,
        }
    }

    /// One more value, in whatever whole unit all of them have.
    #[must_use]
    pub fn point(mut self, label: impl Into<String>, at: i64, words: impl Into<String>) -> Self {
        self.points.push(Point { label: label.into(), at, words: words.into() });
        self
    }

    /// Where it began.
    #[must_use]
    pub fn baseline(self, at: i64, words: impl Into<String>) -> Self {
        self.across_at("Baseline", at, words, "2 5")
    }

    /// Where it is to go.
    #[must_use]
    pub fn target(self, at: i64, words: impl Into<String>) -> Self {
        self.across_at("Target", at, words, "10 5")
    }

    /// Any other level to compare with.
    #[must_use]
    pub fn level(self, name: impl Into<String>, at: i64, words: impl Into<String>) -> Self {
        // Told apart by their dashes as well as by where they stand.
        let dashes = ["none", "10 5", "2 5", "10 5 2 5"][self.levels.len() % 4];
        self.across_at(name, at, words, dashes)
    }

    /// With a straight line from the first point to the last, and what it stands for.
    #[must_use]
    pub fn straight(mut self, name: impl Into<String>) -> Self {
        self.straight = Some(name.into());
        self
    }

    /// With an axis of round values for what it shows by now, and its title above; so many of the values' units are one whole, and
    /// a value of the axis is said so.
    #[must_use]
    pub fn axis(mut self, whole: i64, words: impl Fn(i64) -> String) -> Self {
        let ticks = axis::ticks(self.heights(), whole);
        self.ticks = ticks.into_iter().map(|at| Tick { at, words: words(at) }).collect();
        self
    }

    fn across_at(
        mut self,
        name: impl Into<String>,
        at: i64,
        words: impl Into<String>,
        dashes: &'static str,
    ) -> Self {
        self.levels.push(Level { name: name.into(), at, words: words.into(), dashes });
        self
    }

    /// "April to June 2026: 5, July to September 2026: 12. Target: 40 by March 2027."
    fn description(&self) -> String {
        let points: Vec<_> =
            self.points.iter().map(|point| format!("{}: {}", point.label, point.words)).collect();
        let levels = self.levels.iter().map(|level| format!(" {}: {}.", level.name, level.words));
        let straight = self.straight.iter().map(|name| format!(" {name}: a straight line."));
        format!("{}.{}", points.join(", "), levels.chain(straight).collect::<String>())
    }

    /// How high everything in the picture stands.
    fn heights(&self) -> impl Iterator<Item = i64> {
        let points = self.points.iter().map(|point| point.at);
        points.chain(self.levels.iter().map(|level| level.at)).chain(self.ticks.iter().map(|tick| tick.at))
    }

    /// The lowest and the highest; nothing is always in the picture, so that a small change looks small.
    fn bounds(&self) -> (i64, i64) {
        self.heights().fold((0, 0), |(low, high), at| (low.min(at), high.max(at)))
    }

    fn down(&self, at: i64) -> i64 {
        let (low, high) = self.bounds();
        let whole = i128::from(high) - i128::from(low);
        if whole == 0 {
            return BOTTOM;
        }
        let part = (i128::from(at) - i128::from(low)) * i128::from(BOTTOM - TOP) / whole;
        BOTTOM - i64::try_from(part).unwrap_or(0)
    }

    fn across(&self, index: usize) -> u64 {
        let (index, last) = (index as u64, self.points.len().saturating_sub(1) as u64);
        ((RIGHT - LEFT) * index).checked_div(last).map_or(u64::midpoint(LEFT, RIGHT), |along| LEFT + along)
    }

    fn drawn(&self, index: usize, point: &Point) -> Drawn {
        Drawn { across: self.across(index), down: self.down(point.at) }
    }

    fn dots(&self) -> Vec<Drawn> {
        self.points.iter().enumerate().map(|(index, point)| self.drawn(index, point)).collect()
    }

    fn stretches(&self) -> Vec<Stretch> {
        let pairs = self.points.windows(2).enumerate();
        pairs
            .map(|(index, pair)| Stretch {
                from: self.drawn(index, &pair[0]),
                to: self.drawn(index + 1, &pair[1]),
            })
            .collect()
    }

    /// The straight line, with its name.
    fn compared(&self) -> Option<(&str, Stretch)> {
        let (first, last) = (self.points.first()?, self.points.get(1..)?.last()?);
        let to = self.drawn(self.points.len() - 1, last);
        Some((self.straight.as_deref()?, Stretch { from: self.drawn(0, first), to }))
    }

    fn level_down(&self, level: &Level) -> i64 {
        self.down(level.at)
    }

    fn tick_down(&self, tick: &Tick) -> i64 {
        self.down(tick.at)
    }

    /// Where the line stands on which a tick's words are written, so that their middle is beside the tick.
    fn words_down(&self, tick: &Tick) -> i64 {
        self.down(tick.at) + 5
    }

    fn ground(&self) -> i64 {
        self.down(0)
    }

    fn first(&self) -> &str {
        self.points.first().map_or("", |point| &point.label)
    }

    fn last(&self) -> &str {
        self.points.get(1..).and_then(<[Point]>::last).map_or("", |point| &point.label)
    }
}

fn trained(id: &str) -> SeriesChart {
    let table = Table::new("People trained")
        .columns(["Months", "People"])
        .row(["April to June 2026", "5"])
        .row(["July to September 2026", "12"])
        .row(["October to December 2026", "31"])
        .narrow();
    SeriesChart::new(id, "People trained", table)
        .point("April to June 2026", 5, "5")
        .point("July to September 2026", 12, "12")
        .point("October to December 2026", 31, "31")
}

impl Sampled for SeriesChart {
    fn samples() -> Vec<(&'static str, Html)> {
        let one = Table::new("Repeat victims").columns(["Months", "Number"]).row(["2026", "-3"]).narrow();
        vec![
            sample(
                "with baseline and target",
                trained("sample-series").baseline(2, "2 in March 2026").target(40, "40 by March 2027"),
            ),
            sample("values alone", trained("sample-series-plain")),
            sample(
                "with an axis",
                trained("sample-series-axis").target(40, "40 by March 2027").axis(1, |at| at.to_string()),
            ),
            sample(
                "beside a straight line",
                trained("sample-series-straight")
                    .straight("If it grew as much each time")
                    .axis(1, |at| at.to_string()),
            ),
            sample(
                "one value below nothing",
                SeriesChart::new("sample-series-one", "Repeat victims", one).point("2026", -3, "-3"),
            ),
            sample(
                "no value yet",
                SeriesChart::new("sample-series-none", "Walks held", Table::new("Walks held").narrow()),
            ),
        ]
    }
}
