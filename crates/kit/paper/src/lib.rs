#![doc = include_str!("../README.md")]

mod bind;
mod fonts;
mod legible;
mod press;
mod sheet;
mod world;

#[cfg(test)]
mod tests;

pub use bind::{Fit, Shape, Unfit, Upload};
pub use press::Press;
pub use sheet::{Picture, Sheet, Volume};
