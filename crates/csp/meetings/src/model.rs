//! What a meeting is made of.

mod agenda;
mod minutes;
mod words;

use concordat_kernel::{
    Id, Kind,
    jiff::civil::{Date, Time},
};
use concordat_partnership::Group;

pub use agenda::{Closed, Drawn, Duty, Item, Minuted, NewDuty, NewItem, NewPaper, Paper, Rhythm, Standing};
pub use minutes::{
    Apology, Attendance, Correction, Decision, FollowUp, Interest, Minute, NewAttendance, NewDecision,
    NewFollowUp,
};
pub use words::{AgendaPart, ChairedAs, Classification, DecisionKind, FollowUpKind, Manner, MinutesState};

/// A meeting of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Its id.
    pub id: Id<Meeting>,
    /// Counts its edits.
    pub version: i64,
    /// Whose it is.
    pub group: Id<Group>,
    /// What was planned.
    pub plan: NewMeeting,
    /// Why it does not take place.
    pub cancelled: Option<String>,
    /// When the chair agreed the agenda: a moment as kept.
    pub agreed_at: Option<String>,
    /// When the agenda and papers went out.
    pub published_at: Option<String>,
    /// Why they went out after the last day for it.
    pub late_reason: Option<String>,
    /// Who was in the chair, and in what right.
    pub chaired: Option<(String, ChairedAs)>,
    /// How far the minutes are.
    pub minutes: MinutesState,
    /// When they were sent round.
    pub circulated_on: Option<Date>,
    /// When they were approved, and at which meeting.
    pub approved: Option<(Date, Option<Id<Meeting>>)>,
    /// When they were signed, and by whom.
    pub signed: Option<(Date, String)>,
    /// When they were published.
    pub minutes_published_on: Option<Date>,
}

impl Kind for Meeting {
    const NAME: &'static str = "meeting";
}

/// What is planned of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMeeting {
    /// The day.
    pub held_on: Date,
    /// When it begins.
    pub begins: Time,
    /// When it is to end.
    pub ends: Option<Time>,
    /// Where people meet.
    pub manner: Manner,
    /// The place.
    pub venue: Option<String>,
    /// What somebody needs to know to come: steps, lifts, hearing loops, parking.
    pub access: Option<String>,
    /// How members join from elsewhere. Not for the public.
    pub joining: Option<String>,
}

/// All of one meeting, as far as the asker may read it.
#[derive(Debug, Clone)]
pub struct MeetingFile {
    /// The meeting.
    pub meeting: Meeting,
    /// How its group conducts itself on that day: terms in force, seats, bodies, bank holidays.
    pub conduct: concordat_partnership::terms::Conduct,
    /// Whether what is restricted was read too.
    pub clearance: Clearance,
    /// The agenda, in order.
    pub items: Vec<Item>,
    /// Papers, in the order of their items; those of restricted items only with clearance.
    pub papers: Vec<Paper>,
    /// Who came.
    pub attendance: Vec<Attendance>,
    /// Who could not.
    pub apologies: Vec<Apology>,
    /// Interests declared.
    pub interests: Vec<Interest>,
    /// The minutes, in order.
    pub minutes: Vec<Minute>,
    /// What came of them.
    pub follow_ups: Vec<FollowUp>,
    /// What earlier meetings left open.
    pub brought_forward: Vec<FollowUp>,
    /// What was corrected.
    pub corrections: Vec<Correction>,
}

/// Whether what is restricted may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clearance {
    /// It may.
    Restricted,
    /// It may, once the second factor has been given.
    NeedsSecondFactor,
    /// What is open alone.
    Open,
}
