//! Tables of reference data as people have them: a workbook or a CSV file, read into rows whose columns are found by
//! name. What is odd is said and settled by a stated rule; what is wrong refuses the file, so that it lands whole or not
//! at all.

mod columns;
mod csv;
mod oddity;
pub(crate) mod store;
mod xlsx;

pub(crate) use columns::{Columns, Row};
pub use oddity::{Code, Oddity};
pub(crate) use oddity::{Notes, numbers, saying};

use concordat_kernel::Refusal;

/// The largest file that is read, in bytes. The published tables have less than half a megabyte.
const LARGEST: usize = 64 << 20;

/// One sheet of a workbook, or a CSV file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// Its name; a CSV file has none.
    pub(crate) name: Option<String>,
    /// Its filled rows.
    pub(crate) lines: Vec<Line>,
    /// Whether the text was no UTF-8 and was read as Windows-1252.
    pub(crate) windows: bool,
}

/// A row with its cells as text, each without space at its ends.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    /// The row of the sheet, or the line of the CSV file on which it begins, from 1.
    pub(crate) number: u64,
    /// The cells, from the first column.
    pub(crate) cells: Vec<String>,
}

/// Reads every sheet of a file.
///
/// # Errors
/// A sentence that names the file and says what to do instead.
pub(crate) fn sheets(bytes: &[u8], file: &str) -> Result<Vec<Sheet>, Refusal> {
    if bytes.len() > LARGEST {
        return Err(Refusal::rule(format!(
            "“{file}” is larger than {} MB, which no such table is. Check the name of the file.",
            LARGEST >> 20
        )));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Refusal::rule(format!("“{file}” is empty. Check the name of the file.")));
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(Refusal::rule(format!(
            "“{file}” is in an old Excel format or is protected by a password. Open it, remove any password and save it \
             as .xlsx."
        )));
    }
    let read =
        if bytes.starts_with(b"PK") { xlsx::sheets(bytes) } else { csv::sheet(bytes).map(|one| vec![one]) };
    read.ok_or_else(|| {
        Refusal::rule(format!(
            "“{file}” is neither a workbook nor a text file that can be read. Open it in a spreadsheet program, save it as \
             .xlsx or as .csv, and give that file."
        ))
    })
}

/// A text on one line, without needless space.
pub(crate) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name as it is compared: in lower case, without needless space.
pub(crate) fn plain(text: &str) -> String {
    tidy(text).to_lowercase()
}

#[cfg(test)]
mod tests;
