//! Seeded draws that come out the same on every machine and however many cores share the work: each draw has a
//! generator of its own, made from the seed and the draw's number.
//!
//! The generator is PCG64 (O'Neill 2014, Harvey Mudd College HMC-CS-2014-0905). It is for simulation, never for
//! secrets.

use rand_core::{Rng as _, SeedableRng as _};
use rand_pcg::Pcg64;
use rayon::prelude::*;

use crate::quantile::{ascending, quantile};

/// What a figure came to over many draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Mean of the draws.
    pub mean: f64,
    /// Standard deviation of the draws.
    pub deviation: f64,
    /// Lower end of the middle 95% of draws.
    pub low: f64,
    /// Upper end of the middle 95% of draws.
    pub high: f64,
}

impl Spread {
    /// Of at least one draw, leaving `tail` (0.025 for the middle 95%) out at each end.
    pub(crate) fn of(draws: &[f64], tail: f64) -> Self {
        let sorted = ascending(draws);
        let n = draws.len() as f64;
        // Added up in ascending order, so that the last digit does not depend on which core was first.
        let mean = sorted.iter().sum::<f64>() / n;
        let squares: f64 = sorted.iter().map(|draw| (draw - mean).powi(2)).sum();
        Self {
            mean,
            deviation: (squares / (n - 1.0).max(1.0)).sqrt(),
            low: quantile(&sorted, tail),
            high: quantile(&sorted, 1.0 - tail),
        }
    }
}

/// Runs `draws` draws over the cores. `scratch` is memory that one core reuses from draw to draw: `draw` must not
/// depend on what is in it.
pub(crate) fn draws<S, T: Send>(
    draws: usize,
    seed: u64,
    scratch: impl Fn() -> S + Sync + Send,
    draw: impl Fn(&mut S, &mut Random) -> T + Sync + Send,
) -> Vec<T> {
    (0..draws as u64)
        .into_par_iter()
        .map_init(scratch, |scratch, number| draw(scratch, &mut Random::new(seed, number)))
        .collect()
}

/// One draw's generator.
pub(crate) struct Random(Pcg64);

impl Random {
    fn new(seed: u64, draw: u64) -> Self {
        // An odd step, so that no two draws of a run share a start; `seed_from_u64` then mixes all bits.
        Self(Pcg64::seed_from_u64(seed.wrapping_add(draw.wrapping_mul(0x9e37_79b9_7f4a_7c15))))
    }

    /// A whole number below `end`, which is above 0, all equally likely: Lemire (2019), ACM Transactions on
    /// Modeling and Computer Simulation 29(1), with the rare rejection that makes it exact.
    #[inline]
    pub(crate) fn below(&mut self, end: u32) -> usize {
        let mut product = u64::from(self.half()) * u64::from(end);
        if (product as u32) < end {
            let short = end.wrapping_neg() % end;
            while (product as u32) < short {
                product = u64::from(self.half()) * u64::from(end);
            }
        }
        (product >> 32) as usize
    }

    /// The same for ends, above 0, that may not fit into 32 bits.
    #[inline]
    pub(crate) fn up_to(&mut self, end: u64) -> u64 {
        match u32::try_from(end) {
            Ok(end) => self.below(end) as u64,
            Err(_) => {
                let whole = u64::MAX - u64::MAX % end;
                loop {
                    let number = self.0.next_u64();
                    if number < whole {
                        return number % end;
                    }
                }
            }
        }
    }

    /// Above 0 and up to 1.
    #[inline]
    pub(crate) fn share(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    /// The better half of the bits of one step.
    #[inline]
    fn half(&mut self) -> u32 {
        (self.0.next_u64() >> 32) as u32
    }

    /// Shuffles: Durstenfeld (1964), Communications of the ACM 7(7), algorithm 235.
    #[inline]
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (2..=items.len()).rev() {
            items.swap(end - 1, self.below(end as u32));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_numbers_are_equally_likely() {
        let mut random = Random::new(1, 0);
        let mut seen = [0_u32; 7];
        for _ in 0..70_000 {
            seen[random.below(7)] += 1;
        }
        // Chi-squared with 6 degrees of freedom: 22.46 is passed once in a thousand.
        let fit: f64 = seen.iter().map(|count| (f64::from(*count) - 1e4).powi(2) / 1e4).sum();
        assert!(fit < 22.46, "{seen:?}");
    }

    #[test]
    fn a_draw_depends_on_its_number_alone() {
        let numbers = |count| draws(count, 7, || (), |(), random| random.below(1_000_000));
        let all = numbers(200);
        assert_eq!(all[..50], numbers(50));
        let mut distinct = all.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert!(distinct.len() > 195, "{} different of 200", distinct.len());
    }
}
