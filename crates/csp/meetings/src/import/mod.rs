//! Reading a past meeting from the text that committee systems publish: an agenda, minutes, or both in one file. Pure:
//! text in, what was found and every oddity out.

mod agenda;
mod lines;
mod minutes;
mod resolutions;
#[cfg(test)]
mod tests;

use concordat_kernel::{
    Month, Refusal,
    jiff::civil::{Date, Time},
};

use crate::{AgendaPart, ChairedAs, DecisionKind};

/// What was found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// What the file calls the group.
    pub group: Option<String>,
    /// The agenda.
    pub agenda: Option<AgendaDraft>,
    /// The minutes.
    pub minutes: Option<MinutesDraft>,
    /// What is odd, in the order of the lines.
    pub oddities: Vec<Oddity>,
}

/// An agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaDraft {
    /// The day of the meeting.
    pub held_on: Date,
    /// When it begins, when that is said.
    pub begins: Option<Time>,
    /// Its items, in order.
    pub items: Vec<AgendaItem>,
}

/// An item of an agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaItem {
    /// The part and the place that its reference names.
    pub reference: Reference,
    /// Its title, without the pages of its paper.
    pub title: String,
}

/// How an item is named: `B1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// The part.
    pub part: AgendaPart,
    /// The place in it.
    pub place: u32,
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.part.word(), self.place)
    }
}

/// Minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesDraft {
    /// The day of the meeting.
    pub held_on: Date,
    /// Those listed as present.
    pub present: Vec<String>,
    /// Those listed as in attendance.
    pub in_attendance: Vec<String>,
    /// Those who sent apologies.
    pub apologies: Vec<String>,
    /// Who was in the chair, when that is said.
    pub chaired: Option<(String, ChairedAs)>,
    /// The minutes, in order.
    pub items: Vec<MinuteItem>,
}

/// A minute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinuteItem {
    /// Its number.
    pub number: i64,
    /// What it is called.
    pub title: String,
    /// The item of the agenda that it is of.
    pub reference: Option<Reference>,
    /// What it says, paragraphs with an empty line between.
    pub text: String,
    /// What was resolved, in the words of the file.
    pub resolutions: Vec<String>,
    /// The decisions in it: a resolution may hold several.
    pub decisions: Vec<Resolved>,
    /// The line it begins on, from 1.
    pub line: usize,
}

/// A decision that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// What it does.
    pub kind: DecisionKind,
    /// In the words of the file.
    pub text: String,
    /// By when a further update is to come.
    pub due: Option<Month>,
}

/// Something odd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oddity {
    /// What sort, as a word that does not change.
    pub code: &'static str,
    /// The line, from 1; 0 when it is about the whole file.
    pub line: usize,
    /// What is odd, and what was done about it or is to be done.
    pub message: String,
}

impl Oddity {
    fn new(code: &'static str, line: usize, message: impl Into<String>) -> Self {
        Self { code, line, message: message.into() }
    }
}

/// Reads a file's text.
///
/// # Errors
/// When there is neither an agenda nor minutes in it, or the day of a meeting cannot be read.
pub fn read(text: &str) -> Result<Draft, Refusal> {
    let lines = lines::of(text);
    let mut draft = Draft::default();
    let begins = minutes::beginning(&lines);
    let (before, after) = lines.split_at(begins.unwrap_or(lines.len()));
    draft.agenda = agenda::read(before, &mut draft.oddities)?;
    if begins.is_some() {
        draft.minutes = Some(minutes::read(after, &mut draft.oddities)?);
    }
    draft.group = minutes::group(after).or_else(|| agenda::group(before));
    if draft.agenda.is_none() && draft.minutes.is_none() {
        return Err(Refusal::rule(
            "There is neither an agenda nor minutes in this file. An agenda has lines such as “B1 Action plan”, and minutes \
             begin with a line such as “Minutes of a meeting of the board held on Thursday, 24 March 2022”.",
        ));
    }
    draft.oddities.sort_by_key(|oddity| oddity.line);
    Ok(draft)
}
