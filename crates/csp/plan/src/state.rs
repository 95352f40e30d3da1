use std::{fmt, str::FromStr};

/// How an action is going. Shown as words, never as colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nobody has said anything yet: an imported action begins here, because nothing is guessed.
    NoUpdate,
    /// Work has not begun.
    NotStarted,
    /// The lead expects it to be done in time.
    OnTrack,
    /// It may not be done in time.
    AtRisk,
    /// It was not done in time.
    Late,
    /// The lead says that it is done.
    Done,
    /// It was taken out of the plan, with a reason; it stays in the record.
    Withdrawn,
}

impl State {
    /// All states, in the order of a summary's columns.
    pub const ALL: [Self; 7] = [
        Self::NoUpdate,
        Self::NotStarted,
        Self::OnTrack,
        Self::AtRisk,
        Self::Late,
        Self::Done,
        Self::Withdrawn,
    ];

    /// The states an officer chooses among; withdrawing is an act of its own, with a reason.
    pub const CHOICES: [Self; 6] =
        [Self::NoUpdate, Self::NotStarted, Self::OnTrack, Self::AtRisk, Self::Late, Self::Done];

    /// The word kept in the database and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoUpdate => "no-update",
            Self::NotStarted => "not-started",
            Self::OnTrack => "on-track",
            Self::AtRisk => "at-risk",
            Self::Late => "late",
            Self::Done => "done",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether work is still to be done.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Done | Self::Withdrawn)
    }
}

impl fmt::Display for State {
    /// The words on screen and on paper.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoUpdate => "No update yet",
            Self::NotStarted => "Not started",
            Self::OnTrack => "On track",
            Self::AtRisk => "At risk",
            Self::Late => "Late",
            Self::Done => "Done",
            Self::Withdrawn => "Withdrawn",
        })
    }
}

impl FromStr for State {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|state| state.word() == word)
            .ok_or_else(|| format!("`{word}` is not a state of an action"))
    }
}
