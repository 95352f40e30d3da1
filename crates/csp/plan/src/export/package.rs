//! The zip file around a workbook's or a Word document's parts.

use std::io::{Cursor, Read, Write};

use zip::{ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

/// A part's name and its text.
pub(crate) type Part = (String, String);

/// Packs parts in their order. They carry no date: the same plan gives the same bytes.
pub(crate) fn pack(parts: &[Part]) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The parts of a file we packed ourselves: all of them texts, and none of them large.
pub(crate) fn unpack(bytes: &[u8]) -> Result<Vec<Part>, ZipError> {
    let mut zip = ZipArchive::new(Cursor::new(bytes))?;
    let mut parts = Vec::with_capacity(zip.len());
    for n in 0..zip.len() {
        let mut part = zip.by_index(n)?;
        let name = part.name()?.into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text)?;
        parts.push((name, text));
    }
    Ok(parts)
}
