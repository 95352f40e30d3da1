//! The plan as a Word document.

pub(crate) mod body;

use concordat_kernel::{Mark, Problem, jiff::Timestamp};
use concordat_report::word::bundle;

use crate::{RecordedPlan, import::tidy, strategies::model::Money};

/// The plan as a Word document that partners can edit and send back; `money` is what was said of how certain it is.
///
/// # Errors
/// When the file cannot be packed.
pub fn docx(plan: &RecordedPlan, money: &Money, mark: Mark, made_at: Timestamp) -> Result<Vec<u8>, Problem> {
    bundle(&tidy(&plan.head.title), mark, made_at, body::document(plan, money))
}
