use std::{fmt, str::FromStr};

use concordat_kernel::{AnyId, Id, jiff::civil::Date, kind};

use crate::{Action, RecordedAction, State};

kind!(
    /// Something about an action that a group must look at.
    Exception, "plan_exception"
);
kind!(
    /// A lead's word that an action is done, for the group to assure.
    Claim, "plan_assurance"
);
kind!(
    /// A step of an action.
    Step, "plan_step"
);

/// Why an exception is raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// Its last day has passed and it is open, or it is said to be late.
    Late,
    /// It is said to be at risk.
    AtRisk,
    /// Its lead was asked in two closed rounds running and did not answer.
    NoAnswer,
    /// A measure of it is not where it should be.
    OffCourse,
}

impl Ground {
    /// All grounds, in the order of a summary.
    pub const ALL: [Self; 4] = [Self::Late, Self::AtRisk, Self::NoAnswer, Self::OffCourse];

    /// The word kept in the database and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::AtRisk => "at-risk",
            Self::NoAnswer => "no-answer",
            Self::OffCourse => "off-course",
        }
    }
}

impl fmt::Display for Ground {
    /// The words on screen and on paper.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Late => "Late",
            Self::AtRisk => "At risk",
            Self::NoAnswer => "No answer twice",
            Self::OffCourse => "Measure off course",
        })
    }
}

impl FromStr for Ground {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|ground| ground.word() == word);
        known.ok_or_else(|| format!("`{word}` is no ground for an exception"))
    }
}

/// Who looks at an exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The working group.
    Group,
    /// The partnership.
    Partnership,
}

impl Level {
    /// The word kept in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Partnership => "partnership",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Group => "Working group",
            Self::Partnership => "Partnership",
        })
    }
}

/// What is done about an exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// What.
    pub what: String,
    /// By whom.
    pub by: String,
    /// By when.
    pub due: Date,
}

/// An act on a day, with the reason given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reasoned {
    /// The day.
    pub on: Date,
    /// Why.
    pub because: String,
}

impl Reasoned {
    /// `Stood down on 4 March 2027: the river did not rise`, of a step.
    pub fn stood_down_words(&self) -> String {
        format!("Stood down on {}: {}", self.on.strftime("%-d %B %Y"), self.because)
    }
}

/// An exception as it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedException {
    /// Its id.
    pub id: Id<Exception>,
    /// What it is about.
    pub action: Id<Action>,
    /// Why it was raised.
    pub ground: Ground,
    /// The rule and the facts that raised it, in words.
    pub because: String,
    /// The day it was raised.
    pub raised_on: Date,
    /// Since when a check of the plan finds it no more.
    pub gone_on: Option<Date>,
    /// Who looks at it.
    pub level: Level,
    /// What is done about it.
    pub remedy: Option<Remedy>,
    /// When and why it was raised to the partnership.
    pub further: Option<Reasoned>,
    /// When and what the partnership decided about it.
    pub decided: Option<Reasoned>,
    /// When and why it was resolved.
    pub resolved: Option<Reasoned>,
    /// Counts its changes.
    pub version: i64,
}

impl Course {
    /// The steps of a row that are stood down, each with its place in the row, from 0.
    pub fn stood_down(&self, row: usize) -> impl Iterator<Item = (usize, &Reasoned)> {
        let of_row = self.steps.iter().filter(move |step| step.row == row);
        of_row.filter_map(|step| Some((step.place, step.stood_down.as_ref()?)))
    }
}

impl RecordedException {
    /// Whether nobody has resolved it.
    pub fn is_open(&self) -> bool {
        self.resolved.is_none()
    }
}

/// What a group said to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing yet.
    Waiting,
    /// It is done.
    Assured,
    /// It is not, or not shown to be.
    Returned,
}

impl Verdict {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Waiting => "claimed",
            Self::Assured => "assured",
            Self::Returned => "returned",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Waiting => "Waits to be assured",
            Self::Assured => "Assured",
            Self::Returned => "Returned",
        })
    }
}

/// A claim as it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedClaim {
    /// Its id.
    pub id: Id<Claim>,
    /// The action that is said to be done.
    pub action: Id<Action>,
    /// The update that said so.
    pub update: Option<AnyId>,
    /// When it was said (RFC 3339, UTC).
    pub claimed_at: String,
    /// The leads that said it, as the plan names them.
    pub claimed_by: Vec<String>,
    /// When it was done, by their account.
    pub done_on: Option<Date>,
    /// What the group said.
    pub verdict: Verdict,
    /// The day it said so.
    pub decided_on: Option<Date>,
    /// Who said it for the group: a person's id, or `operator`.
    pub decided_by: Option<String>,
    /// What was said.
    pub note: String,
    /// Counts its changes.
    pub version: i64,
}

impl RecordedClaim {
    /// Whether it waits for the group: nobody has decided it, and the action stands as done, which it does once all of
    /// its leads have said so.
    pub fn waits(&self, action: &RecordedAction) -> bool {
        self.verdict == Verdict::Waiting && action.state == State::Done
    }
}

/// How an action comes round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Recurs {
    /// It is done once.
    #[default]
    Once,
    /// It goes on until it is ended, and is confirmed once a year.
    Ongoing,
    /// It falls due again a year later, once it is assured.
    Annual,
}

impl Recurs {
    /// All, in the order of a form.
    pub const ALL: [Self; 3] = [Self::Once, Self::Annual, Self::Ongoing];

    /// The word kept in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Ongoing => "ongoing",
            Self::Annual => "annual",
        }
    }
}

impl fmt::Display for Recurs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Once => "Once",
            Self::Ongoing => "Goes on, confirmed every year",
            Self::Annual => "Every year",
        })
    }
}

impl FromStr for Recurs {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|recurs| recurs.word() == word);
        known.ok_or_else(|| format!("`{word}` is no way for an action to come round"))
    }
}

/// What the record knows of an action's course and no file can say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// How it comes round.
    pub recurs: Recurs,
    /// When somebody last confirmed that it goes on.
    pub confirmed_on: Option<Date>,
    /// The days on which it was assured to be done, earliest first.
    pub assured: Vec<Date>,
    /// Its steps, in the order of its rows.
    pub steps: Vec<RecordedStep>,
}

/// A step of an action as the record knows it beyond its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedStep {
    /// Its id: stays while its words are edited.
    pub id: Id<Step>,
    /// Which row of the action it is in, from 0.
    pub row: usize,
    /// Which step of the row it is, from 0.
    pub place: usize,
    /// When and why it was stood down.
    pub stood_down: Option<Reasoned>,
}
