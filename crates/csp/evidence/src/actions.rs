//! What can be done to what, as the door is asked.

use concordat_access::{Action, Resource, ResourceKind};
use concordat_kernel::{Id, Kind as _, Sensitivity};

use crate::{ingest::Ingest, notebook::Note, ranking::List};

/// The kind of findings: they have no ids, being made anew whenever somebody asks.
const FINDING: &str = "evidence_finding";

pub(crate) const VIEW_INGEST: Action = Action::new(Ingest::NAME, "view");
pub(crate) const ADD_INGEST: Action = Action::new(Ingest::NAME, "add");
/// Going back from a pseudonym to what the force calls somebody.
pub(crate) const REIDENTIFY: Action = Action::new(Ingest::NAME, "reidentify");
pub(crate) const VIEW_FINDING: Action = Action::new(FINDING, "view");
/// Looking at the rows behind a finding, each of which is about somebody.
pub(crate) const LOOK_BEHIND: Action = Action::new(FINDING, "look-behind");
pub(crate) const EXPORT_FINDING: Action = Action::new(FINDING, "export");

pub(crate) const VIEW_LIST: Action = Action::new(List::NAME, "view");
pub(crate) const MAKE_LIST: Action = Action::new(List::NAME, "make");
/// Deciding about somebody on a list.
pub(crate) const DECIDE_LIST: Action = Action::new(List::NAME, "decide");
/// Taking a list away.
pub(crate) const TAKE_LIST: Action = Action::new(List::NAME, "take");

pub(crate) const VIEW_NOTES: Action = Action::new(Note::NAME, "view");
pub(crate) const WRITE_NOTES: Action = Action::new(Note::NAME, "write");

const RESTRICTED: &[Sensitivity] = &[Sensitivity::Restricted];

/// The kinds of this slice.
pub(crate) const KINDS: &[ResourceKind] = &[
    ResourceKind { name: Ingest::NAME, actions: &["view", "add", "reidentify"], sensitivities: RESTRICTED },
    ResourceKind { name: FINDING, actions: &["view", "look-behind", "export"], sensitivities: RESTRICTED },
    ResourceKind { name: Note::NAME, actions: &["view", "write"], sensitivities: RESTRICTED },
    ResourceKind {
        name: List::NAME,
        actions: &["view", "make", "decide", "take"],
        sensitivities: &[Sensitivity::Protected],
    },
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

/// Lists of people as a whole.
pub(crate) fn lists() -> Resource {
    Resource::any(List::NAME).at(Sensitivity::Protected)
}

/// One list of people.
pub(crate) fn one_list(id: Id<List>) -> Resource {
    Resource::one(id).at(Sensitivity::Protected)
}

/// The notebook as a whole.
pub(crate) fn notebook() -> Resource {
    Resource::any(Note::NAME).at(Sensitivity::Restricted)
}

/// One entry of the notebook.
pub(crate) fn note(id: Id<Note>) -> Resource {
    Resource::one(id).at(Sensitivity::Restricted)
}
