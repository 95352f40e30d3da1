//! What chance alone would give: the baseline that a concentration is to be read against.
//!
//! "A tenth of suspects hold 63% of the harm" says little by itself, because a few offences weigh hundreds of times
//! more than most: share them out blindly and a tenth of people hold most of the harm too. So the same offences are
//! dealt out many times to the same number of people, nobody worse than another, and the observed share is given
//! with how far it stands above that.
//!
//! Method: Monte Carlo, as Barnard (1963), Journal of the Royal Statistical Society B 25(2), 294, proposed it, and
//! as Levin, Rosenfeld and Deckard (2017), Journal of Quantitative Criminology 33(3), 491-512, and Bernasco and
//! Steenbeek (2017) ask of studies of concentration.

mod counted;
mod one_by_one;

use crate::{
    error::{Error, at_least, not_negative},
    random::draws,
};

pub use crate::random::Spread;

/// How events fall on units when nothing but chance is at work. State it beside the figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Null<'a> {
    /// Every event falls on any unit, all alike, and units may have none. For places on a list.
    AnyUnit,
    /// Every unit has one event, since it would not be on the list without; every further one falls on any unit,
    /// all alike. For suspects and victims.
    OneEach,
    /// Every unit has one event, and all ways of sharing out the rest are equally likely, which gives the long tail of
    /// a geometric distribution of events a unit. For suspects and victims where some are known to have many
    /// events: how many is taken as given, what they weigh is chance. The handbook's own figures rest on it.
    OneEachGeometric,
    /// Every unit keeps the number of events it has, in this order; only which events they are is chance. It asks
    /// whether harm is more concentrated than frequency makes it.
    SameCounts(&'a [u32]),
}

/// Events that weigh the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// What each weighs: its harm, or 1 to look at counts.
    pub weight: f64,
    /// How many there are.
    pub events: u64,
}

impl Null<'_> {
    /// Whether the events themselves are put into another order at each draw.
    fn shuffles(&self) -> bool {
        matches!(self, Self::OneEachGeometric | Self::SameCounts(_))
    }

    /// The null in words, to print beside the figure.
    pub fn words(&self) -> &'static str {
        match self {
            Self::AnyUnit => "every event falls on any unit, all alike",
            Self::OneEach => "every unit has one event and every further event falls on any unit, all alike",
            Self::OneEachGeometric => {
                "every unit has one event and every way of sharing out the further events is as likely as another"
            }
            Self::SameCounts(_) => {
                "every unit has as many events as observed, and which events they are is chance"
            }
        }
    }
}

/// How to run a baseline. The same settings give the same figures on any machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How often to deal: 1,000 settles the ends of the interval to a few tenths of a point.
    pub draws: usize,
    /// Where the generator starts.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { draws: 1000, seed: 2022 }
    }
}

impl Settings {
    /// A thousand draws; where events must be dealt one by one, fewer beyond a quarter of a million of them, as the share that chance gives
    /// varies the less from draw to draw the more events there are, but never fewer than 40.
    pub fn for_events(events: &[Alike], null: Null<'_>) -> Self {
        const DEALT: usize = 250_000_000;
        let usual = Self::default();
        if counted::suits(events, null) {
            return usual;
        }
        let all: u64 = events.iter().map(|alike| alike.events).sum();
        Self { draws: (DEALT / (all as usize).max(1)).clamp(40, usual.draws), ..usual }
    }
}

/// What chance gives. Shares are fractions from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Baseline {
    /// How many units.
    pub units: usize,
    /// How many events were dealt.
    pub events: usize,
    /// How it was run.
    pub settings: Settings,
    /// Share that the top 1% of units hold.
    pub top_1: Spread,
    /// Share that the top 5% hold.
    pub top_5: Spread,
    /// Share that the top 10% hold.
    pub top_10: Spread,
    /// Gini coefficient, zeros included.
    pub gini: Spread,
}

impl Spread {
    /// How many percentage points an observed share stands above what chance gives on average.
    pub fn points_above(&self, observed: f64) -> f64 {
        100.0 * (observed - self.mean)
    }

    /// Whether an observed figure is outside what 95% of draws gave.
    pub fn excludes(&self, observed: f64) -> bool {
        observed < self.low || observed > self.high
    }
}

/// Deals the events to the units as the null says, many times.
///
/// # Errors
/// No unit, no event or no draw; a weight that is negative or no number; nothing but zeros; fewer events than units
/// where every unit has one; counts that do not fit the units and events; more than 4,000,000,000 of anything.
pub fn baseline(
    events: &[Alike],
    units: usize,
    null: Null<'_>,
    settings: Settings,
) -> Result<Baseline, Error> {
    let all: u64 = events.iter().map(|alike| alike.events).sum();
    check(events, all, units, null)?;
    at_least("draws", 1, settings.draws)?;
    let figures = if counted::suits(events, null) {
        by_counting(events, units, null, settings)
    } else {
        one_by_one(events, units, null, settings)
    };
    let spread = |of: usize| Spread::of(&figures.iter().map(|draw| draw[of]).collect::<Vec<_>>(), 0.025);
    Ok(Baseline {
        units,
        events: all as usize,
        settings,
        top_1: spread(0),
        top_5: spread(1),
        top_10: spread(2),
        gini: spread(3),
    })
}

/// Shares of the top 1, 5 and 10%, and the Gini coefficient, of each draw.
fn by_counting(events: &[Alike], units: usize, null: Null<'_>, settings: Settings) -> Vec<[f64; 4]> {
    let (units, total) = (units as u64, total(events));
    draws(settings.draws, settings.seed, counted::Scratch::default, |scratch, random| {
        scratch.deal(events, units, null, random);
        scratch.figures(units, total)
    })
}

/// The same.
fn one_by_one(events: &[Alike], units: usize, null: Null<'_>, settings: Settings) -> Vec<[f64; 4]> {
    let each = events.iter().flat_map(|alike| std::iter::repeat_n(alike.weight, alike.events as usize));
    let (weights, total): (Vec<f64>, f64) = (each.collect(), total(events));
    draws(
        settings.draws,
        settings.seed,
        || one_by_one::Scratch::new(&weights, units, null),
        |scratch, random| {
            scratch.deal(&weights, null, random);
            scratch.figures(total)
        },
    )
}

fn total(events: &[Alike]) -> f64 {
    events.iter().map(|alike| alike.weight * alike.events as f64).sum()
}

fn check(events: &[Alike], all: u64, units: usize, null: Null<'_>) -> Result<(), Error> {
    at_least("units", 1, units)?;
    at_least("events", 1, all as usize)?;
    not_negative("weights", &events.iter().map(|alike| alike.weight).collect::<Vec<_>>())?;
    if total(events) == 0.0 {
        return Err(Error::AllZero { of: "weights" });
    }
    match null {
        Null::AnyUnit => {}
        Null::OneEach | Null::OneEachGeometric => {
            at_least("events, because every unit must have one under this null", units, all as usize)?
        }
        Null::SameCounts(counts) => {
            let sum: u64 = counts.iter().map(|count| u64::from(*count)).sum();
            same("the number of counts", "the number of units", counts.len() as u64, units as u64)?;
            same("the sum of the counts", "the number of events", sum, all)?;
        }
    }
    // They are numbered in 32 bits.
    const MOST: u64 = 4_000_000_000;
    for many in [units as u64, all] {
        if many > MOST {
            let (name, must_be) = ("the number of units or events", "no more than 4,000,000,000");
            return Err(Error::Setting { name, must_be, value: many as f64 });
        }
    }
    Ok(())
}

fn same(name: &'static str, must_be: &'static str, got: u64, expected: u64) -> Result<(), Error> {
    if got == expected { Ok(()) } else { Err(Error::Setting { name, must_be, value: got as f64 }) }
}

#[cfg(test)]
mod tests;
