//! Accounts and movements in the words of the trade.

use concordat_kernel::{Id, Money, jiff::civil::Date};

use super::Books;
use crate::{
    Pot, PotState, Project,
    rules::ledger::{EntryKind, Movement, Place},
};

/// What every movement of one doing has in common.
#[derive(Debug, Clone)]
pub(super) struct Moving {
    /// The day that it counts for.
    pub(super) on: Date,
    /// What it is for, as `kind/id`.
    pub(super) about: Option<String>,
    /// What it is for, in words.
    pub(super) words: String,
}

impl Moving {
    pub(super) fn new(on: Date, about: impl Into<Option<String>>, words: impl Into<String>) -> Self {
        Self { on, about: about.into(), words: words.into() }
    }

    /// A movement of the award itself or of a pot.
    pub(super) fn of_award(
        &self,
        kind: EntryKind,
        (from, to): (Place, Place),
        pot: Option<Id<Pot>>,
        amount: Money,
    ) -> Movement {
        Movement {
            kind,
            from,
            to,
            pot: pot.map(Id::uuid),
            project: None,
            amount,
            on: self.on,
            about: self.about.clone(),
            words: self.words.clone(),
        }
    }

    /// A movement of a project.
    pub(super) fn of_project(
        &self,
        kind: EntryKind,
        way: (Place, Place),
        project: Id<Project>,
        pot: Option<Id<Pot>>,
        amount: Money,
    ) -> Movement {
        Movement { project: Some(project.uuid()), ..self.of_award(kind, way, pot, amount) }
    }
}

/// Where the free money of a project's source is: the up-front part, or its pot while that is open.
pub(super) fn free(pot: Option<Id<Pot>>) -> Place {
    if pot.is_some() { Place::Open } else { Place::Available }
}

/// Where money goes that a project does not need: back to where it came from. A pot that is not open holds it.
pub(super) fn home(pot: Option<&Pot>, on: Date) -> Place {
    match pot {
        None => Place::Available,
        Some(pot) if pot.state_on(on) == PotState::Opened => Place::Open,
        Some(_) => Place::Held,
    }
}

impl Books {
    /// What of a project is in one place.
    pub(super) fn of_project(&self, place: Place, project: Id<Project>) -> Money {
        self.ledger().balance(place, Some(project.uuid()))
    }

    /// Writes back what a project has allocated, approved and committed and not spent.
    pub(super) fn write_back_all(
        &mut self,
        project: &Project,
        pot: Option<&Pot>,
        moving: &Moving,
    ) -> concordat_kernel::Result<Money> {
        let home = home(pot, moving.on);
        let committed = self.of_project(Place::Committed, project.id);
        let back = (Place::Committed, Place::Approved);
        self.post(moving.of_project(EntryKind::WriteBack, back, project.id, project.pot, committed))?;
        let mut all = Money::ZERO;
        for place in [Place::Approved, Place::Allocated] {
            let left = self.of_project(place, project.id);
            self.post(moving.of_project(EntryKind::WriteBack, (place, home), project.id, project.pot, left))?;
            all = all + left;
        }
        Ok(all)
    }
}
