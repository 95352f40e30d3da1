//! What is promised of the parts: GOV.UK Frontend's HTML, text that stays text, and samples.

mod fixtures;
mod markup;
mod options;
mod promises;
mod questions;
