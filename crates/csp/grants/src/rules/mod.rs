//! The rules of the money: pure, no SQL and no clock.

pub mod chain;
pub mod claim;
pub mod forecast;
pub mod funded;
pub mod ledger;
pub mod pot;
pub mod project;
pub mod said;

use concordat_kernel::{AnyId, Ref, jiff::civil::Date};

/// A day in words: `25 February 2022`.
pub fn in_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// The reference that a text `kind/id` holds.
pub fn reference(text: &str) -> Option<Ref> {
    let (kind, id) = text.split_once('/')?;
    let id: AnyId = id.parse().ok()?;
    let known = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    known.then(|| Ref { kind: kind.to_owned().into(), id })
}
