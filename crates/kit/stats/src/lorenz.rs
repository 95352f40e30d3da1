//! How unevenly a total is spread over units: the Lorenz curve and what is read from it.
//!
//! A unit is whatever the question is about: a suspect, a victim, a pair, an area. Units with nothing count as
//! units, so give a zero for each of them; leaving them out makes everything look more even than it is.
//!
//! Sources: Lorenz (1905), Publications of the American Statistical Association 9(70), 209-219; Gini (1912);
//! for units that outnumber events, Bernasco and Steenbeek (2017), "More places than crimes", Journal of
//! Quantitative Criminology 33(3), 451-467, doi 10.1007/s10940-016-9324-7.

use crate::{
    error::{Error, at_least, not_negative},
    quantile::ascending,
};

/// What is said of one spread. Shares are fractions from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concentration {
    /// How many units there are, those with nothing included.
    pub units: usize,
    /// What all of them hold.
    pub total: f64,
    /// Gini coefficient: 0 when all hold the same, close to 1 when one holds everything.
    pub gini: f64,
    /// Share of the total that the top 1% of units hold: see [`top_share`] for fractions of a unit.
    pub top_1: f64,
    /// The same for the top 5%.
    pub top_5: f64,
    /// The same for the top 10%.
    pub top_10: f64,
    /// The fewest units that together hold half of the total.
    pub half: Needed,
    /// The fewest units that together hold 80% of the total.
    pub four_fifths: Needed,
}

/// The fewest units that together hold a share of the total: whole units, largest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Needed {
    /// How many units.
    pub units: usize,
    /// Out of how many.
    pub of: usize,
}

impl Needed {
    /// The same as a share of all units.
    pub fn share(self) -> f64 {
        self.units as f64 / self.of as f64
    }
}

/// A point of a Lorenz curve: the smallest `units` (share) hold `total` (share).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Share of units, counted from the one that holds least.
    pub units: f64,
    /// Share of the total that they hold.
    pub total: f64,
}

/// Gini coefficient corrected for units that outnumber events, after Bernasco and Steenbeek (2017).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GeneralisedGini {
    /// max(n/c, 1)(G - 1) + 1 for n units and c events: 0 when events are as even as whole events can be.
    pub value: f64,
    /// The same times m/(m - 1) with m the smaller of n and c, so that 1 can be reached. None when m is 1.
    pub unbiased: Option<f64>,
}

/// All figures of one spread at once.
///
/// # Errors
/// No unit, a total that is negative or no number, or nothing but zeros.
pub fn concentration(totals: &[f64]) -> Result<Concentration, Error> {
    let sorted = checked(totals)?;
    Ok(concentration_of_sorted(&sorted, sorted.iter().sum()))
}

/// Gini coefficient of the totals, zeros included.
///
/// # Errors
/// As [`concentration`].
pub fn gini(totals: &[f64]) -> Result<f64, Error> {
    let sorted = checked(totals)?;
    Ok(gini_of_sorted(&sorted, sorted.iter().sum()))
}

/// Gini coefficient where units may outnumber events: with fewer events than units somebody must go without, and
/// the plain coefficient counts that as unevenness.
///
/// `gini` is the plain coefficient over all `units`, `events` how many events were shared out among them.
///
/// # Errors
/// No unit or no event.
pub fn generalised_gini(gini: f64, units: usize, events: usize) -> Result<GeneralisedGini, Error> {
    at_least("units", 1, units)?;
    at_least("events", 1, events)?;
    let value = (units as f64 / events as f64).max(1.0) * (gini - 1.0) + 1.0;
    let smaller = units.min(events);
    let unbiased = (smaller > 1).then(|| value * smaller as f64 / (smaller - 1) as f64);
    Ok(GeneralisedGini { value, unbiased })
}

/// Share of the total that the top `share` of units (0 to 1) hold.
///
/// When the share is no whole number of units, the next unit counts by the fraction that is missing, which is how
/// the share is read from the Lorenz curve. Tied units hold the same, so it does not matter which of them is taken.
///
/// # Errors
/// As [`concentration`], and a share outside 0 to 1.
pub fn top_share(totals: &[f64], share: f64) -> Result<f64, Error> {
    if !(0.0..=1.0).contains(&share) {
        return Err(Error::Setting { name: "the share of units", must_be: "from 0 to 1", value: share });
    }
    let sorted = checked(totals)?;
    Ok(top_of_sorted(&sorted, sorted.iter().sum(), share))
}

/// The fewest whole units, largest first, that together hold at least `share` (above 0, up to 1) of the total.
///
/// # Errors
/// As [`concentration`], and a share outside 0 to 1.
pub fn needed(totals: &[f64], share: f64) -> Result<Needed, Error> {
    if !(share > 0.0 && share <= 1.0) {
        return Err(Error::Setting {
            name: "the share of the total",
            must_be: "above 0 and up to 1",
            value: share,
        });
    }
    let sorted = checked(totals)?;
    Ok(needed_of_sorted(&sorted, sorted.iter().sum(), share))
}

/// The Lorenz curve in `steps` equal steps of units, from (0, 0) to (1, 1): `steps + 1` points. Between two units the
/// curve is a straight line, so any number of steps gives points that lie on it.
///
/// # Errors
/// As [`concentration`], and no step.
pub fn curve(totals: &[f64], steps: usize) -> Result<Vec<Point>, Error> {
    at_least("steps", 1, steps)?;
    let sorted = checked(totals)?;
    let total: f64 = sorted.iter().sum();
    let mut points = Vec::with_capacity(steps + 1);
    let (mut taken, mut held) = (0, 0.0);
    for step in 0..=steps {
        let position = sorted.len() as f64 * step as f64 / steps as f64;
        while taken < position as usize {
            held += sorted[taken];
            taken += 1;
        }
        let part = sorted.get(taken).map_or(0.0, |next| next * (position - taken as f64));
        points.push(Point { units: step as f64 / steps as f64, total: ((held + part) / total).min(1.0) });
    }
    Ok(points)
}

fn checked(totals: &[f64]) -> Result<Vec<f64>, Error> {
    at_least("units", 1, totals.len())?;
    not_negative("totals", totals)?;
    if totals.iter().all(|total| *total == 0.0) {
        return Err(Error::AllZero { of: "totals" });
    }
    Ok(ascending(totals))
}

pub(crate) fn concentration_of_sorted(sorted: &[f64], total: f64) -> Concentration {
    Concentration {
        units: sorted.len(),
        total,
        gini: gini_of_sorted(sorted, total),
        top_1: top_of_sorted(sorted, total, 0.01),
        top_5: top_of_sorted(sorted, total, 0.05),
        top_10: top_of_sorted(sorted, total, 0.1),
        half: needed_of_sorted(sorted, total, 0.5),
        four_fifths: needed_of_sorted(sorted, total, 0.8),
    }
}

pub(crate) fn gini_of_sorted(sorted: &[f64], total: f64) -> f64 {
    let n = sorted.len() as f64;
    let weighted: f64 =
        sorted.iter().enumerate().map(|(at, value)| (2.0 * at as f64 + 1.0 - n) * value).sum();
    weighted / (n * total)
}

pub(crate) fn top_of_sorted(sorted: &[f64], total: f64, share: f64) -> f64 {
    let wanted = sorted.len() as f64 * share;
    let whole = wanted as usize;
    let (rest, top) = sorted.split_at(sorted.len() - whole);
    let part = rest.last().map_or(0.0, |next| next * (wanted - whole as f64));
    ((top.iter().sum::<f64>() + part) / total).min(1.0)
}

fn needed_of_sorted(sorted: &[f64], total: f64, share: f64) -> Needed {
    // A sum of many decimals can miss the mark by its last digit; a unit more than needed would be the answer then.
    let mark = total * share * (1.0 - 1e-12);
    let mut held = 0.0;
    let units = sorted.iter().rev().take_while(|value| {
        let short = held < mark;
        held += **value;
        short
    });
    Needed { units: units.count(), of: sorted.len() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn with_zeros(some: &[f64], zeros: usize) -> Vec<f64> {
        some.iter().copied().chain(std::iter::repeat_n(0.0, zeros)).collect()
    }

    fn both(totals: &[f64]) -> (f64, GeneralisedGini) {
        let plain = gini(totals).expect("a spread");
        let events = totals.iter().sum::<f64>() as usize;
        (plain, generalised_gini(plain, totals.len(), events).expect("units and events"))
    }

    fn near(got: f64, expected: f64) {
        assert!((got - expected).abs() < 1e-12, "got {got}, expected {expected}");
    }

    /// The examples of the authors' R package `lorenzgini`, and of the paper.
    #[test]
    fn bernasco_and_steenbeek_2017() {
        let (plain, general) = both(&with_zeros(&[10.0, 8.0, 2.0], 7));
        near(plain, 0.78);
        near(general.value, 0.78);

        let (plain, general) = both(&with_zeros(&[5.0, 2.0, 1.0], 7));
        near(plain, 0.8);
        near(general.value, 0.75);

        let (plain, general) = both(&with_zeros(&[10.0], 9));
        near(plain, 0.9);
        near(general.value, 0.9);
        near(general.unbiased.expect("ten of each"), 1.0);

        let (plain, _) = both(&with_zeros(&[10.0], 99));
        near(plain, 0.99);

        // The package's caption says .58 here; its own formula, and this one, give .56.
        let (_, general) = both(&with_zeros(&[3.0, 1.0, 1.0], 7));
        near(general.value, 0.56);
    }

    /// Counted on fingers: 20 units, two of them hold 40 and 20 of 100, eight hold 5 each, ten nothing.
    #[test]
    fn by_hand() {
        let totals = with_zeros(&[5.0, 5.0, 40.0, 5.0, 5.0, 5.0, 5.0, 20.0, 5.0, 5.0], 10);
        let found = concentration(&totals).expect("a spread");
        assert_eq!((found.units, found.total), (20, 100.0));
        // A fifth of the largest unit; the largest; the two largest.
        near(found.top_1, 0.08);
        near(found.top_5, 0.4);
        near(found.top_10, 0.6);
        assert_eq!(found.half, Needed { units: 2, of: 20 });
        assert_eq!(found.four_fifths, Needed { units: 6, of: 20 });
        near(found.four_fifths.share(), 0.3);

        let points = curve(&totals, 4).expect("a curve");
        let held: Vec<f64> = points.iter().map(|point| point.total).collect();
        assert_eq!(held, [0.0, 0.0, 0.0, 0.25, 1.0]);
    }

    #[test]
    fn an_exact_share_needs_no_unit_more() {
        let tenths = vec![0.1; 10];
        assert_eq!(needed(&tenths, 0.8).expect("a spread").units, 8);
        assert_eq!(needed(&tenths, 1.0).expect("a spread").units, 10);
    }

    #[test]
    fn refuses_in_plain_words() {
        let said = |totals: &[f64]| concentration(totals).expect_err("a refusal").to_string();
        assert_eq!(said(&[]), "there are no units");
        assert_eq!(said(&[0.0, 0.0]), "all totals are zero, so there is nothing to share out");
        assert_eq!(said(&[1.0, -2.0]), "totals must be a number of zero or more, but number 2 is -2");
        assert!(concentration(&[f64::NAN]).is_err() && concentration(&[f64::INFINITY]).is_err());
        assert!(top_share(&[1.0], 1.1).is_err() && needed(&[1.0], 0.0).is_err());
    }

    proptest! {
        /// The Gini coefficient is half the mean difference between two units over the mean (Gini 1912), and twice
        /// the area between the curve and the diagonal.
        #[test]
        fn gini_agrees_with_its_definitions(totals in prop::collection::vec(0_u32..50, 1..40)) {
            prop_assume!(totals.iter().any(|total| *total > 0));
            let totals: Vec<f64> = totals.into_iter().map(f64::from).collect();
            let n = totals.len() as f64;
            let differences: f64 =
                totals.iter().flat_map(|one| totals.iter().map(move |other| (one - other).abs())).sum();
            let found = gini(&totals).expect("a spread");
            let mean = totals.iter().sum::<f64>() / n;
            prop_assert!((found - differences / (2.0 * n * n * mean)).abs() < 1e-9);
            let points = curve(&totals, totals.len()).expect("a curve");
            let area: f64 = points
                .windows(2)
                .map(|pair| (pair[1].units - pair[0].units) * (pair[1].total + pair[0].total) / 2.0)
                .sum();
            prop_assert!((found - (1.0 - 2.0 * area)).abs() < 1e-9);
        }

        /// The top share is what the curve leaves, whatever the fraction.
        #[test]
        fn top_share_is_read_from_the_curve(totals in prop::collection::vec(1_u32..50, 1..40), percent in 0_u32..=100) {
            let totals: Vec<f64> = totals.into_iter().map(f64::from).collect();
            let points = curve(&totals, 100).expect("a curve");
            let share = f64::from(percent) / 100.0;
            let top = top_share(&totals, share).expect("a share");
            prop_assert!((top - (1.0 - points[100 - percent as usize].total)).abs() < 1e-9);
        }
    }
}
