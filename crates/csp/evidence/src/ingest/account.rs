//! What came of reading a file, in counts: the ledger keeps it, a page shows it, and nothing in it names a person.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use super::{
    bytes::Identity,
    rows::{Encodings, LONGEST_ROW, NAMED},
    tally::Tally,
};

/// How often something happened, and on which lines first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    /// How often.
    pub count: u64,
    /// The first few lines.
    pub first: Vec<u64>,
}

impl Lines {
    pub(crate) fn add(&mut self, line: u64) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(line);
        }
    }
}

/// Why a row is refused. The row itself is kept beside it, so the sentence never repeats what stood in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum Reason {
    /// A quotation mark is opened and never closed.
    OpenMark,
    /// Longer than any row may be.
    TooLong,
    /// It holds NUL bytes.
    NoText,
    /// More or fewer fields than columns.
    Fields {
        /// How many it has; of a row given up early, more than this.
        found: usize,
        /// How many the heading has.
        columns: usize,
    },
    /// A field that a record cannot do without is blank.
    Blank {
        /// The column.
        column: String,
    },
    /// A month or the date that it is taken from cannot be read.
    Unreadable {
        /// The column.
        column: String,
    },
    /// The month is in the future, or before 1900.
    Impossible {
        /// The column.
        column: String,
    },
    /// A role whose code the mapping does not have.
    UnknownRole {
        /// The column.
        column: String,
    },
    /// The mapping refuses rows that repeat an earlier one.
    Repeated,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::OpenMark => {
                f.write_str("A quotation mark is opened and never closed. Close it, or double it if it is part of the text.")
            }
            Reason::TooLong => write!(f, "The row is longer than {LONGEST_ROW} bytes. Shorten its free text."),
            Reason::NoText => f.write_str("The row holds NUL bytes, so it is no text. Export the file again."),
            Reason::Fields { found, columns } => write!(
                f,
                "The row has {found} fields where the heading has {columns}. Put text that holds the delimiter in quotation marks."
            ),
            Reason::Blank { column } => write!(f, "`{column}` is blank, and the record cannot do without it. Fill it in."),
            Reason::Unreadable { column } => {
                write!(f, "`{column}` is not written in any way that the mapping names. Correct it, or add its format.")
            }
            Reason::Impossible { column } => {
                write!(f, "`{column}` lies in the future or before 1900. Correct it.")
            }
            Reason::UnknownRole { column } => {
                write!(f, "`{column}` holds a role that the mapping does not translate. Add its code to the mapping.")
            }
            Reason::Repeated => f.write_str("An earlier row has the same reference, and the mapping refuses repeats."),
        }
    }
}

/// Something strange that does not cost the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Oddity {
    /// A date that is not written as the mapping says; left out.
    UnreadableDate,
    /// A date in the future or before 1900; left out.
    ImpossibleDate,
    /// The crime ends before it begins; both ends left out.
    EndsBeforeItBegins,
    /// It was reported before it began; both kept.
    ReportedBeforeItBegan,
    /// A position that is no number, or lies outside the British Isles; left out.
    ImpossiblePosition,
    /// An age that is no number from 0 to 120; left out.
    ImpossibleAge,
    /// The rows of one crime differ in what they say about it; the first one counts.
    ToldDifferently,
}

impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Oddity::UnreadableDate => "a date that is not written as the mapping says; left out",
            Oddity::ImpossibleDate => "a date in the future or before 1900; left out",
            Oddity::EndsBeforeItBegins => "the crime ends before it begins; both ends left out",
            Oddity::ReportedBeforeItBegan => "reported before it began; both dates kept",
            Oddity::ImpossiblePosition => {
                "a position that is no number or outside the British Isles; left out"
            }
            Oddity::ImpossibleAge => "an age that is no number from 0 to 120; left out",
            Oddity::ToldDifferently => "rows of one crime say different things of it; the first one counts",
        })
    }
}

/// An oddity in one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Odd {
    /// What.
    pub oddity: Oddity,
    /// Where, as the schema calls it.
    pub field: String,
    /// How often, and where first.
    pub lines: Lines,
}

/// Codes of one field that the mapping does not translate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownCodes {
    /// The column.
    pub column: String,
    /// The codes with how often each occurs; long ones are cut. Empty when there are more than twenty: then the column holds something
    /// else than codes, perhaps names, which have no place in an account.
    pub codes: BTreeMap<String, u64>,
    /// Occurrences when there are more than twenty codes, else 0.
    pub others: u64,
}

impl UnknownCodes {
    /// How often any of them occurs.
    pub fn count(&self) -> u64 {
        self.codes.values().sum::<u64>() + self.others
    }
}

/// What came of reading a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// What was read; `None` until the end was reached.
    pub identity: Option<Identity>,
    /// The mapping's name.
    pub mapping: String,
    /// SHA-256 of the mapping's text.
    pub mapping_sha256: String,
    /// Which key made the pseudonyms.
    pub key: String,
    /// How the rows were written.
    pub encodings: Encodings,
    /// Columns that the mapping neither reads nor leaves out on purpose.
    pub unmapped: Vec<String>,
    /// Rows read below the heading, empty ones not counted. Always the sum of kept, refused, duplicates and left out.
    pub rows: u64,
    /// Rows kept.
    pub kept: u64,
    /// Rows refused.
    pub refused: u64,
    /// Rows left out because an earlier one says the same.
    pub duplicates: u64,
    /// Rows about people whom the mapping leaves out.
    pub left_out: u64,
    /// Rows refused, by reason.
    pub reasons: Vec<(Reason, Lines)>,
    /// Kept rows with the reference of an earlier row and other text.
    pub changed: Lines,
    /// Kept rows without a reference that repeat an earlier row word for word.
    pub repeated_without_reference: Lines,
    /// Rows for which duplicates were no longer looked for, because too many had been remembered.
    pub not_compared: u64,
    /// Crimes made.
    pub crimes: u64,
    /// People in crimes made.
    pub people: u64,
    /// Oddities.
    pub odd: Vec<Odd>,
    /// Codes that the mapping does not translate, by field.
    pub unknown_codes: BTreeMap<String, UnknownCodes>,
    /// Whether the last line ends as lines do. A file cut short mostly does not.
    pub last_line_whole: bool,
    /// Counts by month, area and field, for the judgement of completeness.
    pub tally: Tally,
    /// What is odd about the row that is being read, which may still be refused or left out.
    pub(super) of_row: Vec<(Oddity, String, u64)>,
}

/// Unknown codes named for a field, above which it holds no codes.
const CODES: usize = 20;
/// Letters shown of each.
const LETTERS: usize = 24;

impl Account {
    pub(crate) fn refuse(&mut self, line: u64, reason: &Reason) {
        self.refused += 1;
        match self.reasons.iter_mut().find(|(known, _)| known == reason) {
            Some((_, lines)) => lines.add(line),
            None => {
                let mut lines = Lines::default();
                lines.add(line);
                self.reasons.push((reason.clone(), lines));
            }
        }
    }

    /// Notes an oddity of the row that is being read.
    pub(super) fn note_of_row(&mut self, oddity: Oddity, field: &str, line: u64) {
        self.of_row.push((oddity, field.to_owned(), line));
    }

    /// Counts what was noted of a row if it was kept: of one that was not, its reason says enough.
    pub(super) fn row_ends(&mut self, kept: bool) {
        for (oddity, field, line) in std::mem::take(&mut self.of_row) {
            if kept {
                self.note(oddity, &field, line);
            }
        }
    }

    pub(crate) fn note(&mut self, oddity: Oddity, field: &str, line: u64) {
        let known = self.odd.iter_mut().find(|odd| odd.oddity == oddity && odd.field == field);
        match known {
            Some(odd) => odd.lines.add(line),
            None => {
                let mut lines = Lines::default();
                lines.add(line);
                self.odd.push(Odd { oddity, field: field.to_owned(), lines });
            }
        }
    }

    pub(crate) fn unknown(&mut self, field: &str, column: &str, code: &str) {
        if !self.unknown_codes.contains_key(field) {
            let new = UnknownCodes { column: column.to_owned(), ..UnknownCodes::default() };
            self.unknown_codes.insert(field.to_owned(), new);
        }
        let Some(known) = self.unknown_codes.get_mut(field) else { return };
        let code: String = code.chars().take(LETTERS).collect();
        if known.others > 0 {
            known.others += 1;
            return;
        }
        *known.codes.entry(code).or_default() += 1;
        if known.codes.len() > CODES {
            known.others = known.count();
            known.codes.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_holds_no_codes_is_not_repeated() {
        let mut account = Account::default();
        for i in 0..CODES {
            account.unknown("people[1].sex", "Sex", &format!("code {i}"));
        }
        assert_eq!(account.unknown_codes["people[1].sex"].codes.len(), CODES);
        account.unknown("people[1].sex", "Sex", "Ada Invented");
        account.unknown("people[1].sex", "Sex", "code 1");
        let unknown = &account.unknown_codes["people[1].sex"];
        assert_eq!((unknown.codes.len(), unknown.others), (0, 22));
        assert_eq!(unknown.count(), 22);
    }
}
