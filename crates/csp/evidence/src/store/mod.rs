//! The ledger of what was brought in. Every function takes the circumstances and asks the door.

mod ledger;

pub use ledger::{Changed, Entry, InMonth, entry, kept, ledger};

pub(crate) use ledger::{Landing, SOME_INGEST, add, all, ask_to_add, title};
