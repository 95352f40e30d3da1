//! Readers: one a file format, each from bytes or text to a [`Document`].

pub(crate) mod archive;
pub(crate) mod cell;
pub(crate) mod csv;
pub(crate) mod docx;
pub(crate) mod sheet;
pub(crate) mod text;
pub(crate) mod xlsx;
pub(crate) mod xml;

use super::{
    Code,
    document::Document,
    encoding,
    limits::{MAX_TEXT, TooMuch},
    refusal::Why,
};

/// Reads a file by what it is, not by what it is called; the name only tells text from CSV.
pub(crate) fn document(bytes: &[u8], file_name: &str) -> Result<Document, Why> {
    let lower = file_name.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    if bytes.is_empty() {
        return Err(Why::Empty);
    }
    if bytes.starts_with(b"PK") && bytes.get(2).is_some_and(|b| *b < 0x20) {
        if ends(&[".xlsm", ".xltm", ".docm", ".dotm", ".xlam"]) {
            return Err(Why::Macros);
        }
        let mut archive = archive::Archive::open(bytes)?;
        return match archive.kind()? {
            archive::Kind::Word => docx::read(&mut archive),
            archive::Kind::Excel => xlsx::read(&mut archive),
        };
    }
    if bytes.starts_with(b"%PDF") {
        return Err(Why::Pdf);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) || bytes.starts_with(b"{\\rtf") || ends(&[".xls", ".doc"])
    {
        return Err(Why::OldOffice);
    }
    if ends(&[".xlsx", ".docx", ".xlsm", ".docm"]) {
        return Err(Why::Damaged);
    }
    let decoded = encoding::decode(bytes).ok_or(Why::Binary)?;
    if decoded.text.len() > MAX_TEXT {
        return Err(Why::TooMuch(TooMuch::Text));
    }
    if decoded.text.trim().is_empty() {
        return Err(Why::Empty);
    }
    let read = if ends(&[".csv", ".tsv"]) { csv::read } else { text::read };
    let mut document = read(&decoded.text).map_err(Why::TooMuch)?;
    if decoded.windows {
        document.odd(
            Code::EncodingWindows1252,
            1,
            "bytes that are not UTF-8",
            "read as Windows-1252; check accents, quotation marks and pound signs",
        );
    }
    Ok(document)
}
