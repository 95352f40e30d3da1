#![doc = include_str!("../README.md")]

mod guesses;
pub mod secrets;
mod visit;

pub use guesses::guessed;
pub use visit::{Asked, ByLink, Holder, UNTOLD, Visit, acts, bare, let_in, open, start};

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
