use concordat_store::{Ledger, STATEMENTS, Sql};
use concordat_testkit::on_both;

use crate::SLICES;

#[test]
fn every_statement_prepares_on_both_engines() {
    on_both(SLICES, |world| async move {
        assert!(STATEMENTS.len() > 80, "only {} statements were collected", STATEMENTS.len());
        for sql in STATEMENTS {
            if let Err(problem) = world.store.prepare(sql).await {
                panic!("{}", problem.chain());
            }
        }
        world
    });
}

/// The tables a statement names, after the words that tables stand behind.
fn tables(sql: &Sql) -> Vec<&str> {
    let words: Vec<&str> =
        sql.text.split(|c: char| c.is_whitespace() || "(),;".contains(c)).filter(|w| !w.is_empty()).collect();
    words
        .windows(2)
        .filter(|pair| ["FROM", "JOIN", "INTO", "UPDATE"].contains(&pair[0]))
        .map(|pair| pair[1])
        .filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        .collect()
}

/// A statement that reaches into another capability's tables goes round its rules and its door.
fn trespass(sql: &Sql, ledger: &Ledger) -> Option<String> {
    let owner = sql.name.split("::").next()?.strip_prefix("concordat_")?;
    let stranger = tables(sql).into_iter().find(|name| match ledger.tables.get(*name) {
        Some(table) => table.slice != owner,
        None => true,
    })?;
    Some(format!("`{}` names the table `{stranger}`, which is not its own", sql.name))
}

fn ledger() -> Ledger {
    Ledger::read(SLICES.iter().map(|s| (s.name, s.columns)).chain([("store", concordat_store::COLUMNS)]))
        .unwrap()
}

#[test]
fn every_statement_keeps_to_its_own_tables() {
    let ledger = ledger();
    let faults: Vec<String> = STATEMENTS.iter().filter_map(|sql| trespass(sql, &ledger)).collect();
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn a_statement_that_reaches_over_is_caught() {
    let ledger = ledger();
    for text in [
        "SELECT email FROM identity_person",
        "SELECT p.id FROM plan p JOIN identity_person q ON q.id = p.id",
        "UPDATE audit SET why = ''",
        "DELETE FROM nowhere",
    ] {
        let rogue = Sql { name: "concordat_plan::store::ROGUE", text };
        assert!(trespass(&rogue, &ledger).is_some(), "{text}");
    }
}
