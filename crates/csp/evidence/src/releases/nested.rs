//! What is left between two counts of which one holds the other: of a year and of its first eleven months, of all victims and of the women among
//! them. Where both are told, so is their difference; so a small difference is hidden like any small number.

use std::collections::BTreeMap;

use concordat_disclosure::{Error, Key, Protected, Tables};
use concordat_kernel::{Month, Period};

use crate::findings::{Lens, lenses};

/// The dimension of a difference: of which smaller count the larger is without.
const WITHOUT: &str = "without";
/// What is not compared. Of people by what each is in, somebody with one crime may be somebody with two, so that such counts do not grow with the crimes
/// that are looked at. Hours of the day have so few crimes each that hardly a window could be told beside another; shared out over spans and rounded, their
/// differences are not of crimes alone.
const NOT_GROWING: [&str; 6] = ["crimes", "accused as", "serial", "with victims", "flow", "hour"];
/// What is compared with windows within each other only. Of somebody with a third crime between two, the time from one to the next is shorter; the others
/// of a lens within another leave so little between them that nothing could be told.
const WITH_MONTHS_ONLY: [&str; 5] = ["after", "weekday", "at least", "kind", "roles"];

/// A count, a smaller one that it holds, and their difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Nested {
    larger: (Key, u64),
    smaller: (Key, u64),
    rest: Key,
}

impl Nested {
    fn of(larger: (&Key, u64), smaller: (&Key, u64)) -> Option<Self> {
        // Records that were corrected between the two may tell less of more.
        if larger.1 < smaller.1 {
            return None;
        }
        let narrower =
            smaller.0.categories().filter(|category| larger.0.categories().all(|of| of != *category));
        let narrower: Vec<String> = narrower.map(|(of, category)| format!("{of} {category}")).collect();
        Some(Self {
            larger: (larger.0.clone(), larger.1),
            smaller: (smaller.0.clone(), smaller.1),
            rest: larger.0.with(WITHOUT, &narrower.join(", ")),
        })
    }

    fn put(&self, tables: &mut Tables) -> Result<(), Error> {
        let parts = vec![self.smaller.clone(), (self.rest.clone(), self.larger.1 - self.smaller.1)];
        tables.add_sum(self.larger.0.clone(), parts)
    }
}

/// Every count of these tables that no earlier release has told, with the nearest of earlier releases that it holds or that hold it. The nearest do:
/// of three counts of which each holds the next, a small difference between the first and the last is none larger between two neighbours.
pub(super) fn nested(tables: &Tables, before: &[&Protected]) -> Vec<Nested> {
    let mut told: BTreeMap<&Key, u64> = BTreeMap::new();
    for release in before {
        told.extend(release.tables.cells());
    }
    // Two counts of which one holds the other are alike in all but these dimensions.
    let mut alike: BTreeMap<_, Vec<(&Key, u64)>> = BTreeMap::new();
    for (key, count) in told.iter().filter(|(key, _)| compares(key)) {
        alike.entry(fixed(key)).or_default().push((key, *count));
    }
    let mut found = Vec::new();
    for (key, count) in tables.cells().filter(|(key, _)| compares(key) && !told.contains_key(key)) {
        // What stands in these tables too, with another number, was corrected since.
        let same = |earlier: &&(&Key, u64)| tables.count(earlier.0).is_none_or(|now| now == earlier.1);
        let earlier: Vec<(&Key, u64)> =
            alike.get(&fixed(key)).into_iter().flatten().filter(same).copied().collect();
        let within: Vec<_> = earlier.iter().filter(|one| holds(key, one.0) && one.1 <= count).collect();
        let around: Vec<_> = earlier.iter().filter(|one| holds(one.0, key) && one.1 >= count).collect();
        let largest = within.iter().filter(|one| !within.iter().any(|other| holds(other.0, one.0)));
        let smallest = around.iter().filter(|one| !around.iter().any(|other| holds(one.0, other.0)));
        found.extend(largest.filter_map(|one| Nested::of((key, count), **one)));
        found.extend(smallest.filter_map(|one| Nested::of(**one, (key, count))));
    }
    found
}

/// The tables with what is left between counts.
pub(super) fn with(tables: &Tables, nested: &[Nested]) -> Result<Tables, Error> {
    let mut all = tables.clone();
    nested.iter().try_for_each(|one| one.put(&mut all))?;
    Ok(all)
}

fn compares(key: &Key) -> bool {
    key.categories().all(|(of, _)| of != WITHOUT && !NOT_GROWING.contains(&of))
        && key.categories().any(|(of, _)| of == "window")
}

fn varies(of: &str) -> bool {
    matches!(
        of,
        "window"
            | "victims"
            | "victim ages"
            | "suspects"
            | "suspect ages"
            | "relationships"
            | "domestic"
            | "groups"
            | "offences"
    )
}

fn fixed(key: &Key) -> Vec<(&str, &str)> {
    key.categories().filter(|(of, _)| !varies(of)).collect()
}

/// Whether all that the smaller counts is in the larger, and they are not the same.
fn holds(larger: &Key, smaller: &Key) -> bool {
    let of = |key: &Key, of: &str| {
        key.categories()
            .find(|(name, _)| *name == of)
            .map_or("any".to_owned(), |(_, category)| category.to_owned())
    };
    let with_months_only = larger.categories().any(|(of, _)| WITH_MONTHS_ONLY.contains(&of));
    let named = larger.categories().chain(smaller.categories()).map(|(name, _)| name);
    let mut differ =
        named.filter(|name| varies(name)).filter(|name| of(larger, name) != of(smaller, name)).peekable();
    differ.peek().is_some()
        && differ.all(|name| {
            (name == "window" || !with_months_only) && is_wider(name, &of(larger, name), &of(smaller, name))
        })
}

fn is_wider(of: &str, wide: &str, narrow: &str) -> bool {
    let lens = |name: &str| lenses().iter().find(|lens| lens.name == name);
    let holds = |words: fn(&Lens) -> &Vec<String>| {
        lens(wide)
            .zip(lens(narrow))
            .is_some_and(|(wide, narrow)| words(narrow).iter().all(|word| words(wide).contains(word)))
    };
    match of {
        "window" => window(wide)
            .zip(window(narrow))
            .is_some_and(|(wide, narrow)| wide.from <= narrow.from && narrow.to <= wide.to),
        "groups" => wide == "every" || holds(|lens| &lens.groups) && holds(|lens| &lens.offences),
        "offences" => wide == "any" || holds(|lens| &lens.groups) && holds(|lens| &lens.offences),
        "relationships" => wide == "any" || narrow != "any" && holds(|lens| &lens.relationships),
        "victim ages" | "suspect ages" => {
            wide == "any"
                || ages(wide)
                    .zip(ages(narrow))
                    .is_some_and(|(wide, narrow)| wide.0 <= narrow.0 && narrow.1 <= wide.1)
        }
        _ => wide == "any",
    }
}

/// The first and the last year of age.
fn ages(words: &str) -> Option<(u8, u8)> {
    let (from, to) = words.split_once(" to ")?;
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// A window from its words.
fn window(words: &str) -> Option<Period> {
    let month = |words: &str| {
        let (name, year) = words.split_once(' ')?;
        let months = (1..=12).filter_map(|n| format!("{year}-{n:02}").parse::<Month>().ok());
        months.into_iter().find(|month| month.name() == name)
    };
    let (from, to) = words.split_once(" to ")?;
    Some(Period { from: month(from)?, to: month(to)? })
}

#[cfg(test)]
mod tests {
    use concordat_disclosure::{Rule, protect, prove};

    use super::*;

    fn key(window: &str, victims: &str) -> Key {
        Key::of(&[("window", window), ("victims", victims), ("domestic", "any"), ("groups", "violence")])
    }

    fn group(window: &str, victims: &str, name: &str) -> Key {
        Key::of(&[("window", window), ("victims", victims), ("domestic", "any"), ("group", name)])
    }

    fn of(window: &str, victims: &str, counts: &[(&str, u64)]) -> Tables {
        let mut tables = Tables::new();
        let parts = counts.iter().map(|(name, count)| (group(window, victims, name), *count)).collect();
        tables.add_sum(key(window, victims), parts).unwrap();
        tables
    }

    const SPRING: &str = "March 2022 to May 2022";
    const BEGINNING: &str = "March 2022 to April 2022";

    /// What the second release hides when the first has left.
    fn hidden(first: &Tables, second: &Tables) -> Vec<String> {
        let rule = Rule::under_5();
        let first = protect(first, &rule, &[]).unwrap();
        let tables = with(second, &nested(second, &[&first])).unwrap();
        let second_made = protect(&tables, &rule, &[&first]).unwrap();
        assert!(prove(&[&first, &second_made]).is_empty());
        let hides = |key: &&Key| second_made.published.shown(key).is_some_and(|shown| shown.is_hidden());
        second.cells().map(|(key, _)| key).filter(hides).map(Key::to_string).collect()
    }

    #[test]
    fn a_window_within_another_does_not_tell_the_months_between() {
        let whole = of(SPRING, "any", &[("Rape", 13), ("Robbery", 40), ("Theft", 90)]);
        let part = of(BEGINNING, "any", &[("Rape", 10), ("Robbery", 30), ("Theft", 60)]);
        for (first, second) in [(&whole, &part), (&part, &whole)] {
            let hidden = hidden(first, second);
            assert!(hidden.iter().any(|key| key.contains("Rape")), "{hidden:?}");
            assert!(hidden.len() < 4, "not everything: {hidden:?}");
        }
        // With enough between them nothing is hidden.
        let part = of(BEGINNING, "any", &[("Rape", 8), ("Robbery", 30), ("Theft", 60)]);
        assert!(hidden(&whole, &part).is_empty());
    }

    #[test]
    fn counts_are_held_against_their_nearest() {
        let rule = Rule::under_5();
        let windows = ["March 2022 to March 2022", BEGINNING, SPRING];
        let counts = [10, 13, 13];
        let mut before: Vec<Protected> = Vec::new();
        for (window, rapes) in windows.into_iter().zip(counts) {
            let tables = of(window, "any", &[("Rape", rapes), ("Robbery", 40), ("Theft", 90)]);
            let earlier: Vec<&Protected> = before.iter().collect();
            let nested = nested(&tables, &earlier);
            assert_eq!(
                nested.len(),
                if before.is_empty() { 0 } else { 4 },
                "the total and three groups, once each"
            );
            let made = protect(&with(&tables, &nested).unwrap(), &rule, &earlier).unwrap();
            // As many as in the window before, from which the one before that would be told.
            let rape = made.published.shown(&group(window, "any", "Rape")).unwrap();
            assert_eq!(rape.is_hidden(), !before.is_empty(), "{window}");
            before.push(made);
        }
        assert!(prove(&before.iter().collect::<Vec<_>>()).is_empty());
    }

    #[test]
    fn women_beside_all_do_not_tell_the_men() {
        let all = of(SPRING, "any", &[("Rape", 13), ("Robbery", 40), ("Theft", 90)]);
        let women = of(SPRING, "female", &[("Rape", 10), ("Robbery", 20), ("Theft", 40)]);
        assert!(hidden(&all, &women).iter().any(|key| key.contains("Rape")));
    }

    #[test]
    fn counts_hold_each_other_where_every_dimension_does() {
        assert!(holds(&key(SPRING, "any"), &key(BEGINNING, "female")));
        assert!(!holds(&key(BEGINNING, "any"), &key(SPRING, "female")));
        assert!(!holds(&key(SPRING, "any"), &key(SPRING, "any")));
        let lens = |name: &str| key(SPRING, "any").with("groups", name);
        assert!(holds(&lens("vawg"), &lens("violence")) && holds(&lens("every"), &lens("vawg")));
        assert!(!holds(&lens("violence"), &lens("vawg")));
        // Girls are among women and girls; partners among everybody.
        let girls = key(SPRING, "female").with("victim ages", "0 to 17").with("groups", "girls");
        let vawg = key(SPRING, "female").with("groups", "vawg");
        assert!(holds(&vawg, &girls) && !holds(&girls, &vawg));
        let younger = key(SPRING, "female").with("victim ages", "10 to 15").with("groups", "girls");
        assert!(holds(&girls, &younger) && !holds(&younger, &girls));
        let partners = key(SPRING, "any").with("relationships", "partners").with("groups", "partners");
        assert!(holds(&lens("violence").with("groups", "vawg"), &partners) && !holds(&partners, &vawg));
        // A later window is told apart, not held.
        assert!(!holds(&key("April 2022 to June 2022", "any"), &key(BEGINNING, "any")));
    }
}
