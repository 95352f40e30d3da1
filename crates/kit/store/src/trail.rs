use concordat_access::audit::{Entry, GENESIS};
use concordat_kernel::{Problem, Result};
use serde::{Deserialize, Serialize};

use crate::{Store, Tx, Value, args, sql};

sql! {
    // Taking the next number locks the head until the transaction ends: that is what makes the chain one chain.
    TAKE_NUMBER = "UPDATE audit_head SET number = number + $1 RETURNING number, hash";
    SET_HEAD = "UPDATE audit_head SET hash = $1";
    MARK_CHANGED = "UPDATE audit_head SET changed = hash";
    APPEND = "INSERT INTO audit (number, at, actor, action, kind, thing, why, outcome, request, hash)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    HEAD = "SELECT number, hash FROM audit_head";
    PAGE_UP = "SELECT number, at, actor, action, kind, thing, why, outcome, request, hash
               FROM audit WHERE number > $1 ORDER BY number LIMIT 1000";
    PAGE_DOWN = "SELECT number, at, actor, action, kind, thing, why, outcome, request, hash
                 FROM audit WHERE number < $1 ORDER BY number DESC LIMIT $2";
    OF_THING = "SELECT number, at, actor, action, kind, thing, why, outcome, request, hash
                FROM audit WHERE thing = $1 ORDER BY number DESC LIMIT 200";
    OF_ACTOR = "SELECT number, at, actor, action, kind, thing, why, outcome, request, hash
                FROM audit WHERE actor = $1 ORDER BY number DESC LIMIT 200";
}

/// An audit row in its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow, Serialize)]
pub struct AuditRow {
    /// Its number: 1, 2, 3, without gaps.
    pub number: i64,
    /// When (RFC 3339, UTC).
    pub at: String,
    /// Who: a person's id, `operator` or `anonymous`.
    pub actor: String,
    /// What: `plan_action.change`.
    pub action: String,
    /// The kind of thing.
    pub kind: String,
    /// Which one.
    pub thing: Option<String>,
    /// The reason given.
    pub why: Option<String>,
    /// `done` or `denied`.
    pub outcome: String,
    /// The request's number.
    pub request: String,
    /// The chain's hash up to here.
    pub hash: String,
}

impl AuditRow {
    fn entry(&self) -> Entry {
        Entry {
            at: self.at.clone(),
            actor: self.actor.clone(),
            action: self.action.clone(),
            kind: self.kind.clone(),
            thing: self.thing.clone(),
            why: self.why.clone(),
            outcome: self.outcome.clone(),
            request: self.request.clone(),
        }
    }
}

/// A place in the chain to keep elsewhere. Someone who can rewrite the database could rewrite
/// the whole chain; they cannot also rewrite a checkpoint kept on another machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The row's number; 0 before the first.
    pub number: i64,
    /// The chain's hash there.
    pub hash: String,
}

pub(crate) async fn append(tx: &mut Tx, entries: &[Entry]) -> Result<(), Problem> {
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let taken = tx.rows::<(i64, String)>(&TAKE_NUMBER, args![count]).await?;
    let (last, mut hash) =
        taken.into_iter().next().ok_or_else(|| Problem::say("the head of the audit chain is missing"))?;
    for (entry, number) in entries.iter().zip(last - count + 1..) {
        hash = entry.hash(&hash, number);
        let row = args![
            number,
            &entry.at,
            &entry.actor,
            &entry.action,
            &entry.kind,
            &entry.thing,
            &entry.why,
            &entry.outcome,
            &entry.request,
            &hash
        ];
        tx.write(&APPEND, row).await?;
    }
    tx.write(&SET_HEAD, args![hash]).await.map(drop)
}

/// The rows just appended come with a change: see [`crate::kept`].
pub(crate) async fn mark_changed(tx: &mut Tx) -> Result<(), Problem> {
    tx.write(&MARK_CHANGED, args![]).await.map(drop)
}

/// Walks the chain and returns its faults in words, and where it ends.
pub(crate) async fn walk(
    tx: &mut Tx,
    checkpoint: Option<&Checkpoint>,
) -> Result<(Checkpoint, Vec<String>), Problem> {
    let mut faults = Vec::new();
    let mut at = Checkpoint { number: 0, hash: GENESIS.to_owned() };
    let mut met = checkpoint.is_none_or(|mark| mark.number == 0 && mark.hash == GENESIS);
    loop {
        let rows = tx.rows::<AuditRow>(&PAGE_UP, args![at.number]).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if row.number != at.number + 1 {
                faults.push(format!("rows {} to {} are missing", at.number + 1, row.number - 1));
            }
            if row.entry().hash(&at.hash, row.number) != row.hash {
                faults.push(format!(
                    "row {} does not fit the chain: it or the one before was changed",
                    row.number
                ));
            }
            at = Checkpoint { number: row.number, hash: row.hash };
            met |= checkpoint == Some(&at);
        }
    }
    let head = tx.rows::<(i64, String)>(&HEAD, args![]).await?.into_iter().next();
    if head != Some((at.number, at.hash.clone())) {
        faults.push(format!("the chain ends at row {}, but its head says otherwise", at.number));
    }
    if !met {
        faults.push("the chain does not pass through the checkpoint that was given".to_owned());
    }
    Ok((at, faults))
}

impl Store {
    /// Walks the audit chain: where it ends, and its faults in words (none when it is whole).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn verify_audit(
        &self,
        checkpoint: Option<&Checkpoint>,
    ) -> Result<(Checkpoint, Vec<String>), Problem> {
        walk(&mut self.begin(false).await?, checkpoint).await
    }
}

impl Tx {
    /// The audit rows before row `before` (all when `None`), newest first, at most `limit`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn audit_page(&mut self, before: Option<i64>, limit: i64) -> Result<Vec<AuditRow>> {
        self.all(&PAGE_DOWN, args![before.unwrap_or(i64::MAX), limit]).await
    }

    /// The newest 200 audit rows about a thing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn audit_of(&mut self, thing: concordat_kernel::AnyId) -> Result<Vec<AuditRow>> {
        self.all(&OF_THING, vec![Value::from(thing)]).await
    }

    /// The newest 200 audit rows of one actor.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn audit_by(&mut self, actor: &str) -> Result<Vec<AuditRow>> {
        self.all(&OF_ACTOR, args![actor]).await
    }
}
