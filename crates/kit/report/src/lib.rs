#![doc = include_str!("../README.md")]

mod document;
mod docx;
mod html;
mod map;
mod paper;
mod plain;
mod xlsx;

pub use document::{Block, Cell, Chart, Column, Level, Line, Pages, Report, Section, Table, Width};
pub use docx::{docx, word};
pub use html::{Piece, html, pieces};
pub use map::{Band, Fill, Ground, Map, Ring};
pub use paper::paper;
pub use plain::plain;
pub use xlsx::xlsx;

/// The words of a text with single spaces between them.
pub(crate) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number as it is said beside a chart: whole where it is whole, else to one place.
pub(crate) fn spoken(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.1}") }
}
