//! The rules of the money: pure, no SQL and no clock.

pub mod chain;
pub mod claim;
pub mod forecast;
pub mod funded;
pub mod ledger;
pub mod pot;
pub mod project;
pub mod said;

use concordat_kernel::{Ref, jiff::civil::Date};

/// A day in words: `25 February 2022`.
pub fn in_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// The reference that a text `kind/id` holds.
pub fn reference(text: &str) -> Option<Ref> {
    text.parse().ok()
}
