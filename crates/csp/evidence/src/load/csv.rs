//! CSV as it really comes: with or without a byte-order mark, CRLF, quotes, semicolons or tabs, and Windows-1252.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::{Line, Sheet};

/// The rows of a CSV file; `None` when it is no text.
pub(super) fn sheet(bytes: &[u8]) -> Option<Sheet> {
    let (text, windows) = decoded(bytes)?;
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    // The reader's own count of lines is one behind after CRLF and blank lines, so line ends are counted here.
    let (mut counted, mut line) = (0, 1);
    for record in reader.records() {
        let record = record.ok()?;
        let place = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let rest = text.get(place..).unwrap_or_default();
        let start = place + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        line += ends(text.get(counted..start).unwrap_or_default());
        counted = start;
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            lines.push(Line { number: line, cells });
        }
    }
    Some(Sheet { name: None, lines, windows })
}

/// How many lines end in a text that is not cut between a CR and its LF.
fn ends(text: &str) -> u64 {
    let after = text.bytes().skip(1).chain([0]);
    text.bytes()
        .zip(after)
        .filter(|pair| matches!(pair, (b'\n', _)) || pair.0 == b'\r' && pair.1 != b'\n')
        .count() as u64
}

/// The text, and whether Windows-1252 had to be assumed, as older programs still write it.
pub(super) fn decoded(bytes: &[u8]) -> Option<(Cow<'_, str>, bool)> {
    let (text, windows) = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => (encoding.decode(bytes).0, false),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => (Cow::Borrowed(text), false),
            Err(_) => (WINDOWS_1252.decode_without_bom_handling(bytes).0, true),
        },
    };
    (!text.contains('\0')).then_some((text, windows))
}

/// The separator that stands most often in the first line that says anything, outside quotes.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(each, _)| !quoted && *each == byte) {
            *count += 1;
        }
    }
    counts.iter().fold((b',', 0), |best, each| if each.1 > best.1 { *each } else { best }).0
}
