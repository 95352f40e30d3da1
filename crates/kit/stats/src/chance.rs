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

use crate::{
    error::{Error, at_least, not_negative},
    lorenz::{gini_of_sorted, top_of_sorted},
    radix,
    random::{Random, draws},
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
    /// Draws for so many events: a thousand up to a quarter of a million of them, then fewer, as the share that chance gives varies the
    /// less from draw to draw the more events there are; never fewer than 40.
    pub fn for_events(events: usize) -> Self {
        const DEALT: usize = 250_000_000;
        let usual = Self::default();
        Self { draws: (DEALT / events.max(1)).clamp(40, usual.draws), ..usual }
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

/// Deals the events to the units as the null says, many times. `weights` has one number for each event: its harm,
/// or 1 to look at counts.
///
/// # Errors
/// No unit, no event or no draw; a weight that is negative or no number; nothing but zeros; fewer events than units
/// where every unit has one; counts that do not fit the units and events; more than 4,294,967,295 of anything.
pub fn baseline(
    weights: &[f64],
    units: usize,
    null: Null<'_>,
    settings: Settings,
) -> Result<Baseline, Error> {
    at_least("units", 1, units)?;
    at_least("events", 1, weights.len())?;
    at_least("draws", 1, settings.draws)?;
    not_negative("weights", weights)?;
    let total: f64 = weights.iter().sum();
    if total == 0.0 {
        return Err(Error::AllZero { of: "weights" });
    }
    match null {
        Null::AnyUnit => {}
        Null::OneEach | Null::OneEachGeometric => {
            at_least("events, because every unit must have one under this null", units, weights.len())?
        }
        Null::SameCounts(counts) => {
            let sum: u64 = counts.iter().map(|count| u64::from(*count)).sum();
            same("the number of counts", "the number of units", counts.len() as u64, units as u64)?;
            same("the sum of the counts", "the number of events", sum, weights.len() as u64)?;
        }
    }
    for many in [units, weights.len()] {
        if u32::try_from(many).is_err() {
            return Err(Error::Setting {
                name: "the number of units or events",
                must_be: "no more than 4,294,967,295",
                value: many as f64,
            });
        }
    }
    let figures: Vec<[f64; 4]> = draws(
        settings.draws,
        settings.seed,
        || Scratch {
            totals: vec![0.0; units],
            spare: vec![0.0; units],
            dealt: if null.shuffles() { weights.to_vec() } else { Vec::new() },
        },
        |scratch, random| {
            scratch.deal(weights, null, random);
            scratch.figures(total)
        },
    );
    let spread = |of: usize| Spread::of(&figures.iter().map(|draw| draw[of]).collect::<Vec<_>>(), 0.025);
    Ok(Baseline {
        units,
        events: weights.len(),
        settings,
        top_1: spread(0),
        top_5: spread(1),
        top_10: spread(2),
        gini: spread(3),
    })
}

fn same(name: &'static str, must_be: &'static str, got: u64, expected: u64) -> Result<(), Error> {
    if got == expected { Ok(()) } else { Err(Error::Setting { name, must_be, value: got as f64 }) }
}

struct Scratch {
    totals: Vec<f64>,
    spare: Vec<f64>,
    dealt: Vec<f64>,
}

impl Scratch {
    fn deal(&mut self, weights: &[f64], null: Null<'_>, random: &mut Random) {
        let units = self.totals.len() as u32;
        self.totals.fill(0.0);
        match null {
            Null::AnyUnit => {
                for weight in weights {
                    self.totals[random.below(units)] += weight;
                }
            }
            Null::OneEach => {
                // Walking along the events and giving each its due chance to be some unit's first picks the firsts
                // as fairly as a shuffle would, without one.
                let mut filled = 0;
                for (at, weight) in weights.iter().enumerate() {
                    // Both numbers are drawn each time: half of the guesses at a branch would be wrong.
                    let first = random.below((weights.len() - at) as u32) < self.totals.len() - filled;
                    let any = random.below(units);
                    self.totals[if first { filled } else { any }] += weight;
                    filled += usize::from(first);
                }
            }
            Null::OneEachGeometric => {
                // A shuffled row of events, cut at random into as many pieces as there are units.
                self.shuffle(weights, random);
                let (mut unit, mut cuts) = (0, self.totals.len() - 1);
                for (at, weight) in self.dealt.iter().enumerate() {
                    self.totals[unit] += weight;
                    let gaps = (self.dealt.len() - 1 - at).max(1);
                    let cut = usize::from(random.below(gaps as u32) < cuts);
                    unit += cut;
                    cuts -= cut;
                }
            }
            Null::SameCounts(counts) => {
                self.shuffle(weights, random);
                let mut rest = self.dealt.as_slice();
                for (total, count) in self.totals.iter_mut().zip(counts) {
                    let (own, others) = rest.split_at(*count as usize);
                    // Not `sum`, which gives minus zero for nothing.
                    *total = own.iter().fold(0.0, |sum, weight| sum + weight);
                    rest = others;
                }
            }
        }
    }

    fn shuffle(&mut self, weights: &[f64], random: &mut Random) {
        // From the same order every time: a draw must not depend on the one before.
        self.dealt.copy_from_slice(weights);
        random.shuffle(&mut self.dealt);
    }

    fn figures(&mut self, total: f64) -> [f64; 4] {
        radix::sort(&mut self.totals, &mut self.spare);
        let top = |share| top_of_sorted(&self.totals, total, share);
        [top(0.01), top(0.05), top(0.1), gini_of_sorted(&self.totals, total)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUSPECTS: usize = 49_055;

    /// The mix of the Kent inquiry (74, 17, 9 in 100, with a third of the last taken to be rape) with the medians
    /// of the Cambridge index of 2026 for each subgroup, in days.
    fn medians(events: usize) -> Vec<f64> {
        mix(events, [10.0, 10.0, 365.0, 2555.0, 182.25])
    }

    /// Violence without injury, stalking and harassment (57 to 43, as in England and Wales), violence with injury,
    /// rape, other sexual offences.
    fn mix(events: usize, days: [f64; 5]) -> Vec<f64> {
        (0..events)
            .map(|at| match at % 100 {
                0..42 => days[0],
                42..74 => days[1],
                74..91 => days[2],
                91..94 => days[3],
                _ => days[4],
            })
            .collect()
    }

    fn top_tenth(weights: &[f64], units: usize, null: Null<'_>) -> Spread {
        baseline(weights, units, null, Settings { draws: 40, seed: 1 }).expect("a baseline").top_10
    }

    /// The handbook on evidence, 1.4: a tenth of 49,055 suspects hold 63.1, 62.2 and 59.2% by chance at 1.3, 2 and 3
    /// offences each on average.
    #[test]
    fn handbook_kent_medians() {
        for (each, expected) in [(1.3, 63.1), (2.0, 62.2), (3.0, 59.2)] {
            let events = (SUSPECTS as f64 * each) as usize;
            let found = top_tenth(&medians(events), SUSPECTS, Null::OneEachGeometric);
            assert!((100.0 * found.mean - expected).abs() < 1.0, "{each}: {found:?}");
        }
    }

    /// The same with the means of each subgroup: 36, 36 and 34%.
    #[test]
    fn handbook_kent_means() {
        for (each, expected) in [(1.3, 36.0), (2.0, 36.0), (3.0, 34.0)] {
            let events = (SUSPECTS as f64 * each) as usize;
            let weights = mix(events, [437.4, 35.0, 943.5, 2726.8, 395.6]);
            let found = top_tenth(&weights, SUSPECTS, Null::OneEachGeometric);
            assert!((100.0 * found.mean - expected).abs() < 1.5, "{each}: {found:?}");
        }
    }

    /// Two events of weight 1 on two units: together or apart, each as likely. Under the other nulls there is nothing
    /// left to chance.
    #[test]
    fn two_events_on_two_units() {
        let run = |null| {
            baseline(&[1.0, 1.0], 2, null, Settings { draws: 20_000, seed: 3 }).expect("a baseline").gini
        };
        let any = run(Null::AnyUnit);
        assert!((any.mean - 0.25).abs() < 0.01, "{any:?}");
        assert_eq!((any.low, any.high), (0.0, 0.5));
        for null in [Null::OneEach, Null::OneEachGeometric, Null::SameCounts(&[1, 1])] {
            assert_eq!(run(null).high, 0.0);
        }
        assert_eq!(run(Null::SameCounts(&[2, 0])).low, 0.5);
    }

    /// Five events of weight 1 on three units, every split counted out by hand. One each leaves two to fall anywhere:
    /// on the same unit in 3 of 9 ways (3, 1, 1: Gini 4/15), on two in 6 of 9 (2, 2, 1: Gini 2/15). Cutting a row of five
    /// in three pieces gives (3, 1, 1) in 3 of 6 ways.
    #[test]
    fn five_events_on_three_units() {
        let run = |null| {
            baseline(&[1.0; 5], 3, null, Settings { draws: 40_000, seed: 5 }).expect("a baseline").gini.mean
        };
        let uneven = |share: f64| (share * 4.0 + (1.0 - share) * 2.0) / 15.0;
        assert!((run(Null::OneEach) - uneven(1.0 / 3.0)).abs() < 0.002);
        assert!((run(Null::OneEachGeometric) - uneven(0.5)).abs() < 0.002);
    }

    /// Which event is a unit's first must be as fair as a shuffle: a heavy event is worth the same wherever it stands.
    #[test]
    fn the_order_of_events_does_not_matter() {
        let mut first = vec![1.0; 60];
        first[0] = 50.0;
        let mut last = vec![1.0; 60];
        last[59] = 50.0;
        let run = |weights: &[f64], null| {
            baseline(weights, 40, null, Settings { draws: 20_000, seed: 9 }).expect("a baseline").top_5.mean
        };
        for null in [Null::AnyUnit, Null::OneEach, Null::OneEachGeometric] {
            assert!((run(&first, null) - run(&last, null)).abs() < 0.002, "{null:?}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_figures_on_any_number_of_cores() {
        let run = || baseline(&medians(500), 200, Null::OneEachGeometric, Settings::default());
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool").install(run);
        let three = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("a pool").install(run);
        assert_eq!(one, three);
        let other = baseline(
            &medians(500),
            200,
            Null::OneEachGeometric,
            Settings { seed: 2023, ..Settings::default() },
        );
        assert_ne!(one, other);
    }

    #[test]
    fn many_events_need_fewer_draws() {
        let draws = |events| Settings::for_events(events).draws;
        assert_eq!((draws(0), draws(98_110), draws(1_000_000), draws(70_000_000)), (1000, 1000, 250, 40));
    }

    #[test]
    fn points_above_chance() {
        let chance = Spread { mean: 0.622, deviation: 0.003, low: 0.616, high: 0.628 };
        assert!((chance.points_above(0.63) - 0.8).abs() < 1e-9);
        assert!(chance.excludes(0.63) && !chance.excludes(0.62) && chance.excludes(0.6));
    }

    #[test]
    fn refuses_in_plain_words() {
        let said = |weights: &[f64], units, null| {
            baseline(weights, units, null, Settings::default()).expect_err("a refusal").to_string()
        };
        assert_eq!(said(&[], 3, Null::AnyUnit), "there are no events");
        assert_eq!(
            said(&[1.0, 2.0], 3, Null::OneEach),
            "needs at least 3 events, because every unit must have one under this null, and there are 2"
        );
        assert_eq!(
            said(&[1.0, 2.0], 2, Null::SameCounts(&[1, 2])),
            "the sum of the counts must be the number of events, not 3"
        );
        assert_eq!(said(&[0.0], 1, Null::AnyUnit), "all weights are zero, so there is nothing to share out");
    }
}
