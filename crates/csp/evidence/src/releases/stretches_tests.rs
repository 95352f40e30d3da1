use concordat_disclosure::{Protected, Rule, protect};

use super::*;
use crate::releases::testing::{released, with};

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
    let all = stretches(&tables(now), &told, &Rule::under_5(), &BTreeSet::new()).into_iter();
    let parts = |one: &Follows| one.parts.iter().map(|(key, count)| (words(key), *count)).collect();
    all.map(|one| (words(&one.total.0), parts(&one))).collect()
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

/// Two windows that begin together are held against each other with all counts of which one holds the other; two that are apart are not.
#[test]
fn two_stretches_are_small_together() {
    let to = |month: &str| format!("January 2022 to {month} 2022");
    let (june, july, august) = (to("June"), to("July"), to("August"));
    let counts = [(june.as_str(), 10), (july.as_str(), 12)];
    assert_eq!(found(&counts, &[(&august, 13)]), []);
    let before = left(&counts);
    let now = tables(&[(&august, 13)]);
    let all = with(&now, &Told::by(&[&before], |_| true), &BTreeSet::new()).unwrap();
    let since = |window: &str| all.count(&nested::without(&key(&august), &key(window)));
    assert_eq!([&june, &july].map(|window| since(window)), [Some(3), Some(1)]);
    // The first quarter is told, and the third is not: two months between, by three windows.
    let made = found(&[(QUARTERS[0], 9), (YEAR, 31)], &[("May 2022 to December 2022", 20)]);
    let parts = [(QUARTERS[0], 9), ("April 2022 to April 2022", 2), ("May 2022 to December 2022", 20)];
    assert_eq!(made, [(YEAR.to_owned(), owned(&parts))]);
}

/// Between all and women, men: of quarters, of which one lens told the year and three of them, and the other the fourth.
#[test]
fn what_is_left_between_lenses_is_told_by_windows_too() {
    let women = |window: &str| key(window).with("victims", "female");
    let quarters = QUARTERS.iter().zip([90, 80, 70]);
    let mut first = tables(&[(YEAR, 300)]);
    quarters.for_each(|(quarter, count)| first.put(key(quarter), count).unwrap());
    let before = protect(&first, &Rule::under_5(), &[]).unwrap();
    let told = Told::by(&[&before], |_| true);
    let mut now = Tables::new();
    now.put(women(QUARTERS[3]), 57).unwrap();
    let all = with(&now, &told, &BTreeSet::new()).unwrap();
    let men = nested::without(&key(QUARTERS[3]), &women(QUARTERS[3]));
    assert_eq!((all.count(&men), all.count(&key(QUARTERS[3]))), (Some(3), Some(60)), "{all:?}");
    assert!(any(&now, &told, |_| true, |count| count == 3));
}

/// Women were told, then records were corrected, and all are told. What is left must not come to fewer than none, where fewer are left in all than
/// there were women, nor may a count have two numbers, where what was told of women does not add up any more.
#[test]
fn corrected_records_put_no_two_numbers_together() {
    let women = |window: &str| key(window).with("victims", "female");
    let (half, rest) = ("January 2022 to June 2022", "July 2022 to December 2022");
    let fewer = ([(YEAR, 50), (half, 40)].to_vec(), [(YEAR, 42), (half, 30)]);
    let adds_not_up =
        ([(YEAR, 40), (half, 18), (rest, 20), (QUARTERS[3], 8)].to_vec(), [(rest, 24), (QUARTERS[2], 16)]);
    for (of_women, of_all) in [fewer, adds_not_up] {
        let mut earlier = Tables::new();
        of_women.iter().for_each(|(window, count)| earlier.put(women(window), *count).unwrap());
        let before = protect(&earlier, &Rule::under_5(), &[]).unwrap();
        let put = with(&tables(&of_all), &Told::by(&[&before], |_| true), &BTreeSet::new());
        assert!(put.is_ok(), "{put:?}");
    }
}

/// What was told before a correction tells nothing of the records of today; what is told since does, whatever else was corrected.
#[test]
fn corrected_records_are_held_against_nothing() {
    let (half, rest) = ("January 2022 to June 2022", "July 2022 to December 2022");
    assert_eq!(found(&[(YEAR, 8)], &[(QUARTERS[0], 9)]), []);
    // One half was corrected; the quarters that stay tell the fourth all the same.
    let before = [(half, 20), (YEAR, 30), (QUARTERS[0], 9), (QUARTERS[1], 12), (QUARTERS[2], 7)];
    let parts = [(QUARTERS[0], 9), (QUARTERS[1], 12), (QUARTERS[2], 7), (QUARTERS[3], 3)];
    let made = found(&before, &[(YEAR, 31), (QUARTERS[0], 9), (QUARTERS[1], 12)]);
    assert!(made.contains(&(YEAR.to_owned(), owned(&parts))), "{made:?}");
    assert!(!made.iter().any(|(of, parts)| of == half || of == rest && parts.len() > 2), "{made:?}");
}

/// Rounded numbers need not add up, and tell something where they come to fewer than none.
#[test]
fn rounded_numbers_are_looked_at_as_they_are() {
    let before = left(&[(YEAR, 31), (QUARTERS[0], 9)]);
    let told = Told::by(&[&before], |_| true);
    let small =
        |now: &[(&str, u64)], least| any(&tables(now), &told, |_| true, |count| count != 0 && count < least);
    assert!(small(&[("January 2022 to November 2022", 28)], 5));
    assert!(!small(&[("January 2022 to November 2022", 26)], 5));
    assert!(small(&[("January 2022 to November 2022", 32)], 5));
}

const GROUPS: [&str; 3] = ["HOMICIDE", "RAPE", "ROBBERY"];

fn of(window: &str, counts: [u64; 3]) -> Tables {
    let key = |group: &str| Key::of(&[("window", window), ("victims", "any"), ("group", group)]);
    let mut tables = Tables::new();
    let all = Key::of(&[("window", window), ("victims", "any"), ("groups", "every")]);
    tables.add_sum(all, GROUPS.map(key).into_iter().zip(counts).collect()).unwrap();
    tables
}

/// Every number that the readers of all releases can put together, by elimination over what each group had in each quarter: those of which
/// one group's number in one stretch of months follows and is small.
fn followed(shown: &[(String, [Option<u64>; 4])]) -> Vec<String> {
    let quarters = |window: &str| QUARTERS.map(|quarter| window == YEAR || window == quarter);
    let mut rows: Vec<(Vec<f64>, f64)> = Vec::new();
    for (window, counts) in shown {
        for (group, count) in counts.iter().enumerate() {
            let Some(count) = count else { continue };
            let of = |at: usize| (group == 3 || at / 4 == group) && quarters(window)[at % 4];
            rows.push(((0..12).map(|at| f64::from(of(at))).collect(), *count as f64));
        }
    }
    let mut done = 0;
    for at in 0..12 {
        let Some(with) = (done..rows.len()).find(|row| rows[*row].0[at].abs() > 1e-9) else { continue };
        rows.swap(done, with);
        let by = rows[done].0[at];
        rows[done].0.iter_mut().for_each(|one| *one /= by);
        rows[done].1 /= by;
        let (row, known) = rows[done].clone();
        for (other, value) in
            rows.iter_mut().enumerate().filter(|(n, _)| *n != done).map(|(_, row)| (&mut row.0, &mut row.1))
        {
            let times = other[at];
            other.iter_mut().zip(&row).for_each(|(one, of)| *one -= times * of);
            *value -= times * known;
        }
        done += 1;
    }
    let mut small = Vec::new();
    for (group, name) in GROUPS.iter().enumerate() {
        for from in 0..4 {
            for to in from..4 {
                let mut left: Vec<f64> =
                    (0..12).map(|at| f64::from(at / 4 == group && (from..=to).contains(&(at % 4)))).collect();
                let mut count = 0.0;
                for (row, value) in &rows[..done] {
                    let first = row.iter().position(|one| (one - 1.0).abs() < 1e-9).unwrap();
                    let times = left[first];
                    left.iter_mut().zip(row).for_each(|(one, of)| *one -= times * of);
                    count += times * value;
                }
                if left.iter().all(|one| one.abs() < 1e-9) && (0.5..4.5).contains(&count) {
                    small.push(format!("{name}, quarters {from} to {to}: {count}"));
                }
            }
        }
    }
    small
}

/// Quarters and the year, in whatever order: what one hides follows from no others. Homicides of the first quarter are few, those of the others are not.
#[test]
fn what_a_quarter_hides_does_not_follow_from_the_year() {
    let quarters = [[2, 40, 60], [6, 45, 3], [7, 50, 70], [8, 30, 80]];
    let year = [23, 165, 213];
    let mut all: Vec<(&str, [u64; 3])> = QUARTERS.into_iter().zip(quarters).collect();
    all.push((YEAR, year));
    for last in 0..5 {
        let mut order = all.clone();
        order.rotate_left(last);
        for backwards in [false, true] {
            if backwards {
                order.reverse();
            }
            let reports: Vec<Tables> = order.iter().map(|(window, counts)| of(window, *counts)).collect();
            let released = released(&reports.iter().collect::<Vec<_>>());
            let mut shown = Vec::new();
            for ((window, _), made) in order.iter().zip(&released) {
                let number = |key: &Key| match made.published.shown(key) {
                    Some(concordat_disclosure::Shown::Number(number)) => Some(number),
                    _ => None,
                };
                let of_group = |group: &str| {
                    number(&Key::of(&[("window", window), ("victims", "any"), ("group", group)]))
                };
                let whole = Key::of(&[("window", window), ("victims", "any"), ("groups", "every")]);
                let [one, two, three] = GROUPS.map(of_group);
                shown.push(((*window).to_owned(), [one, two, three, number(&whole)]));
            }
            assert_eq!(followed(&shown), Vec::<String>::new(), "{order:?} {shown:?}");
            // Not by hiding everything.
            let told = shown.iter().flat_map(|(_, counts)| counts).flatten().count();
            assert!(told >= 10, "{shown:?}");
        }
    }
}

/// The months of violence, and the groups of all crimes over two of them: what violence had in these is what its groups had.
#[test]
fn months_of_a_lens_do_not_tell_a_group_of_another() {
    let base = |of: &str, name: &str| Key::of(&[("victims", "any"), ("domestic", "any"), (of, name)]);
    let mut violence = Tables::new();
    let months = [("2022-01", 28), ("2022-02", 24), ("2022-03", 31)];
    let month = |(month, count): (&str, u64)| (base("groups", "violence").with("month", month), count);
    let whole = base("groups", "violence").with("window", QUARTERS[0]);
    violence.add_sum(whole, months.map(month).to_vec()).unwrap();
    let mut all = Tables::new();
    let window = "January 2022 to February 2022";
    let groups = [("VIOLENCE WITH INJURY", 51), ("RAPE", 1), ("BURGLARY", 70), ("BICYCLE THEFT", 40)];
    let group = |(name, count): (&str, u64)| (base("group", name).with("window", window), count);
    all.add_sum(base("groups", "every").with("window", window), groups.map(group).to_vec()).unwrap();
    for (first, second) in [(&violence, &all), (&all, &violence)] {
        let released = released(&[first, second]);
        let shown = |key: &Key| match released.iter().rev().find_map(|made| made.published.shown(key)) {
            Some(concordat_disclosure::Shown::Number(number)) => Some(number),
            _ => None,
        };
        let violent = months[..2].iter().map(|one| shown(&month(*one).0)).sum::<Option<u64>>();
        let injury = shown(&group(groups[0]).0);
        let (burglary, theft) = (shown(&group(groups[2]).0), shown(&group(groups[3]).0));
        let every = shown(&base("groups", "every").with("window", window));
        assert!(violent.is_none() || injury.is_none(), "{released:?}");
        assert!(every.is_none() || injury.is_none() || burglary.is_none() || theft.is_none(), "{released:?}");
    }
}

/// Two windows of all crimes tell what groups had in the months between, and months of violence how many crimes these were.
#[test]
fn months_of_a_lens_do_not_tell_a_group_between_two_windows_of_another() {
    let rule = Rule::under_5();
    let base = |of: &str, name: &str| Key::of(&[("victims", "any"), ("domestic", "any"), (of, name)]);
    let named = ["VIOLENCE WITH INJURY", "VIOLENCE WITHOUT INJURY", "HOMICIDE", "STALKING"];
    let all = |window: &str, counts: [u64; 4]| {
        let parts = named.map(|name| base("group", name).with("window", window)).into_iter().zip(counts);
        let mut tables = Tables::new();
        tables.add_sum(base("groups", "every").with("window", window), parts.collect()).unwrap();
        tables
    };
    let (eight, six) = ("January 2022 to August 2022", "January 2022 to June 2022");
    let mut violence = Tables::new();
    let month = |(month, count): (&str, u64)| (base("groups", "violence").with("month", month), count);
    let window = base("groups", "violence").with("window", "July 2022 to August 2022");
    violence.add_sum(window, [("2022-07", 54), ("2022-08", 27)].map(month).to_vec()).unwrap();
    // Homicides to August: of all, those to June with another group, and what violence had in July and August.
    let (first, second) = (all(eight, [102, 184, 4, 98]), all(six, [72, 135, 2, 76]));
    let made = |tables: &Tables, before: &[&Protected]| {
        let told = Told::by(before, |_| true);
        let all = with(tables, &told, &BTreeSet::new()).unwrap();
        (protect(&all, &rule, before).unwrap(), all)
    };
    let (first, _) = made(&first, &[]);
    let (second, _) = made(&second, &[&first]);
    let (_, all) = made(&violence, &[&first, &second]);
    let between = |name: &str| all.count(&base("group", name).with("window", "July 2022 to August 2022"));
    assert_eq!(named.map(between), [Some(30), Some(49), Some(2), None]);
    assert_eq!(all.count(&base("group", "HOMICIDE").with("window", eight)), Some(4));
}
