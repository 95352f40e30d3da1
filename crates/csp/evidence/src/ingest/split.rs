//! Where a row of a delimited text ends and what its fields are, as RFC 4180 has it and as programs write it: a field
//! may stand in quotation marks, which then hold commas and line ends; a mark inside is doubled; a mark that does not
//! open a field is a letter like any other.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2};

/// Where a field lies in its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) written: Written,
}

/// How a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// As it is.
    Plain,
    /// With doubled quotation marks inside, or with letters after its closing mark.
    Marked,
}

impl Span {
    /// The field as it was meant.
    pub(crate) fn of<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let raw = text.get(self.start..self.end).unwrap_or_default();
        match self.written {
            Written::Plain => Cow::Borrowed(raw),
            Written::Marked => Cow::Owned(unmark(raw)),
        }
    }
}

/// Takes the marks off a field that begins with one.
fn unmark(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars().skip(1);
    while let Some(c) = chars.next() {
        if c != '"' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('"') => out.push('"'),
            // The mark closed the field: what follows is taken as it is.
            rest => {
                out.extend(rest);
                out.extend(chars);
                break;
            }
        }
    }
    out
}

/// What was found at the beginning of a buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// A row of `text` bytes; with its line end it takes `taken` bytes and `lines` lines of the file.
    Row { text: usize, taken: usize, lines: u64 },
    /// The buffer ends before the row does.
    More,
    /// The file ends inside quotation marks.
    Open,
    /// More fields than allowed.
    Wide,
}

/// Splits the row that `buffer` begins with and leaves its fields in `spans`.
///
/// `last` says that nothing follows the buffer; `most` is the number of fields above which it gives up, so that a mark
/// opened by mistake cannot send it through the whole file again for every line.
pub(crate) fn split(buffer: &[u8], delimiter: u8, last: bool, most: usize, spans: &mut Vec<Span>) -> Found {
    spans.clear();
    let mut at = 0;
    let mut lines = 1;
    loop {
        if spans.len() >= most {
            return Found::Wide;
        }
        let start = at;
        let mut field = Span { start, end: start, written: Written::Plain };
        if buffer.get(at) == Some(&b'"') {
            let Some(close) = closing(buffer, at, last, &mut field) else {
                return if last { Found::Open } else { Found::More };
            };
            lines += memchr_iter(b'\n', buffer.get(start..close).unwrap_or_default()).count() as u64;
            at = close;
        }
        let rest = buffer.get(at..).unwrap_or_default();
        let (end, next) = match memchr2(delimiter, b'\n', rest) {
            Some(n) => (at + n, rest.get(n).copied()),
            None if last => (buffer.len(), None),
            None => return Found::More,
        };
        let ends_row = next != Some(delimiter);
        let trimmed = if ends_row && end > at && buffer.get(end - 1) == Some(&b'\r') { end - 1 } else { end };
        if at == start {
            field.end = trimmed;
        } else if trimmed > at {
            // Letters after the closing mark.
            field = Span { start, end: trimmed, written: Written::Marked };
        }
        spans.push(field);
        if ends_row {
            return Found::Row { text: trimmed, taken: end + usize::from(next.is_some()), lines };
        }
        at = end + 1;
    }
}

/// The place after the mark that closes the field opened at `open`; sets where the field lies.
fn closing(buffer: &[u8], open: usize, last: bool, field: &mut Span) -> Option<usize> {
    let mut at = open + 1;
    let mut doubled = false;
    loop {
        let mark = at + memchr(b'"', buffer.get(at..)?)?;
        match buffer.get(mark + 1) {
            Some(b'"') => {
                doubled = true;
                at = mark + 2;
            }
            // Whether the mark closes the field or is the first of two is not known yet.
            None if !last => return None,
            _ => {
                *field = if doubled {
                    Span { start: open, end: mark + 1, written: Written::Marked }
                } else {
                    Span { start: open + 1, end: mark, written: Written::Plain }
                };
                return Some(mark + 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fields(text: &str) -> Vec<String> {
        let mut spans = Vec::new();
        let found = split(text.as_bytes(), b',', true, 100, &mut spans);
        assert!(matches!(found, Found::Row { .. }), "{found:?}");
        spans.iter().map(|span| span.of(text).into_owned()).collect()
    }

    #[test]
    fn fields_are_read_as_they_were_meant() {
        for (text, expected) in [
            ("a,b", vec!["a", "b"]),
            ("a,b\r\n", vec!["a", "b"]),
            (",,\n", vec!["", "", ""]),
            ("\"a, b\",c", vec!["a, b", "c"]),
            ("\"5\"\" pipe\",x", vec!["5\" pipe", "x"]),
            ("5\" pipe,x", vec!["5\" pipe", "x"]),
            ("\"one\ntwo\",x\nnext", vec!["one\ntwo", "x"]),
            ("\"a\"b,c", vec!["ab", "c"]),
            ("\"\",\"\"", vec!["", ""]),
            ("\"a\"\r\n", vec!["a"]),
        ] {
            assert_eq!(fields(text), expected, "{text:?}");
        }
    }

    #[test]
    fn it_says_how_much_it_took_and_how_many_lines() {
        let mut spans = Vec::new();
        let found = split(b"\"a\nb\",c\r\nrest", b',', false, 100, &mut spans);
        assert_eq!(found, Found::Row { text: 7, taken: 9, lines: 2 });
    }

    #[test]
    fn it_waits_for_the_rest_of_a_row() {
        let whole = b"\"a\"\"b\",c\n";
        let mut spans = Vec::new();
        for length in 0..whole.len() {
            assert_eq!(split(&whole[..length], b',', false, 100, &mut spans), Found::More, "{length}");
        }
        assert_eq!(split(b"a,\"b", b',', true, 100, &mut spans), Found::Open);
        assert_eq!(split(b"a,b,c", b',', true, 2, &mut spans), Found::Wide);
    }

    proptest! {
        /// The csv crate is a second opinion on every row without lone carriage returns, which it takes for line ends.
        #[test]
        fn the_csv_crate_reads_the_same(text in "[ab,\"\n]{0,40}") {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> =
                reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
            let mut ours = Vec::new();
            let mut rest = text.as_str();
            let mut spans = Vec::new();
            while !rest.is_empty() {
                match split(rest.as_bytes(), b',', true, 100, &mut spans) {
                    Found::Row { text: length, taken, .. } => {
                        // It passes over empty lines.
                        if length > 0 {
                            ours.push(spans.iter().map(|s| s.of(rest).into_owned()).collect::<Vec<_>>());
                        }
                        rest = &rest[taken..];
                    }
                    // It takes an open mark at the end for closed.
                    _ => return Ok(()),
                }
            }
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn what_is_written_is_read_again(row in proptest::collection::vec("[a-z,\"\r\n é]{0,8}", 1..6)) {
            let text = row.iter().map(|f| format!("\"{}\"", f.replace('"', "\"\""))).collect::<Vec<_>>().join(",");
            prop_assert_eq!(fields(&text), row);
        }
    }
}
