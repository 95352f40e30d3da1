//! What of a group's rules comes round: reviews of its terms and of its chairs, and signatures that are missing. Pure.

use concordat_kernel::{
    Id,
    jiff::{ToSpan as _, civil::Date},
};

use super::model::{Office, OfficeHolder, Rule, Sharing, Terms};
use crate::{Body, terms::quorum::Successions};

/// Something that comes round, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// What.
    pub what: What,
    /// The day by which it should have happened.
    pub on: Date,
}

/// What comes round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The terms are to be reviewed.
    Review,
    /// Whoever holds this office is to be elected or confirmed anew.
    Appointment(Office),
}

impl Due {
    /// Whether the day has come, or is near enough to be spoken of: within 60 days.
    pub fn is_near(&self, today: Date) -> bool {
        today.checked_add(60.days()).is_ok_and(|horizon| self.on <= horizon)
    }
}

/// What comes round for a group whose terms these are, soonest first.
pub fn due(terms: &Terms, offices: &[OfficeHolder]) -> Vec<Due> {
    let mut found = Vec::new();
    for (rule, _) in terms.rules() {
        match rule {
            Rule::Review(months) => {
                let on = terms.agreed.as_ref().and_then(|agreed| after(agreed.on, months));
                found.extend(on.map(|on| Due { what: What::Review, on }));
            }
            Rule::Appointment(office, _, Some(months)) => {
                let holder = offices
                    .iter()
                    .filter(|held| held.office == office && held.until.is_none())
                    .max_by_key(|held| held.since);
                let on = holder.and_then(|held| after(held.since, months));
                found.extend(on.map(|on| Due { what: What::Appointment(office), on }));
            }
            _ => {}
        }
    }
    found.sort_by_key(|due| due.on);
    found
}

fn after(day: Date, months: u32) -> Option<Date> {
    day.checked_add(i64::from(months).months()).ok()
}

/// The bodies among `members` that have not signed the newest version: a signature of a body counts for the one that
/// took over from it.
pub fn unsigned(
    newest: Id<Sharing>,
    signatures: &[(Id<Sharing>, Id<Body>)],
    members: &[Id<Body>],
    successions: &Successions,
) -> Vec<Id<Body>> {
    let signed: Vec<Id<Body>> = signatures
        .iter()
        .filter(|(sharing, _)| *sharing == newest)
        .map(|(_, body)| successions.stands_for(*body))
        .collect();
    let mut missing: Vec<Id<Body>> = members.to_vec();
    missing.retain(|body| !signed.contains(&successions.stands_for(*body)));
    missing.dedup();
    missing
}
