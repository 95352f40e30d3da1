//! The months a plan covers, from its title.

use concordat_kernel::{Month, Period};

/// A period found in a text: what it is, where it stands, and whether April to March had to be
/// assumed for a run of several years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) period: Period,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) assumed: bool,
}

/// Finds `2022/23`, `2022-2023`, `2022 to 2025`, `April 2022 to March 2023` or `1 April 2022 - 31
/// March 2023` in a text.
pub(super) fn find(text: &str) -> Option<Found> {
    if text.len() > 400 {
        return None;
    }
    let words = words(text);
    (0..words.len()).find_map(|at| months(&words, at).or_else(|| years(&words, at)))
}

struct Word<'a> {
    text: &'a str,
    start: usize,
}

impl Word<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Runs of letters and runs of digits; what stands between them is looked at only for length.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut start = 0;
    let mut last: Option<bool> = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let kind = if c.is_alphabetic() { Some(false) } else { c.is_ascii_digit().then_some(true) };
        if kind != last {
            if last.is_some() {
                words.push(Word { text: text.get(start..at).unwrap_or_default(), start });
            }
            start = at;
            last = kind;
        }
    }
    words
}

fn year(word: &Word<'_>) -> Option<i16> {
    let year: i16 = (word.text.len() == 4).then(|| word.text.parse().ok()).flatten()?;
    (1990..=2100).contains(&year).then_some(year)
}

fn months(words: &[Word<'_>], at: usize) -> Option<Found> {
    let first = words.get(at)?;
    let from = Month::new(year(words.get(at + 1)?)?, Month::number_from_name(first.text)?)?;
    let mut next = at + 2;
    while words.get(next).is_some_and(|word| {
        matches!(word.text.to_ascii_lowercase().as_str(), "to" | "until" | "st" | "th" | "and")
            || word.text.len() <= 2 && word.text.bytes().all(|b| b.is_ascii_digit())
    }) && next < at + 5
    {
        next += 1;
    }
    let last = words.get(next + 1)?;
    let to = Month::new(year(last)?, Month::number_from_name(words.get(next)?.text)?)?;
    (from <= to).then(|| Found {
        period: Period { from, to },
        start: first.start,
        end: last.end(),
        assumed: false,
    })
}

fn years(words: &[Word<'_>], at: usize) -> Option<Found> {
    let first = words.get(at)?;
    let from = year(first)?;
    let mut last = words.get(at + 1)?;
    if last.text.eq_ignore_ascii_case("to") {
        last = words.get(at + 2)?;
    }
    let to = match last.text.len() {
        4 => year(last)?,
        2 => from - from % 100 + last.text.parse::<i16>().ok()?,
        _ => return None,
    };
    // A day such as 2022-04-01 is not a run of years.
    let close = last.start - first.end() <= 5;
    (close && to > from && to - from <= 10).then_some(())?;
    let period = Period { from: Month::new(from, 4)?, to: Month::new(to, 3)? };
    Some(Found { period, start: first.start, end: last.end(), assumed: to - from > 1 })
}
