#![doc = include_str!("../README.md")]

mod backup;
mod beside;
mod cause;
mod check;
mod history;
mod kept;
mod ledger;
mod location;
mod migration;
mod shared;
mod statement;
mod store;
mod trail;
mod tx;
mod value;

pub use backup::{BackupReport, RestoreReport};
pub use beside::Beside;
pub use cause::Deed;
pub use check::{CheckReport, Finding};
pub use history::{FieldChange, Former, ThingChange};
pub use ledger::{Column, Ledger, Table};
pub use linkme;
pub use location::Location;
pub use migration::Migration;
pub use statement::{STATEMENTS, Sql};
pub use store::Store;
pub use trail::{AuditRow, Checkpoint};
pub use tx::{Change, Record, Tx};
pub use value::Value;

/// This crate's own tables: audit, history and the list of migrations.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "20261101_00_store", sql: include_str!("../migrations/20261101_00_store.sql") },
    Migration {
        name: "20261123_00_history_of_kind",
        sql: include_str!("../migrations/20261123_00_history_of_kind.sql"),
    },
    Migration { name: "20261126_00_changed", sql: include_str!("../migrations/20261126_00_changed.sql") },
    Migration { name: "20261128_00_causes", sql: include_str!("../migrations/20261128_00_causes.sql") },
];

/// The sensitivities of this crate's own columns.
pub const COLUMNS: &str = include_str!("../columns.toml");
