//! Dealing by counting: how many units come to hold as much, not which. Where events have few different weights the state of a draw is a
//! short list of amounts with how many units hold each, and its time hardly grows with the events.
//!
//! It is the same null, not one near it. Events of one weight fall on each group of units in numbers that are multinomial. Within a group of
//! `m` alike units, `n` events thrown at random leave so many units with none, with one, with two as follows: independent Poisson numbers of
//! mean n/m, given their sum, are multinomial (Johnson and Kotz 1977, Urn Models and Their Application, 3.1), so the units are counted as
//! though independent, and the few events too many or too few, about the square root of `n`, are taken away or thrown one by one at random.
//! Which events are units' firsts is drawn in the same way.

use super::{Alike, Null};
use crate::{
    binomial::binomial,
    groups::{self, Group},
    random::Random,
};

/// Different weights that there may be at most: the amounts that a unit may come to hold multiply with each.
const WEIGHTS: usize = 16;

/// Events for each weight from which on it pays.
const EACH: u64 = 6000;

/// Whether these events are dealt by counting.
pub(super) fn suits(events: &[Alike], null: Null<'_>) -> bool {
    let all: u64 = events.iter().map(|alike| alike.events).sum();
    let (weights, each) = (events.len(), all / events.len().max(1) as u64);
    matches!(null, Null::AnyUnit | Null::OneEach) && weights <= WEIGHTS && each >= EACH
}

/// What a core reuses from draw to draw.
#[derive(Default)]
pub(super) struct Scratch {
    groups: Vec<Group>,
    next: Vec<Group>,
    cells: Cells,
}

impl Scratch {
    /// Deals all events of each weight in turn; `null` is one that [`suits`].
    pub(super) fn deal(&mut self, events: &[Alike], units: u64, null: Null<'_>, random: &mut Random) {
        let mut left: Vec<u64> = events.iter().map(|alike| alike.events).collect();
        self.groups.clear();
        if null == Null::OneEach {
            let firsts = some_of(&left, units, random);
            for ((alike, left), first) in events.iter().zip(&mut left).zip(firsts) {
                *left -= first;
                self.groups.push((alike.weight, first));
            }
            groups::order(&mut self.groups);
        } else {
            self.groups.push((0.0, units));
        }
        for (alike, count) in events.iter().zip(left) {
            self.one_weight(alike.weight, count, units, random);
        }
    }

    /// Deals `count` events of one weight over all units.
    fn one_weight(&mut self, weight: f64, count: u64, units: u64, random: &mut Random) {
        self.next.clear();
        let (mut left, mut of) = (count, units);
        for (held, units) in &self.groups {
            let own = binomial(left, *units as f64 / of as f64, random);
            left -= own;
            of -= units;
            let next = &mut self.next;
            self.cells.throw(*units, own, random, |events, units| {
                next.push((held + events as f64 * weight, units))
            });
        }
        groups::order(&mut self.next);
        std::mem::swap(&mut self.groups, &mut self.next);
    }

    pub(super) fn figures(&self, units: u64, total: f64) -> [f64; 4] {
        let top = |share| groups::top_share(&self.groups, units, total, share);
        [top(0.01), top(0.05), top(0.1), groups::gini(&self.groups, units, total)]
    }
}

/// How many of each kind are among `wanted` of all of them, any as likely as another.
fn some_of(kinds: &[u64], wanted: u64, random: &mut Random) -> Vec<u64> {
    let all: u64 = kinds.iter().sum();
    let share = wanted as f64 / all.max(1) as f64;
    let mut taken: Vec<u64> = kinds.iter().map(|kind| binomial(*kind, share, random)).collect();
    let mut sum: u64 = taken.iter().sum();
    while sum > wanted {
        let at = place(taken.iter().copied(), random.up_to(sum));
        taken[at] -= 1;
        sum -= 1;
    }
    while sum < wanted {
        let rest = kinds.iter().zip(&taken).map(|(kind, taken)| kind - taken);
        let at = place(rest, random.up_to(all - sum));
        taken[at] += 1;
        sum += 1;
    }
    taken
}

/// Where the `number`th of all lies, counted from 0.
fn place(counts: impl Iterator<Item = u64>, mut number: u64) -> usize {
    let mut last = 0;
    for (at, count) in counts.enumerate() {
        if number < count {
            return at;
        }
        number -= count;
        last = at;
    }
    last
}

/// Units that are alike, on which events fall.
#[derive(Default)]
struct Cells {
    /// Where each of a few events fell.
    fell: Vec<usize>,
    /// How many units have no event, one, two and so on.
    with: Vec<u64>,
}

impl Cells {
    /// Throws `events` on `units`, and tells how many units have how many, each number of events once or more.
    fn throw(&mut self, units: u64, events: u64, random: &mut Random, mut tell: impl FnMut(u64, u64)) {
        const FEW: u64 = 48;
        if units == 0 {
            return;
        }
        let mean = events as f64 / units as f64;
        // So many different numbers of events come up, at most.
        let numbers = 12.0 * mean.sqrt() + 10.0;
        if events == 0 || units == 1 {
            tell(events, units);
        } else if events <= FEW {
            self.one_by_one(units, events, random, tell);
        } else if units as f64 <= numbers || mean > 500.0 {
            let mut left = events;
            for of in (1..=units).rev() {
                let own = binomial(left, 1.0 / of as f64, random);
                left -= own;
                tell(own, 1);
            }
        } else {
            self.as_though_independent(units, events, mean, random);
            for (events, units) in (0..).zip(&self.with) {
                if *units > 0 {
                    tell(events, *units);
                }
            }
        }
    }

    fn one_by_one(&mut self, units: u64, events: u64, random: &mut Random, mut tell: impl FnMut(u64, u64)) {
        self.fell.clear();
        self.fell.extend((0..events).map(|_| random.up_to(units) as usize));
        self.fell.sort_unstable();
        let mut hit = 0;
        for same in self.fell.chunk_by(|one, other| one == other) {
            tell(same.len() as u64, 1);
            hit += 1;
        }
        if units > hit {
            tell(0, units - hit);
        }
    }

    fn as_though_independent(&mut self, units: u64, events: u64, mean: f64, random: &mut Random) {
        let with = &mut self.with;
        with.clear();
        let (mut left, mut sum) = (units, 0);
        // The chance of exactly so many events on a unit, and of so many or more.
        let (mut exactly, mut or_more) = ((-mean).exp(), 1.0);
        while left > 0 {
            let number = with.len() as u64;
            let own = if or_more > exactly { binomial(left, exactly / or_more, random) } else { left };
            with.push(own);
            left -= own;
            sum += number * own;
            or_more -= exactly;
            exactly *= mean / (number + 1) as f64;
        }
        while sum > events {
            let counts = (0..).zip(with.iter()).map(|(number, units)| number * units);
            let at = place(counts, random.up_to(sum));
            with[at] -= 1;
            with[at - 1] += 1;
            sum -= 1;
        }
        while sum < events {
            let at = place(with.iter().copied(), random.up_to(units));
            if at + 1 == with.len() {
                with.push(0);
            }
            with[at] -= 1;
            with[at + 1] += 1;
            sum += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use statrs::function::factorial::ln_factorial;

    use super::*;
    use crate::random::draws;

    /// How many units come to have exactly `k` events: mean and variance (Johnson and Kotz 1977, Urn Models and Their Application, 3.2), for
    /// each of the ways in which events are thrown.
    #[test]
    fn as_many_units_have_so_many_events_as_the_theory_of_urns_says() {
        for (units, events, k) in [
            (30_u64, 20_u64, 0_u64),
            (12, 40, 3),
            (5, 60, 12),
            (40, 30_000, 750),
            (200, 300, 1),
            (1000, 4000, 6),
            (50_000, 30_000, 0),
        ] {
            const DRAWS: usize = 20_000;
            let seen = draws(DRAWS, 4, Cells::default, |cells, random| {
                let (mut all, mut sum, mut with_k) = (0, 0, 0);
                cells.throw(units, events, random, |number, of| {
                    (all, sum) = (all + of, sum + number * of);
                    with_k += if number == k { of } else { 0 };
                });
                assert_eq!((all, sum), (units, events));
                with_k as f64
            });
            let (m, n, kf) = (units as f64, events as f64, k as f64);
            let one = m
                * (ln_factorial(events) - ln_factorial(k) - ln_factorial(events - k) - kf * m.ln()
                    + (n - kf) * (-1.0 / m).ln_1p())
                .exp();
            let two = m
                * (m - 1.0)
                * (ln_factorial(events)
                    - 2.0 * ln_factorial(k)
                    - ln_factorial(events - 2 * k)
                    - 2.0 * kf * m.ln()
                    + (n - 2.0 * kf) * (-2.0 / m).ln_1p())
                .exp();
            let variance = two + one - one * one;
            let mean = seen.iter().sum::<f64>() / DRAWS as f64;
            let squares = seen.iter().map(|seen| (seen - mean).powi(2)).sum::<f64>() / DRAWS as f64;
            let error = (variance / DRAWS as f64).sqrt();
            assert!((mean - one).abs() < 4.0 * error, "{units} {events} {k}: {mean} and {one}");
            assert!(
                (squares / variance - 1.0).abs() < 0.06,
                "{units} {events} {k}: {squares} and {variance}"
            );
        }
    }

    /// A choice without putting back is hypergeometric: its mean and variance.
    #[test]
    fn firsts_are_chosen_without_putting_back() {
        const DRAWS: usize = 20_000;
        let drawn = draws(DRAWS, 5, || (), |(), random| some_of(&[700, 250, 50], 400, random));
        for (kind, of) in [(0, 700.0), (1, 250.0), (2, 50.0)] {
            let counts: Vec<f64> = drawn.iter().map(|one| one[kind] as f64).collect();
            let mean = counts.iter().sum::<f64>() / DRAWS as f64;
            let squares = counts.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / DRAWS as f64;
            let share: f64 = of / 1000.0;
            let variance = 400.0 * share * (1.0 - share) * (600.0 / 999.0);
            assert!((mean - 400.0 * share).abs() < 4.0 * (variance / DRAWS as f64).sqrt(), "{kind}: {mean}");
            assert!((squares / variance - 1.0).abs() < 0.06, "{kind}: {squares} and {variance}");
        }
        assert!(drawn.iter().all(|one| one.iter().sum::<u64>() == 400));
    }
}
