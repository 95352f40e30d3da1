//! Tables of invented counts, attacked.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

mod history;

const AREAS: [&str; 4] = ["Oakham", "Thornby", "Wick", "Yarrow"];
const SEXES: [&str; 3] = ["female", "male", "not stated"];
const AGES: [&str; 3] = ["under 18", "18 to 64", "65 and over"];
const MONTHS: [&str; 4] = ["April", "May", "June", "July"];

fn rules() -> [Rule; 3] {
    [Rule::under_5(), Rule::star_1_to_7_round_5(), Rule::under_10()]
}

fn table(dimensions: &[(&str, &[&str])], counts: &[u64]) -> Tables {
    let mut tables = Tables::new();
    tables.add(dimensions, counts).expect("a table");
    tables
}

/// What leaves when only small numbers are hidden.
fn naive(tables: &Tables, rule: &Rule) -> Published {
    Published::of(tables, rule, &BTreeSet::new(), &BTreeSet::new())
}

/// Nothing small is shown, what is shown is true, and the attacker finds nothing in it and the releases before.
fn holds(tables: &Tables, rule: &Rule, before: &[&Protected]) -> Protected {
    let made = protect(tables, rule, before).expect("protected tables");
    for (key, count) in tables.cells() {
        let shown = made.published.shown(key).expect("a cell");
        assert!(rule.range(shown).holds(count), "{key} is {count}, shown as {shown}");
        if let Shown::Number(_) = shown {
            assert!(!rule.is_small(count), "{key} is {count}, shown as {shown}");
        }
    }
    let releases: Vec<&Published> =
        before.iter().map(|release| &release.published).chain([&made.published]).collect();
    let breaches: Vec<Breach> =
        attack(&releases).into_iter().filter(|breach| !made.exposed.contains(&breach.key)).collect();
    assert_eq!(breaches, [], "{:?}", made.published.cells);
    let all: Vec<&Protected> = before.iter().copied().chain([&made]).collect();
    assert_eq!(prove(&all), []);
    made
}

fn hidden(made: &Published) -> Vec<String> {
    let cells = made.cells.iter().filter(|(_, cell)| !matches!(cell.shown, Shown::Number(_)));
    cells.map(|(key, _)| key.to_string()).collect()
}

/// The rogue: only the small number is hidden, and the total gives it away.
#[test]
fn hiding_only_the_small_number_is_caught() {
    let tables = table(&[("area", &AREAS[..3])], &[3, 20, 40]);
    let breaches = attack(&[&naive(&tables, &Rule::under_5())]);
    assert_eq!(
        breaches,
        [Breach { key: Key::of(&[("area", "Oakham")]), range: Range { low: 3, high: Some(3) } }]
    );
    // Hiding the next smallest with it is enough.
    let made = holds(&tables, &Rule::under_5(), &[]);
    assert_eq!(hidden(&made.published), ["area Oakham", "area Thornby"]);
}

/// In two dimensions a second number in the row is not enough: it can be worked out from its column.
#[test]
fn hiding_one_more_number_in_the_row_is_caught() {
    let tables = table(&[("area", &AREAS[..3]), ("sex", &SEXES)], &[3, 20, 40, 30, 25, 50, 60, 70, 80]);
    let oakham = Key::of(&[("area", "Oakham"), ("sex", "male")]);
    let row = Published::of(&tables, &Rule::under_5(), &BTreeSet::from([oakham]), &BTreeSet::new());
    assert_eq!(attack(&[&row]).len(), 2);
    let made = holds(&tables, &Rule::under_5(), &[]);
    assert_eq!(hidden(&made.published).len(), 4, "{:?}", hidden(&made.published));
}

/// A table that is safe alone is opened by a sibling with the same margins.
#[test]
fn a_sibling_table_that_shows_too_much_is_caught() {
    let by_sex = table(&[("area", &AREAS[..2]), ("sex", &SEXES[..2])], &[3, 20, 30, 25]);
    let mut both = by_sex.clone();
    both.add(&[("area", &AREAS[..2]), ("age", &AGES[..2])], &[3, 20, 30, 25]).expect("a sibling");
    let made = holds(&both, &Rule::under_5(), &[]);
    // The same cells hidden as when the first table was alone leave the second open.
    let alone = protect(&by_sex, &Rule::under_5(), &[]).expect("protected");
    let kept: BTreeSet<Key> = alone
        .published
        .cells
        .iter()
        .filter(|(_, cell)| cell.shown == Shown::Hidden)
        .map(|(key, _)| key.clone())
        .collect();
    let open = Published::of(&both, &Rule::under_5(), &kept, &BTreeSet::new());
    assert!(!attack(&[&open]).is_empty());
    assert!(hidden(&made.published).len() > kept.len());
}

/// A cell hidden to protect another must not be shown by the next release of the same months.
#[test]
fn the_previous_release_is_looked_back_at() {
    let rule = Rule::under_5();
    let first = table(&[("area", &AREAS[..3])], &[3, 20, 40]);
    let was = holds(&first, &rule, &[]);
    // Now by sex as well. Alone it may hide what it likes in the margin of areas; with the release before it may not.
    let mut second = first.clone();
    second.add(&[("area", &AREAS[..3]), ("sex", &SEXES[..2])], &[2, 1, 9, 11, 15, 25]).expect("a table");
    let wick = BTreeSet::from([
        Key::of(&[("area", "Wick")]),
        Key::of(&[("area", "Wick"), ("sex", "female")]),
        Key::of(&[("area", "Wick"), ("sex", "male")]),
    ]);
    let forgetful = Published::of(&second, &rule, &wick, &BTreeSet::new());
    assert_eq!(attack(&[&forgetful]), []);
    let opened = attack(&[&was.published, &forgetful]);
    assert!(opened.iter().any(|breach| breach.range == Range { low: 3, high: Some(3) }), "{opened:?}");
    holds(&second, &rule, &[&was]);
}

/// The total to June and the total to July differ by one month: both shown, they give it away though it is hidden.
#[test]
fn two_totals_that_overlap_do_not_give_a_month_away() {
    let rule = Rule::under_5();
    let areas = ("area", &AREAS[..3]);
    let first = table(&[("month", &MONTHS[..3]), areas], &[9, 30, 40, 8, 31, 41, 7, 32, 42]);
    let was = holds(&first, &rule, &[]);
    assert!(hidden(&was.published).is_empty());
    let july = table(&[("month", &MONTHS), areas], &[9, 30, 40, 8, 31, 41, 7, 32, 42, 2, 33, 43]);
    // Without looking back, the earlier months may be hidden with it, and they were all shown before.
    let alone = protect(&july, &rule, &[]).expect("protected");
    let opened = attack(&[&was.published, &alone.published]);
    assert!(opened.iter().any(|breach| breach.range == Range { low: 2, high: Some(2) }), "{opened:?}");
    let made = holds(&july, &rule, &[&was]);
    assert!(made.published.cells[&Key::of(&[("area", "Oakham")])].revised);
    assert_eq!(made.exposed, []);
}

/// A number that was shown before cannot be taken back, and the release says so.
#[test]
fn what_was_shown_before_is_reported() {
    let tables = table(&[("area", &AREAS[..3])], &[7, 20, 40]);
    let loose = holds(&tables, &Rule::under_5(), &[]);
    assert!(hidden(&loose.published).is_empty());
    let strict = holds(&tables, &Rule::under_10(), &[&loose]);
    assert_eq!(strict.exposed, [Key::of(&[("area", "Oakham")])]);
}

/// Four sevens are 28, shown as 30, which no other four stars can be.
#[test]
fn rounding_alone_can_give_a_star_away() {
    let rule = Rule::star_1_to_7_round_5();
    let tables = table(&[("area", &AREAS)], &[7, 7, 7, 7]);
    let breaches = attack(&[&naive(&tables, &rule)]);
    assert_eq!(breaches.len(), 4);
    assert!(breaches.iter().all(|breach| breach.range == Range { low: 7, high: Some(7) }));
    let made = holds(&tables, &rule, &[]);
    assert_eq!(made.published.shown(&Key::total()), Some(Shown::Hidden));
}

#[test]
fn a_table_that_is_small_throughout_says_nothing() {
    for rule in rules() {
        let made = holds(
            &table(&[("area", &AREAS), ("sex", &SEXES)], &[0, 1, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0]),
            &rule,
            &[],
        );
        assert!(made.published.cells.values().all(|cell| !matches!(cell.shown, Shown::Number(1..))));
    }
}

#[test]
fn nought_is_shown() {
    let made = holds(&table(&[("area", &AREAS[..3])], &[0, 3, 40]), &Rule::under_5(), &[]);
    assert_eq!(made.published.shown(&Key::of(&[("area", "Oakham")])), Some(Shown::Number(0)));
}

/// Every table of whole numbers that fits, tried one by one: the smallest and largest value of each hidden cell.
fn by_trying(tables: &Tables, hide: &[Key]) -> Vec<(u64, u64)> {
    let cells: Vec<Key> = tables.cells().map(|(key, _)| key.clone()).collect();
    let at = |key: &Key| cells.iter().position(|cell| cell == key).expect("a cell");
    let truth: Vec<u64> = tables.cells().map(|(_, count)| count).collect();
    let places: Vec<usize> = hide.iter().map(at).collect();
    let sums: Vec<(usize, Vec<usize>)> =
        tables.sums().map(|sum| (at(&sum.total), sum.parts.iter().map(at).collect())).collect();
    let mut found = vec![(u64::MAX, 0); hide.len()];
    let mut values = truth.clone();
    let most = truth.iter().copied().max().unwrap_or(0);
    try_from(0, &places, most, &mut values, &sums, &mut found);
    found
}

fn try_from(
    next: usize,
    places: &[usize],
    most: u64,
    values: &mut [u64],
    sums: &[(usize, Vec<usize>)],
    found: &mut [(u64, u64)],
) {
    if next == places.len() {
        if sums.iter().all(|(total, parts)| values[*total] == parts.iter().map(|part| values[*part]).sum()) {
            for (place, range) in places.iter().zip(found) {
                *range = (range.0.min(values[*place]), range.1.max(values[*place]));
            }
        }
        return;
    }
    for value in 1..=most {
        values[places[next]] = value;
        // A sum whose last hidden cell this is decides at once.
        let decided = sums.iter().all(|(total, parts)| {
            let open = |place: &usize| places[next + 1..].contains(place);
            open(total)
                || parts.iter().any(open)
                || values[*total] == parts.iter().map(|part| values[*part]).sum::<u64>()
        });
        if decided {
            try_from(next + 1, places, most, values, sums, found);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The attacker finds exactly what trying all tables finds.
    #[test]
    fn the_attacker_misses_nothing(
        counts in prop::collection::vec(1_u64..7, 9),
        chosen in prop::sample::subsequence((0..9).collect::<Vec<usize>>(), 1..7),
    ) {
        let tables = table(&[("area", &AREAS[..3]), ("sex", &SEXES)], &counts);
        // A width that no cell has makes the attacker report all of them.
        let rule = Rule { under: 1, width: 10_000, ..Rule::under_5() };
        let hide: Vec<Key> = chosen
            .iter()
            .map(|cell| Key::of(&[("area", AREAS[cell / 3]), ("sex", SEXES[cell % 3])]))
            .collect();
        let published = Published::of(&tables, &rule, &hide.iter().cloned().collect(), &BTreeSet::new());
        let breaches = attack(&[&published]);
        for (key, (low, high)) in hide.iter().zip(by_trying(&tables, &hide)) {
            let breach = breaches.iter().find(|breach| breach.key == *key).expect("reported");
            prop_assert_eq!(breach.range, Range { low, high: Some(high) });
        }
    }

    /// No hidden cell of a table can be worked out from its margins.
    #[test]
    fn margins_give_nothing_away(
        counts in prop::collection::vec(prop_oneof![0_u64..12, 0_u64..60], 12),
        rule in 0_usize..3,
    ) {
        holds(&table(&[("area", &AREAS), ("sex", &SEXES)], &counts), &rules()[rule], &[]);
    }

    /// Nor from tables with margins in common.
    #[test]
    fn siblings_give_nothing_away(
        counts in prop::collection::vec(prop_oneof![0_u64..8, 0_u64..40], 27),
        rule in 0_usize..3,
    ) {
        let of = |area: usize, sex: usize, age: usize| counts[area * 9 + sex * 3 + age];
        let by = |own: &dyn Fn(usize, usize, usize) -> u64| -> Vec<u64> {
            (0..9).map(|cell| (0..3).map(|third| own(cell / 3, cell % 3, third)).sum()).collect()
        };
        let areas = ("area", &AREAS[..3]);
        let mut tables = Tables::new();
        tables.add(&[areas, ("sex", &SEXES)], &by(&|area, sex, age| of(area, sex, age))).expect("by sex");
        tables.add(&[areas, ("age", &AGES)], &by(&|area, age, sex| of(area, sex, age))).expect("by age");
        tables.add(&[("sex", &SEXES), ("age", &AGES)], &by(&|sex, age, area| of(area, sex, age))).expect("both");
        holds(&tables, &rules()[rule], &[]);
    }

    /// Nor in three dimensions, where corners of the programme need not be whole numbers.
    #[test]
    fn three_dimensions_give_nothing_away(
        counts in prop::collection::vec(prop_oneof![0_u64..8, 0_u64..40], 12),
        rule in 0_usize..3,
    ) {
        let dimensions: [(&str, &[&str]); 3] = [("area", &AREAS[..2]), ("sex", &SEXES), ("age", &AGES[..2])];
        holds(&table(&dimensions, &counts), &rules()[rule], &[]);
    }

    /// Nor from the release before, whose months are there again with some of them corrected. Where the rule has changed
    /// between the two, the marks of both together may say too much whatever is hidden; then nothing leaves.
    #[test]
    fn the_previous_release_gives_nothing_away(
        counts in prop::collection::vec(prop_oneof![0_u64..8, 0_u64..40], 12),
        corrected in prop::sample::subsequence((0..9).collect::<Vec<usize>>(), 0..3),
        rules_of in (0_usize..3, 0_usize..3),
    ) {
        let (first, second) = (&rules()[rules_of.0], &rules()[rules_of.1]);
        // Months are the rows: the first three, then all four.
        let areas = ("area", &AREAS[..3]);
        let was = holds(&table(&[("month", &MONTHS[..3]), areas], &counts[..9]), first, &[]);
        let mut now = counts;
        for cell in corrected {
            now[cell] += 1;
        }
        let now = table(&[("month", &MONTHS), areas], &now);
        if first == second || protect(&now, second, &[&was]).is_ok() {
            holds(&now, second, &[&was]);
        }
    }
}

/// Half a year of months by area and sex, with all margins: what a report holds. Less than half of it is hidden.
#[test]
fn half_a_year_by_area_and_sex_is_protected() {
    let areas: Vec<String> = (1..=13).map(|area| format!("area {area}")).collect();
    let areas: Vec<&str> = areas.iter().map(String::as_str).collect();
    let months: Vec<String> = (1..=6).map(|month| format!("2026-{month:02}")).collect();
    let months: Vec<&str> = months.iter().map(String::as_str).collect();
    let counts: Vec<u64> =
        (0..13 * 6 * 3).map(|cell: u64| (cell * 7919 + 13).pow(2) % 97 / (cell % 3 + 1)).collect();
    let tables = table(&[("area", &areas), ("month", &months), ("sex", &SEXES)], &counts);
    for rule in rules() {
        let made = holds(&tables, &rule, &[]);
        let all = made.published.cells.len();
        let small = tables.cells().filter(|(_, count)| rule.is_small(*count)).count();
        let hidden = hidden(&made.published).len();
        assert!(hidden < all / 2, "{}: {small} small, {hidden} hidden of {all}", rule.name);
    }
}

/// People by how many crimes they are in, beside all crimes: two unknown rows and two sums that weigh them differently are no protection.
#[test]
fn a_total_that_counts_a_row_several_times_is_seen_through() {
    let key = |times: &str| Key::of(&[("times", times)]);
    let mut tables = Tables::new();
    let rows = [("one", 40), ("two", 12), ("three", 3), ("four", 2)];
    tables.add_sum(Key::total(), rows.iter().map(|(name, n)| (key(name), *n)).collect()).expect("a sum");
    let weighed = rows.iter().zip(1..).flat_map(|((name, n), times)| vec![(key(name), *n); times]);
    tables.add_sum(Key::of(&[("crimes", "all")]), weighed.collect()).expect("a sum");
    let rule = Rule::under_5();
    let small = BTreeSet::from([key("three"), key("four")]);
    let alone = Published::of(&tables, &rule, &small, &BTreeSet::new());
    assert_eq!(attack(&[&alone]).len(), 2);
    let made = holds(&tables, &rule, &[]);
    assert!(hidden(&made.published).len() > 2, "{:?}", hidden(&made.published));
}

/// A table that is left out is hidden whatever its numbers are, and the rest is as it was; a small number that stands in no table is kept, a
/// large one and nought are no secret.
#[test]
fn tables_are_left_out_and_what_is_untold_is_kept() {
    let rule = Rule::under_5();
    let area = |name: &str| Key::of(&[("area", name)]);
    let tables = table(&[("area", &AREAS[..3])], &[30, 20, 40]);
    let left_out = AREAS[..3].iter().map(|name| area(name)).collect();
    let made = protect_without(&tables, &rule, &[], &left_out).expect("protected");
    assert_eq!(hidden(&made.published).len(), 3);
    assert_eq!(made.published.shown(&Key::total()), Some(Shown::Number(90)));
    for (smaller, hides) in [(27, true), (20, false), (30, false)] {
        let (year, months) = (Key::of(&[("window", "year")]), Key::of(&[("window", "eleven months")]));
        let mut tables = Tables::new();
        let rest = (Key::of(&[("window", "the last")]), 30 - smaller);
        tables.add_sum(year.clone(), vec![(months.clone(), smaller), rest.clone()]).expect("a sum");
        let tables = tables.telling(|key| *key != rest.0);
        let made = protect(&tables, &rule, &[]).expect("protected");
        assert_eq!(made.published.shown(&rest.0), Some(Shown::Untold));
        let told = [&year, &months]
            .iter()
            .filter(|key| made.published.shown(key).is_some_and(|shown| !shown.is_hidden()))
            .count();
        assert_eq!(told < 2, hides, "{smaller}");
        assert_eq!(attack(&[&made.published]), []);
        // The rogue tells both.
        assert_eq!(attack(&[&naive(&tables, &rule)]).len(), usize::from(hides), "{smaller}");
    }
}
