//! What of this theme waits on somebody's home page.

use concordat_access::{Ctx, Resource};
use concordat_kernel::Result;
use concordat_store::Store;
use concordat_web::Waiting;

use super::{
    super::{ProposalState, rules, store, urls},
    dates,
};
use crate::{PlanHead, pages::words::count_first};

/// Feedback that is open, comments to answer and proposals to decide, of the plans that the asker sees.
pub(crate) async fn waits_for(store: &Store, ctx: &Ctx) -> Result<Vec<Waiting>> {
    let mut waiting = Vec::new();
    let today = ctx.clock.today();
    let mut tx = store.peek().await?;
    let plans = store::plans_waiting(&mut tx, today).await?;
    let mut heads: Vec<PlanHead> = crate::store::load::load_heads(&mut tx).await?;
    heads.retain(|head| plans.contains(&head.id));
    drop(tx);
    for head in heads {
        let may = |verb: concordat_access::Action| {
            store.may(ctx, verb, &Resource::any(verb.kind).within(head.group))
        };
        let line = |text: String, href: String| Waiting { heading: head.title.clone(), text, href };
        if may(store::VIEW_COMMENT) {
            let time = store::feedback(store, ctx, head.id).await?;
            if let Some(time) = time.filter(|time| rules::is_open(time, today) && may(store::ADD_COMMENT)) {
                let words = format!("Feedback is open until the end of {}", dates::words(time.closes_on));
                waiting.push(line(words, urls::feedback(head.id)));
            }
        }
        if may(store::ANSWER_COMMENT) {
            let comments = store::comments(store, ctx, head.id).await?;
            let open = comments.iter().filter(|comment| comment.answer.is_none()).count();
            if open > 0 {
                let words = count_first(open, "comment is to be answered", "comments are to be answered");
                waiting.push(line(words, format!("{}#unanswered", urls::feedback(head.id))));
            }
        }
        if may(store::DECIDE) {
            let proposals = store::proposals(store, ctx, head.id).await?;
            let open = proposals.iter().filter(|proposal| proposal.state == ProposalState::Open).count();
            if open > 0 {
                let words = count_first(open, "proposal is to be decided", "proposals are to be decided");
                waiting.push(line(words, format!("{}#open", urls::proposals(head.id))));
            }
        }
    }
    Ok(waiting)
}
