//! What of an open round waits: for those who run it, and for those who act for a lead that has not answered.

use concordat_access::{Ctx, Resource};
use concordat_kernel::{AnyId, Kind as _, Result, Sensitivity};
use concordat_store::Store;
use concordat_web::Waiting;

use super::{
    chase,
    model::{RecordedRequest, RecordedRound, Round, Standing},
    store, urls,
};
use crate::{PlanHead, exceptions::acts_for, pages::words::count, store::load::load_heads};

/// The open rounds of the plans whose rounds the asker may see.
pub(super) async fn waits_for(record: &Store, ctx: &Ctx) -> Result<Vec<Waiting>> {
    let mut tx = record.peek().await?;
    let asking = store::plans_asking(&mut tx).await?;
    let heads = load_heads(&mut tx).await?;
    drop(tx);
    let of = |head: &PlanHead, kind: &'static str| Resource::any(kind).within(head.group);
    let mut seen = heads;
    seen.retain(|head| {
        asking.contains(&head.id) && record.may(ctx, store::VIEW_ROUND, &of(head, Round::NAME))
    });
    if seen.is_empty() {
        return Ok(Vec::new());
    }
    let acts_for = acts_for(record, ctx).await?;
    let mut waiting = Vec::new();
    for head in seen {
        let mut tx = record.read(ctx, store::VIEW_ROUND, &of(&head, Round::NAME)).await?;
        for round in store::rounds(&mut tx, head.id).await?.into_iter().rev() {
            if round.closed_at.is_some() {
                continue;
            }
            let requests = store::requests_of_round(&mut tx, round.id).await?;
            let chases = of(&head, chase::VIEW.kind).at(Sensitivity::Restricted);
            if record.may(ctx, chase::VIEW, &chases) {
                waiting.push(how_many(&head, &round, &requests));
            }
            waiting.extend(asked(&head, &round, &requests, &acts_for));
        }
    }
    Ok(waiting)
}

/// How many have answered, for those who chase the others.
fn how_many(head: &PlanHead, round: &RecordedRound, requests: &[RecordedRequest]) -> Waiting {
    let answered = requests.iter().filter(|request| request.standing == Standing::Answered).count();
    let (one, several) = ("lead has", "leads have");
    Waiting {
        heading: head.title.clone(),
        text: format!(
            "{answered} of {} answered “{}”, due by {}",
            count(requests.len(), one, several),
            round.title,
            round.due_on.strftime("%-d %B %Y")
        ),
        href: chase::urls::chase(round.id),
    }
}

/// The requests that are not answered in full, of those bodies that somebody acts for.
fn asked(
    head: &PlanHead,
    round: &RecordedRound,
    requests: &[RecordedRequest],
    acts_for: &[AnyId],
) -> Vec<Waiting> {
    let theirs = |request: &&RecordedRequest| request.lead.body.is_some_and(|body| acts_for.contains(&body));
    let line = |request: &RecordedRequest| {
        let words = match request.standing {
            Standing::Answered => return None,
            Standing::Begun => "has begun to answer",
            Standing::Asked => "has not answered",
        };
        Some(Waiting {
            heading: head.title.clone(),
            text: format!(
                "{} {words} “{}”, due by {}",
                request.lead.words,
                round.title,
                round.due_on.strftime("%-d %B %Y")
            ),
            href: urls::round(round.id),
        })
    };
    requests.iter().filter(theirs).filter_map(line).collect()
}
