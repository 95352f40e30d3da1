//! Versions, feedback, proposals, the refresh and the agreement in the record.

mod lines;
pub(crate) mod public;
mod versions;

pub(crate) use lines::lines;
pub use public::{PublishedHead, published_heads};
pub use versions::{
    NewVersion, Published, newest, publish, published, snapshot_now, verify, version, version_for_export,
    versions,
};

use concordat_access::{Action as Verb, Resource, ResourceKind};
use concordat_kernel::{Id, Kind, Result, Sensitivity};
use concordat_store::{Tx, args, sql};

use super::Version;
use crate::{Plan, store::plan_resource};

/// The kinds of thing this theme holds.
pub const KINDS: &[ResourceKind] = &[ResourceKind {
    name: "plan_version",
    actions: &["view", "export", "publish"],
    sensitivities: &[Sensitivity::Partner],
}];

/// Reading a version, and comparing versions.
pub const VIEW_VERSION: Verb = Verb::new("plan_version", "view");
/// Taking a version away as a file.
pub const EXPORT_VERSION: Verb = Verb::new("plan_version", "export");
/// Publishing a version.
pub const PUBLISH: Verb = Verb::new("plan_version", "publish");

sql! {
    PLAN_OF_VERSION = "SELECT plan_id FROM plan_version WHERE id = $1";
    /// Some version, for tests that walk the routes.
    pub ANY_VERSION = "SELECT id FROM plan_version ORDER BY id LIMIT 1";
}

/// Something of a plan as the door sees it: it belongs to the plan's group. `kind` is a verb's.
pub(crate) async fn within(tx: &mut Tx, kind: &'static str, plan: Id<Plan>) -> Result<Resource> {
    Ok(Resource { within: plan_resource(tx, plan).await?.within, ..Resource::any(kind) })
}

/// One such thing.
pub(crate) async fn one<K: Kind>(tx: &mut Tx, id: Id<K>, plan: Id<Plan>) -> Result<Resource> {
    Ok(Resource { within: plan_resource(tx, plan).await?.within, ..Resource::one(id) })
}

/// A version as the door sees it.
async fn version_resource(tx: &mut Tx, id: Id<Version>) -> Result<Resource> {
    let (plan,): (Id<Plan>,) = tx.one(&PLAN_OF_VERSION, args![id]).await?;
    one(tx, id, plan).await
}
