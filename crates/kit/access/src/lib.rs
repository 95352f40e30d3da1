#![doc = include_str!("../README.md")]

mod actor;
pub mod audit;
mod door;
mod matrix;
mod resource;

pub use actor::{Actor, Ctx, Held, Role, Scope};
pub use door::{Answer, Door};
pub use matrix::matrix;
pub use resource::{Action, Resource, ResourceKind};
