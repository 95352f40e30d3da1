//! What windows tell of the months between their ends. The crimes of a window are those before its end less those before its beginning. So whoever was told
//! windows that have ends in common knows every stretch of months between these ends: the last quarter of a year from the year and its other quarters, a
//! month from two years to date.

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::{Key, Rule, Tables};

use super::{
    apart::{all_of, people_apart},
    inside::inside,
    nested::{self, Told},
    windows::{Ends, Family, Follows, Rounded, Running, adds_up, between, families, stretches_of, window},
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
    let people = people_apart(tables, told);
    let of = |key: &Key| adds_up(key) || all_of(key).is_some_and(|all| people.contains(&all));
    let families = families(tables, told, of, is_hidden, Rounded::No);
    for family in &families {
        found.extend(inside(family, rule));
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
            let each = smaller.joined.iter();
            found.extend(each.flat_map(|joined| left_between((larger, of_larger), (smaller, joined), rule)));
        }
    }
    found
}

/// Small numbers of what is left between two lenses over some months that windows of both join, where no window of both says so by itself.
fn left_between(
    (larger, of_larger): (&Family, &Running),
    (smaller, of_smaller): (&Family, &Running),
    rule: &Rule,
) -> Vec<Follows> {
    let less = less(of_larger, of_smaller);
    // Fewer than none again.
    if between(&less).iter().any(|(_, count)| *count < 0) {
        return Vec::new();
    }
    let both = |ends| larger.is_told(ends) && smaller.is_told(ends);
    let tells = |(ends, count): &(Ends, i64)| {
        rule.is_small(count.unsigned_abs()) && !both(*ends) && (larger.is_new(*ends) || smaller.is_new(*ends))
    };
    let count = |of: &Running, (from, to): Ends| (of[&to] - of[&from]).unsigned_abs();
    let rest = |ends: Ends| {
        let (whole, part) = (larger.key(ends), smaller.key(ends));
        let (all, some) = (count(of_larger, ends), count(of_smaller, ends));
        let rest = (nested::without(&whole, &part), all - some);
        (rest.clone(), Follows { total: (whole, all), parts: vec![(part, some), rest] })
    };
    let (mut found, mut made_up) = (Vec::new(), Vec::new());
    for (ends, small) in stretches_of(&less).filter(tells) {
        if let Some((longer, shorter)) = apart(ends, of_larger, both) {
            // Two windows that both lenses told.
            let ((total, one), (part, other)) = (rest(longer), rest(shorter));
            let key = larger.of.with("window", &window(ends).to_string());
            let small = (nested::without(&key, &smaller.of), small.unsigned_abs());
            found.extend([one, other, Follows { total, parts: vec![part, small] }]);
        } else {
            found.push(rest(ends).1);
            made_up.push(ends);
        }
    }
    if !made_up.is_empty() {
        found.extend(larger.made_up(of_larger, &made_up));
        found.extend(smaller.made_up(of_smaller, &made_up));
    }
    found
}

/// How the crimes of a lens over some months, that follow from its own windows and months, are those of its groups, that follow from those that another lens told: the
/// groups of all crimes are those of violence, too.
fn lens_totals(families: &[Family]) -> Vec<Follows> {
    let only = |family: &&Family, by: &str| {
        family.of.category(by).is_some()
            && family.of.categories().all(|(of, _)| of == by || nested::varies(of))
    };
    let mut groups: BTreeMap<Key, Vec<&Family>> = BTreeMap::new();
    // A part of a group is none of another lens.
    let whole = |family: &&Family| only(family, "group") && family.of.category("offences").is_none();
    for family in families.iter().filter(whole) {
        groups.entry(family.of.without("group")).or_default().push(family);
    }
    let mut found = Vec::new();
    for family in families.iter().filter(|family| only(family, "groups")) {
        let lens = lenses().iter().find(|lens| family.of.category("groups") == Some(&lens.name));
        let Some((lens, all)) = lens.zip(groups.get(&family.of.without("groups"))) else { continue };
        let told: BTreeSet<Ends> =
            all.iter().flat_map(|group| group.windows.iter().map(|window| window.ends)).collect();
        let is_named = |group: &&&Family| {
            let name = group.of.category("group").unwrap_or_default();
            lens.groups.iter().any(|of| of.to_uppercase() == name)
        };
        // A group that a report has no row of had no crime.
        let of_lens: Vec<(&Family, Vec<Running>)> =
            all.iter().filter(is_named).map(|group| (*group, group.joined_with_none(&told))).collect();
        for joined in &family.joined {
            let windows =
                || of_lens.iter().flat_map(|(group, _)| &group.windows).chain(family.windows_in(joined));
            if !windows().any(|window| window.is_hidden) || !windows().any(|window| window.is_new) {
                continue;
            }
            for (ends, total) in known_to_all(joined, &of_lens) {
                let (parts, follow) = in_groups(ends, &of_lens, &told);
                found.extend(follow);
                // They differ where records were corrected between the two.
                if parts.iter().map(|(_, count)| count).sum::<u64>() == total.unsigned_abs() {
                    found.push(Follows { total: (family.key(ends), total.unsigned_abs()), parts });
                    found.extend(family.made_up(joined, &[ends]));
                }
            }
        }
    }
    found
}

/// What each group of a lens has in a stretch of months, and how that follows from its windows.
fn in_groups(
    ends: Ends,
    groups: &[(&Family, Vec<Running>)],
    told: &BTreeSet<Ends>,
) -> (Vec<(Key, u64)>, Vec<Follows>) {
    let (mut parts, mut follow) = (Vec::new(), Vec::new());
    for (group, all) in groups {
        let joined = all.iter().find(|joined| knows(joined, ends));
        // What a report has no row of is no part of it.
        if let Some(joined) = joined.filter(|_| group.is_told(ends) || !told.contains(&ends)) {
            parts.push((group.key(ends), (joined[&ends.1] - joined[&ends.0]).unsigned_abs()));
            follow.extend(group.made_up(joined, &[ends]));
        }
    }
    (parts, follow)
}

fn knows(joined: &Running, (from, to): Ends) -> bool {
    joined.contains_key(&from) && joined.contains_key(&to)
}

/// The shortest stretches that follow of a lens and of each of its groups.
fn known_to_all(joined: &Running, groups: &[(&Family, Vec<Running>)]) -> Vec<(Ends, i64)> {
    let known = |ends: Ends| groups.iter().all(|(_, all)| all.iter().any(|one| knows(one, ends)));
    let all: Vec<(Ends, i64)> = stretches_of(joined).filter(|(ends, _)| known(*ends)).collect();
    let set: BTreeSet<Ends> = all.iter().map(|(ends, _)| *ends).collect();
    let is_made_up = |(from, to): Ends| {
        joined
            .keys()
            .any(|end| from < *end && *end < to && set.contains(&(from, *end)) && set.contains(&(*end, to)))
    };
    all.into_iter().filter(|(ends, _)| !is_made_up(*ends)).collect()
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
