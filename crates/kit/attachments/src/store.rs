//! Keeping files: the head in one row, the content in pieces.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use concordat_access::Ctx;
use concordat_kernel::{Id, Problem, Ref, Refusal, Result, jiff::Timestamp};
use concordat_store::{Change, Finding, Store, Tx, args, sql};

use crate::{Attachment, Cleaned, LIMIT, Media, clean};

sql! {
    ADD = "INSERT INTO attachment
               (id, owner_kind, owner_id, name, media, size, hash, stripped, kept_by, kept_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    ADD_CHUNK = "INSERT INTO attachment_chunk (attachment_id, position, content) VALUES ($1, $2, $3)";
    HEAD = "SELECT id, owner_kind, owner_id, name, media, size, hash, stripped, kept_by, kept_at, removed_at
            FROM attachment
            WHERE id = $1";
    OF_OWNER = "SELECT id, owner_kind, owner_id, name, media, size, hash, stripped, kept_by, kept_at, removed_at
                FROM attachment
                WHERE owner_id = $1 AND owner_kind = $2
                ORDER BY kept_at, id";
    CHUNK = "SELECT content FROM attachment_chunk WHERE attachment_id = $1 AND position = $2";
    REMOVE = "UPDATE attachment SET removed_at = $2, removed_by = $3 WHERE id = $1 AND removed_at IS NULL";
    REMOVE_CHUNKS = "DELETE FROM attachment_chunk WHERE attachment_id = $1";
    // For `concordat check`: which there are, and which pieces belong to a removed one.
    KEPT = "SELECT id, hash, size FROM attachment WHERE removed_at IS NULL ORDER BY id";
    LEFT_OVER = "SELECT DISTINCT c.attachment_id
                 FROM attachment_chunk c
                 JOIN attachment a ON a.id = c.attachment_id
                 WHERE a.removed_at IS NOT NULL
                 ORDER BY c.attachment_id";
}

/// How many bytes of a file stand in one row: as base64 that is 256 KiB.
const PIECE: usize = 192 * 1024;

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Attachment>,
    owner_kind: String,
    owner_id: Id<()>,
    name: String,
    media: String,
    size: i64,
    hash: String,
    stripped: String,
    kept_by: String,
    kept_at: String,
    removed_at: Option<String>,
}

impl Row {
    fn attachment(self) -> Result<Attachment> {
        let moment = |text: &str| {
            text.parse::<Timestamp>().map_err(|e| Problem::new("reading when a file was kept", e))
        };
        Ok(Attachment {
            id: self.id,
            owner: Ref { kind: self.owner_kind.into(), id: self.owner_id.uuid() },
            name: self.name,
            media: Media::of_word(&self.media)
                .ok_or_else(|| Problem::say("an attachment's kind is not in the list"))?,
            size: u64::try_from(self.size).unwrap_or(0),
            hash: self.hash,
            stripped: self.stripped.lines().map(str::to_owned).collect(),
            kept_by: self.kept_by,
            kept_at: moment(&self.kept_at)?,
            removed_at: self.removed_at.as_deref().map(moment).transpose()?,
        })
    }
}

/// Cleans a file away from the threads that answer requests: reading a large document takes a while,
/// and a library that loses its head over a strange one takes only its own thread with it.
///
/// # Errors
/// With a sentence for the field `file` when it is not accepted.
pub async fn cleaned(name: &str, bytes: Vec<u8>, limit: usize) -> Result<Cleaned> {
    let name = name.to_owned();
    let done = tokio::task::spawn_blocking(move || clean(&name, &bytes, limit)).await;
    match done {
        Ok(cleaned) => Ok(cleaned?),
        Err(_) => Err(clean::damaged().into()),
    }
}

/// Cleans a file and keeps it with the thing it belongs to. Ask the door about that thing first.
///
/// # Errors
/// With a sentence for the field `file` when it is not accepted.
pub async fn keep(
    tx: &mut Change,
    ctx: &Ctx,
    owner: impl Into<Ref>,
    name: &str,
    bytes: Vec<u8>,
) -> Result<Id<Attachment>> {
    let cleaned = cleaned(name, bytes, LIMIT).await?;
    keep_cleaned(tx, ctx, owner, &cleaned).await
}

/// Keeps a file that was cleaned before the transaction began, so that nobody waits for the record
/// while it was read.
///
/// # Errors
/// When the database does not answer.
pub async fn keep_cleaned(
    tx: &mut Change,
    ctx: &Ctx,
    owner: impl Into<Ref>,
    file: &Cleaned,
) -> Result<Id<Attachment>> {
    let owner = owner.into();
    let id = ctx.chance.id::<Attachment>(&ctx.clock);
    let row = args![
        id,
        owner.kind.as_ref(),
        owner.id,
        file.name(),
        file.media().word(),
        file.bytes().len(),
        file.hash(),
        file.stripped().join("\n"),
        ctx.actor.word(),
        ctx.clock.now()
    ];
    tx.run(&ADD, row).await?;
    for (position, piece) in file.bytes().chunks(PIECE).enumerate() {
        tx.run(&ADD_CHUNK, args![id, position, STANDARD.encode(piece)]).await?;
    }
    tx.keep(id, "File", None, Some(file.name())).await?;
    Ok(id)
}

/// What is known of a file, removed or not.
///
/// # Errors
/// When it is not there.
pub async fn head(tx: &mut Tx, id: Id<Attachment>) -> Result<Attachment> {
    tx.one::<Row>(&HEAD, args![id]).await?.attachment()
}

/// What is known of every file of a thing, removed ones too, in the order they were added.
///
/// # Errors
/// When the database does not answer.
pub async fn heads_of(tx: &mut Tx, owner: impl Into<Ref>) -> Result<Vec<Attachment>> {
    let owner = owner.into();
    let rows: Vec<Row> = tx.all(&OF_OWNER, args![owner.id, owner.kind.as_ref()]).await?;
    rows.into_iter().map(Row::attachment).collect()
}

/// A file with what it holds. Ask the door about the thing it belongs to first.
///
/// # Errors
/// When it is not there or was removed; when what is kept is not what was kept.
pub async fn open(tx: &mut Tx, id: Id<Attachment>) -> Result<(Attachment, Vec<u8>)> {
    let head = head(tx, id).await?;
    if head.removed_at.is_some() {
        return Err(Refusal::NotFound.into());
    }
    let mut bytes = Vec::new();
    pieces(tx, id, |piece| bytes.extend_from_slice(piece)).await?;
    if clean::sha256(&bytes) != head.hash {
        return Err(Problem::say("an attachment is not what was kept; run `concordat check`").into());
    }
    Ok((head, bytes))
}

/// Removes a file: what it held is gone for good, that it was there stays on record.
///
/// # Errors
/// When it is not there or was removed already.
pub async fn remove(tx: &mut Change, ctx: &Ctx, id: Id<Attachment>) -> Result<()> {
    let head = head(tx, id).await?;
    if tx.run(&REMOVE, args![id, ctx.clock.now(), ctx.actor.word()]).await? == 0 {
        return Err(Refusal::NotFound.into());
    }
    tx.run(&REMOVE_CHUNKS, args![id]).await?;
    tx.keep(id, "File", Some(&head.name), None).await
}

/// Hands over the pieces in order, one at a time. What is no base64 ends it: the hash will tell.
async fn pieces(tx: &mut Tx, id: Id<Attachment>, mut take: impl FnMut(&[u8])) -> Result<()> {
    for position in 0_usize.. {
        let Some((text,)) = tx.opt::<(String,)>(&CHUNK, args![id, position]).await? else { break };
        let Ok(piece) = STANDARD.decode(text) else { break };
        take(&piece);
    }
    Ok(())
}

/// Compares every file with its hash, and looks for what removed ones left behind.
pub(crate) async fn check(store: &Store) -> Result<Vec<Finding>> {
    let found = |found| Finding { check: "attachments", found };
    let mut tx = store.peek().await?;
    let mut findings = Vec::new();
    let kept: Vec<(Id<Attachment>, String, i64)> = tx.all(&KEPT, args![]).await?;
    for (id, hash, size) in kept {
        let (mut sum, mut counted) = (clean::Sum::default(), 0_i64);
        pieces(&mut tx, id, |piece| {
            sum.add(piece);
            counted = counted.saturating_add(i64::try_from(piece.len()).unwrap_or(i64::MAX));
        })
        .await?;
        if sum.end() != hash || counted != size {
            findings.push(found(format!("the file `{id}` is not what was kept")));
        }
    }
    let left: Vec<(Id<Attachment>,)> = tx.all(&LEFT_OVER, args![]).await?;
    findings.extend(left.into_iter().map(|(id,)| found(format!("the removed file `{id}` is still there"))));
    Ok(findings)
}
