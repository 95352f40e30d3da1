//! What is counted: a measure's kind, baseline, target and series of values.

mod model;
mod number;
mod pages;
mod rules;
mod rules_tests;
mod store;
mod suggest;
pub mod urls;

#[cfg(test)]
pub(crate) mod stories;

pub use model::{
    Better, GivenValue, Kind, Measure, MeasureSeries, Setting, Typed, Value, period_words, quarter_of,
};
pub use number::{Amount, Said, read};
pub use rules::{Course, check_setting, course, off_course};
pub(crate) use store::{ANY_VALUE, carry};
pub use store::{add_value, history, measure, measures_of_plan, of_plan, readable, record, set};
pub use suggest::{Suggestion, suggest};

pub(crate) use pages::{action_sections, forms, link, places, routes, views};

use concordat_access::Ctx;
use concordat_kernel::Result;
use concordat_store::Store;
use concordat_web::{PaperSample, Waiting};

pub(crate) fn papers() -> Vec<PaperSample> {
    Vec::new()
}

/// What of this theme waits for the asker: nothing, since what is off course is raised as an exception.
#[expect(clippy::unused_async, reason = "the themes are asked alike")]
pub(crate) async fn waits_for(_store: &Store, _ctx: &Ctx) -> Result<Vec<Waiting>> {
    Ok(Vec::new())
}
