//! The audit row and its hash chain: who did what to which thing, when, why and with what
//! outcome. Never a value of a field. Each row's hash covers the row before it, so that a row
//! changed, removed or slipped in later is found by walking the chain.

use std::fmt;

use concordat_kernel::{AnyId, jiff::Timestamp};
use sha2::{Digest, Sha256};

use crate::{Action, Ctx, Resource};

/// The hash before the first row.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// The door, or a rule about who one is, said no.
    Denied,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Done => "done",
            Self::Denied => "denied",
        })
    }
}

/// One row, before it has its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When, to the microsecond, as kept (RFC 3339).
    pub at: String,
    /// Who: the id of a person or of a guest's pass, `operator` or `anonymous`.
    pub actor: String,
    /// What: `plan_action.change`.
    pub action: String,
    /// The kind of thing.
    pub kind: String,
    /// Which one, when there was one.
    pub thing: Option<String>,
    /// The reason given, when one was asked for.
    pub why: Option<String>,
    /// `done` or `denied`.
    pub outcome: String,
    /// The request's number.
    pub request: String,
}

impl Entry {
    /// The row for something done, or refused, in these circumstances.
    pub fn new(ctx: &Ctx, action: Action, resource: &Resource, outcome: Outcome) -> Self {
        Self {
            at: written(ctx.clock.now()),
            actor: ctx.actor.word(),
            action: action.to_string(),
            kind: resource.kind.to_owned(),
            thing: resource.id.as_ref().map(AnyId::to_string),
            why: ctx.why.clone(),
            outcome: outcome.to_string(),
            request: ctx.request.to_string(),
        }
    }

    /// The row for a change: where it is made because of a thing of the record, that is its reason.
    pub fn change(ctx: &Ctx, action: Action, resource: &Resource) -> Self {
        let entry = Self::new(ctx, action, resource, Outcome::Done);
        let why = ctx.cause.as_ref().map(ToString::to_string).or(entry.why.clone());
        Self { why, ..entry }
    }

    /// The row's hash in hexadecimal: SHA-256 over the hash before it, its number and its
    /// fields, each with its length in front so that no two rows can be written alike.
    pub fn hash(&self, before: &str, number: i64) -> String {
        let mut hasher = Sha256::new();
        let mut add = |field: Option<&str>| match field {
            Some(text) => {
                hasher.update([1]);
                hasher.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
                hasher.update(text.as_bytes());
            }
            None => hasher.update([0]),
        };
        add(Some(before));
        add(Some(&number.to_string()));
        add(Some(&self.at));
        add(Some(&self.actor));
        add(Some(&self.action));
        add(Some(&self.kind));
        add(self.thing.as_deref());
        add(self.why.as_deref());
        add(Some(&self.outcome));
        add(Some(&self.request));
        hex(&hasher.finalize())
    }
}

/// A moment as both databases keep it: RFC 3339 in UTC with six decimals, so that text order is time order.
pub fn written(at: Timestamp) -> String {
    format!("{at:.6}")
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            at: "2026-11-02T09:00:00.000000Z".into(),
            actor: "operator".into(),
            action: "plan.import".into(),
            kind: "plan".into(),
            thing: None,
            why: None,
            outcome: "done".into(),
            request: AnyId::nil().to_string(),
        }
    }

    #[test]
    fn every_field_and_the_place_in_the_chain_change_the_hash() {
        let first = entry().hash(GENESIS, 1);
        assert_eq!(first.len(), 64);
        let mut others = vec![entry().hash(GENESIS, 2), entry().hash(&first, 1)];
        let changes: [fn(&mut Entry); 8] = [
            |e| e.at = "x".into(),
            |e| e.actor = "x".into(),
            |e| e.action = "x".into(),
            |e| e.kind = "x".into(),
            |e| e.thing = Some(String::new()),
            |e| e.why = Some(String::new()),
            |e| e.outcome = "x".into(),
            |e| e.request = "x".into(),
        ];
        for change in changes {
            let mut changed = entry();
            change(&mut changed);
            others.push(changed.hash(GENESIS, 1));
        }
        assert!(!others.contains(&first));
    }

    #[test]
    fn moments_are_written_so_that_they_sort() {
        let at: Timestamp = "2026-11-02T09:00:00.5Z".parse().unwrap();
        assert_eq!(written(at), "2026-11-02T09:00:00.500000Z");
    }
}
