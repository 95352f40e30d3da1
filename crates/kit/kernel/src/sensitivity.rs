use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Who may know. Ordered: each level is stricter than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sensitivity {
    /// Anybody.
    Public,
    /// People of the partner bodies.
    Partner,
    /// Those whose role needs it; each reading is recorded.
    Restricted,
    /// Named people only; a leak could put someone in danger.
    Protected,
}

/// What a page or paper carries at its head and foot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Ordinary business.
    Official,
    /// Business that would do harm if it went astray.
    OfficialSensitive,
}

impl Sensitivity {
    /// All levels, mildest first.
    pub const ALL: [Self; 4] = [Self::Public, Self::Partner, Self::Restricted, Self::Protected];

    /// The one table from sensitivity to classification mark.
    pub fn mark(self) -> Mark {
        match self {
            Self::Public | Self::Partner => Mark::Official,
            Self::Restricted | Self::Protected => Mark::OfficialSensitive,
        }
    }

    /// The word kept in the database and in the column ledger.
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Partner => "partner",
            Self::Restricted => "restricted",
            Self::Protected => "protected",
        }
    }
}

impl fmt::Display for Sensitivity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Sensitivity {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|level| level.word() == word).ok_or_else(|| {
            format!("`{word}` is not a sensitivity: use public, partner, restricted or protected")
        })
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Official => "Official",
            Self::OfficialSensitive => "Official-Sensitive",
        })
    }
}
