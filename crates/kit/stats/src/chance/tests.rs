//! The handbook's figures, cases counted out by hand, and both ways of dealing against each other.

use super::*;

/// Each event by itself, in its order.
fn each(weights: &[f64]) -> Vec<Alike> {
    weights.iter().map(|weight| Alike { weight: *weight, events: 1 }).collect()
}

const SUSPECTS: usize = 49_055;

/// The mix of the Kent inquiry (74, 17, 9 in 100, with a third of the last taken to be rape) with the medians
/// of the Cambridge index of 2026 for each subgroup, in days.
fn medians(events: usize) -> Vec<f64> {
    mix(events, [10.0, 10.0, 365.0, 2555.0, 182.25])
}

/// Violence without injury, stalking and harassment (57 to 43, as in England and Wales), violence with injury,
/// rape, other sexual offences.
fn mix(events: usize, days: [f64; 5]) -> Vec<f64> {
    (0..events)
        .map(|at| match at % 100 {
            0..42 => days[0],
            42..74 => days[1],
            74..91 => days[2],
            91..94 => days[3],
            _ => days[4],
        })
        .collect()
}

fn top_tenth(weights: &[f64], units: usize, null: Null<'_>) -> Spread {
    baseline(&each(weights), units, null, Settings { draws: 40, seed: 1 }).expect("a baseline").top_10
}

/// The handbook on evidence, 1.4: a tenth of 49,055 suspects hold 63.1, 62.2 and 59.2% by chance at 1.3, 2 and 3
/// offences each on average.
#[test]
fn handbook_kent_medians() {
    for (each, expected) in [(1.3, 63.1), (2.0, 62.2), (3.0, 59.2)] {
        let events = (SUSPECTS as f64 * each) as usize;
        let found = top_tenth(&medians(events), SUSPECTS, Null::OneEachGeometric);
        assert!((100.0 * found.mean - expected).abs() < 1.0, "{each}: {found:?}");
    }
}

/// The same with the means of each subgroup: 36, 36 and 34%.
#[test]
fn handbook_kent_means() {
    for (each, expected) in [(1.3, 36.0), (2.0, 36.0), (3.0, 34.0)] {
        let events = (SUSPECTS as f64 * each) as usize;
        let weights = mix(events, [437.4, 35.0, 943.5, 2726.8, 395.6]);
        let found = top_tenth(&weights, SUSPECTS, Null::OneEachGeometric);
        assert!((100.0 * found.mean - expected).abs() < 1.5, "{each}: {found:?}");
    }
}

/// Two events of weight 1 on two units: together or apart, each as likely. Under the other nulls there is nothing
/// left to chance.
#[test]
fn two_events_on_two_units() {
    let run = |null| {
        baseline(&each(&[1.0, 1.0]), 2, null, Settings { draws: 20_000, seed: 3 }).expect("a baseline").gini
    };
    let any = run(Null::AnyUnit);
    assert!((any.mean - 0.25).abs() < 0.01, "{any:?}");
    assert_eq!((any.low, any.high), (0.0, 0.5));
    for null in [Null::OneEach, Null::OneEachGeometric, Null::SameCounts(&[1, 1])] {
        assert_eq!(run(null).high, 0.0);
    }
    assert_eq!(run(Null::SameCounts(&[2, 0])).low, 0.5);
}

/// Five events of weight 1 on three units, every split counted out by hand. One each leaves two to fall anywhere:
/// on the same unit in 3 of 9 ways (3, 1, 1: Gini 4/15), on two in 6 of 9 (2, 2, 1: Gini 2/15). Cutting a row of five
/// in three pieces gives (3, 1, 1) in 3 of 6 ways.
#[test]
fn five_events_on_three_units() {
    let run = |null| {
        baseline(&each(&[1.0; 5]), 3, null, Settings { draws: 40_000, seed: 5 })
            .expect("a baseline")
            .gini
            .mean
    };
    let uneven = |share: f64| (share * 4.0 + (1.0 - share) * 2.0) / 15.0;
    assert!((run(Null::OneEach) - uneven(1.0 / 3.0)).abs() < 0.002);
    assert!((run(Null::OneEachGeometric) - uneven(0.5)).abs() < 0.002);
}

/// Which event is a unit's first must be as fair as a shuffle: a heavy event is worth the same wherever it stands.
#[test]
fn the_order_of_events_does_not_matter() {
    let mut first = vec![1.0; 60];
    first[0] = 50.0;
    let mut last = vec![1.0; 60];
    last[59] = 50.0;
    let run = |weights: &[f64], null| {
        baseline(&each(weights), 40, null, Settings { draws: 20_000, seed: 9 })
            .expect("a baseline")
            .top_5
            .mean
    };
    for null in [Null::AnyUnit, Null::OneEach, Null::OneEachGeometric] {
        assert!((run(&first, null) - run(&last, null)).abs() < 0.002, "{null:?}");
    }
}

#[test]
fn the_same_seed_gives_the_same_figures_on_any_number_of_cores() {
    let run = || baseline(&each(&medians(500)), 200, Null::OneEachGeometric, Settings::default());
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool").install(run);
    let three = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("a pool").install(run);
    assert_eq!(one, three);
    let other = baseline(
        &each(&medians(500)),
        200,
        Null::OneEachGeometric,
        Settings { seed: 2023, ..Settings::default() },
    );
    assert_ne!(one, other);
}

#[test]
fn many_events_need_fewer_draws_only_where_they_are_dealt_one_by_one() {
    let draws = |events, null| Settings::for_events(&[Alike { weight: 1.0, events }], null).draws;
    let geometric = Null::OneEachGeometric;
    assert_eq!((draws(98_110, geometric), draws(1_000_000, geometric)), (1000, 250));
    assert_eq!((draws(0, geometric), draws(70_000_000, geometric)), (1000, 40));
    assert_eq!(draws(70_000_000, Null::AnyUnit), 1000);
}

/// Dealing by counting is the same null as dealing one by one: mean, deviation and ends of each figure, as far as draws settle them.
#[test]
fn counting_and_dealing_one_by_one_give_the_same() {
    let some = |events| {
        let days = [(10.0, 74_u64), (365.0, 17), (2555.0, 3), (182.25, 6)];
        days.map(|(weight, share)| Alike { weight, events: events * share / 100 }).to_vec()
    };
    let settings = Settings { draws: 1500, seed: 8 };
    let other = Settings { seed: 9, ..settings };
    // Fewer events than units, about as many, many more; areas and people.
    for (events, units, null) in [
        (24_000, 60_000, Null::AnyUnit),
        (30_000, 20_000, Null::OneEach),
        (40_000, 12_000, Null::OneEach),
        (60_000, 300, Null::AnyUnit),
    ] {
        let events = some(events);
        assert!(counted::suits(&events, null));
        let (counted, dealt) =
            (by_counting(&events, units, null, settings), one_by_one(&events, units, null, other));
        for figure in 0..4 {
            let spread = |draws: &[[f64; 4]]| {
                Spread::of(&draws.iter().map(|draw| draw[figure]).collect::<Vec<_>>(), 0.025)
            };
            let (one, two) = (spread(&counted), spread(&dealt));
            let error = two.deviation / (settings.draws as f64).sqrt();
            assert!((one.mean - two.mean).abs() < 6.0 * error, "{null:?} {units} {figure}: {one:?} {two:?}");
            assert!(
                (one.deviation / two.deviation - 1.0).abs() < 0.12,
                "{null:?} {units} {figure}: {one:?} {two:?}"
            );
            for (one, two) in [(one.low, two.low), (one.high, two.high)] {
                assert!((one - two).abs() < 12.0 * error, "{null:?} {units} {figure}: {one} {two}");
            }
        }
    }
}

/// Seven events of two weights on three units, every way of dealing them walked through.
#[test]
fn counting_gives_what_every_way_of_dealing_gives_on_average() {
    let events = [Alike { weight: 1.0, events: 5 }, Alike { weight: 10.0, events: 2 }];
    let (mut tops, mut ways) = (0.0, 0.0);
    for way in 0..3_usize.pow(7) {
        let mut held = [0.0; 3];
        let mut rest = way;
        for weight in [1.0, 1.0, 1.0, 1.0, 1.0, 10.0, 10.0] {
            held[rest % 3] += weight;
            rest /= 3;
        }
        tops += crate::lorenz::gini(&held).unwrap();
        ways += 1.0;
    }
    let drawn = by_counting(&events, 3, Null::AnyUnit, Settings { draws: 40_000, seed: 6 });
    let mean = drawn.iter().map(|draw| draw[3]).sum::<f64>() / drawn.len() as f64;
    assert!((mean - tops / ways).abs() < 0.003, "{mean} {}", tops / ways);
}

#[test]
fn points_above_chance() {
    let chance = Spread { mean: 0.622, deviation: 0.003, low: 0.616, high: 0.628 };
    assert!((chance.points_above(0.63) - 0.8).abs() < 1e-9);
    assert!(chance.excludes(0.63) && !chance.excludes(0.62) && chance.excludes(0.6));
}

#[test]
fn refuses_in_plain_words() {
    let said = |weights: &[f64], units, null| {
        baseline(&each(weights), units, null, Settings::default()).expect_err("a refusal").to_string()
    };
    assert_eq!(said(&[], 3, Null::AnyUnit), "there are no events");
    assert_eq!(
        said(&[1.0, 2.0], 3, Null::OneEach),
        "needs at least 3 events, because every unit must have one under this null, and there are 2"
    );
    assert_eq!(
        said(&[1.0, 2.0], 2, Null::SameCounts(&[1, 2])),
        "the sum of the counts must be the number of events, not 3"
    );
    assert_eq!(said(&[0.0], 1, Null::AnyUnit), "all weights are zero, so there is nothing to share out");
}
