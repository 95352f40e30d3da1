//! What was odd in a file, where, what it looked like and what was done about it.

use serde::{Deserialize, Serialize};

/// The kinds of oddity. Printed in kebab case; the words are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// A "Page 9" marker stood inside a number cell.
    PageMarkerInNumber,
    /// A page marker stood alone between rows.
    PageMarker,
    /// A number that lost a part was completed from its neighbours.
    NumberRepaired,
    /// An action without a number was given the next one.
    NumberGiven,
    /// Two actions carry the same number; both are kept.
    NumberRepeated,
    /// A row continued over a page was joined to its first half.
    RowSplitOverPages,
    /// A table's header came again within one priority.
    HeaderRepeated,
    /// A column is called something else than in the table before.
    HeaderRenamed,
    /// A header row was continued on the next page.
    HeaderSplit,
    /// A list lost its bullets and seems to hold several things.
    BulletsLost,
    /// A list of one thing lost its bullet.
    BulletMissing,
    /// A further row of an action names no lead.
    LeadInherited,
    /// A further row of an action names another lead.
    LeadDiffers,
    /// An action names no lead.
    LeadMissing,
    /// A column this record has no place for.
    UnknownColumn,
    /// The column of our own files that says how an action is going was written in.
    StatusNotRead,
    /// A row has more cells than its header.
    CellBeyondHeader,
    /// A name nearly matches a known body.
    BodyNearMiss,
    /// The plan's title came again at the top of a page.
    RunningTitle,
    /// The title was marked as a draft.
    DraftMark,
    /// The file names no title.
    TitleFromFileName,
    /// The file names no period.
    PeriodMissing,
    /// The years were read as April to March.
    PeriodAssumed,
    /// A priority was told from a heading without the word "Priority".
    PriorityFromHeading,
    /// A table stood under no priority.
    PriorityMissing,
    /// The key explains colours that the file no longer shows.
    ColoursLost,
    /// The file is not in UTF-8; it was read as Windows-1252.
    #[serde(rename = "encoding-windows-1252")]
    EncodingWindows1252,
    /// Text marked as deleted was left out.
    DeletedTextDropped,
    /// Text marked as inserted was kept.
    InsertedTextKept,
    /// A hidden sheet was left out.
    HiddenSheet,
    /// Something inside the plan that has no place.
    NotPlaced,
}

/// One oddity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Oddity {
    /// Its kind.
    pub code: Code,
    /// The number of the action it concerns.
    pub action: Option<String>,
    /// The line it stood on, from 1.
    pub line: u32,
    /// What was seen.
    pub saw: String,
    /// What was done.
    pub did: String,
}

/// As much of a text as a report needs.
const LONGEST_SAW: usize = 200;

impl Oddity {
    /// An oddity of the file or of a priority.
    pub(crate) fn new(code: Code, line: u32, saw: &str, did: impl Into<String>) -> Self {
        Self { code, action: None, line, saw: shorten(saw), did: did.into() }
    }

    /// An oddity of one action.
    pub(crate) fn of(action: &str, code: Code, line: u32, saw: &str, did: impl Into<String>) -> Self {
        Self { action: Some(action.to_owned()), ..Self::new(code, line, saw, did) }
    }
}

/// The start of a text, cut at a character and marked when something is left off.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SAW) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
