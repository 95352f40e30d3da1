//! The zip archive that .docx and .xlsx files are, opened with suspicion: what it would unpack to
//! is counted before and while it is unpacked, and only the parts that are read are unpacked.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::import::{
    limits::{MAX_ENTRIES, MAX_PART, MAX_UNPACKED, TooMuch},
    refusal::Why,
};

/// An Office file.
pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
}

/// What kind of Office file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Excel,
}

impl<'a> Archive<'a> {
    /// Opens an archive.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Why> {
        // The directory is held in memory, so its entries are counted before it is read.
        let entries = bytes.windows(4).filter(|window| *window == b"PK\x01\x02").count();
        if entries > MAX_ENTRIES {
            return Err(Why::Bomb);
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Why::Damaged)?;
        let mut total: u64 = 0;
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(|_| Why::Damaged)?;
            total = total.saturating_add(entry.size());
            // Deflate cannot do better than about 1000 to 1; nor can a directory that tells the truth.
            if total > MAX_UNPACKED || entry.size() / 1100 > entry.compressed_size().max(1) {
                return Err(Why::Bomb);
            }
        }
        Ok(Self { zip })
    }

    /// What the archive holds.
    pub(crate) fn kind(&self) -> Result<Kind, Why> {
        let has = |name: &str| self.zip.index_for_name(name).is_some();
        let macros =
            self.zip.file_names().flatten().any(|name| name.to_ascii_lowercase().ends_with("vbaproject.bin"));
        if macros {
            return Err(Why::Macros);
        }
        match (has("word/document.xml"), has("xl/workbook.xml")) {
            (true, _) => Ok(Kind::Word),
            (_, true) => Ok(Kind::Excel),
            _ => Err(Why::OtherFormat),
        }
    }

    /// Unpacks one part; `None` when there is none of that name.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Why> {
        let Some(index) = self.zip.index_for_name(name.trim_start_matches('/')) else { return Ok(None) };
        let entry = self.zip.by_index(index).map_err(|_| Why::Damaged)?;
        if entry.size() > MAX_PART {
            return Err(Why::TooMuch(TooMuch::Text));
        }
        let mut bytes = Vec::new();
        // The directory may lie about the size; the limit holds for what really comes out.
        entry.take(MAX_PART + 1).read_to_end(&mut bytes).map_err(|_| Why::Damaged)?;
        if bytes.len() as u64 > MAX_PART {
            return Err(Why::Bomb);
        }
        Ok(Some(bytes))
    }
}
