//! People who come in two windows. Those of the first quarter and those of the second are those of the half-year and, once more, whoever was in both.

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::{Key, Rule, Tables};

use super::{
    nested::{self, Told},
    windows::{Ends, Follows, of_window},
};

/// What counts people, pairs or places, each once; and the traits that nobody changes from one window to the next.
const OF_PEOPLE: [&str; 2] = ["people", "persons"];
const TRAITS: [&str; 2] = ["sex", "ethnicity"];
/// Suspects with a victim, over the months that a serial suspect is looked for in: mostly they are all suspects of these months.
const WITH_VICTIMS: &str = "with victims";

struct Window {
    key: Key,
    ends: Ends,
    count: u64,
    is_new: bool,
    is_hidden: bool,
}

/// Two windows that make up a third, where those who are in both are few or one of the three is hidden.
pub(super) fn again(tables: &Tables, told: &Told<'_>, rule: &Rule, hidden: &BTreeSet<Key>) -> Vec<Follows> {
    let mut families: BTreeMap<Key, Vec<Window>> = BTreeMap::new();
    let before = told.latest_first().filter(|(key, _)| tables.count(key).is_none());
    for (key, count) in tables.cells().chain(before) {
        let Some((of, ends)) = of_people(key) else { continue };
        let (is_shown, is_now) = (told.is_shown(key, count), tables.count(key).is_some());
        let is_hidden = if is_now { rule.is_small(count) || hidden.contains(key) } else { !is_shown };
        let window = Window { key: key.clone(), ends, count, is_new: is_now && !is_shown, is_hidden };
        families.entry(of).or_default().push(window);
    }
    let mut found = Vec::new();
    for windows in families.values() {
        for whole in windows {
            let begins = windows.iter().filter(|one| one.ends.0 == whole.ends.0 && one.ends.1 < whole.ends.1);
            for one in begins {
                let others = windows.iter().filter(|other| other.ends == (one.ends.1, whole.ends.1));
                found.extend(others.filter_map(|other| made_up(whole, one, other, rule)).flatten());
            }
        }
    }
    found
}

/// How one window follows from two others, unless records were corrected between them.
fn made_up(whole: &Window, one: &Window, other: &Window, rule: &Rule) -> Option<[Follows; 2]> {
    let three = [whole, one, other];
    let each_time = one.count + other.count;
    let again = each_time.checked_sub(whole.count)?;
    let tells = three.iter().any(|window| window.is_new)
        && (rule.is_small(again) || three.iter().any(|window| window.is_hidden));
    // Suspects with a victim are not always all suspects.
    let words = |window: &Window| {
        let with_victims = if window.key.category(WITH_VICTIMS).is_some() { " with victims" } else { "" };
        format!("{}{with_victims}", window.key.category("window").unwrap_or_default())
    };
    let name = |dimension: &str| whole.key.with(dimension, &format!("{}, {}", words(one), words(other)));
    tells.then(|| {
        let total = (name("each time"), each_time);
        let parts = [one, other].map(|window| (window.key.clone(), window.count)).to_vec();
        let both = vec![(whole.key.clone(), whole.count), (name("again in"), again)];
        [Follows { total: total.clone(), parts }, Follows { total, parts: both }]
    })
}

/// What people a count is of, and its months.
fn of_people(key: &Key) -> Option<(Key, Ends)> {
    let (of, ends) = of_window(key).filter(|_| key.category("window").is_some())?;
    let is_known = |of: &str| OF_PEOPLE.contains(&of) || TRAITS.contains(&of) || of == WITH_VICTIMS;
    if !of.categories().all(|(of, _)| nested::varies(of) || is_known(of)) {
        return None;
    }
    if of.category(WITH_VICTIMS).is_some() {
        return Some((of.without(WITH_VICTIMS).with("people", "suspect"), ends));
    }
    OF_PEOPLE.iter().any(|people| of.category(people).is_some()).then_some((of, ends))
}

#[cfg(test)]
mod tests {
    use concordat_disclosure::protect;

    use super::{
        super::testing::{released, with},
        *,
    };

    const WINDOWS: [&str; 3] =
        ["January 2022 to March 2022", "April 2022 to June 2022", "January 2022 to June 2022"];

    fn key(window: &str) -> Key {
        Key::of(&[("window", window), ("victims", "any"), ("persons", "suspect")])
    }

    /// Men and women among the suspects of a window.
    fn suspects(at: usize, men: u64, women: u64) -> Tables {
        let all = key(WINDOWS[at]);
        let mut tables = Tables::new();
        let parts = vec![(all.with("sex", "male"), men), (all.with("sex", "female"), women)];
        tables.add_sum(all, parts).unwrap();
        tables
    }

    /// Whether the men of all three windows are told, in this order.
    fn tells_men(order: [usize; 3], counts: [(u64, u64); 3]) -> bool {
        let reports = order.map(|at| suspects(at, counts[at].0, counts[at].1));
        let before = released(&reports.each_ref());
        order.iter().zip(&before).all(|(at, made)| {
            let men = key(WINDOWS[*at]).with("sex", "male");
            made.published.shown(&men).is_some_and(|shown| !shown.is_hidden())
        })
    }

    #[test]
    fn quarters_and_their_half_year_do_not_tell_who_comes_again() {
        for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
            // Forty and fifty are ninety with one counted twice, or with nobody or ten.
            assert!(!tells_men(order, [(40, 30), (51, 40), (90, 60)]), "{order:?}");
            assert!(tells_men(order, [(40, 30), (50, 40), (90, 60)]), "{order:?}");
            assert!(tells_men(order, [(40, 30), (60, 40), (90, 60)]), "{order:?}");
        }
    }

    #[test]
    fn numbers_that_were_corrected_are_not_held_against_each_other() {
        let window = |at: usize, count| {
            let (_, ends) = of_people(&key(WINDOWS[at])).unwrap();
            Window { key: key(WINDOWS[at]), ends, count, is_new: true, is_hidden: false }
        };
        let (one, other) = (window(0, 40), window(1, 50));
        assert!(made_up(&window(2, 91), &one, &other, &Rule::under_5()).is_none());
        assert!(made_up(&window(2, 88), &one, &other, &Rule::under_5()).is_some());
    }

    #[test]
    fn suspects_with_a_victim_are_held_against_all_suspects() {
        let all = Key::of(&[("window", WINDOWS[2]), ("victims", "any")]);
        let of = |what, category| of_people(&all.with(what, category));
        assert_eq!(of(WITH_VICTIMS, "suspects"), of("people", "suspect"));
        assert!(of("people", "suspect").is_some() && of("people", "suspect") != of("persons", "suspect"));
        let serial = all.with(WITH_VICTIMS, "suspects").with("serial", "one victim");
        assert!(of_people(&serial).is_none() && of_people(&all).is_none());
    }

    /// Of the first quarter all suspects are told, and those with a victim, who are not as many where some offenders are convicted.
    #[test]
    fn suspects_with_a_victim_need_not_be_all_suspects() {
        let people = |at: usize| key(WINDOWS[at]).without("persons").with("people", "suspect");
        let tables = |cells: &[(Key, u64)]| {
            let mut tables = Tables::new();
            cells.iter().for_each(|(key, count)| tables.put(key.clone(), *count).unwrap());
            tables
        };
        let with_victims = people(0).without("people").with(WITH_VICTIMS, "suspects");
        let quarters = [tables(&[(people(0), 70), (with_victims, 68)]), tables(&[(people(1), 83)])];
        let rule = Rule::under_5();
        let before = quarters.map(|quarter| protect(&quarter, &rule, &[]).unwrap());
        let (told, half) = (Told::by(&[&before[0], &before[1]], |_| true), tables(&[(people(2), 150)]));
        let found = again(&half, &told, &rule, &BTreeSet::new());
        let each_time: BTreeSet<u64> = found.iter().map(|one| one.total.1).collect();
        assert_eq!(each_time, [151, 153].into());
        assert!(with(&half, &told, &BTreeSet::new()).is_ok());
    }
}
