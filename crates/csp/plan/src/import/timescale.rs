//! When a row is due, as precisely as its author wrote it and no more.

use std::fmt;

use concordat_kernel::{Month, jiff::civil::Date};
use serde::{Deserialize, Serialize};

/// When a row is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Timescale {
    /// No end is set.
    Ongoing,
    /// A month, kept as a month; due on its last day.
    Month {
        /// The month.
        month: Month,
    },
    /// A day.
    Date {
        /// The day.
        date: Date,
    },
    /// Anything else, in the author's words; empty when nothing was written.
    Text {
        /// The words.
        text: String,
    },
}

impl Timescale {
    /// Nothing was written.
    pub fn none() -> Self {
        Self::Text { text: String::new() }
    }

    /// Whether nothing was written.
    pub fn is_none(&self) -> bool {
        matches!(self, Self::Text { text } if text.is_empty())
    }

    /// The last day on which it is still in time; `None` when no day can be told.
    pub fn due(&self) -> Option<Date> {
        match self {
            Self::Month { month } => Some(month.last_day()),
            Self::Date { date } => Some(*date),
            Self::Ongoing | Self::Text { .. } => None,
        }
    }

    /// Reads what a timescale cell says. What is not plainly a month or a day stays text.
    pub fn read(text: &str) -> Self {
        let text = super::tidy(text);
        // A longer text is a sentence about time, not a time.
        if text.len() > 60 {
            return Self::Text { text };
        }
        let plain = text.trim_end_matches('.');
        if ["ongoing", "on-going", "on going"].iter().any(|word| plain.eq_ignore_ascii_case(word)) {
            return Self::Ongoing;
        }
        let parts: Vec<&str> =
            plain.split([' ', '-', '/', '.', ',', '\u{2013}']).filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [a, b] => month(a, b).or_else(|| month(b, a)).map(|month| Self::Month { month }),
            [a, b, c] => date(a, b, c, plain).map(|date| Self::Date { date }),
            [weekday, a, b, c] if weekday_name(weekday) => {
                date(a, b, c, plain).map(|date| Self::Date { date })
            }
            _ => None,
        }
        .unwrap_or(Self::Text { text })
    }
}

/// `March` `2023`, `Mar` `23`, `03` `2023` (never `03` `23`, which could be a day).
fn month(name: &str, year: &str) -> Option<Month> {
    let by_name = Month::number_from_name(name);
    let year = match by_name {
        Some(_) => year_of(year)?,
        None => four_digits(year)?,
    };
    Month::new(year, by_name.or_else(|| small(name))?)
}

/// `30 September 2023`, `30/09/2023`, `2023-09-30`; days come before months, as is usual here.
fn date(a: &str, b: &str, c: &str, whole: &str) -> Option<Date> {
    if let Some(year) = four_digits(a) {
        return Date::new(year, small(b)?, small(c)?).ok();
    }
    if let Some(month) = Month::number_from_name(b) {
        return Date::new(year_of(c)?, month, day_of(a)?).ok();
    }
    if let Some(month) = Month::number_from_name(a) {
        return Date::new(four_digits(c)?, month, day_of(b)?).ok();
    }
    if whole.contains(['/', '.', '-']) {
        return Date::new(year_of(c)?, small(b)?, small(a)?).ok();
    }
    None
}

fn small(text: &str) -> Option<i8> {
    (text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn day_of(text: &str) -> Option<i8> {
    small(["st", "nd", "rd", "th"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text))
}

fn four_digits(text: &str) -> Option<i16> {
    (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// Four digits, or two digits of this century (`Mar-23`).
fn year_of(text: &str) -> Option<i16> {
    let text = text.trim_start_matches(['\'', '\u{2019}']);
    four_digits(text).or_else(|| {
        let two = (text.len() == 2).then(|| small(text)).flatten()?;
        Some(2000 + i16::from(two))
    })
}

fn weekday_name(word: &str) -> bool {
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .any(|day| word.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(day)))
}

impl fmt::Display for Timescale {
    /// `Ongoing`, `March 2023`, `30 September 2023`, or the words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ongoing => f.write_str("Ongoing"),
            Self::Month { month } => write!(f, "{} {}", month.name(), month.year()),
            Self::Date { date } => {
                write!(f, "{} {} {:04}", date.day(), Month::of(*date).name(), date.year())
            }
            Self::Text { text } => f.write_str(text),
        }
    }
}
