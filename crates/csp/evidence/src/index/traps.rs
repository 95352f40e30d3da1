//! What is odd about a table of scores as a whole. Nothing here changes a score: each is kept as published, and whoever
//! uses it is told what it is like.

use std::collections::{BTreeMap, BTreeSet};

use super::{columns::Column, model::Rule, read::Entry};
use crate::load::{Code, Columns, Notes, numbers, plain, saying};

/// Rows that must share a starting point before one that scores otherwise is odd.
const ENOUGH: usize = 3;

/// Tells every oddity of the table.
pub(super) fn look(entries: &[Entry], columns: &Columns<Column>, unit: &str, rule: Rule, notes: &mut Notes) {
    let table = Table { entries, columns };
    table.several_scores(rule, notes);
    table.spellings(notes);
    table.other_than_most(notes);
    table.homicide_below_rape(notes);
    table.marked(unit, notes);
}

struct Table<'a> {
    entries: &'a [Entry],
    columns: &'a Columns<Column>,
}

impl Table<'_> {
    /// The rows for which something holds.
    fn rows(&self, holds: impl Fn(&Entry) -> bool) -> Vec<u64> {
        self.entries.iter().filter(|entry| holds(entry)).map(|entry| entry.score.row).collect()
    }

    /// One oddity for all rows for which something holds.
    fn tell(&self, rows: &[u64], code: Code, column: Column, saw: &str, did: &str, notes: &mut Notes) {
        if let Some(first) = rows.first() {
            let saw = format!("{saw} in {}", numbers(rows));
            notes.odd(code, *first, self.columns.title(column), saw, did);
        }
    }

    /// Codes with more than one score.
    fn several_scores(&self, rule: Rule, notes: &mut Notes) {
        let mut by_code: BTreeMap<&str, Vec<(f64, u64)>> = BTreeMap::new();
        for entry in self.entries {
            if let Some(code) = &entry.score.home_office {
                by_code.entry(code).or_default().push((entry.score.weight, entry.score.row));
            }
        }
        for (code, found) in by_code {
            let weights: Vec<f64> = found.iter().map(|(weight, _)| *weight).collect();
            let rows: Vec<u64> = found.iter().map(|(_, row)| *row).collect();
            let mut distinct = weights.clone();
            distinct.sort_by(f64::total_cmp);
            distinct.dedup();
            if distinct.len() < 2 {
                continue;
            }
            let distinct: Vec<String> = distinct.into_iter().map(saying).collect();
            let saw = format!("{code} with the scores {} in {}", distinct.join(", "), numbers(&rows));
            let did = match rule.of(&weights) {
                Some(weight) => format!("the code counts {}, by the rule {rule}", saying(weight)),
                None => {
                    "the code alone is left unscored; a record must name the line by its reference".to_owned()
                }
            };
            notes.odd(
                Code::SeveralScores,
                rows.first().copied(),
                self.columns.title(Column::HomeOffice),
                saw,
                did,
            );
        }
    }

    /// Words that differ in capitals and spaces only.
    fn spellings(&self, notes: &mut Notes) {
        for column in
            [Column::Group, Column::Subgroup, Column::Notifiable, Column::Investigation, Column::Guideline]
        {
            let mut words: BTreeMap<String, BTreeMap<&str, Vec<u64>>> = BTreeMap::new();
            for entry in self.entries {
                if let Some(text) = entry.said.get(&column) {
                    words.entry(plain(text)).or_default().entry(text).or_default().push(entry.score.row);
                }
            }
            for spelled in words.into_values().filter(|spelled| spelled.len() > 1) {
                let row = spelled.values().filter_map(|rows| rows.first()).max().copied();
                let saw: Vec<String> =
                    spelled.iter().map(|(text, rows)| format!("“{text}” ({} rows)", rows.len())).collect();
                let saw = saw.join(" and ");
                notes.odd(Code::SpellingsDiffer, row, self.columns.title(column), saw, "read as one word");
            }
        }
    }

    /// Rows whose starting point is that of others, but not their score.
    fn other_than_most(&self, notes: &mut Notes) {
        let mut by_point: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
        for entry in self.entries {
            if let Some(point) = entry.said.get(&Column::StartingPoint) {
                by_point.entry(plain(point)).or_default().push(entry);
            }
        }
        for sharing in by_point.into_values().filter(|sharing| sharing.len() >= ENOUGH) {
            let times = |weight: f64| sharing.iter().filter(|entry| entry.score.weight == weight).count();
            let Some(usual) =
                sharing.iter().map(|entry| entry.score.weight).max_by_key(|weight| times(*weight))
            else {
                continue;
            };
            if times(usual) * 2 <= sharing.len() {
                continue;
            }
            for entry in sharing.iter().filter(|entry| entry.score.weight != usual) {
                let point = entry.said.get(&Column::StartingPoint).map_or("", String::as_str);
                let saw = format!(
                    "{} for “{}” with the starting point “{point}”, which scores {} in {} other rows",
                    saying(entry.score.weight),
                    entry.score.offence.as_deref().unwrap_or(&entry.score.reference),
                    saying(usual),
                    times(usual)
                );
                let column = self.columns.title(Column::StartingPoint);
                notes.odd(Code::OtherThanMost, entry.score.row, column, saw, "kept as published");
            }
        }
    }

    /// Homicides that weigh less than every rape, as manslaughter does where it starts at two years.
    fn homicide_below_rape(&self, notes: &mut Notes) {
        let filed = |entry: &Entry, word: &str| {
            entry
                .score
                .subgroup
                .as_deref()
                .is_some_and(|group| plain(group).split_whitespace().any(|w| w == word))
        };
        let rapes = self.entries.iter().filter(|entry| filed(entry, "rape")).map(|entry| entry.score.weight);
        let Some(lowest) = rapes.min_by(f64::total_cmp) else { return };
        for entry in
            self.entries.iter().filter(|entry| filed(entry, "homicide") && entry.score.weight < lowest)
        {
            let saw = format!(
                "{} for “{}”, less than any rape (from {})",
                saying(entry.score.weight),
                entry.score.offence.as_deref().unwrap_or(&entry.score.reference),
                saying(lowest)
            );
            let column = self.columns.title(Column::Offence);
            notes.odd(Code::HomicideBelowRape, entry.score.row, column, saw, "kept as published");
        }
    }

    /// Rows that are marked, or score little, told together.
    fn marked(&self, unit: &str, notes: &mut Notes) {
        let said = |entry: &Entry, column, is: fn(&str) -> bool| {
            entry.said.get(&column).is_some_and(|text| is(&plain(text)))
        };
        let rows = self.rows(|entry| entry.score.notifiable == Some(false));
        let saw = format!("{} offences that are not notifiable", rows.len());
        self.tell(&rows, Code::NotNotifiable, Column::Notifiable, &saw, "kept, each marked as such", notes);

        let rows = self.rows(|entry| {
            said(entry, Column::Investigation, |text| text.replace(['-', ' '], "") == "noncrime")
        });
        self.tell(
            &rows,
            Code::NotCrimes,
            Column::Investigation,
            "something that is no crime",
            "kept with its score",
            notes,
        );

        let rows = self.rows(|entry| {
            said(entry, Column::Guideline, |text| text.split_whitespace().next() == Some("no"))
        });
        let saw = format!("{} offences without a guideline of their own", rows.len());
        let did = "kept; the index scores them as the nearest offence, or by other means";
        self.tell(&rows, Code::NearestOffence, Column::Guideline, &saw, did, notes);

        let rows = self.rows(|entry| 0.0 < entry.score.weight && entry.score.weight < 1.0);
        let lowest = self.entries.iter().map(|entry| entry.score.weight).filter(|weight| *weight > 0.0);
        let lowest = lowest.min_by(f64::total_cmp).map(saying).unwrap_or_default();
        let saw = format!("scores below 1, from {lowest},");
        self.tell(&rows, Code::BelowOne, Column::Days, &saw, "kept as published, not rounded", notes);

        let rows = self.rows(|entry| entry.score.weight == 0.0);
        self.tell(
            &rows,
            Code::ScoreZero,
            Column::Days,
            "a score of 0",
            "kept; such an offence adds no harm",
            notes,
        );

        let short = self.rows(|entry| entry.score.weight == 182.0);
        let long = self.rows(|entry| entry.score.weight == 182.5);
        if unit == "days" && !short.is_empty() && !long.is_empty() {
            let saw = format!(
                "half a year as 182 days in {} and as 182.5 days in {}",
                numbers(&short),
                numbers(&long)
            );
            notes.odd(Code::HalfYear, None, self.columns.title(Column::Days), saw, "each kept as published");
        }
        let told: BTreeSet<bool> = self.entries.iter().map(|entry| entry.score.proactive.is_some()).collect();
        if !told.contains(&true) && !told.is_empty() {
            notes.odd(
                Code::ProactiveNotSaid,
                None,
                None,
                "no word on which offences the police find themselves",
                "taken as not said; only the records of crimes can set them apart",
            );
        }
    }
}
