#![doc = include_str!("../README.md")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot be set up should stop at once"
)]

mod browser;
mod post_office;
mod tools;
mod world;

pub use browser::{Browser, Page};
pub use post_office::{Mail, PostOffice, readable};
pub use tools::bare_tools;
pub use world::{Engine, World, on_both};
