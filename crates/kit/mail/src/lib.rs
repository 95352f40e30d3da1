#![doc = include_str!("../README.md")]

mod model;
mod store;

pub use model::{Delivery, KINDS, Posted, State};
pub use store::{Letter, letters_about, post};

use concordat_store::Migration;
use concordat_web::Slice;

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
    ..Slice::EMPTY
};
