//! Tables that are left out where they cannot stand beside what left before. A report without its hours is of more use than none.

use std::collections::BTreeSet;

use concordat_disclosure::{Key, Rule, Tables};

use super::{
    narrowed::{Known, Narrowed},
    nested::{self, Told},
    stretches,
};

/// A table that a report can do without, the smallest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Table {
    HoursOfDays,
    /// By themselves, and of days.
    Hours,
    Serial,
    Weekdays,
    TimeToRepeat,
    /// By how many crimes they are in, in which roles.
    PeopleByCrimes,
    Traits,
    Districts,
    /// All but crimes by group and month, for which a report is made.
    AllButCrimes,
}

impl Table {
    const ALL: [Self; 9] = [
        Self::HoursOfDays,
        Self::Hours,
        Self::Serial,
        Self::Weekdays,
        Self::TimeToRepeat,
        Self::PeopleByCrimes,
        Self::Traits,
        Self::Districts,
        Self::AllButCrimes,
    ];
    /// Those that no solver can hold against others, so that they are looked at before: crimes are shared over hours and then rounded, and a suspect who is
    /// counted among the older in one lens may be so in no other.
    const LOOKED_AT: [Self; 3] = [Self::HoursOfDays, Self::Hours, Self::Serial];
    /// Up to which of them all are left out, try by try: the times of crimes; people by their crimes and traits, too; all.
    const TRIES: [Self; 3] = [Self::Weekdays, Self::Traits, Self::AllButCrimes];

    fn holds(self, cell: &Key) -> bool {
        let by = |dimensions: &[&str]| cell.categories().any(|(of, _)| dimensions.contains(&of));
        match self {
            Self::HoursOfDays => by(&["hour"]) && by(&["weekday"]),
            Self::Hours => by(&["hour"]),
            Self::Serial => by(&["serial"]),
            Self::Weekdays => by(&["weekday"]),
            Self::TimeToRepeat => by(&["after"]),
            Self::PeopleByCrimes => {
                by(&["crimes", "at least", "kind", "roles", "flow", "serial", "accused as", "beyond"])
            }
            Self::Traits => by(&["sex", "age", "ethnicity", "relationship"]),
            Self::Districts => by(&["district"]),
            Self::AllButCrimes => {
                !cell.categories().all(|(of, _)| of == "group" || of == "month" || nested::varies(of))
            }
        }
    }

    /// Whether a cell is held against what was told before. Hours of days are looked at first, and hours by themselves after. Whoever is not serial in many
    /// crimes may be so in more.
    fn is_looked_at(self, cell: &Key) -> bool {
        match self {
            Self::Hours => self.holds(cell) && !Self::HoursOfDays.holds(cell),
            Self::Serial => self.holds(cell) && cell.category("serial") != Some("one victim"),
            _ => self.holds(cell),
        }
    }

    /// Whether what windows tell of the months between their ends adds up: crimes do, people who are serial do not.
    fn adds_up(self) -> bool {
        self != Self::Serial
    }
}

/// The tables that a release is without.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct LeftOut(BTreeSet<Table>);

impl LeftOut {
    /// Tables that do not stand beside those that are `told`, and that a solver cannot hold against them: what is between two of them is small or, by
    /// rounding, less than nothing.
    ///
    /// A lens that is a part of another in these records only is held against it under the name that it has there (`narrowed`).
    pub(super) fn looked_at(tables: &Tables, told: &Told<'_>, narrowed: &[Narrowed], rule: &Rule) -> Self {
        let known = Known::of(tables, narrowed);
        let (tables, told) = (&known.tables, &told.and(&known.without));
        let tells = |count: i64| count < 0 || rule.is_small(count.unsigned_abs());
        let stands_out = |table: &Table| {
            let of = |cell: &Key| table.is_looked_at(cell);
            table.adds_up() && stretches::any(tables, told, of, tells) || nested::any(tables, told, of, tells)
        };
        Self(Table::LOOKED_AT.into_iter().filter(stands_out).collect())
    }

    /// What to try, one after the other, until nothing can be worked out: these, and with more and more. Which cell could be worked out does not say which
    /// table gives it away, and each try takes its time.
    pub(super) fn and_more(&self) -> Vec<Self> {
        let mut all = vec![self.clone()];
        for last in Table::TRIES {
            let more = Table::ALL.into_iter().filter(|table| *table <= last);
            let next = Self(self.0.iter().copied().chain(more).collect());
            if !all.contains(&next) {
                all.push(next);
            }
        }
        all
    }

    /// These and the smallest table that a cell is in.
    pub(super) fn with(&self, cell: &Key) -> Option<Self> {
        let more = Table::ALL.into_iter().find(|table| table.holds(cell) && !self.0.contains(table))?;
        Some(Self(self.0.iter().copied().chain([more]).collect()))
    }

    /// The cells of the tables left out.
    pub(super) fn cells(&self, tables: &Tables) -> BTreeSet<Key> {
        tables.cells().map(|(key, _)| key).filter(|key| self.has(key)).cloned().collect()
    }

    fn has(&self, key: &Key) -> bool {
        self.0.iter().any(|table| table.holds(key))
    }
}

#[cfg(test)]
mod tests {
    use concordat_disclosure::{protect, protect_without};

    use super::{super::narrowed::narrowed, Table::*, *};

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
        let (told, rule) = (Told::by(&[&before], |_| true), Rule::under_5());
        LeftOut::looked_at(now, &told, &narrowed(now, &told, &rule), &rule)
    }

    #[test]
    fn hours_are_left_out_where_those_of_a_month_would_be_told() {
        let before = hours(LONG, "any", 40, 90);
        assert_eq!(left_out(&before, &hours(SHORT, "any", 30, 60)), LeftOut::default());
        // Of days, or both; and by rounding, less than nothing.
        assert_eq!(left_out(&before, &hours(SHORT, "any", 38, 60)), LeftOut([HoursOfDays].into()));
        assert_eq!(left_out(&before, &hours(SHORT, "any", 30, 88)), LeftOut([Hours].into()));
        assert_eq!(left_out(&before, &hours(SHORT, "any", 41, 91)), LeftOut([HoursOfDays, Hours].into()));
        // Between lenses likewise.
        assert_eq!(left_out(&before, &hours(LONG, "female", 38, 60)), LeftOut([HoursOfDays].into()));
        assert_eq!(left_out(&before, &hours(LONG, "female", 30, 60)), LeftOut::default());
    }

    /// Nobody is stalked, so that all violence against women is violence: its hours are held against those of violence.
    #[test]
    fn hours_of_a_lens_that_is_a_part_of_another_in_these_records_are_held_against_it() {
        let report = |victims: &str, groups: &str, crimes: u64, of_hour: u64| {
            let of = Key::of(&[("window", LONG), ("victims", victims), ("domestic", "any")]);
            let mut tables = Tables::new();
            let rows = vec![(of.with("group", "RAPE"), crimes)];
            tables.add_sum(of.with("groups", groups), rows).unwrap();
            tables.put(of.with("groups", groups).with("hour", "03:00 to 03:59"), of_hour).unwrap();
            tables
        };
        let violence = report("any", "violence", 90, 40);
        for (of_hour, hides) in [(38, true), (20, false)] {
            let women = report("female", "vawg", 70, of_hour);
            for (first, second) in [(&violence, &women), (&women, &violence)] {
                assert_eq!(left_out(first, second) != LeftOut::default(), hides, "{of_hour}");
            }
        }
    }

    /// Hours that were left out before have been told to nobody, and are looked at when they are to be told.
    #[test]
    fn what_was_left_out_before_is_looked_at_again() {
        let rule = Rule::under_5();
        let (whole, april) = (hours(LONG, "any", 40, 90), hours("April 2022 to April 2022", "any", 38, 60));
        let first = protect(&whole, &rule, &[]).unwrap();
        let all = LeftOut([HoursOfDays, Hours].into()).cells(&april);
        let second = protect_without(&april, &rule, &[&first], &all).unwrap();
        let shown = Told::by(&[&first, &second], |shown| !shown.is_hidden());
        assert_eq!(LeftOut::looked_at(&april, &shown, &[], &rule), LeftOut([HoursOfDays].into()));
    }

    #[test]
    fn as_little_as_does_is_left_out() {
        let tries = LeftOut([Hours].into()).and_more();
        let tries: Vec<Vec<Table>> = tries.into_iter().map(|out| out.0.into_iter().collect()).collect();
        assert_eq!(tries[..2], [vec![Hours], vec![HoursOfDays, Hours, Serial, Weekdays]]);
        assert_eq!((tries.len(), &tries[3][..]), (4, &Table::ALL[..]));
        assert_eq!(tries.iter().collect::<BTreeSet<_>>().len(), tries.len(), "nothing is tried twice");
    }

    #[test]
    fn a_cell_that_could_be_worked_out_takes_its_table_first() {
        let repeat = Key::of(&[("people", "victim"), ("at least", "4")]);
        assert_eq!(LeftOut([Hours].into()).with(&repeat), Some(LeftOut([Hours, PeopleByCrimes].into())));
        assert_eq!(LeftOut::default().with(&Key::of(&[("group", "RAPE")])), None);
    }

    #[test]
    fn a_table_takes_its_cells_along() {
        let monday = Key::of(&[("weekday", "Monday")]);
        let mut tables = Tables::new();
        for key in [Key::of(&[("group", "RAPE")]), monday.clone(), monday.with("hour", "03:00 to 03:59")] {
            tables.put(key, 9).unwrap();
        }
        let left = |table| LeftOut([table].into()).cells(&tables).len();
        assert_eq!([HoursOfDays, Hours, Serial, Weekdays, AllButCrimes].map(left), [1, 1, 0, 2, 2]);
    }
}
