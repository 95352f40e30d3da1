use concordat_kernel::{Holidays, Id, Result, jiff::civil::Date};
use concordat_store::Tx;

use super::{editions, holidays};
use crate::{
    Body, Group, Seat,
    terms::{
        model::{OfficeHolder, Terms},
        notice::{LastDay, last_day},
        quorum::{Attendee, Quorum, Seated, Successions, quorum},
    },
};

/// How a group conducts itself on a day: the terms in force, who holds its seats, who is in office, and when offices
/// are shut.
#[derive(Debug, Clone)]
pub struct Conduct {
    /// The group.
    pub group: Group,
    /// The day that this is about.
    pub day: Date,
    /// The edition in force that day, if any had been agreed.
    pub terms: Option<Terms>,
    /// Every seat of the group, ended ones too.
    pub seats: Vec<Seat>,
    /// Every body.
    pub bodies: Vec<Body>,
    /// Which took over from which.
    pub successions: Successions,
    /// The bodies seated that day.
    pub seated: Seated,
    /// Who is and was in office, newest first.
    pub offices: Vec<OfficeHolder>,
    /// When offices are shut.
    pub holidays: Holidays,
}

impl Conduct {
    /// The last day for papers by the group's own rule; nothing when its terms state none.
    pub fn last_day(&self) -> Option<LastDay> {
        let (unit, days, _) = self.terms.as_ref()?.notice()?;
        last_day(unit, days, self.day, &self.holidays)
    }

    /// Whether those who were there may decide, by the group's own rule; nothing when its terms state none.
    pub fn quorum(
        &self,
        attendees: &[Attendee],
        at: Option<concordat_kernel::jiff::civil::Time>,
    ) -> Option<Quorum> {
        let (basis, needed, _) = self.terms.as_ref()?.quorum()?;
        Some(quorum(basis, needed, &self.seated, &self.successions, attendees, at))
    }

    /// What a body is called for short.
    pub fn name_of(&self, body: Id<Body>) -> &str {
        let found = self.bodies.iter().find(|known| known.id == body);
        found.map_or("a body no longer listed", |body| body.short_name.as_deref().unwrap_or(&body.name))
    }
}

/// How a group conducts itself on a day: for slices in the middle of their own work, who have asked the door about
/// their own thing.
///
/// # Errors
/// When there is no such group, or the store does not answer.
pub async fn conduct(tx: &mut Tx, group: Id<Group>, day: Date) -> Result<Conduct> {
    let file = editions::file(tx, group).await?;
    let terms = file.in_force(day).cloned();
    Ok(Conduct {
        day,
        terms,
        successions: Successions::among(&file.bodies),
        seated: Seated::on(&file.seats, day),
        holidays: holidays::all(tx).await?.into_iter().map(|holiday| holiday.day).collect(),
        group: file.group,
        seats: file.seats,
        bodies: file.bodies,
        offices: file.offices,
    })
}
