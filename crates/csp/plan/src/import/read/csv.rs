//! Comma-, semicolon- or tab-separated values, with quotes that may span lines.

use super::cell::{Markup, cell};
use crate::import::{
    document::{Document, TableRow, line_number},
    limits::{MAX_COLUMNS, TooMuch},
};

/// Reads a CSV file as one table.
pub(crate) fn read(text: &str) -> Result<Document, TooMuch> {
    let mut document = Document::default();
    for (line, fields) in records(text) {
        let cells = fields.iter().map(|field| cell(field, Markup::None)).collect();
        document.row(TableRow { line, table: 1, cells })?;
    }
    Ok(document)
}

/// The separator: as an Excel `sep=` line says, or the one most common outside quotes near the
/// start. A `sep=` line is blanked, so that later lines keep their numbers.
fn delimiter(text: &str) -> (char, &str) {
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some(delimiter) = rest.chars().next()
        && let Some(after) = rest.get(delimiter.len_utf8()..)
        && after.starts_with(['\r', '\n'])
    {
        return (delimiter, after);
    }
    let mut counts = [(',', 0usize), (';', 0), ('\t', 0)];
    let mut quoted = false;
    for c in text.chars().take(20_000) {
        quoted ^= c == '"';
        if !quoted && let Some((_, count)) = counts.iter_mut().find(|(delimiter, _)| *delimiter == c) {
            *count += 1;
        }
    }
    let mut best = (',', 0);
    for (delimiter, count) in counts {
        if count > best.1 {
            best = (delimiter, count);
        }
    }
    (best.0, text)
}

/// The records of a CSV file, each with the line it begins on.
pub(crate) fn records(text: &str) -> impl Iterator<Item = (u32, Vec<String>)> {
    let (delimiter, text) = delimiter(text);
    let mut reader = Records { rest: text, delimiter, line: 0 };
    std::iter::from_fn(move || reader.next_record())
}

struct Records<'a> {
    rest: &'a str,
    delimiter: char,
    line: usize,
}

impl Records<'_> {
    /// The next record and the line it begins on.
    fn next_record(&mut self) -> Option<(u32, Vec<String>)> {
        if self.rest.is_empty() {
            return None;
        }
        let start = line_number(self.line);
        let mut fields = Vec::new();
        let mut field = String::new();
        let (mut quoted, mut fresh) = (false, true);
        let mut chars = self.rest.char_indices().peekable();
        let mut end = self.rest.len();
        while let Some((at, c)) = chars.next() {
            let newline = c == '\n' || c == '\r' && !matches!(chars.peek(), Some((_, '\n')));
            self.line += usize::from(newline);
            match c {
                '"' if quoted && matches!(chars.peek(), Some((_, '"'))) => {
                    chars.next();
                    field.push('"');
                }
                '"' if quoted => quoted = false,
                '"' if fresh => quoted = true,
                _ if !quoted && newline => {
                    end = at + c.len_utf8();
                    break;
                }
                '\r' if !quoted => {}
                _ if !quoted && c == self.delimiter => {
                    keep(&mut fields, std::mem::take(&mut field));
                    fresh = true;
                    continue;
                }
                _ => field.push(c),
            }
            fresh &= c == ' ';
        }
        keep(&mut fields, field);
        self.rest = self.rest.get(end..).unwrap_or_default();
        Some((start, fields))
    }
}

fn keep(fields: &mut Vec<String>, field: String) {
    if fields.len() < MAX_COLUMNS {
        fields.push(field);
    }
}
