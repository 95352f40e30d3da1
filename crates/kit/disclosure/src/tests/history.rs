//! Many releases, one after the other: what the oldest of them tells still counts.

use super::*;

fn key(of: &str) -> Key {
    Key::of(&[("cell", of)])
}

/// Each a total, and the parts that add up to it.
fn sums(of: &[(&str, &[(&str, u64)])]) -> Tables {
    let mut tables = Tables::new();
    for (total, parts) in of {
        tables
            .add_sum(key(total), parts.iter().map(|(name, count)| (key(name), *count)).collect())
            .expect("a sum");
    }
    tables
}

/// A release that hides what is small and what it is told to.
fn leaves(tables: Tables, rule: &Rule, hidden: &[&str]) -> Protected {
    let hidden = hidden.iter().map(|name| key(name)).collect();
    let published = Published::of(&tables, rule, &hidden, &BTreeSet::new());
    Protected { tables, published, exposed: Vec::new() }
}

/// The oldest of 32 releases shows the number that the latest hides to protect another; those between share the other with it.
#[test]
fn a_release_of_long_ago_still_counts() {
    let rule = Rule::under_5();
    let mut before = vec![holds(&sums(&[("spring", &[("April", 10), ("May", 20)])]), &rule, &[])];
    assert_eq!(hidden(&before[0].published), Vec::<String>::new());
    for number in 0..31 {
        let with = format!("June and {number}");
        let other = format!("number {number}");
        let tables = sums(&[(&with, &[("June", 3), (&other, 50 + number)])]);
        let made = holds(&tables, &rule, &before.iter().collect::<Vec<_>>());
        before.push(made);
    }
    let before: Vec<&Protected> = before.iter().collect();
    let tables = sums(&[("May and June", &[("May", 20), ("June", 3)])]);
    // Held against two years of releases alone, the latest hides May and shows the total, and the oldest shows May.
    let recent = &before[before.len() - 24..];
    let forgetful = holds(&tables, &rule, recent);
    let june = Breach { key: key("June"), range: Range { low: 3, high: Some(3) } };
    let all: Vec<&Protected> = before.iter().copied().chain([&forgetful]).collect();
    let opened = prove(&all);
    assert!(opened.contains(&june), "{opened:?}");
    let seen: Vec<&Published> = all.iter().map(|release| &release.published).collect();
    assert_eq!(attack(&seen), opened);
    let made = holds(&tables, &rule, &before);
    assert_eq!(made.published.shown(&key("May and June")), Some(Shown::Hidden));
}

/// Two releases that share no count are joined by a third.
#[test]
fn a_release_that_shares_nothing_counts_through_another() {
    let rule = Rule::under_5();
    let joins =
        leaves(sums(&[("all", &[("small", 3), ("one", 20), ("other", 30)])]), &rule, &["one", "other"]);
    let far = holds(&sums(&[("far", &[("other", 30), ("else", 40)])]), &rule, &[&joins]);
    assert_eq!(far.published.shown(&key("other")), Some(Shown::Number(30)));
    let tables = sums(&[("near", &[("one", 20), ("new", 50)])]);
    let forgetful = holds(&tables, &rule, &[&joins]);
    assert_eq!(forgetful.published.shown(&key("one")), Some(Shown::Number(20)));
    let made = holds(&tables, &rule, &[&joins, &far]);
    assert_eq!(made.published.shown(&key("one")), Some(Shown::Hidden));
}

/// What has nothing to do with a release neither stops it nor is looked at again.
#[test]
fn a_breach_elsewhere_stops_nothing() {
    let rule = Rule::under_5();
    let open = leaves(sums(&[("all", &[("small", 3), ("one", 20)])]), &rule, &[]);
    assert_eq!(attack(&[&open.published]).len(), 1);
    holds(&sums(&[("others", &[("few", 2), ("many", 20), ("more", 30)])]), &rule, &[&open]);
}

/// A number hidden by one rule, shown under a looser one and hidden again stays known, and the release says so.
#[test]
fn a_looser_rule_between_does_not_stop_later_releases() {
    let tables = table(&[("area", &AREAS[..3])], &[7, 20, 40]);
    let strict = holds(&tables, &Rule::under_10(), &[]);
    let loose = holds(&tables, &Rule::under_5(), &[&strict]);
    assert_eq!(loose.published.shown(&Key::of(&[("area", "Oakham")])), Some(Shown::Number(7)));
    let again = holds(&tables, &Rule::under_10(), &[&strict, &loose]);
    assert!(again.exposed.contains(&Key::of(&[("area", "Oakham")])));
}

/// A count that changed without being marked so: the true counts fit nothing then, and are not relied on.
#[test]
fn true_counts_that_do_not_fit_are_not_relied_on() {
    let rule = Rule::under_5();
    let first = leaves(sums(&[("all", &[("small", 3), ("one", 20)])]), &rule, &["one"]);
    let second = leaves(sums(&[("more", &[("small", 4), ("one", 20)])]), &rule, &["one"]);
    let third = leaves(sums(&[("others", &[("few", 2), ("many", 20)])]), &rule, &[]);
    for releases in [vec![&first, &second], vec![&first, &second, &third]] {
        let seen: Vec<&Published> = releases.iter().map(|release| &release.published).collect();
        assert_eq!(prove(&releases), attack(&seen));
        assert!(!attack(&seen).is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Knowing the true counts, the attack ends as it does without them.
    #[test]
    fn the_truth_changes_nothing(
        counts in prop::collection::vec(prop_oneof![0_u64..8, 0_u64..40], 12),
        also in prop::sample::subsequence((0..3).collect::<Vec<usize>>(), 0..3),
        rule in 0_usize..3,
    ) {
        let rule = &rules()[rule];
        let areas = ("area", &AREAS[..3]);
        let first = table(&[("month", &MONTHS[..3]), areas], &counts[..9]);
        let second = table(&[("month", &MONTHS), areas], &counts);
        let hide: BTreeSet<Key> = also
            .iter()
            .map(|area| Key::of(&[("month", MONTHS[3]), ("area", AREAS[*area])]))
            .filter(|key| second.count(key).is_some_and(|count| count > 0))
            .collect();
        let revised: BTreeSet<Key> = second
            .cells()
            .filter(|(key, count)| first.count(key).is_some_and(|before| before != *count))
            .map(|(key, _)| key.clone())
            .collect();
        let before = leaves(first, rule, &[]);
        let published = Published::of(&second, rule, &hide, &revised);
        let now = Protected { tables: second, published, exposed: Vec::new() };
        let keys = |found: Vec<Breach>| found.into_iter().map(|breach| breach.key).collect::<Vec<_>>();
        let attacked = keys(attack(&[&before.published, &now.published]));
        prop_assert_eq!(keys(prove(&[&before, &now])), attacked);
    }
}
