#![doc = include_str!("../README.md")]

mod answers;
mod ask;
mod convert;
mod engine;
mod part;

pub use engine::{Cluster, Engine, Limits};

#[cfg(test)]
mod tests;
