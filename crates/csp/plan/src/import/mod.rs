//! Reads a partnership's action plan from any file its officer has.
//!
//! Bytes and a file name go in; a [`Reading`] or a sentence for the officer comes out. No
//! database, no page and no clock. Nothing is guessed: whatever had to be decided is reported
//! as an [`Oddity`] with its line, what was seen and what was done.

pub mod columns;
mod draft;
mod oddity;
mod reading;
mod timescale;

pub use draft::{Action, Counts, Draft, Funding, LinkState, Linked, Priority, PriorityKind, Row, Source};
pub use oddity::{Code, Oddity};
pub use reading::{CellKind, Printed, Reading, Split, Unplaced};
pub use timescale::Timescale;

/// A text on one line: every run of white space becomes one space, and the ends are trimmed.
/// The importer keeps all its texts so; an export that does the same can be read back unchanged.
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
