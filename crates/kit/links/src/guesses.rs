use concordat_access::{
    Action as Verb, Actor, Ctx, Resource,
    audit::{Entry, Outcome},
};
use concordat_kernel::{
    Result,
    jiff::{SignedDuration, Timestamp},
};
use concordat_store::{Store, args, sql};

sql! {
    // All links in one: whoever guesses does not say which kind they are after.
    GUESSES = "SELECT failures, last_at FROM link_guess WHERE subject = 'links'";
    GUESSED = "INSERT INTO link_guess (subject, failures, last_at)
               VALUES ('links', $1, $2)
               ON CONFLICT (subject) DO UPDATE SET failures = EXCLUDED.failures, last_at = EXCLUDED.last_at";
}

/// How long wrong links are remembered.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(1);

/// How long a wrong link is kept waiting after so many of late, so that guessing is slow. A right one never waits.
fn slow_down_after(failures: i64) -> SignedDuration {
    SignedDuration::from_millis(failures.saturating_sub(10).clamp(0, 20) * 100)
}

/// A secret that belongs to nothing: recorded, counted and, when there were many of late, made to wait. `verb` is what
/// a right one would have done.
///
/// # Errors
/// When the store does not answer.
pub async fn guessed(store: &Store, ctx: &Ctx, verb: Verb) -> Result<()> {
    let ctx = Ctx { actor: Actor::Anonymous, ..ctx.clone() };
    store.note(Entry::new(&ctx, verb, &Resource::any(verb.kind), Outcome::Denied)).await?;
    let now = ctx.clock.now();
    let kept: Option<(i64, String)> = store.peek().await?.opt(&GUESSES, args![]).await?;
    let failures = kept.map_or(0, |(failures, last)| {
        let last: Timestamp = last.parse().unwrap_or(now);
        if now.duration_since(last) >= FORGOTTEN { 0 } else { failures }
    });
    store.housekeeping(&GUESSED, args![failures.saturating_add(1), now]).await?;
    tokio::time::sleep(std::time::Duration::try_from(slow_down_after(failures)).unwrap_or_default()).await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_wait_longer_and_longer_up_to_two_seconds() {
        let waits = [0, 10, 11, 30, 99].map(|failures| slow_down_after(failures).as_millis());
        assert_eq!(waits, [0, 0, 100, 2000, 2000]);
    }
}
