//! What this theme keeps.

use std::{fmt, str::FromStr};

use concordat_kernel::{
    Id,
    jiff::{Timestamp, civil::Date},
    kind,
};

use crate::{Action, Plan, Priority, import};

kind!(
    /// A version of a plan as it was published.
    Version, "plan_version"
);

/// A published version without what it says.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct VersionHead {
    /// Its id.
    pub id: Id<Version>,
    /// The plan it is a version of.
    pub plan_id: Id<Plan>,
    /// 1, 2, …
    pub number: i64,
    /// A title of its own, if it was given one.
    pub title: String,
    /// By which decision, as minutes refer to it.
    pub decision: String,
    /// When it was published (RFC 3339, UTC).
    pub published_at: String,
    /// By whom: a person's id, or `operator`.
    pub published_by: String,
}

impl VersionHead {
    /// `Version 1`, with its title when it has one.
    pub fn name(&self) -> String {
        if self.title.is_empty() {
            format!("Version {}", self.number)
        } else {
            format!("Version {}: {}", self.number, self.title)
        }
    }
}

kind!(
    /// A time in which comments on a plan are asked for.
    Feedback, "plan_feedback"
);
kind!(
    /// What somebody said of a plan or of one of its actions.
    Comment, "plan_comment"
);
kind!(
    /// Somebody without an account who is asked for comments, and the way in that was made out to them.
    Invitation, "plan_invitation"
);
kind!(
    /// A change of a plan in its year, proposed by somebody.
    Proposal, "plan_proposal"
);

/// A time in which comments are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackTime {
    /// Its id.
    pub id: Id<Feedback>,
    /// The plan.
    pub plan_id: Id<Plan>,
    /// When it was opened (RFC 3339, UTC).
    pub opened_at: String,
    /// By whom.
    pub opened_by: String,
    /// The last day.
    pub closes_on: Date,
    /// Counts its changes.
    pub version: i64,
}

/// Somebody without an account who is asked for comments. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RecordedInvitation {
    /// Its id.
    pub id: Id<Invitation>,
    /// The time of feedback that it is for.
    pub feedback_id: Id<Feedback>,
    /// Their name.
    pub name: String,
    /// For whom they speak; empty when for themselves.
    pub organisation: String,
    /// Their address.
    pub email: String,
    /// When it was made.
    pub made_at: String,
    /// By whom: an actor's word.
    pub made_by: String,
    /// When its links stop working.
    pub expires_at: String,
    /// When it was stopped.
    pub revoked_at: Option<String>,
    /// When somebody last did something with it.
    pub last_used_at: Option<String>,
}

impl RecordedInvitation {
    /// Whether it has neither been stopped nor grown too old.
    pub fn is_good(&self, now: Timestamp) -> bool {
        let expires = self.expires_at.parse().unwrap_or(Timestamp::MIN);
        self.revoked_at.is_none() && now < expires
    }

    /// The guest as partners read of them: name, and for whom they speak.
    pub fn says(&self) -> String {
        match self.organisation.as_str() {
            "" => self.name.clone(),
            organisation => format!("{}, {organisation}", self.name),
        }
    }
}

/// What was answered to a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The plan does as was said.
    Accept,
    /// The plan does something of it, or something else.
    Amend,
    /// The plan stays as it is.
    Decline,
}

impl Verdict {
    /// All of them, mildest first.
    pub const ALL: [Self; 3] = [Self::Accept, Self::Amend, Self::Decline];

    /// The word that the database and forms use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Amend => "amend",
            Self::Decline => "decline",
        }
    }

    /// The word on screen, once it is given.
    pub fn given(self) -> &'static str {
        match self {
            Self::Accept => "Accepted",
            Self::Amend => "Amended",
            Self::Decline => "Declined",
        }
    }
}

impl FromStr for Verdict {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|verdict| verdict.word() == word)
            .ok_or_else(|| format!("`{word}` is not an answer to a comment"))
    }
}

/// A comment with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentHead {
    /// Its id.
    pub id: Id<Comment>,
    /// The plan.
    pub plan_id: Id<Plan>,
    /// The action, unless it is about the whole plan.
    pub action_id: Option<Id<Action>>,
    /// What was said.
    pub text: String,
    /// Who said it, where an officer wrote it down for them, or where it was a guest.
    pub said_by: Option<String>,
    /// The guest who said it.
    pub invitation: Option<Id<Invitation>>,
    /// Whether it came after the last day.
    pub is_late: bool,
    /// When it was written down (RFC 3339, UTC).
    pub made_at: String,
    /// By whom.
    pub made_by: String,
    /// What was answered.
    pub answer: Option<Verdict>,
    /// Why.
    pub reason: String,
    /// When.
    pub answered_at: Option<String>,
    /// By whom.
    pub answered_by: Option<String>,
    /// Counts its changes.
    pub version: i64,
}

/// What is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProposalKind {
    /// A further action.
    Add,
    /// Other words for an action.
    Change,
    /// To take an action out of the plan.
    Withdraw,
    /// Another place or number for an action.
    Move,
}

impl ProposalKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Add, Self::Change, Self::Withdraw, Self::Move];

    /// The word that the database uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Change => "change",
            Self::Withdraw => "withdraw",
            Self::Move => "move",
        }
    }
}

impl FromStr for ProposalKind {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.word() == word)
            .ok_or_else(|| format!("`{word}` is not a kind of proposal"))
    }
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProposalState {
    /// It waits to be decided.
    Open,
    /// It was accepted, and the plan changed.
    Accepted,
    /// It was declined.
    Declined,
    /// Whoever made it took it back.
    TakenBack,
}

impl ProposalState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Accepted, Self::Declined, Self::TakenBack];

    /// The word that the database uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::TakenBack => "taken-back",
        }
    }
}

impl fmt::Display for ProposalState {
    /// The words on screen.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open => "To be decided",
            Self::Accepted => "Accepted",
            Self::Declined => "Declined",
            Self::TakenBack => "Taken back",
        })
    }
}

impl FromStr for ProposalState {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|state| state.word() == word)
            .ok_or_else(|| format!("`{word}` is not a state of a proposal"))
    }
}

/// A proposal with its decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalHead {
    /// Its id.
    pub id: Id<Proposal>,
    /// The plan.
    pub plan_id: Id<Plan>,
    /// What is proposed.
    pub kind: ProposalKind,
    /// The action it is about; of an addition what it became.
    pub action_id: Option<Id<Action>>,
    /// Where the action is to stand, of an addition and a move.
    pub priority_id: Option<Id<Priority>>,
    /// What the action said when this was proposed.
    pub base: Option<import::Action>,
    /// What it is to say.
    pub content: Option<import::Action>,
    /// Why.
    pub why: String,
    /// When it was made (RFC 3339, UTC).
    pub made_at: String,
    /// By whom.
    pub made_by: String,
    /// What became of it.
    pub state: ProposalState,
    /// Why it was decided so.
    pub reason: String,
    /// By which decision.
    pub decision: String,
    /// When.
    pub decided_at: Option<String>,
    /// By whom.
    pub decided_by: Option<String>,
    /// The request that applied it.
    pub request: Option<String>,
    /// Counts its changes.
    pub version: i64,
}
