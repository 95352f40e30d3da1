#![doc = include_str!("../README.md")]

mod guesses;
pub mod secrets;
mod visit;

pub use guesses::guessed;
pub use visit::{ByLink, Holder, UNTOLD, Visit, bare};

use concordat_store::Migration;
use concordat_web::Slice;

/// Links, as the app sees them: a table, no pages of their own.
pub const SLICE: Slice = Slice {
    name: "links",
    migrations: &[Migration {
        name: "20261128_10_links",
        sql: include_str!("../migrations/20261128_10_links.sql"),
    }],
    columns: include_str!("../columns.toml"),
    ..Slice::EMPTY
};
