//! How much a file may hold. The size of the file is the caller's setting; what it may unfold
//! into is fixed, so that no file takes more than a few hundred megabytes of memory to refuse.

/// Lines, cells and list items together. The largest plans seen have a few thousand.
pub(crate) const MAX_CELLS: usize = 500_000;
/// Rows of actions.
pub(crate) const MAX_ROWS: usize = 20_000;
/// Text of one file after decoding, in bytes.
pub(crate) const MAX_TEXT: usize = 64 << 20;
/// One part of a .docx or .xlsx after unpacking, in bytes.
pub(crate) const MAX_PART: u64 = 32 << 20;
/// All parts of a .docx or .xlsx as its own directory declares them, pictures included.
pub(crate) const MAX_UNPACKED: u64 = 1 << 30;
/// Entries in a .docx or .xlsx.
pub(crate) const MAX_ENTRIES: usize = 20_000;
/// Oddities of the file itself (deleted passages, say) that are reported one by one.
pub(crate) const MAX_FILE_ODDITIES: usize = 1_000;
/// A merged cell with a longer text counts only in its first row, in bytes.
pub(crate) const MAX_MERGED: usize = 10_000;
/// Columns of a table.
pub(crate) const MAX_COLUMNS: usize = 200;

/// Why reading stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TooMuch {
    /// More than [`MAX_CELLS`].
    Cells,
    /// More than [`MAX_ROWS`].
    Rows,
    /// More than [`MAX_TEXT`] or [`MAX_PART`].
    Text,
}
