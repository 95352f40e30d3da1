//! What the store promises, told on SQLite and on PostgreSQL alike, with a slice made up for the purpose.

#![expect(clippy::unwrap_used, reason = "a story that cannot be told should stop at once")]

mod request;

use std::sync::Arc;

use concordat_access::{Action, Door, Resource, ResourceKind, Role, Scope};
use concordat_kernel::{AnyId, Error, Id, Refusal, Sensitivity, kind};
use concordat_store::{Checkpoint, Location, Migration, STATEMENTS, Store, args, sql};
use concordat_testkit::{Engine, World, on_both};
use concordat_web::Slice;

kind!(
    /// A note on a board.
    Note, "note"
);

const VIEW: Action = Action::new("note", "view");
const CHANGE: Action = Action::new("note", "change");
const EXPORT: Action = Action::new("note", "export");

const NOTES: Slice = Slice {
    name: "notes",
    migrations: &[Migration {
        name: "20260101_00_notes",
        sql: "CREATE TABLE note (
                  id TEXT NOT NULL PRIMARY KEY,
                  text TEXT NOT NULL UNIQUE,
                  weight DOUBLE PRECISION,
                  copies BIGINT
              );",
    }],
    columns: "[note]\nid = \"partner\"\ntext = \"restricted\"\nweight = \"partner\"\ncopies = \"partner\"",
    policies: r#"
        permit (principal in Role::"clerk", action, resource);
        permit (principal in Role::"operator", action, resource);
    "#,
    kinds: &[ResourceKind {
        name: "note",
        actions: &["view", "change", "export"],
        sensitivities: &[Sensitivity::Partner],
    }],
    roles: &[
        Role { name: "clerk", title: "Clerk", purpose: "keeps notes", second_factor: false },
        Role { name: "operator", title: "Operator", purpose: "runs the machine", second_factor: false },
        Role { name: "public", title: "Public", purpose: "walks by", second_factor: false },
    ],
    ..Slice::EMPTY
};
const SLICES: &[Slice] = &[NOTES];

sql! {
    ADD = "INSERT INTO note (id, text, weight, copies) VALUES ($1, $2, $3, $4)";
    ALL = "SELECT text, weight, copies FROM note ORDER BY text";
    AUDIT = "SELECT action, actor, outcome, thing FROM audit ORDER BY number";
    TAMPER = "UPDATE audit SET why = 'nothing to see' WHERE number = 2";
}

type Row = (String, Option<f64>, Option<i64>);

async fn add(world: &World, text: &str) -> Result<Id<Note>, Error> {
    let ctx = world.somebody("clerk");
    let id: Id<Note> = ctx.chance.id(&ctx.clock);
    let mut tx = world.store.change(&ctx, CHANGE, &Resource::any("note")).await?;
    let taken = Refusal::invalid("text", "there is such a note already");
    tx.run_unless_taken(&ADD, args![id, text, 0.1 + 0.2, None::<i64>], taken).await?;
    tx.about(id.uuid());
    tx.keep(id, "text", None, Some(text)).await?;
    tx.commit().await?;
    Ok(id)
}

async fn texts(store: &Store) -> Vec<String> {
    let mut tx = store.peek().await.unwrap();
    tx.all::<Row>(&ALL, args![]).await.unwrap().into_iter().map(|(text, ..)| text).collect()
}

async fn audit(store: &Store) -> Vec<(String, String, String, Option<String>)> {
    store.peek().await.unwrap().all(&AUDIT, args![]).await.unwrap()
}

#[test]
fn a_change_and_its_audit_row_land_together_or_not_at_all() {
    on_both(SLICES, |world| async move {
        let id = add(&world, "first").await.unwrap();
        let rows = audit(&world.store).await;
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].0.as_str(), rows[0].2.as_str()), ("note.change", "done"));
        assert_eq!(rows[0].3, Some(id.to_string()));

        // Dropped before its commit: neither the note nor the row.
        let ctx = world.somebody("clerk");
        let mut tx = world.store.change(&ctx, CHANGE, &Resource::any("note")).await.unwrap();
        tx.run(&ADD, args![Id::<Note>::from_uuid(AnyId::nil()), "never", None::<f64>, 1]).await.unwrap();
        drop(tx);
        assert_eq!(texts(&world.store).await, ["first"]);
        assert_eq!(audit(&world.store).await.len(), 1);

        // Refused by a constraint: in the words given, and nothing landed.
        let refused = add(&world, "first").await.unwrap_err();
        assert_eq!(refused.to_string(), "there is such a note already");
        assert_eq!(audit(&world.store).await.len(), 1);
        world
    });
}

#[test]
fn a_denied_attempt_is_recorded_and_looks_like_absence() {
    on_both(SLICES, |world| async move {
        let nobody = world.anybody();
        let denied = world.store.read(&nobody, VIEW, &Resource::any("note")).await.unwrap_err();
        assert!(matches!(denied, Error::Refusal(Refusal::SignInFirst)));
        let stranger = world.somebody("public");
        let denied = world.store.change(&stranger, CHANGE, &Resource::any("note")).await.unwrap_err();
        assert!(matches!(denied, Error::Refusal(Refusal::NotFound)));
        let outcomes: Vec<String> = audit(&world.store).await.into_iter().map(|row| row.2).collect();
        assert_eq!(outcomes, ["denied", "denied"]);
        world
    });
}

#[test]
fn reading_what_is_restricted_and_every_export_leave_a_row() {
    on_both(SLICES, |world| async move {
        let clerk = world.somebody("clerk");
        let note = Resource::any("note");
        world.store.read(&clerk, VIEW, &note).await.unwrap();
        assert_eq!(audit(&world.store).await.len(), 0, "an ordinary reading leaves none");
        world.store.read(&clerk, VIEW, &note.clone().at(Sensitivity::Restricted)).await.unwrap();
        world.store.read(&clerk, EXPORT, &note).await.unwrap();
        let actions: Vec<String> = audit(&world.store).await.into_iter().map(|row| row.0).collect();
        assert_eq!(actions, ["note.view", "note.export"]);
        world
    });
}

#[test]
fn many_writers_make_one_chain() {
    on_both(SLICES, |world| async move {
        let world = Arc::new(world);
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let world = Arc::clone(&world);
                tokio::spawn(async move {
                    for note in 0..5 {
                        add(&world, &format!("{writer}.{note}")).await.unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        let (end, faults) = world.store.verify_audit(None).await.unwrap();
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(end.number, 40);
        Arc::into_inner(world).unwrap()
    });
}

#[test]
fn a_row_changed_later_is_found_and_so_is_a_chain_written_anew() {
    on_both(SLICES, |world| async move {
        for text in ["a", "b", "c"] {
            add(&world, text).await.unwrap();
        }
        let (mark, _) = world.store.verify_audit(None).await.unwrap();
        add(&world, "d").await.unwrap();
        let (_, faults) = world.store.verify_audit(Some(&mark)).await.unwrap();
        assert!(faults.is_empty(), "the chain has grown past its checkpoint: {faults:?}");
        let other = Checkpoint { hash: "0".repeat(64), ..mark };
        let (_, faults) = world.store.verify_audit(Some(&other)).await.unwrap();
        assert_eq!(faults, ["the chain does not pass through the checkpoint that was given"]);

        let ctx = world.somebody("clerk");
        let mut tx = world.store.change(&ctx, CHANGE, &Resource::any("note")).await.unwrap();
        tx.run(&TAMPER, args![]).await.unwrap();
        tx.commit().await.unwrap();
        let report = world.store.check().await.unwrap();
        assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
        assert!(report.findings[0].found.starts_with("row 2 does not fit the chain"));
        world
    });
}

#[test]
fn history_keeps_what_was() {
    on_both(SLICES, |world| async move {
        let id = add(&world, "first").await.unwrap();
        let ctx = world.somebody("clerk");
        let mut tx = world.store.change(&ctx, CHANGE, &Resource::one(id)).await.unwrap();
        tx.keep(id, "text", Some("first"), Some("second")).await.unwrap();
        tx.keep(id, "copies", Some("1"), Some("1")).await.unwrap();
        tx.commit().await.unwrap();
        let former = world.store.peek().await.unwrap().history(id.uuid()).await.unwrap();
        let told: Vec<_> = former.iter().map(|c| (c.former.as_deref(), c.latter.as_deref())).collect();
        assert_eq!(told, [(Some("first"), Some("second")), (None, Some("first"))]);
        world
    });
}

#[test]
fn a_role_held_for_one_group_opens_only_what_is_its_own() {
    on_both(SLICES, |world| async move {
        let (here, there) = (AnyId::from_u128(1), AnyId::from_u128(2));
        let clerk = world.somebody_at("clerk", Scope::Within(here));
        assert!(world.store.may(&clerk, VIEW, &Resource::any("note").within(here)));
        assert!(!world.store.may(&clerk, VIEW, &Resource::any("note").within(there)));
        assert!(!world.store.may(&clerk, VIEW, &Resource::any("note")));
        world
    });
}

#[test]
fn a_backup_comes_back_whole_on_either_engine() {
    on_both(SLICES, |world| async move {
        for text in ["a", "‘b’ \"£\"\nline", "\u{1f4a1}"] {
            add(&world, text).await.unwrap();
        }
        let file = world.scratch().join("backup.zip");
        let made = world.store.backup(&file, &[], &world.clock).await.unwrap();
        assert_eq!(made.tables["note"], 3);
        let again = world.store.backup(&file, &[], &world.clock).await.unwrap_err();
        assert!(again.to_string().contains("choose a new name"), "{again}");

        let mut homes = vec![World::sqlite(SLICES).await];
        homes.extend(World::postgres(SLICES).await);
        for home in homes {
            let full = home.store.restore(&file, &world.scratch(), &world.clock).await.unwrap_err();
            assert!(full.to_string().contains("There is a record here already"), "{full}");
            let store = empty_beside(&home).await;
            let report = store.restore(&file, &world.scratch(), &world.clock).await.unwrap();
            assert_eq!((report.tables, report.audit), (made.tables.clone(), made.audit.clone()));
            assert_eq!(texts(&store).await, texts(&world.store).await);
            let rows: Vec<Row> = store.peek().await.unwrap().all(&ALL, args![]).await.unwrap();
            assert_eq!(rows[0].1, Some(0.1 + 0.2), "a number comes back to its last digit");
            assert_eq!(store.check().await.unwrap().findings, []);
            store.close().await;
            home.end().await;
        }
        world
    });
}

/// An empty place of the same engine: for PostgreSQL the world's own database, emptied.
async fn empty_beside(world: &World) -> Store {
    let location = match &world.location {
        Location::Folder(_) => Location::Folder(world.scratch().join("data")),
        Location::Postgres(url) => {
            let pool = sqlx::PgPool::connect(url).await.unwrap();
            sqlx::raw_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public").execute(&pool).await.unwrap();
            pool.close().await;
            Location::Postgres(url.clone())
        }
    };
    let door = Door::new(NOTES.kinds, NOTES.roles, &[NOTES.policies]).unwrap();
    Store::open_unmigrated(&location, Arc::new(door), NOTES.migrations, &[("notes", NOTES.columns)])
        .await
        .unwrap()
}

#[test]
fn a_damaged_backup_is_refused_and_leaves_nothing() {
    on_both(SLICES, |world| async move {
        if world.engine == Engine::Postgres {
            return world;
        }
        add(&world, "a").await.unwrap();
        let file = world.scratch().join("backup.zip");
        world.store.backup(&file, &[], &world.clock).await.unwrap();
        let good = std::fs::read(&file).unwrap();
        for (name, bytes) in [
            ("empty", Vec::new()),
            ("not a zip", b"hello".to_vec()),
            ("cut short", good[..good.len() / 2].to_vec()),
            ("flipped", good.iter().enumerate().map(|(i, b)| if i == 60 { b ^ 0xff } else { *b }).collect()),
        ] {
            let damaged = world.scratch().join("damaged.zip");
            std::fs::write(&damaged, bytes).unwrap();
            let store = empty_beside(&world).await;
            assert!(store.restore(&damaged, &world.scratch(), &world.clock).await.is_err(), "{name}");
            assert!(store.tables().await.unwrap().is_empty(), "{name} left something behind");
        }
        world
    });
}

#[test]
fn a_record_from_a_newer_version_is_not_touched() {
    on_both(SLICES, |world| async move {
        let door = || Arc::new(Door::new(NOTES.kinds, NOTES.roles, &[NOTES.policies]).unwrap());
        let older = Store::open(&world.location, door(), &[], &[], &world.clock).await.unwrap_err();
        assert!(older.to_string().contains("newer version"), "{older}");
        let changed = [Migration { sql: "SELECT 1", ..NOTES.migrations[0] }];
        let changed =
            Store::open(&world.location, door(), &changed, &[("notes", NOTES.columns)], &world.clock).await;
        assert!(changed.unwrap_err().to_string().contains("was changed after it was applied"));
        world
    });
}

#[test]
fn every_statement_prepares_and_a_wrong_one_does_not() {
    static ROGUE: concordat_store::Sql =
        concordat_store::Sql { name: "rogue", text: "SELECT nothing FROM nowhere" };
    on_both(SLICES, |world| async move {
        for sql in STATEMENTS {
            world.store.prepare(sql).await.unwrap_or_else(|e| panic!("{e:?}"));
        }
        assert!(world.store.prepare(&ROGUE).await.is_err());
        world
    });
}

#[test]
fn two_processes_may_open_the_same_record_at_once() {
    on_both(SLICES, |world| async move {
        let other = world.open_again().await;
        add(&world, "from one").await.unwrap();
        assert_eq!(texts(&other).await, ["from one"]);
        other.close().await;
        world
    });
}

#[test]
fn the_record_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    on_both(SLICES, |world| async move {
        if let Location::Folder(folder) = &world.location {
            let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(folder), 0o700);
            assert_eq!(mode(&folder.join("concordat.sqlite")), 0o600);
        }
        world
    });
}
