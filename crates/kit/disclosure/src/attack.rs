//! The attacker: somebody with a solver, every release, the rule, and nothing else.
//!
//! For a hidden cell two tables of whole numbers are sought that fit all that was published and differ in that cell as
//! much as possible. Both are checked number by number, so a fault of the solver can only make a cell look less
//! safe than it is, never safer. This is the audit of Fischetti and Salazar (2001), Journal of the American Statistical
//! Association 96(454), 1008-1018, and of chapter 4 of Hundepool and others (2012), Statistical Disclosure Control.

use std::collections::BTreeSet;

use crate::{
    protect::Protected,
    publish::{Published, Shown},
    rule::Range,
    system::System,
    table::{Key, Tables},
};

/// A hidden cell of the last release that can be worked out more closely than its rule allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Which cell.
    pub key: Key,
    /// What it must be, as far as the attacker found out.
    pub range: Range,
}

/// Attacks the last of some releases, oldest first, with all that is known from all of them. Empty when every hidden
/// cell keeps at least the width that its rule demands.
pub fn attack(releases: &[&Published]) -> Vec<Breach> {
    breaches(System::new(releases), releases, &BTreeSet::new())
}

/// The same attack on the last of some releases, except on what it says is exposed, by whoever holds the true counts. To be run on whatever
/// is about to leave: the attacker has first to find a table that fits everything published, which takes longer with each release; here
/// the true one is at hand. It is checked like any other, and whatever it does not help to prove safe is attacked as if it were unknown, as long
/// as no more than a few thousand unknowns hang together with it; beyond that it counts as worked out.
pub fn prove(releases: &[&Protected]) -> Vec<Breach> {
    let published: Vec<&Published> = releases.iter().map(|release| &release.published).collect();
    let tables: Vec<&Tables> = releases.iter().map(|release| &release.tables).collect();
    let mut system = System::new(&published);
    let truth = system.truth(&published, &tables);
    system.start_from(&truth);
    let exposed: BTreeSet<&Key> = releases.iter().last().iter().flat_map(|last| &last.exposed).collect();
    breaches(system, &published, &exposed)
}

fn breaches(mut system: System, releases: &[&Published], without: &BTreeSet<&Key>) -> Vec<Breach> {
    let Some(last) = releases.last() else { return Vec::new() };
    let cells: Vec<(&Key, Shown, usize)> = last
        .cells
        .iter()
        .zip(system.places(releases.len() - 1))
        .filter(|((key, cell), _)| cell.shown.is_hidden() && !without.contains(key))
        .map(|((key, cell), place)| (key, cell.shown, *place))
        .collect();
    let keeps = |(key, shown, place)| {
        let range = system.keeps(place, last.rule.width).err()?;
        // Of what is in no table, a reader may know that it is large, or that there may be none.
        let small = last.rule.is_small(range.low) && range.high.is_some_and(|high| last.rule.is_small(high));
        (shown != Shown::Untold || small).then(|| Breach { key: Key::clone(key), range })
    };
    cells.into_iter().filter_map(keeps).collect()
}
