//! The agenda: items, papers, and what must come round.

use concordat_kernel::{Id, Kind, Month, Ref, jiff::civil::Date};
use concordat_partnership::Group;

use super::{AgendaPart, Classification, Meeting};

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
    /// What of the record it was drawn from, where it was.
    pub drawn: Option<Drawn>,
}

/// What of the record a paper was drawn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// What kind of paper: a word of the slice that drew it.
    pub kind: String,
    /// Of what.
    pub of: Ref,
    /// As of when: a moment as kept.
    pub at: String,
    /// Whether somebody changed the text since.
    pub edited: bool,
}

impl Drawn {
    /// The moment, and whether the text was changed since: for whoever reads the paper.
    pub fn told(&self) -> String {
        let moment = crate::rules::texts::moment(&self.at);
        let edited = if self.edited { "; the text was changed since" } else { "" };
        format!("as of {moment}{edited}")
    }
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
