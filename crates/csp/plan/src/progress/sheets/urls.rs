//! Where the spreadsheets are.

use concordat_kernel::Id;

use super::model::Reply;
use crate::progress::model::{Request, Round};

/// A lead's spreadsheet.
pub const SHEET: &str = "/requests/{plan_request}/answers.xlsx";
/// The spreadsheets of a round: taken away, and brought back.
pub const REPLIES: &str = "/rounds/{plan_round}/spreadsheets";
/// A spreadsheet that came in.
pub const REPLY: &str = "/replies/{plan_reply}";
/// Using it.
pub const USE: &str = "/replies/{plan_reply}/use";
/// Setting it aside.
pub const DISCARD: &str = "/replies/{plan_reply}/discard";
/// Answering by spreadsheet, for whoever came by a link.
pub const GUEST: &str = "/answer/spreadsheet";
/// The spreadsheet of whoever came by a link.
pub const GUEST_SHEET: &str = "/answer/spreadsheet/answers.xlsx";
/// A spreadsheet that came in by a link.
pub const GUEST_REPLY: &str = "/answer/replies/{plan_reply}";
/// Using it.
pub const GUEST_USE: &str = "/answer/replies/{plan_reply}/use";
/// Setting it aside.
pub const GUEST_DISCARD: &str = "/answer/replies/{plan_reply}/discard";

/// A lead's spreadsheet.
pub fn sheet(request: Id<Request>) -> String {
    format!("/requests/{request}/answers.xlsx")
}

/// The spreadsheets of a round.
pub fn replies(round: Id<Round>) -> String {
    format!("/rounds/{round}/spreadsheets")
}

/// A spreadsheet that came in.
pub fn reply(id: Id<Reply>) -> String {
    format!("/replies/{id}")
}

/// A spreadsheet that came in by a link.
pub fn guest_reply(id: Id<Reply>) -> String {
    format!("/answer/replies/{id}")
}
