//! What goes out of the record: the grant report for the partnership and for the funder, and what is published in the
//! 360Giving standard for anybody to read.

mod drawn;
mod letter;
mod report;
mod standard;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub(crate) use drawn::{draw, drawable, drawn};
pub use letter::letter;
pub use report::{Audience, report};
pub use standard::{Publisher, package};
pub use store::{Publication, publish, published, take_back};
