//! Counts, the totals over them, and what adds up to what.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Error;

/// Which cell: a category for each dimension that it is broken down by. A dimension that is left out is totalled over,
/// so that tables with a dimension in common share their margins without being told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Key(BTreeMap<String, String>);

impl Key {
    /// The total of everything.
    pub fn total() -> Self {
        Self::default()
    }

    /// The cell with these categories: `Key::of(&[("area", "Oakham"), ("sex", "female")])`, in any order.
    pub fn of(categories: &[(&str, &str)]) -> Self {
        Self(categories.iter().map(|(of, category)| ((*of).to_owned(), (*category).to_owned())).collect())
    }

    /// Its categories: dimension and category, by dimension.
    pub fn categories(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(of, category)| (of.as_str(), category.as_str()))
    }

    /// Its category of a dimension.
    pub fn category(&self, dimension: &str) -> Option<&str> {
        self.0.get(dimension).map(String::as_str)
    }

    /// The same cell totalled over a dimension.
    #[must_use]
    pub fn without(&self, dimension: &str) -> Self {
        let mut key = self.clone();
        key.0.remove(dimension);
        key
    }

    /// The same cell broken down once more.
    #[must_use]
    pub fn with(&self, dimension: &str, category: &str) -> Self {
        let mut key = self.clone();
        key.0.insert(dimension.to_owned(), category.to_owned());
        key
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.is_empty() {
            return f.write_str("the total");
        }
        let parts: Vec<String> = self.0.iter().map(|(of, category)| format!("{of} {category}")).collect();
        f.write_str(&parts.join(", "))
    }
}

/// A total and the cells that add up to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sum {
    /// The total.
    pub total: Key,
    /// What adds up to it.
    pub parts: Vec<Key>,
}

/// All counts that leave together, with everything that adds up. Never shown: see [`crate::Published`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tables {
    cells: BTreeMap<Key, u64>,
    sums: BTreeSet<Sum>,
    untold: BTreeSet<Key>,
}

impl Tables {
    /// No table yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a table with all its margins. `dimensions` are names with their categories; `counts` has one count for each
    /// combination, the last dimension changing fastest.
    ///
    /// # Errors
    /// Counts that do not fit the dimensions, a name given twice, or a margin that another table gives otherwise.
    pub fn add(&mut self, dimensions: &[(&str, &[&str])], counts: &[u64]) -> Result<(), Error> {
        let mut names = BTreeSet::new();
        for (name, categories) in dimensions {
            let mut seen = BTreeSet::new();
            if let Some(again) = categories.iter().find(|category| !seen.insert(**category)) {
                return Err(Error::Twice((*again).to_owned()));
            }
            if !names.insert(*name) {
                return Err(Error::Twice((*name).to_owned()));
            }
        }
        let needs = dimensions.iter().map(|(_, categories)| categories.len()).product();
        if counts.len() != needs {
            return Err(Error::Shape { needs, has: counts.len() });
        }
        // Each count goes into its own cell and into every margin: each dimension is either kept or totalled over.
        let mut margins: BTreeMap<Vec<Option<usize>>, u64> = BTreeMap::new();
        for (cell, count) in counts.iter().enumerate() {
            let place = places(cell, dimensions);
            for kept in 0..1_usize << dimensions.len() {
                let of = (0..place.len()).map(|at| (kept >> at & 1 == 1).then_some(place[at])).collect();
                *margins.entry(of).or_default() += count;
            }
        }
        for (place, count) in &margins {
            let key = key(place, dimensions);
            for (_, (name, categories)) in
                dimensions.iter().enumerate().filter(|(at, _)| place[*at].is_none())
            {
                let parts = categories.iter().map(|category| key.with(name, category)).collect();
                self.sums.insert(Sum { total: key.clone(), parts });
            }
            self.set(key, *count)?;
        }
        Ok(())
    }

    /// Says that cells of the tables add up to another: districts to a county, months to a year.
    ///
    /// # Errors
    /// A cell that no table has, or parts that do not add up.
    pub fn adds_up(&mut self, total: Key, parts: Vec<Key>) -> Result<(), Error> {
        let mut sum = 0;
        for part in &parts {
            sum += self.count(part).ok_or_else(|| Error::NoSuchCell(part.clone()))?;
        }
        match self.count(&total) {
            None => Err(Error::NoSuchCell(total)),
            Some(count) if count != sum => Err(Error::DoesNotAddUp(total)),
            Some(_) => {
                self.sums.insert(Sum { total, parts });
                Ok(())
            }
        }
    }

    /// Adds one cell that adds up to nothing, or adds up by a sum that is said elsewhere.
    ///
    /// # Errors
    /// When another table gives the cell a different count.
    pub fn put(&mut self, key: Key, count: u64) -> Result<(), Error> {
        self.set(key, count)
    }

    /// Adds cells and the total that they make, where the total is no margin of one table: months of a year, groups of a choice.
    ///
    /// # Errors
    /// When another table gives one of the cells or the total a different count.
    pub fn add_sum(&mut self, total: Key, parts: Vec<(Key, u64)>) -> Result<(), Error> {
        self.set(total.clone(), parts.iter().map(|(_, count)| count).sum())?;
        let mut keys = Vec::with_capacity(parts.len());
        for (key, count) in parts {
            keys.push(key.clone());
            self.set(key, count)?;
        }
        if !keys.is_empty() {
            self.sums.insert(Sum { total, parts: keys });
        }
        Ok(())
    }

    /// The same cells and sums, of which only those that `told` has too are in a table that leaves: what else there is, a reader can but work out.
    #[must_use]
    pub fn telling(mut self, told: impl Fn(&Key) -> bool) -> Self {
        self.untold = self.cells.keys().filter(|key| !told(key)).cloned().collect();
        self
    }

    /// Whether a cell is in a table that leaves.
    pub fn tells(&self, key: &Key) -> bool {
        !self.untold.contains(key)
    }

    /// A true count.
    pub fn count(&self, key: &Key) -> Option<u64> {
        self.cells.get(key).copied()
    }

    /// Every cell with its true count.
    pub fn cells(&self) -> impl Iterator<Item = (&Key, u64)> {
        self.cells.iter().map(|(key, count)| (key, *count))
    }

    /// Everything that adds up.
    pub fn sums(&self) -> impl Iterator<Item = &Sum> {
        self.sums.iter()
    }

    fn set(&mut self, key: Key, count: u64) -> Result<(), Error> {
        match self.cells.insert(key.clone(), count) {
            Some(before) if before != count => Err(Error::Disagree(key)),
            _ => Ok(()),
        }
    }
}

/// Which category of each dimension a cell belongs to.
fn places(cell: usize, dimensions: &[(&str, &[&str])]) -> Vec<usize> {
    let mut rest = cell;
    let mut places: Vec<usize> = dimensions
        .iter()
        .rev()
        .map(|(_, categories)| {
            let place = rest % categories.len();
            rest /= categories.len();
            place
        })
        .collect();
    places.reverse();
    places
}

fn key(places: &[Option<usize>], dimensions: &[(&str, &[&str])]) -> Key {
    let chosen = dimensions.iter().zip(places);
    let categories = chosen.filter_map(|((name, categories), place)| Some((*name, categories[(*place)?])));
    Key::of(&categories.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREAS: (&str, &[&str]) = ("area", &["Oakham", "Thornby"]);

    #[test]
    fn a_table_has_all_its_margins() {
        let mut tables = Tables::new();
        let sexes = ("sex", &["female", "male", "not stated"][..]);
        tables.add(&[AREAS, sexes], &[1, 2, 3, 10, 20, 30]).expect("a table");
        let count = |key: &[(&str, &str)]| tables.count(&Key::of(key)).expect("a cell");
        assert_eq!(count(&[]), 66);
        assert_eq!((count(&[("area", "Oakham")]), count(&[("area", "Thornby")])), (6, 60));
        assert_eq!(count(&[("sex", "male")]), 22);
        assert_eq!(count(&[("sex", "not stated"), ("area", "Oakham")]), 3);
        assert_eq!(tables.cells().count(), 12);
        // The total both ways, two areas over sex, three sexes over area.
        assert_eq!(tables.sums().count(), 7);
        for sum in tables.sums() {
            let parts: u64 = sum.parts.iter().filter_map(|part| tables.count(part)).sum();
            assert_eq!(Some(parts), tables.count(&sum.total), "{}", sum.total);
        }
    }

    #[test]
    fn sibling_tables_share_their_margins() {
        let mut tables = Tables::new();
        tables.add(&[AREAS, ("sex", &["female", "male"])], &[1, 2, 10, 20]).expect("a table");
        tables.add(&[("age", &["young", "old"]), AREAS], &[1, 10, 2, 20]).expect("its sibling");
        assert_eq!(tables.count(&Key::of(&[("area", "Oakham")])), Some(3));
        let disagrees = tables.add(&[AREAS, ("day", &["weekday"])], &[4, 30]).expect_err("a refusal");
        let said = disagrees.to_string();
        assert!(said.starts_with("two tables disagree about "), "{said}");
    }

    #[test]
    fn months_make_years_that_overlap() {
        let month = |month: &str| Key::of(&[("month", month)]);
        let window = |window: &str| Key::of(&[("window", window)]);
        let mut tables = Tables::new();
        let of = |months: &[(&str, u64)]| months.iter().map(|(name, n)| (month(name), *n)).collect();
        tables.add_sum(window("spring"), of(&[("April", 7), ("May", 2)])).expect("a sum");
        tables.add_sum(window("later"), of(&[("May", 2), ("June", 4)])).expect("a sum");
        assert_eq!((tables.count(&window("spring")), tables.count(&window("later"))), (Some(9), Some(6)));
        let said = tables.add_sum(window("other"), of(&[("May", 3)])).expect_err("a refusal").to_string();
        assert!(said.contains("month May"), "{said}");
    }

    #[test]
    fn refuses_in_plain_words() {
        let mut tables = Tables::new();
        let said = tables.add(&[AREAS], &[1]).expect_err("a refusal").to_string();
        assert_eq!(said, "the table needs 2 counts, one for each combination of categories, and has 1");
        let said = tables.add(&[("sex", &["male", "male"])], &[1, 2]).expect_err("a refusal").to_string();
        assert_eq!(said, "`male` is named twice");
        tables.add(&[AREAS], &[4, 6]).expect("a table");
        let (total, oakham) = (Key::total(), Key::of(&[("area", "Oakham")]));
        let said = tables.adds_up(total.clone(), vec![oakham]).expect_err("a refusal").to_string();
        assert_eq!(said, "the parts of the total do not add up to it");
        let nowhere = Key::of(&[("area", "Nowhere")]);
        let said = tables.adds_up(total, vec![nowhere]).expect_err("a refusal").to_string();
        assert_eq!(said, "no table has area Nowhere");
    }
}
