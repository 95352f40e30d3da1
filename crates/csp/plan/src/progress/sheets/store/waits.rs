//! What waits for those who look through spreadsheets.

use std::collections::BTreeMap;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Result};
use concordat_store::{Store, args, sql};
use concordat_web::Waiting;

use super::{super::urls, USE};
use crate::{Plan, pages::words, progress::model::Round, store::load::load_heads};

sql! {
    STAGED = "SELECT o.plan_id, o.id
              FROM plan_reply p
              JOIN plan_request r ON r.id = p.request_id
              JOIN plan_round o ON o.id = r.round_id
              WHERE p.state = 'staged' AND o.closed_at IS NULL
              ORDER BY p.made_at, p.id";
}

/// Spreadsheets that nobody has looked through, by round.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn waits_for(store: &Store, ctx: &Ctx) -> Result<Vec<Waiting>> {
    let mut tx = store.peek().await?;
    let staged: Vec<(Id<Plan>, Id<Round>)> = tx.all(&STAGED, args![]).await?;
    if staged.is_empty() {
        return Ok(Vec::new());
    }
    let mut rounds: BTreeMap<(Id<Plan>, Id<Round>), usize> = BTreeMap::new();
    for of in staged {
        *rounds.entry(of).or_default() += 1;
    }
    let heads = load_heads(&mut tx).await?;
    let line = |((plan, round), count): ((Id<Plan>, Id<Round>), usize)| {
        let head = heads.iter().find(|head| head.id == plan)?;
        let resource = Resource::any("plan_reply").within(head.group);
        store.may(ctx, USE, &resource).then(|| Waiting {
            heading: head.title.clone(),
            text: format!(
                "{} with answers {} to be looked through",
                words::count_first(count, "spreadsheet", "spreadsheets"),
                if count == 1 { "waits" } else { "wait" }
            ),
            href: urls::replies(round),
        })
    };
    Ok(rounds.into_iter().filter_map(line).collect())
}
