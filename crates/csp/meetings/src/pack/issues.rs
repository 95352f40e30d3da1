//! What went out when: the pack, and each supplement to it.

use concordat_access::Ctx;
use concordat_kernel::{Id, Refusal, Result};
use concordat_store::{Store, Tx, args, sql};

use super::{
    gather::Issues,
    model::IssueHead,
    store::{day, state},
};
use crate::{
    Meeting,
    rules::texts::line,
    store::{PUBLISH, resource},
};

sql! {
    ISSUES = "SELECT id, number, issued_on, reason FROM meetings_issue WHERE meeting = $1 ORDER BY number";
    ISSUED = "
        SELECT d.thing,
               s.number
        FROM meetings_issued d
        JOIN meetings_issue s ON s.id = d.issue
        WHERE s.meeting = $1";
    THINGS = "
        SELECT i.id FROM meetings_item i WHERE i.meeting = $1
        UNION ALL
        SELECT p.id FROM meetings_paper p JOIN meetings_item i ON i.id = p.item WHERE i.meeting = $1
        UNION ALL
        SELECT f.id FROM meetings_file f JOIN meetings_item i ON i.id = f.item WHERE i.meeting = $1";
    ADD_ISSUE = "INSERT INTO meetings_issue (id, meeting, number, issued_on, reason) VALUES ($1, $2, $3, $4, $5)";
    ADD_ISSUED = "INSERT INTO meetings_issued (issue, thing) VALUES ($1, $2)";
}

pub(super) async fn issues(tx: &mut Tx, meeting: Id<Meeting>) -> Result<Issues> {
    let rows: Vec<(String, i64, String, Option<String>)> = tx.all(&ISSUES, args![meeting]).await?;
    let mut heads = Vec::with_capacity(rows.len());
    for (_, number, on, reason) in rows {
        heads.push(IssueHead { number, on: Some(day(&on)?), reason });
    }
    let of: Vec<(String, i64)> = tx.all(&ISSUED, args![meeting]).await?;
    Ok(Issues { heads, of: of.into_iter().collect() })
}

/// Fixes what the pack holds, so that its pages keep their numbers; or, when it went out already, sends a supplement with
/// all that came since. Gives its number: 0 for the pack.
///
/// # Errors
/// When the asker may not, the agenda is not published, nothing is new, or a supplement has no reason.
pub async fn issue(store: &Store, ctx: &Ctx, meeting: Id<Meeting>, reason: &str) -> Result<i64> {
    let mut change = store.change(ctx, PUBLISH, &resource(store, meeting).await?).await?;
    if state(&mut change, meeting).await?.2.is_none() {
        return Err(Refusal::rule("The agenda is not published yet. Publish it, then issue the pack.").into());
    }
    let known = issues(&mut change, meeting).await?;
    let number = known.heads.last().map_or(0, |head| head.number + 1);
    let things: Vec<(String,)> = change.all(&THINGS, args![meeting]).await?;
    let new: Vec<String> =
        things.into_iter().map(|(thing,)| thing).filter(|thing| !known.of.contains_key(thing)).collect();
    if new.is_empty() {
        return Err(Refusal::rule("Nothing has been added since the pack went out.").into());
    }
    let reason = match number {
        0 => None,
        _ => Some(line("reason", "why this comes after the pack", reason)?),
    };
    let id: Id<IssueHead> = ctx.chance.id(&ctx.clock);
    change.run(&ADD_ISSUE, args![id, meeting, number, ctx.clock.today(), &reason]).await?;
    for thing in &new {
        change.run(&ADD_ISSUED, args![id, thing]).await?;
    }
    change.keep(id, "number", None, Some(&number.to_string())).await?;
    change.commit().await?;
    Ok(number)
}
