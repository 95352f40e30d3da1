//! What a person decides about a letter, each with a reason.

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Refusal, Result, Sensitivity};
use concordat_store::{Store, args, sql};

use crate::{
    model::{LETTER_SETTLE, Posted, State},
    rules,
};

sql! {
    STATE = "SELECT state FROM mail_letter WHERE id = $1";
    // Only from the state that the person saw.
    SETTLE = "UPDATE mail_letter
        SET state = $3, settled_at = $4, note = $5, claim = NULL
        WHERE id = $1 AND state = $2";
    AGAIN = "UPDATE mail_letter
        SET state = 'waiting', settled_at = NULL, due_at = $3, failing_since = NULL, failures = 0, note = $4, claim = NULL
        WHERE id = $1 AND state = $2";
}

const ASK: &str = "Enter how you know";

/// A letter in doubt has arrived: somebody asked.
pub(crate) async fn arrived(store: &Store, ctx: &Ctx, id: Id<Posted>, because: &str) -> Result<()> {
    let because = rules::reason(because, ASK)?;
    decide(store, ctx, id, &[State::InDoubt], State::Sent, &because).await
}

/// A letter that the server took came back to somebody's mailbox.
pub(crate) async fn came_back(store: &Store, ctx: &Ctx, id: Id<Posted>, because: &str) -> Result<()> {
    let because = rules::reason(because, "Enter what the message that came back says")?;
    decide(store, ctx, id, &[State::Sent], State::Refused, &because).await
}

/// A letter that has not arrived, or is in doubt, is sent again: at once, and under the same Message-ID,
/// so that a mail program which has it already may notice.
pub(crate) async fn send_again(store: &Store, ctx: &Ctx, id: Id<Posted>, because: &str) -> Result<()> {
    let because = rules::reason(because, "Enter why it should be sent again")?;
    decide(store, ctx, id, &[State::InDoubt, State::Refused], State::Waiting, &because).await
}

/// A letter that has not gone out, or may not have arrived, is not needed any more.
pub(crate) async fn not_needed(store: &Store, ctx: &Ctx, id: Id<Posted>, because: &str) -> Result<()> {
    let because = rules::reason(because, "Enter why it is not needed")?;
    let from = [State::Waiting, State::InDoubt, State::Refused];
    decide(store, ctx, id, &from, State::Cancelled, &because).await
}

async fn decide(
    store: &Store,
    ctx: &Ctx,
    id: Id<Posted>,
    from: &[State],
    to: State,
    because: &str,
) -> Result<()> {
    let resource = Resource::one(id).at(Sensitivity::Restricted);
    // The reason may name people, so it stays with the letter; the audit row says who decided what.
    let mut change = store.change(ctx, LETTER_SETTLE, &resource).await?;
    let (word,): (String,) = change.one(&STATE, args![id]).await?;
    let Some(former) = from.iter().find(|state| state.word() == word) else {
        return Err(Refusal::rule(
            "Something else has happened to this letter meanwhile. Go back and look at it again.",
        )
        .into());
    };
    let now = ctx.clock.now();
    let changed = match to {
        State::Waiting => change.run(&AGAIN, args![id, former.word(), now, because]).await?,
        _ => change.run(&SETTLE, args![id, former.word(), to.word(), now, because]).await?,
    };
    if changed == 0 {
        return Err(Refusal::Conflict.into());
    }
    change.keep(id, "state", Some(former.title()), Some(to.title())).await?;
    change.keep(id, "reason", None, Some(because)).await?;
    change.commit().await
}
