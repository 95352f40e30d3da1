//! An interval around any figure that is worked out from units, without assuming how they are spread: draw as many
//! units again, with repetition, work the figure out again, and see where most of the answers lie.
//!
//! Source: Efron (1979), Annals of Statistics 7(1), 1-26; the percentile interval of Efron and Tibshirani (1993), An
//! Introduction to the Bootstrap, chapter 13. For a share held by the top few it is somewhat too narrow when a handful of
//! units hold nearly everything; the chance baseline beside it does not depend on it.

use crate::{
    binomial::binomial,
    error::{Error, at_least},
    groups::{self, Group},
    lorenz,
    random::{Spread, draws},
};

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// How often to draw again.
    pub draws: usize,
    /// Where the generator starts.
    pub seed: u64,
    /// Share of the draws that the interval holds, above 0 and below 1.
    pub level: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { draws: 1000, seed: 2022, level: 0.95 }
    }
}

/// A figure with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The figure for the units as they are.
    pub estimate: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Standard error: the deviation of the figure over the draws.
    pub error: f64,
    /// How many draws gave a figure. Fewer than asked for when some drew units that give none (all of them zero).
    pub used: usize,
    /// How it was drawn.
    pub settings: Settings,
}

/// The percentile interval of `figure` over `units`. `figure` may be None for units that give no figure; such draws are
/// left out and counted.
///
/// # Errors
/// Fewer than two units, no draw, a level that is not between 0 and 1, or units (or more than half of the draws) that
/// give no figure.
pub fn percentile<T: Clone + Send + Sync>(
    units: &[T],
    settings: Settings,
    figure: impl Fn(&[T]) -> Option<f64> + Sync + Send,
) -> Result<Interval, Error> {
    at_least("units", 2, units.len())?;
    at_least("draws", 1, settings.draws)?;
    level(settings)?;
    let Ok(end) = u32::try_from(units.len()) else {
        let (name, must_be) = ("the number of units", "no more than 4,294,967,295");
        return Err(Error::Setting { name, must_be, value: units.len() as f64 });
    };
    let Some(estimate) = figure(units) else { return Err(Error::AllZero { of: "units" }) };
    let drawn: Vec<f64> = draws(
        settings.draws,
        settings.seed,
        || units.to_vec(),
        |again: &mut Vec<T>, random| {
            for unit in again.iter_mut() {
                unit.clone_from(&units[random.below(end)]);
            }
            figure(again)
        },
    )
    .into_iter()
    .flatten()
    .collect();
    at_least("draws that give a figure", settings.draws.div_ceil(2), drawn.len())?;
    let Spread { low, high, deviation, .. } = Spread::of(&drawn, (1.0 - settings.level) / 2.0);
    Ok(Interval { estimate, low, high, error: deviation, used: drawn.len(), settings })
}

fn level(settings: Settings) -> Result<(), Error> {
    if settings.level > 0.0 && settings.level < 1.0 {
        return Ok(());
    }
    Err(Error::Setting { name: "the level", must_be: "above 0 and below 1", value: settings.level })
}

/// The percentile interval of the share that the top `share` of units hold. Where many units hold the same, which is so of people with one
/// crime or two, the draws are made among what is held and not among units: how many of the units drawn again hold so much is
/// multinomial, so the interval is the same and its time does not grow with the units.
///
/// # Errors
/// As [`percentile`].
pub fn top_share(units: &[f64], share: f64, settings: Settings) -> Result<Interval, Error> {
    let groups = groups::groups_of(units);
    if groups.len() * FEW > units.len() {
        return percentile(units, settings, |units| lorenz::top_share(units, share).ok());
    }
    // Refuses what the other way refuses, and gives the estimate.
    let estimate = lorenz::top_share(units, share)?;
    level(settings)?;
    at_least("draws", 1, settings.draws)?;
    let drawn = draws(
        settings.draws,
        settings.seed,
        || groups.clone(),
        |again: &mut Vec<Group>, random| {
            let (mut left, mut of) = (units.len() as u64, units.len() as u64);
            for (group, (_, count)) in again.iter_mut().zip(&groups) {
                group.1 = binomial(left, *count as f64 / of as f64, random);
                left -= group.1;
                of -= count;
            }
            {
                let total = groups::total(again);
                (total > 0.0).then(|| groups::top_share(again, units.len() as u64, total, share))
            }
        },
    );
    let drawn: Vec<f64> = drawn.into_iter().flatten().collect();
    at_least("draws that give a figure", settings.draws.div_ceil(2), drawn.len())?;
    let Spread { low, high, deviation, .. } = Spread::of(&drawn, (1.0 - settings.level) / 2.0);
    Ok(Interval { estimate, low, high, error: deviation, used: drawn.len(), settings })
}

/// Units that there must be for each different amount held, so that drawing among amounts pays.
const FEW: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lorenz::top_share;

    /// Test score and grade of the fifteen law schools of Efron and Tibshirani (1993), table 3.1.
    const LAW: [(f64, f64); 15] = [
        (576.0, 3.39),
        (635.0, 3.30),
        (558.0, 2.81),
        (578.0, 3.03),
        (666.0, 3.44),
        (580.0, 3.07),
        (555.0, 3.00),
        (661.0, 3.43),
        (651.0, 3.36),
        (605.0, 3.13),
        (653.0, 3.12),
        (575.0, 2.74),
        (545.0, 2.76),
        (572.0, 2.88),
        (594.0, 2.96),
    ];

    fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
        let n = pairs.len() as f64;
        let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
        let (x, y) = (mean(|pair| pair.0), mean(|pair| pair.1));
        let sum =
            |of: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|pair| of(pair.0 - x, pair.1 - y)).sum::<f64>();
        let both = sum(&|x, y| x * y) / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt();
        both.is_finite().then_some(both)
    }

    /// The correlation is .776; 3,200 draws gave the authors a standard error of .132 (table 6.1).
    #[test]
    fn efron_and_tibshirani_1993_law_schools() {
        let settings = Settings { draws: 20_000, ..Settings::default() };
        let found = percentile(&LAW, settings, correlation).expect("an interval");
        assert!((found.estimate - 0.776).abs() < 5e-4, "{found:?}");
        assert!((found.error - 0.132).abs() < 0.003, "{found:?}");
        assert!(found.low < 0.5 && found.high > 0.95 && found.high < 1.0, "{found:?}");
    }

    /// For a mean of many units the interval is the textbook one.
    #[test]
    fn the_mean_of_many_agrees_with_the_textbook() {
        let units: Vec<f64> = (0..400).map(|at| f64::from(at * 37 % 400)).collect();
        let mean = |units: &[f64]| Some(units.iter().sum::<f64>() / units.len() as f64);
        let found =
            percentile(&units, Settings { draws: 4000, ..Settings::default() }, mean).expect("an interval");
        // 0 to 399, all once: deviation 115.47, so a standard error of 5.773.
        assert!((found.error - 5.773).abs() < 0.15, "{found:?}");
        assert!((found.low - (199.5 - 1.96 * 5.773)).abs() < 0.6, "{found:?}");
        assert!((found.high - (199.5 + 1.96 * 5.773)).abs() < 0.6, "{found:?}");
    }

    #[test]
    fn draws_without_a_figure_are_left_out_and_counted() {
        let top = |units: &[f64]| top_share(units, 0.1).ok();
        // One unit of ten holds everything: a third of the draws miss it, and they have nothing to share out.
        let mut units = vec![0.0; 10];
        units[3] = 5.0;
        let found = percentile(&units, Settings::default(), top).expect("an interval");
        assert!((0.6..0.7).contains(&(found.used as f64 / 1000.0)), "{found:?}");
        assert_eq!(found.estimate, 1.0);
        assert_eq!(
            percentile(&[0.0, 0.0], Settings::default(), top).expect_err("a refusal").to_string(),
            "all units are zero, so there is nothing to share out"
        );
    }

    /// Drawing among amounts gives the interval that drawing among units gives, as far as draws settle it.
    #[test]
    fn amounts_and_units_give_the_same_interval() {
        let units: Vec<f64> = (0..4000)
            .map(|at| match at % 40 {
                0 => 2565.0,
                1..5 => 365.0,
                5..12 => 20.0,
                _ => 10.0,
            })
            .collect();
        let settings = Settings { draws: 8000, ..Settings::default() };
        let among_units = percentile(&units, settings, |units| lorenz::top_share(units, 0.1).ok()).unwrap();
        let among_amounts = super::top_share(&units, 0.1, settings).unwrap();
        assert_eq!(among_units.estimate, among_amounts.estimate);
        assert!(
            (among_units.error / among_amounts.error - 1.0).abs() < 0.05,
            "{among_units:?} {among_amounts:?}"
        );
        for (one, other) in [(among_units.low, among_amounts.low), (among_units.high, among_amounts.high)] {
            assert!((one - other).abs() < 0.1 * among_units.error, "{one} and {other}");
        }
        // Few units, all different: drawn one by one.
        let few: Vec<f64> = (1..30).map(f64::from).collect();
        let one_by_one = percentile(&few, settings, |units| lorenz::top_share(units, 0.1).ok());
        assert_eq!(super::top_share(&few, 0.1, settings), one_by_one);
        assert!(super::top_share(&[0.0; 100], 0.1, settings).is_err());
    }

    #[test]
    fn the_same_seed_gives_the_same_interval() {
        let run = |seed| percentile(&LAW, Settings { seed, ..Settings::default() }, correlation);
        assert_eq!(run(1), run(1));
        assert_ne!(run(1), run(2));
    }

    #[test]
    fn refuses_in_plain_words() {
        let none = |_: &[f64]| Some(1.0);
        let said =
            |units: &[f64], settings| percentile(units, settings, none).expect_err("a refusal").to_string();
        assert_eq!(said(&[1.0], Settings::default()), "needs at least 2 units, and there are 1");
        let level = Settings { level: 95.0, ..Settings::default() };
        assert_eq!(said(&[1.0, 2.0], level), "the level must be above 0 and below 1, not 95");
    }
}
