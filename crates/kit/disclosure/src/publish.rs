//! What leaves: how each number is shown, and what adds up. No true count is in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    rule::Rule,
    table::{Key, Sum, Tables},
};

/// How one number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shown {
    /// As it is, or rounded where the rule rounds.
    Number(u64),
    /// As a star: it is small, and the rule marks small numbers apart.
    Small,
    /// Hidden: it is small, or protects one that is.
    Hidden,
    /// In no table that leaves: a reader may work it out from those that do, and is to come no closer to it than to a hidden one where it is small.
    Untold,
}

impl Shown {
    /// Whether the number is not seen.
    pub fn is_hidden(self) -> bool {
        !matches!(self, Self::Number(_))
    }
}

impl std::fmt::Display for Shown {
    /// The marks that government statistics use: `[c]` for confidential, and the star of the NHS.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Small => f.write_str("*"),
            Self::Hidden | Self::Untold => f.write_str("[c]"),
        }
    }
}

/// One cell as it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedCell {
    /// How it is shown.
    pub shown: Shown,
    /// Whether its count is another than in the release before, which must be marked ("r") for readers, and tells them
    /// that the two are not to be compared.
    pub revised: bool,
}

/// One release: all tables that leave together. Fields are public so that whoever keeps releases can write them down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The rule in force.
    pub rule: Rule,
    /// Every cell.
    pub cells: BTreeMap<Key, PublishedCell>,
    /// Everything that a reader knows to add up.
    pub sums: Vec<Sum>,
}

impl Published {
    /// Tables shown under a rule with `hidden` hidden beside what is small. It does not ask whether that is enough:
    /// [`crate::protect()`] does.
    pub fn of(tables: &Tables, rule: &Rule, hidden: &BTreeSet<Key>, revised: &BTreeSet<Key>) -> Self {
        let cell = |key: &Key, count| PublishedCell {
            shown: if tables.tells(key) { rule.show(count, hidden.contains(key)) } else { Shown::Untold },
            revised: revised.contains(key),
        };
        Self {
            rule: rule.clone(),
            cells: tables.cells().map(|(key, count)| (key.clone(), cell(key, count))).collect(),
            sums: tables.sums().cloned().collect(),
        }
    }

    /// How a cell is shown.
    pub fn shown(&self, key: &Key) -> Option<Shown> {
        self.cells.get(key).map(|cell| cell.shown)
    }
}
