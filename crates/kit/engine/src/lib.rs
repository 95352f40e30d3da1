#![doc = include_str!("../README.md")]

mod answers;
mod ask;
mod convert;
mod engine;
mod part;
mod parts;
mod spread;
mod tables;

pub use engine::{Cluster, Engine, Limits};

#[cfg(test)]
mod tests;
