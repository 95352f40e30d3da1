//! Which crimes a finding looks at, as data.

use std::sync::LazyLock;

use concordat_kernel::{Month, Period, Refusal};
use serde::{Deserialize, Serialize};

use super::Direction;
use crate::records::Sex;

/// A named choice of crimes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Lens {
    /// Its name in addresses and on the command line.
    pub name: String,
    /// Its name on pages.
    pub title: String,
    /// What it takes in and leaves out, as sentences.
    pub says: String,
    /// Groups of offences, as sources write them; all when there is none.
    pub groups: Vec<String>,
    /// Only crimes with a victim of this sex on record.
    #[serde(default)]
    pub victim_sex: Option<Sex>,
    /// Only crimes that are flagged as domestic.
    #[serde(default)]
    pub domestic: bool,
    /// Which way a trend of these crimes is better, unless whoever asks says otherwise.
    #[serde(default)]
    pub better: Direction,
}

#[derive(Deserialize)]
struct Lenses {
    lens: Vec<Lens>,
}

static LENSES: LazyLock<Vec<Lens>> = LazyLock::new(|| {
    // What the program ships is read by a test; an unreadable list would be an empty one.
    toml::from_str::<Lenses>(include_str!("../../lenses.toml")).map(|list| list.lens).unwrap_or_default()
});

/// Every lens.
pub fn lenses() -> &'static [Lens] {
    &LENSES
}

impl Lens {
    /// The lens of this name.
    ///
    /// # Errors
    /// When there is none, with the names that there are.
    pub fn named(name: &str) -> Result<&'static Self, Refusal> {
        lenses().iter().find(|lens| lens.name == name).ok_or_else(|| {
            let names: Vec<&str> = lenses().iter().map(|lens| lens.name.as_str()).collect();
            Refusal::invalid(
                "lens",
                format!("There is no lens of that name. Choose one of: {}.", names.join(", ")),
            )
        })
    }
}

/// The months of a window, in order.
pub(crate) fn months(window: Period) -> impl Iterator<Item = Month> {
    std::iter::successors(Some(window.from), |month| Some(month.plus(1)))
        .take_while(move |month| *month <= window.to)
}

/// The same months a year earlier.
pub(crate) fn year_before(window: Period) -> Period {
    Period { from: window.from.plus(-12), to: window.to.plus(-12) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lenses_that_ship_are_read() {
        let names: Vec<&str> = lenses().iter().map(|lens| lens.name.as_str()).collect();
        assert_eq!(names, ["all", "violence", "vawg", "domestic"]);
        assert_eq!(Lens::named("vawg").unwrap().victim_sex, Some(Sex::Female));
        assert!(Lens::named("none").unwrap_err().to_string().contains("violence"));
    }

    #[test]
    fn a_window_is_its_months_in_order() {
        let window = Period { from: "2018-11".parse().unwrap(), to: "2019-01".parse().unwrap() };
        let written: Vec<String> = months(window).map(|month| month.to_string()).collect();
        assert_eq!(written, ["2018-11", "2018-12", "2019-01"]);
        assert_eq!(year_before(window).from, "2017-11".parse().unwrap());
    }
}
