//! The pages for a guest of feedback, who came by a link: no account, no way to anything else.

mod list;
mod say;
mod start;

pub(super) use list::show as list;
pub(super) use say::{say_of_action, say_of_plan, show_action, show_plan};
pub(super) use start::{begin, link};

use super::super::store::guest::Guest;
use crate::progress::pages::sheet::Sheet;

/// A visit of somebody who comments.
pub(super) type Visit = concordat_links::Visit<Guest>;

/// An invented visit and what the guest sees, for the samples.
mod samples {
    use concordat_access::{Actor, Ctx, Resource};
    use concordat_kernel::{Chance, Clock, jiff::Timestamp, jiff::civil::Date};
    use concordat_web::parts::Shell;

    use super::{
        super::{
            super::{CommentHead, Verdict, store::guest::Seen},
            feedback::{sample_comments, sample_time},
            guests::sample_guest,
        },
        Guest, Visit,
    };
    use crate::pages::samples::plan;

    pub(super) const TODAY: Date = Date::constant(2026, 7, 15);
    pub(super) const LATER: Date = Date::constant(2026, 8, 15);

    /// The shell of a guest's page.
    pub(super) fn shell(title: &str) -> Shell {
        concordat_links::bare(crate::pages::samples::shell(title))
    }

    pub(super) fn visit() -> Visit {
        let clock = Clock::fixed(Timestamp::UNIX_EPOCH);
        let invitation = sample_guest(301, "Tamsin Orrell", "Ashing Youth Forum");
        let guest = Guest {
            ctx: Ctx::new(Actor::Anonymous, clock, Chance::seeded(1)),
            resource: Resource::one(invitation.id),
            time: sample_time(&plan(), Date::constant(2026, 7, 31)),
            invitation,
        };
        Visit::sample(guest)
    }

    /// One comment answered, one not.
    pub(super) fn seen() -> Seen {
        let mut comments: Vec<CommentHead> =
            sample_comments().into_iter().filter(|one| one.invitation.is_some()).collect();
        if let Some(first) = comments.first().cloned() {
            comments.push(CommentHead {
                id: crate::pages::samples::id(205),
                action_id: Some(crate::pages::samples::id(2)),
                text: "Publish it where people see it,\nnot on a web page only.".to_owned(),
                answer: Some(Verdict::Accept),
                reason: "It will hang in the bus shelters too.".to_owned(),
                answered_at: Some("2026-06-20T10:00:00Z".to_owned()),
                ..first
            });
        }
        Seen { plan: plan(), comments }
    }
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    [start::samples(), list::samples(), say::samples()].concat()
}
