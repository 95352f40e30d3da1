//! What an extract's columns and codes mean: a TOML file for each shape of extract, written once by the analyst who knows it.
//! `docs/evidence-schema.md` says what may stand in it. A fault names the file, the key and the remedy, and all faults are
//! told at once.

mod file;
mod spec;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use concordat_kernel::{Refusal, Result};
use serde::{Deserialize, Serialize};

pub(crate) use spec::{Answers, From, LEAVE_OUT, NOT_STATED, Spec, Take};

/// What one row of an extract is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowIs {
    /// A crime, perhaps with its people in further columns.
    Crime,
    /// A person in a crime, with the crime's columns repeated in each.
    Person,
}

/// What is done with a row that was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeated {
    /// It is kept, and counted as a repeat.
    Keep,
    /// It is left out as a duplicate, and counted.
    Drop,
    /// It is refused, kept with the refused rows, and can be submitted again.
    Refuse,
    /// It tells more of the same: people whom it names beside the earlier row's are kept, and what else it says is not, which is counted.
    Once,
}

/// The rule for rows that were there before.
///
/// A reference makes the difference. Two rows with one reference are one crime, told twice, whatever else they say of it. Two rows without a
/// reference and with the same text may well be two events: published anti-social behaviour has no references and no more than a month and a
/// snapped point, so two incidents in one street in one month look the same, and dropping them would delete real incidents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeats {
    /// Same reference, same text. `drop` unless the mapping says otherwise.
    pub same: Repeated,
    /// Same reference, other text. `once` unless the mapping says otherwise.
    pub changed: Repeated,
    /// No reference, same text. `keep` unless the mapping says otherwise.
    pub without_reference: Repeated,
}

impl Default for Repeats {
    fn default() -> Self {
        Self { same: Repeated::Drop, changed: Repeated::Once, without_reference: Repeated::Keep }
    }
}

/// What an extract's columns mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The file's name, for messages.
    pub file: String,
    /// What the extract is called.
    pub name: String,
    /// The word for the system that gives the references: extracts with the same word know each other's crimes and people.
    pub references: String,
    /// What one row is.
    pub row: RowIs,
    /// What stands between two fields: a comma unless the mapping says otherwise.
    pub delimiter: u8,
    /// The line with the names of the columns, 1 unless the mapping says otherwise.
    pub heading_line: u64,
    /// Words that say that nothing was said, in lower case, such as `n/k`.
    pub not_stated: Vec<String>,
    /// Columns left out on purpose.
    pub ignore: Vec<String>,
    /// The rule for rows that were there before.
    pub repeats: Repeats,
    /// SHA-256 of the mapping's text, in hexadecimal: the ledger says by which mapping a file was read.
    pub sha256: String,
    pub(crate) crime: BTreeMap<&'static str, Spec>,
    pub(crate) people: Vec<BTreeMap<&'static str, Spec>>,
}

impl Mapping {
    /// Reads a mapping's text; `file` is what messages call it.
    ///
    /// # Errors
    /// A refusal with a sentence for each of its faults.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        file::parse(file, text).map_err(|faults| Refusal::rule(faults.join("\n")).into())
    }

    /// Whether rows make crimes. An extract of people only names the crimes that they belong to, and their months.
    pub fn makes_crimes(&self) -> bool {
        self.crime.contains_key("offence")
    }

    /// Whether it reads a column of this name or leaves it out on purpose. Capital and small letters make no difference.
    pub(crate) fn knows(&self, name: &str) -> bool {
        let name = name.trim().to_lowercase();
        let same = |known: &str| known.trim().to_lowercase() == name;
        self.columns().iter().any(|(_, column)| same(column)) || self.ignore.iter().any(|known| same(known))
    }

    /// Every column that the mapping reads, with the key that names it.
    pub fn columns(&self) -> Vec<(String, &str)> {
        let mut columns = Vec::new();
        for (section, specs) in self.sections() {
            for (name, spec) in specs {
                let key = format!("{section}.{name}");
                if let From::Column(column) = &spec.from {
                    columns.push((key.clone(), column.as_str()));
                }
                if let Some((column, _)) = &spec.time {
                    columns.push((format!("{key}.time"), column.as_str()));
                }
            }
        }
        columns
    }

    /// Its sections with what they are called in messages.
    pub(crate) fn sections(&self) -> impl Iterator<Item = (String, &BTreeMap<&'static str, Spec>)> {
        let people = self.people.iter().enumerate().map(|(i, specs)| (format!("people[{}]", i + 1), specs));
        std::iter::once(("crime".to_owned(), &self.crime)).chain(people)
    }
}
