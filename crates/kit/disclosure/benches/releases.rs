//! How long a release takes to protect and to attack beside so many earlier ones that share counts with it:
//! `cargo bench -p concordat-disclosure`.
//!
//! A partnership that publishes every month: windows of twelve months, each a month on from the last, with crimes by month, by group of
//! offences, by district and by group and district. Counts are small, so that much is hidden.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::time::Instant;

use concordat_disclosure::{Error, Key, Protected, Published, Rule, Tables, attack, protect};

const GROUPS: usize = 9;
const DISTRICTS: usize = 13;
const MONTHS: usize = 12;

/// Crimes of a month, a group and a district: a few, and often none.
fn crimes(month: usize, group: usize, district: usize) -> u64 {
    let mut mixed = (month * 7919 + group * 104_729 + district * 1_299_709) as u64;
    mixed = (mixed ^ (mixed >> 13)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let usual = (mixed >> 60) + 1;
    if group == 0 { 6 * usual } else { usual / (1 + group as u64 / 2) }
}

fn tables(first: usize) -> Result<Tables, Error> {
    let window = format!("{first} to {}", first + MONTHS - 1);
    let all = Key::of(&[("window", &window)]);
    let sum = |of: &dyn Fn(usize, usize, usize) -> bool| -> u64 {
        let mut sum = 0;
        for month in first..first + MONTHS {
            for group in 0..GROUPS {
                for district in 0..DISTRICTS {
                    if of(month, group, district) {
                        sum += crimes(month, group, district);
                    }
                }
            }
        }
        sum
    };
    let of_group = |group: usize| all.with("group", &group.to_string());
    let of_district = |district: usize| all.with("district", &district.to_string());
    let mut tables = Tables::new();
    let months = (first..first + MONTHS)
        .map(|month| (Key::of(&[("month", &month.to_string())]), sum(&|m, _, _| m == month)));
    tables.add_sum(all.clone(), months.collect())?;
    let groups = (0..GROUPS).map(|group| (of_group(group), sum(&|_, g, _| g == group)));
    tables.add_sum(all.clone(), groups.collect())?;
    let districts = (0..DISTRICTS).map(|district| (of_district(district), sum(&|_, _, d| d == district)));
    tables.add_sum(all.clone(), districts.collect())?;
    for group in 0..GROUPS {
        let each = (0..DISTRICTS).map(|district| {
            let both = of_group(group).with("district", &district.to_string());
            (both, sum(&|_, g, d| g == group && d == district))
        });
        tables.add_sum(of_group(group), each.collect())?;
    }
    for district in 0..DISTRICTS {
        let each = (0..GROUPS).map(|group| {
            let both = of_group(group).with("district", &district.to_string());
            (both, sum(&|_, g, d| g == group && d == district))
        });
        tables.add_sum(of_district(district), each.collect())?;
    }
    Ok(tables)
}

fn main() -> Result<(), Error> {
    for rule in [Rule::under_5(), Rule::under_10()] {
        let mut made: Vec<Protected> = Vec::new();
        for number in 0..=96 {
            let tables = tables(number)?;
            let before: Vec<&Protected> = made.iter().collect();
            let from = Instant::now();
            let release = protect(&tables, &rule, &before)?;
            let protecting = from.elapsed();
            let from = Instant::now();
            let seen: Vec<&Published> =
                made.iter().map(|release| &release.published).chain([&release.published]).collect();
            let breaches = attack(&seen).len();
            let attacking = from.elapsed();
            if [0, 12, 24, 48, 96].contains(&number) {
                let hidden = release.published.cells.values().filter(|cell| cell.shown.is_hidden()).count();
                println!(
                    "{}: beside {number} earlier releases, {} cells, {hidden} hidden: protected in {} ms, attacked in {} ms, {breaches} worked out",
                    rule.word,
                    release.published.cells.len(),
                    protecting.as_millis(),
                    attacking.as_millis(),
                );
            }
            made.push(release);
        }
    }
    Ok(())
}
