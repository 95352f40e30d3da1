//! Tests that walk the lists. Each walker is a function over a list that returns faults in
//! words; beside the test that walks the real list stands one that feeds it a rogue entry and
//! expects it to be caught.

mod committed;
mod decided;
mod home;
mod links;
mod lists;
mod papers;
mod routes;
mod statements;
mod upgrades;
mod views;

use std::sync::{Arc, LazyLock};

use concordat_engine::{Engine, Limits};
use concordat_samples::Sample;
use concordat_testkit::World;

/// Evidence that lies in a folder of this process, which copies of a world share: its parts never change.
fn analyst() -> Arc<Engine> {
    static FOLDER: LazyLock<tempfile::TempDir> =
        LazyLock::new(|| tempfile::tempdir().expect("a temporary folder"));
    Arc::new(Engine::new(FOLDER.path(), Limits::default()))
}

/// A record filled with the invented county.
async fn county(world: &World) -> Sample {
    let loaded = concordat_samples::load(&world.store, analyst().as_ref(), &world.operator()).await;
    loaded.expect("the invented county loads")
}
