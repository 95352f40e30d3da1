//! The rows of a file that were refused.

use concordat_kernel::Result;
use concordat_steps::{Analyst, Input, Question, Source, Step, Table};

use crate::{records::shapes::REFUSED, store::Entry};

/// How many refused rows a page shows.
pub const SHOWN: usize = 100;

const FIRST: Step = Step {
    name: "first_refused",
    sql: "\
SELECT line,
       reason
FROM refused
ORDER BY line
LIMIT 100",
};

/// The first refused rows, by line.
///
/// # Errors
/// When the part is missing or damaged.
pub async fn refused(analyst: &dyn Analyst, entry: &Entry) -> Result<Table> {
    let parts = if entry.refused > 0 { vec![entry.part(REFUSED)] } else { Vec::new() };
    let question = Question {
        tables: vec![Input::new(REFUSED, Source::Parts(parts))],
        values: Vec::new(),
        steps: vec![FIRST],
    };
    let mut answers = analyst.ask(&question, &[FIRST.name]).await?;
    Ok(answers.pop().unwrap_or_default())
}
