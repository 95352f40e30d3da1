//! People who come in no two windows, so that they add up as crimes do: none of them can be told apart, or windows that make up another have as many of them together.

use std::collections::BTreeSet;

use concordat_disclosure::{Key, Tables};

use super::{
    nested::{self, Told},
    windows::{Rounded, families, of_window},
};

const TRAITS: [&str; 4] = ["sex", "age", "ethnicity", "reference"];

/// All people of a role whatever the window, where they come in no two of those told.
pub(super) fn people_apart(tables: &Tables, told: &Told<'_>) -> BTreeSet<Key> {
    let before = told.latest_first().filter(|(key, _)| tables.count(key).is_none());
    let all = tables.cells().chain(before).filter(|(_, count)| *count > 0);
    // Under the name of all people, whether they can be told apart or not.
    let can_be_told: BTreeSet<Key> = all
        .filter(|(key, _)| key.categories().all(|(of, _)| of == "people" || nested::varies(of)))
        .filter_map(|(key, _)| Some(key.without("people").with("persons", key.category("people")?)))
        .collect();
    let families = families(tables, told, is_total, |_, _| false, Rounded::No).into_iter();
    families
        .filter(|family| {
            let make_up = |joined| family.windows_in(joined).count() >= joined.len();
            family.windows.iter().all(|window| !can_be_told.contains(&window.key))
                || family.stale.is_empty() && family.joined.iter().any(make_up)
        })
        .map(|family| family.of)
        .collect()
}

fn is_total(key: &Key) -> bool {
    key.category("persons").is_some() && key.categories().all(|(of, _)| of == "persons" || nested::varies(of))
}

/// All people whom a count tells by a trait, whatever the window, or who are counted by none.
pub(super) fn all_of(key: &Key) -> Option<Key> {
    let of = of_window(key)?.0;
    let all = TRAITS.iter().fold(of, |of, by| of.without(by));
    is_total(&all).then_some(all)
}

#[cfg(test)]
mod tests {
    use concordat_disclosure::Shown;

    use super::{super::testing::released, *};

    const QUARTER: &str = "January 2022 to March 2022";
    const MONTHS: [&str; 3] =
        ["January 2022 to January 2022", "February 2022 to February 2022", "March 2022 to March 2022"];

    fn all(window: &str) -> Key {
        Key::of(&[("window", window), ("victims", "any"), ("persons", "suspect")])
    }

    /// Men and women among the suspects of a window, some of whom can be told apart.
    fn report(window: &str, [men, women]: [u64; 2], known: u64) -> Tables {
        let mut tables = Tables::new();
        let by_sex = [("male", men), ("female", women)].map(|(sex, n)| (all(window).with("sex", sex), n));
        tables.add_sum(all(window), by_sex.to_vec()).unwrap();
        if known > 0 {
            tables.put(all(window).without("persons").with("people", "suspect"), known).unwrap();
        }
        tables
    }

    /// Whether women of the month that leaves last are told.
    fn tells(known: u64, men_of_quarter: u64) -> bool {
        let counts = [[30, 8], [40, 6], [50, 2]];
        let mut reports: Vec<Tables> =
            MONTHS[..2].iter().zip(counts).map(|(month, of)| report(month, of, known)).collect();
        reports.push(report(QUARTER, [men_of_quarter, 16], known));
        reports.push(report(MONTHS[2], counts[2], known));
        let before = released(&reports.iter().collect::<Vec<_>>());
        let women = |at: usize, window: &str| {
            before[at].published.shown(&all(window).with("sex", "female")).is_some_and(Shown::is_hidden)
        };
        !(0..2).any(|at| women(at, MONTHS[at])) && !women(2, QUARTER)
    }

    #[test]
    fn people_who_cannot_be_told_apart_add_up_over_windows() {
        // Nobody can be told apart: the quarter less two of its months is the third.
        assert!(!tells(0, 120));
        // They can, and some come in two months.
        assert!(tells(100, 115));
    }

    #[test]
    fn people_by_a_trait_are_of_all_people() {
        let of = |key: &Key| all_of(key).map(|key| key.to_string());
        let whole = all(QUARTER).without("window");
        assert_eq!(of(&all(QUARTER).with("age", "under 10")), Some(whole.to_string()));
        assert_eq!(of(&all(QUARTER)), Some(whole.to_string()));
        assert_eq!(of(&all(QUARTER).with("crimes", "Two")), None);
    }
}
