#![doc = include_str!("../README.md")]

mod fonts;
mod legible;
mod press;
mod sheet;
mod world;

#[cfg(test)]
mod tests;

pub use press::Press;
pub use sheet::Sheet;
