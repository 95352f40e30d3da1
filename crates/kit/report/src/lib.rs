#![doc = include_str!("../README.md")]

mod document;
mod docx;
mod html;
mod map;
mod paper;
mod plain;
mod xlsx;

#[cfg(test)]
mod tests;

pub use document::{Block, Cell, Chart, Column, Level, Line, Pages, Report, Section, Table, Width};
pub use docx::{docx, word};
pub use html::{Piece, html, pieces};
pub use map::{Band, Fill, Ground, Map, Ring};
pub use paper::paper;
pub use plain::plain;
pub use xlsx::xlsx;

use concordat_kernel::with_thousands;

/// The words of a text with single spaces between them.
pub(crate) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number as it is said beside a chart: whole where it is whole, else to one place.
pub(crate) fn spoken(value: f64) -> String {
    let words = if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.1}") };
    with_thousands(&unsigned_nothing(words))
}

/// Words for a number, without a sign where they say nothing: `-0.0` and `+0.0` are `0.0`, whatever was rounded away.
pub(crate) fn unsigned_nothing(words: String) -> String {
    let mut digits = words.chars().filter(char::is_ascii_digit).peekable();
    let nothing = digits.peek().is_some() && digits.all(|digit| digit == '0');
    match words.strip_prefix(['+', '-', '−']) {
        Some(rest) if nothing => rest.to_owned(),
        _ => words,
    }
}

/// A picture works in whole numbers; a thousandth of its values' own unit is finer than it can show.
pub(crate) const WHOLE: i64 = 1000;

/// A value in the units of a picture.
pub(crate) fn units(value: f64) -> i64 {
    (value * WHOLE as f64).round() as i64
}

/// A value of a picture's axis as it is said beside it.
pub(crate) fn tick(units: i64) -> String {
    (units as f64 / WHOLE as f64).to_string()
}

/// What the pieces of a bar are read against, in percent.
pub(crate) const SHARES: [u8; 5] = [0, 25, 50, 75, 100];
