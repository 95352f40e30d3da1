//! The outbox in the record: what is asked of the door, and the statements behind it.

mod post;

pub use post::{Letter, letters_about, post};
