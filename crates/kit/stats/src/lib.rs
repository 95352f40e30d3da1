#![doc = include_str!("../README.md")]

mod error;
mod quantile;
mod radix;
mod random;

pub mod chance;
pub mod lorenz;
pub mod wilson;
pub mod xmr;

pub use error::Error;
