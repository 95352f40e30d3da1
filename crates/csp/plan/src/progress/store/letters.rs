//! What a letter is made of.

use concordat_kernel::{Error, Id, Refusal, Result};
use concordat_store::{Store, args, sql};

use super::{
    super::model::{Pass, RecordedPass, RecordedRequest, RecordedRound},
    passes, rounds,
};
use crate::{RecordedPlan, store};

sql! {
    MADE_BY = "SELECT made_by FROM plan_round WHERE id = $1";
}

/// All that a letter about a pass may say.
pub(crate) struct AboutPass {
    pub(crate) pass: RecordedPass,
    /// The name of the colleague who handed it on.
    pub(crate) handed_on_by: Option<String>,
    pub(crate) request: RecordedRequest,
    pub(crate) round: RecordedRound,
    pub(crate) plan: RecordedPlan,
    /// The name of the group that the plan belongs to.
    pub(crate) group: Option<String>,
    /// Who opened the round: an actor's word.
    pub(crate) made_by: String,
}

/// What a letter is made of; nothing when its pass is not there. The door is asked as the link is made.
pub(crate) async fn letter(store: &Store, id: Id<Pass>) -> Result<Option<AboutPass>> {
    let mut tx = store.peek().await?;
    let pass = match passes::pass(&mut tx, id).await {
        Err(Error::Refusal(Refusal::NotFound)) => return Ok(None),
        other => other?,
    };
    let handed_on_by = match pass.handed_on_by {
        Some(by) => Some(passes::pass(&mut tx, by).await?.name),
        None => None,
    };
    let request = rounds::request(&mut tx, pass.request).await?;
    let round = rounds::round(&mut tx, request.round).await?;
    let plan = store::load::load(&mut tx, round.plan).await?;
    let group = match plan.head.group {
        Some(id) => concordat_partnership::choices(&mut tx).await?.into_iter().find(|one| one.id == id),
        None => None,
    };
    let (made_by,): (String,) = tx.one(&MADE_BY, args![round.id]).await?;
    let group = group.map(|group| group.name);
    Ok(Some(AboutPass { pass, handed_on_by, request, round, plan, group, made_by }))
}
