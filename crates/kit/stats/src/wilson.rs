//! An interval around a share, by Wilson's score method: it stays inside 0 to 1 and holds its promise for small
//! numbers and for shares close to nothing or everything, where the textbook "plus or minus" fails.
//!
//! Source: Wilson (1927), Journal of the American Statistical Association 22(158), 209-212; recommended by
//! Newcombe (1998), Statistics in Medicine 17(8), 857-872.

use crate::error::{Error, at_least};

/// How many standard errors a 95% interval reaches to each side.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// A share with its interval. All are fractions from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Those counted over all.
    pub share: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The share of `counted` among `all` with its 95% interval.
///
/// # Errors
/// Nothing to count among, or more counted than there are.
pub fn wilson(counted: u64, all: u64) -> Result<Share, Error> {
    wilson_at(counted, all, Z_95)
}

/// The same for another level of confidence, given as standard errors ([`Z_95`] for 95%).
///
/// # Errors
/// As [`wilson`], and a `z` that is no number above zero.
pub fn wilson_at(counted: u64, all: u64, z: f64) -> Result<Share, Error> {
    at_least("people or things to take a share of", 1, usize::try_from(all).unwrap_or(usize::MAX))?;
    if counted > all {
        return Err(Error::Setting {
            name: "the number counted",
            must_be: "no more than the number of all",
            value: counted as f64,
        });
    }
    if !(z.is_finite() && z > 0.0) {
        return Err(Error::Setting { name: "the standard errors", must_be: "above zero", value: z });
    }
    let (n, share) = (all as f64, counted as f64 / all as f64);
    let square = z * z;
    let scale = 1.0 + square / n;
    let middle = (share + square / (2.0 * n)) / scale;
    let half = z * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt() / scale;
    // The ends are exactly 0 and 1 there; rounding would leave a last digit.
    let low = if counted == 0 { 0.0 } else { middle - half };
    let high = if counted == all { 1.0 } else { middle + half };
    Ok(Share { share, low, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The score method's row of Newcombe (1998), table I: 81/263, 15/148, 0/20 and 1/29.
    #[test]
    fn newcombe_1998_table_1() {
        for (counted, all, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let found = wilson(counted, all).expect("a share");
            assert!((found.low - low).abs() < 5e-5, "{counted}/{all}: {found:?}");
            assert!((found.high - high).abs() < 5e-5, "{counted}/{all}: {found:?}");
        }
    }

    /// The vectors of the handbook on reviews, cases and voice.
    #[test]
    fn handbook_reviews_cases_and_voice() {
        for (counted, all, low, high) in [
            (0, 10, 0.0, 0.277_533),
            (1, 10, 0.017_876, 0.404_150),
            (7, 20, 0.181_192, 0.567_146),
            (10, 10, 0.722_467, 1.0),
            (197, 1000, 0.173_528, 0.222_791),
            (72, 100, 0.625_120, 0.798_603),
        ] {
            let found = wilson(counted, all).expect("a share");
            assert!((found.low - low).abs() < 5e-7, "{counted}/{all}: {found:?}");
            assert!((found.high - high).abs() < 5e-7, "{counted}/{all}: {found:?}");
        }
        // Reoffenders of a cohort: 19.67%, 17.52 to 22.01.
        let found = wilson(236, 1200).expect("a share");
        let percent = [found.share, found.low, found.high].map(|share| (share * 10_000.0).round() / 100.0);
        assert_eq!(percent, [19.67, 17.52, 22.01]);
    }

    #[test]
    fn refuses_in_plain_words() {
        assert_eq!(
            wilson(0, 0).expect_err("a refusal").to_string(),
            "there are no people or things to take a share of"
        );
        assert_eq!(
            wilson(3, 2).expect_err("a refusal").to_string(),
            "the number counted must be no more than the number of all, not 3"
        );
        assert!(wilson_at(1, 2, 0.0).is_err() && wilson_at(1, 2, f64::NAN).is_err());
    }
}
