use concordat_kernel::{Holidays, Id, Result, jiff::civil::Date};
use concordat_store::Tx;

use super::{editions, holidays, spoken_for::spoken_for};
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
    /// Which took over from which, and for whom a seat of this group speaks: a body that is spoken for stands for the
    /// one that holds the seat.
    pub successions: Successions,
    /// The bodies that each seat of this group speaks for beside the one that holds it.
    pub spoken_for: Vec<(Id<Seat>, Id<Body>)>,
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
    let held = |seat: &&Seat| seat.active_from.is_none_or(|first| first <= day) && !seat.has_ended(day);
    let seats: Vec<&Seat> = file.seats.iter().filter(held).collect();
    let mut spoken = spoken_for(tx).await?;
    spoken.retain(|(seat, _)| seats.iter().any(|held| held.id == *seat));
    // A body with a seat of its own stands for itself.
    let through = spoken.iter().filter_map(|(seat, body)| {
        let seat = seats.iter().find(|held| held.id == *seat)?;
        let own = seats.iter().any(|held| held.body == *body);
        (!own).then_some((*body, seat.body))
    });
    let successions = Successions::of(Successions::pairs(&file.bodies).chain(through));
    Ok(Conduct {
        spoken_for: spoken,
        day,
        terms,
        successions,
        seated: Seated::on(&file.seats, day),
        holidays: holidays::all(tx).await?.into_iter().map(|holiday| holiday.day).collect(),
        group: file.group,
        seats: file.seats,
        bodies: file.bodies,
        offices: file.offices,
    })
}
