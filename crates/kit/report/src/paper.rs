//! A report as a paper: one template for every report.

use concordat_kernel::london_today;
use concordat_web::{Paper, parts::ticks};
use serde_json::{Value, json};

use crate::{
    Block, Chart, Level, Line, Map, Pages, Report, SHARES, Section, Table, WHOLE, Width, map, spoken, tick,
    tidy, units,
};

const TEMPLATE: &str = include_str!("../papers/report.typ");

/// The report as a paper.
pub fn paper(report: &Report) -> Paper {
    let data = json!({
        "subtitle": report.subtitle,
        "facts": report.facts,
        "made_on": london_today(report.made_at).strftime("%-d %B %Y").to_string(),
        "pages": match report.pages {
            Pages::Flowing => "flowing",
            Pages::One => "one",
            Pages::EachPart => "each",
            Pages::Letter => "letter",
        },
        "sections": report.sections.iter().map(section).collect::<Vec<_>>(),
    });
    // Two reports on one plan must not share a title: it is what a reader of many papers tells them apart by.
    let title = tidy(&format!("{}: {}", report.title, report.subtitle));
    Paper { template: TEMPLATE, data, title, mark: report.mark, made_at: report.made_at }
}

fn section(section: &Section) -> Value {
    json!({
        "heading": section.heading,
        "level": if section.level == Level::Part { 1 } else { 2 },
        "blocks": section.blocks.iter().map(block).collect::<Vec<_>>(),
    })
}

fn block(block: &Block) -> Value {
    match block {
        Block::Words(words) => json!({ "kind": "words", "words": words }),
        Block::List(items) => json!({ "kind": "list", "items": items }),
        Block::Callout(words) => json!({ "kind": "callout", "words": words }),
        Block::Table(table) => self::table(table),
        Block::Chart(chart) => self::chart(chart),
        Block::Line(line) => self::line(line),
        Block::Map(map) => mapped(map),
    }
}

fn table(table: &Table) -> Value {
    let width = |width| match width {
        Width::Number => "number",
        Width::Tiny => "tiny",
        Width::Short => "short",
        Width::Middle => "middle",
        Width::Long => "long",
    };
    json!({
        "kind": "table",
        "caption": table.caption,
        "columns": table.columns.iter()
            .map(|column| json!({ "head": column.head, "width": width(column.width) })).collect::<Vec<_>>(),
        "rows": table.rows.iter()
            .map(|row| row.iter().map(|cell| json!(cell.text())).collect()).collect::<Vec<Value>>(),
    })
}

fn chart(chart: &Chart) -> Value {
    let bars = chart
        .bars
        .iter()
        .map(|(name, counts)| json!({ "name": name, "counts": counts, "words": chart.words_of(counts) }));
    json!({
        "kind": "chart",
        "title": chart.title,
        "kinds": chart.kinds.iter().map(|(label, _)| label).collect::<Vec<_>>(),
        "bars": bars.collect::<Vec<_>>(),
        "ticks": SHARES.map(|share| json!({ "at": f64::from(share) / 100.0, "words": format!("{share}%") })),
        "table": table(&chart.table()),
    })
}

/// Heights as shares of the whole picture, which its axis ends.
fn line(line: &Line) -> Value {
    let points = line.points.iter().map(|(_, value, _)| *value);
    let all = points.chain(line.levels.iter().map(|(_, value)| *value));
    let ticks = ticks(all.map(units), WHOLE);
    let (low, high) = (ticks.first().copied().unwrap_or(0), ticks.last().copied().unwrap_or(0));
    let height =
        |at: i64| if high > low { (at as f64 - low as f64) / (high as f64 - low as f64) } else { 0.0 };
    let words = |value: f64, remark: &str| {
        if remark.is_empty() { spoken(value) } else { format!("{} ({remark})", spoken(value)) }
    };
    let points = line.points.iter().map(|(name, value, remark)| {
        json!({ "name": name, "at": height(units(*value)), "words": words(*value, remark), "marked": !remark.is_empty() })
    });
    let levels = line
        .levels
        .iter()
        .map(|(name, value)| json!({ "name": name, "at": height(units(*value)), "words": spoken(*value) }));
    json!({
        "kind": "line",
        "title": line.title,
        "points": points.collect::<Vec<_>>(),
        "levels": levels.collect::<Vec<_>>(),
        "straight": line.straight,
        "ticks": ticks.iter().map(|at| json!({ "at": height(*at), "words": tick(*at) })).collect::<Vec<_>>(),
        "table": table(&line.table),
    })
}

/// The pictures hold no word of anybody's: what they say stands beside them.
fn mapped(map: &Map) -> Value {
    let swatch = |fill| map::swatch(fill, "key".to_owned()).to_string();
    let key = map.bands.iter().zip(map.key());
    json!({
        "kind": "map",
        "title": map.title,
        "told": map.told(),
        "picture": map::svg(map, "map", map::Words::Beside).to_string(),
        "key": key.map(|(band, words)| json!({ "swatch": swatch(band.fill), "words": words })).collect::<Vec<_>>(),
        "notes": map.notes,
        "table": table(&map.table),
    })
}
