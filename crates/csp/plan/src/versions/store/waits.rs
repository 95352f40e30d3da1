use std::collections::HashSet;

use concordat_kernel::{Id, Result, jiff::civil::Date};
use concordat_store::{Tx, args, sql};

use crate::Plan;

sql! {
    // One question for all plans: in most of ten years nothing waits any more.
    WAITING = "SELECT plan_id FROM plan_feedback WHERE closes_on >= $1
               UNION
               SELECT plan_id FROM plan_comment WHERE answer IS NULL
               UNION
               SELECT plan_id FROM plan_proposal WHERE state = 'open'";
}

/// The plans of which something may wait for somebody: feedback that is open, a comment to answer, a proposal to decide.
/// Of the others nothing does.
pub(crate) async fn plans_waiting(tx: &mut Tx, today: Date) -> Result<HashSet<Id<Plan>>> {
    let plans: Vec<(Id<Plan>,)> = tx.all(&WAITING, args![today]).await?;
    Ok(plans.into_iter().map(|(plan,)| plan).collect())
}
