#![doc = include_str!("../README.md")]

mod calendar;
mod evidence;
mod exceptions;
mod grown;
mod mail;
mod measures;
mod meetings;
mod money;
mod partnership;
mod people;
mod plans;
mod progress;
mod strategies;
mod terms;
mod versions;
mod year;

#[cfg(test)]
mod tests;

pub use grown::{Size, grow};
pub use people::{PASSWORD, SECOND_FACTOR, SamplePerson};

use concordat_access::Ctx;
use concordat_kernel::{Id, Result};
use concordat_partnership::Group;
use concordat_plan::{Import, Plan};
use concordat_steps::Analyst;
use concordat_store::Store;

use crate::calendar::Calendar;

/// What was loaded, for whoever wants to begin somewhere.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Everybody, in the order of the list.
    pub people: Vec<SamplePerson>,
    /// The partnership itself: the group that the plans belong to.
    pub group: Id<Group>,
    /// The plan of the current financial year.
    pub plan: Id<Plan>,
    /// The plan of the year before.
    pub last_plan: Id<Plan>,
    /// A partner's spreadsheet, waiting to be looked through.
    pub staged: Id<Import>,
    /// The cookie of an officer who is signed in, second factor and all.
    pub session: String,
}

/// Fills an empty record, and writes the parts of its evidence through the analyst. `ctx` is the operator's; its clock says which year it is.
///
/// # Errors
/// When the record is not empty, or the store does not answer.
pub async fn load(store: &Store, analyst: &dyn Analyst, ctx: &Ctx) -> Result<Sample> {
    let calendar = Calendar::new(ctx)?;
    let places = partnership::load(store, &calendar).await?;
    let mut people = people::load(store, &calendar, &places).await?;
    let seats = partnership::add_seats(store, &calendar, &places, &people).await?;
    terms::load(store, &calendar, &places, &seats).await?;
    let plans = Box::pin(year::live(store, &calendar, &places, &mut people, &seats)).await?;
    calendar.go_to_the_present();
    money::load(store, &calendar, &places, &people, &plans).await?;
    mail::load(store, &calendar, &people).await?;
    evidence::load(store, analyst, &calendar).await?;
    let session = people.finish(store, &calendar).await?;
    Ok(Sample {
        group: places.group("partnership")?,
        plan: plans.plan("plan")?,
        last_plan: plans.plan("last-plan")?,
        staged: plans.staged("reply")?,
        people: people.listed(),
        session,
    })
}
