//! All that is known from some releases: unknowns, what each may be, and what they add up to.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use crate::{
    publish::Published,
    rule::Range,
    table::{Key, Tables},
};

/// Coefficients by position among some unknowns, and what they come to.
pub(crate) type Equation = (Vec<(usize, i64)>, i64);

/// Everything published as unknowns with ranges and sums over them.
pub(crate) struct System {
    /// What is known of each unknown by itself.
    pub(crate) ranges: Vec<Range>,
    /// A total and its parts.
    pub(crate) sums: Vec<(usize, Vec<usize>)>,
    /// Which sums each unknown is in.
    pub(crate) within: Vec<Vec<usize>>,
    /// For each release, where its cells are, in their order.
    places: Vec<Vec<usize>>,
    /// The smallest and largest values seen in tables that fit.
    pub(crate) seen: Vec<Option<(u64, u64)>>,
    /// A table that fits, as far as one is known: of what hangs together, either every value or none.
    pub(crate) base: Vec<Option<u64>>,
}

impl System {
    /// Oldest release first. A cell of two releases is one unknown, unless it is marked as revised or the two cannot
    /// both be true.
    pub(crate) fn new(releases: &[&Published]) -> Self {
        let mut ranges: Vec<Range> = Vec::new();
        let mut latest: HashMap<&Key, usize> = HashMap::new();
        let mut places = Vec::with_capacity(releases.len());
        let mut sums = BTreeSet::new();
        for release in releases {
            let mut own = Vec::with_capacity(release.cells.len());
            let mut own_place: HashMap<&Key, usize> = HashMap::with_capacity(release.cells.len());
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
                own_place.insert(key, place);
                own.push(place);
            }
            for sum in &release.sums {
                let parts: Option<Vec<usize>> =
                    sum.parts.iter().map(|part| own_place.get(part).copied()).collect();
                // A sum over a cell that did not leave tells nobody anything that the true sums do not.
                if let (Some(total), Some(parts)) = (own_place.get(&sum.total), parts) {
                    sums.insert((*total, parts));
                }
            }
            places.push(own);
        }
        let sums: Vec<(usize, Vec<usize>)> = sums.into_iter().collect();
        let mut within: Vec<Vec<usize>> = vec![Vec::new(); ranges.len()];
        for (at, (total, parts)) in sums.iter().enumerate() {
            for place in parts.iter().chain([total]) {
                // A part may stand in a sum several times.
                if within[*place].last() != Some(&at) {
                    within[*place].push(at);
                }
            }
        }
        let seen = vec![None; ranges.len()];
        let base = vec![None; ranges.len()];
        Self { ranges, sums, within, places, seen, base }
    }

    /// Where the cells of a release are, in their order.
    pub(crate) fn places(&self, release: usize) -> &[usize] {
        &self.places[release]
    }

    /// The true count of every unknown.
    pub(crate) fn truth(&self, releases: &[&Published], tables: &[&Tables]) -> Vec<u64> {
        let mut truth = vec![0; self.ranges.len()];
        for ((release, tables), places) in releases.iter().zip(tables).zip(&self.places) {
            for (key, place) in release.cells.keys().zip(places) {
                truth[*place] = tables.count(key).unwrap_or_default();
            }
        }
        truth
    }

    /// Takes a table to start from wherever it fits what was published.
    pub(crate) fn start_from(&mut self, table: &[u64]) {
        let adds_up = |(total, parts): &&(usize, Vec<usize>)| {
            parts.iter().map(|part| table[*part]).sum::<u64>() == table[*total]
        };
        let of_sums = self.sums.iter().filter(|sum| !adds_up(sum));
        let mut wrong: Vec<usize> =
            of_sums.flat_map(|(total, parts)| parts.iter().chain([total])).copied().collect();
        for (place, range) in
            self.ranges.iter().enumerate().filter(|(place, range)| !range.holds(table[*place]))
        {
            wrong.push(place);
            // A number that is known is no bridge to what it stands in a sum with, and yet that rests on it.
            if range.exact().is_some() {
                let sums = self.within[place].iter().map(|sum| &self.sums[*sum]);
                wrong.extend(sums.flat_map(|(total, parts)| parts.iter().chain([total])));
            }
        }
        let wrong = self.reached(wrong, usize::MAX, |place| self.ranges[place].exact().is_none());
        let wrong: BTreeSet<usize> = wrong.into_iter().collect();
        for (place, value) in table.iter().enumerate().filter(|(place, _)| !wrong.contains(place)) {
            self.base[place] = Some(*value);
            self.saw(place, *value);
        }
    }

    /// Says that less is known of an unknown than before. Tables that fit still do.
    pub(crate) fn loosen(&mut self, place: usize, range: Range) {
        self.ranges[place] = range;
        if self.base.contains(&None) {
            // What it now joins has a table that fits as a whole, or none.
            let all = self.around(place, usize::MAX, |place| self.ranges[place].exact().is_none());
            if all.iter().any(|place| self.base[*place].is_none()) {
                for place in all {
                    self.base[place] = None;
                }
            }
        }
    }

    /// What a cell hangs together with, in ascending order: those in its sums that can move, those in theirs, and so on, the nearest
    /// `most` of them.
    pub(crate) fn around(&self, cell: usize, most: usize, moves: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut near = self.reached(vec![cell], most, moves);
        near.sort_unstable();
        near
    }

    /// What hangs together with some unknowns, the nearest first.
    pub(crate) fn reached(&self, from: Vec<usize>, most: usize, moves: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut found = Vec::new();
        let mut known = HashSet::new();
        let mut looked = HashSet::new();
        let mut next: VecDeque<usize> = from.into_iter().filter(|place| known.insert(*place)).collect();
        while let Some(place) = next.pop_front() {
            found.push(place);
            if found.len() == most {
                break;
            }
            for sum in self.within[place].iter().filter(|sum| looked.insert(**sum)) {
                let (total, parts) = &self.sums[*sum];
                for other in parts.iter().chain([total]) {
                    if moves(*other) && known.insert(*other) {
                        next.push_back(*other);
                    }
                }
            }
        }
        found
    }

    /// The sums over some unknowns, the others being what they are known to be or are in the table that is known.
    pub(crate) fn equations(&self, near: &[usize]) -> Vec<Equation> {
        let position: HashMap<usize, usize> =
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
                    match position.get(&place) {
                        Some(at) => *terms.entry(*at).or_insert(0) += sign,
                        None => {
                            let value = self.ranges[place].exact().or(self.base[place]);
                            known += sign * value.unwrap_or(0) as i64;
                        }
                    }
                }
                (terms.into_iter().collect(), -known)
            })
            .collect()
    }
}
