//! What must be read beside a list: who is on it beside who there was to rank, and what is known of how far such lists can be trusted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{facts::Facts, rules::Scored};

/// Published warnings, with whom they come from.
pub const VALIDITY: &[&str] = &[
    "Police records are not all that happened: of 107 serious cases of domestic abuse in Dorset only 63% of victims had been in contact with the police before (Chalkley 2015).",
    "Grading misses most of what becomes serious: in the same cases 45 of 67 had not been graded high risk, and of 12,301 graded high, 22 became serious (Chalkley 2015).",
    "Risk scores of domestic abuse predict weakly: DASH adds almost nothing, and the best model of 350,000 incidents reached an area under the curve of 0.75 (Turner, Brown and Medina 2022).",
    "Minoritised groups are over-represented among the most harmful cases on record, which may be how they are policed and recorded (Bland and others 2022).",
    "A high place says that much is on record. It does not say that something will happen, and a low place does not say that it will not.",
];

/// How many of a kind are on the list, and how many there were to rank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disparity {
    /// Sex, age, ethnicity or district.
    pub of: String,
    /// Which.
    pub value: String,
    /// On the list.
    pub listed: i64,
    /// To rank.
    pub among: i64,
}

impl Disparity {
    /// How many times as large a share of the list they are as of those to rank; `None` where there is none to compare.
    pub fn ratio(&self, listed: i64, among: i64) -> Option<f64> {
        let share = |part: i64, whole: i64| (whole > 0).then(|| part as f64 / whole as f64);
        let (on, of) = (share(self.listed, listed)?, share(self.among, among)?);
        (of > 0.0).then(|| on / of)
    }
}

const NOT_STATED: &str = "not stated";

fn kinds(facts: &Facts) -> [(&'static str, String); 4] {
    let words = |text: &Option<String>| text.clone().unwrap_or_else(|| NOT_STATED.to_owned());
    let age = match facts.age {
        None => NOT_STATED,
        Some(..18) => "under 18",
        Some(18..25) => "18 to 24",
        Some(25..35) => "25 to 34",
        Some(35..50) => "35 to 49",
        Some(50..) => "50 and over",
    };
    [
        ("sex", words(&facts.sex)),
        ("age", age.to_owned()),
        ("ethnicity", words(&facts.ethnicity)),
        ("district", words(&facts.district)),
    ]
}

/// Who is on the list beside who there was to rank.
pub(super) fn disparity(people: &[Facts], listed: &[Scored]) -> Vec<Disparity> {
    let mut counts: BTreeMap<(usize, String), (i64, i64)> = BTreeMap::new();
    let mut names = [""; 4];
    for facts in people {
        for (at, (of, value)) in kinds(facts).into_iter().enumerate() {
            if let Some(name) = names.get_mut(at) {
                *name = of;
            }
            counts.entry((at, value)).or_default().1 += 1;
        }
    }
    for one in listed {
        for (at, (_, value)) in kinds(&one.facts).into_iter().enumerate() {
            counts.entry((at, value)).or_default().0 += 1;
        }
    }
    counts
        .into_iter()
        .filter_map(|((at, value), (listed, among))| {
            Some(Disparity { of: (*names.get(at)?).to_owned(), value, listed, among })
        })
        .collect()
}
