use super::*;

/// R: `set.seed(123); rnorm(20)`.
const RNORM: [f64; 20] = [
    -0.560_475_65,
    -0.230_177_49,
    1.558_708_31,
    0.070_508_39,
    0.129_287_74,
    1.715_064_99,
    0.460_916_21,
    -1.265_061_23,
    -0.686_852_85,
    -0.445_661_97,
    1.224_081_80,
    0.359_813_83,
    0.400_771_45,
    0.110_682_72,
    -0.555_841_13,
    1.786_913_14,
    0.497_850_48,
    -1.966_617_16,
    0.701_355_90,
    -0.472_791_41,
];

fn complete(values: &[f64]) -> Vec<Point> {
    values.iter().map(|value| Point { value: *value, complete: true }).collect()
}

fn drawn(values: &[f64], settings: &Settings) -> Chart {
    chart(&complete(values), settings).expect("a chart")
}

fn short() -> Settings {
    Settings { least: 2, ..Settings::default() }
}

/// Positions of the points that carry a flag.
fn flagged(chart: &Chart, flag: Flag) -> Vec<usize> {
    (0..chart.readings.len()).filter(|at| chart.readings[*at].flags.contains(&flag)).collect()
}

fn near(got: [f64; 3], expected: [f64; 3]) {
    for (got, expected) in got.iter().zip(expected) {
        assert!((got - expected).abs() < 1e-6, "got {got}, expected {expected}");
    }
}

/// Mean and limits in the tests of NHSRplotthedots, without and with a freak value, and unscreened.
#[test]
fn nhsrplotthedots_limits() {
    let limits = |values: &[f64], screen| {
        let chart = drawn(values, &Settings { screen, ..Settings::default() });
        let stretch = chart.stretches[0];
        [stretch.mean, stretch.lower, stretch.upper]
    };
    near(limits(&RNORM, true), [0.141_623_8, -3.011_38, 3.294_627]);
    let mut freak = RNORM;
    freak[14] = 10.0;
    near(limits(&freak, true), [0.669_415_9, -2.383_666, 3.722_497]);
    near(limits(&freak, false), [0.669_415_9, -4.596_625, 5.935_457]);
    assert_eq!(flagged(&drawn(&freak, &Settings::default()), Flag::AboveLimit), [14]);
}

/// Its tests of a run: six are none, and every point of eight is part of one, the ninth on the other side is not.
#[test]
fn nhsrplotthedots_seven_on_one_side() {
    let six = drawn(&[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, -6.0], &short());
    assert_eq!(flagged(&six, Flag::RunAbove), [0_usize; 0]);
    let eight = drawn(&[1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, -40.0, -40.0], &short());
    assert_eq!(flagged(&eight, Flag::RunAbove), [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(flagged(&eight, Flag::RunBelow), [0_usize; 0]);
    // A point on the mean is on neither side.
    let on = drawn(&[1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0, -7.0], &short());
    assert_eq!(on.stretches[0].mean, 0.0);
    assert_eq!(flagged(&on, Flag::RunAbove), [0_usize; 0]);
}

/// Its tests of a trend: six points or a step that is level are none; seven are, both ways.
#[test]
fn nhsrplotthedots_seven_point_trend() {
    let marked = |values: &[f64], flag| flagged(&drawn(values, &short()), flag);
    assert_eq!(marked(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], Flag::Rising), [0_usize; 0]);
    assert_eq!(marked(&[1.0, 2.0, 3.0, 3.0, 4.0, 5.0, 6.0], Flag::Rising), [0_usize; 0]);
    assert_eq!(marked(&[2.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 3.0], Flag::Rising), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(marked(&[2.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 3.0], Flag::Falling), [1, 2, 3, 4, 5, 6, 7]);
}

/// Its rule of two in three: both beyond two thirds of the way and inside the limit, all three on one side.
#[test]
fn nhsrplotthedots_two_in_three() {
    // The mean is 0 and all ranges but few are 3, so that limits are near 8 and two thirds of the way is near 5.3.
    let quiet: Vec<f64> = [1.5, -1.5].repeat(15);
    let with = |some: &[f64]| {
        let mirrored: Vec<f64> = some.iter().map(|value| -value).collect();
        let values: Vec<f64> =
            quiet.iter().chain(some).chain(&quiet).chain(&mirrored).chain(&quiet).copied().collect();
        drawn(&values, &short())
    };
    let marked = with(&[6.5, 1.0, 6.5]);
    let stretch = marked.stretches[0];
    assert!(
        stretch.mean.abs() < 1e-9 && stretch.upper > 6.5 && stretch.upper * 2.0 / 3.0 < 6.5,
        "{stretch:?}"
    );
    assert_eq!(flagged(&marked, Flag::NearUpper), [30, 32]);
    assert_eq!(flagged(&marked, Flag::NearLower), [63, 65]);
    // One of them is not near, or the one between is on the other side.
    assert_eq!(flagged(&with(&[6.5, 1.0, 1.0]), Flag::NearUpper), [0_usize; 0]);
    assert_eq!(flagged(&with(&[6.5, -1.0, 6.5]), Flag::NearUpper), [0_usize; 0]);
}

#[test]
fn limits_are_drawn_afresh_where_asked() {
    let values = [10.0, 12.0, 10.0, 12.0, 10.0, 12.0, 30.0, 32.0, 30.0, 32.0];
    let once = drawn(&values, &short());
    assert_eq!(once.stretches.len(), 1);
    let twice = drawn(&values, &Settings { rebase: vec![6], least: 5, ..Settings::default() });
    let [before, after] = twice.stretches[..] else { panic!("two stretches, got {twice:?}") };
    assert_eq!((before.from, before.to, before.mean, before.range), (0, 6, 11.0, 2.0));
    assert_eq!((after.from, after.to, after.mean, after.counted), (6, 10, 31.0, 4));
    assert!(!before.provisional && after.provisional);
    assert!(twice.readings.iter().all(|reading| reading.verdict == Verdict::Usual));
    assert_eq!(twice.readings[6].stretch, 1);
}

#[test]
fn an_incomplete_month_moves_no_limit_and_breaks_a_run() {
    let values = [10.0, 12.0, 10.0, 12.0, 10.0, 12.0, 10.0, 12.0, 10.0, 12.0, 10.0, 12.0];
    let mut points = complete(&values);
    let without = chart(&points, &Settings::default()).expect("a chart");
    points.push(Point { value: 3.0, complete: false });
    let with = chart(&points, &Settings::default()).expect("a chart");
    assert_eq!(with.stretches[0].upper, without.stretches[0].upper);
    assert_eq!(with.readings[12].flags, [Flag::Incomplete]);
    assert_eq!(with.readings[12].verdict, Verdict::Unknown);
    assert_eq!(Flag::Incomplete.words(), "incomplete, left out of the limits and rules");

    // No range is taken over the gap, and seven on one side with a gap among them are no run.
    let mut gap = complete(&[5.0, 5.0, 5.0, 5.0, 99.0, 6.0, 5.5, 5.0, -50.0, -50.0]);
    gap[4].complete = false;
    let gap = chart(&gap, &short()).expect("a chart");
    assert_eq!(flagged(&gap, Flag::RunAbove), [0_usize; 0]);
    assert!((gap.stretches[0].mean - (36.5 - 100.0) / 9.0).abs() < 1e-12);
}

#[test]
fn the_better_way_decides_what_a_signal_is() {
    let mut high = RNORM;
    high[14] = 10.0;
    for (better, verdict) in [
        (Better::Higher, Verdict::Improvement),
        (Better::Lower, Verdict::Concern),
        (Better::Neither, Verdict::High),
    ] {
        let found = drawn(&high, &Settings { better, ..Settings::default() });
        assert_eq!(found.readings[14].verdict, verdict);
        assert_eq!(found.readings[3].verdict, Verdict::Usual);
    }
    let low = high.map(|value| -value);
    assert_eq!(
        drawn(&low, &Settings { better: Better::Lower, ..Settings::default() }).readings[14].verdict,
        Verdict::Improvement
    );
    assert_eq!(drawn(&low, &Settings::default()).readings[14].verdict, Verdict::Low);
}

/// NHSRplotthedots' assurance: the target against the limits of the last stretch.
#[test]
fn nhsrplotthedots_assurance() {
    let stretch = drawn(&RNORM, &Settings::default()).stretches[0];
    assert_eq!(stretch.assurance(4.0, Better::Higher), Some(Assurance::ConsistentlyMissed));
    assert_eq!(stretch.assurance(4.0, Better::Lower), Some(Assurance::ConsistentlyMet));
    assert_eq!(stretch.assurance(-4.0, Better::Higher), Some(Assurance::ConsistentlyMet));
    assert_eq!(stretch.assurance(0.0, Better::Lower), Some(Assurance::Inconsistent));
    assert_eq!(stretch.assurance(4.0, Better::Neither), None);
}

#[test]
fn figures_that_never_change_are_usual() {
    let found = drawn(&[4.0; 12], &Settings::default());
    assert_eq!((found.stretches[0].lower, found.stretches[0].upper), (4.0, 4.0));
    assert!(found.readings.iter().all(|reading| reading.flags.is_empty()));
}

/// Eleven months of ten and one of one: the only two ranges are both more than 3.267 mean ranges long, and without them every ten would lie above limits on the
/// mean of nine and a quarter.
#[test]
fn one_freak_among_equal_points_is_the_only_one_beyond_the_limits() {
    let mut values = [10.0; 12];
    values[5] = 1.0;
    let chart = drawn(&values, &Settings::default());
    assert_eq!(flagged(&chart, Flag::AboveLimit), Vec::<usize>::new());
    assert_eq!(flagged(&chart, Flag::BelowLimit), [5]);
    let stretch = chart.stretches[0];
    near(
        [stretch.mean, stretch.lower, stretch.upper],
        [9.25, 9.25 - 2.66 * 18.0 / 11.0, 9.25 + 2.66 * 18.0 / 11.0],
    );
}

#[test]
fn refuses_in_plain_words() {
    let said = |values: &[f64], settings: &Settings| {
        chart(&complete(values), settings).expect_err("a refusal").to_string()
    };
    assert_eq!(said(&RNORM[..9], &Settings::default()), "needs at least 12 complete points, and there are 9");
    assert_eq!(
        said(&RNORM, &Settings { rebase: vec![20], ..Settings::default() }),
        "the place to rebase at must be after the first point and not after the last, not 20"
    );
    assert_eq!(
        said(&RNORM, &Settings { rebase: vec![19], ..Settings::default() }),
        "needs at least 2 complete points next to each other between two rebasings, and there are 1"
    );
    let mut broken = RNORM;
    broken[2] = f64::NAN;
    assert_eq!(said(&broken, &Settings::default()), "values must be a number, but number 3 is NaN");
}
