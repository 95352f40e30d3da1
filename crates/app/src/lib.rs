#![doc = include_str!("../README.md")]

pub mod command;
mod home;
mod press;
mod program;

pub use program::{SLICES, door, open, program};

#[cfg(test)]
mod walk;
