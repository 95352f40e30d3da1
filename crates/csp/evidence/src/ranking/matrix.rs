//! Bands and weights, as data.

use std::sync::LazyLock;

use concordat_kernel::Refusal;
use serde::{Deserialize, Serialize};

/// A version of the bands and weights.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    /// What it is called.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it looks at, as a sentence.
    pub says: String,
    /// For how many days a list may stand at most.
    pub days: i64,
    /// What a score is made of.
    #[serde(rename = "part")]
    pub parts: Vec<Part>,
}

/// One part of a score.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// What is looked at.
    pub name: Of,
    /// The same as a heading.
    pub title: String,
    /// What its points are multiplied by.
    pub weight: i64,
    /// Points by how much.
    pub bands: Vec<Band>,
}

/// What a part looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// Months since the last crime.
    Recency,
    /// Crimes.
    Frequency,
    /// Harm.
    Gravity,
    /// Different victims.
    Victims,
}

/// Points from so much, or up to so much.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// From this on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<f64>,
    /// Up to this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<f64>,
    /// The points.
    pub points: i64,
}

impl Part {
    /// The points for a value: those of the best band that it lies in, none where it lies in no band.
    pub fn points(&self, value: f64) -> i64 {
        let within = |band: &&Band| {
            band.least.is_none_or(|least| value >= least) && band.most.is_none_or(|most| value <= most)
        };
        self.bands.iter().filter(within).map(|band| band.points).max().unwrap_or(0)
    }
}

impl Matrix {
    /// What a list names it by.
    pub fn label(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }

    /// The most that a score can be.
    pub fn highest(&self) -> i64 {
        let most = |part: &Part| part.bands.iter().map(|band| band.points).max().unwrap_or(0);
        self.parts.iter().map(|part| part.weight * most(part)).sum()
    }

    /// The one of this label; the newest without one.
    ///
    /// # Errors
    /// When there is none, with those that there are.
    pub fn named(label: Option<&str>) -> Result<&'static Self, Refusal> {
        let found = match label {
            Some(label) => matrices().iter().find(|matrix| matrix.label() == label),
            None => matrices().last(),
        };
        found.ok_or_else(|| {
            let labels: Vec<String> = matrices().iter().map(Self::label).collect();
            Refusal::invalid(
                "matrix",
                format!("There is no such matrix. Choose one of: {}.", labels.join(", ")),
            )
        })
    }
}

#[derive(Deserialize)]
struct Matrices {
    matrix: Vec<Matrix>,
}

static MATRICES: LazyLock<Vec<Matrix>> = LazyLock::new(|| {
    // What the program ships is read by a test; an unreadable list would be an empty one.
    toml::from_str::<Matrices>(include_str!("../../matrices.toml")).map(|all| all.matrix).unwrap_or_default()
});

/// Every version, oldest first.
pub fn matrices() -> &'static [Matrix] {
    &MATRICES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_that_ships_is_read() {
        let matrix = Matrix::named(None).unwrap();
        assert_eq!(matrix.parts.len(), 4);
        assert_eq!(matrix.highest(), 100);
        assert_eq!(Matrix::named(Some(&matrix.label())).unwrap(), matrix);
        assert!(Matrix::named(Some("none@1")).unwrap_err().to_string().contains("@1"));
    }

    #[test]
    fn points_are_those_of_the_best_band() {
        let matrix = Matrix::named(None).unwrap();
        let points = |at: usize, values: &[f64]| {
            values.iter().map(|value| matrix.parts[at].points(*value)).collect::<Vec<_>>()
        };
        assert_eq!(points(0, &[0.0, 1.0, 2.0, 6.0, 12.0, 13.0]), [10, 10, 7, 4, 2, 0]);
        assert_eq!(points(2, &[0.0, 10.0, 364.9, 365.0, 5475.0]), [0, 2, 4, 7, 10]);
    }
}
