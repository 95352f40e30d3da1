use std::{
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use concordat_kernel::Problem;
use sqlx::{
    ConnectOptions as _, Connection as _, PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::time::timeout;

/// Where the record is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// One file, `concordat.sqlite`, in this folder; made when absent, readable by its owner only.
    Folder(PathBuf),
    /// A PostgreSQL server, by URL.
    Postgres(String),
}

/// The two engines. SQLite has one connection that writes and several that only read, so that
/// readers never wait for a writer and writers take turns without "database is locked".
#[derive(Debug, Clone)]
pub(crate) enum Pools {
    Sqlite { write: SqlitePool, read: SqlitePool },
    Postgres(PgPool),
}

const READERS: u32 = 8;
/// As many statements stay prepared on a connection: more than the program has.
const STATEMENTS_KEPT: usize = 1_000;
/// As many rows are read ahead of whoever takes them: a whole plan, so that the thread that reads it need not wait.
const ROWS_AHEAD: usize = 1_000;

impl Location {
    pub(crate) async fn connect(&self) -> Result<Pools, Problem> {
        match self {
            Self::Folder(folder) => {
                private_folder(folder)?;
                let file = folder.join("concordat.sqlite");
                let write = SqlitePoolOptions::new()
                    .max_connections(1)
                    // Nobody hangs up on a file.
                    .test_before_acquire(false)
                    .acquire_timeout(Duration::from_secs(30))
                    .connect_with(sqlite(&file))
                    .await
                    .map_err(|e| Problem::new("opening the record for writing", e))?;
                private_file(&file)?;
                let read = SqlitePoolOptions::new()
                    .max_connections(READERS)
                    .test_before_acquire(false)
                    .connect_with(sqlite(&file).pragma("query_only", "ON"))
                    .await
                    .map_err(|e| Problem::new("opening the record for reading", e))?;
                Ok(Pools::Sqlite { write, read })
            }
            Self::Postgres(url) => {
                // The error must not carry the URL: it may hold a password.
                let options = PgConnectOptions::from_str(url).map_err(|_| {
                    Problem::say("reading the database URL: write it as postgres://user@host/name")
                })?;
                answers(&options).await?;
                let pool = PgPoolOptions::new()
                    .max_connections(READERS * 2)
                    .connect_with(options)
                    .await
                    .map_err(|e| Problem::new("connecting to PostgreSQL", e))?;
                Ok(Pools::Postgres(pool))
            }
        }
    }
}

/// Asks the server once, so that what is wrong is said in a sentence instead of as a pool that timed out.
async fn answers(options: &PgConnectOptions) -> Result<(), Problem> {
    let connection = match timeout(Duration::from_secs(5), options.connect()).await {
        Ok(connection) => connection,
        Err(_) => {
            return Err(Problem::say(
                "the PostgreSQL server did not answer within 5 seconds: check its address",
            ));
        }
    };
    match connection {
        Ok(connection) => {
            connection.close().await.map_err(|e| Problem::new("leaving the PostgreSQL server", e))
        }
        // 3D000: invalid catalogue name.
        Err(sqlx::Error::Database(e)) if e.code().as_deref() == Some("3D000") => {
            Err(Problem::say("there is no such database on the PostgreSQL server: create it first"))
        }
        Err(e) => Err(Problem::new("connecting to PostgreSQL", e)),
    }
}

fn sqlite(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // A commit that was acknowledged survives a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .statement_cache_capacity(STATEMENTS_KEPT)
        .row_buffer_size(ROWS_AHEAD)
        .busy_timeout(Duration::from_secs(30))
        // What is deleted is overwritten, not left in free pages.
        .pragma("secure_delete", "ON")
        // Functions in a tampered schema are not trusted.
        .pragma("trusted_schema", "OFF")
}

#[cfg(unix)]
fn private_folder(folder: &Path) -> Result<(), Problem> {
    use std::os::unix::fs::DirBuilderExt as _;
    if folder.is_dir() {
        return Ok(());
    }
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|e| Problem::new(format!("making the data folder `{}`", folder.display()), e))
}

#[cfg(unix)]
fn private_file(file: &Path) -> Result<(), Problem> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600))
        .map_err(|e| Problem::new("making the record's file private", e))
}

#[cfg(not(unix))]
fn private_folder(folder: &Path) -> Result<(), Problem> {
    std::fs::create_dir_all(folder)
        .map_err(|e| Problem::new(format!("making the data folder `{}`", folder.display()), e))
}

#[cfg(not(unix))]
fn private_file(_: &Path) -> Result<(), Problem> {
    Ok(())
}
