//! What the steps answer of each group, district or month.

use std::collections::{BTreeMap, BTreeSet};

use concordat_kernel::{Month, Period};
use concordat_steps::Table;

use crate::{
    areas::Area,
    findings::{
        districts::{NOT_STATED, Spelling, complete},
        how_much::Line,
        lens::months,
    },
    records::shapes,
};

/// What a step answers of a group, district or month, in the window and a year before.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) month: Option<Month>,
    pub(super) now: Groups,
    pub(super) before: Groups,
}

/// Crimes and what they weigh.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) crimes: i64,
    pub(super) harm: f64,
    /// Whether any of them weighs something.
    pub(super) weighed: bool,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.crimes += other.crimes;
        self.harm += other.harm;
        self.weighed |= other.weighed;
    }
}

/// The sums of groups of offences, by their names in capital letters.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups(BTreeMap<String, Sums>);

impl Groups {
    fn add(&mut self, group: Option<&str>, sums: Sums) {
        self.0.entry(group.unwrap_or(NOT_STATED).to_uppercase()).or_default().add(sums);
    }

    /// All but some together.
    pub(super) fn without(&self, left_out: &BTreeSet<String>) -> Sums {
        let mut all = Sums::default();
        self.0.iter().filter(|(group, _)| !left_out.contains(*group)).for_each(|(_, sums)| all.add(*sums));
        all
    }

    pub(super) fn crimes(&self) -> i64 {
        self.0.values().map(|sums| sums.crimes).sum()
    }
}

/// The sums of each row, under columns that end so.
fn sums(table: &Table, ending: &str) -> Vec<Sums> {
    let counts = table.ints(&format!("crimes{ending}")).iter();
    let rows = counts.zip(table.reals(&format!("harm{ending}")));
    rows.map(|(crimes, harm)| Sums {
        crimes: crimes.unwrap_or(0),
        harm: harm.unwrap_or(0.0),
        weighed: harm.is_some(),
    })
    .collect()
}

/// The rows of groups, those of one together however it is spelled.
pub(super) fn of_groups(table: &Table) -> Vec<Row> {
    let names = table.texts("name");
    let spelling = Spelling::of_groups(names);
    rows(table, names.iter().map(|name| spelled(name.as_deref(), &spelling)), names)
}

/// The rows of districts, those of one together however it is spelled, and those of the list without any crime among them.
pub(super) fn of_districts((table, in_areas): (&Table, &Table), areas: &BTreeMap<String, Area>) -> Vec<Row> {
    let names = table.texts("name");
    let spelling = Spelling::of(names, areas);
    let names = names.iter().map(|name| spelled(name.as_deref(), &spelling));
    let mut rows = rows(table, names, table.texts("offence_group"));
    let line =
        |row: &Row| Line { name: row.name.clone(), crimes: row.now.crimes(), before: row.before.crimes() };
    let mut lines: Vec<Line> = rows.iter().map(line).collect();
    complete(&mut lines, in_areas, areas);
    let none =
        |line: Line| Row { name: line.name, month: None, now: Groups::default(), before: Groups::default() };
    let more: Vec<Row> = lines.into_iter().skip(rows.len()).map(none).collect();
    rows.extend(more);
    rows
}

fn spelled(name: Option<&str>, spelling: &Spelling) -> String {
    name.map_or_else(|| NOT_STATED.to_owned(), |name| spelling.of_name(name))
}

fn rows(table: &Table, names: impl Iterator<Item = String>, groups: &[Option<String>]) -> Vec<Row> {
    let mut of: BTreeMap<String, (Groups, Groups)> = BTreeMap::new();
    let both = sums(table, "").into_iter().zip(sums(table, "_before"));
    for ((name, group), (now, before)) in names.zip(groups).zip(both) {
        let of = of.entry(name).or_default();
        of.0.add(group.as_deref(), now);
        of.1.add(group.as_deref(), before);
    }
    of.into_iter().map(|(name, (now, before))| Row { name, month: None, now, before }).collect()
}

/// The rows of the months of a window.
pub(super) fn of_months(table: &Table, window: Period) -> Vec<Row> {
    let mut of: BTreeMap<Month, Groups> = BTreeMap::new();
    let named = table.ints("month").iter().zip(table.texts("offence_group"));
    for ((month, group), sums) in named.zip(sums(table, "")) {
        if let Some(month) = month.and_then(shapes::month) {
            of.entry(month).or_default().add(group.as_deref(), sums);
        }
    }
    let at = |month: Month| of.get(&month).cloned().unwrap_or_default();
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
            ("crimes_before", ints(3)),
            ("harm_before", reals(8.0)),
        ]);
        let rows = of_groups(&table);
        let told: Vec<_> =
            rows.iter().map(|row| (row.name.as_str(), row.now.crimes(), row.before.crimes())).collect();
        assert_eq!(told, [("Theft", 4, 3), ("Violence", 8, 6)]);
    }

    #[test]
    fn a_month_is_its_groups_without_those_left_out() {
        let texts = |of: &[&str]| Values::Text(of.iter().map(|name| Some((*name).to_owned())).collect());
        let ints = |of: &[i64]| Values::Int(of.iter().map(|n| Some(*n)).collect());
        let table = Table::new(vec![
            ("month", ints(&[202_603, 202_603, 202_603, 202_603, 202_604])),
            ("offence_group", texts(&["VIOLENCE", "Violence", "Theft", "Nuisance", "Nuisance"])),
            ("crimes", ints(&[3, 2, 9, 2, 2])),
            ("harm", Values::Real(vec![Some(30.0), Some(20.0), Some(9.0), None, None])),
        ]);
        let (march, april) = (Month::new(2026, 3).unwrap(), Month::new(2026, 4).unwrap());
        let rows = of_months(&table, Period { from: march, to: april });
        let told = |left_out: &[&str]| {
            let left_out = left_out.iter().map(|group| (*group).to_owned()).collect();
            let sums = rows.iter().map(|row| row.now.without(&left_out));
            sums.map(|sums| (sums.crimes, sums.harm, sums.weighed)).collect::<Vec<_>>()
        };
        assert_eq!(told(&[]), [(16, 59.0, true), (2, 0.0, false)]);
        assert_eq!(told(&["VIOLENCE"]), [(11, 9.0, true), (2, 0.0, false)]);
    }
}
