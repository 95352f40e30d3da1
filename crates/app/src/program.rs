use std::sync::Arc;

use concordat_access::{Door, ResourceKind, Role};
use concordat_identity::Sessions;
use concordat_kernel::{Chance, Clock, Problem};
use concordat_steps::Analyst;
use concordat_store::{Location, Migration, Store};
use concordat_web::{App, Config, Slice, Tools};

use crate::press::Typeset;

/// The program is this list. The tests walk it, so a slice that is added here is already covered.
pub const SLICES: &[Slice] = &[
    crate::home::SLICE,
    concordat_plan::SLICE,
    concordat_grants::SLICE,
    concordat_meetings::SLICE,
    concordat_evidence::SLICE,
    concordat_partnership::SLICE,
    concordat_identity::SLICE,
    concordat_mail::SLICE,
    concordat_links::SLICE,
    concordat_attachments::SLICE,
];

/// The door with every slice's policies.
///
/// # Errors
/// When a policy names something that is not in the lists.
pub fn door() -> Result<Door, Problem> {
    let kinds: Vec<ResourceKind> = SLICES.iter().flat_map(|slice| slice.kinds).copied().collect();
    let roles: Vec<Role> = SLICES.iter().flat_map(|slice| slice.roles).copied().collect();
    let policies: Vec<&str> = SLICES.iter().map(|slice| slice.policies).collect();
    Door::new(&kinds, &roles, &policies)
}

/// Every slice's migrations and column ledgers, as the store wants them.
pub(crate) fn schema() -> (Vec<Migration>, Vec<(&'static str, &'static str)>) {
    let migrations = SLICES.iter().flat_map(|slice| slice.migrations).copied().collect();
    let columns = SLICES.iter().map(|slice| (slice.name, slice.columns)).collect();
    (migrations, columns)
}

/// Opens the record, making or upgrading it.
///
/// # Errors
/// As [`Store::open`].
pub async fn open(location: &Location, clock: &Clock) -> Result<Store, Problem> {
    let (migrations, columns) = schema();
    Store::open(location, Arc::new(door()?), &migrations, &columns, clock).await
}

/// The program over an open record and the evidence beside it.
pub fn program(store: Store, analyst: Arc<dyn Analyst>, clock: Clock, chance: Chance, config: Config) -> App {
    let tools = Tools { authenticate: Arc::new(Sessions), typesetter: Arc::new(Typeset::default()), analyst };
    App::new(store, clock, chance, tools, SLICES, config)
}
