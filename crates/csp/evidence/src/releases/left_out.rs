//! Tables that are left out where they cannot stand beside what left before. A report without its hours is of more use than none.

use std::collections::BTreeSet;

use concordat_disclosure::{Key, Rule, Tables};

use super::{
    nested::{self, Told},
    stretches,
};

/// Which cells belong to a table that a report can do without.
type Table = fn(&Key) -> bool;

/// The smallest first.
const TABLES: [Table; 9] = [
    |key| has(key, &["hour"]) && has(key, &["weekday"]),
    |key| has(key, &["hour"]),
    |key| has(key, &["serial"]),
    |key| has(key, &["weekday"]),
    |key| has(key, &["after"]),
    |key| has(key, &["crimes", "at least", "kind", "roles", "flow", "serial", "accused as", "beyond"]),
    |key| has(key, &["sex", "age", "ethnicity", "relationship"]),
    |key| has(key, &["district"]),
    |key| !key.categories().all(|(of, _)| OF_CRIMES.contains(&of) || nested::varies(of)),
];
/// How many of them are left out at once.
const STEPS: [usize; 3] = [4, 7, TABLES.len()];
/// What is left where all of them are left out: crimes by group and month, for which a report is made.
const OF_CRIMES: [&str; 2] = ["group", "month"];
/// The tables that no solver can hold against others, so that they are looked at before.
const LOOKED_AT: [usize; 3] = [0, 1, 2];

fn has(key: &Key, dimensions: &[&str]) -> bool {
    key.categories().any(|(of, _)| dimensions.contains(&of))
}

/// The tables that a release is without.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct LeftOut(BTreeSet<usize>);

impl LeftOut {
    /// Tables that a solver cannot hold against others: hours, over which crimes are shared and then rounded, and serial suspects, of whom one that is counted
    /// among the older in one lens may be so in no other. They stand beside those that are `told` where nothing between the two is small, nor, by rounding, less
    /// than nothing.
    pub(super) fn looked_at(tables: &Tables, told: &Told<'_>, rule: &Rule) -> Self {
        let mut out = Self::default();
        let tells = |count: i64| count < 0 || rule.is_small(count.unsigned_abs());
        for at in LOOKED_AT {
            // Hours of days are looked at first, and hours by themselves after. Whoever is not serial in many crimes may be so in more.
            let of = |key: &Key| {
                TABLES[at](key) && !(at > 0 && TABLES[0](key)) && key.category("serial") != Some("one victim")
            };
            let sums = at < 2;
            if sums && stretches::any(tables, told, of, tells) || nested::any(tables, told, of, tells) {
                out.0.insert(at);
            }
        }
        out
    }

    /// What to try, one after the other, until nothing can be worked out: these; with the times of crimes; with people by their crimes and traits, too;
    /// with all of them. Which cell could be worked out does not say which table gives it away, and each try takes its time.
    pub(super) fn and_more(&self) -> Vec<Self> {
        let mut all = vec![self.clone()];
        for more in STEPS {
            let next = Self(self.0.iter().copied().chain(0..more).collect());
            if !all.contains(&next) {
                all.push(next);
            }
        }
        all
    }

    /// These and the smallest table that a cell is in.
    pub(super) fn with(&self, cell: &Key) -> Option<Self> {
        let at = (0..TABLES.len()).find(|at| TABLES[*at](cell) && !self.0.contains(at))?;
        Some(Self(self.0.iter().copied().chain([at]).collect()))
    }

    /// The cells of the tables left out.
    pub(super) fn cells(&self, tables: &Tables) -> BTreeSet<Key> {
        tables.cells().map(|(key, _)| key).filter(|key| self.has(key)).cloned().collect()
    }

    fn has(&self, key: &Key) -> bool {
        self.0.iter().any(|at| TABLES[*at](key))
    }
}

#[cfg(test)]
mod tests {
    use concordat_disclosure::{protect, protect_without};

    use super::*;

    const LONG: &str = "March 2022 to May 2022";
    const SHORT: &str = "March 2022 to April 2022";

    fn hours(window: &str, victims: &str, of_day: u64, of_hour: u64) -> Tables {
        let mut tables = Tables::new();
        let hour = Key::of(&[("window", window), ("victims", victims), ("hour", "03:00 to 03:59")]);
        tables.put(hour.with("weekday", "Monday"), of_day).unwrap();
        tables.put(hour, of_hour).unwrap();
        tables
    }

    fn left_out(before: &Tables, now: &Tables) -> LeftOut {
        let before = protect(before, &Rule::under_5(), &[]).unwrap();
        LeftOut::looked_at(now, &Told::by(&[&before], |_| true), &Rule::under_5())
    }

    #[test]
    fn hours_are_left_out_where_those_of_a_month_would_be_told() {
        let before = hours(LONG, "any", 40, 90);
        assert_eq!(left_out(&before, &hours(SHORT, "any", 30, 60)), LeftOut::default());
        // Of days, or both; and by rounding, less than nothing.
        assert_eq!(left_out(&before, &hours(SHORT, "any", 38, 60)), LeftOut([0].into()));
        assert_eq!(left_out(&before, &hours(SHORT, "any", 30, 88)), LeftOut([1].into()));
        assert_eq!(left_out(&before, &hours(SHORT, "any", 41, 91)), LeftOut([0, 1].into()));
        // Between lenses likewise.
        assert_eq!(left_out(&before, &hours(LONG, "female", 38, 60)), LeftOut([0].into()));
        assert_eq!(left_out(&before, &hours(LONG, "female", 30, 60)), LeftOut::default());
    }

    /// Hours that were left out before have been told to nobody, and are looked at when they are to be told.
    #[test]
    fn what_was_left_out_before_is_looked_at_again() {
        let rule = Rule::under_5();
        let (whole, april) = (hours(LONG, "any", 40, 90), hours("April 2022 to April 2022", "any", 38, 60));
        let first = protect(&whole, &rule, &[]).unwrap();
        let all = LeftOut([0, 1].into()).cells(&april);
        let second = protect_without(&april, &rule, &[&first], &all).unwrap();
        let shown = Told::by(&[&first, &second], |shown| !shown.is_hidden());
        assert_eq!(LeftOut::looked_at(&april, &shown, &rule), LeftOut([0].into()));
    }

    #[test]
    fn as_little_as_does_is_left_out() {
        let tries = LeftOut([1].into()).and_more();
        let tries: Vec<Vec<usize>> = tries.into_iter().map(|out| out.0.into_iter().collect()).collect();
        assert_eq!(tries[..2], [vec![1], vec![0, 1, 2, 3]]);
        assert_eq!((tries.len(), tries[3].len()), (4, TABLES.len()));
        assert_eq!(tries.iter().collect::<BTreeSet<_>>().len(), tries.len(), "nothing is tried twice");
    }

    #[test]
    fn a_cell_that_could_be_worked_out_takes_its_table_first() {
        let repeat = Key::of(&[("people", "victim"), ("at least", "4")]);
        assert_eq!(LeftOut([1].into()).with(&repeat), Some(LeftOut([1, 5].into())));
        assert_eq!(LeftOut::default().with(&Key::of(&[("group", "RAPE")])), None);
    }

    #[test]
    fn a_table_takes_its_cells_along() {
        let monday = Key::of(&[("weekday", "Monday")]);
        let mut tables = Tables::new();
        for key in [Key::of(&[("group", "RAPE")]), monday.clone(), monday.with("hour", "03:00 to 03:59")] {
            tables.put(key, 9).unwrap();
        }
        let left = |at| LeftOut([at].into()).cells(&tables).len();
        assert_eq!([0, 1, 2, 3, 8].map(left), [1, 1, 0, 2, 2]);
    }
}
