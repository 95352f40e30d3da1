//! What the program does once a day by itself.

use std::time::Duration;

use concordat_access::{Actor, Ctx};
use concordat_kernel::{Chance, Clock, Error, Result};
use concordat_store::Store;
use tokio::task::JoinHandle;

/// How often it is looked whether a new day has begun.
const LOOK: Duration = Duration::from_secs(15 * 60);

/// Begins to look after the days: at once, and after each midnight in London.
pub(super) fn begin(store: Store, clock: Clock, chance: Chance) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut seen = None;
        loop {
            let today = clock.today();
            if seen != Some(today) {
                let ctx = Ctx::new(Actor::Operator, clock.clone(), chance.clone());
                match every_day(&store, &ctx).await {
                    Ok(()) => seen = Some(today),
                    Err(Error::Problem(problem)) => tracing::error!("the day's work: {}", problem.chain()),
                    Err(Error::Refusal(refusal)) => tracing::error!("the day's work: {refusal}"),
                }
            }
            tokio::time::sleep(LOOK).await;
        }
    })
}

/// Months end and rounds pass without anybody doing anything: plans are checked for what is late by now.
async fn every_day(store: &Store, ctx: &Ctx) -> Result<()> {
    concordat_plan::exceptions::store::check_running(store, ctx).await.map(drop)
}
