//! What happened at a meeting: who came, what was minuted and decided, what is followed up.

use concordat_kernel::{
    Id, Kind, Month,
    jiff::civil::{Date, Time},
};
use concordat_partnership::{
    Body, Group,
    terms::{Part, Voted},
};

use super::{DecisionKind, FollowUpKind, Item, Meeting};

/// Somebody who came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    /// Its id.
    pub id: Id<Attendance>,
    /// Counts its edits.
    pub version: i64,
    /// Who, for whom, when.
    pub said: NewAttendance,
    /// Whether it was added or changed after the minutes were circulated.
    pub corrected: bool,
}

impl Kind for Attendance {
    const NAME: &'static str = "meeting_attendance";
}

/// Who came, for whom, and when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewAttendance {
    /// Their name.
    pub name: String,
    /// The body they represent.
    pub body: Option<Id<Body>>,
    /// In what part.
    pub part: Part,
    /// When they came, when not at the beginning.
    pub from: Option<Time>,
    /// When they left, when before the end.
    pub until: Option<Time>,
}

/// Somebody who could not come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apology {
    /// Their name.
    pub name: String,
    /// Their body.
    pub body: Option<Id<Body>>,
    /// Who came instead.
    pub substitute: Option<String>,
}

/// An interest that somebody declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interest {
    /// In which item.
    pub item: Id<Item>,
    /// Who.
    pub name: String,
    /// What.
    pub interest: String,
    /// Whether they left the room for the item.
    pub left_room: bool,
}

/// A minute. Its restricted text is `None` to those who may not read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minute {
    /// Its id.
    pub id: Id<Minute>,
    /// Counts its edits.
    pub version: i64,
    /// The item it is of.
    pub item: Id<Item>,
    /// Counts on from meeting to meeting.
    pub number: i64,
    /// What anybody may read.
    pub public_text: String,
    /// What they may not.
    pub restricted_text: Option<String>,
    /// What was decided.
    pub decisions: Vec<Decision>,
}

impl Kind for Minute {
    const NAME: &'static str = "meeting_minute";
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its id.
    pub id: Id<Decision>,
    /// What was decided, and how.
    pub said: NewDecision,
    /// The votes, where there was one.
    pub votes: Vec<(Id<Body>, Voted)>,
}

impl Kind for Decision {
    const NAME: &'static str = "meeting_decision";
}

/// What is said of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewDecision {
    /// What it does.
    pub kind: DecisionKind,
    /// What anybody may read.
    pub public_text: String,
    /// What they may not.
    pub restricted_text: Option<String>,
    /// When in the meeting.
    pub taken_at: Option<Time>,
    /// By when a further update is to come.
    pub due: Option<Month>,
    /// What it is about, in another part of the record.
    pub about: Option<concordat_kernel::Ref>,
}

/// What somebody undertook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// Its id.
    pub id: Id<FollowUp>,
    /// Counts its edits.
    pub version: i64,
    /// The group at whose meetings it returns.
    pub group: Id<Group>,
    /// The meeting it comes from.
    pub meeting: Id<Meeting>,
    /// The minute it comes from.
    pub minute: Option<Id<Minute>>,
    /// What is to be done, by whom, by when.
    pub said: NewFollowUp,
    /// When it was done, and what came of it.
    pub done: Option<(Date, String)>,
}

impl Kind for FollowUp {
    const NAME: &'static str = "meeting_follow_up";
}

impl FollowUp {
    /// Whether it should have been done.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.done.is_none() && self.said.due.is_some_and(|due| due < today)
    }
}

/// What is to be followed up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewFollowUp {
    /// What it is.
    pub kind: FollowUpKind,
    /// What is to be done.
    pub text: String,
    /// What of it not everybody may read.
    pub restricted_text: Option<String>,
    /// Who: a role or a body.
    pub owner: String,
    /// The body they answer for.
    pub body: Option<Id<Body>>,
    /// By when.
    pub due: Option<Date>,
    /// What it is about, in another part of the record.
    pub about: Option<concordat_kernel::Ref>,
}

/// What was changed after the minutes had been circulated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// When.
    pub on: Date,
    /// What anybody may read of it.
    pub public_text: String,
    /// What they may not.
    pub restricted_text: Option<String>,
}
