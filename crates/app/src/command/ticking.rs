//! What the slices do by themselves while the program serves: about every hour each is asked once.

use std::time::Duration;

use concordat_access::{Actor, Ctx};
use concordat_kernel::Error;
use concordat_web::App;
use tokio::time::sleep;

/// Long enough to cost nothing, short enough that what is due in the morning goes out in the morning.
const EVERY: Duration = Duration::from_hours(1);
/// The first time not at once: a program that is started again and again should come up first.
const FIRST: Duration = Duration::from_mins(1);

/// Asks every slice, again and again, without an end.
pub(super) async fn run(app: &App) {
    sleep(FIRST).await;
    loop {
        once(app).await;
        sleep(EVERY).await;
    }
}

/// Asks every slice once. What fails is in the log, by its cause and without what it was about, and asked for again.
async fn once(app: &App) {
    for slice in app.slices {
        let ctx = Ctx::new(Actor::Operator, app.clock.clone(), app.chance.clone());
        match (slice.tick)(app, &ctx).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(slice = slice.name, count, "done by itself"),
            Err(Error::Problem(problem)) => {
                tracing::error!(slice = slice.name, "doing what is due: {}", problem.chain());
            }
            Err(Error::Refusal(_)) => tracing::error!(slice = slice.name, "doing what is due was refused"),
        }
    }
}
