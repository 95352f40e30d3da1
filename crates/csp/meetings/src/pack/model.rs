use concordat_kernel::{
    Id, Kind,
    jiff::civil::{Date, Time},
};

use super::word::Word;
use crate::{AgendaPart, Closed, Item, Paper};

/// Which edition of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// For anybody.
    Public,
    /// For those who may read what is restricted.
    Restricted,
}

impl Edition {
    /// The word in addresses and on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Restricted => "restricted",
        }
    }
}

/// A pack, ready to be drawn.
#[derive(Debug, Clone)]
pub struct Pack {
    /// What is the same in both editions.
    pub open: OpenPart,
    /// What only the restricted edition has.
    pub closed: Option<ClosedPart>,
}

impl Pack {
    /// Which edition it is.
    pub fn edition(&self) -> Edition {
        if self.closed.is_some() { Edition::Restricted } else { Edition::Public }
    }
}

/// What anybody may read of a meeting before it is held. No part of it can hold a restricted title, text or file.
#[derive(Debug, Clone)]
pub struct OpenPart {
    /// The name of the group.
    pub group: String,
    /// The day.
    pub on: Date,
    /// When it begins, and when it is to end.
    pub begins: Time,
    /// See `begins`.
    pub ends: Option<Time>,
    /// How people meet.
    pub manner: &'static str,
    /// Where.
    pub venue: Option<String>,
    /// What somebody needs to know to come.
    pub access: Option<String>,
    /// Why it does not take place.
    pub cancelled: Option<String>,
    /// The pack and its supplements, in order; each with what it holds, in the order of the agenda.
    pub issues: Vec<(IssueHead, Vec<OpenEntry>)>,
}

/// The pack as it went out, or a supplement to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueHead {
    /// 0 for the pack itself.
    pub number: i64,
    /// When it went out; nothing while it is in preparation.
    pub on: Option<Date>,
    /// Why it came later.
    pub reason: Option<String>,
}

impl Kind for IssueHead {
    const NAME: &'static str = "meeting_issue";
}

/// An item as anybody may see it.
#[derive(Debug, Clone)]
pub struct OpenEntry {
    /// The part it stands in.
    pub part: AgendaPart,
    /// How it is named: `B1`.
    pub reference: String,
    /// What anybody may read it is called.
    pub title: String,
    /// Who introduces it.
    pub presenter: Option<String>,
    /// How long it may take, in minutes.
    pub minutes: Option<u32>,
    /// Whether it is a line of the agenda for the first time.
    pub new: bool,
    /// What follows.
    pub content: OpenContent,
}

/// What follows of an item in the open part.
#[derive(Debug, Clone)]
pub enum OpenContent {
    /// A stub: the item is not open, for this reason.
    Stub(Closed),
    /// Its paper and files.
    Open {
        /// The paper.
        paper: Option<Box<Paper>>,
        /// The files that anybody may read.
        files: Vec<FileRead>,
        /// How many files are not for publication.
        withheld: usize,
    },
}

/// What only the restricted edition has.
#[derive(Debug, Clone)]
pub struct ClosedPart {
    /// Which copy this is; nothing for a working copy.
    pub copy: Option<Copy>,
    /// What is closed, in the order in which it went out.
    pub entries: Vec<ClosedEntry>,
}

/// An item, or what of it is closed.
#[derive(Debug, Clone)]
pub struct ClosedEntry {
    /// Whose issue it came with.
    pub issue: i64,
    /// The item.
    pub item: Id<Item>,
    /// How it is named: `D1`.
    pub reference: String,
    /// What it is really called.
    pub title: String,
    /// Its paper, where the item is closed.
    pub paper: Option<Box<Paper>>,
    /// Its closed files.
    pub files: Vec<FileRead>,
}

/// A file, read.
#[derive(Debug, Clone)]
pub struct FileRead {
    /// What it is called.
    pub title: String,
    /// What it holds.
    pub body: Body,
}

/// What a file holds.
#[derive(Debug, Clone)]
pub enum Body {
    /// A PDF, to be bound in.
    Pdf {
        /// The file.
        bytes: Vec<u8>,
        /// For each page, whether it is wider than tall.
        sideways: Vec<bool>,
        /// Why it is not accessible; nothing when it is.
        inaccessible: Option<&'static str>,
    },
    /// A Word document, read.
    Word(Word),
}

/// A numbered copy of the restricted edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Its id.
    pub id: Id<Copy>,
    /// Its number, from 1.
    pub number: i64,
    /// The seat it is for.
    pub seat: Id<concordat_partnership::Seat>,
    /// What the seat and its body are called.
    pub holder: String,
    /// When it was sent.
    pub sent_on: Date,
    /// When receipt was confirmed.
    pub received_on: Option<Date>,
}

impl Kind for Copy {
    const NAME: &'static str = "meeting_copy";
}
