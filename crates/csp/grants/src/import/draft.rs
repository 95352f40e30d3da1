use concordat_kernel::{Money, jiff::civil::Date};
use serde::Serialize;

use crate::{PotRule, PotState};

/// What a file says about funds, and how sure that is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Reading {
    /// The awards, by fund and year.
    pub awards: Vec<AwardDraft>,
    /// Every sum that the file states, worked out again.
    pub checks: Vec<Check>,
    /// What was odd, where, and what was done about it.
    pub oddities: Vec<Oddity>,
}

impl Reading {
    /// The stated sums that do not come out.
    pub fn differences(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| !check.agrees)
    }

    pub(super) fn odd(&mut self, code: Code, line: u32, saw: &str, did: impl Into<String>) {
        self.oddities.push(Oddity::new(code, line, saw, did));
    }
}

/// One award as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AwardDraft {
    /// The line it was read from.
    pub line: u32,
    /// The fund's name.
    pub fund: String,
    /// Who gives it.
    pub funder: String,
    /// "2022/23".
    pub label: String,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// How much, in pence.
    pub amount: Money,
    /// What is held back.
    pub pot: Option<PotDraft>,
    /// Its projects, in the file's order.
    pub projects: Vec<ProjectDraft>,
    /// What went back to the funder, in pence.
    pub returned: Option<Money>,
}

impl AwardDraft {
    /// What is not held back.
    pub fn up_front(&self) -> Money {
        self.amount - self.pot.as_ref().map_or(Money::ZERO, |pot| pot.amount)
    }

    /// What its projects were given or cost.
    pub fn of_projects(&self) -> Money {
        self.projects.iter().map(ProjectDraft::amount).sum()
    }

    /// What of the up-front part no project has.
    pub fn unallocated(&self) -> Money {
        self.up_front() - self.of_projects()
    }
}

/// A held-back part as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PotDraft {
    /// Its name.
    pub name: String,
    /// How much, in pence.
    pub amount: Money,
    /// The stated share.
    pub share: Option<(u32, u32)>,
    /// What opens it.
    pub rule: PotRule,
    /// Whether the file says so; another year of the same fund may.
    pub rule_stated: bool,
    /// What the funder said about it, in order.
    pub events: Vec<EventDraft>,
}

/// What was said about a pot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EventDraft {
    /// The line it was read from.
    pub line: u32,
    /// The state.
    pub state: PotState,
    /// From when.
    pub on: Date,
}

/// A project as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProjectDraft {
    /// The line it was read from.
    pub line: u32,
    /// What it is called.
    pub title: String,
    /// What is said of it.
    pub purpose: String,
    /// Who delivers it.
    pub provider: String,
    /// What it was given, in pence, where that is stated.
    pub planned: Option<Money>,
    /// What it cost, in pence, where that is stated: then it is delivered.
    pub spent: Option<Money>,
    /// Why it cost something else than was allocated.
    pub variance: String,
    /// What the whole costs, in pence, where others put something in.
    pub whole_cost: Option<Money>,
    /// What others put in, in pence.
    pub matched: Option<Money>,
    /// What it promises, or delivered.
    pub outputs: Vec<OutputDraft>,
    /// The number of the plan's action that it serves, where the file has a column for it.
    pub action: Option<String>,
}

impl ProjectDraft {
    /// What it cost, or else what it was given.
    pub fn amount(&self) -> Money {
        self.spent.or(self.planned).unwrap_or_default()
    }
}

/// A number of things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutputDraft {
    /// Of what.
    pub name: String,
    /// Whether it is goods.
    pub goods: bool,
    /// How many.
    pub number: i64,
}

/// A stated sum and what it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Where it is stated.
    pub line: u32,
    /// What it is the sum of.
    pub what: String,
    /// As stated, in pence.
    pub stated: Money,
    /// As worked out, in pence.
    pub found: Money,
    /// Whether the two agree.
    pub agrees: bool,
    /// A rounding or a rest that is named.
    pub note: String,
}

/// The kinds of oddity. Printed in kebab case; the words are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// The file says nothing of when money was awarded, spent or given back.
    DateNotStated,
    /// A date was given roughly.
    DateApproximate,
    /// A date was given without its year.
    YearInferred,
    /// The years were read as April to March.
    PeriodAssumed,
    /// The text around a table does not name its fund.
    FundNotNamed,
    /// The text does not say who gives the money.
    FunderNotNamed,
    /// The text does not say how much was awarded.
    AwardNotStated,
    /// A table's row has no amount that can be read.
    AmountMissing,
    /// A column this record has no place for.
    UnknownColumn,
    /// A sentence that ran on from a project's title was taken off it.
    TitleCut,
    /// The rule of a pot was taken from another year of the same fund.
    RuleFromOtherYear,
    /// The file does not say what opens a pot.
    RuleNotStated,
    /// A reason for a variance names no project, or not as many as it says.
    VarianceNotPlaced,
    /// A variance has a reason, and its amount is not stated.
    VarianceNotStated,
    /// Up-front money that no project has.
    Unallocated,
    /// A share that does not come out to the penny.
    Rounding,
    /// A project was tied to an action of the plan by its words.
    TieProposed,
    /// An action that the file names is not in the plan.
    ActionUnknown,
    /// What the file itself had: tracked changes, hidden sheets, an old encoding.
    File,
}

/// One oddity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Oddity {
    /// Its kind.
    pub code: Code,
    /// The line it stood on, from 1.
    pub line: u32,
    /// What was seen.
    pub saw: String,
    /// What was done.
    pub did: String,
}

impl Oddity {
    /// An oddity; what was seen is shortened.
    pub fn new(code: Code, line: u32, saw: &str, did: impl Into<String>) -> Self {
        let saw = match saw.char_indices().nth(200) {
            Some((end, _)) => format!("{}…", saw.get(..end).unwrap_or_default()),
            None => saw.to_owned(),
        };
        Self { code, line, saw, did: did.into() }
    }
}
