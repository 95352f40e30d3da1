//! Reports on months that make up other months, read together by somebody with a solver.

use std::collections::BTreeSet;

use concordat_disclosure::{Key, Published, PublishedCell, Rule, Shown, Sum, attack};
use concordat_testkit::World;

use super::{
    SLICES,
    landing::engine,
    people::{bring_people, months_of},
    refused,
    releases::{finished, read, wanted},
};
use crate::findings;

const MONTHS: [&str; 6] = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"];
const FIRST: (&str, &str) = ("2026-01", "2026-03");
const SECOND: (&str, &str) = ("2026-04", "2026-06");
const BOTH: (&str, &str) = ("2026-01", "2026-06");

fn words((from, to): (&str, &str)) -> String {
    format!("{from} to {to}")
}

/// What a reader of all the reports adds: the crimes of a group or a district in both quarters are those of the half year.
fn added_up(seen: &mut [Published]) {
    let is_whole = |key: &Key| {
        key.category("window") == Some(&words(BOTH))
            && ["Group", "District", "all crimes"].iter().any(|of| key.category(of).is_some())
    };
    let wholes: Vec<Key> =
        seen.iter().flat_map(|one| one.cells.keys()).filter(|key| is_whole(key)).cloned().collect();
    let left: BTreeSet<String> = seen
        .iter()
        .flat_map(|one| one.cells.keys())
        .filter_map(|key| key.category("window").map(str::to_owned))
        .collect();
    let stands = |key: &Key, seen: &[Published]| seen.iter().any(|one| one.cells.contains_key(key));
    for total in wholes {
        let parts = [FIRST, SECOND].map(|window| total.with("window", &words(window)));
        // What a quarter has no row of, it had none of; of one that was refused nothing is known.
        let none =
            |part: &Key| !stands(part, seen) && part.category("window").is_some_and(|of| left.contains(of));
        let parts: Vec<Key> = parts.into_iter().filter(|part| !none(part)).collect();
        let Some(last) = seen.last_mut() else { return };
        for key in parts.iter().chain([&total]) {
            let untold = PublishedCell { shown: Shown::Untold, revised: false };
            last.cells.entry(key.clone()).or_insert(untold);
        }
        last.sums.push(Sum { total, parts });
    }
}

#[tokio::test]
async fn quarters_and_the_half_year_that_they_make_up_tell_nothing_that_one_of_them_hides() {
    let rule = Rule::under_5();
    let mut hidden = 0;
    for order in [[FIRST, SECOND, BOTH], [BOTH, FIRST, SECOND], [SECOND, BOTH, FIRST]] {
        let world = World::sqlite(SLICES).await;
        let (_folder, engine) = engine();
        // Months of which other sums open what small numbers alone would hide.
        bring_people(&world, &engine, "half-year.csv", &months_of(&MONTHS, 6)).await;
        let officer = world.somebody("officer");
        let mut seen = Vec::new();
        for (from, to) in order {
            let asked = wanted(rule.word, from, to, "all");
            // The last of them may be refused, never the first two.
            let found = findings::export(&world.store, &engine, &officer, &asked).await;
            assert!(found.is_ok() || seen.len() == 2, "{order:?}");
            let Ok(found) = found else { continue };
            seen.push(read(&finished(&found), &rule, &words((from, to)), "all"));
        }
        added_up(&mut seen);
        hidden += seen.iter().flat_map(|one| one.cells.values()).filter(|one| one.shown.is_hidden()).count();
        let all: Vec<&Published> = seen.iter().collect();
        let mut breaches = attack(&all);
        breaches.retain(|one| ["Group", "District"].iter().any(|of| one.key.category(of).is_some()));
        assert_eq!(breaches, [], "{order:?}");
    }
    assert!(hidden > 10, "there is something to find");
}

#[tokio::test]
async fn months_without_records_yet_do_not_leave() {
    let world = World::sqlite(SLICES).await;
    let (_folder, engine) = engine();
    let months = ["2026-01", "2026-02", "2026-03", "2026-05"];
    bring_people(&world, &engine, "most-of-it.csv", &months_of(&months, 7)).await;
    let officer = world.somebody("officer");
    let export = |from, to| {
        let asked = wanted("under-5", from, to, "all");
        let (world, engine, officer) = (&world, &engine, &officer);
        async move { findings::export(&world.store, engine, officer, &asked).await }
    };
    let said = refused(export("2026-01", "2026-06").await).to_string();
    assert!(
        said.starts_with("There are no records after May 2026 yet. Ask for January 2026 to May 2026"),
        "{said}"
    );
    // A gap between is said, and leaves.
    assert!(export("2026-01", "2026-05").await.is_ok());
}
