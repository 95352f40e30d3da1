//! How long the chance baseline takes for as many suspects as a county has: `cargo bench -p concordat-stats`.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::time::Instant;

use concordat_stats::chance::{Null, Settings, baseline};

const SUSPECTS: usize = 49_055;

fn main() {
    // As many events as two a suspect, in a mix of four weights.
    let events = 2 * SUSPECTS;
    let weights: Vec<f64> = (0..events)
        .map(|at| match at % 100 {
            0..74 => 10.0,
            74..91 => 365.0,
            91..94 => 2555.0,
            _ => 182.25,
        })
        .collect();
    // And with no two weights alike, the worst case for sorting.
    let distinct: Vec<f64> =
        weights.iter().enumerate().map(|(at, weight)| weight * (1.0 + at as f64 / 1e7)).collect();
    let mut counts = vec![2; SUSPECTS];
    (counts[0], counts[1]) = (1, 3);
    println!("{SUSPECTS} suspects, {events} events, 1,000 draws, {} cores", rayon_cores());
    for (name, weights) in [("four weights", &weights), ("no two alike", &distinct)] {
        for (null, called) in [
            (Null::AnyUnit, "any unit"),
            (Null::OneEach, "one each"),
            (Null::OneEachGeometric, "one each, geometric"),
            (Null::SameCounts(&counts), "same counts"),
        ] {
            let from = Instant::now();
            let found = baseline(weights, SUSPECTS, null, Settings::default());
            let took = from.elapsed();
            match found {
                Ok(found) => {
                    println!("{name}, {called}: {} ms, top tenth {:.3}", took.as_millis(), found.top_10.mean)
                }
                Err(error) => println!("{name}, {called}: {error}"),
            }
        }
    }
}

fn rayon_cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
