//! Which way a trend is better: data of a lens, which whoever asks may choose otherwise.

use concordat_kernel::Refusal;
use concordat_stats::xmr::Better;
use serde::{Deserialize, Serialize};

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// More is better, as where more reports mean more trust.
    Up,
    /// Less is better, as where what happens is known whether or not it is reported.
    Down,
    /// Neither: more on record may be more trust or more crime.
    #[default]
    Neither,
}

impl Direction {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Neither, Self::Down, Self::Up];

    /// Its word in addresses, lenses and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Neither => "neither",
        }
    }

    /// What it means, as a sentence beside a chart.
    pub fn says(self) -> &'static str {
        match self {
            Self::Up => "More is taken to be better.",
            Self::Down => "Fewer are taken to be better.",
            Self::Neither => "Neither more nor fewer is taken to be better.",
        }
    }

    /// The one of this word.
    ///
    /// # Errors
    /// When there is none, with the words that there are.
    pub fn named(word: &str) -> Result<Self, Refusal> {
        Self::ALL.into_iter().find(|one| one.word() == word).ok_or_else(|| {
            let words = Self::ALL.map(Self::word).join(", ");
            Refusal::invalid("better", format!("Say which way is better with one of: {words}."))
        })
    }

    /// As charts are told.
    pub(super) fn better(self) -> Better {
        match self {
            Self::Up => Better::Higher,
            Self::Down => Better::Lower,
            Self::Neither => Better::Neither,
        }
    }
}
