//! Sums, days, years and numbers of things in running text.

use concordat_kernel::{Money, Month, jiff::civil::Date};

/// Every sum in pounds in a text, with where it stands.
pub fn sums(text: &str) -> Vec<(usize, Money)> {
    text.match_indices('£')
        .filter_map(|(at, sign)| {
            let rest = text.get(at + sign.len()..)?;
            let end =
                rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.')).unwrap_or(rest.len());
            let number = rest.get(..end)?.trim_end_matches(['.', ',']);
            number.parse().ok().map(|sum| (at, sum))
        })
        .collect()
}

/// A sum in a cell, with or without the pound sign.
pub fn sum_of_cell(cell: &str) -> Option<Money> {
    cell.trim().parse().ok()
}

/// A financial year as it is written, `2022/23` or `2022-23`: its label, first and last day.
pub fn year(text: &str) -> Option<(String, Date, Date)> {
    let bytes = text.as_bytes();
    (0..bytes.len().saturating_sub(6)).find_map(|at| {
        let piece = text.get(at..at + 7)?;
        let (first, second) = (piece.get(..4)?, piece.get(5..)?);
        let sign = piece.get(4..5)?;
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        let after = bytes.get(at + 7);
        let alone = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_digit());
        let first: i16 = first.parse().ok().filter(|year| (1990..2100).contains(year))?;
        let second: i16 = second.parse().ok()?;
        let follows = (first + 1) % 100 == second;
        let from = Date::new(first, 4, 1).ok()?;
        let to = Date::new(first + 1, 3, 31).ok()?;
        (matches!(sign, "/" | "-") && follows && alone(before) && alone(after))
            .then(|| (format!("{first}/{second:02}"), from, to))
    })
}

/// A day that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The day.
    pub day: Date,
    /// Only the month is named, or a part of it: the day is the month's last.
    pub roughly: bool,
    /// The year is not named: it is the one that lies in the period.
    pub year_inferred: bool,
}

/// The first day that a text names, whose year, where it is not named, lies from `from` to `to`.
pub fn day_in(text: &str, from: Date, to: Date) -> Option<Named> {
    let words: Vec<&str> =
        text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        // "May" and "March" begin sentences and are verbs; a month begins with a capital.
        let month = Month::number_from_name(word).filter(|_| word.starts_with(|c: char| c.is_uppercase()))?;
        let before = at.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or_default();
        let digits = before.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let day: Option<i8> = digits.parse().ok().filter(|day| (1..=31).contains(day));
        let year: Option<i16> =
            words.get(at + 1).and_then(|word| word.parse().ok()).filter(|year| (1990..2100).contains(year));
        let of = |year: i16| {
            let month = Month::new(year, month)?;
            match day {
                Some(day) => Date::new(year, month.number(), day).ok(),
                None => Some(month.last_day()),
            }
        };
        let found = match year {
            Some(year) => of(year),
            None => {
                [from.year(), to.year()].into_iter().filter_map(of).find(|day| *day >= from && *day <= to)
            }
        }?;
        // A month alone, without a day and a year, is a word like any other.
        (day.is_some() || year.is_some()).then_some(Named {
            day: found,
            roughly: day.is_none(),
            year_inferred: year.is_none(),
        })
    })
}

/// The sentences of a text.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(". ").map(str::trim).filter(|sentence| !sentence.is_empty())
}

/// The words of a text that tell it from others, in lower case.
pub fn telling(text: &str) -> Vec<String> {
    const SMALL: [&str; 26] = [
        "the",
        "and",
        "for",
        "of",
        "a",
        "an",
        "to",
        "in",
        "on",
        "with",
        "by",
        "their",
        "that",
        "this",
        "is",
        "are",
        "be",
        "project",
        "projects",
        "support",
        "delivery",
        "deliver",
        "community",
        "safety",
        "partnership",
        "training",
    ];
    let mut words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() >= 2)
        .map(str::to_lowercase)
        .filter(|word| !SMALL.contains(&word.as_str()))
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// How many words that tell two texts share.
pub fn shared(one: &str, other: &str) -> usize {
    let other = telling(other);
    telling(one).iter().filter(|word| other.contains(word)).count()
}

/// Words for things that can be handed out.
const GOODS: [&str; 10] =
    ["stickers", "cameras", "cards", "copies", "posters", "leaflets", "alarms", "radios", "packs", "lights"];
/// Words for what is counted besides.
const COUNTED: [&str; 18] = [
    "people",
    "staff",
    "delegates",
    "trainers",
    "attendees",
    "participants",
    "professionals",
    "officers",
    "volunteers",
    "views",
    "visits",
    "hits",
    "sessions",
    "courses",
    "events",
    "premises",
    "venues",
    "households",
];

/// The numbers of things in a text: "200 cameras", "190,000 views on Facebook".
pub fn outputs(text: &str) -> Vec<(i64, String, bool)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found: Vec<(i64, String, bool)> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let number = word.replace(',', "");
        let Ok(number) = number.parse::<i64>() else { continue };
        let noun =
            words.get(at + 1).map(|noun| noun.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
        let Some(noun) = noun.filter(|_| number > 0) else { continue };
        let goods = GOODS.contains(&noun.as_str());
        if !goods && !COUNTED.contains(&noun.as_str()) {
            continue;
        }
        let place = match (words.get(at + 2), words.get(at + 3)) {
            (Some(&"on"), Some(place)) => {
                format!(" on {}", place.trim_matches(|c: char| !c.is_alphanumeric()))
            }
            _ => String::new(),
        };
        let mut name = format!("{noun}{place}");
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        // The same number again is the same thing in other words.
        if found.iter().all(|(other, ..)| *other != number) {
            found.push((number, name, goods));
        }
    }
    found
}
