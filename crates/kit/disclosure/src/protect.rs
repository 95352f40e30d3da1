//! Which further cells to hide so that the small ones cannot be worked out.
//!
//! As long as the attacker finds a cell that is not safe, a linear programme looks for the cheapest way in which that
//! cell could be larger or smaller and everything still add up; the cells that move with it are hidden. This is the
//! linear-programming heuristic of Kelly, Golden and Assad (1992), Networks 22(4), 397-417, and of Castro (2007),
//! Operations Research Letters 35, as used for linked tables in tau-Argus. The result is safe because the attacker says so, not
//! because the heuristic is right; it need not be the smallest possible.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use crate::{
    attack::System,
    error::Error,
    publish::{Published, Shown},
    rule::{Range, Rule},
    table::{Key, Tables},
};

/// A release with the true counts behind it. To be kept as safely as the records are: the next release is protected
/// against this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protected {
    /// The true counts. Never shown.
    pub tables: Tables,
    /// What leaves.
    pub published: Published,
    /// Cells that earlier releases already give away, so that hiding them now is no use.
    pub exposed: Vec<Key>,
}

/// Protects tables under a rule, so that nobody who also has the `before` releases (oldest first) can work out a hidden
/// cell more closely than the rule allows, nor a cell of one of them that is small under its rule and this one.
///
/// # Errors
/// A cell that cannot be protected whatever else is hidden.
pub fn protect(tables: &Tables, rule: &Rule, before: &[&Protected]) -> Result<Protected, Error> {
    let mut plan = Plan::new(tables, rule, before);
    let mut system = plan.system(None);
    while let Some((release, key, width)) = plan.weak(&mut system) {
        let cell = system.cell(release, &key).unwrap_or_default();
        let helpers = plan.helpers(&system, cell, width);
        if !helpers.is_empty() {
            plan.hidden.extend(helpers);
            system = plan.system(Some(system));
        } else if release == before.len() && plan.given_away_before(cell, width) {
            plan.exposed.insert(key);
        } else {
            return Err(Error::CannotProtect(key));
        }
    }
    Ok(Protected {
        tables: tables.clone(),
        published: plan.published(),
        exposed: plan.exposed.into_iter().collect(),
    })
}

struct Plan<'a> {
    tables: &'a Tables,
    rule: &'a Rule,
    before: &'a [&'a Protected],
    revised: BTreeSet<Key>,
    hidden: BTreeSet<Key>,
    exposed: BTreeSet<Key>,
    /// The true count of every unknown of the system.
    truth: Vec<u64>,
    /// For cells of this release, what was known of them before it.
    known: BTreeMap<usize, Range>,
}

impl<'a> Plan<'a> {
    fn new(tables: &'a Tables, rule: &'a Rule, before: &'a [&'a Protected]) -> Self {
        let latest = |key: &Key| before.iter().rev().find_map(|release| release.tables.count(key));
        let revised = tables
            .cells()
            .filter(|(key, count)| latest(key).is_some_and(|earlier| earlier != *count))
            .map(|(key, _)| key.clone())
            .collect();
        let mut plan = Self {
            tables,
            rule,
            before,
            revised,
            hidden: BTreeSet::new(),
            exposed: BTreeSet::new(),
            truth: Vec::new(),
            known: BTreeMap::new(),
        };
        let system = plan.system(None);
        let earlier = plan.earlier();
        let mut truth = vec![0; system.ranges.len()];
        let all = before.iter().map(|release| &release.tables).chain([tables]);
        for (release, tables) in all.enumerate() {
            for (key, count) in tables.cells() {
                if let Some(place) = system.cell(release, key) {
                    truth[place] = count;
                }
            }
        }
        for (key, _) in tables.cells() {
            // Unknowns are numbered in the order of releases, so those of earlier ones come first in both systems.
            if let Some(place) = system.cell(before.len(), key) {
                let nothing = Range { low: 0, high: None };
                plan.known.insert(place, earlier.ranges.get(place).copied().unwrap_or(nothing));
            }
        }
        plan.truth = truth;
        plan
    }

    fn published(&self) -> Published {
        Published::of(self.tables, self.rule, &self.hidden, &self.revised)
    }

    fn earlier(&self) -> System {
        System::new(&self.before.iter().map(|release| &release.published).collect::<Vec<_>>())
    }

    fn system(&self, looser: Option<System>) -> System {
        let now = self.published();
        let releases: Vec<&Published> =
            self.before.iter().map(|release| &release.published).chain([&now]).collect();
        let mut system = System::new(&releases);
        if let Some(earlier) = looser {
            system.inherit(earlier);
        }
        system
    }

    /// The first cell that is not safe yet, hidden in this release or small in an earlier one: the release, the cell and
    /// the width it must keep.
    fn weak(&self, system: &mut System) -> Option<(usize, Key, u64)> {
        // The rule now in force decides what is still to be kept of what an earlier, stricter one hid.
        let small = self.before.iter().enumerate().flat_map(|(number, release)| {
            let rule = &release.published.rule;
            let width = rule.width.min(self.rule.width);
            release
                .tables
                .cells()
                .filter(|(_, count)| rule.is_small(*count) && self.rule.is_small(*count))
                .filter(|(key, _)| !release.exposed.contains(key))
                .map(move |(key, _)| (number, key, width))
        });
        let now = self
            .tables
            .cells()
            .filter(|(key, count)| self.rule.is_small(*count) || self.hidden.contains(key))
            .filter(|(key, _)| !self.exposed.contains(key))
            .map(|(key, _)| (self.before.len(), key, self.rule.width));
        small.chain(now).find_map(|(release, key, width)| {
            let cell = system.cell(release, key)?;
            system.keeps(cell, width).is_err().then(|| (release, key.clone(), width))
        })
    }

    /// Whether the releases before this one already say too much about a cell.
    fn given_away_before(&self, cell: usize, width: u64) -> bool {
        let mut earlier = self.earlier();
        cell < earlier.ranges.len() && earlier.keeps(cell, width).is_err()
    }

    /// Cells shown in this release that may be hidden, with what would be known of them then.
    fn can_hide(&self, system: &System) -> BTreeMap<usize, (&Key, Range)> {
        let shown = self
            .tables
            .cells()
            .filter(|(key, count)| *count > 0 && !self.rule.is_small(*count) && !self.hidden.contains(*key));
        shown
            .filter_map(|(key, _)| {
                let place = system.cell(self.before.len(), key)?;
                let range = self.rule.range(Shown::Hidden).and(*self.known.get(&place)?);
                range.width().is_none_or(|width| width > 0).then_some((place, (key, range)))
            })
            .collect()
    }

    /// What to hide so that a cell can be larger, smaller or both, `width` in all. Empty when nothing helps.
    fn helpers(&self, system: &System, cell: usize, width: u64) -> BTreeSet<Key> {
        let can_hide = self.can_hide(system);
        let near = system
            .connected(cell, |place| system.ranges[place].exact().is_none() || can_hide.contains_key(&place));
        let range = can_hide.get(&cell).map_or(system.ranges[cell], |(_, range)| *range);
        let true_count = self.truth[cell];
        let up = range.high.map_or(width, |high| high.saturating_sub(true_count).min(width)) as i64;
        let mut found = BTreeSet::new();
        for change in [up, up - width as i64] {
            if change != 0 {
                found.extend(self.cheapest(system, cell, change, &near, &can_hide));
            }
        }
        if found.is_empty() {
            // The programme found nothing to hide, in fractions; whole numbers need more. Hide the smallest close by.
            let nearest = system.within[cell].iter().flat_map(|sum| {
                let (total, parts) = &system.sums[*sum];
                parts.iter().chain([total])
            });
            let all =
                nearest.chain(&near).filter_map(|place| Some((self.truth[*place], can_hide.get(place)?.0)));
            found.extend(all.min_by_key(|(count, _)| *count).map(|(_, key)| key.clone()));
        }
        found
    }

    /// The cheapest cells to hide so that everything adds up with a cell changed.
    fn cheapest(
        &self,
        system: &System,
        cell: usize,
        change: i64,
        near: &[usize],
        can_hide: &BTreeMap<usize, (&Key, Range)>,
    ) -> Vec<Key> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut hides: Vec<(Variable, &Key)> = Vec::new();
        // For each cell, what its change is the sum of.
        let mut changes: Vec<Vec<(Variable, f64)>> = Vec::new();
        for place in near {
            let count = self.truth[*place] as f64;
            let above = |high: Option<u64>| high.map_or(f64::INFINITY, |high| (high as f64 - count).max(0.0));
            let below = |low: u64| (count - low as f64).max(0.0);
            let range = system.ranges[*place];
            if *place == cell {
                let fixed = change as f64;
                changes.push(vec![(problem.add_var(0.0, (fixed, fixed)), 1.0)]);
                continue;
            }
            let mut own = vec![(problem.add_var(0.0, (-below(range.low), above(range.high))), 1.0)];
            if let Some((key, hidden)) = can_hide.get(place) {
                // A large number costs readers more than a small one, but not in proportion.
                let cost = 1.0 + (1.0 + count).ln();
                for (most, sign) in [(above(hidden.high), 1.0), (below(hidden.low), -1.0)] {
                    let variable = problem.add_var(cost, (0.0, most));
                    own.push((variable, sign));
                    hides.push((variable, key));
                }
            }
            changes.push(own);
        }
        for (terms, _) in system.equations(near) {
            let all: Vec<(Variable, f64)> = terms
                .iter()
                .flat_map(|(at, sign)| changes[*at].iter().map(move |(of, own)| (*of, own * *sign as f64)))
                .collect();
            problem.add_constraint(&all, ComparisonOp::Eq, 0.0);
        }
        let Ok(outcome) = problem.solve() else { return Vec::new() };
        let Some(solution) = outcome.solution() else { return Vec::new() };
        hides
            .iter()
            .filter(|(variable, _)| solution.var_value(*variable) > 1e-6)
            .map(|(_, key)| (*key).clone())
            .collect()
    }
}
