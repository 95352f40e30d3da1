//! Whether the records are all there: judged from counts, with every threshold in [`Rules`] and every finding a sentence.
//!
//! **Volume.** A month is compared with the median of the other months up to twelve before and after it (at least two). Below 60% it has
//! *collapsed*, below 80% it is *low*; both count as incomplete until somebody says otherwise, because counts cannot tell a broken
//! extract from a quiet month. The lockdown of spring 2020 is found like a fault, and is none.
//!
//! **Districts.** A name that the list of areas does not have is a *renaming* when at least 80% of its crimes lie in areas of one known district.
//! Without a list, two names for the same areas are one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use concordat_kernel::{Month, Period};
use serde::{Deserialize, Serialize};

use super::{
    account::{Odd, Oddity},
    districts,
    tally::{OfMonth, OfRole, Tally},
};
use crate::records::Role;

/// What is compared with what. A board may change any of them; a finding says which it was judged by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// Below this share of the usual volume a month is low.
    pub low: f64,
    /// Below this share it has collapsed.
    pub collapsed: f64,
    /// Months before and after that say what is usual.
    pub months: i32,
    /// A district is missed in a month without a crime when it usually has this many.
    pub district_has: u64,
    /// A share of crimes or people without a field above which somebody should look.
    pub missing: f64,
    /// A share of times at exactly midnight above which midnight likely stands for "not known".
    pub midnight: f64,
    /// The share of a name's crimes in areas of another name from which the two are one district.
    pub same_district: f64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            low: 0.8,
            collapsed: 0.6,
            months: 12,
            district_has: 20,
            missing: 0.05,
            midnight: 0.1,
            same_district: 0.8,
        }
    }
}

/// What ought to be there.
#[derive(Debug, Clone, Copy, Default)]
pub struct Expected<'a> {
    /// The months that were asked for. Without them, gaps are found between the first and the last month only.
    pub period: Option<Period>,
    /// The county's areas, each with its district.
    pub areas: Option<&'a HashMap<String, String>>,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A month without a crime.
    MissingMonth,
    /// A month far below the usual volume.
    Collapsed,
    /// A month below the usual volume.
    Low,
    /// A district without a crime in a month.
    MissingDistrict,
    /// Crimes in areas that are not on the list.
    UnknownArea,
    /// Areas whose code is none of a small area.
    NoAreaCode,
    /// A district under another name.
    RenamedDistrict,
    /// A district that the list of areas does not have.
    UnknownDistrict,
    /// Dates that cannot be.
    ImpossibleDates,
    /// Times at exactly midnight.
    Midnight,
    /// A field without anything in it.
    Missing,
}

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// The month is not to be compared with others until somebody has looked.
    Incomplete,
    /// Somebody should look.
    Look,
    /// Good to know.
    Note,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What was found.
    pub kind: Kind,
    /// How much it matters.
    pub weight: Weight,
    /// The month, where it is about one.
    pub month: Option<Month>,
    /// The district or the field, where it is about one.
    pub subject: Option<String>,
    /// How many.
    pub count: u64,
    /// Of how many, or compared with how many.
    pub of: u64,
    /// For people.
    pub sentence: String,
}

/// The months that are not to be compared with others until somebody has looked: greyed wherever they are used.
pub fn incomplete(findings: &[Finding]) -> BTreeSet<Month> {
    findings
        .iter()
        .filter(|finding| finding.weight == Weight::Incomplete)
        .filter_map(|finding| finding.month)
        .collect()
}

/// Judges counts, over one file or the whole store. `odd` are the oddities that reading found.
pub fn judge(tally: &Tally, odd: &[Odd], expected: Expected<'_>, rules: &Rules) -> Vec<Finding> {
    let mut findings = Vec::new();
    let crimes: BTreeMap<Month, u64> = tally.months.iter().map(|(month, of)| (*month, of.crimes)).collect();
    // Files of people alone know months and no crimes.
    if tally.crimes() > 0 {
        months(&crimes, expected, rules, &mut findings);
    }
    districts::missing(tally, rules, &mut findings);
    districts::names_and_areas(tally, expected, rules, &mut findings);
    dates(tally, odd, rules, &mut findings);
    fields(tally, rules, &mut findings);
    findings.sort_by_key(|finding| (finding.weight, finding.month, finding.kind));
    findings
}

/// Missing months, and months with too little.
fn months(crimes: &BTreeMap<Month, u64>, expected: Expected<'_>, rules: &Rules, findings: &mut Vec<Finding>) {
    let first = expected.period.map(|period| period.from).or(crimes.keys().next().copied());
    let last = expected.period.map(|period| period.to).or(crimes.keys().next_back().copied());
    let (Some(first), Some(last)) = (first, last) else { return };
    let mut month = first;
    while month <= last {
        let count = crimes.get(&month).copied().unwrap_or(0);
        let usual = usual(crimes, month, rules.months);
        let compared = usual.unwrap_or(0);
        let share = count as f64 / compared.max(1) as f64;
        let found = if count == 0 {
            Some((Kind::MissingMonth, format!("{} has no crime at all.", name(month))))
        } else if usual.is_none() {
            None
        } else if share < rules.collapsed {
            Some((Kind::Collapsed, low(month, count, compared, share, "most of it is likely missing")))
        } else if share < rules.low {
            Some((Kind::Low, low(month, count, compared, share, "some of it may be missing")))
        } else {
            None
        };
        if let Some((kind, sentence)) = found {
            findings.push(Finding {
                kind,
                weight: Weight::Incomplete,
                month: Some(month),
                subject: None,
                count,
                of: compared,
                sentence,
            });
        }
        month = month.plus(1);
    }
}

fn low(month: Month, count: u64, usual: u64, share: f64, so: &str) -> String {
    format!(
        "{} has {}, {:.0}% of the {} that the months around it usually have: {so}, or something kept crime down.",
        name(month),
        crimes_of(count),
        share * 100.0,
        number(usual)
    )
}

/// The median of the months around one, where there are at least two.
pub(crate) fn usual(crimes: &BTreeMap<Month, u64>, month: Month, months: i32) -> Option<u64> {
    let around = crimes.range(month.plus(-months)..=month.plus(months));
    let mut others: Vec<u64> =
        around.filter(|(other, n)| **other != month && **n > 0).map(|(_, n)| *n).collect();
    if others.len() < 2 {
        return None;
    }
    others.sort_unstable();
    let middle = others.len() / 2;
    let upper = others.get(middle)?;
    Some(if others.len() % 2 == 1 { *upper } else { u64::midpoint(*others.get(middle - 1)?, *upper) })
}

/// Dates that cannot be, and midnights.
fn dates(tally: &Tally, odd: &[Odd], rules: &Rules, findings: &mut Vec<Finding>) {
    let all = tally.crimes();
    for odd in odd {
        let what = match odd.oddity {
            Oddity::UnreadableDate => "cannot be read",
            Oddity::ImpossibleDate => "lie in the future or before 1900",
            Oddity::EndsBeforeItBegins => "lie before the crime begins",
            Oddity::ReportedBeforeItBegan => "lie before the crime began",
            _ => continue,
        };
        let count = odd.lines.count;
        findings.push(Finding {
            kind: Kind::ImpossibleDates,
            weight: Weight::Look,
            month: None,
            subject: Some(odd.field.clone()),
            count,
            of: all,
            sentence: format!(
                "In {} of {} the dates of {} {what}.",
                number(count),
                crimes_of(all),
                odd.field
            ),
        });
    }
    let timed: u64 = tally.months.values().map(|of| of.crimes - of.no_moment).sum();
    let midnight: u64 = tally.months.values().map(|of| of.midnight).sum();
    if midnight as f64 > rules.midnight * timed as f64 {
        findings.push(Finding {
            kind: Kind::Midnight,
            weight: Weight::Look,
            month: None,
            subject: Some("crime.from".to_owned()),
            count: midnight,
            of: timed,
            sentence: format!(
                "{} with a time are timed at exactly midnight: it likely stands for a time that nobody knew, so hours are not to be trusted.",
                part(midnight, timed, "crimes")
            ),
        });
    }
}

type Lacks<T> = (&'static str, &'static str, fn(&T) -> u64);

const OF_CRIMES: &[Lacks<OfMonth>] = &[
    ("crime.area", "place", |of| of.no_area),
    ("crime.longitude", "point on the map", |of| of.no_point),
    ("crime.from", "time", |of| of.no_moment),
    ("crime.reference", "reference", |of| of.no_reference),
    ("crime.outcome", "outcome", |of| of.no_outcome),
    ("crime.domestic", "flag of domestic abuse", |of| of.no_domestic),
];

const OF_PEOPLE: &[Lacks<OfRole>] = &[
    ("people.sex", "sex", |of| of.no_sex),
    ("people.age", "age", |of| of.no_age),
    ("people.reference", "reference", |of| of.no_reference),
    ("people.ethnicity", "ethnicity", |of| of.no_ethnicity),
    ("people.relationship", "relationship", |of| of.no_relationship),
];

/// Fields without anything in them. What no row has, the source does not hold: a note.
fn fields(tally: &Tally, rules: &Rules, findings: &mut Vec<Finding>) {
    let mut say = |subject: String, what: &str, whose: &str, count: u64, of: u64| {
        if count == 0 {
            return;
        }
        let share = count as f64 / of as f64;
        let weight = if count < of && share > rules.missing { Weight::Look } else { Weight::Note };
        let sentence = if count == of {
            format!(
                "The source says no {what} of any {}.",
                if whose == "witnesses" { "witness" } else { whose.trim_end_matches('s') }
            )
        } else {
            format!("{} have no {what}.", part(count, of, whose))
        };
        findings.push(Finding {
            kind: Kind::Missing,
            weight,
            month: None,
            subject: Some(subject),
            count,
            of,
            sentence,
        });
    };
    for (field, what, lacks) in OF_CRIMES {
        let count = tally.months.values().map(lacks).sum();
        say((*field).to_owned(), what, "crimes", count, tally.crimes());
    }
    for (role, of) in &tally.people {
        let whose = match role {
            Role::Victim => "victims",
            Role::Suspect => "suspects",
            Role::ConvictedOffender => "convicted offenders",
            Role::Witness => "witnesses",
        };
        for (field, what, lacks) in OF_PEOPLE {
            say(format!("{field} ({whose})"), what, whose, lacks(of), of.people);
        }
    }
}

/// `November 2018`.
pub(crate) fn name(month: Month) -> String {
    format!("{} {}", month.name(), month.year())
}

/// `1 crime`, `13,818 crimes`.
pub(crate) fn crimes_of(count: u64) -> String {
    format!("{} {}", number(count), if count == 1 { "crime" } else { "crimes" })
}

/// `434 of 19,396 crimes (2.2%)`.
pub(crate) fn part(count: u64, of: u64, what: &str) -> String {
    format!("{} of {} {what} ({:.1}%)", number(count), number(of), count as f64 / of.max(1) as f64 * 100.0)
}

/// `19,396`.
pub(crate) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
#[path = "completeness_tests.rs"]
mod tests;
