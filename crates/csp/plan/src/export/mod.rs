//! The plan on its way out: PDF, XLSX, DOCX and JSON, all made from the record.
//!
//! Each is a function from a [`RecordedPlan`] to bytes: the same plan and the same moment give the
//! same file. The spreadsheet and the Word document are for partners to edit and send back, so they
//! carry each action's id, and reading an untouched one gives the plan's own draft again.

mod cells;
pub(crate) mod docx;
mod name;
pub(crate) mod package;
mod paper;
#[cfg(test)]
mod tests;
pub(crate) mod xlsx;

pub use docx::docx;
pub use name::file_name;
pub use paper::paper;
pub use xlsx::xlsx;

use crate::RecordedPlan;

/// The plan as JSON: what `plan import --dry-run --json` prints, less its oddities.
pub fn json(plan: &RecordedPlan) -> String {
    // By way of a value, because a draft has nothing that JSON cannot say: no file to fail on and no
    // key that is not a text.
    format!("{:#}\n", serde_json::json!(plan.draft()))
}
