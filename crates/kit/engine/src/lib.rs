#![doc = include_str!("../README.md")]

mod answers;
mod ask;
mod convert;
mod engine;
mod part;

pub use engine::{Engine, Limits};

#[cfg(test)]
mod tests;
