//! A lead's spreadsheet and the record: what it is made from, how it is kept until somebody has looked
//! through it, and what becomes of it.

mod asked;
mod replies;
mod waits;

pub(crate) use asked::{Shown, asked, asked_in};
#[cfg(test)]
pub(crate) use replies::add;
pub use replies::bring_in;
pub(crate) use replies::{Looked, ReplyHead, Used, discard, put_to_use, replies_of_round, reply};
pub(crate) use waits::waits_for;

use concordat_access::{Action as Verb, Resource, ResourceKind};
use concordat_kernel::{AnyId, Id, Result, Sensitivity};
use concordat_store::{Tx, sql};

use super::super::model::Request;
use crate::{Plan, progress::store::request_resource};

/// The kinds of thing this holds.
pub(crate) const KINDS: &[ResourceKind] = &[ResourceKind {
    name: "plan_reply",
    actions: &["view", "export", "add", "import", "remove"],
    sensitivities: &[Sensitivity::Partner],
}];

/// Seeing a spreadsheet that came in, and what it would say.
pub(crate) const VIEW: Verb = Verb::new("plan_reply", "view");
/// Taking a lead's spreadsheet away.
pub(crate) const EXPORT: Verb = Verb::new("plan_reply", "export");
/// Bringing one in.
pub(crate) const ADD: Verb = Verb::new("plan_reply", "add");
/// Using one.
pub(crate) const USE: Verb = Verb::new("plan_reply", "import");
/// Setting one aside.
pub(crate) const SET_ASIDE: Verb = Verb::new("plan_reply", "remove");

sql! {
    /// Some spreadsheet: one that nobody has used or set aside, of a round that is open, if there is one.
    pub ANY_REPLY = "SELECT p.id FROM plan_reply p
                     JOIN plan_request r ON r.id = p.request_id JOIN plan_round o ON o.id = r.round_id
                     ORDER BY CASE WHEN p.state = 'staged' AND o.closed_at IS NULL THEN 0 ELSE 1 END, p.version, p.id
                     LIMIT 1";
}

/// The spreadsheets of a request as the door sees them: officers hold roles for its plan's group, and whoever
/// holds a pass to the request is a guest there.
async fn resource(tx: &mut Tx, request: Id<Request>) -> Result<(Id<Plan>, Resource)> {
    let (plan, of_request) = request_resource(tx, request).await?;
    let within: Vec<AnyId> = of_request.within;
    Ok((plan, Resource { within, ..Resource::any("plan_reply") }))
}
