//! What one lens tells of what another asks for: violence against women and girls without stalking is violence with a woman or girl as a victim, and its rows of
//! partners are violence of partners against women and girls, for which no lens asks. Whoever has the rows has it, and may hold it against all violence.

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::{Key, Rule, Tables};

use super::{
    as_many::as_many,
    nested::{self, Told},
    one_each::{by_parts, by_sex, one_each},
    windows::{Follows, over_windows},
};
use crate::findings::{Lens, lenses, plain};

/// What a lens finds of the groups, relationships or ages of another, as it follows from its total and its other rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Narrowed {
    pub(super) key: Key,
    pub(super) count: u64,
    pub(super) follows: Follows,
    /// The counts that say that it follows, beside its parts.
    pub(super) since: Vec<Key>,
}

impl Narrowed {
    /// What follows from a sum.
    pub(super) fn of(key: Key, count: u64, follows: Follows) -> Self {
        Self { key, count, follows, since: Vec::new() }
    }

    /// A count that has another name as well, since others are as they are.
    pub(super) fn same(of: &Key, name: Key, count: u64, since: Vec<Key>) -> Self {
        let follows = Follows { total: (of.clone(), count), parts: vec![(name.clone(), count)] };
        Self { key: name, count, follows, since }
    }

    pub(super) fn parts(&self) -> impl Iterator<Item = &(Key, u64)> {
        let all = std::iter::once(&self.follows.total).chain(&self.follows.parts);
        all.filter(|(key, _)| *key != self.key)
    }

    /// Whether it follows from these tables, by themselves or with what was told before.
    pub(super) fn is_of(&self, tables: &Tables) -> bool {
        let mut from = self.parts().map(|(key, _)| key).chain(&self.since);
        from.any(|key| tables.count(key).is_some())
    }

    /// Whether something that it follows from is hidden.
    pub(super) fn is_hidden(&self, rule: &Rule, hidden: &BTreeSet<Key>) -> bool {
        self.parts().any(|(key, count)| rule.is_small(*count) || hidden.contains(key))
    }
}

/// What is known with these tables.
pub(super) struct Known<'n> {
    /// The tables with what follows from them.
    pub(super) tables: Tables,
    /// What follows from them, by themselves or with what was told before.
    pub(super) from: Vec<&'n Narrowed>,
    /// What of it follows from both together.
    pub(super) from_both: Vec<&'n Narrowed>,
    /// What follows without them.
    pub(super) without: Vec<&'n Narrowed>,
}

impl<'n> Known<'n> {
    pub(super) fn of(tables: &Tables, narrowed: &'n [Narrowed]) -> Self {
        let mut known =
            Self { tables: tables.clone(), from: Vec::new(), from_both: Vec::new(), without: Vec::new() };
        for one in narrowed {
            if !one.is_of(&known.tables) {
                known.without.push(one);
                continue;
            }
            let is_told = |key: &Key| known.tables.count(key).is_none();
            if one.parts().any(|(key, _)| is_told(key) || known.from_both.iter().any(|one| one.key == *key)) {
                known.from_both.push(one);
            }
            known.from.push(one);
            // What has another number already keeps it.
            let _ = known.tables.put(one.key.clone(), one.count);
        }
        known
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

/// What follows from these tables and from those told before, and what follows from that: first what follows from nothing else that does.
pub(super) fn narrowed(tables: &Tables, told: &Told<'_>, rule: &Rule) -> Vec<Narrowed> {
    let now = tables.cells();
    let before = told.latest_first().filter(|(key, _)| tables.count(key).is_none());
    let mut counts: BTreeMap<Key, u64> = now.chain(before).map(|(key, count)| (key.clone(), count)).collect();
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    loop {
        let mut more: Vec<Narrowed> = BY.iter().flat_map(|by| by.narrowed(&counts)).collect();
        more.extend(over_windows(&counts));
        more.extend(one_each(&counts, rule));
        more.extend(by_parts(&counts));
        more.extend(by_sex(&counts));
        more.extend(as_many(&counts));
        let known = counts.len();
        for one in more {
            // Where two ways to one differ, records were corrected.
            if *counts.entry(one.key.clone()).or_insert(one.count) == one.count && seen.insert(one.clone()) {
                found.push(one);
            }
        }
        if counts.len() == known {
            return found;
        }
    }
}

impl By {
    fn narrowed(&self, counts: &BTreeMap<Key, u64>) -> Vec<Narrowed> {
        let of = counts.iter().filter(|(key, _)| key.category("window").is_some() && self.is_of(key));
        let (of_rows, totals): (Vec<_>, Vec<_>) = of.partition(|(key, _)| key.category(self.row).is_some());
        let mut rows = BTreeMap::<Key, Vec<(&Key, u64)>>::new();
        for (key, count) in of_rows {
            rows.entry(key.without(self.row)).or_default().push((key, *count));
        }
        let totals =
            totals.into_iter().filter(|(key, _)| self.of.is_some() || key.category(self.scope).is_some());
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
                if inside > 0 {
                    let rest = outside.into_iter().map(|(key, count)| (key.clone(), count));
                    let parts = std::iter::once((key.clone(), inside)).chain(rest).collect();
                    let follows = Follows { total: (total.clone(), *count), parts };
                    found.push(Narrowed::of(key, inside, follows));
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

pub(super) fn named(name: &str) -> Option<&'static Lens> {
    lenses().iter().find(|lens| lens.name == name)
}

#[cfg(test)]
#[path = "narrowed_tests.rs"]
mod tests;
