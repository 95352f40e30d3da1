//! Control charts of single values (XmR): is a change more than the usual up and down?
//!
//! Limits stand 2.66 mean moving ranges from the mean: Shewhart (1931), Economic Control of Quality of Manufactured
//! Product; Wheeler and Chambers (1992), Understanding Statistical Process Control. The rules for what counts as a
//! signal, screening of ranges and rebasing are those of NHS England's "Making data count", as the R package
//! NHSRplotthedots (MIT licence) has them, so that a chart here and one there flag the same points.

use crate::error::{Error, at_least, each};

/// Mean moving ranges from the mean to a limit: three standard deviations, since the mean range of two is 1.128 of them.
const LIMIT: f64 = 2.66;
/// A range this many mean ranges long is itself out of control and left out of the mean range.
const LONG_RANGE: f64 = 3.267;

/// One period's figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The figure.
    pub value: f64,
    /// Whether the period's records are complete. An incomplete one is shown, and left out of limits and rules.
    pub complete: bool,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Better {
    /// More is better: victims supported.
    Higher,
    /// Less is better: harm.
    Lower,
    /// Neither: more reports may be more trust or more crime.
    #[default]
    Neither,
}

/// How to draw a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Positions in the slice at which limits are drawn afresh, because something known changed there.
    pub rebase: Vec<usize>,
    /// Which way is better.
    pub better: Better,
    /// Leave out ranges of 3.267 mean ranges or more and average again, so that one freak does not widen the limits; not where no other range is above
    /// zero, as nothing would be left to measure the usual up and down by.
    pub screen: bool,
    /// Fewest complete points of the whole series; a stretch between rebasings with fewer is marked provisional.
    pub least: usize,
    /// How many points in a row on one side of the mean are a signal.
    pub run: usize,
    /// How many points in a row, each higher (or each lower) than the last, are a signal.
    pub trend: usize,
}

impl Default for Settings {
    /// "Making data count" as published: seven on one side, a trend of seven, ranges screened, twelve points.
    fn default() -> Self {
        Self { rebase: Vec::new(), better: Better::Neither, screen: true, least: 12, run: 7, trend: 7 }
    }
}

/// A chart: the stretches between rebasings and what is said of each point, in the order given.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// One, and one more for each rebasing.
    pub stretches: Vec<Stretch>,
    /// One for each point.
    pub readings: Vec<Reading>,
}

/// A part of the series with limits of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Position of its first point.
    pub from: usize,
    /// Position after its last point.
    pub to: usize,
    /// Mean of its complete points.
    pub mean: f64,
    /// Mean moving range, screened if asked for.
    pub range: f64,
    /// Lower limit. It may be below zero, where a count cannot go.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
    /// How many complete points the limits rest on.
    pub counted: usize,
    /// Whether those are fewer than the least asked for.
    pub provisional: bool,
}

/// What is said of one point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Which stretch it is in.
    pub stretch: usize,
    /// Every rule that it is part of, and whether it was left out.
    pub flags: Vec<Flag>,
    /// What the flags come to.
    pub verdict: Verdict,
}

/// A rule that a point is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flag {
    /// Above the upper limit.
    AboveLimit,
    /// Below the lower limit.
    BelowLimit,
    /// One of a run above the mean.
    RunAbove,
    /// One of a run below the mean.
    RunBelow,
    /// One of a rising trend.
    Rising,
    /// One of a falling trend.
    Falling,
    /// One of two in three points on one side that are beyond two thirds of the way to the upper limit.
    NearUpper,
    /// The same towards the lower limit.
    NearLower,
    /// Incomplete, so left out of limits and rules.
    Incomplete,
}

impl Flag {
    /// What it means, in words, to print beside the point.
    pub fn words(self) -> &'static str {
        match self {
            Self::AboveLimit => "above the upper limit",
            Self::BelowLimit => "below the lower limit",
            Self::RunAbove => "part of a run above the mean",
            Self::RunBelow => "part of a run below the mean",
            Self::Rising => "part of a rising trend",
            Self::Falling => "part of a falling trend",
            Self::NearUpper => "one of two in three points near the upper limit",
            Self::NearLower => "one of two in three points near the lower limit",
            Self::Incomplete => "incomplete, left out of the limits and rules",
        }
    }
}

/// What the flags of a point come to. Which side of the mean it is on decides, as in "Making data count": a point
/// of a falling trend that is still above the mean counts as high.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The usual up and down.
    Usual,
    /// A signal on the better side.
    Improvement,
    /// A signal on the worse side.
    Concern,
    /// A signal above the mean where neither way is better.
    High,
    /// A signal below the mean, or on it, where neither way is better.
    Low,
    /// Nothing can be said: the point is incomplete.
    Unknown,
}

impl Verdict {
    /// What it means, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Usual => "usual variation",
            Self::Improvement => "improvement beyond the usual variation",
            Self::Concern => "concern beyond the usual variation",
            Self::High => "high beyond the usual variation",
            Self::Low => "low beyond the usual variation",
            Self::Unknown => "incomplete",
        }
    }
}

/// Whether a target will be met if nothing changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Assurance {
    /// The limits are on the better side of the target.
    ConsistentlyMet,
    /// The limits are on the worse side of it.
    ConsistentlyMissed,
    /// The target lies within the limits: met and missed by chance.
    Inconsistent,
}

/// Draws a chart of points in time order.
///
/// # Errors
/// Fewer complete points than the least asked for, or fewer than two in a stretch; a value that is no number; rules
/// shorter than two points; a rebasing that is not inside the series.
pub fn chart(points: &[Point], settings: &Settings) -> Result<Chart, Error> {
    let values: Vec<f64> = points.iter().map(|point| point.value).collect();
    each("values", &values, "a number", f64::is_finite)?;
    at_least("complete points", settings.least.max(2), count(points))?;
    at_least("points for a run", 2, settings.run)?;
    at_least("points for a trend", 2, settings.trend)?;
    let mut starts = settings.rebase.clone();
    starts.sort_unstable();
    starts.dedup();
    if let Some(wrong) = starts.iter().find(|start| **start == 0 || **start >= points.len()) {
        return Err(Error::Setting {
            name: "the place to rebase at",
            must_be: "after the first point and not after the last",
            value: *wrong as f64,
        });
    }
    let ends = starts.iter().copied().chain([points.len()]);
    let mut chart = Chart { stretches: Vec::new(), readings: Vec::with_capacity(points.len()) };
    for (from, to) in std::iter::once(0).chain(starts.iter().copied()).zip(ends) {
        let own = &points[from..to];
        let stretch = stretch(own, from, settings)?;
        chart.readings.extend(read(own, &stretch, chart.stretches.len(), settings));
        chart.stretches.push(stretch);
    }
    Ok(chart)
}

impl Stretch {
    /// Whether a target will be met by what is usual in this stretch. None where neither way is better.
    pub fn assurance(&self, target: f64, better: Better) -> Option<Assurance> {
        let (above, below) = match better {
            Better::Higher => (Assurance::ConsistentlyMissed, Assurance::ConsistentlyMet),
            Better::Lower => (Assurance::ConsistentlyMet, Assurance::ConsistentlyMissed),
            Better::Neither => return None,
        };
        Some(if target > self.upper {
            above
        } else if target < self.lower {
            below
        } else {
            Assurance::Inconsistent
        })
    }
}

fn count(points: &[Point]) -> usize {
    points.iter().filter(|point| point.complete).count()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn stretch(points: &[Point], from: usize, settings: &Settings) -> Result<Stretch, Error> {
    let complete: Vec<f64> = points.iter().filter(|point| point.complete).map(|point| point.value).collect();
    // A range is between neighbours: two months with a gap between them have had more time to differ.
    let ranges: Vec<f64> = points
        .windows(2)
        .filter(|pair| pair.iter().all(|point| point.complete))
        .map(|pair| (pair[1].value - pair[0].value).abs())
        .collect();
    at_least("complete points next to each other between two rebasings", 2, ranges.len() + 1)?;
    let all = mean(&ranges);
    let kept: Vec<f64> = ranges.iter().copied().filter(|range| *range < LONG_RANGE * all).collect();
    // Where no other range is above zero, limits on the mean itself would call every point a signal but those that are the same as it.
    let screened = settings.screen && kept.iter().any(|range| *range > 0.0);
    let range = if screened { mean(&kept) } else { all };
    let middle = mean(&complete);
    Ok(Stretch {
        from,
        to: from + points.len(),
        mean: middle,
        range,
        lower: middle - LIMIT * range,
        upper: middle + LIMIT * range,
        counted: complete.len(),
        provisional: complete.len() < settings.least,
    })
}

/// What is said of each point of a stretch. No rule reaches over an incomplete point or into another stretch.
fn read(points: &[Point], stretch: &Stretch, number: usize, settings: &Settings) -> Vec<Reading> {
    let mut flags: Vec<Vec<Flag>> = vec![Vec::new(); points.len()];
    let near = LIMIT * stretch.range * 2.0 / 3.0;
    let above = |point: &Point| point.complete && point.value > stretch.mean;
    let below = |point: &Point| point.complete && point.value < stretch.mean;
    let near_upper =
        |point: &Point| point.value <= stretch.upper && point.value > stretch.mean + near && point.complete;
    let near_lower =
        |point: &Point| point.value >= stretch.lower && point.value < stretch.mean - near && point.complete;
    for (point, flags) in points.iter().zip(&mut flags) {
        if !point.complete {
            flags.push(Flag::Incomplete);
        } else if point.value > stretch.upper {
            flags.push(Flag::AboveLimit);
        } else if point.value < stretch.lower {
            flags.push(Flag::BelowLimit);
        }
    }
    let mut mark =
        |length: usize, flag: Flag, is_signal: &dyn Fn(&[Point]) -> bool, own: &dyn Fn(&Point) -> bool| {
            for (start, window) in points.windows(length).enumerate().filter(|(_, window)| is_signal(window))
            {
                for (point, flags) in window.iter().zip(&mut flags[start..]) {
                    if own(point) && !flags.contains(&flag) {
                        flags.push(flag);
                    }
                }
            }
        };
    let all = |_: &Point| true;
    let complete = |window: &[Point]| window.iter().all(|point| point.complete);
    let trend = |window: &[Point], up: f64| {
        complete(window) && window.windows(2).all(|pair| up * (pair[1].value - pair[0].value) > 0.0)
    };
    mark(settings.run, Flag::RunAbove, &|window| window.iter().all(above), &all);
    mark(settings.run, Flag::RunBelow, &|window| window.iter().all(below), &all);
    mark(settings.trend, Flag::Rising, &|window| trend(window, 1.0), &all);
    mark(settings.trend, Flag::Falling, &|window| trend(window, -1.0), &all);
    let two = |window: &[Point], near: &dyn Fn(&Point) -> bool| {
        window.iter().filter(|point| near(point)).count() >= 2
    };
    mark(3, Flag::NearUpper, &|window| window.iter().all(above) && two(window, &near_upper), &near_upper);
    mark(3, Flag::NearLower, &|window| window.iter().all(below) && two(window, &near_lower), &near_lower);
    points
        .iter()
        .zip(flags)
        .map(|(point, flags)| {
            let verdict = verdict(above(point), &flags, settings.better);
            Reading { stretch: number, flags, verdict }
        })
        .collect()
}

fn verdict(above: bool, flags: &[Flag], better: Better) -> Verdict {
    match (flags, better, above) {
        ([], ..) => Verdict::Usual,
        ([Flag::Incomplete, ..], ..) => Verdict::Unknown,
        (_, Better::Neither, true) => Verdict::High,
        (_, Better::Neither, false) => Verdict::Low,
        (_, Better::Higher, true) | (_, Better::Lower, false) => Verdict::Improvement,
        (_, Better::Higher, false) | (_, Better::Lower, true) => Verdict::Concern,
    }
}

#[cfg(test)]
mod tests;
