//! The bytes of a file: opened plain or packed (told by what is in it, not by its name), hashed while they are read, and
//! counted for the progress bar. Holds one buffer, whatever the size of the file.

use std::{
    fs::File,
    io::{BufReader, Chain, Cursor, ErrorKind, Read},
    path::Path,
};

use concordat_kernel::{Refusal, Result};
use flate2::bufread::MultiGzDecoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Where records come from: a file, or bytes in memory.
pub struct Source {
    name: String,
    total: Option<u64>,
    reader: Box<dyn Read + Send>,
}

/// What was read, so that it can be recognised when it comes again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The file's name without its folders.
    pub name: String,
    /// Its size in bytes as it lies on disk.
    pub bytes: u64,
    /// SHA-256 of the file as it lies on disk, in hexadecimal: what `sha256sum` prints.
    pub sha256: String,
    /// Whether it was packed with gzip.
    pub packed: bool,
    /// Its size in bytes when unpacked.
    pub content_bytes: u64,
    /// SHA-256 of what is inside, so that a file and its packed copy are known for the same. Equals `sha256` when not packed.
    pub content_sha256: String,
}

/// How far reading has come, in bytes of the file as it lies on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read.
    pub read: u64,
    /// Bytes in all, where that is known.
    pub total: Option<u64>,
}

impl Source {
    /// Opens a file.
    ///
    /// # Errors
    /// A refusal when there is no such file or it may not be read.
    pub fn open(path: &Path) -> Result<Self> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let sentence = |why: &str| Refusal::rule(format!("`{}` cannot be read: {why}", path.display()));
        let file = File::open(path).map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => {
                sentence("there is no such file. Check its name and folder.")
            }
            ErrorKind::PermissionDenied => {
                sentence("this account may not open it. Ask for the right to read it.")
            }
            _ => sentence(&format!("the system says “{}”. Check its name and folder.", said(&error))),
        })?;
        let meta = file.metadata().map_err(|error| broken(&name, &error))?;
        if meta.is_dir() {
            return Err(sentence("it is a folder. Name the files in it.").into());
        }
        let total = meta.is_file().then_some(meta.len());
        Ok(Self { name, total, reader: Box::new(file) })
    }

    /// Bytes that are in memory already, under the name that messages call them.
    pub fn of(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        let total = u64::try_from(bytes.len()).ok();
        Self { name: name.into(), total, reader: Box::new(Cursor::new(bytes)) }
    }

    /// The name that messages call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Looks at the first bytes and makes ready to read what is inside.
    ///
    /// # Errors
    /// A refusal when the file is plainly no text: a workbook, another kind of archive, or UTF-16.
    pub(crate) fn bytes(mut self) -> Result<Bytes> {
        let mut head = Vec::new();
        self.reader.by_ref().take(8).read_to_end(&mut head).map_err(|error| broken(&self.name, &error))?;
        if let Some(what) = no_text(&head) {
            return Err(Refusal::rule(format!("{} {what}", self.name)).into());
        }
        let packed = head.starts_with(&[0x1f, 0x8b]);
        let metered = Metered { reader: Cursor::new(head).chain(self.reader), hash: Sha256::new(), read: 0 };
        let content = if packed {
            Content::Packed {
                reader: Box::new(MultiGzDecoder::new(BufReader::with_capacity(CHUNK, metered))),
                hash: Sha256::new(),
                read: 0,
            }
        } else {
            Content::Plain(Box::new(metered))
        };
        Ok(Bytes { name: self.name, total: self.total, content })
    }
}

const CHUNK: usize = 64 * 1024;

/// What a file that is no table of text is, and what to do about it.
fn no_text(head: &[u8]) -> Option<&'static str> {
    Some(match head {
        [b'P', b'K', 3, 4, ..] => {
            "is a workbook or a zip file, not CSV. Save the sheet as CSV UTF-8, or unpack it first."
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => "is an old Excel workbook, not CSV. Save the sheet as CSV UTF-8.",
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "is UTF-16 (\"Unicode text\"). Save it as CSV UTF-8.",
        [b'B', b'Z', b'h', ..]
        | [0xfd, b'7', b'z', b'X', b'Z', ..]
        | [0x28, 0xb5, 0x2f, 0xfd, ..]
        | [b'7', b'z', 0xbc, 0xaf, ..] => {
            "is packed in a way that is not read here. Unpack it, or pack it with gzip."
        }
        [b'P', b'A', b'R', b'1', ..] => "is a Parquet file, not CSV. Export it as CSV.",
        [b'%', b'P', b'D', b'F', ..] => "is a PDF, not CSV. Ask for the table it was printed from.",
        _ => return None,
    })
}

/// A reader that hashes and counts what passes.
struct Metered {
    reader: Chain<Cursor<Vec<u8>>, Box<dyn Read + Send>>,
    hash: Sha256,
    read: u64,
}

impl Read for Metered {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = self.reader.read(out)?;
        self.hash.update(out.get(..n).unwrap_or_default());
        self.read += n as u64;
        Ok(n)
    }
}

enum Content {
    Plain(Box<Metered>),
    Packed { reader: Box<MultiGzDecoder<BufReader<Metered>>>, hash: Sha256, read: u64 },
}

/// What is inside a file, unpacked.
pub(crate) struct Bytes {
    name: String,
    total: Option<u64>,
    content: Content,
}

impl Bytes {
    /// The name that messages call the file.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// How far reading has come.
    pub(crate) fn progress(&self) -> Progress {
        Progress { read: self.metered().read, total: self.total }
    }

    fn metered(&self) -> &Metered {
        match &self.content {
            Content::Plain(metered) => metered,
            Content::Packed { reader, .. } => reader.get_ref().get_ref(),
        }
    }

    /// The next bytes; none at the end.
    ///
    /// # Errors
    /// A refusal when a packed file ends early or is damaged, or the disk fails.
    pub(crate) fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        loop {
            let result = match &mut self.content {
                Content::Plain(metered) => metered.read(out),
                Content::Packed { reader, hash, read } => reader.read(out).inspect(|n| {
                    hash.update(out.get(..*n).unwrap_or_default());
                    *read += *n as u64;
                }),
            };
            match result {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(self.explain(error)),
                Ok(n) => return Ok(n),
            }
        }
    }

    fn explain(&self, error: std::io::Error) -> concordat_kernel::Error {
        let name = &self.name;
        let packed = matches!(self.content, Content::Packed { .. });
        match error.kind() {
            ErrorKind::UnexpectedEof if packed => Refusal::rule(format!(
                "{name} ends early: it was cut short while it was packed, copied or sent. Get the file again."
            ))
            .into(),
            ErrorKind::InvalidInput | ErrorKind::InvalidData if packed => Refusal::rule(format!(
                "{name} is packed with gzip but damaged: its check sums do not agree. Get the file again."
            ))
            .into(),
            _ => broken(name, &error).into(),
        }
    }

    /// What was read. Its hashes cover the whole file only when the end was reached.
    pub(crate) fn identity(&self) -> Identity {
        let metered = self.metered();
        let sha256 = hex(&metered.hash.clone().finalize());
        let (packed, content_bytes, content_sha256) = match &self.content {
            Content::Plain(metered) => (false, metered.read, sha256.clone()),
            Content::Packed { hash, read, .. } => (true, *read, hex(&hash.clone().finalize())),
        };
        Identity {
            name: self.name.clone(),
            bytes: metered.read,
            sha256,
            packed,
            content_bytes,
            content_sha256,
        }
    }
}

/// What the system says of an error, without its number.
pub(crate) fn said(error: &std::io::Error) -> String {
    error.to_string().split(" (os error").next().unwrap_or_default().to_owned()
}

/// A file that the disk does not give.
fn broken(name: &str, error: &std::io::Error) -> Refusal {
    Refusal::rule(format!(
        "{name} cannot be read: the system says “{}”. Check the disk that it lies on, or bring in another copy of it.",
        said(error)
    ))
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn all(source: Source) -> Result<(Vec<u8>, Identity)> {
        let mut bytes = source.bytes()?;
        let mut whole = Vec::new();
        let mut chunk = [0; 100];
        loop {
            match bytes.read(&mut chunk)? {
                0 => return Ok((whole, bytes.identity())),
                n => whole.extend_from_slice(&chunk[..n]),
            }
        }
    }

    fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn refused(source: Source) -> String {
        all(source).expect_err("cannot be read").to_string()
    }

    #[test]
    fn a_file_and_its_packed_copy_are_known_for_the_same() {
        let text = b"a,b\n1,2\n".repeat(5_000);
        let (plain, one) = all(Source::of("a.csv", text.clone())).unwrap();
        let packed = pack(&text);
        let (unpacked, two) = all(Source::of("a.csv.gz", packed.clone())).unwrap();
        assert_eq!((plain, unpacked), (text.clone(), text.clone()));
        assert_eq!(one.content_sha256, two.content_sha256);
        assert_ne!(one.sha256, two.sha256);
        assert_eq!((one.packed, two.packed), (false, true));
        assert_eq!((two.bytes, two.content_bytes), (packed.len() as u64, text.len() as u64));
    }

    #[test]
    fn the_hash_is_the_one_that_sha256sum_prints() {
        // FIPS 180-2, appendix B.1.
        let (_, identity) = all(Source::of("abc", "abc")).unwrap();
        assert_eq!(identity.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn files_packed_one_after_another_are_read_as_one() {
        let both = [pack(b"a\n"), pack(b"b\n")].concat();
        assert_eq!(all(Source::of("both.gz", both)).unwrap().0, b"a\nb\n");
    }

    #[test]
    fn a_packed_file_cut_anywhere_is_refused_in_words() {
        let packed = pack(&b"some,text\n".repeat(300));
        for length in 2..packed.len() {
            let message = refused(Source::of("cut.csv.gz", &packed[..length]));
            assert!(message.starts_with("cut.csv.gz ends early"), "{length}: {message}");
        }
    }

    #[test]
    fn a_damaged_packed_file_is_refused_in_words() {
        let mut packed = pack(&b"some,text\n".repeat(300));
        let place = packed.len() - 6;
        packed[place] ^= 1;
        assert!(refused(Source::of("bad.gz", packed)).contains("damaged"));
    }

    #[test]
    fn what_is_no_table_is_named() {
        for (bytes, word) in [
            (&b"PK\x03\x04rest"[..], "workbook"),
            (b"\xff\xfea\0", "UTF-16"),
            (b"%PDF-1.7", "PDF"),
            (b"PAR1....", "Parquet"),
            (b"BZh91AY", "gzip"),
        ] {
            assert!(refused(Source::of("x", bytes)).contains(word), "{word}");
        }
    }

    #[test]
    fn a_name_behind_which_there_is_no_file_is_told_whole() {
        for (path, words) in [
            ("no/such/file.csv", "`no/such/file.csv` cannot be read: there is no such file. Check its name"),
            (
                "Cargo.toml/file.csv",
                "`Cargo.toml/file.csv` cannot be read: there is no such file. Check its name",
            ),
            (".", "`.` cannot be read: it is a folder. Name the files in it."),
            (&*"x".repeat(300), "the system says “File name too long”. Check its name and folder."),
        ] {
            let Err(error) = Source::open(Path::new(path)) else { panic!("{path} was opened") };
            assert!(error.to_string().contains(words), "{error}");
        }
    }

    #[test]
    fn a_disk_that_fails_is_told_without_a_number() {
        struct Failing;
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::Error::from_raw_os_error(5))
            }
        }
        let failing = |head: &'static [u8]| Source {
            name: "may.csv".to_owned(),
            total: None,
            reader: Box::new(head.chain(Failing)),
        };
        for head in [&b""[..], b"some,text of a heading\n"] {
            let message = refused(failing(head));
            assert!(
                message.starts_with("may.csv cannot be read: the system says “Input/output error”. Check"),
                "{message}"
            );
        }
    }
}
