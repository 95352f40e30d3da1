//! Rounds of updates: who is asked, the link that needs no account, what was answered, and what became of it.
#![doc = include_str!("README.md")]

mod beside;
pub mod chase;
pub(crate) mod letter;
mod model;
pub(crate) mod pages;
pub mod rules;
#[cfg(test)]
mod rules_tests;
pub mod sheets;
mod store;
#[cfg(test)]
pub(crate) mod tests;
pub mod urls;
mod values;
mod waits;

pub use model::*;
pub(crate) use store::title;
pub(crate) use store::{ANY_CONTACT, ANY_EVIDENCE, ANY_PASS, ANY_REQUEST, ANY_ROUND, KINDS};
pub use store::{
    Given, Guest, NewRound, Proof, add as add_evidence, add_contact, add_note, change_contact, close_round,
    contact, contacts, end_contact, enter_update, evidence_of_action, hand_on, land, make_link, notes,
    open_round, passes, requests_of_round, revoke, round, rounds, rounds_of, save, send, send_to,
    updates_of_action, updates_of_plan,
};

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Problem, Ref, Result};
use concordat_store::Store;
use concordat_web::{PaperSample, Reader, Route, ViewSample, Waiting};

use crate::{PlanHead, RecordedAction, RecordedPlan, pages::Section};

pub(crate) fn routes() -> Vec<Route> {
    [pages::routes(), sheets::routes(), chase::routes()].concat()
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    pages::views()
}

pub(crate) fn papers() -> Vec<PaperSample> {
    Vec::new()
}

/// The page of a thing of this theme.
pub(crate) fn link(thing: &Ref) -> Option<String> {
    (thing.kind == Round::NAME).then(|| urls::round(Id::from_uuid(thing.id)))
}

/// What of this theme waits for the asker.
pub(crate) async fn waits_for(store: &Store, ctx: &Ctx) -> Result<Vec<Waiting>> {
    Ok([waits::waits_for(store, ctx).await?, sheets::waits_for(store, ctx).await?].concat())
}

/// What an action's page shows of this theme, to this reader.
pub(crate) async fn action_sections(
    reader: &Reader,
    plan: &RecordedPlan,
    action: &RecordedAction,
) -> Result<Vec<Section>> {
    Ok(vec![pages::section(reader, plan, action).await?])
}

/// The pages of this theme that a plan's page leads to: address and words, for those who may go there.
pub(crate) fn places(reader: &Reader, plan: &PlanHead) -> Vec<(String, &'static str)> {
    let of_group = |kind: &'static str| Resource::any(kind).within(plan.group);
    let mut places = Vec::new();
    if reader.may(store::VIEW_ROUND, &of_group(Round::NAME)) {
        places.push((urls::rounds(plan.id), "Rounds of updates"));
    }
    let contacts = of_group(Contact::NAME).at(concordat_kernel::Sensitivity::Restricted);
    if reader.may(store::VIEW_CONTACTS, &contacts) {
        places.push((urls::contacts(plan.id), "Who answers for each lead"));
    }
    places
}
