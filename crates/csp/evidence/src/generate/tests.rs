//! What a preset says of itself, measured on what it makes, at full size and at a tenth.

use std::collections::{BTreeMap, BTreeSet};

use concordat_stats::lorenz;

use super::*;

struct Row<'a>(Vec<&'a str>);

impl Row<'_> {
    fn at(&self, column: &str) -> &str {
        let at = HEADING.split(',').position(|name| name == column).unwrap();
        self.0[at].trim_matches('"')
    }
}

fn made(preset: &str, crimes: Option<u64>, seed: u64) -> (Made, String) {
    let mut out = Vec::new();
    let made = generate(Preset::named(preset).unwrap(), crimes, seed, &mut out).unwrap();
    (made, String::from_utf8(out).unwrap())
}

/// A quoted group has one comma at most; its two halves are put together again.
fn rows(text: &str) -> Vec<Row<'_>> {
    let rows: Vec<Row<'_>> = text
        .lines()
        .skip(1)
        .map(|line| match line.split_once('"') {
            None => Row(line.split(',').collect()),
            Some((before, rest)) => {
                let (group, after) = rest.split_once('"').unwrap();
                let head = before.trim_end_matches(',').split(',');
                Row(head.chain([group]).chain(after.trim_start_matches(',').split(',')).collect())
            }
        })
        .collect();
    let columns = HEADING.split(',').count();
    assert!(rows.iter().all(|row| row.0.len() == columns));
    rows
}

fn near(value: f64, to: f64, within: f64, what: &str) {
    assert!((value - to).abs() <= within, "{what}: {value} is not within {within} of {to}");
}

/// Medians of subgroups of the Cambridge index of 2026, in days (a fact of its sheet).
fn median(group: &str) -> f64 {
    match group {
        "Violence with injury" => 365.0,
        "Violence without injury" | "Stalking and harassment" => 10.0,
        "Rape offences" => 2555.0,
        "Other sexual offences" => 182.25,
        "Domestic incident, not a crime" => 0.0,
        other => panic!("no median for {other}"),
    }
}

fn harm_by_suspect(rows: &[Row<'_>]) -> Vec<f64> {
    let mut harm: BTreeMap<&str, f64> = BTreeMap::new();
    for row in rows {
        *harm.entry(row.at("Suspect ID")).or_default() += median(row.at("Group"));
    }
    harm.into_values().collect()
}

fn different(rows: &[Row<'_>], column: &str) -> f64 {
    rows.iter().map(|row| row.at(column)).collect::<BTreeSet<_>>().len() as f64
}

fn kent(crimes: Option<u64>, scale: f64, loose: f64) {
    let (told, text) = made("kent", crimes, 1);
    let rows = rows(&text);
    let (suspects, victims) = (different(&rows, "Suspect ID"), different(&rows, "Victim ID"));
    assert_eq!((told.suspects as f64, told.victims as f64), (suspects, victims));
    assert_eq!(told.crimes, rows.len() as u64);
    near(suspects / (49_055.0 * scale), 1.0, 0.01, "suspects");
    near(victims / (56_358.0 * scale), 1.0, 0.01 * loose, "victims");
    let (from, to) =
        rows.iter().map(|row| row.at("From Date")).fold(("9", ""), |(a, b), day| (a.min(day), b.max(day)));
    assert!(from >= "2017-04-01" && to <= "2022-03-31", "{from} {to}");
    let late: Vec<&Row<'_>> = rows.iter().filter(|row| row.at("From Date") >= "2020-07-01").collect();
    let share = |groups: &[&str]| {
        100.0 * late.iter().filter(|row| groups.contains(&row.at("Group"))).count() as f64 / late.len() as f64
    };
    near(share(&["Violence without injury", "Stalking and harassment"]), 74.0, loose, "without injury");
    near(share(&["Violence with injury"]), 17.0, loose, "with injury");
    near(share(&["Rape offences", "Other sexual offences"]), 9.0, loose, "sexual");
    let sexes = |of: &dyn Fn(&&Row<'_>) -> bool| {
        let of: Vec<&Row<'_>> = rows.iter().filter(of).collect();
        ["F", "M"].map(|sex| {
            100.0 * of.iter().filter(|row| row.at("Victim Sex") == sex).count() as f64 / of.len() as f64
        })
    };
    for (marker, female, male, room) in [
        ("stalking", 77.0, 23.0, 2.0),
        ("honour-based", 90.0, 9.0, 4.0),
        ("child sexual exploitation", 78.0, 22.0, 4.0),
        ("rape", 89.0, 11.0, 2.0),
        ("serious sexual", 79.0, 20.0, 2.0),
    ] {
        let [f, m] = sexes(&|row| row.at("Marker") == marker);
        near(f, female, room * loose, marker);
        near(m, male, room * loose, marker);
    }
    let [f, m] = sexes(&|row| row.at("DA Flag") == "Y");
    near(f, 73.0, 2.0, "domestic");
    near(m, 27.0, 2.0, "domestic");
    let top = lorenz::top_share(&harm_by_suspect(&rows), 0.1).unwrap();
    near(100.0 * top, 63.0, 2.0 * loose, "harm of a tenth");
}

#[test]
fn kent_pcc_vawg_inquiry_2022_at_full_size() {
    kent(None, 1.0, 1.0);
}

#[test]
fn kent_pcc_vawg_inquiry_2022_at_a_tenth() {
    kent(Some(8830), 0.1, 2.0);
}

#[test]
fn thames_valley_barnham_2017() {
    let (told, text) = made("thames-valley", None, 1);
    let rows = rows(&text);
    assert_eq!(told.suspects, 52_296);
    near(told.crimes as f64 / 140_998.0, 1.0, 0.02, "records");
    let mut records: BTreeMap<&str, u32> = BTreeMap::new();
    for row in &rows {
        *records.entry(row.at("Suspect ID")).or_default() += 1;
    }
    let one = records.values().filter(|n| **n == 1).count() as f64 / records.len() as f64;
    near(100.0 * one, 75.0, 2.0, "suspects with one record");
    let top = lorenz::top_share(&harm_by_suspect(&rows), 0.03).unwrap();
    near(100.0 * top, 90.0, 2.0, "harm of three in a hundred");
}

#[test]
fn the_same_seed_gives_the_same_file_and_another_another() {
    let (one, other) = (made("kent", Some(500), 7), made("kent", Some(500), 7));
    assert_eq!(one, other);
    assert_ne!(one.1, made("kent", Some(500), 8).1);
    assert!(Preset::named("surrey").unwrap_err().to_string().contains("thames-valley"));
    // A larger file begins as a smaller one does: it is made suspect by suspect.
    let longer = made("kent", Some(1000), 7).1;
    assert!(longer.starts_with(&one.1[..one.1.len() / 2]));
}
