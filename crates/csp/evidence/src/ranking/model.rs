use concordat_kernel::{
    Id, Kind, Period,
    jiff::{Timestamp, civil::Date},
};
use serde::Serialize;

/// A list of people to be looked at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct List {
    /// Which one.
    pub id: Id<List>,
    /// Counts them, from 1.
    pub number: i64,
    /// What it is for.
    pub purpose: String,
    /// On which lawful basis.
    pub basis: String,
    /// Who answers for it, by name or post.
    pub owner: String,
    /// The matrix's label.
    pub matrix: String,
    /// The harm index with version and rule, where there was one.
    pub index: Option<String>,
    /// The lens's name.
    pub lens: String,
    /// The months.
    pub window: Period,
    /// How many people there were to rank.
    pub among: i64,
    /// The last day on which it may be used.
    pub expires: Date,
    /// When it was made.
    pub made_at: Timestamp,
    /// Who made it.
    pub made_by: String,
}

impl Kind for List {
    const NAME: &'static str = "evidence_list";
}

/// What is said of a list before it is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewList {
    /// See [`List::purpose`].
    pub purpose: String,
    /// See [`List::basis`].
    pub basis: String,
    /// See [`List::owner`].
    pub owner: String,
    /// See [`List::expires`].
    pub expires: Option<Date>,
    /// How many people, those with the last one's score besides.
    pub rows: i64,
    /// The matrix's label; the newest without one.
    pub matrix: Option<String>,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListRow {
    /// Counts the rows.
    pub position: i64,
    /// The place; those with one score share it.
    pub place: i64,
    /// Whether it is shared.
    pub tied: bool,
    /// What stands for the person, in hexadecimal.
    pub pseudonym: String,
    /// The points, weighed and added up.
    pub score: i64,
    /// Months since the last crime.
    pub months_since: i64,
    /// Crimes.
    pub crimes: i64,
    /// What they weigh.
    pub harm: f64,
    /// Different victims.
    pub victims: i64,
    /// Whether convicted of one of them.
    pub convicted: bool,
    /// Points of each part of the matrix, in its order.
    pub points: Vec<i64>,
    /// What a person decided about it.
    pub decision: Option<Decision>,
}

/// What a person decided about a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// What was decided.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// What can be decided about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Looked at further, with the work that the owner names.
    TakeUp,
    /// Not looked at further.
    Leave,
    /// Should not have been on the list: wrong person, wrong record.
    Remove,
}

impl Verdict {
    /// Every one, in the order of a form.
    pub const ALL: [Self; 3] = [Self::TakeUp, Self::Leave, Self::Remove];

    /// The word that the record keeps.
    pub fn word(self) -> &'static str {
        match self {
            Self::TakeUp => "take-up",
            Self::Leave => "leave",
            Self::Remove => "remove",
        }
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::TakeUp => "Take up",
            Self::Leave => "Leave",
            Self::Remove => "Should not be on the list",
        }
    }

    /// The one of this word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.word() == word)
    }
}

/// A list with its rows and what must be read beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranking {
    /// The list.
    pub list: List,
    /// Its rows, by place.
    pub rows: Vec<ListRow>,
    /// Who is on it, beside who there was to rank.
    pub disparity: Vec<super::Disparity>,
}
