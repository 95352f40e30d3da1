//! Word and Excel files: every part is unpacked with a limit, looked at, and packed again.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read as _, Write as _},
};

use zip::{CompressionMethod, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::{
    Media, Stripped, Why, jpeg,
    package::{attribute, target, types, without},
    png,
};

/// The most parts a file may have.
const MOST_PARTS: usize = 4_000;
/// The most that all parts together may unpack to, in bytes.
const MOST_UNPACKED: u64 = 100_000_000;

/// Whether a file was added by itself or stands inside another, such as the workbook behind a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    File,
    Inside,
}

struct Part {
    name: String,
    bytes: Vec<u8>,
}

/// Packs the file again without what is said about it.
pub(super) fn clean(bytes: &[u8], depth: Depth, stripped: &mut Stripped) -> Result<(Media, Vec<u8>), Why> {
    let parts = unpacked(bytes)?;
    let declared = parts.iter().find(|part| part.name == "[Content_Types].xml").ok_or(Why::Other)?;
    let declared = types(&declared.bytes)?;
    let media = kind(&declared, &parts)?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    // No times: the default is the first day that a zip can say.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for part in parts {
        if let Some(words) = about(&part.name) {
            stripped.insert(words);
            continue;
        }
        let bytes = rewritten(&part, depth, stripped)?;
        zip.start_file(part.name, options).map_err(|_| Why::Damaged)?;
        zip.write_all(&bytes).map_err(|_| Why::Damaged)?;
    }
    Ok((media, zip.finish().map_err(|_| Why::Damaged)?.into_inner()))
}

/// Every part, as long as all of them together stay within the limit.
fn unpacked(bytes: &[u8]) -> Result<Vec<Part>, Why> {
    // The directory is held in memory, so its entries are counted before it is read.
    if bytes.windows(4).filter(|window| *window == b"PK\x01\x02").count() > MOST_PARTS {
        return Err(Why::Bomb);
    }
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Why::Damaged)?;
    let (mut parts, mut seen, mut left) = (Vec::new(), BTreeSet::new(), MOST_UNPACKED);
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Why::Locked,
            _ => Why::Damaged,
        })?;
        let name = std::str::from_utf8(entry.name_raw()).map_err(|_| Why::Damaged)?.to_owned();
        if entry.is_dir() {
            continue;
        }
        let strange = name.contains(['\\', ':']) || name.contains(|c: char| c.is_control());
        let climbs = name.starts_with('/') || name.split('/').any(|part| matches!(part, "" | "." | ".."));
        if strange || climbs || !seen.insert(name.to_ascii_lowercase()) {
            return Err(Why::Damaged);
        }
        let mut bytes = Vec::new();
        // The directory may lie about the size; the limit holds for what really comes out.
        entry.take(left + 1).read_to_end(&mut bytes).map_err(|_| Why::Damaged)?;
        left = left.checked_sub(bytes.len() as u64).ok_or(Why::Bomb)?;
        parts.push(Part { name, bytes });
    }
    Ok(parts)
}

/// What kind of document the parts make, if it is one that is kept and holds no program.
fn kind(declared: &[(String, String)], parts: &[Part]) -> Result<Media, Why> {
    let lower: Vec<String> = declared.iter().map(|(_, kind)| kind.to_ascii_lowercase()).collect();
    let programs =
        ["macroenabled", "vbaproject", "vbadata", "activex", "macrosheet", "dialogsheet", "intlmacrosheet"];
    let has = |words: &str| lower.iter().any(|kind| kind.contains(words));
    let named = |words: &str| parts.iter().any(|part| part.name.to_ascii_lowercase().contains(words));
    if programs.iter().any(|words| has(words))
        || named("vbaproject")
        || named("/activex/")
        || named("macrosheets/")
    {
        return Err(Why::Programs);
    }
    let main = |of: &str| has(&format!("{of}.main+xml"));
    match (main("wordprocessingml.document"), main("spreadsheetml.sheet")) {
        (true, false) => Ok(Media::Docx),
        (false, true) => Ok(Media::Xlsx),
        _ if main("presentationml.presentation") || main("presentationml.slideshow") => Err(Why::Slides),
        _ => Err(Why::Other),
    }
}

/// What a part says about the file rather than in it; such parts are left behind.
fn about(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    if name.starts_with("docprops/") || name.starts_with("docmetadata/") {
        Some("author, company and other properties of the document")
    } else if name.starts_with("customxml/") {
        Some("data that other programs stored in the document")
    } else if name.contains("/printersettings/") {
        Some("printer settings")
    } else if name == "word/people.xml" {
        Some("account names of people who commented")
    } else if name.starts_with("[trash]/") || name.starts_with("__macosx/") {
        Some("left-over parts")
    } else {
        None
    }
}

fn rewritten(part: &Part, depth: Depth, stripped: &mut Stripped) -> Result<Vec<u8>, Why> {
    let (name, bytes) = (part.name.as_str(), part.bytes.as_slice());
    let local = |start: &quick_xml::events::BytesStart<'_>| start.local_name().as_ref().to_owned();
    if name == "[Content_Types].xml" {
        return without(bytes, |start| {
            attribute(start, "PartName").is_some_and(|of| about(of.trim_start_matches('/')).is_some())
        });
    }
    if name.ends_with(".rels") {
        return without(bytes, |start| {
            let kind = attribute(start, "Type").unwrap_or_default();
            let Some(to) = attribute(start, "Target") else { return false };
            if attribute(start, "TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external")) {
                kind.ends_with("/attachedTemplate")
            } else {
                about(&target(name, &to)).is_some()
            }
        });
    }
    match name {
        "word/settings.xml" => {
            return without(bytes, |start| {
                let leave = local(start) == "attachedTemplate";
                if leave {
                    stripped.insert("where the template is kept");
                }
                leave
            });
        }
        "xl/workbook.xml" => {
            return without(bytes, |start| {
                let leave = matches!(local(start).as_str(), "absPath" | "fileSharing");
                if leave {
                    stripped.insert("the folder that the workbook was saved in");
                }
                leave
            });
        }
        _ => {}
    }
    if bytes.starts_with(b"\xFF\xD8\xFF") {
        return jpeg::clean(bytes, stripped);
    }
    if bytes.starts_with(b"\x89PNG\r\n") {
        return png::clean(bytes, stripped);
    }
    if name.to_ascii_lowercase().contains("/embeddings/") {
        // The data behind a chart is a workbook; anything else could be anything.
        return match depth {
            Depth::File if bytes.starts_with(b"PK\x03\x04") => {
                clean(bytes, Depth::Inside, stripped).map(|(_, kept)| kept)
            }
            _ => Err(Why::FilesInside),
        };
    }
    Ok(bytes.to_vec())
}
