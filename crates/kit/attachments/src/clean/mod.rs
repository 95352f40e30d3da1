//! What is done to a file before it is kept: its type is found by looking at it, what it says about
//! whoever made it is taken out, and what could do harm is refused. Pure: bytes in, bytes out.

mod jpeg;
mod media;
mod name;
mod office;
mod package;
mod pdf;
mod png;
mod text;
mod why;

pub use media::Media;
pub use why::Why;

use std::collections::BTreeSet;

use concordat_kernel::Refusal;
use sha2::{Digest as _, Sha256};

/// The largest file kept where nothing else is said, in bytes.
pub const LIMIT: usize = 10_000_000;

/// A file as it may be kept: only [`clean`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    name: String,
    media: Media,
    bytes: Vec<u8>,
    hash: String,
    stripped: Vec<&'static str>,
}

impl Cleaned {
    /// Its name for showing, with the ending that its content asks for.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What kind of file it is.
    pub fn media(&self) -> Media {
        self.media
    }

    /// What it holds now.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 of what it holds now, in hexadecimal.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// What was taken out of it, in words.
    pub fn stripped(&self) -> &[&'static str] {
        &self.stripped
    }
}

/// What was taken out, each said once.
type Stripped = BTreeSet<&'static str>;

/// Makes of a file what may be kept.
///
/// # Errors
/// With a sentence for the field `file`: what is wrong with it and what to do.
pub fn clean(name: &str, bytes: &[u8], limit: usize) -> Result<Cleaned, Refusal> {
    examined(name, bytes, limit).map_err(|why| Refusal::invalid("file", why.sentence(limit)))
}

/// What is said of a file that cannot be read.
pub fn damaged() -> Refusal {
    Refusal::invalid("file", Why::Damaged.sentence(LIMIT))
}

fn examined(name: &str, bytes: &[u8], limit: usize) -> Result<Cleaned, Why> {
    if bytes.is_empty() {
        return Err(Why::Empty);
    }
    if bytes.len() > limit {
        return Err(Why::TooLarge);
    }
    let seen = infer::get(bytes).map_or("", |kind| kind.mime_type());
    let mut stripped = Stripped::new();
    let (media, bytes) = match Signature::of(bytes) {
        Some(signature) => {
            if Signature::ALL.iter().any(|other| *other != signature && other.hides_in(bytes)) {
                return Err(Why::TwoKinds);
            }
            match signature {
                Signature::Pdf => (Media::Pdf, pdf::clean(bytes, &mut stripped)?),
                Signature::Zip => office::clean(bytes, office::Depth::File, &mut stripped)?,
                Signature::Jpeg => (Media::Jpeg, jpeg::clean(bytes, &mut stripped)?),
                Signature::Png => (Media::Png, png::clean(bytes, &mut stripped)?),
            }
        }
        None if bytes.starts_with(OLD_OFFICE) => return Err(Why::OldOffice),
        None if !seen.is_empty() => return Err(Why::Other),
        None => (text::read(bytes)?, bytes.to_vec()),
    };
    // Rewriting may write things out longer than they stood.
    if bytes.len() > limit {
        return Err(Why::TooLarge);
    }
    let hash = sha256(&bytes);
    Ok(Cleaned {
        name: name::shown(name, media),
        media,
        bytes,
        hash,
        stripped: stripped.into_iter().collect(),
    })
}

/// How files of the older Office programs begin, and those that newer ones lock with a password.
const OLD_OFFICE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// How a file says what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Signature {
    Pdf,
    Zip,
    Jpeg,
    Png,
}

impl Signature {
    const ALL: [Self; 4] = [Self::Pdf, Self::Zip, Self::Jpeg, Self::Png];

    fn mark(self) -> &'static [u8] {
        match self {
            Self::Pdf => b"%PDF-",
            Self::Zip => b"PK\x03\x04",
            Self::Jpeg => b"\xFF\xD8\xFF",
            Self::Png => b"\x89PNG\r\n\x1A\n",
        }
    }

    /// What a file is at its first byte; programs that look further find other things.
    fn of(bytes: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|signature| bytes.starts_with(signature.mark()))
    }

    /// Whether a program that expects this kind would open a file that begins otherwise: PDF readers
    /// look for their mark in the first kilobyte, and zip programs for theirs near the end.
    fn hides_in(self, bytes: &[u8]) -> bool {
        let holds = |part: &[u8], mark: &[u8]| part.windows(mark.len()).any(|window| window == mark);
        match self {
            Self::Pdf => holds(&bytes[..bytes.len().min(1024)], self.mark()),
            Self::Zip => holds(&bytes[bytes.len().saturating_sub(65_557)..], b"PK\x05\x06"),
            Self::Jpeg | Self::Png => false,
        }
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let mut sum = Sum::default();
    sum.add(bytes);
    sum.end()
}

/// SHA-256 of what comes in pieces.
#[derive(Default)]
pub(crate) struct Sum(Sha256);

impl Sum {
    pub(crate) fn add(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    pub(crate) fn end(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
