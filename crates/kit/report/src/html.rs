//! A report on a page.

use concordat_kernel::Problem;
use concordat_web::{
    askama::{self, Template},
    parts::{Column, Html, InsetText, Part, SeriesChart, StackedBar, Table as HtmlTable, Tag, swatch},
};

use crate::{
    Block, Cell, Chart, Level, Line, Map, Report, SHARES, Table, WHOLE, Width, map, spoken, tick, units,
};

/// A heading with what stands beneath it, ready for a template.
#[derive(Debug, Clone)]
pub struct Piece {
    /// What addresses it.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// Whether it is a part of the report, not a piece of one.
    pub is_part: bool,
    /// What stands beneath it.
    pub blocks: Vec<Html>,
}

/// A report as a page that stands alone: one file, nothing fetched, the same words and numbers as the others.
#[derive(Debug, Template)]
#[template(path = "alone.html")]
struct Alone<'a> {
    report: &'a Report,
    mark: String,
    pieces: Vec<Piece>,
}

/// The report as a file of HTML that stands alone.
///
/// # Errors
/// When it cannot be drawn.
pub fn html(report: &Report) -> Result<String, Problem> {
    let alone = Alone { report, mark: report.mark.to_string(), pieces: pieces(report) };
    alone.render().map_err(|e| Problem::new("drawing a report", e))
}

/// Every section of a report.
pub fn pieces(report: &Report) -> Vec<Piece> {
    let mut charts = 0;
    report
        .sections
        .iter()
        .enumerate()
        .map(|(n, section)| Piece {
            id: format!("part-{}", n + 1),
            heading: section.heading.clone(),
            is_part: section.level == Level::Part,
            blocks: section.blocks.iter().map(|block| drawn(block, &mut charts)).collect(),
        })
        .collect()
}

fn drawn(block: &Block, charts: &mut usize) -> Html {
    match block {
        Block::Words(words) => Html::paragraphs([Html::lines(words)]),
        Block::List(items) => Html::bullets(items),
        Block::Callout(words) => InsetText::new(words).into(),
        Block::Table(table) => self::table(table).into(),
        Block::Chart(chart) => {
            *charts += 1;
            bars(chart, *charts).html()
        }
        Block::Line(line) => {
            *charts += 1;
            series(line, *charts).into()
        }
        Block::Map(map) => {
            *charts += 1;
            mapped(map, &format!("chart-{charts}")).html()
        }
    }
}

fn series(line: &Line, n: usize) -> SeriesChart {
    let chart = SeriesChart::new(format!("chart-{n}"), &line.title, table(&line.table));
    let chart = line.points.iter().fold(chart, |chart, (name, value, remark)| {
        let words = if remark.is_empty() { spoken(*value) } else { format!("{} ({remark})", spoken(*value)) };
        chart.point(name, units(*value), words)
    });
    let levels = line.levels.iter();
    let chart = levels.fold(chart, |chart, (name, value)| chart.level(name, units(*value), spoken(*value)));
    line.straight.iter().fold(chart, |chart, name| chart.straight(name)).axis(WHOLE, tick)
}

fn table(table: &Table) -> HtmlTable {
    with_heads(table, table.columns.iter().map(|column| Html::from(&column.head)))
}

fn with_heads(table: &Table, heads: impl Iterator<Item = Html>) -> HtmlTable {
    let long = table.columns.iter().filter(|column| column.width == Width::Long).count();
    let columns = table.columns.iter().zip(heads).map(|(column, head)| match column.width {
        Width::Number => Column::numeric(head),
        _ => Column::new(head),
    });
    let drawn = HtmlTable::new(&table.caption)
        .caption_size(concordat_web::parts::Size::S)
        .columns(columns)
        .row_headers()
        .rows(table.rows.iter().map(|row| row.iter().map(cell).collect()));
    if long > 1 { drawn.small().scroll_wide() } else { drawn.small() }
}

fn cell(cell: &Cell) -> Html {
    match cell {
        Cell::Words(words) => Html::lines(words),
        Cell::Number(_) | Cell::Real(..) => Html::from(cell.text()),
        Cell::Tag(word, colour) => Tag::new(*colour, word).into(),
        Cell::Link(words, href) => Html::link(href, Html::spaced([Html::hidden("Action"), words.into()])),
    }
}

/// Several bars one below the other, each with its name and as long as the others, then the shares that their pieces are read against,
/// what the colours mean and the table. No line of a grid crosses a bar: it would look like the edge of a piece.
#[derive(Debug, Template)]
#[template(path = "bars.html")]
struct Bars {
    bars: Vec<(String, StackedBar)>,
    shares: [(u8, &'static str); SHARES.len()],
    table: HtmlTable,
}
impl askama::filters::HtmlSafe for Bars {}
impl Part for Bars {}

fn bars(chart: &Chart, n: usize) -> Bars {
    let of = |(at, (name, counts)): (usize, &(String, Vec<usize>))| {
        let title = format!("{}: {name}", chart.title);
        let bar = StackedBar::new(format!("chart-{n}-{}", at + 1), title);
        let bar = chart.kinds.iter().zip(counts).fold(bar, |bar, ((label, colour), count)| {
            bar.segment(label, u64::try_from(*count).unwrap_or(0), *colour)
        });
        (name.clone(), bar)
    };
    // What the colours of the bars mean stands at the heads of the table's columns.
    let table = chart.table();
    let heads = table.columns.iter().enumerate().map(|(n, column)| {
        let kind = n.checked_sub(2).and_then(|n| chart.kinds.get(n));
        kind.map_or_else(|| Html::from(&column.head), |(label, colour)| swatch(*colour, label))
    });
    let drawn = with_heads(&table, heads);
    // At the ends the words stay beneath the bars.
    let anchored = |share| match share {
        0 => (share, "start"),
        100 => (share, "end"),
        _ => (share, "middle"),
    };
    Bars { bars: chart.bars.iter().enumerate().map(of).collect(), shares: SHARES.map(anchored), table: drawn }
}

/// A map, then what its bands mean, what is not on it, and the table.
#[derive(Debug, Template)]
#[template(path = "map.html")]
struct Mapped<'a> {
    title: &'a str,
    picture: Html,
    key: Vec<(Html, String)>,
    notes: &'a [String],
    table: HtmlTable,
}
impl askama::filters::HtmlSafe for Mapped<'_> {}
impl Part for Mapped<'_> {}

fn mapped<'a>(map: &'a Map, id: &str) -> Mapped<'a> {
    let swatches =
        map.bands.iter().enumerate().map(|(n, band)| map::swatch(band.fill, format!("{id}-key-{n}")));
    Mapped {
        title: &map.title,
        picture: map::svg(map, id, map::Words::Within),
        key: swatches.zip(map.key()).collect(),
        notes: &map.notes,
        table: table(&map.table),
    }
}
