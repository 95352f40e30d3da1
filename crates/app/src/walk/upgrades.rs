use std::sync::Arc;

use concordat_access::{
    Action, Resource,
    audit::{Entry, Outcome},
};
use concordat_store::{Migration, Store};
use concordat_testkit::{World, on_both};

use super::county;
use crate::{SLICES, program::schema};

const VIEW: Action = Action::new("service", "view");

/// A record made by any earlier version opens with this one and keeps everything: the schema is
/// built migration by migration, stopping at each, then brought up to date.
#[test]
fn every_earlier_schema_upgrades() {
    on_both(&[], |world| async move {
        let (slices, columns) = schema();
        // The store's own come first: the world has applied them already.
        let own = concordat_store::MIGRATIONS;
        let mut of_slices = slices.clone();
        of_slices.sort_by_key(|migration| migration.name);
        let all: Vec<Migration> = own.iter().copied().chain(of_slices).collect();
        for so_far in own.len()..=all.len() {
            let door = Arc::new(crate::door().unwrap());
            let store = Store::open_unmigrated(&world.location, door, &slices, &columns).await.unwrap();
            let names = store.migrate(&all[..so_far], &world.clock).await.unwrap();
            assert!(names.len() <= 1, "one at a time: {names:?}");
            // Each version leaves something behind, which every later one must keep.
            let ctx = world.operator();
            store.note(Entry::new(&ctx, VIEW, &Resource::any("service"), Outcome::Done)).await.unwrap();
            store.close().await;
        }
        let store = crate::open(&world.location, &world.clock).await.unwrap();
        let report = store.check().await.unwrap();
        assert_eq!(report.findings, []);
        assert_eq!(report.audit.number, i64::try_from(all.len() - own.len() + 1).unwrap());
        store.close().await;
        world
    });
}

/// The invented county loads, is whole, goes through a backup, and comes back the same.
#[test]
fn the_sample_record_is_whole_and_survives_a_backup() {
    on_both(SLICES, |world| async move {
        county(&world).await;
        let report = world.store.check().await.unwrap();
        assert_eq!(report.findings, []);
        let file = world.scratch().join("county.zip");
        let made = world.store.backup(&file, &[], &world.clock).await.unwrap();
        let home = World::sqlite(&[]).await;
        let (slices, columns) = schema();
        let location = concordat_store::Location::Folder(home.scratch().join("data"));
        let door = Arc::new(crate::door().unwrap());
        let store = Store::open_unmigrated(&location, door, &slices, &columns).await.unwrap();
        let back = store.restore(&file, &world.scratch(), &world.clock).await.unwrap();
        assert_eq!((back.tables, back.audit), (made.tables, made.audit));
        assert_eq!(store.check().await.unwrap().findings, []);
        store.close().await;
        home.end().await;
        world
    });
}
