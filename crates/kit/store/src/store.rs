use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use concordat_access::{
    Action, Answer, Ctx, Door, Resource,
    audit::{Entry, Outcome},
};
use concordat_kernel::{Clock, Problem, Refusal, Result, Sensitivity};
use sqlx::{Executor as _, SqlSafeStr as _};

use crate::{
    COLUMNS, Change, Ledger, Location, MIGRATIONS, Migration, Sql, Tx, Value,
    kept::Kept,
    location::Pools,
    migration::{self, BOOTSTRAP},
    shared::Shared,
    sql, trail,
    tx::{Inner, Snapshot},
};

sql! {
    // The cheapest question there is.
    PING = "SELECT number FROM audit_head";
}

/// The record: where it is, what it holds, and the door that guards it.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) pools: Pools,
    pub(crate) migrations: Arc<[Migration]>,
    pub(crate) ledger: Arc<Ledger>,
    door: Arc<Door>,
    shared: Option<Shared>,
    pub(crate) kept: Kept,
}

impl Store {
    /// Opens the record, making or upgrading its tables. `migrations` and `columns` are the
    /// slices' lists; this crate adds its own.
    ///
    /// # Errors
    /// When the place cannot be opened, or the record is newer than this program.
    pub async fn open(
        location: &Location,
        door: Arc<Door>,
        migrations: &[Migration],
        columns: &[(&str, &str)],
        clock: &Clock,
    ) -> Result<Self, Problem> {
        let store = Self::open_unmigrated(location, door, migrations, columns).await?;
        store.migrate(&store.migrations, clock).await?;
        Ok(store)
    }

    /// Opens the place without touching its tables: for restoring into, and for tests of upgrades.
    ///
    /// # Errors
    /// When the place cannot be opened.
    pub async fn open_unmigrated(
        location: &Location,
        door: Arc<Door>,
        migrations: &[Migration],
        columns: &[(&str, &str)],
    ) -> Result<Self, Problem> {
        let ledger = Ledger::read(columns.iter().copied().chain([("store", COLUMNS)]))?;
        let migrations = migration::in_order(MIGRATIONS.iter().chain(migrations).copied());
        let pools = location.connect().await?;
        let (ledger, kept) = (Arc::new(ledger), Kept::default());
        Ok(Self { pools, migrations: migrations.into(), ledger, door, shared: None, kept })
    }

    /// Applies what is missing of `list` and returns the names applied. Two processes that
    /// start at once take turns.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn migrate(&self, list: &[Migration], clock: &Clock) -> Result<Vec<&'static str>, Problem> {
        let mut tx = self.begin(true).await?;
        tx.script(BOOTSTRAP).await.map_err(|e| Problem::new("making the list of migrations", e))?;
        if let Ok(Inner::Postgres(tx)) = tx.engine() {
            sqlx::raw_sql("LOCK TABLE migration IN EXCLUSIVE MODE")
                .execute(&mut **tx)
                .await
                .map_err(|e| Problem::new("locking the list of migrations", e))?;
        }
        let names = migration::apply(&mut tx, list, clock).await?;
        tx.end().await?;
        Ok(names)
    }

    /// The migrations this program knows, in order.
    pub fn migrations(&self) -> &[Migration] {
        &self.migrations
    }

    /// The column ledger.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The door.
    pub fn door(&self) -> &Door {
        &self.door
    }

    /// Asks the door. A refusal is recorded in a transaction of its own.
    ///
    /// # Errors
    /// [`Refusal::SignInFirst`] to nobody in particular, [`Refusal::SecondFactorFirst`] where that
    /// is what is missing, otherwise [`Refusal::NotFound`]: denied and absent look the same.
    pub async fn ask(&self, ctx: &Ctx, action: Action, resource: &Resource) -> Result<()> {
        let refusal = match self.door.ask(&ctx.actor, action, resource) {
            Answer::Allowed => return Ok(()),
            Answer::NeedsSecondFactor => Refusal::SecondFactorFirst,
            Answer::Denied if ctx.actor == concordat_access::Actor::Anonymous => Refusal::SignInFirst,
            Answer::Denied => Refusal::NotFound,
        };
        self.note(Entry::new(ctx, action, resource, Outcome::Denied)).await?;
        Err(refusal.into())
    }

    /// May it be done? For what a page offers; the doing asks again. Not recorded.
    pub fn may(&self, ctx: &Ctx, action: Action, resource: &Resource) -> bool {
        self.door.ask(&ctx.actor, action, resource) == Answer::Allowed
    }

    /// Asks, then gives a consistent snapshot to read from. Reading what is restricted or
    /// protected, and every export, leaves an audit row.
    ///
    /// # Errors
    /// As [`Store::ask`].
    pub async fn read(&self, ctx: &Ctx, action: Action, resource: &Resource) -> Result<Tx> {
        self.ask(ctx, action, resource).await?;
        if resource.sensitivity >= Sensitivity::Restricted || action.verb == "export" {
            self.note(Entry::new(ctx, action, resource, Outcome::Done)).await?;
        }
        Ok(self.begin(false).await?)
    }

    /// A snapshot without asking: only to find out what a thing is (whose, how sensitive), so
    /// that the right question can be asked. Never for what a reader is shown.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn peek(&self) -> Result<Tx> {
        Ok(self.begin(false).await?)
    }

    /// Asks, then gives a transaction to change things in. Its commit writes the audit row.
    ///
    /// # Errors
    /// As [`Store::ask`].
    pub async fn change(&self, ctx: &Ctx, action: Action, resource: &Resource) -> Result<Change> {
        self.ask(ctx, action, resource).await?;
        let tx = self.begin(true).await?;
        let entries = vec![Entry::change(ctx, action, resource)];
        Ok(Change::new(tx, entries, ctx))
    }

    /// Writes one audit row by itself: for what changes nothing else, such as a failed sign-in.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn note(&self, entry: Entry) -> Result<()> {
        let mut tx = self.begin(true).await?;
        trail::append(&mut tx, &[entry]).await?;
        Ok(tx.end().await?)
    }

    /// Runs one statement in a transaction of its own that leaves no audit row, and says how many rows it
    /// changed. Only for clocks and counters that are nobody's doing: when a session was last seen,
    /// failed attempts to sign in. Whatever a person does goes through [`Store::change`].
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn housekeeping(&self, sql: &'static Sql, args: Vec<Value>) -> Result<u64> {
        let mut tx = self.begin(true).await?;
        let changed = tx.write(sql, args).await?;
        tx.end().await?;
        Ok(changed)
    }

    /// Whether a statement is understood by the engine in use, without running it.
    ///
    /// # Errors
    /// With the engine's complaint.
    pub async fn prepare(&self, sql: &'static Sql) -> Result<(), Problem> {
        let mut tx = self.begin(false).await?;
        let prepared = match tx.engine() {
            Ok(Inner::Sqlite(tx)) => tx.prepare(sql.text.into_sql_str()).await.map(drop),
            Ok(Inner::Postgres(tx)) => tx.prepare(sql.text.into_sql_str()).await.map(drop),
            Err(e) => Err(e),
        };
        prepared.map_err(|e| Problem::new(format!("preparing `{}`", sql.name), e))
    }

    /// The tables and columns that really are in the database.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tables(&self) -> Result<BTreeMap<String, BTreeSet<String>>, Problem> {
        let mut tx = self.begin(false).await?;
        let rows: Vec<(String, String)> = match tx.engine() {
            Ok(Inner::Sqlite(tx)) => sqlx::query_as(SQLITE_COLUMNS).fetch_all(&mut **tx).await,
            Ok(Inner::Postgres(tx)) => sqlx::query_as(POSTGRES_COLUMNS).fetch_all(&mut **tx).await,
            Err(e) => Err(e),
        }
        .map_err(|e| Problem::new("listing tables", e))?;
        let mut tables = BTreeMap::<String, BTreeSet<String>>::new();
        for (table, column) in rows {
            tables.entry(table).or_default().insert(column);
        }
        Ok(tables)
    }

    /// Closes every connection, so that the file can be moved or removed.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    /// The same record for one request that only looks: until it writes something after all, its readings share one
    /// snapshot, so that they are of one moment and only the first pays for it.
    ///
    /// The snapshot is held until this and every [`Tx`] from it are dropped: not for what waits on a person or another
    /// machine meanwhile, such as an upload.
    #[must_use]
    pub fn for_one_request(&self) -> Self {
        Self { shared: Some(Shared::default()), ..self.clone() }
    }

    pub(crate) async fn begin(&self, writing: bool) -> Result<Tx, Problem> {
        match &self.shared {
            None if writing => self.begin_anew(writing).await.map(Tx::writing),
            None => self.begin_anew(writing).await.map(Tx::reading),
            Some(shared) if writing => {
                shared.end();
                self.begin_anew(writing).await.map(Tx::writing)
            }
            Some(shared) => {
                let snapshot = match shared.take() {
                    Some(snapshot) => snapshot,
                    None => Snapshot { inner: self.begin_anew(writing).await?, changed: None },
                };
                Ok(Tx::shared(snapshot, shared.clone()))
            }
        }
    }

    async fn begin_anew(&self, writing: bool) -> Result<Inner, Problem> {
        let inner = match (&self.pools, writing) {
            (Pools::Sqlite { write, .. }, true) => {
                write.begin_with("BEGIN IMMEDIATE").await.map(Inner::Sqlite)
            }
            (Pools::Sqlite { read, .. }, false) => read.begin().await.map(Inner::Sqlite),
            (Pools::Postgres(pool), true) => pool.begin().await.map(Inner::Postgres),
            (Pools::Postgres(pool), false) => {
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await.map(Inner::Postgres)
            }
        };
        inner.map_err(|e| Problem::new("starting a transaction", e))
    }
}

// What each engine says of itself; the two schemas of description have nothing in common, so
// these are the only statements that are not one text for both.
const SQLITE_COLUMNS: &str = "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";
const POSTGRES_COLUMNS: &str = "SELECT table_name::TEXT, column_name::TEXT FROM information_schema.columns
     WHERE table_schema = current_schema()";

impl Store {
    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        self.begin(false).await?.one::<(i64,)>(&PING, Vec::new()).await.map(drop)
    }
}
