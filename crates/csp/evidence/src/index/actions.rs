//! What can be done to what, as the door is asked.

use concordat_access::{Action, ResourceKind};
use concordat_kernel::{Kind, Sensitivity};

use super::Index;

pub(crate) const VIEW_INDEX: Action = Action::new(Index::NAME, "view");
pub(crate) const ADD_INDEX: Action = Action::new(Index::NAME, "add");

/// The kind of this module.
pub(crate) const KIND: ResourceKind =
    ResourceKind { name: Index::NAME, actions: &["view", "add"], sensitivities: &[Sensitivity::Partner] };
