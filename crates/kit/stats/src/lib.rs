#![doc = include_str!("../README.md")]

mod binomial;
mod error;
mod groups;
mod quantile;
mod radix;
mod random;

pub mod aoristic;
pub mod bands;
pub mod bootstrap;
pub mod chance;
pub mod funnel;
pub mod lorenz;
pub mod stl;
pub mod wilson;
pub mod xmr;

pub use error::Error;
