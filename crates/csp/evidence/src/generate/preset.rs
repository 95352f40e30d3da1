//! Presets, as data.

use std::sync::LazyLock;

use concordat_kernel::{Month, Refusal};
use serde::Deserialize;

use super::row::Draw;

/// Proportions to make records by.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Its name.
    pub name: String,
    /// What it is made to meet, and how closely.
    pub says: String,
    /// Where the proportions come from.
    pub source: String,
    /// The first month.
    pub from: Month,
    /// The last month.
    pub to: Month,
    /// Suspects at full size.
    pub suspects: u64,
    /// Victims at full size.
    pub victims: u64,
    /// Crimes at full size, about.
    pub crimes: u64,
    /// The share of suspects set apart to have exactly one record.
    pub(super) one: f64,
    /// Mean records of the others, geometric: from one where nobody is set apart, else from two.
    pub(super) mean: f64,
    /// A share of suspects whose first crime is of one kind.
    #[serde(default)]
    pub(super) serious: Option<Serious>,
    /// Kinds of crimes.
    #[serde(rename = "offence")]
    pub(super) offences: Vec<Offence>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Serious {
    pub(super) share: f64,
    pub(super) code: String,
}

/// A kind of crime.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Offence {
    /// The Home Office's code, or one of the preset's own for what is no crime.
    pub(super) code: String,
    /// The group that it is filed under.
    pub(super) group: String,
    /// A word beside it that the strategy has a row for.
    #[serde(default)]
    pub(super) marker: String,
    /// Its share of all.
    pub(super) share: f64,
    /// The share of it that is domestic.
    pub(super) domestic: f64,
    /// Shares of victims who are female and male; of the rest it is not stated.
    pub(super) sexes: [f64; 2],
    /// The same where it is domestic.
    #[serde(default)]
    pub(super) domestic_sexes: Option<[f64; 2]>,
}

impl Preset {
    /// The preset of this name.
    ///
    /// # Errors
    /// When there is none, with the names that there are.
    pub fn named(name: &str) -> Result<&'static Self, Refusal> {
        presets().iter().find(|preset| preset.name == name).ok_or_else(|| {
            let names: Vec<&str> = presets().iter().map(|preset| preset.name.as_str()).collect();
            Refusal::invalid(
                "preset",
                format!("There is no such preset. Choose one of: {}.", names.join(", ")),
            )
        })
    }

    /// How many records a suspect has.
    pub(super) fn records(&self, draw: &mut Draw) -> u64 {
        if draw.share() < self.one {
            return 1;
        }
        if self.one > 0.0 { 1 + draw.geometric(self.mean - 1.0) } else { draw.geometric(self.mean) }
    }

    /// The kind of crime that a share falls on.
    pub(super) fn offence(&self, share: f64) -> usize {
        let mut sum = 0.0;
        let found = self.offences.iter().position(|offence| {
            sum += offence.share;
            share < sum
        });
        found.unwrap_or(0)
    }
}

#[derive(Deserialize)]
struct Presets {
    preset: Vec<Preset>,
}

static PRESETS: LazyLock<Vec<Preset>> = LazyLock::new(|| {
    // What the program ships is read by a test; an unreadable list would be an empty one.
    toml::from_str::<Presets>(include_str!("../../presets.toml")).map(|all| all.preset).unwrap_or_default()
});

/// Every preset.
pub fn presets() -> &'static [Preset] {
    &PRESETS
}
