//! What a sender does with a letter: takes it, hands it over, and writes down how that ended. Each step
//! names the claim it holds, so that whoever comes back too late changes nothing.

use std::borrow::Cow;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Ref, Result, jiff::Timestamp};
use concordat_store::{Change, Store, args, sql};
use concordat_web::LetterHead;

use crate::{
    model::{LETTER_SEND, Posted, State, any_id, moment},
    rules,
};

sql! {
    DUE = "SELECT id
        FROM mail_letter
        WHERE state = 'waiting' AND due_at <= $1
        ORDER BY due_at, id
        LIMIT 20";
    // Several senders at once: only one of them finds it waiting.
    CLAIM = "UPDATE mail_letter
        SET state = 'claimed',
            claim = $2,
            claimed_by = $3,
            claimed_at = $4,
            attempts = attempts + 1,
            message_domain = COALESCE(message_domain, $5)
        WHERE id = $1 AND state = 'waiting' AND due_at <= $4";
    CLAIMED = "SELECT id, kind, about_kind, about, to_name, to_email, message_key, message_domain, posted_at,
            failing_since, failures, attempts, claimed_at
        FROM mail_letter
        WHERE id = $1 AND claim = $2";
    HAND = "UPDATE mail_letter
        SET state = 'handed', subject = $3, body = $4
        WHERE id = $1 AND claim = $2 AND state = 'claimed'";
    // From in doubt too: a reply that comes late is better than a person's guess.
    SETTLE = "UPDATE mail_letter
        SET state = $3, settled_at = $4, note = $5, due_at = $6, failing_since = $7, failures = $8, claim = NULL
        WHERE id = $1 AND claim = $2 AND state IN ('claimed', 'handed', 'in-doubt')";
    // The claim stays: the sender may yet come back with the reply.
    DOUBT = "UPDATE mail_letter
        SET state = 'in-doubt', settled_at = $3, note = $4
        WHERE id = $1 AND claim = $2 AND state = 'handed'";
    UNCLAIM = "UPDATE mail_letter
        SET state = 'waiting', due_at = $3, claim = NULL, note = $4
        WHERE id = $1 AND claim = $2 AND state = 'claimed'";
    STALE = "SELECT id, state, claim, claimed_at, attempts
        FROM mail_letter
        WHERE state IN ('claimed', 'handed') AND (claimed_by = $1 OR claimed_at < $2)
        ORDER BY id";
    TRIED = "INSERT INTO mail_attempt (id, letter, number, began_at, ended_at, outcome, words)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
}

/// A letter that one sender has taken.
#[derive(Debug, Clone)]
pub(crate) struct Claimed {
    pub(crate) id: Id<Posted>,
    pub(crate) claim: String,
    pub(crate) head: LetterHead,
    pub(crate) message_id: String,
    began_at: String,
    attempt: i64,
    failing_since: Option<Timestamp>,
    failures: i64,
}

#[derive(sqlx::FromRow)]
struct ClaimedRow {
    id: Id<Posted>,
    kind: String,
    about_kind: String,
    about: String,
    to_name: String,
    to_email: String,
    message_key: String,
    message_domain: Option<String>,
    posted_at: String,
    failing_since: Option<String>,
    failures: i64,
    attempts: i64,
    claimed_at: Option<String>,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The server took it, in these words.
    Sent(String),
    /// The server, or we, will never send it, for this reason.
    Refused(String),
    /// Not now, for this reason.
    Later(String),
    /// Cut off after handing.
    InDoubt(String),
    /// No longer needed.
    Cancelled,
}

/// What became of it in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settled {
    pub(crate) state: State,
    pub(crate) words: String,
}

/// Takes a letter whose time has come, if there is one.
pub(crate) async fn claim(store: &Store, ctx: &Ctx, sender: &str, domain: &str) -> Result<Option<Claimed>> {
    loop {
        let due: Vec<(Id<Posted>,)> = store.peek().await?.all(&DUE, args![ctx.clock.now()]).await?;
        if due.is_empty() {
            return Ok(None);
        }
        for (id,) in due {
            if let Some(letter) = take(store, ctx, id, sender, domain).await? {
                return Ok(Some(letter));
            }
        }
    }
}

/// Takes this letter, unless somebody else did.
pub(super) async fn take(
    store: &Store,
    ctx: &Ctx,
    id: Id<Posted>,
    sender: &str,
    domain: &str,
) -> Result<Option<Claimed>> {
    let claim = ctx.chance.uuid().to_string();
    // Nobody's doing, and no change of what the letter says: the audit row comes with how it ended.
    let row = args![id, &claim, sender, ctx.clock.now(), domain];
    if store.housekeeping(&CLAIM, row).await? == 0 {
        return Ok(None);
    }
    let row: Option<ClaimedRow> = store.peek().await?.opt(&CLAIMED, args![id, &claim]).await?;
    Ok(row.map(|row| claimed(row, claim, domain)))
}

fn claimed(row: ClaimedRow, claim: String, domain: &str) -> Claimed {
    Claimed {
        id: row.id,
        claim,
        message_id: format!("{}@{}", row.message_key, row.message_domain.as_deref().unwrap_or(domain)),
        began_at: row.claimed_at.unwrap_or_default(),
        attempt: row.attempts,
        failing_since: row.failing_since.as_deref().map(moment),
        failures: row.failures,
        head: LetterHead {
            id: row.id.uuid(),
            kind: row.kind,
            about: Ref { kind: Cow::Owned(row.about_kind), id: any_id(&row.about) },
            to_name: row.to_name,
            to_email: row.to_email,
            posted_at: moment(&row.posted_at),
        },
    }
}

/// Writes down that the text is about to go over the wire, and what it says without its secret. `false`
/// when somebody else holds the letter by now: then it must not be sent.
pub(crate) async fn hand(store: &Store, letter: &Claimed, subject: &str, body: &str) -> Result<bool> {
    Ok(store.housekeeping(&HAND, args![letter.id, &letter.claim, subject, body]).await? == 1)
}

/// Writes down how the attempt ended, with its audit row. Nothing comes back when the letter was no
/// longer ours; the attempt is on record all the same.
pub(crate) async fn settle(
    store: &Store,
    ctx: &Ctx,
    letter: &Claimed,
    ended: Ended,
) -> Result<Option<Settled>> {
    let now = ctx.clock.now();
    let mut change = store.change(ctx, LETTER_SEND, &Resource::one(letter.id)).await?;
    let (outcome, settled, due, failing_since, failures) = match ended {
        Ended::Sent(words) => ("sent", Settled { state: State::Sent, words }, now, None, 0),
        Ended::Refused(words) => ("refused", Settled { state: State::Refused, words }, now, None, 0),
        Ended::InDoubt(words) => ("in-doubt", Settled { state: State::InDoubt, words }, now, None, 0),
        Ended::Cancelled => {
            let words = "No longer needed when its turn came".to_owned();
            ("cancelled", Settled { state: State::Cancelled, words }, now, None, 0)
        }
        Ended::Later(words) => {
            let since = letter.failing_since.unwrap_or(now);
            if rules::given_up(since, now) {
                let words = format!("Given up after five days. The last time: {words}");
                ("refused", Settled { state: State::Refused, words }, now, None, 0)
            } else {
                let failures = letter.failures + 1;
                let due = now.checked_add(rules::pause(failures)).unwrap_or(now);
                ("later", Settled { state: State::Waiting, words }, due, Some(since), failures)
            }
        }
    };
    let changed = if settled.state == State::InDoubt {
        change.run(&DOUBT, args![letter.id, &letter.claim, now, &settled.words]).await?
    } else {
        let at = (settled.state != State::Waiting).then_some(now);
        let row = args![
            letter.id,
            &letter.claim,
            settled.state.word(),
            at.map(concordat_access::audit::written),
            &settled.words,
            due,
            failing_since.map(concordat_access::audit::written),
            failures
        ];
        change.run(&SETTLE, row).await?
    };
    tried(&mut change, ctx, letter.id, letter.attempt, &letter.began_at, outcome, &settled.words).await?;
    change.commit().await?;
    Ok((changed == 1).then_some(settled))
}

async fn tried(
    change: &mut Change,
    ctx: &Ctx,
    letter: Id<Posted>,
    number: i64,
    began_at: &str,
    outcome: &str,
    words: &str,
) -> Result<()> {
    let id = ctx.chance.id::<()>(&ctx.clock);
    let row = args![id, letter, number, began_at, ctx.clock.now(), outcome, words];
    change.run(&TRIED, row).await.map(drop)
}

#[derive(sqlx::FromRow)]
struct Stale {
    id: Id<Posted>,
    state: String,
    claim: Option<String>,
    claimed_at: Option<String>,
    attempts: i64,
}

/// Looks after what a sender left behind when it stopped: what was only claimed waits again, what was
/// handed is in doubt. `sender` is between two letters, so whatever stands under its name is left behind;
/// others are given time. Returns how many of each.
pub(crate) async fn recover(store: &Store, ctx: &Ctx, sender: &str) -> Result<(usize, usize)> {
    let now = ctx.clock.now();
    let long_ago = now.checked_sub(rules::HOLD).unwrap_or(now);
    let left: Vec<Stale> = store.peek().await?.all(&STALE, args![sender, long_ago]).await?;
    let (mut waiting, mut in_doubt) = (0, 0);
    for letter in left {
        let claim = letter.claim.unwrap_or_default();
        let mut change = store.change(ctx, LETTER_SEND, &Resource::one(letter.id)).await?;
        let handed = letter.state == State::Handed.word();
        let (outcome, words) = if handed {
            ("in-doubt", "The program stopped after handing the letter over and before the reply")
        } else {
            ("cut off", "The program stopped before handing the letter over")
        };
        let changed = if handed {
            change.run(&DOUBT, args![letter.id, &claim, now, words]).await?
        } else {
            change.run(&UNCLAIM, args![letter.id, &claim, now, words]).await?
        };
        if changed == 0 {
            // It was not left behind after all.
            continue;
        }
        let began_at = letter.claimed_at.unwrap_or_default();
        tried(&mut change, ctx, letter.id, letter.attempts, &began_at, outcome, words).await?;
        change.commit().await?;
        if handed { in_doubt += 1 } else { waiting += 1 }
    }
    Ok((waiting, in_doubt))
}
