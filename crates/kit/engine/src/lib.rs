#![doc = include_str!("../README.md")]

mod answers;
mod ask;
mod convert;
mod engine;
mod part;
mod sessions;

pub use engine::{Engine, Limits};
pub use sessions::Sessions;

#[cfg(test)]
mod tests;
