use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Refusal, Result};
use concordat_store::Store;

use super::queue::{self, Ended};
use crate::model::{LETTER_SEND, Posted};

/// How a letter of the invented county ended.
#[derive(Debug, Clone)]
pub enum SampleEnd {
    /// The server took it.
    Sent,
    /// The server refused it, in these words.
    Refused(&'static str),
    /// Cut off before the reply.
    InDoubt,
}

/// Lets a letter of the invented county end as if it had been sent, with this subject and text: nothing
/// goes over any wire.
///
/// # Errors
/// When not allowed, or the letter is not waiting.
pub async fn settle_for_samples(
    store: &Store,
    ctx: &Ctx,
    id: Id<Posted>,
    words: (&str, &str),
    end: SampleEnd,
) -> Result<()> {
    store.ask(ctx, LETTER_SEND, &Resource::one(id)).await?;
    let taken = queue::take(store, ctx, id, "samples", "merrowshire.example").await?;
    let letter = taken.ok_or(Refusal::NotFound)?;
    queue::hand(store, &letter, words.0, words.1).await?;
    let ended = match end {
        SampleEnd::Sent => Ended::Sent("250 OK: message queued".to_owned()),
        SampleEnd::Refused(words) => Ended::Refused(words.to_owned()),
        SampleEnd::InDoubt => Ended::InDoubt("The connection ended before the reply".to_owned()),
    };
    queue::settle(store, ctx, &letter, ended).await.map(drop)
}
