//! What one lens tells of what another asks for: violence against women and girls without stalking is violence with a woman or girl as a victim, and its rows of
//! partners are violence of partners against women and girls, for which no lens asks. Whoever has the rows has it, and may hold it against all violence.

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::{Key, Rule, Tables};

use super::{
    nested::{self, Told},
    windows::Follows,
};
use crate::findings::{Lens, lenses, plain};

/// What a lens finds of the groups, relationships or ages of another, as it follows from its total and its other rows.
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

/// By what a lens narrows and its counts are told apart.
struct By {
    /// The dimension of the rows.
    row: &'static str,
    /// The dimension that says what a total is narrowed to, and how it says that it is not.
    scope: &'static str,
    any: &'static str,
    /// What else the counts are of.
    of: Option<(&'static str, &'static str)>,
    /// What a lens narrows to, where it does.
    name: fn(&Lens) -> Option<String>,
    /// Whether a lens narrows to a row.
    takes: fn(&Lens, &str) -> bool,
    /// Whether a lens narrows to less than one of this name.
    is_within: fn(&Lens, &str) -> bool,
}

const BY: [By; 3] = [
    By {
        row: "group",
        scope: "groups",
        any: "every",
        of: None,
        name: |lens| {
            let first = lenses().iter().find(|one| one.groups == lens.groups && one.offences.is_empty());
            first.filter(|one| !one.groups.is_empty()).map(|one| one.name.clone())
        },
        takes: |lens, group| lens.groups.iter().any(|of| of.to_uppercase() == group),
        is_within: |lens, wider| {
            let holds =
                |one: &Lens, other: &Lens| other.groups.iter().all(|group| one.groups.contains(group));
            named(wider).is_some_and(|wider| holds(wider, lens) && !holds(lens, wider))
        },
    },
    By {
        row: "relationship",
        scope: "relationships",
        any: "any",
        of: Some(("all parts", "victim")),
        name: |lens| (!lens.relationships.is_empty()).then(|| lens.name.clone()),
        takes: |lens, relationship| lens.relationships.iter().any(|word| plain(word) == relationship),
        is_within: |_, _| false,
    },
    // Every victim of a crime is told, and not only those whom a lens looks for: mostly they are the same.
    By {
        row: "age",
        scope: "victim ages",
        any: "any",
        of: Some(("persons", "victim")),
        name: |lens| lens.victim.ages().map(|(from, to)| format!("{from} to {to}")),
        takes: |lens, band| {
            lens.victim.ages().zip(years(band)).is_some_and(|(of, band)| of.0 <= band.0 && band.1 <= of.1)
        },
        is_within: |_, _| false,
    },
];

/// The first and the last year of a band of ages.
fn years(band: &str) -> Option<(u8, u8)> {
    if let Some(under) = band.strip_prefix("under ") {
        return Some((0, under.parse::<u8>().ok()?.checked_sub(1)?));
    }
    if let Some(from) = band.strip_suffix(" and over") {
        return Some((from.parse().ok()?, u8::MAX));
    }
    let (from, to) = band.split_once(" to ")?;
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// What follows from these tables and from those told before.
pub(super) fn narrowed(tables: &Tables, told: &Told<'_>) -> Vec<Narrowed> {
    let before = told.latest_first().filter(|(key, _)| tables.count(key).is_none());
    let all: Vec<(&Key, u64)> =
        tables.cells().chain(before).filter(|(key, _)| key.category("window").is_some()).collect();
    let narrowed: Vec<Narrowed> = BY.iter().flat_map(|by| by.narrowed(&all)).collect();
    let mut found = one_each(&all, &narrowed);
    found.extend(narrowed);
    found
}

/// Women among the victims of a lens where they are as many as its crimes against women: mostly each is the victim of one, and whoever knows the one number takes it for
/// the other.
fn one_each(all: &[(&Key, u64)], narrowed: &[Narrowed]) -> Vec<Narrowed> {
    let follow = narrowed.iter().map(|one| (&one.key, one.count));
    let counts: BTreeMap<&Key, u64> = all.iter().copied().chain(follow).collect();
    let crimes_of = |key: &Key| {
        let sex = key.category("sex").filter(|_| key.category("persons") == Some("victim"))?;
        (key.category("victims") == Some("any") && key.category("victim ages").is_none())
            .then(|| key.without("persons").without("sex").with("victims", sex))
    };
    let of = |(key, count): &(&Key, u64)| {
        let crimes = crimes_of(key).filter(|crimes| counts.get(crimes) == Some(count))?;
        let follows = Follows { total: (crimes, *count), parts: vec![((*key).clone(), *count)] };
        Some(Narrowed { key: (*key).clone(), count: *count, follows })
    };
    all.iter().filter_map(of).collect()
}

impl By {
    fn narrowed(&self, all: &[(&Key, u64)]) -> Vec<Narrowed> {
        let mut rows = BTreeMap::<Key, Vec<(&Key, u64)>>::new();
        for (key, count) in all.iter().filter(|(key, _)| key.category(self.row).is_some() && self.is_of(key))
        {
            rows.entry(key.without(self.row)).or_default().push((key, *count));
        }
        let totals = all.iter().filter(|(key, _)| {
            key.category(self.row).is_none()
                && self.is_of(key)
                && (self.of.is_some() || key.category(self.scope).is_some())
        });
        let mut counts: BTreeMap<Key, u64> =
            all.iter().map(|(key, count)| ((*key).clone(), *count)).collect();
        let mut found = Vec::new();
        for (total, count) in totals {
            let scope = total.category(self.scope).unwrap_or(self.any);
            let rows = rows.get(&total.without(self.scope)).into_iter().flatten();
            let rows: Vec<(&Key, u64)> = rows.copied().filter(|(key, _)| self.looks_at(scope, key)).collect();
            // Not every row was told, or records were corrected in between.
            if rows.iter().map(|(_, count)| count).sum::<u64>() != *count {
                continue;
            }
            for (name, narrower) in
                self.choices().filter(|(_, lens)| scope == self.any || (self.is_within)(lens, scope))
            {
                let (inside, outside): (Vec<_>, Vec<_>) =
                    rows.iter().partition(|(key, _)| self.takes(narrower, key));
                let key = total.with(self.scope, &name);
                let inside = inside.iter().map(|(_, count)| count).sum::<u64>();
                // Where two ways to it differ, records were corrected.
                if inside > 0 && *counts.entry(key.clone()).or_insert(inside) == inside {
                    let rest = outside.into_iter().map(|(key, count)| (key.clone(), count));
                    let parts = std::iter::once((key.clone(), inside)).chain(rest).collect();
                    let follows = Follows { total: ((*total).clone(), *count), parts };
                    found.push(Narrowed { key, count: inside, follows });
                }
            }
        }
        found
    }

    /// Whether a count is broken down by nothing else.
    fn is_of(&self, key: &Key) -> bool {
        self.of.is_none_or(|(of, category)| key.category(of) == Some(category))
            && key.category("offences").is_none()
            && key.categories().all(|(of, _)| self.is_told_by(of) || nested::varies(of))
    }

    fn is_told_by(&self, dimension: &str) -> bool {
        dimension == self.row || self.of.is_some_and(|(of, _)| of == dimension)
    }

    fn looks_at(&self, scope: &str, row: &Key) -> bool {
        scope == self.any || named(scope).is_some_and(|lens| self.takes(lens, row))
    }

    fn takes(&self, lens: &Lens, row: &Key) -> bool {
        row.category(self.row).is_some_and(|name| (self.takes)(lens, name))
    }

    /// A lens for each choice that any lens makes.
    fn choices(&self) -> impl Iterator<Item = (String, &'static Lens)> {
        let mut seen = BTreeSet::new();
        let whole = lenses().iter().filter(|lens| lens.offences.is_empty());
        let named = whole.filter_map(|lens| Some(((self.name)(lens)?, lens)));
        named.filter(move |(name, _)| seen.insert(name.clone()))
    }
}

fn named(name: &str) -> Option<&'static Lens> {
    lenses().iter().find(|lens| lens.name == name)
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

    /// Of 48 parts of women and girls 30 are with partners; a lens that asks for partners has no more to be narrowed to.
    #[test]
    fn rows_of_relationships_are_those_of_the_lens_that_asks_for_them() {
        let parts = |victims: &str| of(victims).with("groups", "vawg").with("all parts", "victim");
        let mut tables = Tables::new();
        let rows = [("partner", 20), ("ex partner", 10), ("stranger", 18)];
        let rows = rows.map(|(name, count)| (parts("female").with("relationship", name), count));
        tables.add_sum(parts("female"), rows.to_vec()).unwrap();
        let partners = parts("any").with("relationships", "partners").with("groups", "partners");
        tables.put(partners.clone(), 33).unwrap();
        let found = narrowed(&tables, &Told::default());
        let [one] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((&one.key, one.count), (&parts("female").with("relationships", "partners"), 30));
        assert!(nested::holds(&partners, &one.key), "three were men");
    }

    /// Girls among the victims of crimes against women and girls are those of the lens that asks for girls, where both are as many.
    #[test]
    fn rows_of_ages_are_those_of_the_lens_that_asks_for_them() {
        let persons = of("female").with("groups", "vawg").with("persons", "victim");
        let girls = persons.with("victim ages", "0 to 17");
        for (told, relations) in [(84, 1), (85, 0)] {
            let mut tables = Tables::new();
            let rows = [("under 10", 3), ("10 to 17", 81), ("18 to 24", 200), ("not stated", 9)];
            let rows = rows.map(|(name, count)| (persons.with("age", name), count));
            tables.add_sum(persons.clone(), rows.to_vec()).unwrap();
            tables.put(girls.clone(), told).unwrap();
            let found = narrowed(&tables, &Told::default());
            assert_eq!(found.len(), relations);
            assert!(found.iter().all(|one| one.key == girls && one.follows.parts.len() == 3));
        }
        let bands = ["under 10", "10 to 17", "65 and over", "not stated"].map(years);
        assert_eq!(bands, [Some((0, 9)), Some((10, 17)), Some((65, u8::MAX)), None]);
    }

    /// Violence against women and girls less stalking is as many crimes as violence has women and girls among its victims: three of stalking are hidden.
    #[test]
    fn crimes_against_women_are_taken_for_as_many_women() {
        let mut tables = report("vawg", "female", &[("RAPE", 30), ("STALKING AND HARASSMENT", 3)]);
        let women = of("any").with("groups", "violence").with("persons", "victim").with("sex", "female");
        tables.put(women.clone(), 30).unwrap();
        let found = narrowed(&tables, &Told::default());
        let crimes = of("female").with("groups", "violence");
        let one = found.iter().find(|one| one.key == women).unwrap();
        assert_eq!(one.follows, Follows { total: (crimes.clone(), 30), parts: vec![(women, 30)] });
        assert!(found.iter().any(|one| one.key == crimes));
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
