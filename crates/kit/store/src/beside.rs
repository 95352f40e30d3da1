//! Files that lie beside the record, on their way into a backup and out of it.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Read as _, Write as _},
    path::{Path, PathBuf},
};

use concordat_access::audit::hex;
use concordat_kernel::Problem;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::backup::{private, writing};

/// A file that lies beside the record and belongs to it. It must not change while it is being backed up.
#[derive(Debug, Clone)]
pub struct Beside {
    /// What the backup calls it: plain names with strokes between them, such as `evidence/crime/1.parquet`.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// A file as the manifest of a backup names it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FileEntry {
    pub(crate) name: String,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

/// Puts a file into the backup as it is: what lies beside the record is compressed already.
pub(crate) fn put_in(zip: &mut ZipWriter<BufWriter<File>>, beside: &Beside) -> Result<FileEntry, Problem> {
    let reading = |e| Problem::new(format!("reading `{}` for a backup", beside.name), e);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    zip.start_file(&beside.name, options).map_err(writing)?;
    let mut from = File::open(&beside.path).map_err(reading)?;
    let (mut hash, mut bytes, mut piece) = (Sha256::new(), 0_u64, vec![0; 1 << 16]);
    loop {
        let read = from.read(&mut piece).map_err(reading)?;
        let Some(piece) = piece.get(..read).filter(|piece| !piece.is_empty()) else { break };
        hash.update(piece);
        bytes += read as u64;
        zip.write_all(piece).map_err(writing)?;
    }
    Ok(FileEntry { name: beside.name.clone(), bytes, sha256: hex(&hash.finalize()) })
}

/// Takes a file out of a backup; `None` when it is not what was put in, or its name would lead elsewhere.
pub(crate) fn take_out(
    zip: &mut ZipArchive<BufReader<File>>,
    file: &FileEntry,
    beside: &Path,
) -> Result<Option<()>, Problem> {
    let plain = |name: &str| {
        !name.is_empty()
            && !name.starts_with('.')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    if !file.name.split('/').all(plain) {
        return Ok(None);
    }
    let Ok(entry) = zip.by_name(&file.name) else { return Ok(None) };
    let to = beside.join(&file.name);
    let doing = |e| Problem::new(format!("putting `{}` back", file.name), e);
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder).map_err(doing)?;
    }
    let mut out = File::create(&to).map_err(doing)?;
    private(&out)?;
    let mut entry = entry.take(file.bytes.saturating_add(1));
    let (mut hash, mut bytes, mut piece) = (Sha256::new(), 0_u64, vec![0; 1 << 16]);
    loop {
        let Ok(read) = entry.read(&mut piece) else { return Ok(None) };
        let Some(piece) = piece.get(..read).filter(|piece| !piece.is_empty()) else { break };
        hash.update(piece);
        bytes += read as u64;
        out.write_all(piece).map_err(doing)?;
    }
    out.sync_all().map_err(doing)?;
    Ok(((bytes, hex(&hash.finalize())) == (file.bytes, file.sha256.clone())).then_some(()))
}
