//! Claims by link: a small provider claims for its project, and says what it delivered, without an account.
//!
//! A pass is made out to one person for one project. It works until it is stopped, grows too old, or the project ends;
//! what was claimed by it stays. Whoever holds one sees what was claimed by link for the project and what remains, and
//! nothing else of the money.

pub(crate) mod guest;
pub(crate) mod letter;
mod store;

pub use guest::Guest;
pub use store::{NewPass, make_link, make_pass, passes, stop_pass};

pub(crate) use guest::title_of_pass;
pub(crate) use store::{ANY_PASS, project_to_share, tell, used};

use concordat_access::{Action, ResourceKind};
use concordat_kernel::{
    Id, Kind, Sensitivity,
    jiff::{SignedDuration, Timestamp, civil::Date},
};

use crate::Project;

/// Reading who holds links, and at which addresses.
pub const VIEW_PASSES: Action = Action::new(Pass::NAME, "view");
/// Making a pass out, or another link to it.
pub const MAKE_PASS: Action = Action::new(Pass::NAME, "make");
/// Stopping a pass.
pub const REVOKE_PASS: Action = Action::new(Pass::NAME, "revoke");
/// Looking at a link.
pub const OPEN: Action = Action::new(VISIT, "open");
/// Beginning a visit by a link.
pub const START: Action = Action::new(VISIT, "start");
/// Reading, by a link, what a project may still claim and what was claimed.
pub const VIEW_VISIT: Action = Action::new(VISIT, "view");

/// What a guest is asked about at the door: a project as its link shows it.
const VISIT: &str = "grants_visit";

/// The kinds of this theme.
pub(crate) const KINDS: [ResourceKind; 2] = [
    ResourceKind {
        name: Pass::NAME,
        actions: &["view", "make", "revoke"],
        sensitivities: &[Sensitivity::Restricted],
    },
    ResourceKind { name: VISIT, actions: &["open", "start", "view"], sensitivities: &[Sensitivity::Partner] },
];

/// A way in to one project without an account, made out to one person.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Pass {
    /// Its id; what is done with it is recorded under it.
    pub id: Id<Pass>,
    /// The project that it opens.
    pub project_id: Id<Project>,
    /// To whom it is made out.
    pub name: String,
    /// Where its letters go.
    pub email: String,
    /// When it was made.
    pub made_at: String,
    /// By whom: an actor's word.
    pub made_by: String,
    /// When it stops working by itself.
    pub expires_at: String,
    /// When it was stopped.
    pub revoked_at: Option<String>,
    /// When something was last done with it.
    pub last_used_at: Option<String>,
}

impl Kind for Pass {
    const NAME: &'static str = "grants_pass";
}

impl Pass {
    /// Whether it has neither been stopped nor grown too old.
    pub fn is_good(&self, now: Timestamp) -> bool {
        let expires = self.expires_at.parse().unwrap_or(Timestamp::MIN);
        self.revoked_at.is_none() && now < expires
    }
}

/// How long a pass works after the last day of what it is for: final claims come in the months after. Our own choice;
/// a project that is completed or cancelled ends it sooner.
const DAYS_AFTER: i64 = 90;

/// When a pass stops working that is made now for a project whose last day, or its award's, is this one.
fn expires(now: Timestamp, last: Date) -> Timestamp {
    let last = last.at(23, 59, 0, 0).in_tz("Europe/London").map_or(now, |last| last.timestamp());
    now.max(last).checked_add(SignedDuration::from_hours(24 * DAYS_AFTER)).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod stories;

#[cfg(test)]
mod tests {
    use concordat_kernel::jiff::civil::date;

    use super::*;

    #[test]
    fn a_pass_works_for_ninety_days_after_the_last_day_or_from_now() {
        let now: Timestamp = "2026-11-02T09:00:00Z".parse().unwrap();
        assert_eq!(expires(now, date(2027, 3, 31)).to_string(), "2027-06-29T22:59:00Z");
        assert_eq!(expires(now, date(2026, 3, 31)).to_string(), "2027-01-31T09:00:00Z");
    }
}
