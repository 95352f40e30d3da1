//! What windows tell of the months between their ends. The crimes of a window are those before its end less those before its beginning. So whoever was told
//! windows that have ends in common knows every stretch of months between these ends: the last quarter of a year from the year and its other quarters, a
//! month from two years to date.

use std::collections::BTreeMap;

use concordat_disclosure::{Error, Key, Rule, Tables};
use concordat_kernel::{Month, Period};

use super::nested::{self, Nested, Told};

/// What counts crimes, or parts in them: whatever stands in a month stands in no other, so that months add up. People do not: somebody may come in two.
const OF_CRIMES: [&str; 14] = [
    "group",
    "district",
    "weekday",
    "time",
    "known",
    "parts",
    "all parts",
    "relationship",
    "left out",
    "named",
    "alone",
    "not told",
    "told",
    nested::WITHOUT,
];

/// A count over some months and the counts of the stretches that make them up.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Follows {
    MadeUp {
        total: (Key, u64),
        parts: Vec<(Key, u64)>,
    },
    /// What is left between two lenses, whose windows tell of stretches.
    Between(Nested),
}

impl Follows {
    pub(super) fn put(self, tables: &mut Tables) -> Result<(), Error> {
        match self {
            Self::MadeUp { total, parts } => {
                tables.put(total.0.clone(), total.1)?;
                tables.add_sum(total.0, parts)
            }
            Self::Between(nested) => nested.put(tables),
        }
    }
}

/// From the first month to the one after the last, in months since the year nought.
type Ends = (i32, i32);
/// How many there were before each end, counted from the first of them; of ends that windows join.
type Running = BTreeMap<i32, i64>;

/// How the counts of these tables that left in no earlier one make a small number known of a stretch of months, with those that are known from
/// earlier ones.
pub(super) fn stretches(tables: &Tables, told: &Told<'_>, rule: &Rule) -> Vec<Follows> {
    let mut found = Vec::new();
    for (of, (new, old)) in families(tables, told, adds_up) {
        small(&of, &new, &old, rule, &mut found);
    }
    // What is left between two lenses over one window tells with what is left over another.
    let mut rests: BTreeMap<Key, (Windows, Vec<Nested>)> = BTreeMap::new();
    for (one, is_new) in nested::between_lenses(tables, told) {
        if let Some((of, ends)) = of_window(&one.rest.0) {
            let ((new, old), all) = rests.entry(of).or_default();
            if is_new { new } else { old }.push((ends, signed(one.rest.1)));
            all.push(one);
        }
    }
    for (of, ((new, old), all)) in rests {
        let before = found.len();
        small(&of, &new, &old, rule, &mut found);
        if found.len() > before {
            found.extend(all.into_iter().map(Follows::Between));
        }
    }
    found
}

/// What windows that are joined by new ones tell of stretches, if one of these, longer or shorter, is small.
fn small(of: &Key, new: &[(Ends, i64)], old: &[(Ends, i64)], rule: &Rule, found: &mut Vec<Follows>) {
    let key = |ends: Ends| of.with("window", &window(ends).to_string());
    let all: Vec<_> = new.iter().chain(old).copied().collect();
    for joined in running(&all) {
        let each = between(&joined);
        let is_new = new.iter().any(|((from, _), _)| joined.contains_key(from));
        // Fewer than none: records were corrected between the two.
        if !is_new || each.len() < 2 || each.iter().any(|(_, count)| *count < 0) {
            continue;
        }
        let windows = all.iter().filter(|((from, _), _)| joined.contains_key(from)).copied();
        let ends = joined.iter().enumerate();
        let stretches = ends.flat_map(|(at, (from, before))| {
            joined.iter().skip(at + 1).map(move |(to, until)| ((*from, *to), until - before))
        });
        let small: Vec<_> = stretches.filter(|(_, count)| rule.is_small(count.unsigned_abs())).collect();
        if small.iter().all(|stretch| all.contains(stretch)) {
            continue;
        }
        for (ends, count) in windows.chain(small) {
            let parts = each.iter().filter(|((from, to), _)| ends.0 <= *from && *to <= ends.1);
            let parts: Vec<(Key, u64)> =
                parts.map(|(ends, count)| (key(*ends), count.unsigned_abs())).collect();
            let adds_up = parts.iter().map(|(_, count)| count).sum::<u64>() == count.unsigned_abs();
            if parts.len() > 1 && adds_up {
                found.push(Follows::MadeUp { total: (key(ends), count.unsigned_abs()), parts });
            }
        }
    }
}

/// Whether a stretch between windows of some counts would be one that the test takes for telling too much, of those that these tables join.
pub(super) fn any(
    tables: &Tables,
    told: &Told<'_>,
    of: impl Fn(&Key) -> bool,
    tells: impl Fn(i64) -> bool,
) -> bool {
    families(tables, told, of).into_iter().any(|(_, (new, old))| {
        let (before, all) = (running(&old), new.into_iter().chain(old).collect::<Vec<_>>());
        let known: Vec<_> = before.iter().flat_map(between).chain(all.iter().copied()).collect();
        let stretches = running(&all).into_iter().flat_map(|joined| between(&joined));
        stretches.filter(|stretch| !known.contains(stretch)).any(|(_, count)| tells(count))
    })
}

/// Windows of counts that are alike in all else, newly told and told before.
type Windows = (Vec<(Ends, i64)>, Vec<(Ends, i64)>);

fn families(tables: &Tables, told: &Told<'_>, of: impl Fn(&Key) -> bool) -> BTreeMap<Key, Windows> {
    let mut families: BTreeMap<Key, Windows> = BTreeMap::new();
    for (key, count) in tables.cells().filter(|(key, count)| of(key) && told.count(key) != Some(*count)) {
        if let Some((rest, ends)) = of_window(key) {
            families.entry(rest).or_default().0.push((ends, signed(count)));
        }
    }
    for (key, count) in told.cells().filter(|(key, _)| of(key)) {
        // With another number it was corrected since.
        let stands = tables.count(key).is_none_or(|now| now == count);
        if let Some((rest, ends)) = of_window(key).filter(|_| stands)
            && let Some((_, old)) = families.get_mut(&rest)
        {
            old.push((ends, signed(count)));
        }
    }
    families
}

/// What a count is of, and its window.
fn of_window(key: &Key) -> Option<(Key, Ends)> {
    Some((key.without("window"), ends(nested::window(key.category("window")?)?)))
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Whether a count over some months is those of its parts.
pub(super) fn adds_up(key: &Key) -> bool {
    key.categories().all(|(of, _)| of == "window" || nested::varies(of) || OF_CRIMES.contains(&of))
}

/// Joins windows by their ends. Where two ways from one end to another differ, records were corrected, and the first of them stands.
fn running(windows: &[(Ends, i64)]) -> Vec<Running> {
    let mut all: Vec<Running> = Vec::new();
    for ((from, to), count) in windows {
        let (joined, others): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|one| one.contains_key(from) || one.contains_key(to));
        all = others;
        let mut one = Running::from([(*from, 0), (*to, *count)]);
        for other in joined {
            let known = |end: &i32| Some(*other.get(end)? - *one.get(end)?);
            let Some(apart) = known(from).or_else(|| known(to)) else { continue };
            if other.contains_key(from) && other.contains_key(to) {
                one = other;
                break;
            }
            one.extend(other.into_iter().map(|(end, count)| (end, count - apart)));
        }
        all.push(one);
    }
    all
}

/// The stretches between neighbouring ends.
fn between(running: &Running) -> Vec<(Ends, i64)> {
    let ends = running.iter().zip(running.iter().skip(1));
    ends.map(|((from, before), (to, until))| ((*from, *to), until - before)).collect()
}

fn ends(window: Period) -> Ends {
    let months = |month: Month| 12 * i32::from(month.year()) + i32::from(month.number()) - 1;
    (months(window.from), months(window.to) + 1)
}

fn window((from, to): Ends) -> Period {
    let month = |months: i32| {
        let (year, number) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let month = i16::try_from(year).ok().zip(i8::try_from(number).ok());
        month.and_then(|(year, number)| Month::new(year, number)).expect("the month of an end is one")
    };
    Period { from: month(from), to: month(to - 1) }
}

#[cfg(test)]
mod tests {
    use concordat_disclosure::{Protected, Rule, protect};

    use super::*;

    const YEAR: &str = "January 2022 to December 2022";
    const QUARTERS: [&str; 4] = [
        "January 2022 to March 2022",
        "April 2022 to June 2022",
        "July 2022 to September 2022",
        "October 2022 to December 2022",
    ];

    fn key(window: &str) -> Key {
        Key::of(&[("window", window), ("victims", "any"), ("group", "RAPE")])
    }

    fn tables(counts: &[(&str, u64)]) -> Tables {
        let mut tables = Tables::new();
        for (window, count) in counts {
            tables.put(key(window), *count).unwrap();
        }
        tables
    }

    fn left(counts: &[(&str, u64)]) -> Protected {
        protect(&tables(counts), &Rule::under_5(), &[]).unwrap()
    }

    fn found(before: &[(&str, u64)], now: &[(&str, u64)]) -> Vec<(String, Vec<(String, u64)>)> {
        let before = left(before);
        let told = Told::by(&[&before], |_| true);
        let words = |key: &Key| key.category("window").unwrap_or_default().to_owned();
        let all = stretches(&tables(now), &told, &Rule::under_5()).into_iter();
        all.map(|one| match one {
            Follows::MadeUp { total, parts } => {
                (words(&total.0), parts.iter().map(|(key, count)| (words(key), *count)).collect())
            }
            Follows::Between(nested) => panic!("{nested:?}"),
        })
        .collect()
    }

    fn owned(parts: &[(&str, u64)]) -> Vec<(String, u64)> {
        parts.iter().map(|(window, count)| ((*window).to_owned(), *count)).collect()
    }

    #[test]
    fn a_year_without_three_quarters_is_the_fourth() {
        let three = [(QUARTERS[0], 9), (QUARTERS[1], 8), (QUARTERS[3], 12)];
        let all = [three[0], three[1], (QUARTERS[2], 2), three[2]];
        let said = vec![(YEAR.to_owned(), owned(&all))];
        assert_eq!(found(&three, &[(YEAR, 31)]), said);
        // Whichever comes last, and through a year that was told before.
        assert_eq!(found(&[(YEAR, 31), three[0], three[1]], &[three[2]]), said);
        // Nothing that is large needs to be kept from anybody.
        assert_eq!(found(&three[..1], &[(YEAR, 31)]), []);
    }

    #[test]
    fn windows_without_an_end_in_common_join_nothing() {
        assert_eq!(found(&[("January 2022 to June 2022", 9)], &[("April 2022 to August 2022", 9)]), []);
        assert_eq!(found(&[(QUARTERS[1], 9)], &[(YEAR, 11)]), []);
    }

    #[test]
    fn two_stretches_are_small_together() {
        let to = |month: &str| format!("January 2022 to {month} 2022");
        let (june, july, august) = (to("June"), to("July"), to("August"));
        let made = found(&[(&june, 10), (&july, 12)], &[(&august, 13)]);
        let both =
            ("July 2022 to August 2022", [("July 2022 to July 2022", 2), ("August 2022 to August 2022", 1)]);
        assert!(made.contains(&(both.0.to_owned(), owned(&both.1))), "{made:?}");
    }

    /// Between all and women, men: 20 of a year and 18 of its first eleven months.
    #[test]
    fn what_is_left_between_lenses_is_told_by_windows_too() {
        let women = |window: &str| key(window).with("victims", "female");
        let eleven = "January 2022 to November 2022";
        let mut first = Tables::new();
        for (key, count) in [(key(YEAR), 60), (women(YEAR), 40), (key(eleven), 48)] {
            first.put(key, count).unwrap();
        }
        let before = protect(&first, &Rule::under_5(), &[]).unwrap();
        let mut now = Tables::new();
        now.put(women(eleven), 30).unwrap();
        let all = nested::with(&now, &Told::by(&[&before], |_| true), &Rule::under_5()).unwrap();
        let december = "December 2022 to December 2022";
        let men = |window: &str| key(window).with(nested::WITHOUT, "victims female");
        assert_eq!(all.count(&men(december)), Some(2), "{all:?}");
        assert_eq!((all.count(&men(YEAR)), all.count(&men(eleven))), (Some(20), Some(18)));
    }

    #[test]
    fn corrected_records_are_held_against_nothing() {
        assert_eq!(found(&[(YEAR, 8)], &[(QUARTERS[0], 9)]), []);
        let before = left(&[(YEAR, 31), (QUARTERS[0], 9)]);
        let told = Told::by(&[&before], |_| true);
        let small = |now: &[(&str, u64)], least| {
            any(&tables(now), &told, |_| true, |count| count != 0 && count < least)
        };
        assert!(small(&[("January 2022 to November 2022", 28)], 5));
        assert!(!small(&[("January 2022 to November 2022", 26)], 5));
        assert!(small(&[("January 2022 to November 2022", 32)], 5), "fewer than none tells something too");
    }
}
