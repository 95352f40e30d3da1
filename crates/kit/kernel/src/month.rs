use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar month. "March 2023" is kept as a month and is due at its end; it is never
/// turned into a day. Written `2023-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

/// Why a text is not a month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a month: write it as 2023-03")]
pub struct ParseMonthError(String);

const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Month {
    /// The month of a year, or `None` when `month` is not 1 to 12 or `year` not 1 to 9999.
    pub fn new(year: i16, month: i8) -> Option<Self> {
        ((1..=12).contains(&month) && (1..=9999).contains(&year)).then_some(Self { year, month })
    }

    /// The month a date falls in.
    pub fn of(date: Date) -> Self {
        Self { year: date.year(), month: date.month() }
    }

    /// The year, four digits.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month's number, 1 to 12.
    pub fn number(self) -> i8 {
        self.month
    }

    /// The month's English name.
    pub fn name(self) -> &'static str {
        NAMES.get(usize::try_from(self.month - 1).unwrap_or(0)).copied().unwrap_or("")
    }

    /// The first day.
    pub fn first_day(self) -> Date {
        Date::constant(self.year, self.month, 1)
    }

    /// The last day: when something promised for this month falls due.
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }

    /// The month `n` months later (earlier when negative), kept within years 1 to 9999.
    pub fn plus(self, n: i32) -> Self {
        let months = (i32::from(self.year) * 12 + i32::from(self.month) - 1 + n).clamp(12, 9999 * 12 + 11);
        Self {
            year: i16::try_from(months.div_euclid(12)).unwrap_or(9999),
            month: i8::try_from(months.rem_euclid(12) + 1).unwrap_or(12),
        }
    }

    /// The number of a month from its English name or usual short form (`Sept`, `Mar.`), in any case.
    pub fn number_from_name(word: &str) -> Option<i8> {
        let word = word.trim_end_matches('.').to_ascii_lowercase();
        if word.len() < 3 {
            return None;
        }
        let found = NAMES.iter().position(|name| {
            let name = name.to_ascii_lowercase();
            name == word || (word.len() <= 4 && name.starts_with(&word))
        })?;
        i8::try_from(found + 1).ok()
    }
}

impl fmt::Display for Month {
    /// `2023-03`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = ParseMonthError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || ParseMonthError(text.chars().take(40).collect());
        let (year, month) = text.split_once('-').ok_or_else(refuse)?;
        let digits = |part: &str, n| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(refuse());
        }
        let year = year.parse().map_err(|_| refuse())?;
        let month = month.parse().map_err(|_| refuse())?;
        Self::new(year, month).ok_or_else(refuse)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A run of months, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// The first month.
    pub from: Month,
    /// The last month.
    pub to: Month,
}

impl Period {
    /// The financial year (April to March) that starts in `year`.
    pub fn financial_year(year: i16) -> Option<Self> {
        Some(Self { from: Month::new(year, 4)?, to: Month::new(year.checked_add(1)?, 3)? })
    }
}

impl fmt::Display for Period {
    /// `April 2022 to March 2023`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} to {} {}", self.from.name(), self.from.year, self.to.name(), self.to.year)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_month_is_due_on_its_last_day() {
        for (month, last) in [("2023-03", "2023-03-31"), ("2024-02", "2024-02-29"), ("2022-09", "2022-09-30")]
        {
            assert_eq!(month.parse::<Month>().unwrap().last_day().to_string(), last);
        }
    }

    #[test]
    fn what_is_not_a_month_is_refused() {
        for text in ["", "2023", "2023-13", "2023-00", "23-03", "2023-3", "+023-03", "2023-03-01", "0000-01"]
        {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }

    #[test]
    fn names_and_their_short_forms_are_read() {
        for (word, number) in [("March", 3), ("Sept", 9), ("sep.", 9), ("JANUARY", 1), ("Dec", 12)] {
            assert_eq!(Month::number_from_name(word), Some(number), "{word}");
        }
        for word in ["Ma", "Marches", "Summer", "Mayo", ""] {
            assert_eq!(Month::number_from_name(word), None, "{word}");
        }
    }

    proptest! {
        #[test]
        fn written_and_read_again(year in 1i16..=9999, month in 1i8..=12) {
            let month = Month::new(year, month).unwrap();
            prop_assert_eq!(month.to_string().parse::<Month>().unwrap(), month);
        }

        #[test]
        fn adding_goes_there_and_back(year in 1000i16..=8000, month in 1i8..=12, n in -5000i32..5000) {
            let month = Month::new(year, month).unwrap();
            prop_assert_eq!(month.plus(n).plus(-n), month);
        }
    }
}
