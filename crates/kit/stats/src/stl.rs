//! Takes a series apart into trend, season and the rest (STL), so that December is compared with what December usually is.
//!
//! Source: Cleveland, Cleveland, McRae and Terpenning (1990), "STL: A Seasonal-Trend Decomposition Procedure Based on
//! Loess", Journal of Official Statistics 6(1), 3-73. Where the paper leaves a choice open it is made as in the authors' own
//! program (netlib), with the median of its robustness weights put right as statsmodels does, so that both give the same.

use crate::error::{Error, at_least, each};

/// What the local line through a neighbourhood may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Degree {
    /// A level.
    Constant,
    /// A slope.
    Linear,
}

/// How one of the smoothers works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loess {
    /// How many neighbours count, an odd number of at least 3. More is smoother.
    pub length: usize,
    /// What is laid through them.
    pub degree: Degree,
    /// Smooth every so many points and draw straight lines between, which is quicker. 1 smooths at every point.
    pub jump: usize,
}

/// Whether outliers are kept from bending trend and season.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Robust {
    /// No outer loop: every value counts in full.
    No,
    /// This many outer loops.
    Loops(usize),
    /// Outer loops until trend and season change by less than 1% of their range, at most 15.
    UntilSettled,
}

/// How to take a series apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Values in a cycle: 12 for months.
    pub period: usize,
    /// Smooths the same month over the years.
    pub seasonal: Loess,
    /// Smooths the trend.
    pub trend: Loess,
    /// Takes what is left of the trend out of the season.
    pub low_pass: Loess,
    /// Turns of the inner loop.
    pub inner: usize,
    /// Turns of the outer loop.
    pub robust: Robust,
}

impl Settings {
    /// What the authors' program takes when told only the period and how many years the season is smoothed over (an odd
    /// number; 7 lets it change slowly, 35 hardly at all).
    pub fn usual(period: usize, seasonal: usize, robust: bool) -> Self {
        let odd = |length: usize| length.max(3) + usize::from(length.max(3).is_multiple_of(2));
        let loess = |length: usize| Loess {
            length,
            degree: Degree::Linear,
            jump: ((length as f64 / 10.0 + 0.9) as usize).max(1),
        };
        let seasonal = odd(seasonal);
        let trend = 1.5 * period as f64 / (1.0 - 1.5 / seasonal as f64) + 0.5;
        Self {
            period,
            seasonal: loess(seasonal),
            trend: loess(odd(trend as usize)),
            low_pass: loess(odd(period)),
            inner: if robust { 1 } else { 2 },
            robust: if robust { Robust::UntilSettled } else { Robust::No },
        }
    }
}

/// A series taken apart. Each has as many values as the series; trend, season and remainder add up to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// What changes slowly.
    pub trend: Vec<f64>,
    /// What comes back every cycle.
    pub season: Vec<f64>,
    /// What is left.
    pub remainder: Vec<f64>,
    /// How much each value counted in the last turn of the outer loop: 1 in full, 0 not at all.
    pub weights: Vec<f64>,
}

/// Takes a series without gaps apart.
///
/// # Errors
/// Fewer than two cycles, a value that is no number, or settings outside what they may be.
pub fn stl(values: &[f64], settings: &Settings) -> Result<Parts, Error> {
    check(settings)?;
    at_least("values in a row, for two whole cycles", 2 * settings.period, values.len())?;
    each("values", values, "a number, without gaps", f64::is_finite)?;
    let mut trend = vec![0.0; values.len()];
    let mut season = Vec::new();
    let mut weights = None;
    let most = match settings.robust {
        Robust::No => 0,
        Robust::Loops(loops) => loops,
        Robust::UntilSettled => 15,
    };
    for turn in 0..=most {
        if turn > 0 {
            weights = Some(robustness(values, &trend, &season));
        }
        let (last_trend, last_season) = (trend.clone(), season.clone());
        for _ in 0..settings.inner {
            (trend, season) = inner(values, &trend, weights.as_deref(), settings);
        }
        let settled = || moved(&last_season, &season) < 0.01 && moved(&last_trend, &trend) < 0.01;
        if turn > 0 && settings.robust == Robust::UntilSettled && settled() {
            break;
        }
    }
    let remainder = (0..values.len()).map(|at| values[at] - trend[at] - season[at]).collect();
    let weights = weights.unwrap_or_else(|| vec![1.0; values.len()]);
    Ok(Parts { trend, season, remainder, weights })
}

fn check(settings: &Settings) -> Result<(), Error> {
    let wrong = |name, must_be, value: usize| Err(Error::Setting { name, must_be, value: value as f64 });
    if settings.period < 2 {
        return wrong("the period", "2 or more", settings.period);
    }
    if settings.inner == 0 {
        return wrong("the number of inner loops", "1 or more", settings.inner);
    }
    for loess in [settings.seasonal, settings.trend, settings.low_pass] {
        if loess.length < 3 || loess.length.is_multiple_of(2) {
            return wrong("the length of a smoother", "an odd number of at least 3", loess.length);
        }
        if loess.jump == 0 {
            return wrong("the jump of a smoother", "1 or more", loess.jump);
        }
    }
    Ok(())
}

/// One turn of the inner loop: steps 1 to 6 of the paper's section 2.2. Gives trend and season.
fn inner(
    values: &[f64],
    trend: &[f64],
    weights: Option<&[f64]>,
    settings: &Settings,
) -> (Vec<f64>, Vec<f64>) {
    let period = settings.period;
    let without_trend: Vec<f64> = values.iter().zip(trend).map(|(value, trend)| value - trend).collect();
    let cycles = cycles(&without_trend, weights, settings);
    let averaged = averages(&averages(&averages(&cycles, period), period), 3);
    let low = smooth(&averaged, settings.low_pass, None);
    let season: Vec<f64> = cycles[period..].iter().zip(&low).map(|(cycle, low)| cycle - low).collect();
    let without_season: Vec<f64> = values.iter().zip(&season).map(|(value, season)| value - season).collect();
    (smooth(&without_season, settings.trend, weights), season)
}

/// Each month smoothed over the years and carried on by one year at both ends.
fn cycles(values: &[f64], weights: Option<&[f64]>, settings: &Settings) -> Vec<f64> {
    let (period, loess) = (settings.period, settings.seasonal);
    let mut cycles = vec![0.0; values.len() + 2 * period];
    for month in 0..period {
        let of = |series: &[f64]| series.iter().skip(month).step_by(period).copied().collect::<Vec<f64>>();
        let own = of(values);
        let own_weights = weights.map(of);
        let own_weights = own_weights.as_deref();
        let inside = smooth(&own, loess, own_weights);
        let years = own.len();
        let first = 0..loess.length.min(years);
        let last = years.saturating_sub(loess.length)..years;
        let before = local(&own, loess, -1.0, first, own_weights).unwrap_or(inside[0]);
        let after = local(&own, loess, years as f64, last, own_weights).unwrap_or(inside[years - 1]);
        for (year, value) in std::iter::once(before).chain(inside).chain([after]).enumerate() {
            cycles[year * period + month] = value;
        }
    }
    cycles
}

/// Moving averages of `length` values.
fn averages(values: &[f64], length: usize) -> Vec<f64> {
    let mut sum: f64 = values[..length].iter().sum();
    let mut averages = vec![sum / length as f64];
    for (out, into) in values.iter().zip(&values[length..]) {
        sum += into - out;
        averages.push(sum / length as f64);
    }
    averages
}

/// Loess at every point, or at every so many with straight lines between.
fn smooth(values: &[f64], loess: Loess, weights: Option<&[f64]>) -> Vec<f64> {
    let n = values.len();
    if n < 2 {
        return values.to_vec();
    }
    let jump = loess.jump.min(n - 1);
    let window = |at: usize| {
        let length = loess.length.min(n);
        let left = (at + 1).saturating_sub(loess.length.div_ceil(2)).min(n - length);
        left..left + length
    };
    let at = |at: usize, window| local(values, loess, at as f64, window, weights).unwrap_or(values[at]);
    let mut smoothed = vec![0.0; n];
    for point in (0..n).step_by(jump) {
        smoothed[point] = at(point, window(point));
    }
    let last = (n - 1) / jump * jump;
    if last != n - 1 {
        // The authors' program uses the neighbours of the last regular point here.
        smoothed[n - 1] = at(n - 1, window(last));
    }
    for (from, to) in (0..=last).step_by(jump).zip((jump..=last).step_by(jump).chain([n - 1])) {
        for between in from + 1..to {
            let part = (between - from) as f64 / (to - from) as f64;
            smoothed[between] = smoothed[from] + part * (smoothed[to] - smoothed[from]);
        }
    }
    smoothed
}

/// The local line at `x` through the values of a window. None when they all weigh nothing.
fn local(
    values: &[f64],
    loess: Loess,
    x: f64,
    window: std::ops::Range<usize>,
    robustness: Option<&[f64]>,
) -> Option<f64> {
    let n = values.len();
    let reach = (x - window.start as f64).max(window.end as f64 - 1.0 - x)
        + (loess.length.saturating_sub(n) / 2) as f64;
    let mut weights: Vec<f64> = window
        .clone()
        .map(|at| {
            let far = (at as f64 - x).abs();
            let near = if far > 0.999 * reach {
                0.0
            } else if far <= 0.001 * reach {
                1.0
            } else {
                (1.0 - (far / reach).powi(3)).powi(3)
            };
            near * robustness.map_or(1.0, |robustness| robustness[at])
        })
        .collect();
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        return None;
    }
    weights.iter_mut().for_each(|weight| *weight /= sum);
    let places = || window.clone().map(|at| at as f64);
    if reach > 0.0 && loess.degree == Degree::Linear {
        let middle: f64 = places().zip(&weights).map(|(at, weight)| at * weight).sum();
        let spread: f64 = places().zip(&weights).map(|(at, weight)| weight * (at - middle).powi(2)).sum();
        // Values that lie too close together say nothing of a slope.
        if spread.sqrt() > 0.001 * (n as f64 - 1.0) {
            let slope = (x - middle) / spread;
            for (at, weight) in places().zip(&mut weights) {
                *weight *= slope * (at - middle) + 1.0;
            }
        }
    }
    Some(values[window].iter().zip(&weights).map(|(value, weight)| value * weight).sum())
}

/// How much each value is to count: bisquare weights of what is left, in six medians.
fn robustness(values: &[f64], trend: &[f64], season: &[f64]) -> Vec<f64> {
    let left: Vec<f64> = (0..values.len()).map(|at| (values[at] - trend[at] - season[at]).abs()).collect();
    let sorted = crate::quantile::ascending(&left);
    let middle = values.len() / 2;
    let far = 3.0 * (sorted[middle] + sorted[values.len() - middle - 1]);
    let weigh = |left: &f64| {
        if *left <= 0.001 * far {
            1.0
        } else if *left <= 0.999 * far {
            (1.0 - (left / far).powi(2)).powi(2)
        } else {
            0.0
        }
    };
    // When more than half of the series fits without a remainder, nothing can be called an outlier.
    if far == 0.0 { vec![1.0; values.len()] } else { left.iter().map(weigh).collect() }
}

/// The largest change, as a part of the range before it.
fn moved(before: &[f64], after: &[f64]) -> f64 {
    let (low, high) =
        before.iter().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
    let most = before.iter().zip(after).map(|(one, other)| (one - other).abs()).fold(0.0, f64::max);
    if most == 0.0 { 0.0 } else { most / (high - low) }
}

#[cfg(test)]
mod tests;
