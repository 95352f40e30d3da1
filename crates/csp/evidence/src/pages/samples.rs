//! Invented entries and answers for the samples of the pages.

use concordat_kernel::{AnyId, Id, Month, jiff::Timestamp};
use concordat_steps::{Table, Values};
use concordat_web::parts::{NavItem, Shell};

use crate::{
    findings::{self, Asked, Found},
    ingest::Ingest,
    records::shapes::number,
    store::{Changed, Entry, InMonth},
};

pub(super) fn shell(title: &str) -> Shell {
    let mut shell = Shell::new(title, "/static/sample");
    shell.nav = super::NAV.iter().map(|item| NavItem::new(item.text, item.href)).collect();
    shell
}

fn id(n: u128) -> Id<Ingest> {
    Id::from_uuid(AnyId::from_u128(n))
}

fn entry(n: u128, file: &str, from: Month, counts: &[i64]) -> Entry {
    let months = counts.iter().zip(0..).map(|(crimes, after)| InMonth {
        month: from.plus(after),
        crimes: *crimes,
        without_area: crimes / 40,
    });
    Entry {
        id: id(n),
        source: "police-uk merrowshire".to_owned(),
        file: file.to_owned(),
        hash: "5f".repeat(32),
        bytes: 3_400_000,
        rows_read: counts.iter().sum::<i64>() + 1,
        crimes: counts.iter().sum(),
        people: 0,
        refused: 1,
        duplicates: 2,
        alike: 12,
        key_mark: "00c1d2e3f4a5b697".to_owned(),
        brought_by: "operator".to_owned(),
        brought_at: Timestamp::constant(1_790_000_000, 0),
        changed: None,
        replaced_by: None,
        months: months.collect(),
    }
}

/// Three files, the first of which was put right by the last.
pub(super) fn ledger() -> Vec<Entry> {
    let (Some(first), Some(later)) = (Month::new(2025, 4), Month::new(2025, 6)) else { return Vec::new() };
    let before = Entry {
        replaced_by: Some(id(3)),
        ..entry(1, "2025-04-merrowshire-street.csv", first, &[1180, 1211])
    };
    let next = entry(2, "2025-06-merrowshire-street.csv", later, &[1244, 402, 1199]);
    let changed = Some(Changed { added: 31, gone: 2, altered: 118 });
    let after = Entry {
        changed,
        refused: 0,
        ..entry(3, "2025-04-merrowshire-street-corrected.csv", first, &[1190, 1230])
    };
    vec![before, next, after]
}

/// Findings in the records of the invented ledger.
pub(crate) fn found() -> Option<Found> {
    let ledger = ledger();
    let asked = Asked::of(None, None, None, &ledger).ok()?;
    let text = |values: &[&str]| Values::Text(values.iter().map(|value| Some((*value).to_owned())).collect());
    let ints = |values: &[i64]| Values::Int(values.iter().copied().map(Some).collect());
    let named = |names: &[&str], crimes: &[i64], before: &[i64]| {
        Table::new(vec![("name", text(names)), ("crimes", ints(crimes)), ("before", ints(before))])
    };
    let months = (0..12).map(|after| number(asked.window.from.plus(after))).collect::<Vec<_>>();
    let monthly = Table::new(vec![
        ("month", ints(&months)),
        ("crimes", ints(&[1190, 1230, 1244, 402, 1199, 1187, 1263, 1241, 1208, 1175, 1219, 1390])),
    ]);
    let areas: Vec<String> = (0..40).map(|n| format!("E0100{:04}", n * 7)).collect();
    let by_area = Table::new(vec![
        ("offence_group", text(&["Burglary"; 40])),
        ("area", Values::Text(areas.into_iter().map(Some).collect())),
        ("crimes", ints(&(0..40).map(|n| 1 + (n * n) % 23).collect::<Vec<_>>())),
        ("harm", Values::Real(vec![Some(0.0); 40])),
    ]);
    let by_person =
        Table::new(vec![("role", text(&[])), ("crimes", ints(&[])), ("harm", Values::Real(Vec::new()))]);
    let weights =
        Table::new(vec![("unit", text(&[])), ("harm", Values::Real(Vec::new())), ("crimes", ints(&[]))]);
    let groups = named(&["Violence and sexual offences", "Burglary"], &[5210, 410], &[4980, 502]);
    let districts = named(&["Upper Ashing", "Lower Ashing"], &[3020, 2600], &[2990, 2492]);
    let answers = [
        vec![groups, districts, monthly.clone()],
        Vec::new(),
        vec![monthly],
        vec![by_area, by_person, weights],
    ];
    findings::of_answers(asked, ledger, &answers).ok()
}

/// Refused rows as the engine answers them.
pub(super) fn refused(rows: &[(i64, &str)]) -> Table {
    Table::new(vec![
        ("line", Values::Int(rows.iter().map(|(line, _)| Some(*line)).collect())),
        ("reason", Values::Text(rows.iter().map(|(_, reason)| Some((*reason).to_owned())).collect())),
    ])
}
