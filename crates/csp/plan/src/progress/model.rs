//! What progress is made of: rounds, what each lead is asked in them, the passes that let it answer, and
//! what it said.

use std::{fmt, str::FromStr};

use concordat_kernel::{AnyId, Id, Month, Period, jiff::civil::Date, kind};
use serde::{Deserialize, Serialize};

use crate::{Action, Plan, State, compare::same_words};

kind!(
    /// Somebody who answers for a lead.
    Contact, "plan_contact"
);
kind!(
    /// A round of updates.
    Round, "plan_round"
);
kind!(
    /// What one lead is asked in one round.
    Request, "plan_request"
);
kind!(
    /// A way in to one request without an account, made out to one person.
    Pass, "plan_pass"
);
kind!(
    /// What a lead said of an action.
    Update, "plan_update"
);
kind!(
    /// A file or a link that shows that something was done.
    Evidence, "plan_evidence"
);
kind!(
    /// A note for those who keep the plan.
    OfficeNote, "plan_office_note"
);

/// Who leads an action: a body where the plan's words name one, else those words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// The plan's words for it.
    pub words: String,
    /// The body they name.
    pub body: Option<AnyId>,
}

impl Lead {
    /// Whether both are the same lead: the same body, however it is written, or the same words.
    pub fn is(&self, other: &Self) -> bool {
        match (self.body, other.body) {
            (Some(one), Some(other)) => one == other,
            _ => same_words(&self.words) == same_words(&other.words),
        }
    }
}

/// How an action is going, as a lead says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Said {
    /// Work has not begun.
    NotStarted,
    /// It will be done in time.
    OnTrack,
    /// It may not be done in time.
    AtRisk,
    /// It was not done in time.
    Late,
    /// It is done.
    Done,
    /// It should be taken out of the plan; that is for the group to decide.
    WithdrawalProposed,
}

impl Said {
    /// All of them, as a page asks.
    pub const ALL: [Self; 6] =
        [Self::NotStarted, Self::OnTrack, Self::AtRisk, Self::Late, Self::Done, Self::WithdrawalProposed];

    /// The word kept in the database and in forms.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::OnTrack => "on-track",
            Self::AtRisk => "at-risk",
            Self::Late => "late",
            Self::Done => "done",
            Self::WithdrawalProposed => "withdrawal-proposed",
        }
    }

    /// The state of an action that it is; a proposal is none.
    pub fn state(self) -> Option<State> {
        match self {
            Self::NotStarted => Some(State::NotStarted),
            Self::OnTrack => Some(State::OnTrack),
            Self::AtRisk => Some(State::AtRisk),
            Self::Late => Some(State::Late),
            Self::Done => Some(State::Done),
            Self::WithdrawalProposed => None,
        }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.state() {
            Some(state) => state.fmt(f),
            None => f.write_str("Proposed to withdraw"),
        }
    }
}

impl FromStr for Said {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|said| said.word() == word)
            .ok_or_else(|| format!("`{word}` is not what a lead says of an action"))
    }
}

/// How an update came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CameBy {
    /// By the link in a letter.
    Link,
    /// In a spreadsheet that was sent back.
    Spreadsheet,
    /// Entered by an officer for the lead.
    Page,
}

impl CameBy {
    /// The word kept in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Spreadsheet => "spreadsheet",
            Self::Page => "page",
        }
    }
}

impl FromStr for CameBy {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        [Self::Link, Self::Spreadsheet, Self::Page]
            .into_iter()
            .find(|way| way.word() == word)
            .ok_or_else(|| format!("`{word}` is not a way that an update comes"))
    }
}

/// Somebody who answers for a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedContact {
    /// Its id.
    pub id: Id<Contact>,
    /// The group whose plans it is about; every group's when `None`.
    pub group: Option<AnyId>,
    /// For whom they answer.
    pub lead: Lead,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Counts its changes.
    pub version: i64,
}

/// A round of updates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedRound {
    /// Its id.
    pub id: Id<Round>,
    /// The plan it is about.
    pub plan: Id<Plan>,
    /// Its title.
    pub title: String,
    /// The months that it asks about.
    pub about: Period,
    /// The day it was opened.
    pub opens_on: Date,
    /// The last day for an answer.
    pub due_on: Date,
    /// When it was closed.
    pub closed_at: Option<String>,
    /// Counts its changes.
    pub version: i64,
}

/// How far a lead has come with its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing has come yet.
    Asked,
    /// Something was saved for later, or sent for some actions.
    Begun,
    /// All actions are answered.
    Answered,
}

impl Standing {
    /// The word kept in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Begun => "begun",
            Self::Answered => "answered",
        }
    }
}

impl FromStr for Standing {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        [Self::Asked, Self::Begun, Self::Answered]
            .into_iter()
            .find(|one| one.word() == word)
            .ok_or_else(|| format!("`{word}` is not how a request stands"))
    }
}

/// What one lead is asked in one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedRequest {
    /// Its id.
    pub id: Id<Request>,
    /// Its round.
    pub round: Id<Round>,
    /// Who is asked.
    pub lead: Lead,
    /// How far it has come.
    pub standing: Standing,
    /// When it was answered in full.
    pub answered_at: Option<String>,
    /// Who answered, by name: restricted.
    pub answered_by: Option<String>,
    /// Counts its changes.
    pub version: i64,
}

/// A way in to one request, made out to one person. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedPass {
    /// Its id.
    pub id: Id<Pass>,
    /// What it opens.
    pub request: Id<Request>,
    /// Whose it is.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The pass of the colleague who handed the request on to them.
    pub handed_on_by: Option<Id<Pass>>,
    /// When it was made.
    pub made_at: String,
    /// When it stops working.
    pub expires_at: String,
    /// When it was stopped.
    pub revoked_at: Option<String>,
    /// When somebody last did something with it.
    pub last_used_at: Option<String>,
}

/// A value for a measure, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The measure: an item of the action.
    pub item: AnyId,
    /// What was typed.
    pub text: String,
}

/// What a lead says of an action, before it is in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUpdate {
    /// Who says it.
    pub lead: Lead,
    /// The request it answers, if it answers one.
    pub request: Option<Id<Request>>,
    /// How it is going.
    pub said: Said,
    /// What happened.
    pub words: String,
    /// The help that is needed.
    pub help: String,
    /// When it was done, when it is.
    pub done_on: Option<Date>,
    /// Values of measures.
    pub counted: Vec<Counted>,
    /// How it came.
    pub came_by: CameBy,
    /// Who gave it, by name.
    pub given_by: String,
}

/// What a lead said of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedUpdate {
    /// Its id.
    pub id: Id<Update>,
    /// The action.
    pub action: Id<Action>,
    /// The request it answered.
    pub request: Option<Id<Request>>,
    /// The round it was part of.
    pub round: Option<Id<Round>>,
    /// Who said it.
    pub lead: Lead,
    /// How it is going.
    pub said: Said,
    /// What happened.
    pub words: String,
    /// The help that is needed.
    pub help: String,
    /// When it was done, when it is.
    pub done_on: Option<Date>,
    /// How it came.
    pub came_by: CameBy,
    /// Who gave it, by name: restricted.
    pub given_by: String,
    /// When.
    pub given_at: String,
}

/// A file or a link that shows that something was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedEvidence {
    /// Its id.
    pub id: Id<Evidence>,
    /// The action.
    pub action: Id<Action>,
    /// The request in which it was added.
    pub request: Option<Id<Request>>,
    /// The update it came with; none until it is sent.
    pub update: Option<Id<Update>>,
    /// What it is.
    pub title: String,
    /// Where it is, when it is a link.
    pub address: Option<String>,
    /// The file, when it is one.
    pub attachment: Option<AnyId>,
    /// When it was added.
    pub added_at: String,
}

/// The months `from` to `to`, which the record keeps in order.
pub(super) fn period(from: &str, to: &str) -> Option<Period> {
    Some(Period { from: from.parse::<Month>().ok()?, to: to.parse::<Month>().ok()? })
}

/// A note for those who keep the plan; never shown to guests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedOfficeNote {
    /// Its id.
    pub id: Id<OfficeNote>,
    /// What it says.
    pub text: String,
    /// When it was made.
    pub made_at: String,
    /// By whom: an actor's word.
    pub made_by: String,
}
