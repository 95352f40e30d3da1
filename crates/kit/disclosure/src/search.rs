//! How far a cell can be told: tables that fit everything published and differ in it.
//!
//! Where a table that fits is known, others are sought that differ from it in little else. Two that differ enough prove a cell safe, however
//! they were found, and most are found among a few dozen unknowns; so a cell costs about as much beside a hundred releases as beside one.

use std::ops::ControlFlow;

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

use crate::{
    rule::Range,
    system::{Equation, System},
};

/// How far above the smallest possible value the largest is looked for; what reaches as far has no limit that matters.
const REACH: u64 = 1000;
/// How many branches to try for whole numbers before a cell is taken to be unsafe.
const BRANCHES: u64 = 2000;
/// How much more a move of the cell that is looked at counts than one of another.
const WANTED: f64 = 1000.0;
/// How many unknowns around a cell are let move, the others staying as they are in a table that fits, before everything is
/// that hangs together with it. What is safe nearly always shows in the first.
const NEAR: [usize; 3] = [40, 400, 3000];
/// How many unknowns are let move at most, where a table that fits is known.
pub(crate) const FAR: usize = 5000;

const BOTH: [OptimizationDirection; 2] = [OptimizationDirection::Minimize, OptimizationDirection::Maximize];

impl System {
    pub(crate) fn saw(&mut self, place: usize, value: u64) {
        let seen = &mut self.seen[place];
        let (low, high) = seen.unwrap_or((value, value));
        *seen = Some((low.min(value), high.max(value)));
    }

    fn is_wide(&self, cell: usize, width: u64) -> bool {
        self.seen[cell].is_some_and(|(low, high)| high - low >= width)
    }

    /// Whether a cell keeps at least `width`; otherwise what it must be, as far as was looked. What hangs together with more than [`FAR`]
    /// others is not looked at as a whole, and taken to be unsafe.
    pub(crate) fn keeps(&mut self, cell: usize, width: u64) -> Result<(), Range> {
        if self.keeps_nearby(cell, width) {
            return Ok(());
        }
        let known = self.base[cell].is_some();
        let most = if known { FAR } else { usize::MAX };
        let near = self.around(cell, most, |place| self.ranges[place].exact().is_none());
        if near.len() < most && self.search(cell, width, &near).is_break() {
            return Ok(());
        }
        Err(self.seen[cell].map_or(self.ranges[cell], |(low, high)| Range { low, high: Some(high) }))
    }

    /// Whether a cell cannot keep `width`. Where that was not looked at to the end, it is not said.
    pub(crate) fn gives_away(&mut self, cell: usize, width: u64) -> bool {
        if self.ranges[cell].width().is_some_and(|most| most < width) {
            return true;
        }
        if self.keeps_nearby(cell, width) {
            return false;
        }
        let all = self.around(cell, FAR, |place| self.ranges[place].exact().is_none());
        all.len() < FAR && self.keeps(cell, width).is_err()
    }

    /// Whether a cell is seen to keep at least `width` when little else moves. Where not, it may do so all the same.
    pub(crate) fn keeps_nearby(&mut self, cell: usize, width: u64) -> bool {
        if self.is_wide(cell, width) {
            return true;
        }
        if self.base[cell].is_none() || self.ranges[cell].width().is_some_and(|most| most < width) {
            return false;
        }
        for most in NEAR {
            let near = self.around(cell, most, |place| self.ranges[place].exact().is_none());
            if self.search_from_base(cell, width, &near).is_break() {
                return true;
            }
            if near.len() < most {
                break;
            }
        }
        false
    }

    /// Looks for tables in which a cell is as small and as large as may be. Breaks off when they are far enough apart.
    fn search(&mut self, cell: usize, width: u64, near: &[usize]) -> ControlFlow<()> {
        for direction in BOTH {
            let cap = self.seen[cell].map_or(u64::MAX, |(low, _)| low.saturating_add(REACH.max(width)));
            if let Some(table) = self.extreme(cell, near, direction, cap) {
                let new = self.base[cell].is_none();
                for (place, value) in near.iter().zip(table) {
                    self.saw(*place, value);
                    if new {
                        self.base[*place] = Some(value);
                    }
                }
            }
            if self.is_wide(cell, width) {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }

    /// Looks for tables in which a cell is smaller and larger than in the table that is known, from which they differ in little else,
    /// and only in `near`. Breaks off when they are far enough apart.
    fn search_from_base(&mut self, cell: usize, width: u64, near: &[usize]) -> ControlFlow<()> {
        for direction in BOTH {
            if let Some(table) = self.moved(cell, near, direction, width) {
                for (place, value) in near.iter().zip(table) {
                    self.saw(*place, value);
                }
            }
            if self.is_wide(cell, width) {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
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
            self.fits(near, &equations, &table).then_some(table)
        })
    }

    /// A table of whole numbers over `near` that fits and has a cell at most `most` smaller or larger than in the table that is known, as
    /// far as the others allow, which are moved as little as may be. What is far away and no use stays where it is, so the programme
    /// is soon done, and what it finds is nearly always whole.
    fn moved(
        &self,
        cell: usize,
        near: &[usize],
        towards: OptimizationDirection,
        most: u64,
    ) -> Option<Vec<u64>> {
        let base: Vec<u64> = near.iter().map(|place| self.base[*place]).collect::<Option<_>>()?;
        let equations = self.equations(near);
        let up = matches!(towards, OptimizationDirection::Maximize);
        [false, true].into_iter().find_map(|whole| {
            let mut problem = Problem::new(OptimizationDirection::Maximize);
            let mut variable = |wanted: f64, most: Option<u64>| {
                if most == Some(0) {
                    None
                } else if whole {
                    let most = most.and_then(|most| i32::try_from(most).ok());
                    Some(problem.add_integer_var(wanted, (0, most.unwrap_or(i32::MAX))))
                } else {
                    Some(problem.add_var(wanted, (0.0, most.map_or(f64::INFINITY, |most| most as f64))))
                }
            };
            // How much each may be larger, and how much smaller.
            let moves: Vec<[(Option<Variable>, f64); 2]> = near
                .iter()
                .zip(&base)
                .map(|(place, base)| {
                    let Range { low, high } = self.ranges[*place];
                    let (above, below) = (high.map(|high| high - base), base - low);
                    let (wanted, above, below) = match (*place == cell, up) {
                        (false, _) => (-1.0, above, below),
                        (true, true) => (WANTED, Some(above.unwrap_or(most).min(most)), 0),
                        (true, false) => (WANTED, Some(0), below.min(most)),
                    };
                    [(variable(wanted, above), 1.0), (variable(wanted, Some(below)), -1.0)]
                })
                .collect();
            for (terms, _) in &equations {
                let terms: Vec<(Variable, f64)> = terms
                    .iter()
                    .flat_map(|(at, times)| moves[*at].map(|(of, sign)| Some((of?, *times as f64 * sign))))
                    .flatten()
                    .collect();
                problem.add_constraint(&terms, ComparisonOp::Eq, 0.0);
            }
            let mut options = SolveOptions::default();
            options.node_limit = Some(BRANCHES);
            let outcome = problem.solve_with(options).ok()?;
            let solution = outcome.solution()?;
            let moved =
                |(of, sign): (Option<Variable>, f64)| of.map_or(0.0, |of| sign * solution.var_value(of));
            let table: Option<Vec<u64>> = base
                .iter()
                .zip(&moves)
                .map(|(base, moves)| {
                    base.checked_add_signed(moves.map(moved).iter().sum::<f64>().round() as i64)
                })
                .collect();
            table.filter(|table| self.fits(near, &equations, table))
        })
    }

    /// Whether values of `near` are possible and add up, the others being what they are in the table that is known.
    fn fits(&self, near: &[usize], equations: &[Equation], table: &[u64]) -> bool {
        let adds_up = |(terms, sum): &Equation| {
            terms.iter().map(|(at, sign)| sign * table[*at] as i64).sum::<i64>() == *sum
        };
        near.iter().zip(table).all(|(place, value)| self.ranges[*place].holds(*value))
            && equations.iter().all(adds_up)
    }
}
