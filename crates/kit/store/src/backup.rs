//! Backup and restore: one format for both engines, so that a record can also be moved from
//! SQLite to PostgreSQL. A zip of one file of JSON lines a table, and a manifest with counts,
//! hashes and the end of the audit chain. Taken from one snapshot while others go on working.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufRead, BufReader, BufWriter, Read as _},
    path::Path,
};

use concordat_access::audit::{hex, written};
use concordat_kernel::{Clock, Problem, Refusal, Result};
use futures_util::TryStreamExt as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Row};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    Beside, Checkpoint, Migration, Store, Tx,
    beside::{FileEntry, put_in, take_out},
    migration, trail,
    tx::Inner,
};

const FORMAT: &str = "concordat-backup-1";
const MANIFEST: &str = "manifest.json";

#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: String,
    made_at: String,
    migrations: BTreeMap<String, String>,
    tables: Vec<TableEntry>,
    /// Files that lie beside the record. Backups of earlier versions have none.
    #[serde(default)]
    files: Vec<FileEntry>,
    audit: Checkpoint,
}

#[derive(Debug, Serialize, Deserialize)]
struct TableEntry {
    name: String,
    columns: Vec<String>,
    rows: u64,
    sha256: String,
}

/// What a backup holds.
#[derive(Debug, Serialize)]
pub struct BackupReport {
    /// Rows by table.
    pub tables: BTreeMap<String, u64>,
    /// How many files from beside the record.
    pub files: usize,
    /// The end of the audit chain: keep it elsewhere as a checkpoint.
    pub audit: Checkpoint,
}

/// What was put back.
#[derive(Debug, Serialize)]
pub struct RestoreReport {
    /// Rows by table, each compared with the backup's own count and hash.
    pub tables: BTreeMap<String, u64>,
    /// How many files were put back beside the record, each compared with its hash.
    pub files: usize,
    /// Where the audit chain ends, walked again after the restore.
    pub audit: Checkpoint,
}

impl Store {
    /// Writes a backup to `out`, which must not exist, with the files that lie beside the record.
    ///
    /// # Errors
    /// When `out` exists or cannot be written, or the database does not answer. A half-written
    /// file is removed.
    pub async fn backup(&self, out: &Path, beside: &[Beside], clock: &Clock) -> Result<BackupReport> {
        let file = File::create_new(out).map_err(|e| {
            Refusal::rule(format!(
                "`{}` cannot be made ({e}): choose a new name in a folder you can write to.",
                out.display()
            ))
        })?;
        let written = self.write_backup(file, beside, clock).await;
        if written.is_err() {
            // Best effort: the error that matters is the one being returned.
            let _ = std::fs::remove_file(out);
        }
        Ok(written?)
    }

    async fn write_backup(
        &self,
        file: File,
        beside: &[Beside],
        clock: &Clock,
    ) -> Result<BackupReport, Problem> {
        private(&file)?;
        let mut tx = self.begin(false).await?;
        let migrations = migration::applied(&mut tx).await?;
        let mut zip = ZipWriter::new(BufWriter::new(file));
        let mut tables = Vec::new();
        for (name, columns) in tx.tables_in_order(&self.migrations).await? {
            zip.start_file(format!("{name}.jsonl"), SimpleFileOptions::default().large_file(true))
                .map_err(writing)?;
            let (rows, sha256) = tx.dump(&name, &columns, &mut zip).await?;
            tables.push(TableEntry { name, columns: names(&columns), rows, sha256 });
        }
        let (audit, faults) = trail::walk(&mut tx, None).await?;
        if let Some(fault) = faults.first() {
            return Err(Problem::say(format!("the audit chain is broken, so no backup was made: {fault}")));
        }
        let files = beside.iter().map(|one| put_in(&mut zip, one)).collect::<Result<_, _>>()?;
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            made_at: self::written(clock.now()),
            migrations,
            tables,
            files,
            audit,
        };
        zip.start_file(MANIFEST, SimpleFileOptions::default()).map_err(writing)?;
        serde_json::to_writer_pretty(&mut zip, &manifest).map_err(writing)?;
        let file = zip.finish().map_err(writing)?.into_inner().map_err(|e| writing(e.into_error()))?;
        file.sync_all().map_err(writing)?;
        let files = manifest.files.len();
        Ok(BackupReport { tables: counts(&manifest.tables), files, audit: manifest.audit })
    }

    /// Puts a backup back into an empty record, in one transaction, then applies the migrations
    /// made since and walks the audit chain. Files from beside the record go below `beside`. Lands whole or not at all.
    ///
    /// # Errors
    /// When the record is not empty, the file is not a backup or has been damaged, or it was
    /// made by a newer version.
    pub async fn restore(&self, from: &Path, beside: &Path, clock: &Clock) -> Result<RestoreReport> {
        if !self.tables().await?.is_empty() {
            return Err(Refusal::rule(
                "There is a record here already: restore into an empty folder or an empty database.",
            )
            .into());
        }
        let not_ours =
            |why: String| Refusal::rule(format!("`{}` is not a Concordat backup: {why}.", from.display()));
        let file = File::open(from).map_err(|e| not_ours(e.to_string()))?;
        let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|e| not_ours(e.to_string()))?;
        let manifest: Manifest = {
            let entry = zip.by_name(MANIFEST).map_err(|e| not_ours(e.to_string()))?;
            serde_json::from_reader(entry.take(64 << 20)).map_err(|e| not_ours(e.to_string()))?
        };
        if manifest.format != FORMAT {
            return Err(not_ours(format!("its format is `{}`", manifest.format)).into());
        }
        let then: Vec<Migration> = self
            .migrations
            .iter()
            .copied()
            .filter(|migration| manifest.migrations.contains_key(migration.name))
            .collect();
        if then.len() != manifest.migrations.len() {
            return Err(Refusal::rule(
                "This backup was made by a newer version of Concordat: use that version.",
            )
            .into());
        }
        let mut tx = self.begin(true).await?;
        tx.script(migration::BOOTSTRAP)
            .await
            .map_err(|e| Problem::new("making the list of migrations", e))?;
        migration::apply(&mut tx, &then, clock).await?;
        tx.check_references_at_the_end().await?;
        let real: BTreeMap<_, _> = tx.tables_in_order(&then).await?.into_iter().collect();
        for table in &manifest.tables {
            let columns = real.get(&table.name).ok_or_else(|| {
                not_ours(format!("it holds a table `{}` that its version did not have", table.name))
            })?;
            let entry = zip
                .by_name(&format!("{}.jsonl", table.name))
                .map_err(|_| not_ours(format!("the table `{}` is missing from it", table.name)))?;
            let (rows, sha256) = tx.fill(table, columns, BufReader::new(entry)).await?;
            if (rows, &sha256) != (table.rows, &table.sha256) {
                return Err(not_ours(format!("the table `{}` was damaged", table.name)).into());
            }
        }
        tx.check_references_now().await?;
        migration::apply(&mut tx, &self.migrations, clock).await?;
        let (audit, faults) = trail::walk(&mut tx, Some(&manifest.audit)).await?;
        if let Some(fault) = faults.first() {
            return Err(not_ours(format!("its audit chain is broken: {fault}")).into());
        }
        // Before the record says that they are there.
        for file in &manifest.files {
            take_out(&mut zip, file, beside)?
                .ok_or_else(|| not_ours(format!("the file `{}` was damaged", file.name)))?;
        }
        tx.end().await?;
        Ok(RestoreReport { tables: counts(&manifest.tables), files: manifest.files.len(), audit })
    }
}

/// A column's name and its type as the engine names it.
type Typed = (String, String);

impl Tx {
    /// The tables in the order the migrations make them, so that what a row refers to is put
    /// back before it, each with its columns.
    async fn tables_in_order(
        &mut self,
        migrations: &[Migration],
    ) -> Result<Vec<(String, Vec<Typed>)>, Problem> {
        let rows: Vec<(String, String, String)> = match self.engine() {
            Ok(Inner::Sqlite(tx)) => sqlx::query_as(SQLITE_TYPES).fetch_all(&mut **tx).await,
            Ok(Inner::Postgres(tx)) => sqlx::query_as(POSTGRES_TYPES).fetch_all(&mut **tx).await,
            Err(e) => Err(e),
        }
        .map_err(|e| Problem::new("listing tables", e))?;
        let mut tables = BTreeMap::<String, Vec<Typed>>::new();
        for (table, column, kind) in rows {
            tables.entry(table).or_default().push((column, kind.to_ascii_uppercase()));
        }
        let text: String = migrations.iter().map(|migration| migration.sql).collect::<Vec<_>>().join("\n");
        let mut tables: Vec<_> = tables.into_iter().filter(|(name, _)| name != "migration").collect();
        tables.sort_by_key(|(name, _)| text.find(&format!("CREATE TABLE {name} (")).unwrap_or(usize::MAX));
        Ok(tables)
    }

    /// Lets rows be put back before what they refer to: a row may name another of its own table that comes after it.
    async fn check_references_at_the_end(&mut self) -> Result<(), Problem> {
        let script = match self.engine() {
            Ok(Inner::Postgres(_)) => POSTGRES_CHECKS_LATER,
            // Until the end of the transaction, and for this connection alone.
            _ => "PRAGMA defer_foreign_keys = ON",
        };
        self.script(script).await.map_err(|e| Problem::new("putting off the checks of references", e))
    }

    /// Checks what was put off, so that a fault is met here; SQLite does so at the end of the transaction.
    async fn check_references_now(&mut self) -> Result<(), Problem> {
        if let Ok(Inner::Postgres(_)) = self.engine() {
            let checked = self.script(POSTGRES_CHECKS_NOW).await;
            checked.map_err(|e| Problem::new("checking the references of what was put back", e))?;
        }
        Ok(())
    }

    /// Writes a table as JSON lines, each an array of texts and nulls; returns count and hash.
    async fn dump(
        &mut self,
        table: &str,
        columns: &[Typed],
        out: &mut impl std::io::Write,
    ) -> Result<(u64, String), Problem> {
        let reading = |e| Problem::new(format!("reading the table `{table}`"), e);
        let engine = self.engine().map_err(reading)?;
        let sqlite = matches!(engine, Inner::Sqlite(_));
        let list: Vec<String> = columns
            .iter()
            .map(|(name, kind)| match kind.as_str() {
                // SQLite's own cast keeps 15 digits; 17 are needed to get the same number back.
                "DOUBLE PRECISION" if sqlite => {
                    format!("CASE WHEN {name} IS NULL THEN NULL ELSE printf('%!.17g', {name}) END")
                }
                _ => format!("CAST({name} AS TEXT)"),
            })
            .collect();
        let select = AssertSqlSafe(format!("SELECT {} FROM {table}", list.join(", ")));
        let (mut rows, mut hasher) = (0, Sha256::new());
        let mut add = |cells: Vec<Option<String>>| -> Result<(), Problem> {
            let mut line = serde_json::to_vec(&cells).map_err(writing)?;
            line.push(b'\n');
            hasher.update(&line);
            rows += 1;
            out.write_all(&line).map_err(writing)
        };
        match engine {
            Inner::Sqlite(tx) => {
                let mut stream = sqlx::query(select).fetch(&mut **tx);
                while let Some(row) = stream.try_next().await.map_err(reading)? {
                    add((0..columns.len())
                        .map(|i| row.try_get(i))
                        .collect::<Result<_, _>>()
                        .map_err(reading)?)?;
                }
            }
            Inner::Postgres(tx) => {
                let mut stream = sqlx::query(select).fetch(&mut **tx);
                while let Some(row) = stream.try_next().await.map_err(reading)? {
                    add((0..columns.len())
                        .map(|i| row.try_get(i))
                        .collect::<Result<_, _>>()
                        .map_err(reading)?)?;
                }
            }
        }
        Ok((rows, hex(&hasher.finalize())))
    }

    /// Puts JSON lines back into an empty table; returns count and hash of what was read.
    async fn fill(
        &mut self,
        table: &TableEntry,
        real: &[Typed],
        lines: impl BufRead,
    ) -> Result<(u64, String), Problem> {
        let name = &table.name;
        let casts: Vec<String> = table
            .columns
            .iter()
            .zip(1..)
            .map(|(column, i)| match real.iter().find(|(real, _)| real == column) {
                Some((_, kind)) if kind == "TEXT" => Ok(format!("${i}")),
                Some((_, kind)) => Ok(format!("CAST(${i} AS {kind})")),
                None => Err(Problem::say(format!("the backup's `{name}` has an unknown column"))),
            })
            .collect::<Result<_, _>>()?;
        let columns = table.columns.join(", ");
        let insert = format!("INSERT INTO {name} ({columns}) VALUES ({})", casts.join(", "));
        // What a migration put there (the head of the audit chain) is in the backup too.
        self.text(&format!("DELETE FROM {name}"), Vec::new()).await?;
        let (mut rows, mut hasher) = (0, Sha256::new());
        for line in lines.lines() {
            let line = line.map_err(|e| Problem::new(format!("reading `{name}` from the backup"), e))?;
            hasher.update(line.as_bytes());
            hasher.update(b"\n");
            let cells: Vec<Option<String>> = serde_json::from_str(&line)
                .map_err(|e| Problem::new(format!("reading `{name}` from the backup"), e))?;
            if cells.len() != table.columns.len() {
                return Err(Problem::say(format!("a row of `{name}` in the backup has the wrong width")));
            }
            self.text(&insert, cells).await?;
            rows += 1;
        }
        Ok((rows, hex(&hasher.finalize())))
    }

    async fn text(&mut self, sql: &str, cells: Vec<Option<String>>) -> Result<(), Problem> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.engine() {
            Ok(Inner::Sqlite(tx)) => cells
                .into_iter()
                .fold(sqlx::query(sql), |query, cell| query.bind(cell))
                .execute(&mut **tx)
                .await
                .map(drop),
            Ok(Inner::Postgres(tx)) => cells
                .into_iter()
                .fold(sqlx::query(sql), |query, cell| query.bind(cell))
                .execute(&mut **tx)
                .await
                .map(drop),
            Err(e) => Err(e),
        }
        .map_err(|e| Problem::new("putting back a row", e))
    }
}

// The engines describe themselves differently: these cannot be one text.
// References of tables are made to wait, and are afterwards as the migrations made them.
const POSTGRES_CHECKS_LATER: &str = "DO $$ DECLARE c RECORD; BEGIN
     FOR c IN SELECT conrelid::regclass AS of_table, conname FROM pg_constraint
              WHERE contype = 'f' AND connamespace = current_schema()::regnamespace LOOP
         EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE', c.of_table, c.conname);
     END LOOP; END $$;
     SET CONSTRAINTS ALL DEFERRED";
const POSTGRES_CHECKS_NOW: &str = "SET CONSTRAINTS ALL IMMEDIATE;
     DO $$ DECLARE c RECORD; BEGIN
     FOR c IN SELECT conrelid::regclass AS of_table, conname FROM pg_constraint
              WHERE contype = 'f' AND connamespace = current_schema()::regnamespace LOOP
         EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I NOT DEFERRABLE', c.of_table, c.conname);
     END LOOP; END $$";
const SQLITE_TYPES: &str = "SELECT m.name, c.name, c.type FROM sqlite_schema m, pragma_table_info(m.name) c
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid";
const POSTGRES_TYPES: &str =
    "SELECT table_name::TEXT, column_name::TEXT, data_type::TEXT FROM information_schema.columns
     WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position";

fn names(columns: &[Typed]) -> Vec<String> {
    columns.iter().map(|(name, _)| name.clone()).collect()
}

fn counts(tables: &[TableEntry]) -> BTreeMap<String, u64> {
    tables.iter().map(|table| (table.name.clone(), table.rows)).collect()
}

pub(crate) fn writing(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Problem {
    Problem::new("writing the backup", error)
}

/// A backup holds everything, so only its owner may read it.
#[cfg(unix)]
pub(crate) fn private(file: &File) -> Result<(), Problem> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o600)).map_err(writing)
}

#[cfg(not(unix))]
pub(crate) fn private(_: &File) -> Result<(), Problem> {
    Ok(())
}
