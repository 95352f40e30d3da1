//! Crimes by group and area, as concentration over areas needs them.

use std::collections::{BTreeMap, BTreeSet};

use concordat_steps::Table;

use super::super::{
    districts::{NOT_STATED, Spelling},
    real,
};
use crate::areas::Area;

/// Crimes and what they weigh.
#[derive(Default, Clone, Copy)]
pub(super) struct Sums {
    pub(super) crimes: f64,
    pub(super) harm: f64,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.crimes += other.crimes;
        self.harm += other.harm;
    }
}

/// Crimes of each group by area.
pub(super) struct Areas {
    pub(super) groups: BTreeMap<String, OfGroup>,
    /// Every area with a crime.
    pub(super) seen: BTreeSet<String>,
}

#[derive(Default, Clone)]
pub(super) struct OfGroup {
    pub(super) areas: BTreeMap<String, Sums>,
    /// Crimes without an area.
    pub(super) nowhere: i64,
    /// Crimes in areas that are not on the list.
    pub(super) outside: i64,
}

impl Areas {
    pub(super) fn of(table: &Table, list: &BTreeMap<String, Area>) -> Self {
        let mut areas = Self { groups: BTreeMap::new(), seen: BTreeSet::new() };
        let spelling = Spelling::of_groups(table.texts("offence_group"));
        let of = table.texts("offence_group").iter().zip(table.texts("area"));
        for ((group, area), (crimes, harm)) in of.zip(table.ints("crimes").iter().zip(table.reals("harm"))) {
            let crimes = crimes.unwrap_or(0);
            let group = group.as_ref().map_or_else(|| NOT_STATED.to_owned(), |name| spelling.of_name(name));
            let of_group = areas.groups.entry(group).or_default();
            match area {
                None => of_group.nowhere += crimes,
                Some(area) if !list.is_empty() && !list.contains_key(area) => of_group.outside += crimes,
                Some(area) => {
                    areas.seen.insert(area.clone());
                    let sums = Sums { crimes: real(crimes), harm: harm.unwrap_or(0.0) };
                    of_group.areas.entry(area.clone()).or_default().add(sums);
                }
            }
        }
        areas
    }

    /// All groups together, and then each with its name.
    pub(super) fn with_all(self) -> impl Iterator<Item = (Option<String>, OfGroup)> {
        let mut all = OfGroup::default();
        for of_group in self.groups.values() {
            all.nowhere += of_group.nowhere;
            all.outside += of_group.outside;
            for (area, sums) in &of_group.areas {
                all.areas.entry(area.clone()).or_default().add(*sums);
            }
        }
        std::iter::once((None, all)).chain(self.groups.into_iter().map(|(name, place)| (Some(name), place)))
    }
}

impl OfGroup {
    /// All its crimes, wherever they were.
    pub(super) fn all(&self) -> i64 {
        let within: f64 = self.areas.values().map(|sums| sums.crimes).sum();
        // Counts are whole numbers.
        within as i64 + self.nowhere + self.outside
    }
}
