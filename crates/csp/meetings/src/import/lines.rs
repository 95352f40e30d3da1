//! The lines of a file, and the days and references in them.

use concordat_kernel::{
    Month,
    jiff::civil::{Date, Time},
};

use super::Reference;
use crate::AgendaPart;

/// A line with its number, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) text: String,
}

/// The lines: without marks for bold and italic. Bold words that run on from another line stand on their own, as
/// converters from PDF leave them: `UNRESTRICTED ITEMS**51. Title**`.
pub(super) fn of(text: &str) -> Vec<Line> {
    text.lines()
        .enumerate()
        .flat_map(|(n, line)| {
            line.split("**")
                .map(|piece| piece.replace(['\u{a0}', '\t'], " "))
                .map(|piece| piece.trim().trim_matches('*').trim().to_owned())
                .map(move |text| Line { number: n + 1, text })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// A day in a line: `Thursday, 14th July, 2022` or `24 March 2022`.
pub(super) fn day(text: &str) -> Option<Date> {
    let cleaned = text.replace([',', '.'], " ");
    let words: Vec<&str> = cleaned.split_whitespace().collect();
    words.windows(3).find_map(|three| {
        let [day, month, year] = three else { return None };
        let digits = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let suffix = day.get(digits.len()..).unwrap_or_default().to_lowercase();
        if !["", "st", "nd", "rd", "th"].contains(&suffix.as_str()) {
            return None;
        }
        let year: i16 = year.get(..4)?.parse().ok().filter(|year| (1900..2200).contains(year))?;
        Date::new(year, Month::number_from_name(month)?, digits.parse().ok()?).ok()
    })
}

/// A time in a line, after "at": `10.00 am`.
pub(super) fn time(text: &str) -> Option<Time> {
    let lower = text.to_lowercase();
    let (_, after) = lower.split_once(" at ")?;
    let words: Vec<&str> = after.split_whitespace().collect();
    let first = words.first()?.trim_end_matches([',', ';']);
    let joined = match words.get(1) {
        Some(half) if half.starts_with("am") || half.starts_with("pm") => {
            format!("{first}{}", half.get(..2)?)
        }
        _ => first.to_owned(),
    };
    crate::pages::read_time(joined.trim_end_matches('.'))
}

/// A reference alone or in front of words: `B1`, `(Item B1)`, `- B1 Title`. With what follows it.
pub(super) fn reference(text: &str) -> Option<(Reference, &str)> {
    let text = text.trim_start_matches(['-', '•', ' ', '(']).trim_start();
    let text = text.strip_prefix("Item ").or_else(|| text.strip_prefix("ITEM ")).unwrap_or(text);
    let part = AgendaPart::from_word(text.get(..1)?)?;
    let rest = text.get(1..)?.trim_start_matches(' ');
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let place = rest.get(..digits)?.parse().ok()?;
    let after = rest.get(digits..)?;
    // "A4-sized" or "B1a" is no reference.
    let ends = after.chars().next().is_none_or(|c| c == ' ' || c == ')' || c == '.' || c == ':');
    ends.then_some((Reference { part, place }, after.trim_start_matches([' ', '.', ':'])))
}

/// A number in front of words: `51. Notes of the meeting`.
pub(super) fn numbered(text: &str) -> Option<(i64, &str)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = text.get(..digits)?.parse().ok()?;
    let rest = text.get(digits..)?.strip_prefix('.').or_else(|| text.get(digits..)?.strip_prefix(')'))?;
    Some((number, rest.trim())).filter(|(_, rest)| !rest.is_empty())
}
