#![doc = include_str!("../README.md")]

pub mod clean;
mod download;
mod model;
mod store;

pub use clean::{Cleaned, LIMIT, Media, clean};
pub use download::download;
pub use model::Attachment;
pub use store::{cleaned, head, heads_of, keep, keep_cleaned, open, remove};

use concordat_store::Migration;
use concordat_web::Slice;

/// Attachments, as the app sees them: tables and a check, no pages of their own.
pub const SLICE: Slice = Slice {
    name: "attachments",
    migrations: &[Migration {
        name: "20261123_10_attachments",
        sql: include_str!("../migrations/20261123_10_attachments.sql"),
    }],
    columns: include_str!("../columns.toml"),
    check: |store| Box::pin(store::check(store)),
    ..Slice::EMPTY
};

#[cfg(test)]
mod tests;
