//! The zip file around a workbook's or a Word document's parts.

use std::io::{Cursor, Read as _};

pub(crate) use concordat_report::word::{Part, pack};
use zip::{ZipArchive, result::ZipError};

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
