use concordat_kernel::{Clock, Refusal, Result, jiff::Timestamp};
use concordat_store::{Store, args, sql};

use crate::{rules, secrets};

sql! {
    FAILURES = "SELECT failures, last_at FROM identity_attempt WHERE subject = $1";
    // Only when nobody counted in between: then it is read and tried again.
    COUNT = "INSERT INTO identity_attempt (subject, failures, last_at)
        VALUES ($1, $2, $3)
        ON CONFLICT (subject) DO UPDATE SET failures = EXCLUDED.failures, last_at = EXCLUDED.last_at
        WHERE identity_attempt.failures = $4";
    CLEAR = "DELETE FROM identity_attempt WHERE subject = $1";
    FORGET = "DELETE FROM identity_attempt WHERE last_at < $1";
}

/// Whose failures are counted.
pub(super) enum Subject<'a> {
    /// An address that was typed, whether anybody has it or not.
    Email(&'a str),
    /// A person's second factor.
    Code(concordat_kernel::Id<crate::Person>),
    /// A signed-in person typing their password again.
    Password(concordat_kernel::Id<crate::Person>),
    /// All sign-ins together.
    Everywhere,
}

impl Subject<'_> {
    fn key(&self) -> String {
        secrets::hash(&match self {
            Self::Email(email) => format!("email {email}"),
            Self::Code(person) => format!("code {person}"),
            Self::Password(person) => format!("password {person}"),
            Self::Everywhere => "everywhere".to_owned(),
        })
    }
}

/// Counts an attempt as a failure before it is looked at, so that a hundred at once are a hundred, and
/// says how many came before.
///
/// # Errors
/// When it comes too early; then it is not counted, and the wait grows no longer.
pub(super) async fn begin(store: &Store, clock: &Clock, subject: &Subject<'_>) -> Result<i64> {
    let key = subject.key();
    for _ in 0..20 {
        let now = clock.now();
        let kept: Option<(i64, String)> = store.peek().await?.opt(&FAILURES, args![&key]).await?;
        let (stored, failures, last) = match kept {
            None => (0, 0, now),
            Some((stored, last)) => {
                let last: Timestamp = last.parse().unwrap_or(now);
                let forgotten = now.duration_since(last) >= rules::FAILURES_FORGOTTEN;
                (stored, if forgotten { 0 } else { stored }, last)
            }
        };
        if !matches!(subject, Subject::Everywhere) {
            rules::may_try(failures, last, now)?;
        }
        if store.housekeeping(&COUNT, args![&key, failures + 1, now, stored]).await? > 0 {
            return Ok(failures);
        }
    }
    Err(Refusal::rule("There were too many attempts. Wait a minute, then try again.").into())
}

/// The attempt was good after all: the count starts again.
pub(super) async fn succeeded(store: &Store, subject: &Subject<'_>) -> Result<()> {
    store.housekeeping(&CLEAR, args![subject.key()]).await.map(drop)
}

/// Counts a failure anywhere, slows the answer when there were many, and forgets what is a day old.
pub(super) async fn failed_somewhere(store: &Store, clock: &Clock) -> Result<()> {
    let failures = begin(store, clock, &Subject::Everywhere).await?;
    if failures % 50 == 0 {
        let long_ago = clock.now().checked_sub(rules::FAILURES_FORGOTTEN).unwrap_or(Timestamp::MIN);
        store.housekeeping(&FORGET, args![long_ago]).await?;
    }
    let slower = rules::slow_down_after(failures);
    tokio::time::sleep(std::time::Duration::try_from(slower).unwrap_or_default()).await;
    Ok(())
}
