//! What can be done to what, as the door is asked.

use concordat_access::{Action, ResourceKind};
use concordat_kernel::{Kind, Sensitivity};

use super::AreaList;

pub(crate) const VIEW_AREAS: Action = Action::new(AreaList::NAME, "view");
pub(crate) const ADD_AREAS: Action = Action::new(AreaList::NAME, "add");

/// The kind of this module.
pub(crate) const KIND: ResourceKind =
    ResourceKind { name: AreaList::NAME, actions: &["view", "add"], sensitivities: &[Sensitivity::Partner] };
