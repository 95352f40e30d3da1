//! Reports one after the other, each protected against those before it.

use std::collections::BTreeSet;

use concordat_disclosure::{Key, Protected, Rule, Shown, Tables, protect, prove};

use super::nested::{self, Told};

/// Which counts are hidden of reports that leave in this order.
pub(super) fn hidden(reports: &[&Tables]) -> Vec<String> {
    let rule = Rule::under_5();
    let mut before: Vec<Protected> = Vec::new();
    let mut hidden = Vec::new();
    for tables in reports {
        let earlier: Vec<&Protected> = before.iter().collect();
        let told = Told::by(&earlier, |_| true);
        let all = nested::with(tables, &told, &rule, &BTreeSet::new()).unwrap();
        let made = protect(&all, &rule, &earlier).unwrap();
        let hides = |key: &&Key| made.published.shown(key).is_some_and(Shown::is_hidden);
        hidden.extend(tables.cells().map(|(key, _)| key).filter(hides).map(Key::to_string));
        before.push(made);
        assert!(prove(&before.iter().collect::<Vec<_>>()).is_empty());
    }
    hidden
}

/// Crimes by group and parts by relationship.
pub(super) fn report(of: &Key, groups: &str, crimes: &[(&str, u64)], parts: &[(&str, u64)]) -> Tables {
    let mut tables = Tables::new();
    let rows = crimes.iter().map(|(name, count)| (of.with("group", name), *count));
    tables.add_sum(of.with("groups", groups), rows.collect()).unwrap();
    let all = of.with("groups", groups).with("all parts", "victim");
    let named = all.without("relationships");
    let rows = parts.iter().map(|(name, count)| (named.with("relationship", name), *count));
    tables.add_sum(all, rows.collect()).unwrap();
    tables
}
