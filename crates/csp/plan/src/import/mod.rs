//! Reads a partnership's action plan from any file its officer has.
//!
//! Bytes and a file name go in; a [`Reading`] or a sentence for the officer comes out. No
//! database, no page and no clock. Nothing is guessed: whatever had to be decided is reported
//! as an [`Oddity`] with its line, what was seen and what was done.

pub mod columns;
pub(crate) mod document;
mod draft;
pub(crate) mod encoding;
pub(crate) mod limits;
mod oddity;
mod pieces;
pub(crate) mod read;
mod reading;
pub(crate) mod recognise;
pub(crate) mod refusal;
mod timescale;

pub use draft::{Action, Counts, Draft, Funding, LinkState, Linked, Priority, PriorityKind, Row, Source};
pub use oddity::{Code, Oddity};
pub use pieces::{Piece, pieces};
pub use reading::{CellKind, Printed, Reading, Split, Unplaced};
pub use timescale::Timescale;

use concordat_kernel::Refusal;

use self::refusal::Why;

/// The most an upload may weigh unless the settings say otherwise, in bytes.
pub const UPLOAD_LIMIT: u64 = 20 << 20;
/// The most a file named on the command line may weigh unless the settings say otherwise.
pub const COMMAND_LINE_LIMIT: u64 = 200 << 20;

/// Reads the plan in a file. `limit` is the most bytes it may have; `known` are names of bodies,
/// against which leads are checked for slips.
///
/// # Errors
/// A sentence that names the file and says what to do instead.
pub fn read(bytes: &[u8], file_name: &str, limit: u64, known: &[String]) -> Result<Reading, Refusal> {
    read_plan(bytes, file_name, limit, known).map_err(|why| refusal::refusal(why, file_name))
}

/// A file as paragraphs and tables, for whatever else is read from the files that officers have.
pub(crate) fn document_of(bytes: &[u8], file_name: &str, limit: u64) -> Result<document::Document, Refusal> {
    let document = match u64::try_from(bytes.len()) {
        Ok(size) if size <= limit => read::document(bytes, file_name),
        _ => Err(Why::TooLarge { limit }),
    };
    document.map_err(|why| refusal::refusal(why, file_name))
}

/// The months that a text names, when it names some.
pub(crate) fn period_in(text: &str) -> Option<concordat_kernel::Period> {
    recognise::period_in(text)
}

fn read_plan(bytes: &[u8], file_name: &str, limit: u64, known: &[String]) -> Result<Reading, Why> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(Why::TooLarge { limit });
    }
    let document = read::document(bytes, file_name)?;
    recognise::recognise(document, file_name, known)
}

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

#[cfg(test)]
mod tests;
