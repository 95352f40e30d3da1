use std::fmt;

use concordat_kernel::Refusal;
use serde::Serialize;

/// Declares the kinds of oddity, each with the word that is kept and printed.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)+) => {
        /// What kind of oddity it is. The words are stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name,)+ }

        impl Code {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word kept in the database and printed.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}

codes! {
    /// The file is not in UTF-8; it was read as Windows-1252.
    Windows1252 = "windows-1252";
    /// Columns that there is no place for.
    ColumnsUnused = "columns-unused";
    /// Sheets, or features of a map, that were not read.
    NotRead = "not-read";
    /// The file says whose it is and what may be done with it.
    Copyright = "copyright";
    /// The same row stands there twice.
    RowRepeated = "row-repeated";
    /// One word is spelled in several ways.
    SpellingsDiffer = "spellings-differ";
    /// A cell that should be yes or no says something else.
    NotYesOrNo = "not-yes-or-no";

    /// One code has several scores.
    SeveralScores = "several-scores";
    /// One row is for several codes.
    SeveralCodes = "several-codes";
    /// A Home Office code is written in another way than 002/00.
    CodeRewritten = "code-rewritten";
    /// What stands in the column of Home Office codes is none.
    CodeUnknown = "code-unknown";
    /// No Home Office code is given.
    CodeMissing = "code-missing";
    /// Two columns say different codes.
    CodesDiffer = "codes-differ";
    /// A web address stands where a name belongs: cells have moved.
    AddressAsName = "address-as-name";
    /// Offences that are not reported to the Home Office.
    NotNotifiable = "not-notifiable";
    /// Rows that the index itself does not call crimes.
    NotCrimes = "not-crimes";
    /// A score below one.
    BelowOne = "below-one";
    /// A score of nothing.
    ScoreZero = "score-zero";
    /// The same starting point, another score than most.
    OtherThanMost = "other-than-most";
    /// Half a year is written with two numbers of days.
    HalfYear = "half-year";
    /// A homicide that weighs less than any rape.
    HomicideBelowRape = "homicide-below-rape";
    /// Offences without a guideline, scored as the nearest one.
    NearestOffence = "nearest-offence";
    /// The index does not say which offences the police find themselves.
    ProactiveNotSaid = "proactive-not-said";
    /// Lowest, middle and highest do not stand in that order.
    StatisticsDisagree = "statistics-disagree";

    /// Nobody is said to live there, so that there is no rate.
    PopulationMissing = "population-missing";
    /// The list and a file beside it say different numbers of people.
    PopulationsDiffer = "populations-differ";
    /// An area has no boundary.
    BoundaryMissing = "boundary-missing";
    /// Areas of a file beside the list that are not on it.
    OutsideList = "outside-list";
    /// An area has no name.
    NameMissing = "name-missing";
    /// Two areas have one name.
    NameRepeated = "name-repeated";
    /// One district has two names.
    DistrictNamedTwice = "district-named-twice";
    /// Codes of different sorts of area in one list.
    SortsDiffer = "sorts-differ";
}

impl Code {
    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// Something odd in a file: where, what it looked like, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Oddity {
    /// Its kind.
    pub code: Code,
    /// The first row that it concerns: of the sheet, or the line of a CSV file, from 1. `None` when it concerns the file.
    pub row: Option<u64>,
    /// The heading of the column.
    pub column: Option<String>,
    /// What stood there, as part of a sentence.
    pub saw: String,
    /// What was done, as part of a sentence.
    pub did: String,
}

impl fmt::Display for Oddity {
    /// `row 7, column HO: saw “00200”; did: read as 002/00`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        place(f, self.row, self.column.as_deref())?;
        write!(f, "saw {}; did: {}", self.saw, self.did)
    }
}

/// Why a file is refused: where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The row, as in [`Oddity::row`].
    row: Option<u64>,
    /// The heading of the column.
    column: Option<String>,
    /// What is wrong and what to do, in sentences.
    why: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        place(f, self.row, self.column.as_deref())?;
        f.write_str(&self.why)
    }
}

fn place(f: &mut fmt::Formatter<'_>, row: Option<u64>, column: Option<&str>) -> fmt::Result {
    match (row, column) {
        (Some(row), Some(column)) => write!(f, "row {row}, column {column}: "),
        (Some(row), None) => write!(f, "row {row}: "),
        (None, Some(column)) => write!(f, "column {column}: "),
        (None, None) => Ok(()),
    }
}

/// What is found while a file is read.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub(crate) oddities: Vec<Oddity>,
    pub(crate) faults: Vec<Fault>,
}

/// Faults that are told one by one; the rest are counted.
const TOLD: usize = 20;

impl Notes {
    pub(crate) fn odd(
        &mut self,
        code: Code,
        row: impl Into<Option<u64>>,
        column: impl Into<Option<String>>,
        saw: impl Into<String>,
        did: impl Into<String>,
    ) {
        let (row, column) = (row.into(), column.into());
        self.oddities.push(Oddity { code, row, column, saw: saw.into(), did: did.into() });
    }

    pub(crate) fn fault(
        &mut self,
        row: impl Into<Option<u64>>,
        column: impl Into<Option<String>>,
        why: impl Into<String>,
    ) {
        self.faults.push(Fault { row: row.into(), column: column.into(), why: why.into() });
    }

    /// The oddities in the order of their rows, unless there was a fault: then nothing of the file is taken.
    ///
    /// # Errors
    /// The faults, each on a line of its own.
    pub(crate) fn settle(mut self, file: &str) -> Result<Vec<Oddity>, Refusal> {
        if !self.faults.is_empty() {
            self.faults.sort_by_key(|fault| fault.row);
            let mut text = format!("“{file}” was not loaded, and nothing of it is kept.");
            for fault in self.faults.iter().take(TOLD) {
                text.push_str(&format!("\n{fault}"));
            }
            match self.faults.len().saturating_sub(TOLD) {
                0 => {}
                1 => text.push_str("\nThere is one more fault like these."),
                more => text.push_str(&format!("\nThere are {more} more faults like these.")),
            }
            return Err(Refusal::rule(text));
        }
        self.oddities.sort_by_key(|oddity| (oddity.row, oddity.code));
        Ok(self.oddities)
    }
}

/// The words for some rows: `row 7`, `rows 7 and 9`, `rows 2, 3, 4 and 114 more`.
pub(crate) fn numbers(rows: &[u64]) -> String {
    const SHOWN: usize = 5;
    let mut shown: Vec<String> = rows.iter().take(SHOWN).map(u64::to_string).collect();
    match rows.len().saturating_sub(SHOWN) {
        0 => {}
        more => shown.push(format!("{more} more")),
    }
    let last = shown.pop().unwrap_or_default();
    if shown.is_empty() { format!("row {last}") } else { format!("rows {} and {last}", shown.join(", ")) }
}

/// A number as people write it: `84`, `182.5`.
pub(crate) fn saying(number: f64) -> String {
    number.to_string()
}
