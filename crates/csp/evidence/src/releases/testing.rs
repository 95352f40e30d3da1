//! Reports one after the other, each protected against those before it.

use std::collections::BTreeSet;

use concordat_disclosure::{Error, Key, Protected, Rule, Shown, Tables, protect, prove};

use super::{
    narrowed::narrowed,
    nested::{self, Told},
};

/// The tables with what follows from them, those that are `hidden` among them, and from those told before.
pub(super) fn with(tables: &Tables, told: &Told<'_>, hidden: &BTreeSet<Key>) -> Result<Tables, Error> {
    let (told, rule) = (told.as_of(tables), Rule::under_5());
    nested::with(tables, &told, &narrowed(tables, &told, &rule), &rule, hidden)
}

/// Reports that leave in this order, each with what follows from what it hides.
pub(super) fn released(reports: &[&Tables]) -> Vec<Protected> {
    let mut before: Vec<Protected> = Vec::new();
    for tables in reports {
        let earlier: Vec<&Protected> = before.iter().collect();
        let told = Told::by(&earlier, |_| true);
        let mut hidden = BTreeSet::new();
        let mut all = with(tables, &told, &hidden).unwrap();
        let made = loop {
            let made = protect(&all, &Rule::under_5(), &earlier).unwrap();
            hidden.extend(hidden_of(tables, &made).cloned());
            let more = with(tables, &told, &hidden).unwrap();
            if more == all {
                break made;
            }
            all = more;
        };
        before.push(made);
        assert!(prove(&before.iter().collect::<Vec<_>>()).is_empty());
    }
    before
}

fn hidden_of<'t>(tables: &'t Tables, made: &Protected) -> impl Iterator<Item = &'t Key> {
    let hides = |key: &&Key| made.published.shown(key).is_some_and(Shown::is_hidden);
    tables.cells().map(|(key, _)| key).filter(hides)
}

/// Which of their counts are hidden.
pub(super) fn hidden(reports: &[&Tables]) -> Vec<String> {
    let released = released(reports);
    let each = reports.iter().zip(&released);
    each.flat_map(|(tables, made)| hidden_of(tables, made).map(Key::to_string)).collect()
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
