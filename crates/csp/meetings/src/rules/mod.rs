//! The rules of meetings: pure. Notice and quorum themselves are `partnership`'s, which keeps the terms they follow from.

pub mod duties;
pub mod quorum;
pub mod steps;
pub mod texts;
