#![doc = include_str!("../README.md")]

mod attack;
mod error;
mod protect;
mod publish;
mod rule;
mod search;
mod system;
mod table;

#[cfg(test)]
mod tests;

pub use attack::{Breach, attack, prove};
pub use error::Error;
pub use protect::{Protected, protect, protect_without};
pub use publish::{Published, PublishedCell, Shown};
pub use rule::{Marks, Range, Rule};
pub use table::{Key, Sum, Tables};
