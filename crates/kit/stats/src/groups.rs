//! Amounts with how many units hold each: what a thousand draws work with, as there are far fewer amounts than people.

use crate::quantile::ascending;

/// What a unit holds, and how many units hold as much.
pub(crate) type Group = (f64, u64);

/// Of units one by one; the least first.
pub(crate) fn groups_of(units: &[f64]) -> Vec<Group> {
    let mut groups: Vec<Group> = ascending(units).into_iter().map(|held| (held, 1)).collect();
    merge(&mut groups);
    groups
}

/// Puts groups in ascending order, each amount once.
pub(crate) fn order(groups: &mut Vec<Group>) {
    groups.sort_unstable_by(|(one, _), (other, _)| one.total_cmp(other));
    merge(groups);
}

fn merge(groups: &mut Vec<Group>) {
    groups.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
}

/// What all of them hold.
pub(crate) fn total(groups: &[Group]) -> f64 {
    groups.iter().map(|(held, units)| held * *units as f64).sum()
}

/// The share of `total` that the top `share` of `units` units hold, as [`crate::lorenz::top_share`] reads it.
pub(crate) fn top_share(groups: &[Group], units: u64, total: f64, share: f64) -> f64 {
    let (mut wanted, mut top) = (units as f64 * share, 0.0);
    for (held, count) in groups.iter().rev() {
        let taken = wanted.min(*count as f64);
        top += held * taken;
        wanted -= taken;
        if wanted <= 0.0 {
            break;
        }
    }
    (top / total).min(1.0)
}

/// Their Gini coefficient, as [`crate::lorenz::gini`] has it.
pub(crate) fn gini(groups: &[Group], units: u64, total: f64) -> f64 {
    let n = units as f64;
    let (mut before, mut weighted) = (0.0, 0.0);
    for (held, count) in groups {
        let count = *count as f64;
        // The sum of 2i + 1 - n over the places that the group takes.
        weighted += count * (2.0 * before + count - n) * held;
        before += count;
    }
    weighted / (n * total)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lorenz;

    proptest! {
        #[test]
        fn groups_say_what_units_say(
            units in prop::collection::vec(prop_oneof![Just(0.0), Just(10.0), Just(182.25), 1.0..5.0], 1..200),
            share in 0.0..1.0,
        ) {
            prop_assume!(units.iter().any(|held| *held > 0.0));
            let groups = groups_of(&units);
            let (of, all) = (units.len() as u64, total(&groups));
            prop_assert!((top_share(&groups, of, all, share) - lorenz::top_share(&units, share).unwrap()).abs() < 1e-9);
            prop_assert!((gini(&groups, of, all) - lorenz::gini(&units).unwrap()).abs() < 1e-9);
            let mut again: Vec<Group> = units.iter().rev().map(|held| (*held, 1)).collect();
            order(&mut again);
            prop_assert_eq!(again, groups);
        }
    }
}
