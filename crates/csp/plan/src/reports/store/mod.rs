//! What a report is drawn from, read in one transaction after the door was asked.

mod gather;
pub(crate) mod public;
pub(crate) mod topics;

use concordat_access::{Action as Verb, Ctx, Resource, ResourceKind};
use concordat_kernel::{Id, Problem, Result, Sensitivity, jiff::civil::Date, london_today};
use concordat_store::Store;

use super::{facts::Facts, leads::Lead};
use crate::{Plan, PlanHead, store as plans};

/// The kinds of thing of this theme.
pub(crate) const KINDS: &[ResourceKind] = &[
    ResourceKind {
        name: "plan_report",
        actions: &["view", "export", "publish"],
        sensitivities: &[Sensitivity::Partner],
    },
    ResourceKind { name: "plan_topic", actions: &["view", "change"], sensitivities: &[Sensitivity::Partner] },
    ResourceKind { name: "public_plan", actions: &["view"], sensitivities: &[Sensitivity::Public] },
];

/// Reading a report on a plan.
pub const VIEW: Verb = Verb::new("plan_report", "view");
/// Taking a report away as a file.
pub const EXPORT: Verb = Verb::new("plan_report", "export");
/// Telling the public how the actions stand.
pub const PUBLISH: Verb = Verb::new("plan_report", "publish");
/// Reading the year's focus topics.
pub const VIEW_TOPIC: Verb = Verb::new("plan_topic", "view");
/// Keeping the year's focus topics.
pub const CHANGE_TOPIC: Verb = Verb::new("plan_topic", "change");

/// A plan's reports as the door sees them: they belong to the plan's group.
pub(crate) fn resource(head: &PlanHead, verb: Verb) -> Resource {
    Resource { kind: verb.kind, ..Resource::one(head.id).within(head.group) }
}

/// Everything that a report on a plan is made of, and who leads it. Asks as `verb`: an export leaves an audit row.
///
/// # Errors
/// When there is no such plan, or it is not for the asker.
pub async fn facts(store: &Store, ctx: &Ctx, verb: Verb, plan: Id<Plan>) -> Result<(Facts, Vec<Lead>)> {
    let asked = plans::plan_resource(&mut store.peek().await?, plan).await?;
    let mut tx = store.read(ctx, verb, &Resource { kind: verb.kind, ..asked }).await?;
    gather::gather(&mut tx, ctx, plan).await
}

/// The day in London of a moment of the record.
pub(crate) fn day_of(at: &str) -> Result<Date> {
    let at = at.parse().map_err(|e| Problem::new("reading a moment", e))?;
    Ok(london_today(at))
}
