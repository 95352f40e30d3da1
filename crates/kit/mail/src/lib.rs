#![doc = include_str!("../README.md")]

mod message;
mod model;
mod pages;
mod rules;
mod sender;
mod settings;
mod smtp;
mod store;
pub mod urls;

pub use model::{Delivery, KINDS, Posted, State};
pub use pages::newest;
pub use rules::check_address;
pub use sender::{Attempted, Report, Sender, send_test, sender_name};
pub use settings::Settings;
pub use smtp::Patience;
pub use store::{Letter, SampleEnd, letters_about, post, settle_for_samples, supersede};

use concordat_access::Ctx;
use concordat_kernel::{Id, Kind as _, Ref, Result};
use concordat_store::{Migration, Store};
use concordat_web::{Slice, Waiting};

/// Its tables, in order.
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "20261123_10_mail", sql: include_str!("../migrations/20261123_10_mail.sql") }];

/// This capability, as the app sees it.
pub const SLICE: Slice = Slice {
    name: "mail",
    migrations: MIGRATIONS,
    columns: include_str!("../columns.toml"),
    policies: include_str!("../policies.cedar"),
    kinds: KINDS,
    routes: pages::routes,
    views: pages::views,
    nav: pages::NAV,
    examples: store::EXAMPLES,
    link,
    waits_for: |store, ctx| Box::pin(waits_for(store, ctx)),
    ..Slice::EMPTY
};

fn link(thing: &Ref) -> Option<String> {
    (thing.kind == Posted::NAME).then(|| urls::letter(Id::from_uuid(thing.id)))
}

/// Letters that a person must see to.
async fn waits_for(store: &Store, ctx: &Ctx) -> Result<Vec<Waiting>> {
    let (in_doubt, refused) = store::troubles(store, ctx).await?;
    let line = |number: i64, one: &str, many: &str, state: State| {
        let text = match number {
            1 => format!("1 letter {one}"),
            n => format!("{n} letters {many}"),
        };
        let href = urls::in_state(state.word());
        (number > 0).then(|| Waiting { heading: "Mail".to_owned(), text, href })
    };
    let lines = [
        line(in_doubt, "is in doubt", "are in doubt", State::InDoubt),
        line(refused, "was not delivered", "were not delivered", State::Refused),
    ];
    Ok(lines.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests;
