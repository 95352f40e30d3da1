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
    /// Groups of offences, as sources write them.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Offences beside those of the groups, as sources write them. Every crime is looked at where neither is named.
    #[serde(default)]
    pub offences: Vec<String>,
    /// Only crimes with such a victim on record.
    #[serde(default)]
    pub victim: Who,
    /// Only crimes with such a suspect or convicted offender on record.
    #[serde(default)]
    pub suspect: Who,
    /// Only crimes in which a victim and a suspect were one of these to each other, as sources write it; whatever they were where none is named.
    #[serde(default)]
    pub relationships: Vec<String>,
    /// Only crimes that are flagged as domestic.
    #[serde(default)]
    pub domestic: bool,
    /// Which way a trend of these crimes is better, unless whoever asks says otherwise.
    #[serde(default)]
    pub better: Direction,
}

/// Whom a lens looks for among the victims or the suspects of a crime: one person who is all of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// Of this sex.
    #[serde(default)]
    pub sex: Option<Sex>,
    /// In this year of age or older when it happened.
    #[serde(default)]
    pub from_age: Option<u8>,
    /// In this year of age or younger.
    #[serde(default)]
    pub to_age: Option<u8>,
}

impl Who {
    /// Whether it is anybody.
    pub fn is_anybody(&self) -> bool {
        *self == Self::default()
    }

    /// The first and the last year of age, where it asks for any.
    pub(crate) fn ages(&self) -> Option<(u8, u8)> {
        (self.from_age.is_some() || self.to_age.is_some())
            .then(|| (self.from_age.unwrap_or(0), self.to_age.unwrap_or(u8::MAX)))
    }
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
    /// Whether it leaves crimes out for what is on record of them, and so also for what is not.
    pub(crate) fn narrows(&self) -> bool {
        self.domestic
            || !self.victim.is_anybody()
            || !self.suspect.is_anybody()
            || !self.relationships.is_empty()
    }

    /// Whether it looks at every kind of offence.
    pub(crate) fn takes_every_offence(&self) -> bool {
        self.groups.is_empty() && self.offences.is_empty()
    }

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
        assert_eq!(names, ["all", "violence", "vawg", "girls", "partners", "domestic"]);
        assert_eq!(Lens::named("vawg").unwrap().victim.sex, Some(Sex::Female));
        assert_eq!(Lens::named("girls").unwrap().victim.ages(), Some((0, 17)));
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
