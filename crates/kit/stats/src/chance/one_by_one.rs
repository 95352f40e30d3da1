//! Dealing event by event: for any null and any weights, in a time that grows with the events.

use super::Null;
use crate::{
    lorenz::{gini_of_sorted, top_of_sorted},
    radix,
    random::Random,
};

/// What a core reuses from draw to draw.
pub(super) struct Scratch {
    totals: Vec<f64>,
    spare: Vec<f64>,
    dealt: Vec<f64>,
}

impl Scratch {
    pub(super) fn new(weights: &[f64], units: usize, null: Null<'_>) -> Self {
        Self {
            totals: vec![0.0; units],
            spare: vec![0.0; units],
            dealt: if null.shuffles() { weights.to_vec() } else { Vec::new() },
        }
    }

    pub(super) fn deal(&mut self, weights: &[f64], null: Null<'_>, random: &mut Random) {
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

    pub(super) fn figures(&mut self, total: f64) -> [f64; 4] {
        radix::sort(&mut self.totals, &mut self.spare);
        let top = |share| top_of_sorted(&self.totals, total, share);
        [top(0.01), top(0.05), top(0.1), gini_of_sorted(&self.totals, total)]
    }
}
