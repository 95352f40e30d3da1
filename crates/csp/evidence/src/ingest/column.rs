//! One field of the target schema, found in an extract: which column it is, and how its text becomes a value.

use std::{borrow::Cow, collections::HashMap};

use concordat_kernel::{
    Month, Refusal,
    jiff::civil::{Date, Time},
};

use super::{
    account::{Account, Oddity},
    dates::{self, Format},
    mapping::{Answers, From, Mapping, NOT_STATED, Spec, Take},
    rows::Row,
    schema::{Field, Reads},
};
use crate::records::Sex;

/// A field bound to a column.
#[derive(Debug)]
pub(crate) struct Column {
    /// As messages call the field: `crime.from`.
    pub(crate) key: String,
    /// As messages call the column.
    pub(crate) name: String,
    source: Text,
    take: Take,
    codes: HashMap<String, String>,
    translates: bool,
    formats: Vec<Format>,
    time: Option<(usize, Vec<Format>)>,
}

#[derive(Debug)]
enum Text {
    Index(usize),
    Always(String),
}

/// What stands in a row for a field with a fixed set of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer<'a> {
    /// One of the set.
    Is(&'a str),
    /// Nothing was said.
    NotStated,
    /// A code that the mapping does not have.
    Unknown(Cow<'a, str>),
}

/// The same without what a terminal or a page would obey instead of showing it.
fn printable(text: Cow<'_, str>) -> String {
    let obeyed = |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if text.chars().any(obeyed) {
        text.chars().map(|c| if obeyed(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
    } else {
        text.into_owned()
    }
}

impl Column {
    /// Finds a field's column in the heading.
    pub(crate) fn bind(
        key: String,
        field: &Field,
        spec: &Spec,
        find: &dyn Fn(&str, &str) -> Result<usize, Refusal>,
    ) -> Result<Self, Refusal> {
        let (source, name) = match &spec.from {
            From::Column(column) => (Text::Index(find(&key, column)?), column.clone()),
            From::Always(text) => (Text::Always(text.clone()), "the mapping's own text".to_owned()),
            From::Field(other) => (Text::Always(String::new()), (*other).to_owned()),
        };
        let time = match &spec.time {
            Some((column, formats)) => Some((find(&format!("{key}.time"), column)?, formats.clone())),
            None => None,
        };
        let mut codes = HashMap::new();
        let mut add = |code: &str, meaning: &str| {
            // Most extracts write a code in one case throughout, which is found without making a text.
            codes.insert(code.to_uppercase(), meaning.to_owned());
            codes.insert(code.to_owned(), meaning.to_owned());
        };
        for (code, meaning) in &spec.codes {
            add(code, meaning);
        }
        if let Some(answers) = Answers::of(field.reads)
            && spec.codes.is_empty()
        {
            answers.known.iter().for_each(|(code, meaning)| add(code, meaning));
        }
        let translates = field.reads == Reads::Words && !spec.codes.is_empty();
        Ok(Self {
            key,
            name,
            source,
            take: spec.take,
            codes,
            translates,
            formats: spec.formats.clone(),
            time,
        })
    }

    /// Whether it is the same in every row.
    pub(crate) fn always(&self) -> bool {
        matches!(self.source, Text::Always(_))
    }

    /// What stands in a row, unless it says nothing.
    pub(crate) fn text<'a>(&'a self, row: &Row<'a>, mapping: &Mapping) -> Option<Cow<'a, str>> {
        let text = match &self.source {
            Text::Index(index) => row.get(*index),
            Text::Always(text) => Cow::Borrowed(text.as_str()),
        };
        if text.is_empty() || mapping.says_nothing(&text) {
            return None;
        }
        match self.take {
            Take::Whole => Some(text),
            Take::DistrictOfLsoaName => Some(match text {
                Cow::Borrowed(text) => Cow::Borrowed(district_of(text)),
                Cow::Owned(text) => Cow::Owned(district_of(&text).to_owned()),
            }),
        }
    }

    /// Words, translated where the mapping has codes; an unknown code stays as it is, and is counted.
    pub(crate) fn words(&self, row: &Row<'_>, mapping: &Mapping, account: &mut Account) -> Option<String> {
        let text = self.text(row, mapping)?;
        let text = printable(text);
        if !self.translates {
            return Some(text);
        }
        match self.meaning(&text) {
            Some(NOT_STATED) => None,
            Some(meaning) => Some(meaning.to_owned()),
            None => {
                account.unknown(&self.key, &self.name, &text);
                Some(text)
            }
        }
    }

    fn meaning(&self, code: &str) -> Option<&str> {
        self.codes.get(code).or_else(|| self.codes.get(&code.to_lowercase())).map(String::as_str)
    }

    /// One of a fixed set of answers.
    pub(crate) fn answer<'a>(&'a self, row: &Row<'a>, mapping: &Mapping) -> Answer<'a> {
        if let Text::Always(text) = &self.source {
            return Answer::Is(text);
        }
        let Some(text) = self.text(row, mapping) else { return Answer::NotStated };
        match self.meaning(&text) {
            Some(NOT_STATED) => Answer::NotStated,
            Some(meaning) => Answer::Is(meaning),
            None => Answer::Unknown(text),
        }
    }

    /// Yes or no; an unknown code says nothing, and is counted.
    pub(crate) fn yes(&self, row: &Row<'_>, mapping: &Mapping, account: &mut Account) -> Option<bool> {
        match self.answer(row, mapping) {
            Answer::Is(word) => Some(word == "yes"),
            Answer::NotStated => None,
            Answer::Unknown(code) => {
                account.unknown(&self.key, &self.name, &code);
                None
            }
        }
    }

    /// A sex; an unknown code says nothing, and is counted.
    pub(crate) fn sex(&self, row: &Row<'_>, mapping: &Mapping, account: &mut Account) -> Option<Sex> {
        match self.answer(row, mapping) {
            Answer::Is("female") => Some(Sex::Female),
            Answer::Is("male") => Some(Sex::Male),
            Answer::Is(_) => Some(Sex::Other),
            Answer::NotStated => None,
            Answer::Unknown(code) => {
                account.unknown(&self.key, &self.name, &code);
                None
            }
        }
    }

    /// A number of degrees between two bounds.
    pub(crate) fn degrees(
        &self,
        row: &Row<'_>,
        mapping: &Mapping,
        within: std::ops::RangeInclusive<f64>,
        account: &mut Account,
    ) -> Option<f64> {
        let text = self.text(row, mapping)?;
        let degrees = text.parse().ok().filter(|degrees| within.contains(degrees));
        if degrees.is_none() {
            account.note_of_row(Oddity::ImpossiblePosition, &self.key, row.line);
        }
        degrees
    }

    /// An age.
    pub(crate) fn years(&self, row: &Row<'_>, mapping: &Mapping, account: &mut Account) -> Option<u8> {
        let text = self.text(row, mapping)?;
        let years = text.parse().ok().filter(|years| *years <= OLDEST);
        if years.is_none() {
            account.note_of_row(Oddity::ImpossibleAge, &self.key, row.line);
        }
        years
    }

    /// A date with its time of day, where there is one. `Err` when something is there that cannot be read.
    pub(crate) fn date(&self, row: &Row<'_>, mapping: &Mapping) -> Result<Option<(Date, Option<Time>)>, ()> {
        let Some(text) = self.text(row, mapping) else { return Ok(None) };
        let when = dates::read(&self.formats, &text).ok_or(())?;
        let date = when.date.ok_or(())?;
        let Some((index, formats)) = &self.time else { return Ok(Some((date, when.time))) };
        let text = row.get(*index);
        // A time that cannot be read leaves the day, which is true without it.
        let time =
            if text.is_empty() || mapping.says_nothing(&text) { None } else { dates::read(formats, &text) };
        Ok(Some((date, time.and_then(|when| when.time))))
    }

    /// A month, written as one or as a date in it. `Err` when something is there that cannot be read.
    pub(crate) fn month(&self, row: &Row<'_>, mapping: &Mapping) -> Result<Option<Month>, ()> {
        let Some(text) = self.text(row, mapping) else { return Ok(None) };
        if let Ok(month) = text.parse() {
            return Ok(Some(month));
        }
        dates::read(&self.formats, &text)
            .and_then(|when| when.date)
            .map(|date| Some(Month::of(date)))
            .ok_or(())
    }
}

/// The oldest age that is believed.
pub(crate) const OLDEST: u8 = 120;

/// `Ashford` of `Ashford 001B`: the name without the number at its end.
fn district_of(lsoa_name: &str) -> &str {
    match lsoa_name.rsplit_once(' ') {
        Some((district, number)) if number.starts_with(|c: char| c.is_ascii_digit()) => district.trim_end(),
        _ => lsoa_name,
    }
}

impl Mapping {
    /// Whether a text says that nothing was said.
    pub(crate) fn says_nothing(&self, text: &str) -> bool {
        self.not_stated.iter().any(|word| {
            word.len() == text.len() && (word.eq_ignore_ascii_case(text) || *word == text.to_lowercase())
        })
    }
}
