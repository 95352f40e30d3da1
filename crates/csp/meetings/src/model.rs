use concordat_kernel::{
    Id, Kind, Month,
    jiff::civil::{Date, Time},
};
use concordat_partnership::{
    Body, Group,
    terms::{Part, Voted},
};

/// Declares a closed list of words: each is kept in the database as it is written here.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal, $title:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub enum $name { $($(#[$each])* $variant,)+ }

        impl $name {
            /// All of them, in the order they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word kept in the database and sent by forms.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The words shown.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            /// The one with this word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}

words! {
    /// Where people meet.
    Manner {
        /// In a room.
        InPerson = "in-person", "In person";
        /// By video.
        Online = "online", "Online";
        /// Some in a room, some by video.
        #[default]
        Hybrid = "hybrid", "In person and online";
    }
}

words! {
    /// A part of the agenda.
    AgendaPart {
        /// The group's own business.
        A = "A", "Committee business";
        /// Matters to discuss and decide.
        #[default]
        B = "B", "Matters for information and discussion";
        /// Matters to take note of.
        C = "C", "Matters for information";
        /// Not open to the public.
        D = "D", "Restricted items";
    }
}

words! {
    /// What a paper is for.
    Classification {
        /// To be known.
        #[default]
        Information = "information", "For information";
        /// To be decided.
        Decision = "decision", "For decision";
    }
}

words! {
    /// In what right somebody was in the chair.
    ChairedAs {
        /// Holds the office.
        #[default]
        Chair = "chair", "Chair";
        /// Stood in for the chair.
        ViceChair = "vice-chair", "Vice chair in the chair";
        /// Was chosen for this meeting.
        Other = "other", "Chosen for this meeting";
    }
}

words! {
    /// How far the minutes are. They go on, never back.
    MinutesState {
        /// Not begun.
        #[default]
        None = "none", "Not begun";
        /// Being written.
        Draft = "draft", "Draft";
        /// Sent round to be checked.
        Circulated = "circulated", "Circulated for accuracy";
        /// Approved by a later meeting.
        Approved = "approved", "Approved";
        /// Signed by the chair.
        Signed = "signed", "Signed";
        /// Before the public.
        Published = "published", "Published";
    }
}

words! {
    /// What a decision does.
    DecisionKind {
        /// Agrees to something.
        Agree = "agree", "Agreed";
        /// Approves something.
        Approve = "approve", "Approved";
        /// Gives support to something.
        Endorse = "endorse", "Endorsed";
        /// Takes note.
        #[default]
        Note = "note", "Noted";
        /// Passes something on.
        Refer = "refer", "Referred";
        /// Asks for a further update by a month.
        ReceiveUpdate = "receive-update", "To receive a further update";
        /// Gives comments.
        Comment = "comment", "Considered and commented";
        /// Removes the chair or vice chair: the one decision by vote.
        RemoveChair = "remove-chair", "Vote to remove the chair or vice chair";
        /// Came to no agreement.
        NotAgreed = "not-agreed", "Not agreed";
    }
}

words! {
    /// What is to be followed up.
    FollowUpKind {
        /// Somebody is to do something.
        #[default]
        Action = "action", "Action";
        /// Somebody undertook something outside the meeting.
        Undertaking = "undertaking", "Undertaking";
        /// The group was asked for support.
        Ask = "ask", "Request to the group";
        /// Somebody is to be invited.
        Invitation = "invitation", "Invitation";
        /// A further update is to come.
        Update = "update", "Further update";
        /// A comment by scrutiny is to be answered.
        Comment = "comment", "Comment to be answered";
    }
}

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

/// An item of the agenda. What is restricted of it is `None` to those who may not read that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: Id<Item>,
    /// Counts its edits.
    pub version: i64,
    /// The meeting.
    pub meeting: Id<Meeting>,
    /// Its place in its part, from 1.
    pub place: usize,
    /// What is said of it.
    pub said: NewItem,
}

impl Kind for Item {
    const NAME: &'static str = "meeting_item";
}

impl Item {
    /// How it is named: `B1`.
    pub fn reference(&self) -> String {
        format!("{}{}", self.said.part.word(), self.place)
    }
}

/// What is said of an item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewItem {
    /// The part it stands in.
    pub part: AgendaPart,
    /// What anybody may read it is called.
    pub title: String,
    /// What it is really called.
    pub restricted_title: Option<String>,
    /// Who introduces it.
    pub presenter: Option<String>,
    /// How long it may take, in minutes.
    pub minutes: Option<u32>,
    /// Whether it is on every agenda.
    pub standing: Standing,
    /// Whether it has a minute of its own.
    pub minuted: Minuted,
    /// Why it is not open; nothing when it is.
    pub closed: Option<Closed>,
    /// The duty that it fulfils.
    pub duty: Option<Id<Duty>>,
}

/// Why an item is not open to the public.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Closed {
    /// In words.
    pub reason: String,
    /// The paragraph of the law that is relied on, where the body uses them.
    pub exemption: Option<String>,
    /// How the public interest was weighed.
    pub public_interest: Option<String>,
}

/// Whether an item is on every agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// It is.
    Always,
    /// This time.
    #[default]
    Once,
}

/// Whether an item has a minute of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Minuted {
    /// It has.
    #[default]
    Numbered,
    /// It has not: introductions, apologies, declarations.
    Not,
}

/// A paper on an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its id.
    pub id: Id<Paper>,
    /// Counts its edits.
    pub version: i64,
    /// The item.
    pub item: Id<Item>,
    /// What it says.
    pub said: NewPaper,
}

impl Kind for Paper {
    const NAME: &'static str = "meeting_paper";
}

/// What a paper says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPaper {
    /// What it is for.
    pub classification: Classification,
    /// Its date.
    pub dated: Date,
    /// By whom: role and body.
    pub by: String,
    /// To whom.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// In a few sentences.
    pub summary: String,
    /// Its paragraphs, an empty line between.
    pub text: String,
    /// What the meeting is asked to do, one each.
    pub recommendations: Vec<String>,
    /// What it means for policy.
    pub policy: Option<String>,
    /// What it means for risk.
    pub risk: Option<String>,
    /// What it means for money.
    pub financial: Option<String>,
    /// What it means in law.
    pub legal: Option<String>,
    /// Whom to ask.
    pub contacts: Option<String>,
    /// The chair's reason for taking it late.
    pub late_reason: Option<String>,
}

impl NewPaper {
    /// Its paragraphs, in order: numbered from 1 when they are shown.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty())
    }
}

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

/// What a group must take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Its id.
    pub id: Id<Duty>,
    /// Counts its edits.
    pub version: i64,
    /// Whose.
    pub group: Id<Group>,
    /// What, and when.
    pub said: NewDuty,
    /// When it ended.
    pub ended_on: Option<Date>,
}

impl Kind for Duty {
    const NAME: &'static str = "meeting_duty";
}

/// What a group must take, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDuty {
    /// What: "Update on mental health".
    pub title: String,
    /// When it comes round.
    pub rhythm: Rhythm,
    /// Why, or the decision that promised it.
    pub source: Option<String>,
}

/// When a duty comes round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rhythm {
    /// Each year in this month, 1 to 12.
    Yearly(i8),
    /// Once, by this month.
    Once(Month),
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
