//! The steps that minutes go through, and what each asks for.

use concordat_kernel::{Refusal, jiff::civil::Date};

use crate::{Meeting, MinutesState};

/// A step that minutes take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// They are begun.
    Begin,
    /// They are sent round.
    Circulate,
    /// A later meeting approves them.
    Approve,
    /// The chair signs them.
    Sign,
    /// They are put before the public.
    Publish,
}

impl Step {
    /// The state before it, and the state after.
    pub const fn between(self) -> (MinutesState, MinutesState) {
        match self {
            Self::Begin => (MinutesState::None, MinutesState::Draft),
            Self::Circulate => (MinutesState::Draft, MinutesState::Circulated),
            Self::Approve => (MinutesState::Circulated, MinutesState::Approved),
            Self::Sign => (MinutesState::Approved, MinutesState::Signed),
            Self::Publish => (MinutesState::Signed, MinutesState::Published),
        }
    }
}

/// Takes a step, or says why not.
///
/// # Errors
/// When the minutes are not where the step begins, or the meeting has not been held.
pub fn step(meeting: &Meeting, step: Step, today: Date) -> Result<MinutesState, Refusal> {
    let (before, after) = step.between();
    if meeting.cancelled.is_some() {
        return Err(Refusal::rule("The meeting was cancelled, so there is nothing to minute."));
    }
    if today < meeting.plan.held_on {
        return Err(Refusal::rule("The meeting has not been held yet. Its minutes begin on its day."));
    }
    if meeting.minutes == before {
        return Ok(after);
    }
    let sentence = match step {
        Step::Begin => "The minutes have been begun already.",
        Step::Circulate => "Minutes are circulated once, when they are a draft.",
        Step::Approve => "Minutes are approved after they were circulated for accuracy.",
        Step::Sign => "Minutes are signed after a meeting approved them.",
        Step::Publish => "Minutes are published after they were signed.",
    };
    Err(Refusal::rule(sentence))
}

/// Whether a change to the minutes must be shown as a correction.
///
/// # Errors
/// When they are approved and no longer change.
pub fn change(meeting: &Meeting) -> Result<Changed, Refusal> {
    match meeting.minutes {
        MinutesState::None => Err(Refusal::rule("The minutes have not been begun yet.")),
        MinutesState::Draft => Ok(Changed::Written),
        MinutesState::Circulated => Ok(Changed::Corrected),
        MinutesState::Approved | MinutesState::Signed | MinutesState::Published => {
            Err(Refusal::rule("The minutes have been approved and no longer change."))
        }
    }
}

/// What a change to minutes is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// Writing: nobody has seen them yet.
    Written,
    /// A correction, which stays visible.
    Corrected,
}
