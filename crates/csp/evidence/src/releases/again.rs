//! People who come in more than one window. Those of the first quarter and those of the second are those of the half-year and, once more, whoever was in both; those of three months
//! are those of the quarter and whoever came again. So it is of each sex, ethnicity and age, and together these are all who came again.

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::{Key, Rule, Tables};

use super::{
    nested::{self, Told},
    windows::{Ends, Follows, of_window, window},
};

/// What counts people, pairs or places, each once.
const OF_PEOPLE: [&str; 2] = ["people", "persons"];
/// By what people are told apart: each has one sex, one ethnicity and one age, the youngest that a window has on record. Somebody who is of another age in a part of
/// the window than in all of it comes once more among those of that age.
const TRAITS: [&str; 3] = ["sex", "ethnicity", "age"];
/// Suspects with a victim, over the months that a serial suspect is looked for in: mostly they are all suspects of these months.
const WITH_VICTIMS: &str = "with victims";

struct Window {
    key: Key,
    ends: Ends,
    count: u64,
    is_new: bool,
    is_hidden: bool,
}

/// A role in some scope: its windows of all people, and those of each category of a trait.
#[derive(Default)]
struct People {
    all: Vec<Window>,
    by: BTreeMap<&'static str, BTreeMap<String, BTreeMap<Ends, Window>>>,
}

/// Who comes again in windows that make up another.
struct Again<'w> {
    whole: Option<&'w Window>,
    parts: Vec<&'w Window>,
    /// The people, in the whole window, and how the others are called.
    of: Key,
    words: String,
    count: u64,
}

/// Windows that others make up, where those who come again are few or something of it is hidden.
pub(super) fn again(tables: &Tables, told: &Told<'_>, rule: &Rule, hidden: &BTreeSet<Key>) -> Vec<Follows> {
    let mut people: BTreeMap<Key, People> = BTreeMap::new();
    let before = told.latest_first().filter(|(key, _)| tables.count(key).is_none());
    for (key, count) in tables.cells().chain(before) {
        let Some((of, ends)) = of_people(key) else { continue };
        let (is_shown, is_now) = (told.is_shown(key, count), tables.count(key).is_some());
        let is_hidden = if is_now { rule.is_small(count) || hidden.contains(key) } else { !is_shown };
        let window = Window { key: key.clone(), ends, count, is_new: is_now && !is_shown, is_hidden };
        let by = TRAITS.into_iter().find_map(|by| Some((by, of.category(by)?)));
        let Some((by, category)) = by else {
            people.entry(of).or_default().all.push(window);
            continue;
        };
        let rows = people.entry(of.without(by)).or_default().by.entry(by).or_default();
        rows.entry(category.to_owned()).or_default().insert(ends, window);
    }
    let each = people.values().flat_map(|people| {
        made_up(&people.all).into_iter().map(move |(whole, parts)| people.again(whole, &parts))
    });
    let tell = each.filter(|all| all.iter().any(|again| again.tells(rule)));
    tell.flatten().flat_map(Again::follows).collect()
}

/// Each window with others that make it up, but for those of which some make up another window: what follows from these follows from that one.
fn made_up(all: &[Window]) -> Vec<(&Window, Vec<&Window>)> {
    let told: BTreeSet<Ends> = all.iter().map(|window| window.ends).collect();
    let mut found = Vec::new();
    for whole in all {
        let mut ways: Vec<Vec<&Window>> = vec![Vec::new()];
        while let Some(way) = ways.pop() {
            let at = way.last().map_or(whole.ends.0, |last| last.ends.1);
            if at == whole.ends.1 {
                found.push((whole, way));
                continue;
            }
            let makes_up = |ends: Ends| ends != whole.ends && told.contains(&ends);
            let next = all.iter().filter(|next| {
                next.ends.0 == at
                    && next.ends.1 <= whole.ends.1
                    && next.ends != whole.ends
                    && !way.iter().any(|one| makes_up((one.ends.0, next.ends.1)))
            });
            ways.extend(next.map(|next| way.iter().copied().chain([next]).collect()));
        }
    }
    found
}

impl People {
    /// All who come again in windows that make up another, and those of each category of a trait that all these windows tell.
    fn again<'w>(&'w self, whole: &'w Window, parts: &[&'w Window]) -> Vec<Again<'w>> {
        let words: Vec<String> = parts.iter().map(|part| part.words()).collect();
        let words = words.join(", ");
        let Some(all) = Again::of(whole.key.clone(), &words, Some(whole), parts.to_vec()) else {
            return Vec::new();
        };
        let mut found = vec![all];
        for rows in self.by.values() {
            let is_told = |ends: &Ends| rows.values().any(|row| row.contains_key(ends));
            if !is_told(&whole.ends) || !parts.iter().all(|part| is_told(&part.ends)) {
                continue;
            }
            // What a report has no row of it had nobody of.
            let of_rows = rows.values().filter_map(|row| {
                let parts: Vec<&Window> = parts.iter().filter_map(|part| row.get(&part.ends)).collect();
                let all = row.get(&whole.ends);
                let of = all.or(parts.first().copied())?.key.with("window", &window(whole.ends).to_string());
                Some(Again::of(of, &words, all, parts))
            });
            found.extend(of_rows.collect::<Option<Vec<Again<'_>>>>().unwrap_or_default());
        }
        found
    }
}

impl<'w> Again<'w> {
    /// None where records were corrected between the windows, so that there would be fewer than none.
    fn of(of: Key, words: &str, whole: Option<&'w Window>, parts: Vec<&'w Window>) -> Option<Self> {
        let each_time: u64 = parts.iter().map(|part| part.count).sum();
        let count = each_time.checked_sub(whole.map_or(0, |whole| whole.count))?;
        Some(Self { whole, parts, of, words: words.to_owned(), count })
    }

    fn windows(&self) -> impl Iterator<Item = &'w Window> {
        self.whole.into_iter().chain(self.parts.iter().copied())
    }

    fn tells(&self, rule: &Rule) -> bool {
        self.windows().any(|window| window.is_new)
            && (rule.is_small(self.count) || self.windows().any(|window| window.is_hidden))
    }

    fn follows(self) -> [Follows; 2] {
        let total = (self.of.with("each time", &self.words), self.parts.iter().map(|part| part.count).sum());
        let again = (self.of.with("again in", &self.words), self.count);
        let told = |window: &Window| (window.key.clone(), window.count);
        let parts = self.parts.iter().map(|part| told(part)).collect();
        let once_and_again = self.whole.map(told).into_iter().chain([again]).collect();
        [Follows { total: total.clone(), parts }, Follows { total, parts: once_and_again }]
    }
}

impl Window {
    /// Suspects with a victim are not always all suspects.
    fn words(&self) -> String {
        let with_victims = if self.key.category(WITH_VICTIMS).is_some() { " with victims" } else { "" };
        format!("{}{with_victims}", self.key.category("window").unwrap_or_default())
    }
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
        super::testing::{hidden, released, with},
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
        let again =
            |whole: &Window| Again::of(key(WINDOWS[2]), "", Some(whole), vec![&one, &other]).is_some();
        assert!(!again(&window(2, 91)) && again(&window(2, 88)));
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

    /// What windows that leave in this order hide of their rows by a trait.
    fn hidden_rows(by: &str, windows: &[(&str, &[(&str, u64)])]) -> Vec<String> {
        let report = |(window, rows): &(&str, &[(&str, u64)])| {
            let rows = rows.iter().map(|(name, count)| (key(window).with(by, name), *count));
            let mut tables = Tables::new();
            tables.add_sum(key(window), rows.collect()).unwrap();
            // They can all be told apart.
            let known = key(window).without("persons").with("people", "suspect");
            tables.put(known, tables.count(&key(window)).unwrap()).unwrap();
            tables
        };
        let reports: Vec<Tables> = windows.iter().map(report).collect();
        hidden(&reports.iter().collect::<Vec<_>>())
    }

    /// Twelve come again, six of each of two ages, so that nobody else does: the half-year tells those of 18 to 24 and hides those over 65, so that the quarter has to hide these, too.
    #[test]
    fn who_comes_again_of_some_ages_does_not_tell_those_of_others() {
        for (again, tells) in [(0, true), (6, false)] {
            let ages = ["under 10", "18 to 24", "25 to 34", "35 to 44", "65 and over"];
            let rows = |counts: [u64; 5]| ages.into_iter().zip(counts).collect::<Vec<_>>();
            let [first, second] = [rows([3, 16, 40, 45, 18]), rows([0, 32, 41, 39, 12])];
            let all = rows([3, 48 - again, 75, 78, 30]);
            let windows = [(WINDOWS[2], &all[..]), (WINDOWS[1], &second[1..]), (WINDOWS[0], &first[..])];
            let hidden = hidden_rows("age", &windows);
            let hides = |age: &str, at: usize| {
                hidden.iter().any(|key| key.contains(age) && key.ends_with(WINDOWS[at]))
            };
            assert!(hides("65", 2) && !hides("18", 1), "{hidden:?}");
            assert_eq!(hides("65", 0), tells, "{hidden:?}");
        }
    }

    /// Of 358 in three months eight come again, all of them white: the quarter tells who is Asian, and so has January to.
    #[test]
    fn who_comes_again_in_three_months_does_not_tell_a_month() {
        let months = ["January", "February", "March"].map(|month| format!("{month} 2022 to {month} 2022"));
        for (others, tells) in [(0, true), (6, false)] {
            let named = ["asian", "black", "mixed", "white"];
            let rows = |counts: [u64; 4]| named.into_iter().zip(counts).collect::<Vec<_>>();
            let counts = [[8, 14, 3, 90], [22, 7, 0, 95], [20, 7, 0, 92]].map(rows);
            let all = rows([50 - others, 28, 3, 269]);
            let each = months.iter().zip(&counts).map(|(month, rows)| (month.as_str(), &rows[..]));
            let windows: Vec<_> = std::iter::once((WINDOWS[0], &all[..])).chain(each.rev()).collect();
            let hidden = hidden_rows("ethnicity", &windows);
            let is_of = |key: &String| key.contains("asian") && key.ends_with("January 2022 to January 2022");
            assert_eq!(!hidden.iter().any(is_of), tells, "{hidden:?}");
        }
    }
}
