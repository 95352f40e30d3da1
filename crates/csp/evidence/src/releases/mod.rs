//! What has left: every set of protected counts that a reader was given, kept with the true counts behind it, so that the next one is
//! protected against all of them together.

mod again;
mod apart;
mod as_many;
mod inside;
mod kept;
mod left_out;
mod narrowed;
mod nested;
mod one_each;
mod store;
mod stretches;
#[cfg(test)]
mod testing;
mod windows;

pub(crate) use store::release;
pub use store::{Release, releases};
