//! The notebook: findings with what somebody makes of them, and words alone, such as what victims said, in the order in which an
//! assessment is to say them. Findings are made anew from the records in use, under the rule for small numbers, each time the
//! notebook is drawn.

mod assemble;
mod store;

use concordat_kernel::{Id, Kind, Period, jiff::Timestamp};
use serde::Serialize;

pub use assemble::{Assembled, assemble, report};
pub use store::{add, change, notes, withdraw};

pub(crate) use store::SOME_NOTE;

/// An entry of the notebook.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Note {
    /// Which one.
    pub id: Id<Note>,
    /// Where it stands.
    pub position: i64,
    /// What it is called.
    pub heading: String,
    /// What somebody makes of it.
    pub words: String,
    /// The finding that it is about.
    pub about: Option<About>,
    /// Who wrote it.
    pub written_by: String,
    /// When.
    pub written_at: Timestamp,
    /// Counts its changes.
    pub version: i64,
}

/// The finding that an entry is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct About {
    /// The finding's name.
    pub finding: String,
    /// The lens's name.
    pub lens: String,
    /// The months.
    pub window: Period,
    /// The key of its last step when it was taken in.
    pub step_key: String,
}

impl Kind for Note {
    const NAME: &'static str = "evidence_note";
}
