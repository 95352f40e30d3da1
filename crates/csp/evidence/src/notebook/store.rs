use concordat_access::Ctx;
use concordat_kernel::{Id, Period, Problem, Refusal, Result};
use concordat_steps::Analyst;
use concordat_store::{Store, Tx, args, sql};

use super::{About, Note};
use crate::{
    actions::{self, VIEW_NOTES, WRITE_NOTES},
    findings::{self, Wanted},
};

sql! {
    NOTES = "
        SELECT id,
               position,
               heading,
               words,
               finding,
               lens,
               first_month,
               last_month,
               step_key,
               written_by,
               written_at,
               version
        FROM evidence_note
        WHERE withdrawn_at IS NULL
        ORDER BY position, id";
    INSERT = "
        INSERT INTO evidence_note (id, position, heading, words, finding, lens, first_month, last_month, step_key,
                                   written_by, written_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)";
    CHANGE = "
        UPDATE evidence_note
        SET heading = $3,
            words = $4,
            position = $5,
            version = version + 1
        WHERE id = $1
          AND version = $2
          AND withdrawn_at IS NULL";
    WITHDRAW = "
        UPDATE evidence_note
        SET withdrawn_at = $2,
            version = version + 1
        WHERE id = $1
          AND withdrawn_at IS NULL";
    pub(crate) SOME_NOTE = "SELECT id FROM evidence_note WHERE withdrawn_at IS NULL ORDER BY position, id LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Note>,
    position: i64,
    heading: String,
    words: String,
    finding: Option<String>,
    lens: Option<String>,
    first_month: Option<String>,
    last_month: Option<String>,
    step_key: Option<String>,
    written_by: String,
    written_at: String,
    version: i64,
}

impl TryFrom<Row> for Note {
    type Error = Problem;
    fn try_from(row: Row) -> Result<Self, Problem> {
        let doing = "reading an entry of the notebook";
        let month = |text: Option<String>| {
            let text = text.unwrap_or_default();
            text.parse().map_err(|_| Problem::new(doing, format!("`{text}` is no month")))
        };
        let about = match (row.finding, row.lens, row.step_key) {
            (Some(finding), Some(lens), Some(step_key)) => Some(About {
                finding,
                lens,
                window: Period { from: month(row.first_month)?, to: month(row.last_month)? },
                step_key,
            }),
            _ => None,
        };
        Ok(Self {
            id: row.id,
            position: row.position,
            heading: row.heading,
            words: row.words,
            about,
            written_by: row.written_by,
            written_at: row.written_at.parse().map_err(|e| Problem::new(doing, e))?,
            version: row.version,
        })
    }
}

/// Every entry, in order.
///
/// # Errors
/// When the asker may not see them, or the store does not answer.
pub async fn notes(store: &Store, ctx: &Ctx) -> Result<Vec<Note>> {
    let mut tx = store.read(ctx, VIEW_NOTES, &actions::notebook()).await?;
    all(&mut tx).await
}

/// Takes a finding into the notebook, or words alone, at its end.
///
/// # Errors
/// When the asker may not, the heading is missing, there is no such finding, or nothing has been brought in.
pub async fn add(
    store: &Store,
    analyst: &dyn Analyst,
    ctx: &Ctx,
    heading: &str,
    words: &str,
    about: Option<(&str, &Wanted)>,
) -> Result<Id<Note>> {
    store.ask(ctx, WRITE_NOTES, &actions::notebook()).await?;
    said(heading)?;
    let about = match about {
        None => None,
        Some((finding, wanted)) => {
            Some(findings::key_of(store, analyst, ctx, WRITE_NOTES, wanted, finding).await?)
        }
    };
    let mut change = store.change(ctx, WRITE_NOTES, &actions::notebook()).await?;
    let position = all(&mut change).await?.last().map_or(1, |note| note.position + 1);
    let id: Id<Note> = ctx.chance.id(&ctx.clock);
    let of = |part: fn(&About) -> String| about.as_ref().map(part);
    let row = args![
        id,
        position,
        heading.trim(),
        words.trim(),
        of(|about| about.finding.clone()),
        of(|about| about.lens.clone()),
        of(|about| about.window.from.to_string()),
        of(|about| about.window.to.to_string()),
        of(|about| about.step_key.clone()),
        ctx.actor.word(),
        ctx.clock.now()
    ];
    change.run(&INSERT, row).await?;
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}

/// Changes what an entry says and where it stands.
///
/// # Errors
/// When the asker may not, the heading is missing, or somebody changed it meanwhile.
pub async fn change(
    store: &Store,
    ctx: &Ctx,
    id: Id<Note>,
    version: i64,
    heading: &str,
    words: &str,
    position: i64,
) -> Result<()> {
    let mut change = store.change(ctx, WRITE_NOTES, &actions::note(id)).await?;
    said(heading)?;
    let before = all(&mut change).await?.into_iter().find(|note| note.id == id).ok_or(Refusal::NotFound)?;
    if change.run(&CHANGE, args![id, version, heading.trim(), words.trim(), position]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    change.keep(id, "heading", Some(&before.heading), Some(heading.trim())).await?;
    change.keep(id, "words", Some(&before.words), Some(words.trim())).await?;
    change.commit().await
}

/// Takes an entry out.
///
/// # Errors
/// When the asker may not, or it is not there.
pub async fn withdraw(store: &Store, ctx: &Ctx, id: Id<Note>) -> Result<()> {
    let mut change = store.change(ctx, WRITE_NOTES, &actions::note(id)).await?;
    if change.run(&WITHDRAW, args![id, ctx.clock.now()]).await? == 0 {
        return Err(Refusal::NotFound.into());
    }
    change.commit().await
}

fn said(heading: &str) -> Result<(), Refusal> {
    if heading.trim().is_empty() {
        return Err(Refusal::invalid("heading", "Give the entry a heading."));
    }
    Ok(())
}

async fn all(tx: &mut Tx) -> Result<Vec<Note>> {
    let rows = tx.all::<Row>(&NOTES, args![]).await?;
    Ok(rows.into_iter().map(Note::try_from).collect::<Result<_, _>>()?)
}
