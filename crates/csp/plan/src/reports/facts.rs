//! What the record says of a plan at one moment: everything that a report is made of, and nothing else. Office notes,
//! names and addresses of contacts are never among it.

use concordat_kernel::{
    Id,
    jiff::{Timestamp, civil::Date},
};

use crate::{Action, Priority, RecordedAction, RecordedPlan, RecordedPriority};

/// A plan with what happened to it.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The plan as it stands.
    pub plan: RecordedPlan,
    /// The name of the group it belongs to.
    pub group: Option<String>,
    /// When the record was read.
    pub read_at: Timestamp,
    /// The same moment's day in London.
    pub today: Date,
    /// Exceptions, open and resolved.
    pub exceptions: Vec<ExceptionFact>,
    /// What leads say is done.
    pub claims: Vec<ClaimFact>,
    /// What leads said, oldest first.
    pub updates: Vec<UpdateFact>,
    /// Rounds of updates, oldest first.
    pub rounds: Vec<RoundFact>,
    /// The plan's measures, in its order.
    pub measures: Vec<MeasureFact>,
    /// Every change of an action's fields, oldest first.
    pub changes: Vec<ChangeFact>,
    /// Proposals of changes in the year, and what was decided.
    pub proposals: Vec<ProposalFact>,
    /// The year's focus topics.
    pub topics: Vec<Topic>,
}

/// Something that the working group must look at.
#[derive(Debug, Clone)]
pub struct ExceptionFact {
    /// Of which action.
    pub action: Id<Action>,
    /// In a word or two: `Late`.
    pub kind: String,
    /// Why it was raised.
    pub because: String,
    /// When.
    pub raised_on: Date,
    /// Whether it went on to the partnership.
    pub partnership: bool,
    /// What is done about it; empty while nothing is.
    pub remedy: String,
    /// By whom.
    pub remedy_by: String,
    /// Until when.
    pub remedy_due: Option<Date>,
    /// When and how it was resolved.
    pub resolved: Option<(Date, String)>,
}

/// A lead's word that an action is done.
#[derive(Debug, Clone)]
pub struct ClaimFact {
    /// Of which action.
    pub action: Id<Action>,
    /// When the lead said so.
    pub claimed_on: Date,
    /// When it was done by the lead's account.
    pub done_on: Option<Date>,
    /// What the group made of it.
    pub verdict: Verdict,
    /// When.
    pub decided_on: Option<Date>,
    /// What was said of it.
    pub note: String,
}

/// What the group made of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing yet, because not all of its leads have said so.
    Partly,
    /// Nothing yet.
    Waiting,
    /// It is done.
    Assured,
    /// It is not, or not shown.
    Returned,
}

/// What a lead said of an action.
#[derive(Debug, Clone)]
pub struct UpdateFact {
    /// Of which action.
    pub action: Id<Action>,
    /// The body, or the words that the plan calls it by.
    pub lead: String,
    /// The state it gave, as on screen.
    pub state: String,
    /// What happened.
    pub words: String,
    /// What help it asked for; may be empty.
    pub help: String,
    /// When.
    pub given_on: Date,
}

/// A round of updates.
#[derive(Debug, Clone)]
pub struct RoundFact {
    /// What it is called.
    pub title: String,
    /// When leads were asked.
    pub opens_on: Date,
    /// When their answers were due.
    pub due_on: Date,
    /// Who was asked, and when each answered.
    pub asked: Vec<(String, Option<Date>)>,
}

/// A measure with its series.
#[derive(Debug, Clone)]
pub struct MeasureFact {
    /// Of which action.
    pub action: Id<Action>,
    /// Its words in the plan.
    pub text: String,
    /// Its kind as on screen; empty while nobody said.
    pub kind: String,
    /// Whether it is told rather than counted.
    pub story: bool,
    /// Where it began.
    pub baseline: Option<String>,
    /// Where it is to go.
    pub target: Option<String>,
    /// Its values, oldest first: period, value, note.
    pub values: Vec<(String, String, String)>,
    /// Why it is off course, when it is.
    pub off_course: Option<String>,
}

/// A change of one field of an action.
#[derive(Debug, Clone)]
pub struct ChangeFact {
    /// Of which action.
    pub action: Id<Action>,
    /// When.
    pub on: Date,
    /// The field.
    pub field: String,
    /// What it was; `None` before there was anything.
    pub former: Option<String>,
    /// What it became.
    pub latter: Option<String>,
}

/// A change that a member proposed.
#[derive(Debug, Clone)]
pub struct ProposalFact {
    /// What is proposed, in a sentence.
    pub what: String,
    /// When it was proposed.
    pub proposed_on: Date,
    /// What was decided, as on screen; `None` while nothing is.
    pub decided: Option<(Date, String)>,
    /// The reason given.
    pub because: String,
}

/// A topic that scrutiny looks at in this year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its id.
    pub id: Id<Topic>,
    /// What it is called.
    pub title: String,
    /// Why it was chosen.
    pub because: String,
    /// What the officers say of the year.
    pub commentary: String,
    /// Priorities it covers as a whole.
    pub priorities: Vec<Id<Priority>>,
    /// Single actions it covers beside them.
    pub actions: Vec<Id<Action>>,
    /// Counts its changes.
    pub version: i64,
}

impl Facts {
    /// The actions of the plan that are not withdrawn, in order.
    pub(crate) fn current(&self) -> impl Iterator<Item = (&RecordedPriority, &RecordedAction)> {
        self.plan.actions().filter(|(_, action)| action.state != crate::State::Withdrawn)
    }

    /// What was last said of an action.
    pub(crate) fn last_update(&self, action: Id<Action>) -> Option<&UpdateFact> {
        self.updates.iter().rev().find(|update| update.action == action)
    }

    /// The exceptions that are not resolved: the partnership's first, then the oldest.
    pub(crate) fn open_exceptions(&self) -> Vec<&ExceptionFact> {
        let mut open: Vec<&ExceptionFact> =
            self.exceptions.iter().filter(|exception| exception.resolved.is_none()).collect();
        open.sort_by_key(|exception| (!exception.partnership, exception.raised_on));
        open
    }

    /// The last word on an action's being done.
    pub(crate) fn claim(&self, action: Id<Action>) -> Option<&ClaimFact> {
        self.claims.iter().rev().find(|claim| claim.action == action)
    }

    /// The last round that had begun.
    pub(crate) fn last_round(&self) -> Option<&RoundFact> {
        self.rounds.iter().rev().find(|round| round.opens_on <= self.today)
    }
}

impl Topic {
    /// Whether it covers an action.
    pub(crate) fn covers(&self, priority: Id<Priority>, action: Id<Action>) -> bool {
        self.priorities.contains(&priority) || self.actions.contains(&action)
    }
}

impl concordat_kernel::Kind for Topic {
    const NAME: &'static str = "plan_topic";
}
