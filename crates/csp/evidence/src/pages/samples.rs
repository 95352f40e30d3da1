//! Invented entries and answers for the samples of the pages.

mod map;
mod people;

use std::collections::BTreeMap;

use concordat_disclosure::Rule;
use concordat_kernel::{AnyId, Id, Month, Period, jiff::Timestamp};
use concordat_report::{Cell, Table as Drawn, Width};
use concordat_steps::{Table, Values};
use concordat_web::parts::{NavItem, Shell};

use crate::{
    findings::{self, Asked, Compared, Found, Wanted},
    ingest::Ingest,
    notebook::{About, Note},
    ranking::{Decision, Disparity, List, ListRow, Matrix, Ranking, Verdict},
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
        sealed: 0,
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
        parts: BTreeMap::new(),
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

/// Findings in the records of the invented ledger, as somebody sees them who may look behind them.
pub(crate) fn found() -> Option<Found> {
    found_under(None)
}

/// The same as they leave.
pub(crate) fn released() -> Option<Found> {
    found_under(Some(&Rule::under_5()))
}

fn found_under(rule: Option<&Rule>) -> Option<Found> {
    let ledger = ledger();
    let asked = Asked::of(&Wanted::default(), &ledger).ok()?;
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
    // Every table is of the same 13,948 crimes, as counts must agree wherever they stand.
    let areas: Vec<String> = (0..40).map(|n| format!("E0100{:04}", n * 7)).collect();
    let mut crimes: Vec<i64> = (0..40).map(|n| 1 + (n * n) % 23).collect();
    let burglaries: i64 = crimes.iter().sum();
    crimes.push(13_948 - 3 - burglaries);
    crimes.push(3);
    let mut groups: Vec<&str> = vec!["Burglary"; 40];
    groups.extend(["Violence and sexual offences", "Possession of weapons"]);
    let areas: Vec<String> =
        areas.into_iter().chain(["E01000001".to_owned(), "E01000002".to_owned()]).collect();
    let listed = map::listed(&areas);
    let in_areas = Table::new(vec![("district", text(&[])), ("area", text(&[]))]);
    let by_area = Table::new(vec![
        ("offence_group", text(&groups)),
        ("area", Values::Text(areas.into_iter().map(Some).collect())),
        ("crimes", ints(&crimes)),
        ("harm", Values::Real(vec![Some(0.0); 42])),
    ]);
    let held = Table::new(vec![
        ("unit", text(&["place"; 6])),
        ("crimes", ints(&[1, 2, 3, 4, 5, 9])),
        ("harm", Values::Real(vec![Some(0.0); 6])),
        ("units", ints(&[6000, 900, 300, 120, 50, 20])),
    ]);
    let none = Values::Real(Vec::new());
    let weights =
        Table::new(vec![("unit", text(&[])), ("area", text(&[])), ("harm", none), ("crimes", ints(&[]))]);
    let who = ["suspect", "convicted", "victim", "several", "crimes"];
    let with_unit = Table::new(who.map(|name| (name, ints(&[]))).into());
    let weightless = Table::new(vec![("reason", text(&[])), ("crimes", ints(&[]))]);
    let names = ["Violence and sexual offences", "Burglary", "Possession of weapons"];
    let groups = named(&names, &[13_948 - 3 - burglaries, burglaries, 3], &[13_980, 502, 6]);
    let districts = named(&["Upper Ashing", "Lower Ashing"], &[7020, 6928], &[7990, 6498]);
    let spans: Vec<i64> = (0..168).map(|n| 30 + (n * 7) % 90).collect();
    let spans = Table::new(vec![
        ("begins", ints(&(0..168).map(|hour| hour * 60).collect::<Vec<_>>())),
        ("lasts", ints(&(0..168).map(|hour| (hour % 5) * 45).collect::<Vec<_>>())),
        ("crimes", ints(&spans)),
    ]);
    let no_months = Table::new(vec![("month", ints(&[])), ("crimes", ints(&[]))]);
    let other_words = Table::new(vec![("kind", text(&[])), ("word", text(&[]))]);
    let how_much = [groups, districts.clone(), in_areas.clone(), monthly.clone()];
    let answers = vec![
        how_much.into_iter().chain([no_months.clone(), no_months, other_words, by_area.clone()]).collect(),
        Vec::new(),
        vec![monthly.clone()],
        vec![monthly, spans],
        vec![by_area.clone(), held, weights, with_unit, weightless, districts.clone(), in_areas.clone()],
        people::repeat(),
        people::profiles(),
        vec![districts, in_areas, by_area],
    ];
    findings::of_answers(asked, ledger, answers, listed, rule).ok()
}

/// A list of three, one of whom is decided about.
pub(super) fn ranking() -> Option<Ranking> {
    let decision = Decision {
        verdict: Verdict::TakeUp,
        reason: "Two victims since the last meeting".to_owned(),
        by: "officer".to_owned(),
        at: Timestamp::constant(1_790_000_000, 0),
    };
    let row = |position: i64, place, crimes, points: &[i64]| ListRow {
        position,
        place,
        tied: place > 1,
        pseudonym: format!("{:016x}", 0x3f2a_91c0_5511_u64 * position.unsigned_abs()),
        score: 2 * points.iter().sum::<i64>(),
        months_since: 1,
        crimes,
        harm: 219.5,
        victims: 2,
        convicted: place == 1,
        points: points.to_vec(),
        decision: (place == 1).then(|| decision.clone()),
    };
    let list = List {
        id: Id::from_uuid(AnyId::from_u128(71)),
        number: 1,
        purpose: "Choose whose cases the September tasking meeting looks at".to_owned(),
        basis: "Law enforcement purposes, Data Protection Act 2018 section 31".to_owned(),
        owner: "Detective Inspector, vulnerability".to_owned(),
        matrix: Matrix::named(None).ok()?.label(),
        index: Some("Invented@1/median".to_owned()),
        lens: "vawg".to_owned(),
        window: Period { from: Month::new(2025, 9)?, to: Month::new(2026, 8)? },
        among: 412,
        expires: concordat_kernel::jiff::civil::date(2026, 9, 28),
        made_at: Timestamp::constant(1_790_000_000, 0),
        made_by: "analyst".to_owned(),
    };
    let disparity = [("sex", "male", 3, 371), ("sex", "not stated", 0, 41), ("age", "25 to 34", 2, 120)];
    let disparity = disparity.map(|(of, value, listed, among)| Disparity {
        of: of.to_owned(),
        value: value.to_owned(),
        listed,
        among,
    });
    let rows = vec![row(1, 1, 6, &[10, 7, 4, 8]), row(2, 2, 3, &[7, 4, 4, 5]), row(3, 2, 4, &[4, 7, 4, 5])];
    Some(Ranking { list, rows, disparity: disparity.to_vec() })
}

/// Two entries of the notebook.
pub(super) fn notes() -> Vec<Note> {
    let note = |n: u128, position, heading: &str, words: &str, about| Note {
        id: Id::from_uuid(AnyId::from_u128(n)),
        position,
        heading: heading.to_owned(),
        words: words.to_owned(),
        about,
        written_by: "analyst".to_owned(),
        written_at: Timestamp::constant(1_790_000_000, 0),
        version: 1,
    };
    let window = Month::new(2025, 4).zip(Month::new(2026, 3)).map(|(from, to)| Period { from, to });
    let about = window.map(|window| About {
        finding: "repeat".to_owned(),
        lens: "vawg".to_owned(),
        window,
        step_key: "5f".repeat(32),
    });
    vec![
        note(81, 1, "Most victims are on record once", "Those who come back do so soon.", about),
        note(82, 2, "What victims say", "They wait too long for an answer.", None),
    ]
}

/// Two indices side by side.
pub(super) fn compared() -> Option<Compared> {
    let columns =
        [("Group", Width::Middle), ("Crimes", Width::Number), ("Harm by Invented@1/median", Width::Number)];
    let table = Drawn::new("Harm by group of offences, weighed by each index", &columns).rows([vec![
        Cell::words("Burglary"),
        Cell::count(410),
        Cell::count(49_200),
    ]]);
    let (one, other) = ("Invented@1/median".to_owned(), "Invented@2/median".to_owned());
    Some(Compared { one, other, found: found()?, table })
}

/// Refused rows as the engine answers them.
pub(super) fn refused(rows: &[(i64, &str)]) -> Table {
    Table::new(vec![
        ("line", Values::Int(rows.iter().map(|(line, _)| Some(*line)).collect())),
        ("reason", Values::Text(rows.iter().map(|(_, reason)| Some((*reason).to_owned())).collect())),
    ])
}
