//! One field of a mapping: where its text comes from and how its codes are translated.

use std::collections::BTreeMap;

use toml::Value;

use super::super::{
    dates::Format,
    schema::{Field, Reads},
};

/// Where a field's text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum From {
    /// A column of the extract.
    Column(String),
    /// The same in every row.
    Always(String),
    /// Another field of the crime: the month of a date.
    Field(&'static str),
}

/// What part of the text is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Take {
    /// All of it.
    Whole,
    /// The district's name in an LSOA's: `Ashford` in `Ashford 001B`.
    DistrictOfLsoaName,
}

/// How one field is filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spec {
    pub(crate) from: From,
    pub(crate) take: Take,
    /// The extract's codes in lower case, with what they mean; empty when its words are taken as they are.
    pub(crate) codes: BTreeMap<String, String>,
    /// How dates are written.
    pub(crate) formats: Vec<Format>,
    /// The column with the time of day, where it is not in the date's column, and how it is written.
    pub(crate) time: Option<(String, Vec<Format>)>,
}

/// The words that a code may be translated to, for fields that have a fixed set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answers {
    pub(crate) words: &'static [&'static str],
    /// What is understood without being named in the mapping.
    pub(crate) known: &'static [(&'static str, &'static str)],
}

/// What stands for "nothing was said".
pub(crate) const NOT_STATED: &str = "not_stated";
/// What stands for "this person has no place in the records".
pub(crate) const LEAVE_OUT: &str = "leave_out";

impl Answers {
    /// The fixed set of a kind of field, if it has one.
    pub(crate) fn of(reads: Reads) -> Option<Self> {
        Some(match reads {
            Reads::YesNo => Self {
                words: &["yes", "no", NOT_STATED],
                known: &[
                    ("y", "yes"),
                    ("yes", "yes"),
                    ("true", "yes"),
                    ("1", "yes"),
                    ("n", "no"),
                    ("no", "no"),
                    ("false", "no"),
                    ("0", "no"),
                ],
            },
            Reads::Sex => Self {
                words: &["female", "male", "other", NOT_STATED],
                known: &[
                    ("f", "female"),
                    ("female", "female"),
                    ("m", "male"),
                    ("male", "male"),
                    ("other", "other"),
                ],
            },
            Reads::Role => Self {
                words: &["victim", "suspect", "convicted_offender", "witness", LEAVE_OUT],
                known: &[
                    ("victim", "victim"),
                    ("suspect", "suspect"),
                    ("convicted_offender", "convicted_offender"),
                    ("witness", "witness"),
                ],
            },
            _ => return None,
        })
    }
}

const KEYS: &str = "column, always, of, codes, formats, time, times, take";

/// How dates and times are written unless a field says otherwise.
#[derive(Debug, Default)]
pub(super) struct Habits {
    pub(super) formats: Vec<Format>,
    pub(super) times: Vec<Format>,
}

impl Spec {
    /// Reads a field's value; faults, each beginning with its key, go to `faults`.
    pub(super) fn read(
        key: &str,
        field: &'static Field,
        value: &Value,
        habits: &Habits,
        faults: &mut Vec<String>,
    ) -> Option<Self> {
        let before = faults.len();
        let mut spec = Self {
            from: From::Always(String::new()),
            take: Take::Whole,
            codes: BTreeMap::new(),
            formats: if matches!(field.reads, Reads::Month | Reads::Moment | Reads::Day | Reads::Born) {
                habits.formats.clone()
            } else {
                Vec::new()
            },
            time: None,
        };
        match value {
            Value::String(column) => spec.from = From::Column(column.trim().to_owned()),
            Value::Table(table) => spec.read_table(key, field, table, habits, faults),
            _ => faults.push(format!("{key} must be the name of a column in quotation marks, or a table as in {{ column = \"…\" }}.")),
        }
        spec.look_over(key, field, faults);
        (faults.len() == before).then_some(spec)
    }

    fn read_table(
        &mut self,
        key: &str,
        field: &'static Field,
        table: &toml::Table,
        habits: &Habits,
        faults: &mut Vec<String>,
    ) {
        let mut sources = 0;
        let mut time = None;
        let mut times = habits.times.clone();
        for (name, value) in table {
            let key = format!("{key}.{name}");
            match (name.as_str(), value) {
                ("column", Value::String(column)) => {
                    self.from = From::Column(column.trim().to_owned());
                    sources += 1;
                }
                ("always", Value::String(text)) => {
                    self.from = From::Always(text.trim().to_owned());
                    sources += 1;
                }
                ("of", Value::String(other)) => {
                    sources += 1;
                    match ["from", "to", "reported"].into_iter().find(|name| name == other) {
                        Some(other) if field.reads == Reads::Month => self.from = From::Field(other),
                        _ => faults.push(format!(
                            "{key} goes with `month` only, and is \"reported\", \"from\" or \"to\": the date whose month it is."
                        )),
                    }
                }
                ("codes", Value::Table(codes)) => self.read_codes(&key, field, codes, faults),
                ("formats", Value::Array(list)) => self.formats = formats(&key, list, faults),
                ("time", Value::String(column)) => time = Some(column.trim().to_owned()),
                ("times", Value::Array(list)) => times = formats(&key, list, faults),
                ("take", Value::String(part)) if part == "district_of_lsoa_name" => {
                    self.take = Take::DistrictOfLsoaName;
                }
                ("take", _) => faults.push(format!(
                    "{key} must be \"district_of_lsoa_name\", the only part that can be taken of a text. Leave it out to take all."
                )),
                ("column" | "always" | "of" | "time", _) => {
                    faults.push(format!("{key} must be a text in quotation marks."));
                }
                ("codes", _) => faults.push(format!("{key} must be a table, as in {{ \"F\" = \"female\" }}.")),
                ("formats" | "times", _) => {
                    faults.push(format!("{key} must be a list of texts, as in [\"%d/%m/%Y\"]."));
                }
                _ => faults.push(format!("{key} is not known. A field may have {KEYS}.")),
            }
        }
        if sources != 1 {
            faults.push(format!("{key} must have one of `column`, `always` and `of`; it has {sources}."));
        }
        if let Some(column) = time {
            if field.reads != Reads::Moment {
                faults.push(format!("{key}.time goes with `from` and `to` only. Take it out."));
            }
            if times.is_empty() || times.iter().any(|format| !format.says_time()) {
                faults.push(format!(
                    "{key}.time needs to know how times are written. Add `times`, as in times = [\"%H:%M\"]."
                ));
            }
            self.time = Some((column, times));
        }
    }

    fn read_codes(&mut self, key: &str, field: &Field, codes: &toml::Table, faults: &mut Vec<String>) {
        let answers = Answers::of(field.reads);
        if answers.is_none() && field.reads != Reads::Words {
            faults.push(format!("{key}: this field is no code. Take `codes` out."));
        }
        for (code, meaning) in codes {
            let meaning = match meaning {
                Value::String(text) => text.trim().to_owned(),
                Value::Boolean(true) => "yes".to_owned(),
                Value::Boolean(false) => "no".to_owned(),
                _ => String::new(),
            };
            if let Some(answers) = answers
                && !answers.words.contains(&meaning.as_str())
            {
                faults.push(format!(
                    "{key}: `{code}` is translated to `{meaning}`, which is not one of {}.",
                    answers.words.join(", ")
                ));
            } else if meaning.is_empty() {
                faults.push(format!(
                    "{key}: `{code}` is translated to nothing. Write \"{NOT_STATED}\" if it says nothing."
                ));
            }
            if self.codes.insert(code.trim().to_lowercase(), meaning).is_some() {
                faults.push(format!(
                    "{key}: `{code}` stands there twice; small and capital letters are the same."
                ));
            }
        }
    }

    /// Faults that only show when the whole field is known.
    fn look_over(&self, key: &str, field: &Field, faults: &mut Vec<String>) {
        match &self.from {
            From::Column(column) if column.is_empty() => {
                faults.push(format!(
                    "{key} names no column. Write its name as it stands in the extract's heading."
                ));
            }
            From::Always(text) if matches!(field.reads, Reads::Role | Reads::Sex | Reads::YesNo) => {
                let answers = Answers::of(field.reads);
                if let Some(answers) = answers.filter(|answers| !answers.words.contains(&text.as_str())) {
                    faults.push(format!(
                        "{key} is always `{text}`, which is not one of {}.",
                        answers.words.join(", ")
                    ));
                }
            }
            From::Always(_) if field.reads != Reads::Words => {
                faults.push(format!("{key} cannot be the same in every row. Name its column."));
            }
            _ => {}
        }
        let dated = matches!(field.reads, Reads::Moment | Reads::Day | Reads::Born);
        if !dated && field.reads != Reads::Month {
            if !self.formats.is_empty() {
                faults.push(format!("{key}.formats goes with dates only. Take it out."));
            }
            return;
        }
        if dated && self.formats.is_empty() {
            faults.push(format!(
                "{key} needs to know how dates are written. Add [dates] formats = [\"%d/%m/%Y\"], or formats for this field alone."
            ));
        }
        if self.formats.iter().any(|format| !format.says_date()) {
            faults.push(format!(
                "{key}.formats: a format without day, month or year cannot be read as a date."
            ));
        }
        if field.reads == Reads::Born && self.formats.iter().any(|format| !format.says_century()) {
            faults.push(format!(
                "{key}.formats: two digits for the year do not tell 1931 from 2031. Ask for an extract with years in full, or map `age`."
            ));
        }
        let parted = self.time.is_some() && self.formats.iter().any(Format::says_time);
        if parted {
            faults
                .push(format!("{key}: the time is in a column of its own, so formats may not have one too."));
        }
    }
}

/// Reads a list of formats.
pub(super) fn formats(key: &str, list: &[Value], faults: &mut Vec<String>) -> Vec<Format> {
    let mut formats = Vec::new();
    for value in list.iter().take(20) {
        match value.as_str().map(Format::new) {
            Some(Ok(format)) => formats.push(format),
            Some(Err(sentence)) => faults.push(format!("{key}: {sentence}.")),
            None => faults.push(format!("{key} must hold texts in quotation marks.")),
        }
    }
    if formats.is_empty() {
        faults.push(format!("{key} is empty. Name at least one way of writing, as in \"%d/%m/%Y\"."));
    }
    formats
}
