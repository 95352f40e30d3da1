use std::{collections::BTreeMap, path::Path};

use super::*;

/// A file of the published test data, or none where it is not laid out beside the repository.
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn shared(name: &str) -> Option<String> {
    let path = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap())
        .join("../../../../shared/data/benchmarks")
        .join(name);
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        println!("skipped: ../shared/data/benchmarks/{name} is not here");
    }
    text
}

/// The settings of the authors' example: 29 years of carbon dioxide at Mauna Loa.
fn baseline() -> Settings {
    let loess = |length, jump| Loess { length, degree: Degree::Linear, jump };
    Settings {
        period: 12,
        seasonal: loess(35, 4),
        trend: loess(19, 2),
        low_pass: loess(13, 2),
        inner: 1,
        robust: Robust::Loops(2),
    }
}

/// The seven runs of the authors' program that statsmodels tests against: season, trend and weight of every month.
#[test]
fn statsmodels_stl_co2() {
    let Some(values) = shared("statsmodels_stl_co2.csv") else { return };
    let Some(expected) = shared("statsmodels_stl_expected.csv") else { return };
    let values: Vec<f64> = values.lines().map(|line| line.trim().parse().expect("a value")).collect();
    assert_eq!(values.len(), 348);
    let mut runs: BTreeMap<&str, Vec<[f64; 3]>> = BTreeMap::new();
    for line in expected.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let [run, _, season, trend, weight] = cells[..] else { panic!("five cells in `{line}`") };
        let number = |cell: &str| cell.parse::<f64>().expect("a number");
        runs.entry(run).or_default().push([number(season), number(trend), number(weight)]);
    }
    let base = baseline();
    let low = Loess { jump: 1, ..base.low_pass };
    let trend = Loess { jump: 1, ..base.trend };
    for (run, settings) in [
        ("baseline", base),
        ("short", base),
        ("nljump-1", Settings { low_pass: low, ..base }),
        ("ntjump-1", Settings { trend, ..base }),
        ("nljump-1-ntjump-1", Settings { low_pass: low, trend, ..base }),
        ("stlez", Settings::usual(12, 35, false)),
        ("stlez-robust", Settings::usual(12, 35, true)),
    ] {
        let expected = &runs[run];
        let parts = stl(&values[..expected.len()], &settings).expect("parts");
        for (at, [season, trend, weight]) in expected.iter().enumerate() {
            for (name, got, expected) in [
                ("season", parts.season[at], season),
                ("trend", parts.trend[at], trend),
                ("weight", parts.weights[at], weight),
            ] {
                let near = 1e-7 * expected.abs().max(1e-2);
                assert!((got - expected).abs() < near, "{run} {name} {at}: got {got}, expected {expected}");
            }
        }
    }
    assert_eq!(runs.len(), 7);
}

/// A line and a season that repeats are taken apart exactly.
#[test]
fn a_line_and_a_fixed_season_are_found() {
    let season = [5.0, 3.0, -2.0, -6.0, 0.0, 1.0, 2.0, -3.0, -1.0, 4.0, -4.0, 1.0];
    let values: Vec<f64> = (0..72).map(|at| 100.0 + 0.5 * at as f64 + season[at % 12]).collect();
    let parts = stl(&values, &Settings { inner: 20, ..Settings::usual(12, 7, false) }).expect("parts");
    for at in 0..72 {
        assert!((parts.season[at] - season[at % 12]).abs() < 0.05, "{at}: {}", parts.season[at]);
        let sum = parts.trend[at] + parts.season[at] + parts.remainder[at];
        assert!((sum - values[at]).abs() < 1e-9);
    }
    assert_eq!(parts.weights, vec![1.0; 72]);
}

/// A freak month loses its weight and bends nothing.
#[test]
fn a_freak_month_bends_nothing_when_robust() {
    let wave = |at: usize| (at as f64 * 0.7).sin();
    let mut values: Vec<f64> =
        (0..84).map(|at| 50.0 + 10.0 * (at as f64 * std::f64::consts::TAU / 12.0).sin() + wave(at)).collect();
    values[40] += 300.0;
    let parts = stl(&values, &Settings::usual(12, 7, true)).expect("parts");
    assert_eq!(parts.weights[40], 0.0);
    assert!((parts.remainder[40] - 300.0).abs() < 5.0, "{}", parts.remainder[40]);
    let bent = stl(&values, &Settings::usual(12, 7, false)).expect("parts");
    assert!(bent.remainder[40] < 250.0, "{}", bent.remainder[40]);
}

#[test]
fn figures_that_never_change_have_no_season() {
    let parts = stl(&[7.0; 36], &Settings::usual(12, 7, true)).expect("parts");
    assert!(parts.season.iter().chain(&parts.remainder).all(|value| value.abs() < 1e-9));
}

#[test]
fn refuses_in_plain_words() {
    let usual = Settings::usual(12, 7, false);
    let said = |values: &[f64], settings| stl(values, &settings).expect_err("a refusal").to_string();
    assert_eq!(
        said(&[1.0; 20], usual),
        "needs at least 24 values in a row, for two whole cycles, and there are 20"
    );
    let mut gap = [1.0; 24];
    gap[6] = f64::NAN;
    assert_eq!(said(&gap, usual), "values must be a number, without gaps, but number 7 is NaN");
    let even = Settings { trend: Loess { length: 14, ..usual.trend }, ..usual };
    assert_eq!(
        said(&[1.0; 24], even),
        "the length of a smoother must be an odd number of at least 3, not 14"
    );
    assert!(stl(&[1.0; 24], &Settings { inner: 0, ..usual }).is_err());
    assert!(stl(&[1.0; 24], &Settings { period: 1, ..usual }).is_err());
}
