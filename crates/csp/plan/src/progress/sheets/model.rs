use std::collections::BTreeMap;

use concordat_kernel::{jiff::civil::Date, kind};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(crate) use crate::progress::values::AskedMeasure;

kind!(
    /// A spreadsheet with a lead's answers that came in, on its way into the record.
    Reply, "plan_reply"
);

/// What one lead is asked in one round, as its spreadsheet shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The request: the file's own mark.
    pub(crate) request: Uuid,
    pub(crate) plan: String,
    pub(crate) round: String,
    pub(crate) lead: String,
    pub(crate) due_on: Date,
    pub(crate) actions: Vec<AskedAction>,
}

/// An action that the lead is asked about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct AskedAction {
    pub(crate) id: Uuid,
    pub(crate) number: String,
    /// With its label.
    pub(crate) objective: String,
    /// When it is due, in words.
    pub(crate) due: String,
    pub(crate) last: Option<Last>,
    pub(crate) measures: Vec<AskedMeasure>,
    /// What was saved or sent so far: the file starts from there.
    pub(crate) said: Entry,
    /// What was said is an update already, and nothing that is only saved.
    pub(crate) sent: bool,
    /// The addresses added as evidence for this request.
    pub(crate) evidence: Vec<String>,
}

/// What was said of an action last time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Last {
    /// The state's word.
    pub(crate) state: String,
    pub(crate) words: String,
    pub(crate) help: String,
    /// `4 March 2027`.
    pub(crate) on: String,
}

/// What a lead says of an action: empty texts where nothing was said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The state's word.
    pub(crate) state: String,
    pub(crate) words: String,
    pub(crate) done_on: Option<Date>,
    pub(crate) help: String,
    /// The address of what shows it.
    pub(crate) evidence: String,
    /// Values as typed, by measure.
    pub(crate) values: BTreeMap<Uuid, String>,
}

impl Entry {
    /// Whether nothing at all was said.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A spreadsheet as it was read: what it says, and what about it a person has to know.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Reading {
    /// By action.
    pub(crate) said: BTreeMap<Uuid, Entry>,
    pub(crate) findings: Vec<Finding>,
}

/// Something in a file that is not taken over as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Finding {
    pub(crate) sheet: String,
    /// From 1, as the program that made the file counts; none for the sheet as a whole.
    pub(crate) row: Option<u32>,
    /// Its letter, and its heading when it has one.
    pub(crate) column: String,
    pub(crate) weight: Weight,
    /// What the cell says, shortened.
    pub(crate) saw: String,
    /// What is wrong with it, and what became of it.
    pub(crate) what: String,
    pub(crate) remedy: String,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Weight {
    /// An answer is left out because of it.
    LeftOut,
    /// Good to know: no answer is lost.
    Note,
}
