//! What can be done to what, as the door is asked.

use concordat_access::{Action, Resource, ResourceKind};
use concordat_kernel::{Id, Kind as _, Sensitivity};

use crate::ingest::Ingest;

/// The kind of findings: they have no ids, being made anew whenever somebody asks.
const FINDING: &str = "evidence_finding";

pub(crate) const VIEW_INGEST: Action = Action::new(Ingest::NAME, "view");
pub(crate) const ADD_INGEST: Action = Action::new(Ingest::NAME, "add");
pub(crate) const VIEW_FINDING: Action = Action::new(FINDING, "view");
/// Looking at the rows behind a finding, each of which is about somebody.
pub(crate) const LOOK_BEHIND: Action = Action::new(FINDING, "look-behind");
pub(crate) const EXPORT_FINDING: Action = Action::new(FINDING, "export");

const RESTRICTED: &[Sensitivity] = &[Sensitivity::Restricted];

/// The kinds of this slice.
pub(crate) const KINDS: &[ResourceKind] = &[
    ResourceKind { name: Ingest::NAME, actions: &["view", "add"], sensitivities: RESTRICTED },
    ResourceKind { name: FINDING, actions: &["view", "look-behind", "export"], sensitivities: RESTRICTED },
];

/// The ledger as a whole.
pub(crate) fn ledger() -> Resource {
    Resource::any(Ingest::NAME).at(Sensitivity::Restricted)
}

/// One entry of the ledger.
pub(crate) fn ingest(id: Id<Ingest>) -> Resource {
    Resource::one(id).at(Sensitivity::Restricted)
}

/// Whatever is found in the records.
pub(crate) fn findings() -> Resource {
    Resource::any(FINDING).at(Sensitivity::Restricted)
}
