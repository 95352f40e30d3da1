use std::fmt::Write as _;

use concordat_access::{Door, ResourceKind, Role, matrix};
use concordat_kernel::Sensitivity;
use concordat_store::Ledger;
use concordat_testkit::on_both;
use concordat_web::Slice;

use super::committed::committed;
use crate::SLICES;

#[test]
fn who_may_do_what_is_as_committed() {
    committed("access.txt", &matrix(&crate::door().unwrap()));
}

#[test]
fn routes_are_as_committed() {
    let mut lines: Vec<String> = SLICES
        .iter()
        .flat_map(|slice| (slice.routes)().into_iter().map(move |route| (slice.name, route)))
        .map(|(slice, route)| {
            let open = if route.open { "  open" } else { "" };
            format!(
                "{:<4}  {:<48}  {:<24}  {slice}{open}",
                route.method.word(),
                route.path,
                route.action.to_string()
            )
        })
        .collect();
    lines.sort();
    let mut text = String::new();
    for line in lines {
        let _ = writeln!(text, "{}", line.trim_end());
    }
    committed("routes.txt", &text);
}

#[test]
fn columns_are_as_committed_and_as_they_really_are() {
    let ledger =
        Ledger::read(SLICES.iter().map(|s| (s.name, s.columns)).chain([("store", concordat_store::COLUMNS)]));
    committed("columns.txt", &ledger.unwrap().text());
    on_both(SLICES, |world| async move {
        let real = world.store.tables().await.unwrap();
        assert_eq!(world.store.ledger().differences(&real), Vec::<String>::new());
        world
    });
}

/// A column that is in no ledger, and a ledger's column that is not there, are both found.
#[test]
fn a_column_without_sensitivity_is_caught() {
    on_both(SLICES, |world| async move {
        let mut real = world.store.tables().await.unwrap();
        real.get_mut("plan").unwrap().insert("rogue".into());
        real.get_mut("plan").unwrap().remove("title");
        real.insert("rogue_table".into(), ["id".to_owned()].into());
        let faults = world.store.ledger().differences(&real);
        assert_eq!(faults.len(), 3, "{faults:?}");
        world
    });
}

/// Every verb can be done by somebody, and every kind's verbs are asked for by some policy.
fn unheld(door: &Door) -> Vec<String> {
    matrix(door)
        .lines()
        .skip(1)
        .filter(|line| !line.contains(" yes") && !line.contains(" own"))
        .map(|line| line.split_whitespace().next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn everything_can_be_done_by_somebody() {
    assert_eq!(unheld(&crate::door().unwrap()), Vec::<String>::new());
}

#[test]
fn a_verb_that_nobody_may_do_is_caught() {
    let rogue = ResourceKind { name: "rogue", actions: &["do"], sensitivities: &[Sensitivity::Partner] };
    let role = Role { name: "public", title: "Public", purpose: "walks by", second_factor: false };
    assert_eq!(unheld(&Door::new(&[rogue], &[role], &[]).unwrap()), ["rogue.do"]);
}

/// A path parameter without an example could not be walked.
fn without_example(slices: &[Slice]) -> Vec<String> {
    let known: Vec<&str> = slices.iter().flat_map(|slice| slice.examples).map(|(kind, _)| *kind).collect();
    slices
        .iter()
        .flat_map(|slice| (slice.routes)())
        .flat_map(|route| {
            super::routes::parameters(route.path)
                .into_iter()
                .filter(|name| !known.contains(&name.as_str()))
                .map(move |name| format!("{}: {name}", route.path))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn every_parameter_has_an_example() {
    assert_eq!(without_example(SLICES), Vec::<String>::new());
}
