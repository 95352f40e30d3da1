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

/// Crimes and what they weigh.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) crimes: i64,
    pub(super) harm: f64,
    /// Whether any of them weighs something.
    pub(super) weighed: bool,
    /// The least number of crimes of a group that can weigh anything, where there are any.
    pub(super) rarest: Option<i64>,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.crimes += other.crimes;
        self.harm += other.harm;
        self.weighed |= other.weighed;
    }

    /// Groups together, each with whether it can weigh anything.
    fn of(groups: impl Iterator<Item = (Self, bool)>) -> Self {
        let mut all = Self::default();
        for (group, weighs) in groups {
            all.add(group);
            if weighs && group.crimes > 0 {
                all.rarest = Some(all.rarest.map_or(group.crimes, |rarest| rarest.min(group.crimes)));
            }
        }
        all
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
        rarest: None,
    })
    .collect()
}

/// The rows of districts, those of one together however it is spelled, and those of the list without any crime among them. Of each group, whether it `weighs`
/// anything.
pub(super) fn of_districts(
    (table, in_areas): (&Table, &Table),
    areas: &BTreeMap<String, Area>,
    weighs: impl Fn(&str) -> bool,
) -> Vec<Row> {
    let spelling = Spelling::of(table.texts("name"), areas);
    let names = table.texts("name").iter().map(|name| spelled(name.as_deref(), &spelling));
    let mut groups: BTreeMap<String, (Groups, Groups)> = BTreeMap::new();
    let both = sums(table, "").into_iter().zip(sums(table, "_before"));
    for ((name, group), (now, before)) in names.zip(table.texts("offence_group")).zip(both) {
        let of = groups.entry(name).or_default();
        of.0.add(group.as_deref(), now);
        of.1.add(group.as_deref(), before);
    }
    let row = |(name, (now, before)): (String, (Groups, Groups))| Row {
        name,
        month: None,
        now: now.together(&weighs),
        before: before.together(&weighs),
    };
    let mut rows: Vec<Row> = groups.into_iter().map(row).collect();
    let line = |row: &Row| Line { name: row.name.clone(), crimes: row.now.crimes, before: row.before.crimes };
    let mut lines: Vec<Line> = rows.iter().map(line).collect();
    complete(&mut lines, in_areas, areas);
    let none =
        |line: Line| Row { name: line.name, month: None, now: Sums::default(), before: Sums::default() };
    let more: Vec<Row> = lines.into_iter().skip(rows.len()).map(none).collect();
    rows.extend(more);
    rows
}

/// The rows of groups, those of one together however it is spelled.
pub(super) fn named(table: &Table) -> Vec<Row> {
    let spelling = Spelling::of_groups(table.texts("name"));
    let mut rows: Vec<Row> = Vec::new();
    let both = sums(table, "").into_iter().zip(sums(table, "_before"));
    for (name, (now, before)) in table.texts("name").iter().zip(both) {
        let name = spelled(name.as_deref(), &spelling);
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

fn spelled(name: Option<&str>, spelling: &Spelling) -> String {
    name.map_or_else(|| "Not stated".to_owned(), |name| spelling.of_name(name))
}

/// The rows of the months of a window. Of each group, whether it `weighs` anything.
pub(super) fn monthly(table: &Table, window: Period, weighs: impl Fn(&str) -> bool) -> Vec<Row> {
    let mut of: BTreeMap<Month, Groups> = BTreeMap::new();
    for ((month, group), sums) in
        table.ints("month").iter().zip(table.texts("offence_group")).zip(sums(table, ""))
    {
        if let Some(month) = month.and_then(shapes::month) {
            of.entry(month).or_default().add(group.as_deref(), sums);
        }
    }
    let at = |month: Month| of.get(&month).map_or_else(Sums::default, |groups| groups.together(&weighs));
    let row = |month: Month| Row {
        name: format!("{} {}", month.name(), month.year()),
        month: Some(month),
        now: at(month),
        before: at(month.plus(-12)),
    };
    months(window).map(row).collect()
}

/// The sums of groups of offences, by their names in capital letters.
#[derive(Default)]
struct Groups(BTreeMap<String, Sums>);

impl Groups {
    fn add(&mut self, group: Option<&str>, sums: Sums) {
        self.0.entry(group.unwrap_or("Not stated").to_uppercase()).or_default().add(sums);
    }

    fn together(&self, weighs: impl Fn(&str) -> bool) -> Sums {
        Sums::of(self.0.iter().map(|(group, sums)| (*sums, weighs(group))))
    }
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
        let rows = named(&table);
        let told: Vec<_> =
            rows.iter().map(|row| (row.name.as_str(), row.now.crimes, row.before.crimes)).collect();
        assert_eq!(told, [("Violence", 8, 6), ("Theft", 4, 3)]);
    }

    /// Three and two crimes of one group are five; two of a group that no index weighs are no matter.
    #[test]
    fn the_rarest_group_of_a_month_is_the_rarest_that_can_weigh_anything() {
        let texts = |of: &[&str]| Values::Text(of.iter().map(|name| Some((*name).to_owned())).collect());
        let ints = |of: &[i64]| Values::Int(of.iter().map(|n| Some(*n)).collect());
        let table = Table::new(vec![
            ("month", ints(&[202_603, 202_603, 202_603, 202_603, 202_604])),
            ("offence_group", texts(&["VIOLENCE", "Violence", "Theft", "Nuisance", "Nuisance"])),
            ("crimes", ints(&[3, 2, 9, 2, 2])),
            ("harm", Values::Real(vec![Some(30.0), Some(20.0), Some(9.0), None, None])),
        ]);
        let (march, april) = (Month::new(2026, 3).unwrap(), Month::new(2026, 4).unwrap());
        let rows = monthly(&table, Period { from: march, to: april }, |group| group != "NUISANCE");
        let told: Vec<_> = rows.iter().map(|row| (row.now.crimes, row.now.harm, row.now.rarest)).collect();
        assert_eq!(told, [(16, 59.0, Some(5)), (2, 0.0, None)]);
        let rarest =
            |weighs: bool| monthly(&table, Period { from: march, to: march }, |_| weighs)[0].now.rarest;
        assert_eq!([true, false].map(rarest), [Some(2), None]);
    }
}
