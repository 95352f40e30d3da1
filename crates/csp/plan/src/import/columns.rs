//! The columns of an action table. The names are what our own exports write; a plan from
//! elsewhere is matched by what its headers ask for.

/// The record's id of an action. Its presence marks a file as an export of ours.
pub const ID: &str = "Concordat id";
/// The priority, in a table that has it as a column.
pub const PRIORITY: &str = "Priority";
/// `Priority` or `Shared`.
pub const PRIORITY_KIND: &str = "Priority kind";
/// The priority's leads, split as [`LEAD`].
pub const PRIORITY_LEAD: &str = "Priority lead";
/// The priority's aim.
pub const PRIORITY_AIM: &str = "Priority aim";
/// The priority's notes, one a line.
pub const PRIORITY_NOTES: &str = "Priority notes";
/// The action's number without its star.
pub const NUMBER: &str = "No.";
/// Whether it is starred: `Yes` or `No`.
pub const STAR: &str = "Star";
/// The objective's own label.
pub const LABEL: &str = "Label";
/// The objective after its label.
pub const OBJECTIVE: &str = "Objective";
/// The steps, each a line that begins with a bullet.
pub const STEPS: &str = "Actions";
/// The measures, each a line that begins with a bullet.
pub const MEASURES: &str = "Measures";
/// When, as [`Timescale`](super::Timescale) displays it.
pub const TIMESCALE: &str = "Timescale";
/// The leads joined by ` / `, then ` - (project liaison)` when there is a note.
pub const LEAD: &str = "Lead agency";
/// The funding note; `Yes` when there is none, `No` when it is not funded.
pub const FUNDED: &str = "Funded";
/// `Not known`, `No`, `Yes`, or `Yes: ` and what it links to, joined by ` / `.
pub const LINKED: &str = "Linked";
/// The action's state in the record. Written for the reader, never read back.
pub const STATUS: &str = "Status (not read back)";
/// How certain the money is, as somebody said in the record. Never read back.
pub const MONEY: &str = "Money (not read back)";
/// Which steps of the row are stood down, when and why. Never read back.
pub const STOOD_DOWN: &str = "Stood down (not read back)";
/// The columns that are written for the reader only.
pub const NOT_READ_BACK: [&str; 3] = [STATUS, MONEY, STOOD_DOWN];
