//! The plan: agreement, priorities, actions, and their way in from a file.

pub mod import;
