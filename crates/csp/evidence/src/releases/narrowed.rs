//! What one lens tells of the groups of another: violence against women and girls without stalking is violence with a woman or girl as a victim, for
//! which no lens asks. Whoever has the groups has it, and may hold it against all violence.

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::{Key, Rule, Tables};

use super::{
    nested::{self, Told},
    windows::Follows,
};
use crate::findings::{Lens, lenses};

/// All crimes that a lens finds in the groups of another, as they follow from its total and its other groups.
#[derive(Debug)]
pub(super) struct Narrowed {
    pub(super) key: Key,
    pub(super) count: u64,
    pub(super) follows: Follows,
}

impl Narrowed {
    pub(super) fn parts(&self) -> impl Iterator<Item = &(Key, u64)> {
        std::iter::once(&self.follows.total)
            .chain(self.follows.parts.iter().filter(|(key, _)| *key != self.key))
    }

    /// Whether it follows from these tables and nothing else does.
    pub(super) fn is_of(&self, tables: &Tables) -> bool {
        self.parts().any(|(key, _)| tables.count(key).is_some())
    }

    /// Whether something that it follows from is hidden.
    pub(super) fn is_hidden(&self, rule: &Rule, hidden: &BTreeSet<Key>) -> bool {
        self.parts().any(|(key, count)| rule.is_small(*count) || hidden.contains(key))
    }
}

/// What follows from these tables and from those told before.
pub(super) fn narrowed(tables: &Tables, told: &Told<'_>) -> Vec<Narrowed> {
    let (mut totals, mut groups) = (Vec::new(), BTreeMap::<Key, Vec<(&Key, u64)>>::new());
    let before = told.latest_first().filter(|(key, _)| tables.count(key).is_none());
    for (key, count) in tables.cells().chain(before).filter(|(key, _)| key.category("window").is_some()) {
        if is_only(key, "groups") {
            totals.push((key, count));
        } else if is_only(key, "group") {
            groups.entry(key.without("group")).or_default().push((key, count));
        }
    }
    let mut counts: BTreeMap<Key, u64> = totals.iter().map(|(key, count)| ((*key).clone(), *count)).collect();
    let mut found = Vec::new();
    for (total, count) in totals {
        let name = total.category("groups").unwrap_or_default();
        let looks_at = |key: &Key| name == "every" || named(name).is_some_and(|lens| takes(lens, key));
        let of_who = groups.get(&total.without("groups")).into_iter().flatten();
        let all: Vec<(&Key, u64)> = of_who.copied().filter(|(key, _)| looks_at(key)).collect();
        // Not every group was told, or records were corrected in between.
        if all.iter().map(|(_, count)| count).sum::<u64>() != count {
            continue;
        }
        for narrower in kinds().filter(|lens| name == "every" || is_within(lens, name)) {
            let (inside, outside): (Vec<_>, Vec<_>) = all.iter().partition(|(key, _)| takes(narrower, key));
            let key = total.with("groups", &narrower.name);
            let inside = inside.iter().map(|(_, count)| count).sum::<u64>();
            // Where two ways to it differ, records were corrected.
            if inside > 0 && *counts.entry(key.clone()).or_insert(inside) == inside {
                let rest = outside.into_iter().map(|(key, count)| (key.clone(), count));
                let parts = std::iter::once((key.clone(), inside)).chain(rest).collect();
                let follows = Follows { total: (total.clone(), count), parts };
                found.push(Narrowed { key, count: inside, follows });
            }
        }
    }
    found
}

/// Whether a count is broken down by nothing else.
fn is_only(key: &Key, by: &str) -> bool {
    key.category(by).is_some()
        && key.category("offences").is_none()
        && key.categories().all(|(of, _)| of == by || nested::varies(of))
}

fn named(name: &str) -> Option<&'static Lens> {
    lenses().iter().find(|lens| lens.name == name)
}

fn takes(lens: &Lens, group: &Key) -> bool {
    group.category("group").is_some_and(|name| lens.groups.iter().any(|of| of.to_uppercase() == name))
}

fn is_within(lens: &Lens, wider: &str) -> bool {
    let holds = |lens: &Lens, other: &Lens| other.groups.iter().all(|group| lens.groups.contains(group));
    named(wider).is_some_and(|wider| holds(wider, lens) && !holds(lens, wider))
}

/// A lens for each choice of groups that any lens has.
fn kinds() -> impl Iterator<Item = &'static Lens> {
    let mut seen = BTreeSet::new();
    let whole = lenses().iter().filter(|lens| !lens.groups.is_empty() && lens.offences.is_empty());
    whole.filter(move |lens| seen.insert(lens.groups.iter().collect::<BTreeSet<_>>()))
}

#[cfg(test)]
mod tests {
    use concordat_disclosure::protect;

    use super::*;

    const YEAR: &str = "January 2022 to December 2022";

    fn of(victims: &str) -> Key {
        Key::of(&[("victims", victims), ("domestic", "any"), ("window", YEAR)])
    }

    fn report(lens: &str, victims: &str, counts: &[(&str, u64)]) -> Tables {
        let mut tables = Tables::new();
        let parts = counts.iter().map(|(name, count)| (of(victims).with("group", name), *count)).collect();
        tables.add_sum(of(victims).with("groups", lens), parts).unwrap();
        tables
    }

    fn found(tables: &Tables, told: &Told<'_>) -> Vec<(String, u64, usize)> {
        let all = narrowed(tables, told).into_iter();
        all.map(|one| (one.key.to_string(), one.count, one.follows.parts.len())).collect()
    }

    #[test]
    fn a_lens_is_narrowed_to_the_groups_of_each_other() {
        let of_all = [("RAPE", 30), ("STALKING AND HARASSMENT", 50), ("THEFT", 90)];
        let all = report("every", "any", &of_all);
        let name =
            |kind: &str, who: &str| format!("domestic any, groups {kind}, victims {who}, window {YEAR}");
        let none = Told::default();
        assert_eq!(
            found(&all, &none),
            [(name("violence", "any"), 30, 3), (name("vawg", "any"), 80, 2)],
            "girls and partners look at the groups of vawg"
        );
        let women = report("vawg", "female", &of_all[..2]);
        assert_eq!(found(&women, &none), [(name("violence", "female"), 30, 2)]);
        // From what was told before as well; and of what nobody told all groups of, nothing.
        let before = protect(&all, &Rule::under_5(), &[]).unwrap();
        let told = Told::by(&[&before], |_| true);
        assert_eq!(found(&women, &told).len(), 3);
        let mut months = Tables::new();
        months.put(of("any").with("groups", "every"), 200).unwrap();
        months.put(of("any").with("group", "RAPE"), 30).unwrap();
        assert_eq!(found(&months, &none), []);
    }

    #[test]
    fn what_follows_from_something_hidden_is_hidden() {
        let tables = report("vawg", "female", &[("RAPE", 30), ("STALKING AND HARASSMENT", 3)]);
        let hides = |tables: &Tables, hidden: &[Key]| {
            let one = narrowed(tables, &Told::default()).remove(0);
            one.is_hidden(&Rule::under_5(), &hidden.iter().cloned().collect())
        };
        assert!(hides(&tables, &[]));
        let tables = report("vawg", "female", &[("RAPE", 30), ("STALKING AND HARASSMENT", 50)]);
        assert!(!hides(&tables, &[]) && hides(&tables, &[of("female").with("groups", "vawg")]));
    }
}
