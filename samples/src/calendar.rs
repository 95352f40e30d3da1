//! The county's own time: a clock that goes from one thing that happened to the next.

use concordat_access::{Actor, Ctx};
use concordat_kernel::{
    Chance, Clock, Problem,
    jiff::{SignedDuration, Timestamp},
};

/// A clock that stands where the story is. It never goes back, and never past the present.
pub(crate) struct Calendar {
    clock: Clock,
    chance: Chance,
    present: Timestamp,
    /// The year in which the current financial year began.
    pub(crate) year: i16,
}

impl Calendar {
    /// Begins on the first working days of March before the year before, when the county took the program into use.
    pub(crate) fn new(ctx: &Ctx) -> Result<Self, Problem> {
        let today = ctx.clock.today();
        let year = if today.month() >= 4 { today.year() } else { today.year() - 1 };
        let begins = moment(year - 2, "03-03 09:00")?;
        let clock = Clock::fixed(begins);
        Ok(Self { clock, chance: ctx.chance.clone(), present: ctx.clock.now(), year })
    }

    /// The circumstances of the next thing done, by this actor.
    pub(crate) fn ctx(&self, actor: Actor) -> Ctx {
        Ctx::new(actor, self.clock.clone(), self.chance.clone())
    }

    /// The operator's.
    pub(crate) fn operator(&self) -> Ctx {
        self.ctx(Actor::Operator)
    }

    /// The present.
    pub(crate) fn present(&self) -> Timestamp {
        self.present
    }

    /// Whether this moment has come.
    pub(crate) fn has_come(&self, at: Timestamp) -> bool {
        at <= self.present
    }

    /// Goes on to a moment; to the present when it lies beyond.
    pub(crate) fn go_to(&self, at: Timestamp) {
        let by = at.min(self.present).duration_since(self.clock.now());
        if by > SignedDuration::ZERO {
            self.clock.advance(by);
        }
    }

    /// A minute passes.
    pub(crate) fn tick(&self) {
        self.go_to(self.clock.now() + SignedDuration::from_mins(1));
    }

    /// The story has caught up.
    pub(crate) fn go_to_the_present(&self) {
        self.go_to(self.present);
    }
}

/// `09-15 10:00` in the financial year that begins in `year`; before April it is the year after.
pub(crate) fn moment(year: i16, on: &str) -> Result<Timestamp, Problem> {
    let year = if on < "04" { year + 1 } else { year };
    let text = format!("{year:04}-{}:00Z", on.replace(' ', "T"));
    text.parse().map_err(|e| Problem::new(format!("reading the sample's day `{on}`"), e))
}
