//! People who come in two windows. Those of the first quarter and those of the second are those of the half-year and, once more, whoever was in both.

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::{Key, Rule, Tables};

use super::{
    nested::{self, Told},
    windows::{Ends, Follows, of_window},
};

/// What counts people, pairs or places, each once; and the traits that nobody changes from one window to the next.
const OF_PEOPLE: [&str; 4] = ["people", "persons", "sex", "ethnicity"];

struct Window {
    key: Key,
    count: u64,
    is_new: bool,
    is_hidden: bool,
}

/// Two windows that make up a third, where those who are in both are few or one of the three is hidden.
pub(super) fn again(tables: &Tables, told: &Told<'_>, rule: &Rule, hidden: &BTreeSet<Key>) -> Vec<Follows> {
    let mut families: BTreeMap<Key, BTreeMap<Ends, Window>> = BTreeMap::new();
    let before = told.latest_first().filter(|(key, _)| tables.count(key).is_none());
    for (key, count) in tables.cells().chain(before).filter(|(key, _)| is_of_people(key)) {
        let Some((of, ends)) = of_window(key) else { continue };
        let (is_shown, is_now) = (told.is_shown(key, count), tables.count(key).is_some());
        let is_hidden = if is_now { rule.is_small(count) || hidden.contains(key) } else { !is_shown };
        let window = Window { key: key.clone(), count, is_new: is_now && !is_shown, is_hidden };
        families.entry(of).or_default().insert(ends, window);
    }
    let mut found = Vec::new();
    for windows in families.values() {
        for (ends, whole) in windows {
            let first = windows.range((ends.0, i32::MIN)..(ends.0, ends.1));
            let parts = first.filter_map(|(first, one)| Some((one, windows.get(&(first.1, ends.1))?)));
            found.extend(parts.filter_map(|(one, other)| made_up(whole, one, other, rule)).flatten());
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
    let name = |dimension: &str| whole.key.with(dimension, other.key.category("window").unwrap_or_default());
    tells.then(|| {
        let total = (name("each time"), each_time);
        let parts = [one, other].map(|window| (window.key.clone(), window.count)).to_vec();
        let both = vec![(whole.key.clone(), whole.count), (name("again in"), again)];
        [Follows { total: total.clone(), parts }, Follows { total, parts: both }]
    })
}

fn is_of_people(key: &Key) -> bool {
    key.category("window").is_some()
        && OF_PEOPLE[..2].iter().any(|of| key.category(of).is_some())
        && key.categories().all(|(of, _)| of == "window" || nested::varies(of) || OF_PEOPLE.contains(&of))
}

#[cfg(test)]
mod tests {
    use concordat_disclosure::{Protected, protect, prove};

    use super::*;

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
        let rule = Rule::under_5();
        let mut before: Vec<Protected> = Vec::new();
        for at in order {
            let tables = suspects(at, counts[at].0, counts[at].1);
            let earlier: Vec<&Protected> = before.iter().collect();
            let told = Told::by(&earlier, |_| true);
            let all = nested::with(&tables, &told, &rule, &BTreeSet::new()).unwrap();
            before.push(protect(&all, &rule, &earlier).unwrap());
            assert!(prove(&before.iter().collect::<Vec<_>>()).is_empty());
        }
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
        let window =
            |at: usize, count| Window { key: key(WINDOWS[at]), count, is_new: true, is_hidden: false };
        let (one, other) = (window(0, 40), window(1, 50));
        assert!(made_up(&window(2, 91), &one, &other, &Rule::under_5()).is_none());
        assert!(made_up(&window(2, 88), &one, &other, &Rule::under_5()).is_some());
    }
}
