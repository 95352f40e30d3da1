//! A round as a spreadsheet for each lead: taken away, filled in, sent back, looked through, used.

mod columns;
mod compare;
mod model;
mod pages;
mod read;
pub(crate) mod states;
mod store;
#[cfg(test)]
pub(crate) mod stories;
#[cfg(test)]
mod tests;
pub mod urls;
mod weigh;
mod write;

pub use model::Reply;
pub(crate) use pages::{
    routes,
    samples::{all as samples, round as sample_round},
};
pub use store::bring_in;
pub(crate) use store::{ANY_REPLY, KINDS, waits_for};
pub use write::mark;
