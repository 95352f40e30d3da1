//! Which further cells to hide so that the small ones cannot be worked out.
//!
//! As long as the attacker finds a cell that is not safe, a linear programme looks for the cheapest way in which that
//! cell could be larger or smaller and everything still add up; the cells that move with it are hidden. This is the
//! linear-programming heuristic of Kelly, Golden and Assad (1992), Networks 22(4), 397-417, and of Castro (2007),
//! Operations Research Letters 35, as used for linked tables in tau-Argus. The result is safe because the attacker says so, not
//! because the heuristic is right; it need not be the smallest possible.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use crate::{
    error::Error,
    publish::{Published, Shown},
    rule::{Range, Rule},
    search::FAR,
    system::System,
    table::{Key, Tables},
};

/// How many cells around one that is not safe are looked at for what to hide with it, before all are.
const CLOSE: usize = 400;

/// How often more is hidden for one cell's sake. What has not helped by then hides one table after another, and does not help either.
const TIMES: usize = 8;

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
/// cell more closely than the rule allows, nor a cell of one of them that is small under its rule and this one. Give all
/// that ever left: what has no part in it costs next to nothing, and two releases that share no count may be joined by a third.
///
/// # Errors
/// A cell that cannot be protected whatever else is hidden.
pub fn protect(tables: &Tables, rule: &Rule, before: &[&Protected]) -> Result<Protected, Error> {
    protect_without(tables, rule, before, &BTreeSet::new())
}

/// As [`protect`], with some cells hidden whatever they are: those of a table that is left out. Noughts and what an earlier release
/// told stay shown, for they are no secret.
///
/// # Errors
/// A cell that cannot be protected whatever else is hidden.
pub fn protect_without(
    tables: &Tables,
    rule: &Rule,
    before: &[&Protected],
    left_out: &BTreeSet<Key>,
) -> Result<Protected, Error> {
    let mut plan = Plan::new(tables, rule, before);
    plan.leave_out(left_out);
    let mut looked_at: Option<(At, usize)> = None;
    while let Some((at, weak)) = plan.weak() {
        let times = looked_at.filter(|(same, _)| *same == at).map_or(0, |(_, times)| times + 1);
        looked_at = Some((at, times));
        if times > TIMES {
            // Looked at with all that hangs together with it, it may be safe by now.
            if plan.system.keeps(weak.place, weak.width).is_err() {
                return Err(Error::CannotProtect(plan.key(at)));
            }
            plan.unsure.remove(&at);
            continue;
        }
        if plan.given_away_before(weak) {
            plan.unsure.remove(&at);
            if at.0 == before.len() {
                plan.exposed.insert(plan.key(at));
            }
            continue;
        }
        let helpers = plan.helpers(weak);
        if !helpers.is_empty() {
            plan.hide(&helpers);
        } else if plan.system.keeps(weak.place, weak.width).is_ok() {
            // Little else moved when it was looked at first.
            plan.unsure.remove(&at);
        } else {
            return Err(Error::CannotProtect(plan.key(at)));
        }
    }
    Ok(Protected {
        tables: tables.clone(),
        published: Published::of(tables, rule, &plan.hidden, &plan.revised),
        exposed: plan.exposed.into_iter().collect(),
    })
}

/// A release and the cell of it, in the order of its cells.
type At = (usize, usize);

/// An unknown that must be left so wide.
#[derive(Debug, Clone, Copy)]
struct Unsure {
    place: usize,
    width: u64,
}

/// A cell that is shown and could be hidden: which of this release's, and what would be known of it then.
#[derive(Debug, Clone, Copy)]
struct CanHide {
    cell: usize,
    range: Range,
}

struct Plan<'a> {
    tables: &'a Tables,
    before: &'a [&'a Protected],
    /// The cells of this release and their counts.
    cells: Vec<(&'a Key, u64)>,
    width: u64,
    revised: BTreeSet<Key>,
    hidden: BTreeSet<Key>,
    exposed: BTreeSet<Key>,
    /// What is known from the releases before, and what from them and this one.
    earlier: System,
    system: System,
    /// The true count of every unknown.
    truth: Vec<u64>,
    /// Cells of which it is not known yet whether they are safe.
    unsure: BTreeMap<At, Unsure>,
    can_hide: HashMap<usize, CanHide>,
}

impl<'a> Plan<'a> {
    fn new(tables: &'a Tables, rule: &'a Rule, before: &'a [&'a Protected]) -> Self {
        let mut latest: HashMap<&Key, u64> = HashMap::new();
        for release in before {
            latest.extend(release.tables.cells());
        }
        let cells: Vec<(&Key, u64)> = tables.cells().collect();
        let revised: BTreeSet<Key> = cells
            .iter()
            .filter(|(key, count)| latest.get(key).is_some_and(|earlier| earlier != count))
            .map(|(key, _)| Key::clone(key))
            .collect();
        let now = Published::of(tables, rule, &BTreeSet::new(), &revised);
        let published: Vec<&Published> = before.iter().map(|release| &release.published).collect();
        // Unknowns are numbered in the order of releases, so those of earlier ones come first in both systems.
        let mut earlier = System::new(&published);
        let published: Vec<&Published> = published.into_iter().chain([&now]).collect();
        let mut system = System::new(&published);
        let all: Vec<&Tables> = before.iter().map(|release| &release.tables).chain([tables]).collect();
        let truth = system.truth(&published, &all);
        system.start_from(&truth);
        earlier.start_from(&truth[..earlier.ranges.len()]);
        let mut plan = Self {
            tables,
            before,
            cells,
            width: rule.width,
            revised,
            hidden: BTreeSet::new(),
            exposed: BTreeSet::new(),
            earlier,
            system,
            truth,
            unsure: BTreeMap::new(),
            can_hide: HashMap::new(),
        };
        plan.unsure = plan.all_unsure(rule);
        plan.can_hide = plan.all_that_can_hide(rule);
        plan
    }

    /// Every small cell of this release, and of those before it what is small and hangs together with this one.
    fn all_unsure(&self, rule: &Rule) -> BTreeMap<At, Unsure> {
        let mut unsure = BTreeMap::new();
        let touched = self.touched();
        let mut widest: HashMap<usize, u64> = HashMap::new();
        for (number, release) in self.before.iter().enumerate() {
            // The rule now in force decides what is still to be kept of what an earlier, stricter one hid.
            let strict = &release.published.rule;
            let width = strict.width.min(rule.width);
            let exposed: HashSet<&Key> = release.exposed.iter().collect();
            for (cell, (key, place)) in
                release.published.cells.keys().zip(self.system.places(number)).enumerate()
            {
                let is_small = |count| strict.is_small(count) && rule.is_small(count);
                if touched.contains(place)
                    && widest.get(place).is_none_or(|before| *before < width)
                    && release.tables.count(key).is_some_and(is_small)
                    && !exposed.contains(key)
                {
                    widest.insert(*place, width);
                    unsure.insert((number, cell), Unsure { place: *place, width });
                }
            }
        }
        for (cell, ((_, count), place)) in self.cells.iter().zip(self.own_places()).enumerate() {
            if rule.is_small(*count) {
                unsure.insert((self.before.len(), cell), Unsure { place: *place, width: self.width });
            }
        }
        unsure
    }

    /// Unknowns of which this release may tell something: its own, and what earlier releases leave open and hangs together with them.
    /// Whatever else they left open is as open as before.
    fn touched(&self) -> HashSet<usize> {
        let open = |place: usize| self.earlier.ranges.get(place).is_none_or(|range| range.exact().is_none());
        let own = self.own_places().iter().copied().filter(|place| open(*place)).collect();
        self.system.reached(own, usize::MAX, open).into_iter().collect()
    }

    /// Cells shown in this release that may be hidden.
    fn all_that_can_hide(&self, rule: &Rule) -> HashMap<usize, CanHide> {
        let shown = self.cells.iter().zip(self.own_places()).enumerate();
        shown
            .filter(|(_, ((_, count), _))| *count > 0 && !rule.is_small(*count))
            .filter(|(_, ((key, _), _))| self.tables.tells(key))
            .filter_map(|(cell, (_, place))| {
                let hidden = rule.range(Shown::Hidden);
                let range = self.earlier.ranges.get(*place).map_or(hidden, |known| hidden.and(*known));
                range.width().is_none_or(|width| width > 0).then_some((*place, CanHide { cell, range }))
            })
            .collect()
    }

    fn own_places(&self) -> &[usize] {
        self.system.places(self.before.len())
    }

    fn key(&self, (release, cell): At) -> Key {
        let earlier = self.before.get(release).and_then(|release| release.published.cells.keys().nth(cell));
        earlier.unwrap_or(self.cells[cell].0).clone()
    }

    /// The first cell that is not seen to be safe, hidden in this release or small in an earlier one. What is safe
    /// stays so, whatever is hidden with it.
    fn weak(&mut self) -> Option<(At, Unsure)> {
        while let Some((at, unsure)) = self.unsure.first_key_value().map(|(at, unsure)| (*at, *unsure)) {
            if !self.system.keeps_nearby(unsure.place, unsure.width) {
                return Some((at, unsure));
            }
            self.unsure.remove(&at);
        }
        None
    }

    fn leave_out(&mut self, keys: &BTreeSet<Key>) {
        let cells = self.cells.iter().zip(self.own_places());
        let places = cells.filter(|((key, _), _)| keys.contains(*key)).map(|(_, place)| *place).collect();
        self.hide(&places);
    }

    fn hide(&mut self, places: &BTreeSet<usize>) {
        for place in places {
            let Some(CanHide { cell, range }) = self.can_hide.remove(place) else { continue };
            self.hidden.insert(self.cells[cell].0.clone());
            self.system.loosen(*place, range);
            self.unsure.insert((self.before.len(), cell), Unsure { place: *place, width: self.width });
        }
    }

    /// Whether the releases before this one already say too much about a cell. Then nothing that is hidden now is any use.
    fn given_away_before(&mut self, weak: Unsure) -> bool {
        weak.place < self.earlier.ranges.len() && self.earlier.gives_away(weak.place, weak.width)
    }

    /// What to hide so that a cell can be larger, smaller or both, `width` in all. Empty when nothing helps.
    fn helpers(&self, Unsure { place: cell, width }: Unsure) -> BTreeSet<usize> {
        let system = &self.system;
        let moves =
            |place: usize| system.ranges[place].exact().is_none() || self.can_hide.contains_key(&place);
        let range = self.can_hide.get(&cell).map_or(system.ranges[cell], |hidden| hidden.range);
        let up = range.high.map_or(width, |high| high.saturating_sub(self.truth[cell]).min(width)) as i64;
        let mut near = Vec::new();
        for most in [CLOSE, FAR] {
            near = system.around(cell, most, moves);
            let changes = [up, up - width as i64].into_iter().filter(|change| *change != 0);
            let found: BTreeSet<usize> =
                changes.filter_map(|change| self.cheapest(cell, &[Some(change)], &near)).flatten().collect();
            if !found.is_empty() {
                return found;
            }
            if near.len() < most {
                break;
            }
        }
        // Larger by so much and smaller by the rest, whatever the share of each.
        match self.cheapest(cell, &[None, Some(width as i64)], &near) {
            None => BTreeSet::new(),
            Some(found) if !found.is_empty() => found.into_iter().collect(),
            // It needs nothing hidden, in fractions; whole numbers need more. Hide the smallest close by.
            Some(_) => {
                let nearest = system.within[cell].iter().flat_map(|sum| {
                    let (total, parts) = &system.sums[*sum];
                    parts.iter().chain([total])
                });
                let all = nearest.chain(&near).filter(|place| self.can_hide.contains_key(place));
                all.min_by_key(|place| (self.truth[**place], **place)).copied().into_iter().collect()
            }
        }
    }

    /// The cheapest cells to hide so that everything adds up with a cell changed: by the number given, or, in the second of two tables,
    /// by so much more than in the first. None when nothing does.
    fn cheapest(&self, cell: usize, tables: &[Option<i64>], near: &[usize]) -> Option<Vec<usize>> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut hides: Vec<(Variable, usize)> = Vec::new();
        let equations = self.system.equations(near);
        let mut before: Option<Vec<(Variable, f64)>> = None;
        for by in tables {
            // For each cell, what its change is the sum of.
            let mut changes: Vec<Vec<(Variable, f64)>> = Vec::new();
            for place in near {
                let count = self.truth[*place] as f64;
                let above =
                    |high: Option<u64>| high.map_or(f64::INFINITY, |high| (high as f64 - count).max(0.0));
                let below = |low: u64| (count - low as f64).max(0.0);
                let range = self.system.ranges[*place];
                if let (true, Some(by), [_]) = (*place == cell, by, tables) {
                    let by = *by as f64;
                    changes.push(vec![(problem.add_var(0.0, (by, by)), 1.0)]);
                    continue;
                }
                let mut own = vec![(problem.add_var(0.0, (-below(range.low), above(range.high))), 1.0)];
                if let Some(hidden) = self.can_hide.get(place) {
                    // A large number costs readers more than a small one, but not in proportion.
                    let cost = 1.0 + (1.0 + count).ln();
                    for (most, sign) in [(above(hidden.range.high), 1.0), (below(hidden.range.low), -1.0)] {
                        let variable = problem.add_var(cost, (0.0, most));
                        own.push((variable, sign));
                        hides.push((variable, *place));
                    }
                }
                if *place == cell {
                    if let (Some(before), Some(by)) = (&before, by) {
                        let less = before.iter().map(|(of, sign)| (*of, -sign));
                        let apart: Vec<(Variable, f64)> = own.iter().copied().chain(less).collect();
                        problem.add_constraint(&apart, ComparisonOp::Eq, *by as f64);
                    }
                    before = Some(own.clone());
                }
                changes.push(own);
            }
            for (terms, _) in &equations {
                let all: Vec<(Variable, f64)> = terms
                    .iter()
                    .flat_map(|(at, sign)| {
                        changes[*at].iter().map(move |(of, own)| (*of, own * *sign as f64))
                    })
                    .collect();
                problem.add_constraint(&all, ComparisonOp::Eq, 0.0);
            }
        }
        let outcome = problem.solve().ok()?;
        let solution = outcome.solution()?;
        let moved = hides.iter().filter(|(variable, _)| solution.var_value(*variable) > 1e-6);
        Some(moved.map(|(_, place)| *place).collect())
    }
}
