use std::{path::PathBuf, sync::Arc};

use concordat_access::{Actor, Ctx, Door, Held, ResourceKind, Role, Scope};
use concordat_kernel::{AnyId, Chance, Clock, jiff::Timestamp};
use concordat_store::{Location, Migration, Store};
use concordat_web::Slice;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

/// Where a world's record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file.
    Sqlite,
    /// A real server.
    Postgres,
}

/// An empty record of some slices, with a fixed clock and seeded chance.
#[derive(Debug)]
pub struct World {
    /// Which engine.
    pub engine: Engine,
    /// The record.
    pub store: Store,
    /// A clock that stands at nine in the morning of 2 November 2026 until it is moved.
    pub clock: Clock,
    /// A repeatable stream.
    pub chance: Chance,
    /// Where the record is, to open it again.
    pub location: Location,
    slices: &'static [Slice],
    door: Arc<Door>,
    _folder: Option<tempfile::TempDir>,
    database: Option<String>,
}

/// Tells the same story on SQLite and on PostgreSQL.
///
/// # Panics
/// When a world cannot be made, or the story fails.
pub fn on_both<F, S>(slices: &'static [Slice], story: F)
where
    F: Fn(World) -> S,
    S: Future<Output = World>,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        story(World::sqlite(slices).await).await.end().await;
        match World::postgres(slices).await {
            Some(world) => story(world).await.end().await,
            None => {
                println!("skipped: PostgreSQL half of a story, because CONCORDAT_TEST_POSTGRES is not set")
            }
        }
    });
}

impl World {
    /// A world on SQLite, in a folder that goes with it.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn sqlite(slices: &'static [Slice]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let location = Location::Folder(folder.path().join("data"));
        Self::at(Engine::Sqlite, location, slices, door(slices), Some(folder), None).await
    }

    /// A world on PostgreSQL, in a database of its own; `None` when no server was named.
    ///
    /// # Panics
    /// When it cannot be made; under continuous integration also when no server was named.
    pub async fn postgres(slices: &'static [Slice]) -> Option<Self> {
        let Ok(server) = std::env::var("CONCORDAT_TEST_POSTGRES") else {
            assert!(std::env::var("CI").is_err(), "CONCORDAT_TEST_POSTGRES must name a server under CI");
            return None;
        };
        let name = format!("t_{}", Chance::system().uuid().simple());
        admin(&server, format!("CREATE DATABASE {name}")).await;
        let (base, _) = server.rsplit_once('/').expect("a database URL with a database name");
        let location = Location::Postgres(format!("{base}/{name}"));
        Some(Self::at(Engine::Postgres, location, slices, door(slices), None, Some(name)).await)
    }

    async fn at(
        engine: Engine,
        location: Location,
        slices: &'static [Slice],
        door: Arc<Door>,
        folder: Option<tempfile::TempDir>,
        database: Option<String>,
    ) -> Self {
        let clock = Clock::fixed("2026-11-02T09:00:00Z".parse::<Timestamp>().expect("a moment"));
        let store = open(&location, slices, &door, &clock).await;
        Self {
            engine,
            store,
            clock,
            chance: Chance::seeded(7),
            location,
            slices,
            door,
            _folder: folder,
            database,
        }
    }

    /// A world of its own with the same record as this one, which must be closed: for trying many
    /// things on the same beginning.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn copy(&self) -> Self {
        match &self.location {
            Location::Folder(from) => {
                let folder = tempfile::tempdir().expect("a temporary folder");
                let to = folder.path().join("data");
                std::fs::create_dir(&to).expect("a folder");
                for file in std::fs::read_dir(from).expect("the record's folder").flatten() {
                    std::fs::copy(file.path(), to.join(file.file_name())).expect("a copy");
                }
                Self::at(
                    Engine::Sqlite,
                    Location::Folder(to),
                    self.slices,
                    Arc::clone(&self.door),
                    Some(folder),
                    None,
                )
                .await
            }
            Location::Postgres(url) => {
                let server = std::env::var("CONCORDAT_TEST_POSTGRES").expect("the server this world is on");
                let (base, template) = url.rsplit_once('/').expect("a database URL with a database name");
                let name = format!("t_{}", Chance::system().uuid().simple());
                admin(&server, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
                let location = Location::Postgres(format!("{base}/{name}"));
                Self::at(Engine::Postgres, location, self.slices, Arc::clone(&self.door), None, Some(name))
                    .await
            }
        }
    }

    /// Opens the same record again, as another process would.
    pub async fn open_again(&self) -> Store {
        open(&self.location, self.slices, &self.door, &self.clock).await
    }

    /// The slices it is a record of.
    pub fn slices(&self) -> &'static [Slice] {
        self.slices
    }

    /// The machine's operator, in a new request.
    pub fn operator(&self) -> Ctx {
        self.ctx(Actor::Operator)
    }

    /// Nobody in particular, in a new request.
    pub fn anybody(&self) -> Ctx {
        self.ctx(Actor::Anonymous)
    }

    /// Somebody who holds a role everywhere, with the second factor given, in a new request.
    pub fn somebody(&self, role: &str) -> Ctx {
        self.somebody_at(role, Scope::Everywhere)
    }

    /// Somebody who holds a role for one body or group.
    pub fn somebody_at(&self, role: &str, scope: Scope) -> Ctx {
        let roles = [Held { role: role.to_owned(), scope }].into();
        self.ctx(Actor::Person { id: AnyId::from_u128(0x50e5_0e0d), roles, second_factor: true })
    }

    /// A new request of this actor.
    pub fn ctx(&self, actor: Actor) -> Ctx {
        Ctx::new(actor, self.clock.clone(), self.chance.clone())
    }

    /// A new empty folder that goes with this world, for backups and the like.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn scratch(&self) -> PathBuf {
        tempfile::tempdir().expect("a temporary folder").keep()
    }

    /// Closes and clears away.
    pub async fn end(self) {
        self.store.close().await;
        if let (Some(name), Ok(server)) = (&self.database, std::env::var("CONCORDAT_TEST_POSTGRES")) {
            admin(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

async fn admin(server: &str, statement: String) {
    let mut connection = PgConnection::connect(server).await.expect("a PostgreSQL server");
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.expect("a database of its own");
    connection.close().await.expect("closing");
}

/// Reading and checking the policies is most of what making a world costs, so copies share the door.
fn door(slices: &[Slice]) -> Arc<Door> {
    let kinds: Vec<ResourceKind> = slices.iter().flat_map(|slice| slice.kinds).copied().collect();
    let roles: Vec<Role> = slices.iter().flat_map(|slice| slice.roles).copied().collect();
    let policies: Vec<&str> = slices.iter().map(|slice| slice.policies).collect();
    Arc::new(Door::new(&kinds, &roles, &policies).unwrap_or_else(|e| panic!("the door: {e:?}")))
}

async fn open(location: &Location, slices: &[Slice], door: &Arc<Door>, clock: &Clock) -> Store {
    let migrations: Vec<Migration> = slices.iter().flat_map(|slice| slice.migrations).copied().collect();
    let columns: Vec<(&str, &str)> = slices.iter().map(|slice| (slice.name, slice.columns)).collect();
    Store::open(location, Arc::clone(door), &migrations, &columns, clock)
        .await
        .unwrap_or_else(|e| panic!("the store: {e:?}"))
}
