//! The rows of a delimited text file, one after another, each as UTF-8 text with the line it stands on. A row that is
//! UTF-8 is taken as such and any other as Windows-1252, row by row, because extracts are glued together from systems that
//! differ; which rows were which is counted. Memory is bounded by the longest row allowed.

use std::borrow::Cow;

use concordat_kernel::Result;
use serde::{Deserialize, Serialize};

use super::{
    bytes::{Bytes, Identity, Progress},
    split::{Found, Span, split},
};

/// The longest row that is read, in bytes; a longer one is refused. Free-text accounts of a crime run to some tens of
/// thousands.
pub const LONGEST_ROW: usize = 1 << 20;
/// How much of a row that is too long is kept beside the reason, in bytes.
const SHOWN: usize = 4096;
/// The most columns that a file may have.
pub const MOST_COLUMNS: usize = 1000;
/// Fields that a row may have above its columns before it is given up: spreadsheets leave empty ones at the end.
const SPARE: usize = 32;
/// Lines that are named, of all that share a fault.
pub(crate) const NAMED: usize = 5;

/// How the rows of a file were written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Encodings {
    /// Rows of plain ASCII, the same in both.
    pub ascii: u64,
    /// Other rows that are UTF-8.
    pub utf8: u64,
    /// Rows that are not UTF-8, read as Windows-1252.
    pub windows_1252: u64,
    /// The first lines that were read as Windows-1252.
    pub windows_1252_lines: Vec<u64>,
    /// Whether the file begins with the mark of UTF-8.
    pub marked: bool,
}

impl Encodings {
    /// Whether the file mixes two encodings, which mostly means that it was glued together from two systems.
    pub fn mixed(&self) -> bool {
        self.windows_1252 > 0 && (self.utf8 > 0 || self.marked)
    }
}

/// What came next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// A row, to be had from [`Rows::row`].
    Row,
    /// Something that cannot be a row; its text is to be had from [`Rows::row`] too.
    Broken(Fault),
    /// The end of the file.
    End,
}

/// Why something cannot be a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A quotation mark is opened and never closed.
    OpenMark,
    /// Longer than [`LONGEST_ROW`].
    TooLong,
    /// Far more fields than columns.
    TooWide,
    /// It holds NUL bytes, so it is no text.
    NoText,
}

/// Reads a file row by row.
pub(crate) struct Rows {
    bytes: Bytes,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
    delimiter: u8,
    most: usize,
    next_line: u64,
    line: u64,
    text: String,
    spans: Vec<Span>,
    /// Where the row's second line begins, for a row over several lines that turns out not to be one.
    second: Option<(usize, u64)>,
    encodings: Encodings,
    whole_last_line: bool,
}

const CHUNK: usize = 256 * 1024;
const MARK: &[u8] = b"\xef\xbb\xbf";

impl Rows {
    pub(crate) fn new(bytes: Bytes, delimiter: u8) -> Self {
        Self {
            bytes,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            ended: false,
            delimiter,
            most: MOST_COLUMNS,
            next_line: 1,
            line: 0,
            text: String::new(),
            spans: Vec::new(),
            second: None,
            encodings: Encodings::default(),
            whole_last_line: true,
        }
    }

    /// Says how many columns the heading has.
    pub(crate) fn expect(&mut self, columns: usize) {
        self.most = columns + SPARE;
    }

    /// Reads on to the next row that is not empty.
    ///
    /// # Errors
    /// As [`Bytes::read`].
    pub(crate) fn next(&mut self) -> Result<Next> {
        loop {
            if self.line == 0 && self.next_line == 1 {
                self.pass_mark()?;
            }
            let held = self.buffer.get(self.start..self.end).unwrap_or_default();
            if held.is_empty() && self.ended {
                return Ok(Next::End);
            }
            match split(held, self.delimiter, self.ended, self.most, &mut self.spans) {
                Found::More if held.len() > LONGEST_ROW => return self.give_up(),
                Found::More => self.fill()?,
                Found::Row { text, .. } if text > LONGEST_ROW => return self.give_up(),
                Found::Row { text, taken, lines } => {
                    self.whole_last_line = taken > text;
                    if self.spans.iter().all(|span| span.start == span.end) {
                        self.start += taken;
                        self.next_line += lines;
                        continue;
                    }
                    self.take(text, taken, lines);
                    if self.text.contains('\0') {
                        return Ok(Next::Broken(Fault::NoText));
                    }
                    return Ok(Next::Row);
                }
                Found::Open => return self.first_line(Fault::OpenMark),
                Found::Wide => return self.first_line(Fault::TooWide),
            }
        }
    }

    /// The row that was read last.
    pub(crate) fn row(&self) -> Row<'_> {
        Row { line: self.line, text: &self.text, spans: &self.spans }
    }

    /// Takes back all but the first line of a row over several lines: a quotation mark opened by mistake swallows good rows,
    /// which are then read on their own. Returns whether there was anything to take back.
    pub(crate) fn take_back(&mut self) -> bool {
        let Some((second, line)) = self.second.take() else { return false };
        self.start = second;
        self.next_line = line;
        let first = memchr::memchr(b'\n', self.text.as_bytes()).unwrap_or(self.text.len());
        self.text.truncate(first);
        if self.text.ends_with('\r') {
            self.text.pop();
        }
        true
    }

    /// How far reading has come.
    pub(crate) fn progress(&self) -> Progress {
        self.bytes.progress()
    }

    /// The name that messages call the file.
    pub(crate) fn name(&self) -> &str {
        self.bytes.name()
    }

    /// What was read, and whether the last line ends as lines do; a file cut short mostly does not.
    pub(crate) fn finish(self) -> (Identity, Encodings, bool) {
        (self.bytes.identity(), self.encodings, self.whole_last_line)
    }

    fn pass_mark(&mut self) -> Result<()> {
        while self.end - self.start < MARK.len() && !self.ended {
            self.fill()?;
        }
        if self.buffer.get(self.start..self.end).is_some_and(|held| held.starts_with(MARK)) {
            self.start += MARK.len();
            self.encodings.marked = true;
        }
        self.line = 1;
        Ok(())
    }

    fn fill(&mut self) -> Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.buffer.len() < self.end + CHUNK {
            self.buffer.resize(self.end + CHUNK, 0);
        }
        let n = self.bytes.read(self.buffer.get_mut(self.end..).unwrap_or_default())?;
        self.end += n;
        self.ended = n == 0;
        Ok(())
    }

    /// Takes a row off the buffer and decodes it.
    fn take(&mut self, text: usize, taken: usize, lines: u64) {
        let raw = self.buffer.get(self.start..self.start + text).unwrap_or_default();
        self.line = self.next_line;
        self.second = (lines > 1).then(|| {
            let first = memchr::memchr(b'\n', raw).unwrap_or(text);
            (self.start + first + 1, self.line + 1)
        });
        self.text.clear();
        match std::str::from_utf8(raw) {
            Ok(row) => {
                self.text.push_str(row);
                if row.is_ascii() {
                    self.encodings.ascii += 1;
                } else {
                    self.encodings.utf8 += 1;
                }
            }
            Err(_) => {
                self.text.push_str(&windows_1252(raw));
                // The letters now take other numbers of bytes, so the fields are found again.
                split(self.text.as_bytes(), self.delimiter, true, self.most, &mut self.spans);
                self.encodings.windows_1252 += 1;
                if self.encodings.windows_1252_lines.len() < NAMED {
                    self.encodings.windows_1252_lines.push(self.line);
                }
            }
        }
        self.start += taken;
        self.next_line += lines;
    }

    /// Gives up the line that the buffer begins with, and goes on with the next one.
    fn first_line(&mut self, fault: Fault) -> Result<Next> {
        let held = self.buffer.get(self.start..self.end).unwrap_or_default();
        let (length, taken) = match memchr::memchr(b'\n', held) {
            Some(n) => (n, n + 1),
            None if !self.ended && held.len() <= LONGEST_ROW => {
                self.fill()?;
                return self.first_line(fault);
            }
            None => return self.give_up(),
        };
        self.broken(length.min(SHOWN), taken);
        Ok(Next::Broken(fault))
    }

    /// Gives up a row that is too long. With a line end somewhere in it a quotation mark was opened by mistake, and only
    /// that line goes; without one, everything up to the next line end goes.
    fn give_up(&mut self) -> Result<Next> {
        let held = self.buffer.get(self.start..self.end).unwrap_or_default();
        if memchr::memchr(b'\n', held).is_some_and(|n| n <= LONGEST_ROW) {
            return self.first_line(Fault::OpenMark);
        }
        let fault = if held.len() > LONGEST_ROW { Fault::TooLong } else { Fault::OpenMark };
        self.broken(SHOWN.min(held.len()), SHOWN.min(held.len()));
        loop {
            let held = self.buffer.get(self.start..self.end).unwrap_or_default();
            if let Some(n) = memchr::memchr(b'\n', held) {
                self.start += n + 1;
                break;
            }
            self.start = self.end;
            if self.ended {
                break;
            }
            self.fill()?;
        }
        Ok(Next::Broken(fault))
    }

    fn broken(&mut self, length: usize, taken: usize) {
        let raw = self.buffer.get(self.start..self.start + length).unwrap_or_default();
        let text = String::from_utf8_lossy(raw).trim_end_matches('\r').to_owned();
        (self.line, self.second) = (self.next_line, None);
        self.text = text;
        self.spans.clear();
        self.start += taken;
        self.next_line += 1;
    }
}

fn windows_1252(raw: &[u8]) -> Cow<'_, str> {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(raw).0
}

/// A row.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    /// The line of the file that it begins on, the first being 1.
    pub(crate) line: u64,
    /// The whole of it, without its line end.
    pub(crate) text: &'a str,
    spans: &'a [Span],
}

impl<'a> Row<'a> {
    /// How many fields it has.
    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// A field without the white space around it; empty beyond the last.
    pub(crate) fn get(&self, index: usize) -> Cow<'a, str> {
        match self.spans.get(index).map(|span| span.of(self.text)) {
            Some(Cow::Borrowed(text)) => Cow::Borrowed(text.trim()),
            Some(Cow::Owned(text)) if text.trim().len() == text.len() => Cow::Owned(text),
            Some(Cow::Owned(text)) => Cow::Owned(text.trim().to_owned()),
            None => Cow::Borrowed(""),
        }
    }
}

#[cfg(test)]
#[path = "rows_tests.rs"]
mod tests;
