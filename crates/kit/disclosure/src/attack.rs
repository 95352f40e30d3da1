//! The attacker: somebody with a solver, every release, the rule, and nothing else.
//!
//! For a hidden cell two tables of whole numbers are sought that fit all that was published and differ in that cell as
//! much as possible. Both are checked here number by number, so a fault of the solver can only make a cell look less
//! safe than it is, never safer. This is the audit of Fischetti and Salazar (2001), Journal of the American Statistical
//! Association 96(454), 1008-1018, and of chapter 4 of Hundepool and others (2012), Statistical Disclosure Control.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

use crate::{publish::Published, rule::Range, table::Key};

/// How far above the smallest possible value the largest is looked for; what reaches as far has no limit that matters.
const REACH: u64 = 1000;
/// How many branches to try for whole numbers before a cell is taken to be unsafe.
const BRANCHES: u64 = 2000;

/// A hidden cell of the last release that can be worked out more closely than its rule allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Which cell.
    pub key: Key,
    /// What it must be, as far as the attacker found out.
    pub range: Range,
}

/// Attacks the last of some releases, oldest first, with all that is known from all of them. Empty when every hidden
/// cell keeps at least the width that its rule demands. To be run on whatever is about to leave.
pub fn attack(releases: &[&Published]) -> Vec<Breach> {
    let Some(last) = releases.last() else { return Vec::new() };
    let mut system = System::new(releases);
    let hidden: Vec<(&Key, usize)> = last
        .cells
        .iter()
        .filter(|(_, cell)| !matches!(cell.shown, crate::publish::Shown::Number(_)))
        .filter_map(|(key, _)| Some((key, system.cell(releases.len() - 1, key)?)))
        .collect();
    let mut breaches = Vec::new();
    for (key, cell) in hidden {
        if let Err(range) = system.keeps(cell, last.rule.width) {
            breaches.push(Breach { key: key.clone(), range });
        }
    }
    breaches
}

/// Everything published as unknowns with ranges and sums over them.
pub(crate) struct System {
    /// What is known of each unknown by itself.
    pub(crate) ranges: Vec<Range>,
    /// A total and its parts.
    pub(crate) sums: Vec<(usize, Vec<usize>)>,
    /// Which sums each unknown is in.
    pub(crate) within: Vec<Vec<usize>>,
    /// For each release, where its cells are.
    places: Vec<BTreeMap<Key, usize>>,
    /// The smallest and largest values seen in tables that fit.
    seen: Vec<Option<(u64, u64)>>,
}

impl System {
    /// Oldest release first. A cell of two releases is one unknown, unless it is marked as revised or the two cannot
    /// both be true.
    pub(crate) fn new(releases: &[&Published]) -> Self {
        let mut ranges: Vec<Range> = Vec::new();
        let mut latest: BTreeMap<&Key, usize> = BTreeMap::new();
        let mut places = Vec::new();
        let mut sums = BTreeSet::new();
        for release in releases {
            let mut own = BTreeMap::new();
            for (key, cell) in &release.cells {
                let range = release.rule.range(cell.shown);
                let same = latest.get(key).copied().filter(|_| !cell.revised);
                let place = match same.map(|place| (place, ranges[place].and(range))) {
                    Some((place, both)) if !both.is_empty() => {
                        ranges[place] = both;
                        place
                    }
                    _ => {
                        ranges.push(range);
                        ranges.len() - 1
                    }
                };
                latest.insert(key, place);
                own.insert(key.clone(), place);
            }
            for sum in &release.sums {
                let parts: Option<Vec<usize>> = sum.parts.iter().map(|part| own.get(part).copied()).collect();
                // A sum over a cell that did not leave tells nobody anything that the true sums do not.
                if let (Some(total), Some(parts)) = (own.get(&sum.total), parts) {
                    sums.insert((*total, parts));
                }
            }
            places.push(own);
        }
        let sums: Vec<(usize, Vec<usize>)> = sums.into_iter().collect();
        let mut within = vec![Vec::new(); ranges.len()];
        for (at, (total, parts)) in sums.iter().enumerate() {
            for place in parts.iter().chain([total]) {
                within[*place].push(at);
            }
        }
        let seen = vec![None; ranges.len()];
        Self { ranges, sums, within, places, seen }
    }

    /// Where a cell of a release is.
    pub(crate) fn cell(&self, release: usize, key: &Key) -> Option<usize> {
        self.places[release].get(key).copied()
    }

    /// Takes over tables that were found to fit before more was hidden: they still do.
    pub(crate) fn inherit(&mut self, earlier: Self) {
        self.seen = earlier.seen;
    }

    /// Whether a cell keeps at least `width`; otherwise what it must be.
    pub(crate) fn keeps(&mut self, cell: usize, width: u64) -> Result<(), Range> {
        let wide = |seen: Option<(u64, u64)>| seen.is_some_and(|(low, high)| high - low >= width);
        if wide(self.seen[cell]) {
            return Ok(());
        }
        let near = self.connected(cell, |place| self.ranges[place].exact().is_none());
        for direction in [OptimizationDirection::Minimize, OptimizationDirection::Maximize] {
            let cap = self.seen[cell].map_or(u64::MAX, |(low, _)| low.saturating_add(REACH.max(width)));
            if let Some(table) = self.extreme(cell, &near, direction, cap) {
                for (place, value) in near.iter().zip(table) {
                    let seen = &mut self.seen[*place];
                    let (low, high) = seen.unwrap_or((value, value));
                    *seen = Some((low.min(value), high.max(value)));
                }
            }
            if wide(self.seen[cell]) {
                return Ok(());
            }
        }
        Err(self.seen[cell].map_or(self.ranges[cell], |(low, high)| Range { low, high: Some(high) }))
    }

    /// What a cell hangs together with, in ascending order: those in its sums that can move, those in theirs, and so on.
    pub(crate) fn connected(&self, cell: usize, moves: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut found = BTreeSet::from([cell]);
        let mut next = VecDeque::from([cell]);
        while let Some(place) = next.pop_front() {
            for sum in &self.within[place] {
                let (total, parts) = &self.sums[*sum];
                for other in parts.iter().chain([total]) {
                    if moves(*other) && found.insert(*other) {
                        next.push_back(*other);
                    }
                }
            }
        }
        found.into_iter().collect()
    }

    /// The sums over some unknowns: coefficients by position in `near`, and what they come to.
    pub(crate) fn equations(&self, near: &[usize]) -> Vec<(Vec<(usize, i64)>, i64)> {
        let position: BTreeMap<usize, usize> =
            near.iter().enumerate().map(|(at, place)| (*place, at)).collect();
        let touched: BTreeSet<usize> =
            near.iter().flat_map(|place| self.within[*place].iter().copied()).collect();
        touched
            .into_iter()
            .map(|sum| {
                let (total, parts) = &self.sums[sum];
                let signed = parts.iter().map(|part| (*part, 1)).chain([(*total, -1)]);
                // A part may stand in a sum several times: people with three crimes each are three times as many crimes.
                let (mut terms, mut known) = (BTreeMap::new(), 0);
                for (place, sign) in signed {
                    match (position.get(&place), self.ranges[place].exact()) {
                        (Some(at), _) => *terms.entry(*at).or_insert(0) += sign,
                        (None, exact) => known += sign * exact.unwrap_or(0) as i64,
                    }
                }
                (terms.into_iter().collect(), -known)
            })
            .collect()
    }

    /// A table of whole numbers over `near` that fits and has the smallest or largest value of a cell, none above `cap`.
    fn extreme(
        &self,
        cell: usize,
        near: &[usize],
        towards: OptimizationDirection,
        cap: u64,
    ) -> Option<Vec<u64>> {
        let equations = self.equations(near);
        let fits = |table: &[u64]| {
            near.iter().zip(table).all(|(place, value)| self.ranges[*place].holds(*value))
                && equations.iter().all(|(terms, sum)| {
                    terms.iter().map(|(at, sign)| sign * table[*at] as i64).sum::<i64>() == *sum
                })
        };
        // Tables of two dimensions have whole-number corners, so the quick programme nearly always gives one.
        [false, true].into_iter().find_map(|whole| {
            let mut problem = Problem::new(towards);
            let variables: Vec<Variable> = near
                .iter()
                .map(|place| {
                    let Range { low, high } = self.ranges[*place];
                    let wanted = f64::from(u8::from(*place == cell));
                    let high = if *place == cell { Some(high.unwrap_or(cap).min(cap)) } else { high };
                    if whole {
                        let end = |value: u64| i32::try_from(value).unwrap_or(i32::MAX);
                        problem.add_integer_var(wanted, (end(low), high.map_or(i32::MAX, end)))
                    } else {
                        problem.add_var(wanted, (low as f64, high.map_or(f64::INFINITY, |high| high as f64)))
                    }
                })
                .collect();
            for (terms, sum) in &equations {
                let terms: Vec<(Variable, f64)> =
                    terms.iter().map(|(at, sign)| (variables[*at], *sign as f64)).collect();
                problem.add_constraint(&terms, ComparisonOp::Eq, *sum as f64);
            }
            let mut options = SolveOptions::default();
            options.node_limit = Some(BRANCHES);
            let outcome = problem.solve_with(options).ok()?;
            let solution = outcome.solution()?;
            let table: Vec<u64> =
                variables.iter().map(|variable| solution.var_value(*variable).round() as u64).collect();
            fits(&table).then_some(table)
        })
    }
}
