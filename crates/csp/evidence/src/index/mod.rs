//! The harm index: how much each offence weighs, as a table that the user loads, because the published one is copyright.
//! An index is its name, its version and its rule together, and is never changed once loaded: every figure of harm
//! carries all three, and two versions stand side by side.
//!
//! # A simple file
//! CSV or a workbook, with these headings in any order; a heading that is not listed here is not used, and said so.
//!
//! | heading | holds |
//! |---|---|
//! | `reference` | what the index calls the offence, each once; needed |
//! | `score` | its weight, a number not below 0; needed |
//! | `unit` | what the weight is counted in, the same in every row; needed, unless the score's heading says `days` |
//! | `offence` | its name |
//! | `home_office` | its Home Office code, written `008/01` |
//! | `class` | its Home Office class, written `8N` or `4.4` |
//! | `group`, `subgroup` | what it is filed under |
//! | `notifiable`, `proactive`, `historic` | yes or no; empty where the index does not say |
//!
//! The published workbook of the Cambridge index, tables of one row for each subgroup with `min_days`, `median_days`,
//! `mean_days` and `max_days` (of which the rule takes one), and ONS severity weights are read by their own headings.

pub(crate) mod actions;
mod code;
mod columns;
mod model;
mod read;
mod store;
mod traps;
mod weights;

pub use model::{Index, Label, Loaded, NewIndex, Rule, Score};
pub use read::{Reading, read};
pub use store::{find, indices, load, oddities, weights};
pub use weights::{By, Unscored, Weight, Weights};

pub(crate) use store::SOME_INDEX;

#[cfg(test)]
mod tests;
