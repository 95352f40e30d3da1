use concordat_access::{Action, Ctx, Resource, audit::Entry};
use concordat_kernel::{Error, Problem, Refusal, Result};
use sqlx::{
    FromRow, Postgres, Sqlite, Transaction,
    postgres::{PgArguments, PgRow},
    query::{Query, QueryAs},
    sqlite::{SqliteArguments, SqliteRow},
};

use crate::{Sql, Value, history, shared::Shared, trail};

/// A row of either engine. Derive `sqlx::FromRow` and this follows.
pub trait Record: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Record for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// A transaction on either engine. Dropped without being ended, it is undone.
#[derive(Debug)]
pub struct Tx {
    /// `None` only while it is being dropped.
    inner: Option<Inner>,
    /// Where a snapshot goes when it is no longer read from.
    home: Option<Shared>,
    /// Whether it is there to change things.
    pub(crate) writes: bool,
    /// The record's version, once somebody asked for it: see [`crate::kept`].
    pub(crate) changed: Option<String>,
}

#[derive(Debug)]
pub(crate) enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

macro_rules! bound {
    ($query:expr, $args:expr) => {
        $args.into_iter().fold($query, |query, value| match value {
            Value::Text(x) => query.bind(x),
            Value::Int(x) => query.bind(x),
            Value::Real(x) => query.bind(x),
        })
    };
}

/// A snapshot that readings of one request take turns with.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) inner: Inner,
    /// As of [`Tx`].
    pub(crate) changed: Option<String>,
}

impl Drop for Tx {
    fn drop(&mut self) {
        if let (Some(inner), Some(home)) = (self.inner.take(), self.home.take()) {
            home.give_back(Snapshot { inner, changed: self.changed.take() });
        }
    }
}

impl Tx {
    /// A transaction to change things in.
    pub(crate) fn writing(inner: Inner) -> Self {
        Self { inner: Some(inner), home: None, writes: true, changed: None }
    }

    /// A snapshot of its own.
    pub(crate) fn reading(inner: Inner) -> Self {
        Self { inner: Some(inner), home: None, writes: false, changed: None }
    }

    /// A snapshot of the request whose readings share one.
    pub(crate) fn shared(snapshot: Snapshot, home: Shared) -> Self {
        let Snapshot { inner, changed } = snapshot;
        Self { inner: Some(inner), home: Some(home), writes: false, changed }
    }

    /// The engine's own transaction.
    pub(crate) fn engine(&mut self) -> Result<&mut Inner, sqlx::Error> {
        self.inner.as_mut().ok_or_else(|| sqlx::Error::Protocol("the transaction has ended".to_owned()))
    }

    /// Every row.
    ///
    /// # Errors
    /// When the database does not answer, or a row is not what `T` expects.
    pub async fn all<T: Record>(&mut self, sql: &'static Sql, args: Vec<Value>) -> Result<Vec<T>> {
        Ok(self.rows(sql, args).await?)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// As [`Tx::all`].
    pub async fn opt<T: Record>(&mut self, sql: &'static Sql, args: Vec<Value>) -> Result<Option<T>> {
        let home = self.home.take();
        let row = match self.engine() {
            Ok(Inner::Sqlite(tx)) => {
                let query: QueryAs<'_, Sqlite, T, SqliteArguments> = sqlx::query_as(sql.text);
                bound!(query, args).fetch_optional(&mut **tx).await
            }
            Ok(Inner::Postgres(tx)) => {
                let query: QueryAs<'_, Postgres, T, PgArguments> = sqlx::query_as(sql.text);
                bound!(query, args).fetch_optional(&mut **tx).await
            }
            Err(e) => Err(e),
        };
        let row = row.map_err(|e| running(sql, e))?;
        // Only a snapshot that answered is shared on: one that failed, or was dropped while it answered, is not.
        self.home = home;
        Ok(row)
    }

    /// The first row; no row is a [`Refusal::NotFound`].
    ///
    /// # Errors
    /// As [`Tx::all`], and when there is no row.
    pub async fn one<T: Record>(&mut self, sql: &'static Sql, args: Vec<Value>) -> Result<T> {
        self.opt(sql, args).await?.ok_or_else(|| Refusal::NotFound.into())
    }

    pub(crate) async fn rows<T: Record>(
        &mut self,
        sql: &'static Sql,
        args: Vec<Value>,
    ) -> Result<Vec<T>, Problem> {
        let home = self.home.take();
        let rows = match self.engine() {
            Ok(Inner::Sqlite(tx)) => {
                let query: QueryAs<'_, Sqlite, T, SqliteArguments> = sqlx::query_as(sql.text);
                bound!(query, args).fetch_all(&mut **tx).await
            }
            Ok(Inner::Postgres(tx)) => {
                let query: QueryAs<'_, Postgres, T, PgArguments> = sqlx::query_as(sql.text);
                bound!(query, args).fetch_all(&mut **tx).await
            }
            Err(e) => Err(e),
        };
        let rows = rows.map_err(|e| running(sql, e))?;
        // As in `opt`.
        self.home = home;
        Ok(rows)
    }

    async fn execute(&mut self, sql: &'static Sql, args: Vec<Value>) -> Result<u64, sqlx::Error> {
        match self.engine()? {
            Inner::Sqlite(tx) => {
                let query: Query<'_, Sqlite, SqliteArguments> = sqlx::query(sql.text);
                bound!(query, args).execute(&mut **tx).await.map(|done| done.rows_affected())
            }
            Inner::Postgres(tx) => {
                let query: Query<'_, Postgres, PgArguments> = sqlx::query(sql.text);
                bound!(query, args).execute(&mut **tx).await.map(|done| done.rows_affected())
            }
        }
    }

    pub(crate) async fn write(&mut self, sql: &'static Sql, args: Vec<Value>) -> Result<u64, Problem> {
        self.execute(sql, args).await.map_err(|e| running(sql, e))
    }

    /// Runs a text of several statements: migrations only.
    pub(crate) async fn script(&mut self, text: &'static str) -> Result<(), sqlx::Error> {
        match self.engine()? {
            Inner::Sqlite(tx) => sqlx::raw_sql(text).execute(&mut **tx).await.map(drop),
            Inner::Postgres(tx) => sqlx::raw_sql(text).execute(&mut **tx).await.map(drop),
        }
    }

    pub(crate) async fn end(mut self) -> Result<(), Problem> {
        match self.inner.take() {
            Some(Inner::Sqlite(tx)) => tx.commit().await,
            Some(Inner::Postgres(tx)) => tx.commit().await,
            None => Ok(()),
        }
        .map_err(|e| Problem::new("committing", e))
    }
}

/// A transaction that changes things. [`Change::commit`] writes the audit rows and ends it;
/// dropped without that, nothing has happened.
#[derive(Debug)]
pub struct Change {
    tx: Tx,
    entries: Vec<Entry>,
    ctx: Ctx,
}

impl std::ops::Deref for Change {
    type Target = Tx;
    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl std::ops::DerefMut for Change {
    fn deref_mut(&mut self) -> &mut Tx {
        &mut self.tx
    }
}

impl Change {
    /// The door has been asked; `entries` are written at the end.
    pub(crate) fn new(tx: Tx, entries: Vec<Entry>, ctx: &Ctx) -> Self {
        Self { tx, entries, ctx: ctx.clone() }
    }

    /// Runs a statement that changes rows and says how many.
    ///
    /// # Errors
    /// When the database does not answer or a constraint is broken.
    pub async fn run(&mut self, sql: &'static Sql, args: Vec<Value>) -> Result<u64> {
        Ok(self.tx.write(sql, args).await?)
    }

    /// As [`Change::run`], but when a value that must be unique is already taken, refuses in
    /// these words instead.
    ///
    /// # Errors
    /// As [`Change::run`], and with `taken`.
    pub async fn run_unless_taken(
        &mut self,
        sql: &'static Sql,
        args: Vec<Value>,
        taken: Refusal,
    ) -> Result<u64> {
        self.tx.execute(sql, args).await.map_err(|e| match &e {
            sqlx::Error::Database(cause) if cause.is_unique_violation() => Error::from(taken),
            _ => running(sql, e).into(),
        })
    }

    /// Keeps the former value of a field that people edit. Nothing is written when it did not change.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keep(
        &mut self,
        thing: impl Into<concordat_kernel::Ref>,
        field: &str,
        former: Option<&str>,
        latter: Option<&str>,
    ) -> Result<()> {
        if former == latter {
            return Ok(());
        }
        history::keep(&mut self.tx, &self.ctx, &thing.into(), field, former, latter).await
    }

    /// Records another thing done in the same transaction.
    pub fn also(&mut self, action: Action, resource: &Resource) {
        self.entries.push(Entry::change(&self.ctx, action, resource));
    }

    /// Names the thing the change is about, when it was not known before the door was asked
    /// (something just added).
    pub fn about(&mut self, thing: concordat_kernel::AnyId) {
        if let Some(entry) = self.entries.first_mut() {
            entry.thing = Some(thing.to_string());
        }
    }

    /// Writes the audit rows, last thing before the end so that the chain's lock is held only
    /// for a moment, and commits.
    ///
    /// # Errors
    /// When the database does not answer; then nothing has happened.
    pub async fn commit(mut self) -> Result<()> {
        trail::append(&mut self.tx, &self.entries).await?;
        trail::mark_changed(&mut self.tx).await?;
        Ok(self.tx.end().await?)
    }
}

fn running(sql: &Sql, error: sqlx::Error) -> Problem {
    Problem::new(format!("running `{}`", sql.name), error)
}
