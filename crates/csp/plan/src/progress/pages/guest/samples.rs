//! Invented guests and answers.

use concordat_access::{Actor, Ctx, Resource};
use concordat_kernel::{AnyId, Chance, Clock, Id, Month, Period, jiff::Timestamp, jiff::civil::Date};

use concordat_web::parts::Shell;

use super::Visit;
use crate::{
    pages::samples,
    progress::{
        model::*,
        pages::sheet::Sheet,
        store::{Asked, Given, Guest, SavedAnswer},
    },
};

pub(super) const TODAY: Date = Date::constant(2027, 1, 15);
/// A colleague's pass.
pub(super) const OTHER: Id<Pass> = Id::from_uuid(AnyId::from_u128(22));

/// The shell of a guest’s page.
pub(super) fn shell(title: &str) -> Shell {
    concordat_links::bare(samples::shell(title))
}

fn pass(id: Id<Pass>, name: &str) -> RecordedPass {
    RecordedPass {
        id,
        request: Id::from_uuid(AnyId::from_u128(31)),
        name: name.to_owned(),
        email: "someone@merrowshire.example".to_owned(),
        handed_on_by: None,
        made_at: "2027-01-04T09:00:00.000000Z".to_owned(),
        expires_at: "2027-03-04T09:00:00.000000Z".to_owned(),
        revoked_at: None,
        last_used_at: None,
    }
}

/// The passes of the sample request.
pub(in super::super) fn sample_passes() -> Vec<RecordedPass> {
    let own = Id::from_uuid(AnyId::from_u128(21));
    let other = RecordedPass { handed_on_by: Some(own), ..pass(OTHER, "Idris Vale") };
    vec![pass(own, "Rowan Ashdown"), other]
}

/// A visit of somebody who answers for a lead of the sample plan.
pub(super) fn visit() -> Visit {
    let clock = Clock::fixed(Timestamp::UNIX_EPOCH);
    let ctx = Ctx::new(Actor::Anonymous, clock, Chance::seeded(1));
    let pass = pass(Id::from_uuid(AnyId::from_u128(21)), "Rowan Ashdown");
    let request = RecordedRequest {
        id: pass.request,
        round: Id::from_uuid(AnyId::from_u128(41)),
        lead: lead(),
        standing: Standing::Begun,
        answered_at: None,
        answered_by: None,
        version: 1,
    };
    let guest = Guest {
        ctx,
        pass,
        round: round(),
        plan: samples::plan().head.id,
        resource: Resource::one(request.id),
        answered: Vec::new(),
        request,
    };
    Visit::sample(guest)
}

fn lead() -> Lead {
    let plan = samples::plan();
    let found = crate::progress::rules::leads(&plan).into_iter().max_by_key(|(_, count)| *count);
    found.map_or(Lead { words: "Merrowshire Police".to_owned(), body: None }, |(lead, _)| lead)
}

/// A round of the sample plan.
pub(in super::super) fn round() -> RecordedRound {
    let month = Month::of(Date::constant(2026, 10, 1));
    RecordedRound {
        id: Id::from_uuid(AnyId::from_u128(41)),
        plan: samples::plan().head.id,
        title: "Update for October to December 2026".to_owned(),
        about: Period { from: month, to: month.plus(2) },
        opens_on: Date::constant(2027, 1, 4),
        due_on: Date::constant(2027, 1, 25),
        closed_at: None,
        version: 1,
    }
}

/// What the guest is asked, with one answer saved and one sent.
pub(super) fn asked() -> Asked {
    let (plan, visit) = (samples::plan(), visit());
    let actions = visit.guest.actions(&plan);
    let answers = actions
        .iter()
        .zip(1..)
        .map(|(action, n)| SavedAnswer {
            action: action.id,
            given: Given {
                said: (n != 2).then_some(Said::AtRisk),
                words: "The officer who ran it has left; the post is advertised.".to_owned(),
                help: "Somebody to run the drop-ins until spring.".to_owned(),
                ..Given::default()
            },
            saved_at: "2027-01-14T10:00:00.000000Z".to_owned(),
            saved_by: Some(if n == 1 { visit.guest.pass.id } else { OTHER }),
            version: 1,
            sent_version: (n == 3).then_some(1),
        })
        .collect();
    let updates = actions
        .iter()
        .map(|action| RecordedUpdate {
            id: Id::from_uuid(AnyId::from_u128(51)),
            action: action.id,
            request: None,
            round: None,
            lead: visit.guest.lead().clone(),
            said: Said::OnTrack,
            words: "Three drop-ins were held; 41 people came.".to_owned(),
            help: String::new(),
            done_on: None,
            came_by: CameBy::Link,
            given_by: "Idris Vale".to_owned(),
            given_at: "2026-10-09T13:30:00.000000Z".to_owned(),
        })
        .collect();
    let passes = vec![visit.guest.pass.clone(), pass(OTHER, "Idris Vale")];
    Asked { answers, updates, passes, plan }
}

pub(in super::super) fn all() -> Vec<(&'static str, Sheet)> {
    [
        super::start::samples(),
        super::tasks::samples(),
        super::action::samples(),
        super::evidence::samples(),
        super::check::samples(),
        super::hand_on::samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
