//! How long the chance baseline takes for as many suspects as a county has: `cargo bench -p concordat-stats`.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::time::Instant;

use concordat_stats::chance::{Alike, Null, Settings, baseline};

const SUSPECTS: usize = 49_055;

fn main() {
    let mut counts = vec![2; SUSPECTS];
    (counts[0], counts[1]) = (1, 3);
    let nulls = [
        (Null::AnyUnit, "any unit"),
        (Null::OneEach, "one each"),
        (Null::OneEachGeometric, "one each, geometric"),
        (Null::SameCounts(&counts), "same counts"),
    ];
    // As many events as two a suspect.
    let events = 2 * SUSPECTS as u64;
    println!("{SUSPECTS} suspects, {events} events, 1,000 draws, {} cores", cores());
    for (name, weights) in
        [("four weights", few(events)), ("sixteen", kinds(events, 16)), ("no two alike", distinct(events))]
    {
        for (null, called) in nulls {
            time(&format!("{name}, {called}"), &weights, SUSPECTS, null);
        }
    }
    for (units, events) in [(200_000, 400_000), (2_000_000, 4_000_000), (20_000_000, 40_000_000)] {
        for (null, called) in [(Null::AnyUnit, "any unit"), (Null::OneEach, "one each")] {
            time(
                &format!("{units} suspects, {events} events of four weights, {called}"),
                &few(events),
                units,
                null,
            );
        }
        time(&format!("1040 areas, {events} events of four weights"), &few(events), 1040, Null::AnyUnit);
        let many = kinds(events, 16);
        time(
            &format!("{units} suspects, {events} events of sixteen weights, one each"),
            &many,
            units,
            Null::OneEach,
        );
    }
}

fn time(what: &str, events: &[Alike], units: usize, null: Null<'_>) {
    let from = Instant::now();
    let found = baseline(events, units, null, Settings::default());
    let took = from.elapsed();
    match found {
        Ok(found) => println!("{what}: {} ms, top tenth {:.3}", took.as_millis(), found.top_10.mean),
        Err(error) => println!("{what}: {error}"),
    }
}

/// A mix of four weights.
fn few(events: u64) -> Vec<Alike> {
    let mix = [(10.0, 74), (365.0, 17), (2555.0, 3)]
        .map(|(weight, share)| Alike { weight, events: events * share / 100 });
    let rest = events - mix.iter().map(|alike| alike.events).sum::<u64>();
    mix.into_iter().chain([Alike { weight: 182.25, events: rest }]).collect()
}

/// So many weights, each half as frequent as the one before as long as that leaves some.
fn kinds(events: u64, kinds: u64) -> Vec<Alike> {
    let mut left = events;
    let each = (1..=kinds).map(|kind| {
        let own = if kind == kinds { left } else { (left / 3).max(1) };
        left -= own;
        Alike { weight: (kind * kind * 10) as f64, events: own }
    });
    each.collect()
}

/// No two weights alike, the worst case for sorting.
fn distinct(events: u64) -> Vec<Alike> {
    (0..events).map(|at| Alike { weight: 10.0 * (1.0 + at as f64 / 1e7), events: 1 }).collect()
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
