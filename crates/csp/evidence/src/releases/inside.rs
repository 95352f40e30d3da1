//! Windows inside a longer one that have no end in common with it: five months of a year. The year has no less than they have together, and what is left of it
//! was in the months between.

use concordat_disclosure::Rule;

use super::{
    nested::WITHOUT,
    windows::{Ends, Family, Follows, Running, Window, between, window},
};

/// How each stretch between neighbouring ends follows from the windows inside it, where one of them is hidden or what is left is small.
pub(super) fn inside(family: &Family, rule: &Rule) -> Vec<Follows> {
    let each =
        family.joined.iter().flat_map(|joined| between(joined).into_iter().map(move |of| (joined, of)));
    each.flat_map(|(joined, stretch)| follows(family, joined, stretch, rule)).collect()
}

fn follows(family: &Family, joined: &Running, (ends, count): (Ends, i64), rule: &Rule) -> Vec<Follows> {
    let parts = longest(family, ends);
    let left = count - parts.iter().map(|(_, (_, count))| count).sum::<i64>();
    // Fewer than none where records were corrected in between.
    let Ok(left) = u64::try_from(left) else { return Vec::new() };
    let all = parts.iter().map(|(of, _)| *of).chain([joined]);
    let windows: Vec<&Window> = all.flat_map(|joined| family.windows_in(joined)).collect();
    let is_new = windows.iter().any(|window| window.is_new);
    let hides = windows.iter().any(|window| window.is_hidden);
    // Of one window inside another that is looked at with all other counts of which one holds the other.
    if parts.is_empty() || !is_new || !(hides || parts.len() > 1 && rule.is_small(left)) {
        return Vec::new();
    }
    let names: Vec<String> = parts.iter().map(|(_, (ends, _))| format!("window {}", window(*ends))).collect();
    let rest = (family.key(ends).with(WITHOUT, &names.join(", ")), left);
    let each = parts.iter().map(|(_, (ends, count))| (family.key(*ends), count.unsigned_abs()));
    let whole =
        Follows { total: (family.key(ends), count.unsigned_abs()), parts: each.chain([rest]).collect() };
    let of_parts = parts.iter().flat_map(|(of, (ends, _))| family.made_up(of, &[*ends]));
    let mut found: Vec<Follows> = of_parts.chain(family.made_up(joined, &[ends])).collect();
    found.push(whole);
    found
}

/// The longest stretches of others inside one, of which none overlaps another. They come with what they are joined to.
fn longest(family: &Family, (from, to): Ends) -> Vec<(&Running, (Ends, i64))> {
    let all = family.joined.iter().flat_map(|of| between(of).into_iter().map(move |stretch| (of, stretch)));
    let mut all: Vec<_> = all.filter(|(_, ((begins, ends), _))| from < *begins && *ends < to).collect();
    all.sort_by_key(|(_, ((begins, ends), _))| (begins - ends, *begins));
    let mut found: Vec<(&Running, (Ends, i64))> = Vec::new();
    for (of, stretch) in all {
        let (begins, ends) = stretch.0;
        if found.iter().all(|(_, ((from, to), _))| ends <= *from || *to <= begins) {
            found.push((of, stretch));
        }
    }
    found.sort_by_key(|(_, (ends, _))| *ends);
    found
}

#[cfg(test)]
mod tests {
    use concordat_disclosure::{Key, Protected, Tables};

    use super::*;
    use crate::releases::{
        nested::Told,
        testing::released,
        windows::{Rounded, families},
    };

    const YEAR: &str = "January 2022 to December 2022";
    const MONTHS: [&str; 5] = ["February", "April", "May", "September", "November"];

    fn key(window: &str) -> Key {
        Key::of(&[("window", window), ("victims", "any"), ("group", "HOMICIDE")])
    }

    /// What is shown of one group in windows that leave in this order.
    fn shown(order: &[(&str, u64)]) -> Vec<bool> {
        let report = |(window, count): &(&str, u64)| {
            let mut tables = Tables::new();
            // With enough besides that one number more can be hidden.
            let others = key(window).with("group", "THEFT");
            let all = Key::of(&[("window", window), ("victims", "any"), ("groups", "every")]);
            tables.add_sum(all, vec![(key(window), *count), (others, 200 + count)]).unwrap();
            tables
        };
        let reports: Vec<Tables> = order.iter().map(report).collect();
        let before = released(&reports.iter().collect::<Vec<_>>());
        let is_shown = |((window, _), made): (&(&str, u64), &Protected)| {
            made.published.shown(&key(window)).is_some_and(|shown| !shown.is_hidden())
        };
        order.iter().zip(&before).map(is_shown).collect()
    }

    fn months(each: u64) -> Vec<(String, u64)> {
        MONTHS.iter().map(|month| (format!("{month} 2022 to {month} 2022"), each)).collect()
    }

    /// Five months hide what they have, which is at least one each: five in the year would be one in each.
    #[test]
    fn a_year_does_not_tell_what_months_in_it_hide() {
        let months = months(1);
        let months: Vec<(&str, u64)> = months.iter().map(|(month, count)| (month.as_str(), *count)).collect();
        let with = |year: u64| shown(&[&months[..], &[(YEAR, year)]].concat());
        assert_eq!(with(5), [false; 6]);
        assert_eq!(with(30), [false, false, false, false, false, true]);
        // The year first: the last month must hide how few the others leave it, or cannot leave.
        let mut first = shown(&[&[(YEAR, 9)], &months[..3]].concat());
        assert_eq!((first.remove(0), first), (true, vec![false; 3]));
    }

    /// Each month has many, and all but two of the year: what is left is kept from readers.
    #[test]
    fn a_year_does_not_tell_how_few_are_left_beside_its_months() {
        let months = months(20);
        let months: Vec<(&str, u64)> = months.iter().map(|(month, count)| (month.as_str(), *count)).collect();
        let with = |year: u64| shown(&[&months[..], &[(YEAR, year)]].concat());
        assert_eq!(with(102).last(), Some(&false));
        assert_eq!(with(110).last(), Some(&true));
    }

    /// A month inside a half-year that lies inside the year is no part of the year beside it.
    #[test]
    fn the_longest_windows_are_taken() {
        let family = |windows: &[Ends]| {
            let mut tables = Tables::new();
            for ends in windows {
                tables.put(key(&window(*ends).to_string()), 9).unwrap();
            }
            let none = Told::default();
            let all = |_: &Key| true;
            families(&tables, &none, all, |_, _| false, Rounded::No).remove(0)
        };
        let start = 2022 * 12;
        let at = |from: i32, to: i32| (start + from, start + to);
        let family = family(&[at(0, 12), at(2, 8), at(3, 4), at(9, 10)]);
        let found: Vec<Ends> = longest(&family, at(0, 12)).into_iter().map(|(_, (ends, _))| ends).collect();
        assert_eq!(found, [at(2, 8), at(9, 10)]);
    }
}
