//! The chase list and reminders in the record.

mod further;
mod list;
mod send;

pub use further::name_further;
pub(crate) use further::{Told, told};
pub(crate) use list::{Chased, Holder, List, list};
pub use send::send_all_due;
pub(crate) use send::{AboutReminder, about, send};

use concordat_access::{Action as Verb, Resource, ResourceKind};
use concordat_kernel::{AnyId, Id, Result, Sensitivity};
use concordat_store::Tx;

use crate::{
    Plan,
    progress::{model::Round, store::round_resource},
};

/// The kinds of thing this holds.
pub(crate) const KINDS: &[ResourceKind] = &[ResourceKind {
    name: "plan_reminder",
    actions: &["view", "send", "change"],
    sensitivities: &[Sensitivity::Restricted],
}];

/// Seeing who has not answered, by name.
pub(crate) const VIEW: Verb = Verb::new("plan_reminder", "view");
/// Reminding them.
pub(crate) const SEND: Verb = Verb::new("plan_reminder", "send");
/// Saying who is told when a lead stays silent.
pub(crate) const CHANGE: Verb = Verb::new("plan_reminder", "change");

/// The reminders of a round as the door sees them.
async fn resource(tx: &mut Tx, round: Id<Round>) -> Result<(Id<Plan>, Resource)> {
    let (plan, of_round) = round_resource(tx, round).await?;
    let within: Vec<AnyId> = of_round.within;
    Ok((plan, Resource { within, ..Resource::any("plan_reminder") }.at(Sensitivity::Restricted)))
}
