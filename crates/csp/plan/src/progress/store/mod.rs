//! Progress in the record.

mod answers;
mod contacts;
mod evidence;
mod guest;
mod letters;
mod office;
mod opening;
mod passes;
mod rounds;
mod updates;

pub(crate) use answers::{Asked, SavedAnswer, asked, evidence, measures};
pub use answers::{Given, save, send};
pub use contacts::{add_contact, change_contact, contact, contacts, end_contact};
pub use evidence::{Proof, add};
pub(crate) use evidence::{file, own_file, remove};
pub(crate) use guest::asked_about;
pub use guest::{Guest, hand_on};
pub(crate) use letters::{AboutPass, letter};
pub(crate) use office::note_resource;
pub use office::{add_note, enter_update, notes};
pub(crate) use opening::so_far;
pub use opening::{NewRound, close_round, open_round, round, rounds_of};
pub(super) use passes::of_round as passes_in;
pub(crate) use passes::request_to_send;
pub use passes::{make_link, passes, revoke, send_to};
pub(crate) use rounds::{plans_asking, title};
pub(super) use rounds::{request as request_in, round as round_in};
pub use rounds::{requests_of_round, rounds};
pub(super) use updates::of_action;
pub use updates::{evidence_of_action, land, updates_of_action, updates_of_plan};

use concordat_access::{Action as Verb, Resource, ResourceKind};
use concordat_kernel::{AnyId, Id, Kind as _, Result, Sensitivity};
use concordat_store::{Tx, args, sql};

use super::model::{Request, Round};
use crate::{Plan, store::plan_resource};

/// The kinds of thing this theme holds.
pub(crate) const KINDS: &[ResourceKind] = &[
    ResourceKind {
        name: "plan_contact",
        actions: &["view", "change"],
        sensitivities: &[Sensitivity::Restricted],
    },
    ResourceKind {
        name: "plan_round",
        actions: &["view", "open", "close"],
        sensitivities: &[Sensitivity::Partner],
    },
    ResourceKind {
        name: "plan_request",
        actions: &["open", "start", "view", "export", "answer", "hand_on"],
        sensitivities: &[Sensitivity::Partner],
    },
    ResourceKind {
        name: "plan_pass",
        actions: &["view", "make", "revoke"],
        sensitivities: &[Sensitivity::Restricted],
    },
    ResourceKind { name: "plan_update", actions: &["add"], sensitivities: &[Sensitivity::Partner] },
    ResourceKind {
        name: "plan_office_note",
        actions: &["view", "add"],
        sensitivities: &[Sensitivity::Restricted],
    },
];

/// Seeing who answers for leads.
pub(crate) const VIEW_CONTACTS: Verb = Verb::new("plan_contact", "view");
/// Changing who answers for leads.
pub(crate) const CHANGE_CONTACTS: Verb = Verb::new("plan_contact", "change");
/// Seeing a round and how its requests stand.
pub(crate) const VIEW_ROUND: Verb = Verb::new("plan_round", "view");
/// Opening a round.
pub(crate) const OPEN_ROUND: Verb = Verb::new("plan_round", "open");
/// Closing a round.
pub(crate) const CLOSE_ROUND: Verb = Verb::new("plan_round", "close");
/// Opening a link: what a mail program may do too.
pub(crate) const OPEN: Verb = Verb::new("plan_request", "open");
/// Beginning to answer by a link.
pub(crate) const START: Verb = Verb::new("plan_request", "start");
/// Seeing what one is asked.
pub(crate) const VIEW_REQUEST: Verb = Verb::new("plan_request", "view");
/// Taking away a file that was added to an answer.
pub(crate) const EXPORT_FILE: Verb = Verb::new("plan_request", "export");
/// Answering.
pub(crate) const ANSWER: Verb = Verb::new("plan_request", "answer");
/// Handing what one is asked on to a colleague.
pub(crate) const HAND_ON: Verb = Verb::new("plan_request", "hand_on");
/// Seeing who holds a pass.
pub(crate) const VIEW_PASSES: Verb = Verb::new("plan_pass", "view");
/// Making a pass, or a link to it.
pub(crate) const MAKE_PASS: Verb = Verb::new("plan_pass", "make");
/// Stopping a pass.
pub(crate) const REVOKE_PASS: Verb = Verb::new("plan_pass", "revoke");
/// Entering an update for a lead.
pub(crate) const ADD_UPDATE: Verb = Verb::new("plan_update", "add");
/// Reading notes of the office.
pub(crate) const VIEW_NOTES: Verb = Verb::new("plan_office_note", "view");
/// Adding a note of the office.
pub(crate) const ADD_NOTE: Verb = Verb::new("plan_office_note", "add");

sql! {
    PLAN_OF_ROUND = "SELECT plan_id FROM plan_round WHERE id = $1";
    PLAN_OF_REQUEST = "SELECT o.plan_id
                       FROM plan_request r JOIN plan_round o ON o.id = r.round_id
                       WHERE r.id = $1";
    /// Some round, an open one if there is one; here and below for tests that walk the routes.
    pub ANY_ROUND = "SELECT id FROM plan_round
                     ORDER BY CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END, version, id LIMIT 1";
    /// Some request.
    pub ANY_REQUEST = "SELECT r.id FROM plan_request r JOIN plan_round o ON o.id = r.round_id
                       ORDER BY CASE WHEN o.closed_at IS NULL THEN 0 ELSE 1 END, r.id LIMIT 1";
    /// Some pass that works.
    pub ANY_PASS = "SELECT p.id FROM plan_pass p
                    JOIN plan_request r ON r.id = p.request_id JOIN plan_round o ON o.id = r.round_id
                    WHERE p.revoked_at IS NULL
                    ORDER BY CASE WHEN o.closed_at IS NULL THEN 0 ELSE 1 END, p.id LIMIT 1";
    /// Some contact.
    pub ANY_CONTACT = "SELECT id FROM plan_contact WHERE ended_on IS NULL ORDER BY version, id LIMIT 1";
    /// Some file among the evidence.
    pub ANY_EVIDENCE = "SELECT id FROM plan_evidence WHERE attachment_id IS NOT NULL AND removed_at IS NULL ORDER BY id LIMIT 1";
}

/// Things of a kind that belong to a plan's group, as the door sees them.
pub(super) async fn of_plan(tx: &mut Tx, kind: &'static str, plan: Id<Plan>) -> Result<Resource> {
    let within: Vec<AnyId> = plan_resource(tx, plan).await?.within;
    let restricted = KINDS
        .iter()
        .any(|known| known.name == kind && known.sensitivities.contains(&Sensitivity::Restricted));
    let resource = Resource { within, ..Resource::any(kind) };
    Ok(if restricted { resource.at(Sensitivity::Restricted) } else { resource })
}

/// A round as the door sees it: it belongs to its plan's group.
pub(super) async fn round_resource(tx: &mut Tx, round: Id<Round>) -> Result<(Id<Plan>, Resource)> {
    let (plan,): (Id<Plan>,) = tx.one(&PLAN_OF_ROUND, args![round]).await?;
    let resource = of_plan(tx, Round::NAME, plan).await?;
    Ok((plan, Resource { id: Some(round.uuid()), ..resource }))
}

/// A request as the door sees it: it belongs to its plan's group, and whoever holds a pass to it is a
/// guest there.
pub(super) async fn request_resource(tx: &mut Tx, request: Id<Request>) -> Result<(Id<Plan>, Resource)> {
    let (plan,): (Id<Plan>,) = tx.one(&PLAN_OF_REQUEST, args![request]).await?;
    let resource = of_plan(tx, Request::NAME, plan).await?;
    Ok((plan, Resource { id: Some(request.uuid()), ..resource }.within(request.uuid())))
}
