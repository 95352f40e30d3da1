use super::*;

fn near(got: Limits, [lower_95, upper_95, lower_998, upper_998]: [f64; 4], within: f64) {
    for (got, expected) in [
        (got.lower_95, lower_95),
        (got.upper_95, upper_95),
        (got.lower_998, lower_998),
        (got.upper_998, upper_998),
    ] {
        assert!((got - expected).abs() < within, "got {got}, expected {expected}");
    }
}

/// The tests of FunnelPlotR: ratios at 15, 20 and 30 expected.
#[test]
fn funnelplotr_poisson_limits() {
    for (expected, limits) in [
        (15.0, [0.559_692_4, 1.649_348, 0.386_265_0, 2.082_907]),
        (20.0, [0.610_826_0, 1.544_419, 0.447_910_7, 1.902_094]),
        (30.0, [0.674_695_8, 1.427_562, 0.528_972_4, 1.702_771]),
    ] {
        near(poisson_limits(expected).expect("limits"), limits, 6e-7);
    }
}

/// The six units of FunnelPlotR's tests; its formulas worked through by a separate program.
fn six() -> Vec<Area> {
    let counts =
        [(100.0, 108.0), (150.0, 112.0), (180.0, 165.0), (80.0, 95.0), (120.0, 100.0), (225.0, 220.0)];
    counts.map(|(counted, base)| Area { counted, base }).to_vec()
}

#[test]
fn funnelplotr_overdispersion_by_logarithm() {
    let found = funnel(Of::RatesByLogarithm, &six(), 0.1).expect("a funnel");
    assert!((found.target - 1.06875).abs() < 1e-12);
    assert!(
        (found.phi - 1.930_934_969).abs() < 1e-8 && (found.tau2 - 0.009_459_186_3).abs() < 1e-9,
        "{found:?}"
    );
    near(found.areas[4].limits, [0.816_800_27, 1.398_416_00, 0.699_492_09, 1.632_937_06], 1e-7);
    near(found.areas[5].limits, [0.849_573_65, 1.344_470_33, 0.744_253_02, 1.534_728_83], 1e-7);
    // Far from the rest by chance alone, not beyond what areas usually differ by.
    assert!(
        poisson_limits(112.0 * found.target).expect("limits").upper_95 * found.target < found.areas[1].value
    );
    assert_eq!(found.areas[1].lies, Lies::Within);
}

#[test]
fn funnelplotr_overdispersion_by_root() {
    let found = funnel(Of::RatesByRoot, &six(), 0.1).expect("a funnel");
    assert!(
        (found.phi - 1.911_430_624).abs() < 1e-8 && (found.tau2 - 0.002_322_774_2).abs() < 1e-9,
        "{found:?}"
    );
    near(found.areas[4].limits, [0.801_842_35, 1.373_937_52, 0.665_325_31, 1.567_335_13], 1e-7);
}

#[test]
fn funnelplotr_overdispersion_of_proportions() {
    let counts = [(10.0, 100.0), (25.0, 120.0), (60.0, 150.0), (30.0, 200.0), (5.0, 90.0), (80.0, 220.0)];
    let areas = counts.map(|(counted, base)| Area { counted, base });
    let found = funnel(Of::Proportions, &areas, 0.1).expect("a funnel");
    assert!(
        (found.phi - 13.143_683_43).abs() < 1e-7 && (found.tau2 - 0.025_752_237_9).abs() < 1e-9,
        "{found:?}"
    );
    // The peer's lowest limit turns round at zero and comes out as 0.0000018.
    near(found.areas[2].limits, [0.034_137_476, 0.549_439_268, 0.0, 0.727_937_348], 1e-8);
}

/// Spiegelhalter's interpolation, added up term by term by a separate program.
#[test]
fn spiegelhalter_2005_binomial_limits() {
    let limits = binomial_limits(0.1, 50).expect("limits");
    near(limits, [0.013_862_926_957, 0.199_722_727_623, 0.0, 0.260_128_418_752], 1e-11);
    let limits = binomial_limits(0.25, 200).expect("limits");
    near(limits, [0.188_620_678_091, 0.313_746_854_278, 0.156_600_693_800, 0.350_332_780_357], 1e-11);
    // Where all are counted, or none, no area that has the same lies outside.
    assert_eq!(binomial_limits(0.0, 10).expect("limits").place(0.0), Lies::Within);
    assert_eq!(binomial_limits(1.0, 10).expect("limits").place(1.0), Lies::Within);
}

/// An area lies outside exactly when the chance of as few, or as many, is below the tail.
#[test]
fn binomial_limits_keep_their_promise() {
    let chance = |target: f64, all: u64, counted: u64| {
        let choose = (0..counted).fold(1.0, |ways, at| ways * (all - at) as f64 / (at + 1) as f64);
        choose * target.powi(counted as i32) * (1.0 - target).powi((all - counted) as i32)
    };
    for target in [0.07, 0.4, 0.9] {
        for all in [1, 5, 23, 60] {
            let limits = binomial_limits(target, all).expect("limits");
            for counted in 0..=all {
                let fewer: f64 = (0..=counted).map(|count| chance(target, all, count)).sum();
                let more: f64 = (counted..=all).map(|count| chance(target, all, count)).sum();
                let expected = match (fewer, more) {
                    (fewer, _) if fewer < 0.001 => Lies::FarBelow,
                    (fewer, _) if fewer < 0.025 => Lies::Below,
                    (_, more) if more < 0.001 => Lies::FarAbove,
                    (_, more) if more < 0.025 => Lies::Above,
                    _ => Lies::Within,
                };
                let found = limits.place(counted as f64 / all as f64);
                assert_eq!(found, expected, "{counted} of {all} at {target}: {limits:?}");
            }
        }
    }
}

/// Areas that differ less than chance makes them get the exact limits and nothing added.
#[test]
fn without_overdispersion_the_limits_are_exact() {
    let areas = vec![Area { counted: 30.0, base: 1000.0 }; 8];
    let found = funnel(Of::RatesByRoot, &areas, 0.1).expect("a funnel");
    assert_eq!((found.tau2, found.phi), (0.0, 0.0));
    let exact = [0.674_695_8, 1.427_562, 0.528_972_4, 1.702_771].map(|ratio| ratio * 0.03);
    near(found.areas[0].limits, exact, 6e-8);
    near(found.limits(1000.0).expect("limits"), exact, 6e-8);
    assert_eq!(found.areas[0].lies, Lies::Within);

    let found = funnel(Of::Proportions, &[Area { counted: 5.0, base: 50.0 }; 4], 0.1).expect("a funnel");
    assert!((found.areas[0].limits.upper_95 - 0.199_722_727_623).abs() < 1e-11);
}

#[test]
fn an_area_far_from_the_rest_is_named() {
    let mut areas: Vec<Area> =
        (0..12).map(|at| Area { counted: f64::from(95 + at), base: 10_000.0 }).collect();
    areas.push(Area { counted: 190.0, base: 10_000.0 });
    areas.push(Area { counted: 0.0, base: 3000.0 });
    let found = funnel(Of::RatesByRoot, &areas, 0.1).expect("a funnel");
    assert_eq!((found.areas[12].lies, found.areas[13].lies), (Lies::FarAbove, Lies::FarBelow));
    assert_eq!(found.areas[12].lies.words(), "above the 99.8% limit");
}

#[test]
fn refuses_in_plain_words() {
    let said = |of, areas: &[Area]| funnel(of, areas, 0.1).expect_err("a refusal").to_string();
    let area = |counted, base| Area { counted, base };
    assert_eq!(said(Of::RatesByRoot, &[area(1.0, 2.0)]), "needs at least 3 areas, and there are 1");
    assert_eq!(
        said(Of::RatesByLogarithm, &[area(1.0, 9.0), area(0.0, 9.0), area(2.0, 9.0)]),
        "counts must be above zero (use the square root), but number 2 is 0"
    );
    assert_eq!(
        said(Of::Proportions, &[area(1.0, 9.0), area(3.0, 2.0), area(2.0, 9.0)]),
        "counts must be no more than there are, but number 2 is 3"
    );
    assert_eq!(
        said(Of::RatesByRoot, &[area(1.0, 9.0), area(1.0, 0.0), area(2.0, 9.0)]),
        "bases must be above zero, but number 2 is 0"
    );
    assert!(funnel(Of::RatesByRoot, &six(), 0.5).is_err());
    assert!(
        poisson_limits(0.0).is_err() && binomial_limits(1.5, 3).is_err() && binomial_limits(0.5, 0).is_err()
    );
}
