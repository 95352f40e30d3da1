//! PDF documents: read whole, freed of what is said about them, and written again from what their
//! pages need. Earlier versions that a program left in the file are gone with that.

use std::io::Read as _;

use flate2::read::ZlibDecoder;
use lopdf::{Dictionary, Document, LoadOptions, Object};

use super::{Stripped, Why, jpeg};

/// The most that the compressed lists of objects may unpack to together, in bytes.
const MOST_UNPACKED: u64 = 60_000_000;

/// Entries that say something about the document or a picture of it, not in it.
const ABOUT: &[&[u8]] = &[b"Metadata", b"PieceInfo", b"LastModified", b"Thumb"];

/// Writes the document again without what is said about it.
pub(super) fn clean(bytes: &[u8], stripped: &mut Stripped) -> Result<Vec<u8>, Why> {
    if unpacks_to_too_much(bytes) {
        return Err(Why::Bomb);
    }
    let mut document = read(bytes)?;
    let pages = document.get_pages().len();
    if pages == 0 {
        return Err(Why::Damaged);
    }
    if document.trailer.has(b"Info") {
        stripped.insert("author, title and other properties of the document");
    }
    let root = document.trailer.get(b"Root").map_err(|_| Why::Damaged)?.clone();
    document.trailer = Dictionary::new();
    document.trailer.set("Root", root);
    for object in document.objects.values_mut() {
        tidy(object, stripped)?;
    }
    document.prune_objects();
    document.max_id = document.objects.keys().map(|(number, _)| *number).max().unwrap_or(0);
    let mut out = Vec::with_capacity(bytes.len());
    document.save_to(&mut out).map_err(|_| Why::Damaged)?;
    // What is kept must be readable: a page lost in rewriting is worse than a refusal.
    if read(&out)?.get_pages().len() != pages {
        return Err(Why::Damaged);
    }
    Ok(out)
}

fn read(bytes: &[u8]) -> Result<Document, Why> {
    let limit = usize::try_from(MOST_UNPACKED).unwrap_or(usize::MAX);
    let options = LoadOptions { max_decompressed_size: Some(limit), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword | lopdf::Error::Unimplemented(_) => {
            Why::Locked
        }
        _ => Why::Damaged,
    })?;
    if document.is_encrypted() || document.was_encrypted() {
        return Err(Why::Locked);
    }
    Ok(document)
}

/// Takes out of an object what is said about it and refuses what runs. The reader does not nest
/// objects deeper than a hundred.
fn tidy(object: &mut Object, stripped: &mut Stripped) -> Result<(), Why> {
    match object {
        Object::Array(items) => items.iter_mut().try_for_each(|item| tidy(item, stripped)),
        Object::Dictionary(dictionary) => tidy_dictionary(dictionary, stripped),
        Object::Stream(stream) => {
            tidy_dictionary(&mut stream.dict, stripped)?;
            let is = |name: &[u8], object: &Object| object.as_name().is_ok_and(|found| found == name);
            let filtered = stream.dict.get(b"Filter").ok();
            let only_jpeg = filtered.is_some_and(|filter| match filter {
                Object::Array(filters) => matches!(filters.as_slice(), [one] if is(b"DCTDecode", one)),
                one => is(b"DCTDecode", one),
            });
            if only_jpeg {
                let cleaned = jpeg::clean(&stream.content, stripped)?;
                stream.set_content(cleaned);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn tidy_dictionary(dictionary: &mut Dictionary, stripped: &mut Stripped) -> Result<(), Why> {
    for name in ABOUT {
        if dictionary.remove(name).is_some() {
            stripped.insert("descriptions inside the document (XMP)");
        }
    }
    let says = |key: &[u8], values: &[&[u8]]| {
        dictionary.get(key).and_then(Object::as_name).is_ok_and(|found| values.contains(&found))
    };
    if dictionary.has(b"JS")
        || dictionary.has(b"JavaScript")
        || says(b"S", &[b"JavaScript", b"Launch", b"Rendition", b"ImportData"])
        || says(b"Subtype", &[b"RichMedia", b"3D", b"Screen"])
    {
        return Err(Why::Programs);
    }
    if dictionary.has(b"EmbeddedFiles") || dictionary.has(b"EF") || says(b"Type", &[b"EmbeddedFile"]) {
        return Err(Why::FilesInside);
    }
    if dictionary.has(b"XFA") {
        return Err(Why::ComputedForm);
    }
    dictionary.iter_mut().try_for_each(|(_, value)| tidy(value, stripped))
}

/// Whether the lists of objects unpack to more than any real document's. The reader limits each of
/// them; a bomb has thousands.
fn unpacks_to_too_much(bytes: &[u8]) -> bool {
    const WORD: &[u8] = b"stream";
    let mut left = MOST_UNPACKED;
    let mut from = 0;
    while let Some(at) = bytes[from..].windows(WORD.len()).position(|window| window == WORD) {
        let start = from + at;
        from = start + WORD.len();
        let before = &bytes[start.saturating_sub(600)..start];
        let holds = |mark: &[u8]| before.windows(mark.len()).any(|window| window == mark);
        // A name may be written with `#`, and may be too far away to see: then it is counted as well.
        if before.ends_with(b"end") || !(holds(b"ObjStm") || holds(b"XRef") || holds(b"#")) {
            continue;
        }
        let body = bytes[from..].trim_ascii_start();
        let mut unpacked = ZlibDecoder::new(body).take(left + 1);
        let came = std::io::copy(&mut unpacked, &mut std::io::sink())
            .unwrap_or_else(|_| left + 1 - unpacked.limit());
        match left.checked_sub(came) {
            Some(rest) => left = rest,
            None => return true,
        }
    }
    false
}
