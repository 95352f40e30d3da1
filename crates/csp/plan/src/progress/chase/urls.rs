//! Where the chase list is.

use concordat_kernel::Id;

use crate::progress::model::Round;

/// Who has not answered in a round.
pub const CHASE: &str = "/rounds/{plan_round}/chase";
/// Sending the reminders that are due.
pub const SEND: &str = "/rounds/{plan_round}/chase/send";
/// Who is told when a lead stays silent.
pub const FURTHER: &str = "/rounds/{plan_round}/chase/further";

/// Who has not answered in a round.
pub fn chase(round: Id<Round>) -> String {
    format!("/rounds/{round}/chase")
}

/// Sending the reminders that are due.
pub fn send(round: Id<Round>) -> String {
    format!("/rounds/{round}/chase/send")
}

/// Who is told when a lead stays silent.
pub fn further(round: Id<Round>) -> String {
    format!("/rounds/{round}/chase/further")
}
