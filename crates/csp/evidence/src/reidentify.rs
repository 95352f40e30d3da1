//! From a pseudonym back to the force's own reference: for a stated reason, with the key that the records were brought in with, and told
//! to the audit trail before the answer is told to anybody.

use concordat_access::{
    Ctx,
    audit::{Entry as AuditEntry, Outcome},
};
use concordat_kernel::{Id, Kind, Problem, Refusal, Result};
use concordat_steps::{Analyst, Input, Question, Source, Step, Table, Value};
use concordat_store::{Store, args, sql};
use serde::Serialize;

use crate::{
    actions::{self, REIDENTIFY},
    ingest::{
        pseudonym::{Key, Pseudonym},
        seal::Sealed,
    },
    records::shapes::SEALED,
    store::{self, Entry},
};

sql! {
    INSERT = "
        INSERT INTO evidence_reidentified (id, pseudonym, reason, ingest_id, asked_by, asked_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
}

/// Somebody's reference was asked for.
#[derive(Debug)]
enum Reidentified {}

impl Kind for Reidentified {
    const NAME: &'static str = "evidence_reidentified";
}

/// What a force calls somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// The system that the reference is of, as the mapping names it.
    pub of: String,
    /// The reference, in capital letters.
    pub reference: String,
    /// The file that it came in with.
    pub file: String,
}

/// The least that a reason must say.
const LEAST: usize = 20;

const OF_PERSON: Step = Step {
    name: "of_person",
    sql: "\
SELECT DISTINCT source,
       reference
FROM sealed
WHERE person = $person
ORDER BY source, reference",
};

/// The force's own reference for somebody. The reason stands in the circumstances ([`Ctx::because`]) and is kept with the pseudonym in the
/// transaction of the audit row, before the reference is handed over.
///
/// # Errors
/// When the asker may not; when no reason is given; when no records were brought in with this key; when nobody of that pseudonym has a
/// reference in them.
pub async fn reidentify(
    store: &Store,
    analyst: &dyn Analyst,
    ctx: &Ctx,
    key: &Key,
    person: Pseudonym,
) -> Result<Reference> {
    let reason = ctx.why.as_deref().map(str::trim).unwrap_or_default();
    if reason.chars().count() < LEAST {
        return Err(Refusal::invalid(
            "reason",
            "Say for what lawful purpose the reference is needed, in twenty letters or more.",
        )
        .into());
    }
    store.ask(ctx, REIDENTIFY, &actions::ledger()).await?;
    let ledger = store::all(&mut store.peek().await?).await?;
    let mark = key.fingerprint();
    let ours: Vec<&Entry> =
        ledger.iter().filter(|entry| entry.sealed > 0 && entry.key_mark == mark).collect();
    if ours.is_empty() {
        return Err(Refusal::rule(
            "No records with people were brought in with this key, so it opens nothing. Name the key that they were brought in with (--key).",
        )
        .into());
    }
    // The newest first: a corrected extract may have corrected the reference's spelling.
    for entry in ours.into_iter().rev() {
        let question = Question {
            tables: vec![Input::new(SEALED, Source::Parts(vec![entry.part(SEALED)]))],
            values: vec![("person", Value::Int(person.0.cast_signed()))],
            steps: vec![OF_PERSON],
        };
        let found = analyst.ask(&question, &[OF_PERSON.name]).await?.pop().unwrap_or_default();
        if found.rows() == 0 {
            continue;
        }
        let (of, reference) = opened(&found, key, person).ok_or_else(|| {
            Problem::say(format!("a sealed reference of {} cannot be opened with its own key", entry.file))
        })?;
        let mut change = store.change(ctx, REIDENTIFY, &actions::ledger()).await?;
        let id: Id<Reidentified> = ctx.chance.id(&ctx.clock);
        let row = args![id, person.to_string(), reason, entry.id, ctx.actor.word(), ctx.clock.now()];
        change.run(&INSERT, row).await?;
        change.about(id.uuid());
        change.commit().await?;
        return Ok(Reference { of, reference, file: entry.file.clone() });
    }
    // Looking for somebody leaves its row too, found or not.
    store.note(AuditEntry::new(ctx, REIDENTIFY, &actions::ledger(), Outcome::Done)).await?;
    Err(Refusal::rule(format!(
        "No reference is kept for {person}. It may be misspelt, stand for a crime or a place, or come from records that were brought in before references were kept: bring their extract in again."
    ))
    .into())
}

fn opened(found: &Table, key: &Key, person: Pseudonym) -> Option<(String, String)> {
    let of = found.texts("source").first()?.clone()?;
    let text = found.texts("reference").first()?.clone()?;
    let reference = key.sealer().unseal(&Sealed { person, text }, &of)?;
    Some((of, reference))
}
