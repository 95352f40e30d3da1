//! Is an area further from the rest than chance, and the usual differences between areas, would make it? Limits around
//! the common rate or proportion that are wide for small areas and narrow for large ones.
//!
//! Sources: Spiegelhalter (2005), "Funnel plots for comparing institutional performance", Statistics in Medicine 24(8),
//! 1185-1202, with limits for proportions by interpolating the binomial (appendix A.1.1); exact Poisson limits for rates and
//! the additive correction for overdispersion as used for the hospital mortality indicator (SHMI) and by the Care
//! Quality Commission (CQC), in the form of the R package FunnelPlotR (MIT licence).

use std::f64::consts::FRAC_PI_2;

use statrs::{
    distribution::{ChiSquared, ContinuousCDF as _},
    function::beta::beta_reg,
};

use crate::{
    error::{Error, at_least, each, not_negative},
    quantile::{ascending, quantile},
};

/// Standard errors from the middle to the 95% and the 99.8% limit: 2 and 3 in the usual speech of charts.
const Z: [f64; 2] = [1.959_964, 3.090_232];
/// What lies beyond one of the two limits.
const TAILS: [f64; 2] = [0.025, 0.001];

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Events for a population, where one person can have many: the logarithm of the ratio is corrected, as SHMI
    /// does. It cannot be used where an area has none.
    RatesByLogarithm,
    /// The same corrected by its square root, as CQC does. It can be used where an area has none.
    RatesByRoot,
    /// Those counted among those there are.
    Proportions,
}

/// One area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Events, or those counted.
    pub counted: f64,
    /// Population, or those there are. Above zero.
    pub base: f64,
}

/// What two limits on each side are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Lower 95% limit.
    pub lower_95: f64,
    /// Upper 95% limit.
    pub upper_95: f64,
    /// Lower 99.8% limit.
    pub lower_998: f64,
    /// Upper 99.8% limit.
    pub upper_998: f64,
}

/// Where an area lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lies {
    /// Below the lower 99.8% limit.
    FarBelow,
    /// Between the lower limits.
    Below,
    /// Within the 95% limits.
    Within,
    /// Between the upper limits.
    Above,
    /// Above the upper 99.8% limit.
    FarAbove,
}

impl Lies {
    /// What it means, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::FarBelow => "below the 99.8% limit",
            Self::Below => "below the 95% limit",
            Self::Within => "within the limits",
            Self::Above => "above the 95% limit",
            Self::FarAbove => "above the 99.8% limit",
        }
    }
}

/// A funnel: the common value, how much more areas differ than chance makes them, and where each lies.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// What is compared.
    pub of: Of,
    /// The rate or proportion of all areas together.
    pub target: f64,
    /// Mean square of the winsorised scores: 1 when areas differ as chance makes them, more when they differ more.
    pub phi: f64,
    /// Variance between areas that is added to each one's own, on the corrected scale. Zero when phi is small.
    pub tau2: f64,
    /// Each area's value, its limits and where it lies, in the order given.
    pub areas: Vec<Reading>,
}

/// What is said of one area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// Its rate or proportion.
    pub value: f64,
    /// The limits for its size, corrected for overdispersion if there is any.
    pub limits: Limits,
    /// Where it lies among them.
    pub lies: Lies,
}

/// Exact Poisson limits for the ratio of observed to expected events, before any correction.
///
/// # Errors
/// An expected number that is not above zero.
pub fn poisson_limits(expected: f64) -> Result<Limits, Error> {
    each("expected numbers", &[expected], "above zero", |value| value.is_finite() && value > 0.0)?;
    let quantile = |freedom: f64, p: f64| ChiSquared::new(freedom).map_or(f64::NAN, |chi| chi.inverse_cdf(p));
    let lower = |tail: f64| quantile(2.0 * expected, tail) / 2.0 / expected;
    let upper = |tail: f64| quantile(2.0 * (expected + 1.0), 1.0 - tail) / 2.0 / expected;
    Ok(limits(|side| lower(TAILS[side]), |side| upper(TAILS[side])))
}

/// Binomial limits for a proportion among `all`, before any correction: where the chance of as few passes the tail,
/// between two whole numbers in proportion. The upper limits are the lower ones of those not counted, so that an area lies
/// above only when the chance of as many or more is below the tail (interpolating upwards flags the number before it).
///
/// # Errors
/// Nothing to count among, or a target outside 0 to 1.
pub fn binomial_limits(target: f64, all: u64) -> Result<Limits, Error> {
    at_least("people or things to take a share of", 1, usize::try_from(all).unwrap_or(usize::MAX))?;
    if !(0.0..=1.0).contains(&target) {
        return Err(Error::Setting { name: "the target", must_be: "from 0 to 1", value: target });
    }
    let lower =
        |target: f64, side: usize| (binomial_quantile(target, all, TAILS[side]) / all as f64).clamp(0.0, 1.0);
    Ok(limits(|side| lower(target, side), |side| 1.0 - lower(1.0 - target, side)))
}

/// Compares areas with what they have in common. `winsorise` is the share of areas at each end whose scores are pulled in to
/// the last that is not among them before overdispersion is judged: 0.1 is usual.
///
/// # Errors
/// Fewer than three areas; counts that are negative or larger than the base of a proportion; bases that are not above
/// zero; nothing counted anywhere; an area with none where the logarithm is asked for; `winsorise` outside 0 to 0.5.
pub fn funnel(of: Of, areas: &[Area], winsorise: f64) -> Result<Funnel, Error> {
    at_least("areas", 3, areas.len())?;
    let counted: Vec<f64> = areas.iter().map(|area| area.counted).collect();
    let bases: Vec<f64> = areas.iter().map(|area| area.base).collect();
    not_negative("counts", &counted)?;
    each("bases", &bases, "above zero", |base| base.is_finite() && base > 0.0)?;
    if counted.iter().all(|count| *count == 0.0) {
        return Err(Error::AllZero { of: "counts" });
    }
    if of == Of::RatesByLogarithm {
        each("counts", &counted, "above zero (use the square root)", |count| count > 0.0)?;
    }
    if of == Of::Proportions
        && let Some(at) = areas.iter().position(|area| area.counted > area.base)
    {
        let must_be = "no more than there are";
        return Err(Error::Value { of: "counts", must_be, place: at + 1, value: areas[at].counted });
    }
    if !(0.0..0.5).contains(&winsorise) {
        let must_be = "from 0 to below 0.5";
        return Err(Error::Setting { name: "the share to winsorise", must_be, value: winsorise });
    }
    let target = counted.iter().sum::<f64>() / bases.iter().sum::<f64>();
    let errors: Vec<f64> = areas.iter().map(|area| own_error(of, target, area.base)).collect();
    let middle = corrected(of, target, target);
    let scores: Vec<f64> = areas
        .iter()
        .zip(&errors)
        .map(|(area, error)| (corrected(of, target, area.counted / area.base) - middle) / error)
        .collect();
    let sorted = ascending(&scores);
    let (low, high) = (quantile(&sorted, winsorise), quantile(&sorted, 1.0 - winsorise));
    let n = areas.len() as f64;
    let phi = scores.iter().map(|score| score.clamp(low, high).powi(2)).sum::<f64>() / n;
    let weights: Vec<f64> = errors.iter().map(|error| error.powi(-2)).collect();
    let sum: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    let tau2 = ((n * phi - (n - 1.0)) / (sum - squares / sum)).max(0.0);
    let mut found = Funnel { of, target, phi, tau2, areas: Vec::with_capacity(areas.len()) };
    for area in areas {
        let (value, limits) = (area.counted / area.base, found.limits(area.base)?);
        found.areas.push(Reading { value, limits, lies: limits.place(value) });
    }
    Ok(found)
}

impl Funnel {
    /// The limits for an area of some size, to draw the funnel with.
    ///
    /// # Errors
    /// A base that is not above zero, or that rounds to no person for a proportion.
    pub fn limits(&self, base: f64) -> Result<Limits, Error> {
        each("bases", &[base], "above zero", |base| base.is_finite() && base > 0.0)?;
        let target = self.target;
        if self.tau2 == 0.0 {
            return match self.of {
                Of::Proportions => binomial_limits(target, base.round() as u64),
                _ => poisson_limits(target * base).map(|ratio| {
                    let of = |ratio: f64| ratio * target;
                    limits(
                        |side| of([ratio.lower_95, ratio.lower_998][side]),
                        |side| of([ratio.upper_95, ratio.upper_998][side]),
                    )
                }),
            };
        }
        let error = (own_error(self.of, target, base).powi(2) + self.tau2).sqrt();
        let at = |errors: f64| match self.of {
            Of::RatesByLogarithm => target * (errors * error).exp(),
            Of::RatesByRoot => target * (1.0 + errors * error).max(0.0).powi(2),
            Of::Proportions => (target.sqrt().asin() + errors * error).clamp(0.0, FRAC_PI_2).sin().powi(2),
        };
        Ok(limits(|side| at(-Z[side]), |side| at(Z[side])))
    }
}

impl Limits {
    fn place(&self, value: f64) -> Lies {
        match value {
            value if value < self.lower_998 => Lies::FarBelow,
            value if value < self.lower_95 => Lies::Below,
            value if value > self.upper_998 => Lies::FarAbove,
            value if value > self.upper_95 => Lies::Above,
            _ => Lies::Within,
        }
    }
}

fn limits(lower: impl Fn(usize) -> f64, upper: impl Fn(usize) -> f64) -> Limits {
    Limits { lower_95: lower(0), upper_95: upper(0), lower_998: lower(1), upper_998: upper(1) }
}

/// A rate or proportion on the scale where areas of one size differ alike.
fn corrected(of: Of, target: f64, value: f64) -> f64 {
    match of {
        Of::RatesByLogarithm => (value / target).ln(),
        Of::RatesByRoot => (value / target).sqrt(),
        Of::Proportions => value.sqrt().asin(),
    }
}

/// The standard error that chance alone gives an area of some size, on that scale.
fn own_error(of: Of, target: f64, base: f64) -> f64 {
    match of {
        Of::RatesByLogarithm => 1.0 / (target * base).sqrt(),
        Of::RatesByRoot => 0.5 / (target * base).sqrt(),
        Of::Proportions => 0.5 / base.sqrt(),
    }
}

/// Spiegelhalter's interpolated quantile: r less the part of the chance of r that lies beyond p, for the smallest r
/// whose chance of as few or fewer reaches p.
fn binomial_quantile(target: f64, all: u64, p: f64) -> f64 {
    // The chance of r or fewer, as a whole number; below zero there is none.
    let cdf = |r: i64| match r {
        r if r < 0 => 0.0,
        r if r as u64 >= all => 1.0,
        _ if target == 0.0 => 1.0,
        _ if target == 1.0 => 0.0,
        r => beta_reg((all as i64 - r) as f64, r as f64 + 1.0, 1.0 - target),
    };
    let (mut below, mut reached) = (-1, all as i64);
    while reached - below > 1 {
        let between = below + (reached - below) / 2;
        if cdf(between) >= p { reached = between } else { below = between }
    }
    let step = cdf(reached) - cdf(reached - 1);
    reached as f64 - (cdf(reached) - p) / step
}

#[cfg(test)]
mod tests;
