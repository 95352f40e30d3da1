//! Areas and districts that are missing, unknown, or known by another name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    completeness::{Expected, Finding, Kind, Rules, Weight, crimes_of, name, part, usual},
    tally::Tally,
};

/// Districts without a crime in a month in which others have some.
pub(super) fn missing(tally: &Tally, rules: &Rules, findings: &mut Vec<Finding>) {
    for (district, months) in &tally.districts {
        for month in tally.months.keys().filter(|month| !months.contains_key(month)) {
            let Some(usual) = usual(months, *month, rules.months).filter(|n| *n >= rules.district_has) else {
                continue;
            };
            findings.push(Finding {
                kind: Kind::MissingDistrict,
                weight: Weight::Incomplete,
                month: Some(*month),
                subject: Some(district.clone()),
                count: 0,
                of: usual,
                sentence: format!(
                    "{district} has no crime in {}, where the months around it usually have {}.",
                    name(*month),
                    crimes_of(usual)
                ),
            });
        }
    }
}

/// Areas that are not on the list, and districts known by another name.
pub(super) fn names_and_areas(
    tally: &Tally,
    expected: Expected<'_>,
    rules: &Rules,
    findings: &mut Vec<Finding>,
) {
    let all = tally.crimes();
    let mut say = |kind, weight, subject: Option<String>, count, of, sentence| {
        findings.push(Finding { kind, weight, month: None, subject, count, of, sentence });
    };
    let bad: u64 = areas(tally).filter(|(area, _)| !is_code(area)).map(|(_, n)| n).sum();
    if bad > 0 {
        let sentence = format!(
            "{} name an area by something that is no code of one, as in E01023987.",
            part(bad, all, "crimes")
        );
        say(Kind::NoAreaCode, Weight::Look, None, bad, all, sentence);
    }
    match expected.areas {
        Some(list) => {
            let outside: Vec<_> =
                areas(tally).filter(|(area, _)| is_code(area) && !list.contains_key(*area)).collect();
            let count: u64 = outside.iter().map(|(_, n)| n).sum();
            if count > 0 {
                let sentence = format!(
                    "{} lie in {} that {} not on the list of areas: they are left out of everything by area, and counted beside it.",
                    part(count, all, "crimes"),
                    if outside.len() == 1 { "1 area".to_owned() } else { format!("{} areas", outside.len()) },
                    if outside.len() == 1 { "is" } else { "are" }
                );
                say(Kind::UnknownArea, Weight::Note, None, count, all, sentence);
            }
            for (district, renamed) in unlisted(tally, list, rules) {
                let total = renamed.total;
                let (kind, weight, sentence) = match renamed.as_listed {
                    Some((listed, within)) => (
                        Kind::RenamedDistrict,
                        Weight::Note,
                        format!(
                            "{district} is what the list of areas calls {listed}: {} lie in its areas.",
                            part(within, total, "of its crimes").replacen(" of its", "", 1)
                        ),
                    ),
                    None => (
                        Kind::UnknownDistrict,
                        Weight::Note,
                        format!("{district} is not in the list of areas; it has {}.", crimes_of(total)),
                    ),
                };
                say(kind, weight, Some(district), total, all, sentence);
            }
        }
        None => {
            for (one, two, shared) in twins(tally, rules) {
                let sentence = format!(
                    "{one} and {two} are names for the same areas ({shared} of them): the district was likely renamed."
                );
                say(Kind::RenamedDistrict, Weight::Look, Some(one), shared, all, sentence);
            }
        }
    }
}

fn areas(tally: &Tally) -> impl Iterator<Item = (&str, u64)> {
    tally
        .areas
        .iter()
        .filter(|(area, _)| !area.is_empty())
        .map(|(area, districts)| (area.as_str(), districts.values().sum()))
}

/// Codes of small areas in England, Wales, Scotland and Northern Ireland.
fn is_code(area: &str) -> bool {
    let mut bytes = area.bytes();
    area.len() == 9
        && matches!(bytes.next(), Some(b'E' | b'W' | b'S' | b'N'))
        && bytes.all(|b| b.is_ascii_digit())
}

/// A district that the list does not have.
struct Unlisted {
    total: u64,
    /// The listed district that holds most of its crimes, and how many.
    as_listed: Option<(String, u64)>,
}

fn unlisted(tally: &Tally, list: &HashMap<String, String>, rules: &Rules) -> BTreeMap<String, Unlisted> {
    let listed: BTreeSet<&str> = list.values().map(String::as_str).collect();
    let mut within: BTreeMap<&str, BTreeMap<Option<&str>, u64>> = BTreeMap::new();
    for (area, districts) in &tally.areas {
        for (district, n) in districts {
            if !district.is_empty() && !listed.contains(district.as_str()) {
                let of = within.entry(district).or_default();
                *of.entry(list.get(area).map(String::as_str)).or_default() += n;
            }
        }
    }
    within
        .into_iter()
        .map(|(district, of)| {
            let total = of.values().sum();
            let most =
                of.iter().filter_map(|(listed, n)| listed.map(|listed| (listed, *n))).max_by_key(|(_, n)| *n);
            let as_listed = most
                .filter(|(_, n)| *n as f64 >= rules.same_district * total as f64)
                .map(|(listed, n)| (listed.to_owned(), n));
            (district.to_owned(), Unlisted { total, as_listed })
        })
        .collect()
}

/// Pairs of names that stand for the same areas, with how many they share.
fn twins(tally: &Tally, rules: &Rules) -> Vec<(String, String, u64)> {
    let mut of: BTreeMap<&str, u64> = BTreeMap::new();
    let mut shared: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for (_, districts) in tally.areas.iter().filter(|(area, _)| !area.is_empty()) {
        let names: BTreeSet<&str> =
            districts.keys().map(String::as_str).filter(|name| !name.is_empty()).collect();
        for (i, one) in names.iter().enumerate() {
            *of.entry(one).or_default() += 1;
            for two in names.iter().skip(i + 1) {
                *shared.entry((one, two)).or_default() += 1;
            }
        }
    }
    shared
        .into_iter()
        .filter(|((one, two), n)| {
            let fewer = of.get(one).min(of.get(two)).copied().unwrap_or(0);
            *n as f64 >= rules.same_district * fewer as f64
        })
        .map(|((one, two), n)| (one.to_owned(), two.to_owned(), n))
        .collect()
}
