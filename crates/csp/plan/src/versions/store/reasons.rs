use std::collections::HashMap;

use concordat_access::Ctx;
use concordat_kernel::{AnyId, Id, Result};
use concordat_store::{Store, args, sql};

use super::{VIEW_PROPOSAL, VIEW_VERSION, within};
use crate::{Plan, versions::Proposal};

sql! {
    ACCEPTED = "SELECT request, id, decision FROM plan_proposal WHERE plan_id = $1 AND request IS NOT NULL";
}

/// Who changed something, when, and by which decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// When (RFC 3339, UTC).
    pub at: String,
    /// Who: a person's id, or `operator`.
    pub actor: String,
    /// The proposal that was accepted, and its decision.
    pub proposal: Option<(Id<Proposal>, String)>,
}

/// What changed a plan by an accepted proposal: the request that did it, the proposal and by which decision.
///
/// # Errors
/// When there is no such plan, or its proposals are not for the asker.
pub(crate) async fn accepted(
    store: &Store,
    ctx: &Ctx,
    plan: Id<Plan>,
) -> Result<Vec<(String, Id<Proposal>, String)>> {
    let resource = within(&mut store.peek().await?, "plan_proposal", plan).await?;
    store.read(ctx, VIEW_PROPOSAL, &resource).await?.all(&ACCEPTED, args![plan]).await
}

/// Who changed these things after `from` and no later than `to`, oldest first; one for each request.
///
/// # Errors
/// When there is no such plan, or it is not for the asker.
pub async fn reasons(
    store: &Store,
    ctx: &Ctx,
    plan: Id<Plan>,
    things: &[AnyId],
    (from, to): (&str, Option<&str>),
) -> Result<HashMap<AnyId, Vec<Reason>>> {
    let resource = within(&mut store.peek().await?, "plan_version", plan).await?;
    let mut tx = store.read(ctx, VIEW_VERSION, &resource).await?;
    let accepted: Vec<(String, Id<Proposal>, String)> = tx.all(&ACCEPTED, args![plan]).await?;
    let accepted: HashMap<String, (Id<Proposal>, String)> =
        accepted.into_iter().map(|(request, id, decision)| (request, (id, decision))).collect();
    let mut found = HashMap::new();
    for &thing in things {
        let history = tx.history(thing).await?;
        let mut of_thing: Vec<Reason> = Vec::new();
        let mut last = None;
        // Newest first in the record.
        for change in history.iter().rev() {
            let at = change.at.as_str();
            let inside = at > from && to.is_none_or(|to| at <= to);
            if !inside || last == Some(change.request.as_str()) {
                continue;
            }
            last = Some(change.request.as_str());
            of_thing.push(Reason {
                at: change.at.clone(),
                actor: change.actor.clone(),
                proposal: accepted.get(&change.request).cloned(),
            });
        }
        found.insert(thing, of_thing);
    }
    Ok(found)
}
