//! What windows tell of the months between their ends. The crimes of a window are those before its end less those before its beginning. So whoever was told
//! windows that have ends in common knows every stretch of months between these ends: the last quarter of a year from the year and its other quarters, a
//! month from two years to date.

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::{Key, Rule, Tables};

use super::{
    nested::{self, Told},
    windows::{
        Ends, Family, Follows, Rounded, Running, Window, adds_up, between, families, stretches_of, window,
    },
};
use crate::findings::lenses;

/// What is left between two lenses before each end that windows of both join.
fn less(larger: &Running, smaller: &Running) -> Running {
    let both = larger.iter().filter_map(|(end, count)| Some((*end, count - smaller.get(end)?)));
    both.collect()
}

/// Families of which one holds the other, whatever the months.
fn nested_families(families: &[Family]) -> Vec<(&Family, &Family)> {
    let mut alike: BTreeMap<_, Vec<&Family>> = BTreeMap::new();
    for family in families {
        alike.entry(nested::fixed(&family.of)).or_default().push(family);
    }
    let mut found = Vec::new();
    for alike in alike.values() {
        for larger in alike {
            let held = alike.iter().filter(|smaller| nested::holds(&larger.of, &smaller.of));
            found.extend(held.map(|smaller| (*larger, *smaller)));
        }
    }
    found
}

/// How the counts of these tables, those that are `hidden` among them, follow from each other and from those told before: windows from others that make them
/// up, and small numbers of a stretch of months, or of what is left of it between two lenses.
pub(super) fn stretches(
    tables: &Tables,
    told: &Told<'_>,
    rule: &Rule,
    hidden: &BTreeSet<Key>,
) -> Vec<Follows> {
    let small = |count: i64| u64::try_from(count).is_ok_and(|count| rule.is_small(count));
    let mut found = Vec::new();
    let is_hidden = |key: &Key, count| rule.is_small(count) || hidden.contains(key);
    let families = families(tables, told, adds_up, is_hidden, Rounded::No);
    for family in &families {
        for joined in &family.joined {
            // The difference of two windows with an end in common is looked at with all other counts of which one holds the other.
            let tells = |(ends, count): &(Ends, i64)| {
                small(*count)
                    && family.is_new(*ends)
                    && apart(*ends, joined, |ends| family.is_told(ends)).is_none()
            };
            let stretches: Vec<Ends> = stretches_of(joined).filter(tells).map(|(ends, _)| ends).collect();
            if stretches.iter().any(|ends| !family.is_told(*ends)) || family.hides_what_follows(joined) {
                found.extend(family.made_up(joined, &stretches));
            }
        }
    }
    found.extend(lens_totals(&families));
    for (larger, smaller) in nested_families(&families) {
        for of_larger in &larger.joined {
            for of_smaller in &smaller.joined {
                let tells = |(ends, count): &(Ends, i64)| {
                    small(*count) && (larger.is_new(*ends) || smaller.is_new(*ends))
                };
                let less = less(of_larger, of_smaller);
                // Fewer than none again.
                if between(&less).iter().any(|(_, count)| *count < 0) {
                    continue;
                }
                let rests: Vec<(Ends, i64)> = stretches_of(&less).filter(tells).collect();
                let both = |ends| larger.is_told(ends) && smaller.is_told(ends);
                let count = |of: &Running, (from, to): Ends| (of[&to] - of[&from]).unsigned_abs();
                // What is left between the lenses over some months.
                let rest = |ends: Ends| {
                    let (whole, part) = (larger.key(ends), smaller.key(ends));
                    let (all, some) = (count(of_larger, ends), count(of_smaller, ends));
                    (
                        nested::without(&whole, &part),
                        all - some,
                        Follows {
                            total: (whole.clone(), all),
                            parts: vec![(part.clone(), some), (nested::without(&whole, &part), all - some)],
                        },
                    )
                };
                let mut made_up: Vec<Ends> = Vec::new();
                for (ends, small) in rests.into_iter().filter(|(ends, _)| !both(*ends)) {
                    if let Some((longer, shorter)) = apart(ends, of_larger, both) {
                        // Two windows that both lenses told.
                        let ((whole, all, one), (part, some, other)) = (rest(longer), rest(shorter));
                        let key = larger.of.with("window", &window(ends).to_string());
                        let small = (nested::without(&key, &smaller.of), small.unsigned_abs());
                        found.extend([one, other]);
                        found.push(Follows { total: (whole, all), parts: vec![(part, some), small] });
                    } else {
                        found.push(rest(ends).2);
                        made_up.push(ends);
                    }
                }
                if !made_up.is_empty() {
                    found.extend(larger.made_up(of_larger, &made_up));
                    found.extend(smaller.made_up(of_smaller, &made_up));
                }
            }
        }
    }
    found
}

/// How the crimes of a lens over some months, that follow from its months, are those of its groups, that another lens told: of all crimes, whose groups are
/// those of violence, too.
fn lens_totals(families: &[Family]) -> Vec<Follows> {
    let only = |key: &Key, by: &str| key.categories().all(|(of, _)| of == by || nested::varies(of));
    let mut groups: BTreeMap<(Key, Ends), Vec<(&str, &Window)>> = BTreeMap::new();
    for family in families.iter().filter(|family| only(&family.of, "group")) {
        // A part of a group is none of another lens.
        let group = family.of.category("group").filter(|_| family.of.category("offences").is_none());
        for (group, window) in
            group.into_iter().flat_map(|name| family.windows.iter().map(move |of| (name, of)))
        {
            groups.entry((family.of.without("group"), window.ends)).or_default().push((group, window));
        }
    }
    let mut found = Vec::new();
    for family in families.iter().filter(|family| only(&family.of, "groups")) {
        let Some(lens) = lenses().iter().find(|lens| family.of.category("groups") == Some(&lens.name)) else {
            continue;
        };
        let base = family.of.without("groups");
        let of_lens = groups.iter().filter(|((of, ends), _)| *of == base && !family.is_told(*ends));
        for ((_, ends), all) in of_lens {
            let named =
                |(name, _): &&(&str, &Window)| lens.groups.iter().any(|group| group.to_uppercase() == *name);
            let parts: Vec<&Window> = all.iter().filter(named).map(|(_, window)| *window).collect();
            let knows = |joined: &&Running| joined.contains_key(&ends.0) && joined.contains_key(&ends.1);
            let Some(joined) = family.joined.iter().find(knows) else { continue };
            let total = joined[&ends.1] - joined[&ends.0];
            let windows = || parts.iter().copied().chain(family.windows_in(joined));
            // They differ where records were corrected between the two.
            if parts.iter().map(|window| window.count).sum::<i64>() == total
                && windows().any(|window| window.is_hidden)
                && windows().any(|window| window.is_new)
            {
                let part = |window: &&Window| (window.key.clone(), window.count.unsigned_abs());
                found.push(Follows {
                    total: (family.key(*ends), total.unsigned_abs()),
                    parts: parts.iter().map(part).collect(),
                });
                found.extend(family.made_up(joined, &[*ends]));
            }
        }
    }
    found
}

/// Counts of earlier releases that do not agree with later ones: records were corrected since.
pub(super) fn stale(tables: &Tables, told: &Told<'_>) -> BTreeSet<Key> {
    let families = families(tables, told, adds_up, |_, _| false, Rounded::No);
    families.into_iter().flat_map(|family| family.stale).collect()
}

/// Two windows with an end in common of which one is longer by a stretch.
fn apart((from, to): Ends, joined: &Running, told: impl Fn(Ends) -> bool) -> Option<(Ends, Ends)> {
    joined.keys().find_map(|end| {
        let pair = if *end < from {
            ((*end, to), (*end, from))
        } else if *end > to {
            ((from, *end), (to, *end))
        } else {
            return None;
        };
        (told(pair.0) && told(pair.1)).then_some(pair)
    })
}

/// Whether some counts make a number known of a stretch of months, or of what is left of it between two lenses, that the test takes for telling too
/// much, and did not before.
pub(super) fn any(
    tables: &Tables,
    told: &Told<'_>,
    of: impl Fn(&Key) -> bool,
    tells: impl Fn(i64) -> bool,
) -> bool {
    let families = families(tables, told, of, |_, _| false, Rounded::Yes);
    let alone = families.iter().any(|family| {
        let mut stretches = family.joined.iter().flat_map(stretches_of);
        stretches.any(|(ends, count)| family.is_new(ends) && !family.is_told(ends) && tells(count))
    });
    alone
        || nested_families(&families).into_iter().any(|(larger, smaller)| {
            let is_new = |ends| larger.is_new(ends) || smaller.is_new(ends);
            larger
                .joined
                .iter()
                .flat_map(|one| smaller.joined.iter().map(|other| less(one, other)))
                .any(|less| stretches_of(&less).any(|(ends, count)| is_new(ends) && tells(count)))
        })
}

#[cfg(test)]
#[path = "stretches_tests.rs"]
mod tests;
