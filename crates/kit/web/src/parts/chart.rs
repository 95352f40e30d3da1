use askama::Template;

use super::{Colour, Column, Html, Sampled, Table, sample};

/// One kind of thing in a bar: its name, how many, and the colour that helps to find it.
#[derive(Clone, Debug)]
struct Segment {
    label: String,
    count: u64,
    colour: Colour,
}

/// A segment as drawn: where it starts and how wide it is, in thousandths of the bar.
struct Drawn {
    colour: &'static str,
    start: u64,
    width: u64,
}

impl Drawn {
    /// Thousandths as a percentage with one decimal place.
    fn percent(thousandths: u64) -> String {
        format!("{}.{}%", thousandths / 10, thousandths % 10)
    }

    fn x(&self) -> String {
        Self::percent(self.start)
    }

    fn wide(&self) -> String {
        Self::percent(self.width)
    }
}

/// How a total is made up: one bar, drawn as SVG, with words and numbers as its description.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/stacked_bar.html")]
pub struct StackedBar {
    id: String,
    title: String,
    segments: Vec<Segment>,
}

impl StackedBar {
    /// A bar without segments yet; the id must be the only one of its kind on the page.
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self { id: id.into(), title: title.into(), segments: Vec::new() }
    }

    /// One more kind of thing.
    #[must_use]
    pub fn segment(mut self, label: impl Into<String>, count: u64, colour: Colour) -> Self {
        self.segments.push(Segment { label: label.into(), count, colour });
        self
    }

    fn total(&self) -> u64 {
        self.segments.iter().map(|segment| segment.count).sum()
    }

    /// "Done 12, in hand 5, overdue 2."
    fn description(&self) -> String {
        let parts: Vec<_> = self.segments.iter().map(|s| format!("{}: {}", s.label, s.count)).collect();
        format!("{}. Total: {}.", parts.join(", "), self.total())
    }

    /// Edges are rounded, not widths, so that the segments fill the bar exactly.
    fn drawn(&self) -> Vec<Drawn> {
        let total = self.total();
        let mut before = 0;
        let edge = |count: u64| (count * 1000 + total / 2) / total.max(1);
        self.segments
            .iter()
            .map(|segment| {
                let start = edge(before);
                before += segment.count;
                Drawn { colour: segment.colour.name(), start, width: edge(before) - start }
            })
            .filter(|drawn| drawn.width > 0)
            .collect()
    }
}

/// The small square that ties a row of a table to a segment of a bar.
#[derive(Template)]
#[template(path = "parts/swatch.html")]
struct Swatch<'a> {
    colour: &'static str,
    label: &'a str,
}
super::parts!(Swatch<'_>);

/// A label with the small square of its colour, for the tables and keys of charts of one's own.
pub fn swatch(colour: Colour, label: &str) -> Html {
    Html::of(&Swatch { colour: colour.name(), label })
}

/// A bar and the same numbers as a table: the two always stand together.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/chart_with_table.html")]
pub struct ChartWithTable {
    bar: StackedBar,
    table: Table,
}

impl ChartWithTable {
    /// The bar with its table; `kind` heads the column of names ("State").
    pub fn new(bar: StackedBar, kind: impl Into<Html>) -> Self {
        let total = bar.total();
        let share = |count: u64| match total {
            0 => "–".to_owned(),
            total => format!("{}%", (count * 100 + total / 2) / total),
        };
        let rows = bar.segments.iter().map(|segment| {
            vec![swatch(segment.colour, &segment.label), segment.count.into(), share(segment.count).into()]
        });
        let table = Table::new(bar.title.clone())
            .column(kind.into())
            .column(Column::numeric("Number"))
            .column(Column::numeric("Share"))
            .rows(rows)
            .row([Html::from("All"), total.into(), share(total).into()])
            .row_headers();
        Self { bar, table }
    }
}

fn states(id: &str) -> StackedBar {
    StackedBar::new(id, "Actions by state")
        .segment("Done", 12, Colour::Green)
        .segment("In hand", 9, Colour::Blue)
        .segment("Overdue", 2, Colour::Red)
        .segment("Not started", 6, Colour::Grey)
}

impl Sampled for StackedBar {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![sample("four states", states("sample-bar"))]
    }
}

impl Sampled for ChartWithTable {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![
            sample("four states", ChartWithTable::new(states("sample-chart"), "State")),
            sample(
                "nothing yet",
                ChartWithTable::new(
                    StackedBar::new("sample-none", "Updates by state").segment("Received", 0, Colour::Green),
                    "State",
                ),
            ),
        ]
    }
}
