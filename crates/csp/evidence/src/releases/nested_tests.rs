use concordat_disclosure::{Rule, protect};

use super::*;
use crate::releases::testing::{hidden, released};

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

#[test]
fn a_window_within_another_does_not_tell_the_months_between() {
    let whole = of(SPRING, "any", &[("Rape", 13), ("Robbery", 40), ("Theft", 90)]);
    let part = of(BEGINNING, "any", &[("Rape", 10), ("Robbery", 30), ("Theft", 60)]);
    for (first, second) in [(&whole, &part), (&part, &whole)] {
        let hidden = hidden(&[first, second]);
        assert!(hidden.iter().any(|key| key.contains("Rape")), "{hidden:?}");
        assert!(hidden.len() < 4, "not everything: {hidden:?}");
    }
    // With enough between them nothing is hidden.
    let part = of(BEGINNING, "any", &[("Rape", 8), ("Robbery", 30), ("Theft", 60)]);
    assert!(hidden(&[&whole, &part]).is_empty());
}

#[test]
fn counts_are_held_against_all_before_them() {
    let windows = ["March 2022 to March 2022", BEGINNING, SPRING];
    let report = |(window, rapes)| of(window, "any", &[("Rape", rapes), ("Robbery", 40), ("Theft", 90)]);
    let reports = [0, 1, 2].map(|at| report((windows[at], [10, 13, 13][at])));
    // As many as in the window before, from which the one before that would be told.
    let shown = windows.iter().zip(released(&reports.each_ref())).map(|(window, made)| {
        made.published.shown(&group(window, "any", "Rape")).is_some_and(|shown| !shown.is_hidden())
    });
    assert_eq!(shown.collect::<Vec<_>>(), [true, false, false]);
}

#[test]
fn women_beside_all_do_not_tell_the_men() {
    let all = of(SPRING, "any", &[("Rape", 13), ("Robbery", 40), ("Theft", 90)]);
    let women = of(SPRING, "female", &[("Rape", 10), ("Robbery", 20), ("Theft", 40)]);
    assert!(hidden(&[&all, &women]).iter().any(|key| key.contains("Rape")));
}

/// Of 145 violent crimes 142 had a woman or girl as a victim, who had 222 with 80 of stalking among them: no lens asks for these 142.
#[test]
fn a_lens_with_one_group_more_does_not_tell_the_men() {
    let lens = |name: &str, victims: &str| key(SPRING, victims).with("groups", name);
    let of = |name: &str, victims: &str, counts: &[(&str, u64)]| {
        let mut tables = Tables::new();
        let parts = counts.iter().map(|(name, count)| (group(SPRING, victims, name), *count)).collect();
        tables.add_sum(lens(name, victims), parts).unwrap();
        tables
    };
    let violence = of("violence", "any", &[("HOMICIDE", 40), ("RAPE", 45), ("VIOLENCE WITH INJURY", 60)]);
    let women =
        [("HOMICIDE", 39), ("RAPE", 43), ("STALKING AND HARASSMENT", 80), ("VIOLENCE WITH INJURY", 60)];
    let vawg = of("vawg", "female", &women);
    let tells = |hidden: &[String]| {
        let hides = |name: &str| hidden.iter().any(|key| key.contains(name));
        !hides("groups violence") && !hides("groups vawg") && !hides("STALKING")
    };
    for (first, second) in [(&violence, &vawg), (&vawg, &violence)] {
        assert!(!tells(&hidden(&[first, second])), "{:?}", hidden(&[first, second]));
    }
    // Five men are no small number.
    let vawg = of("vawg", "female", &[("HOMICIDE", 35), ("RAPE", 45), women[2], women[3]]);
    for (first, second) in [(&violence, &vawg), (&vawg, &violence)] {
        assert_eq!(hidden(&[first, second]), Vec::<String>::new());
    }
}

#[test]
fn a_longer_list_of_areas_does_not_tell_what_is_in_the_area_it_has_more() {
    let rule = Rule::under_5();
    let tables = |outside: u64| {
        let mut tables = of(SPRING, "any", &[("Rape", 13), ("Robbery", 40)]);
        tables.put(key(SPRING, "any").with("left out", "outside the list"), outside).unwrap();
        tables
    };
    let first = protect(&tables(11), &rule, &[]).unwrap();
    let told = Told::by(&[&first], |_| true);
    let held_back = |outside| told.nearly_the_same(&tables(outside), &rule).len();
    assert_eq!([11, 8, 14, 6, 0].map(held_back), [0, 1, 1, 0, 0]);
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

/// Six under ten in a quarter, in the half-year around it and in the year around that: where the half-year hides how many, they are six.
#[test]
fn what_is_as_many_in_more_and_in_less_is_not_hidden_for_another() {
    let by_age = |window: &str, counts: [u64; 3]| {
        let people = Key::of(&[("window", window), ("victims", "any"), ("persons", "victim")]);
        let rows = ["under 10", "10 to 17", "65 and over"].map(|age| people.with("age", age));
        let mut tables = Tables::new();
        tables.add_sum(people, rows.into_iter().zip(counts).collect()).unwrap();
        tables
    };
    let quarter = by_age("March 2022 to May 2022", [6, 30, 0]);
    let half_year = by_age("February 2022 to July 2022", [6, 40, 2]);
    let year = by_age("January 2022 to December 2022", [6, 60, 17]);
    let hidden = hidden(&[&quarter, &year, &half_year]);
    assert!(hidden.iter().any(|key| key.contains("10 to 17")), "{hidden:?}");
}
