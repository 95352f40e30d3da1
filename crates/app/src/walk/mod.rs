//! Tests that walk the lists. Each walker is a function over a list that returns faults in
//! words; beside the test that walks the real list stands one that feeds it a rogue entry and
//! expects it to be caught.

mod committed;
mod home;
mod links;
mod lists;
mod papers;
mod routes;
mod statements;
mod upgrades;
mod views;

use concordat_samples::Sample;
use concordat_testkit::World;

/// A record filled with the invented county.
async fn county(world: &World) -> Sample {
    concordat_samples::load(&world.store, &world.operator()).await.expect("the invented county loads")
}
