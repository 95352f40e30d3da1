use std::collections::BTreeMap;

use concordat_access::Ctx;
use concordat_kernel::{Id, Kind as _, Month, Problem, Ref, Refusal, Result, jiff::Timestamp};
use concordat_steps::{Part, Shape};
use concordat_store::{Store, Tx, args, sql};
use serde::Serialize;

use crate::{
    actions::{self, ADD_INGEST, VIEW_INGEST},
    ingest::Ingest,
    records::shapes::{CRIME, PERSON, REFUSED, SEALED},
};

sql! {
    ALL = "
        SELECT id,
               source,
               file,
               hash,
               bytes,
               rows_read,
               crimes,
               people,
               refused,
               sealed,
               duplicates,
               alike,
               key_mark,
               brought_by,
               brought_at,
               added,
               gone,
               altered,
               replaced_by
        FROM evidence_ingest
        ORDER BY brought_at, id";
    MONTHS = "
        SELECT ingest_id,
               month,
               crimes,
               without_area
        FROM evidence_month
        ORDER BY month, ingest_id";
    PARTS = "
        SELECT ingest_id,
               name,
               hash
        FROM evidence_part
        ORDER BY ingest_id, name";
    REMARKS = "
        SELECT remark
        FROM evidence_remark
        WHERE ingest_id = $1
        ORDER BY position";
    INSERT = "
        INSERT INTO evidence_ingest (id, source, file, hash, bytes, rows_read, crimes, people, refused, sealed, duplicates,
                                     alike, key_mark, brought_by, brought_at, added, gone, altered)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    INSERT_MONTH = "
        INSERT INTO evidence_month (ingest_id, month, crimes, without_area)
        VALUES ($1, $2, $3, $4)";
    INSERT_PART = "
        INSERT INTO evidence_part (ingest_id, name, hash)
        VALUES ($1, $2, $3)";
    INSERT_REMARK = "
        INSERT INTO evidence_remark (ingest_id, position, remark)
        VALUES ($1, $2, $3)";
    REPLACE = "UPDATE evidence_ingest SET replaced_by = $2 WHERE id = $1 AND replaced_by IS NULL";
    FILE = "SELECT file FROM evidence_ingest WHERE id = $1";
    pub(crate) SOME_INGEST = "SELECT id FROM evidence_ingest ORDER BY id LIMIT 1";
}

/// A file that was brought in: one entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Which one; also the name of its parts.
    pub id: Id<Ingest>,
    /// The stream it belongs to.
    pub source: String,
    /// The file's name, without a folder.
    pub file: String,
    /// SHA-256 of the file as it came, in hexadecimal.
    pub hash: String,
    /// Its size in bytes, as it came.
    pub bytes: i64,
    /// Rows read.
    pub rows_read: i64,
    /// Crimes kept.
    pub crimes: i64,
    /// People's parts in crimes kept.
    pub people: i64,
    /// Rows refused.
    pub refused: i64,
    /// People whose references were sealed: the way back from their pseudonyms, for whoever has the key.
    pub sealed: i64,
    /// Rows left out because another says the same under the same reference.
    pub duplicates: i64,
    /// Rows without a reference that another is like in every column; kept.
    pub alike: i64,
    /// The mark of the key that made its pseudonyms; empty where nobody stands in it.
    pub key_mark: String,
    /// Who brought it in.
    pub brought_by: String,
    /// When.
    pub brought_at: Timestamp,
    /// What it changed, where it took the place of earlier files.
    pub changed: Option<Changed>,
    /// What took its place; it counts no more.
    pub replaced_by: Option<Id<Ingest>>,
    /// What it holds of each month.
    pub months: Vec<InMonth>,
    /// SHA-256 of the file of each of its parts, in hexadecimal, by table; of none that was written before hashes were kept.
    pub parts: BTreeMap<String, String>,
}

/// What a corrected file changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Crimes that were not there before.
    pub added: i64,
    /// Crimes that are there no more.
    pub gone: i64,
    /// Crimes that both have and that say something else now.
    pub altered: i64,
}

/// What a file holds of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct InMonth {
    /// The month.
    pub month: Month,
    /// Crimes that count in it.
    pub crimes: i64,
    /// Those of them without a small area.
    pub without_area: i64,
}

impl Entry {
    /// Whether it counts.
    pub fn in_use(&self) -> bool {
        self.replaced_by.is_none()
    }

    /// Its part of a table.
    pub fn part(&self, of: Shape) -> Part {
        Part { name: self.id.to_string(), hash: self.parts.get(of.name).cloned() }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Ingest>,
    source: String,
    file: String,
    hash: String,
    bytes: i64,
    rows_read: i64,
    crimes: i64,
    people: i64,
    refused: i64,
    sealed: i64,
    duplicates: i64,
    alike: i64,
    key_mark: String,
    brought_by: String,
    brought_at: String,
    added: Option<i64>,
    gone: Option<i64>,
    altered: Option<i64>,
    replaced_by: Option<Id<Ingest>>,
}

impl Row {
    fn entry(
        self,
        months: &[(Id<Ingest>, InMonth)],
        parts: &[(Id<Ingest>, String, String)],
    ) -> Result<Entry, Problem> {
        let of_this = parts.iter().filter(|(of, ..)| *of == self.id);
        let parts = of_this.map(|(_, table, hash)| (table.clone(), hash.clone())).collect();
        let months = months.iter().filter(|(of, _)| *of == self.id).map(|(_, month)| *month).collect();
        let brought_at =
            self.brought_at.parse().map_err(|e| Problem::new("reading when records were brought in", e))?;
        let changed = match (self.added, self.gone, self.altered) {
            (Some(added), Some(gone), Some(altered)) => Some(Changed { added, gone, altered }),
            _ => None,
        };
        Ok(Entry {
            id: self.id,
            source: self.source,
            file: self.file,
            hash: self.hash,
            bytes: self.bytes,
            rows_read: self.rows_read,
            crimes: self.crimes,
            people: self.people,
            refused: self.refused,
            sealed: self.sealed,
            duplicates: self.duplicates,
            alike: self.alike,
            key_mark: self.key_mark,
            brought_by: self.brought_by,
            brought_at,
            changed,
            replaced_by: self.replaced_by,
            months,
            parts,
        })
    }
}

/// Every entry, oldest first.
///
/// # Errors
/// When the asker may not see the ledger, or the store does not answer.
pub async fn ledger(store: &Store, ctx: &Ctx) -> Result<Vec<Entry>> {
    let mut tx = store.read(ctx, VIEW_INGEST, &actions::ledger()).await?;
    all(&mut tx).await
}

/// One entry, and what was odd about its file.
///
/// # Errors
/// When it is not there or not for the asker.
pub async fn entry(store: &Store, ctx: &Ctx, id: Id<Ingest>) -> Result<(Entry, Vec<String>)> {
    let mut tx = store.read(ctx, VIEW_INGEST, &actions::ingest(id)).await?;
    // A ledger has some hundred entries, one for each file of years.
    let entry = all(&mut tx).await?.into_iter().find(|entry| entry.id == id).ok_or(Refusal::NotFound)?;
    let remarks: Vec<(String,)> = tx.all(&REMARKS, args![id]).await?;
    Ok((entry, remarks.into_iter().map(|(remark,)| remark).collect()))
}

/// Every entry, for whoever has asked the door already.
pub(crate) async fn all(tx: &mut Tx) -> Result<Vec<Entry>> {
    let months = months(tx).await?;
    let parts: Vec<(Id<Ingest>, String, String)> = tx.all(&PARTS, args![]).await?;
    let rows: Vec<Row> = tx.all(&ALL, args![]).await?;
    Ok(rows.into_iter().map(|row| row.entry(&months, &parts)).collect::<Result<_, _>>()?)
}

async fn months(tx: &mut Tx) -> Result<Vec<(Id<Ingest>, InMonth)>> {
    let rows: Vec<(Id<Ingest>, String, i64, i64)> = tx.all(&MONTHS, args![]).await?;
    let month = |(id, month, crimes, without_area): (Id<Ingest>, String, i64, i64)| {
        let month = month.parse().map_err(|e| Problem::new("reading a month of the ledger", e))?;
        Ok((id, InMonth { month, crimes, without_area }))
    };
    Ok(rows.into_iter().map(month).collect::<Result<_, Problem>>()?)
}

/// A file that was read and whose parts lie ready, before the ledger says so.
#[derive(Debug, Clone)]
pub(crate) struct Landing {
    /// The entry; who and when are filled in from the circumstances.
    pub(crate) entry: Entry,
    /// What was odd about the file, as sentences.
    pub(crate) remarks: Vec<String>,
    /// The entries that it takes the place of.
    pub(crate) formers: Vec<Id<Ingest>>,
}

/// Writes an entry, and takes those that it replaces out of use, in one change.
///
/// # Errors
/// When the asker may not, or somebody else brought in the same file, or replaced the same entry, meanwhile.
pub(crate) async fn add(store: &Store, ctx: &Ctx, landing: &Landing) -> Result<()> {
    let Landing { entry, remarks, formers } = landing;
    let mut change = store.change(ctx, ADD_INGEST, &actions::ledger()).await?;
    let meanwhile =
        || Refusal::rule("Somebody else brought in the same records meanwhile. Look at the ledger.");
    let changed = entry.changed.as_ref();
    let row = args![
        entry.id,
        &entry.source,
        &entry.file,
        &entry.hash,
        entry.bytes,
        entry.rows_read,
        entry.crimes,
        entry.people,
        entry.refused,
        entry.sealed,
        entry.duplicates,
        entry.alike,
        &entry.key_mark,
        ctx.actor.word(),
        ctx.clock.now(),
        changed.map(|changed| changed.added),
        changed.map(|changed| changed.gone),
        changed.map(|changed| changed.altered)
    ];
    change.run_unless_taken(&INSERT, row, meanwhile()).await?;
    for former in formers {
        if change.run(&REPLACE, args![*former, entry.id]).await? == 0 {
            return Err(meanwhile().into());
        }
    }
    for month in &entry.months {
        change.run(&INSERT_MONTH, args![entry.id, month.month, month.crimes, month.without_area]).await?;
    }
    for (table, hash) in &entry.parts {
        change.run(&INSERT_PART, args![entry.id, table, hash]).await?;
    }
    for (position, remark) in remarks.iter().enumerate() {
        change.run(&INSERT_REMARK, args![entry.id, position, remark]).await?;
    }
    change.about(entry.id.uuid());
    change.commit().await
}

/// Asks whether records may be brought in, before hours are spent on reading them.
///
/// # Errors
/// When not.
pub(crate) async fn ask_to_add(store: &Store, ctx: &Ctx) -> Result<()> {
    store.ask(ctx, ADD_INGEST, &actions::ledger()).await
}

/// The name of a file that was brought in, if the asker may see the ledger.
///
/// # Errors
/// When the store does not answer.
pub(crate) async fn title(store: &Store, ctx: &Ctx, thing: &Ref) -> Result<Option<String>> {
    let resource = actions::ingest(Id::from_uuid(thing.id));
    if thing.kind != Ingest::NAME || !store.may(ctx, VIEW_INGEST, &resource) {
        return Ok(None);
    }
    let found: Option<(String,)> = store.peek().await?.opt(&FILE, args![thing.id]).await?;
    Ok(found.map(|(file,)| file))
}

/// The parts that the ledger names, by shape: what belongs to the record though it lies beside it. Replaced entries keep theirs, so that
/// an earlier figure can be worked out again.
///
/// # Errors
/// When the store does not answer.
pub async fn kept(store: &Store) -> Result<Vec<(Shape, Vec<Part>)>> {
    let ledger = all(&mut store.peek().await?).await?;
    let parts = |shape, rows: fn(&Entry) -> i64| {
        let holding = ledger.iter().filter(|entry| rows(entry) > 0);
        (shape, holding.map(|entry| entry.part(shape)).collect())
    };
    Ok(vec![
        parts(CRIME, |entry| entry.crimes),
        parts(PERSON, |entry| entry.people),
        parts(REFUSED, |entry| entry.refused),
        parts(SEALED, |entry| entry.sealed),
    ])
}
