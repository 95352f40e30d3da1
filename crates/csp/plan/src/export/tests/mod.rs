//! What leaves the record, and that it comes back as it left.

mod beyond;
mod docx;
mod paper;
mod plain;
mod round_trip;
mod sample;
mod xlsx;

pub(super) use sample::{MADE_AT, awkward, empty, money};
