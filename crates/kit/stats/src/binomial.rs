//! How many of `n` draws fall on something of probability `p`, drawn exactly and in a time that does not grow with `n`.
//!
//! Sources: for a mean of ten or more the transformed rejection BTRS of Hörmann (1993), Journal of Statistical Computation and Simulation
//! 46(1-2), 101-110; below that the gaps between successes, which are geometric (Devroye 1986, Non-Uniform Random Variate Generation, X.4).

use crate::random::Random;

/// A binomial number: of `n` draws, those that fall on something of probability `p`.
pub(crate) fn binomial(n: u64, p: f64, random: &mut Random) -> u64 {
    if n == 0 || p <= 0.0 {
        return 0;
    }
    if p >= 1.0 {
        return n;
    }
    // Both ways need the rarer side.
    if p > 0.5 {
        return n - binomial(n, 1.0 - p, random);
    }
    if n as f64 * p < 10.0 { by_gaps(n, p, random) } else { by_rejection(n, p, random) }
}

fn by_gaps(n: u64, p: f64, random: &mut Random) -> u64 {
    let miss = (-p).ln_1p();
    let (mut at, mut hits) = (0.0, 0);
    loop {
        at += (random.share().ln() / miss).floor() + 1.0;
        if at > n as f64 {
            return hits;
        }
        hits += 1;
    }
}

fn by_rejection(n: u64, p: f64, random: &mut Random) -> u64 {
    let n = n as f64;
    let deviation = (n * p * (1.0 - p)).sqrt();
    let b = 1.15 + 2.53 * deviation;
    let a = -0.0873 + 0.0248 * b + 0.01 * p;
    let centre = n * p + 0.5;
    let quick = 0.92 - 4.2 / b;
    let alpha = (2.83 + 5.1 / b) * deviation;
    let odds = p / (1.0 - p);
    let mode = ((n + 1.0) * p).floor();
    loop {
        let u = random.share() - 0.5;
        let v = random.share();
        let edge = 0.5 - u.abs();
        let k = ((2.0 * a / edge + b) * u + centre).floor();
        if edge >= 0.07 && v <= quick {
            return k as u64;
        }
        if k < 0.0 || k > n {
            continue;
        }
        let height = (v * alpha / (a / (edge * edge) + b)).ln();
        let bound = (mode + 0.5) * ((mode + 1.0) / (odds * (n - mode + 1.0))).ln()
            + (n + 1.0) * ((n - mode + 1.0) / (n - k + 1.0)).ln()
            + (k + 0.5) * (odds * (n - k + 1.0) / (k + 1.0)).ln()
            + stirling(mode)
            + stirling(n - mode)
            - stirling(k)
            - stirling(n - k);
        if height <= bound {
            return k as u64;
        }
    }
}

/// What Stirling's formula for the logarithm of `k` factorial leaves out.
fn stirling(k: f64) -> f64 {
    const SMALL: [f64; 10] = [
        0.081_061_466_795_327_2,
        0.041_340_695_955_409_3,
        0.027_677_925_684_998_3,
        0.020_790_672_103_765_1,
        0.016_644_691_189_821_2,
        0.013_876_128_823_070_7,
        0.011_896_709_945_891_8,
        0.010_411_265_261_972_1,
        0.009_255_462_182_712_73,
        0.008_330_563_433_362_87,
    ];
    if let Some(known) = SMALL.get(k as usize) {
        return *known;
    }
    let next = k + 1.0;
    (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / 1260.0 / (next * next)) / (next * next)) / next
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{Binomial, Discrete as _};

    use super::*;
    use crate::random::draws;

    /// Against the textbook's probabilities, by chi-squared over bins with twenty expected or more; both ways of drawing.
    #[test]
    fn agrees_with_the_distribution() {
        for (n, p) in [(5, 0.3), (40, 0.1), (60, 0.5), (400, 0.2), (1000, 0.97), (3_000_000, 1e-6)] {
            const DRAWS: usize = 40_000;
            let drawn = draws(DRAWS, 11, || (), |(), random| binomial(n, p, random));
            let known = Binomial::new(p, n).unwrap();
            let (mut fit, mut bins, mut rest) = (0.0, 0.0, (DRAWS as f64, DRAWS as f64));
            for k in 0..=n.min(1000) {
                let expected = DRAWS as f64 * known.pmf(k);
                if expected >= 20.0 {
                    let seen = drawn.iter().filter(|one| **one == k).count() as f64;
                    fit += (seen - expected).powi(2) / expected;
                    bins += 1.0;
                    rest = (rest.0 - seen, rest.1 - expected);
                }
            }
            if rest.1 > 1.0 {
                fit += (rest.0 - rest.1).powi(2) / rest.1;
            }
            // Four standard deviations above what is expected of chi-squared with as many degrees of freedom.
            assert!(fit < bins + 4.0 * (2.0_f64 * bins).sqrt() + 4.0, "{n} {p}: {fit} over {bins} bins");
        }
    }

    #[test]
    fn what_is_certain_is_certain() {
        let ends = draws(
            20,
            1,
            || (),
            |(), random| {
                [
                    binomial(0, 0.5, random),
                    binomial(9, 0.0, random),
                    binomial(9, 1.0, random),
                    binomial(9, 1.5, random),
                ]
            },
        );
        assert!(ends.iter().all(|end| *end == [0, 0, 9, 9]));
    }
}
