//! What the steps answer of each group, district or month.

use std::collections::BTreeMap;

use concordat_kernel::{Month, Period};
use concordat_steps::Table;

use crate::{
    areas::Area,
    findings::{
        districts::{Spelling, complete},
        how_much::Line,
        lens::months,
    },
    records::shapes,
};

/// What a step answers of a group, district or month, in the window and a year before.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) month: Option<Month>,
    pub(super) now: Sums,
    pub(super) before: Sums,
}

/// Crimes, what they weigh, and what the heaviest of them weighs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) crimes: i64,
    pub(super) harm: f64,
    pub(super) heaviest: f64,
    /// Whether any of them weighs something.
    pub(super) weighed: bool,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.crimes += other.crimes;
        self.harm += other.harm;
        self.heaviest = self.heaviest.max(other.heaviest);
        self.weighed |= other.weighed;
    }
}

/// The sums of each row, under columns that end so.
fn sums(table: &Table, ending: &str) -> Vec<Sums> {
    let reals = |name: &str| table.reals(&format!("{name}{ending}")).iter();
    let counts = table.ints(&format!("crimes{ending}")).iter();
    let rows = counts.zip(reals("harm").zip(reals("heaviest")));
    rows.map(|(crimes, (harm, heaviest))| Sums {
        crimes: crimes.unwrap_or(0),
        harm: harm.unwrap_or(0.0),
        heaviest: heaviest.unwrap_or(0.0),
        weighed: harm.is_some(),
    })
    .collect()
}

/// The rows of districts, those of one together however it is spelled, and those of the list without any crime among them.
pub(super) fn of_districts((table, in_areas): (&Table, &Table), areas: &BTreeMap<String, Area>) -> Vec<Row> {
    let spelling = Spelling::of(table.texts("name"), areas);
    let mut rows = by_name(table, |name| spelling.of_name(name));
    let line = |row: &Row| Line { name: row.name.clone(), crimes: row.now.crimes, before: row.before.crimes };
    let mut lines: Vec<Line> = rows.iter().map(line).collect();
    complete(&mut lines, in_areas, areas);
    let none =
        |line: Line| Row { name: line.name, month: None, now: Sums::default(), before: Sums::default() };
    let more: Vec<Row> = lines.into_iter().skip(rows.len()).map(none).collect();
    rows.extend(more);
    rows
}

pub(super) fn named(table: &Table) -> Vec<Row> {
    let spelling = Spelling::of_groups(table.texts("name"));
    by_name(table, |name| spelling.of_name(name))
}

fn by_name(table: &Table, spelled: impl Fn(&str) -> String) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let both = sums(table, "").into_iter().zip(sums(table, "_before"));
    for (name, (now, before)) in table.texts("name").iter().zip(both) {
        let name = name.as_ref().map_or_else(|| "Not stated".to_owned(), |name| spelled(name));
        match rows.iter_mut().find(|row| row.name == name) {
            Some(row) => {
                row.now.add(now);
                row.before.add(before);
            }
            None => rows.push(Row { name, month: None, now, before }),
        }
    }
    rows
}

pub(super) fn monthly(table: &Table, window: Period) -> Vec<Row> {
    let of = table.ints("month").iter().zip(sums(table, ""));
    let of: BTreeMap<Month, Sums> =
        of.filter_map(|(month, sums)| Some((shapes::month((*month)?)?, sums))).collect();
    let at = |month: Month| of.get(&month).copied().unwrap_or_default();
    let row = |month: Month| Row {
        name: format!("{} {}", month.name(), month.year()),
        month: Some(month),
        now: at(month),
        before: at(month.plus(-12)),
    };
    months(window).map(row).collect()
}

/// Crimes that weigh nothing here, by the reason.
pub(super) fn without(table: &Table) -> Vec<(&'static str, i64)> {
    let rows = table.texts("reason").iter().zip(table.ints("crimes"));
    rows.filter_map(|(reason, crimes)| Some((reason_of(reason.as_deref()?)?, (*crimes)?))).collect()
}

/// The reasons that the step gives, as constants.
fn reason_of(word: &str) -> Option<&'static str> {
    ["found by the police themselves", "of earlier years", "without a weight in the index"]
        .into_iter()
        .find(|reason| *reason == word)
}

#[cfg(test)]
mod tests {
    use concordat_steps::Values;

    use super::*;

    #[test]
    fn a_group_that_one_file_writes_in_capital_letters_is_one_group() {
        let texts = |of: &[&str]| Values::Text(of.iter().map(|name| Some((*name).to_owned())).collect());
        let (ints, reals) = (|n| Values::Int(vec![Some(n); 3]), |n| Values::Real(vec![Some(n); 3]));
        let table = Table::new(vec![
            ("name", texts(&["VIOLENCE", "Theft", "Violence"])),
            ("crimes", ints(4)),
            ("harm", reals(10.0)),
            ("heaviest", reals(5.0)),
            ("crimes_before", ints(3)),
            ("harm_before", reals(8.0)),
            ("heaviest_before", reals(5.0)),
        ]);
        let rows = named(&table);
        let told: Vec<_> =
            rows.iter().map(|row| (row.name.as_str(), row.now.crimes, row.before.crimes)).collect();
        assert_eq!(told, [("Violence", 8, 6), ("Theft", 4, 3)]);
    }
}
