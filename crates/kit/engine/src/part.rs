//! One file of a table: written whole or not at all.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use concordat_kernel::{Error, Problem, Refusal, Result};
use concordat_steps::{PartWriter, Shape, Table};
use datafusion::parquet::{
    arrow::{ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder},
    basic::{Compression, ZstdLevel},
    file::properties::WriterProperties,
};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::convert::{batch, schema};

/// The extension of a file that is being written.
pub(crate) const UNFINISHED: &str = "unfinished";

/// A file's address for whoever reads or writes it by name. Of a path, what stands behind `?`, `*` or `[` would be taken for a pattern.
pub(crate) fn address(file: &Path) -> io::Result<String> {
    let file = std::path::absolute(file)?;
    Url::from_file_path(file).map(String::from).map_err(|()| io::ErrorKind::InvalidFilename.into())
}

/// Writes one part beside its place and moves it there when it is whole.
pub(crate) struct Writer {
    shape: Shape,
    file: PathBuf,
    unfinished: PathBuf,
    writer: ArrowWriter<Hashing<File>>,
}

/// Writes through, and hashes what it writes.
struct Hashing<W> {
    out: W,
    hash: Sha256,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a file's bytes hash to.
pub(crate) fn hash(file: &Path) -> io::Result<String> {
    let mut hashing = Hashing { out: io::sink(), hash: Sha256::new() };
    io::copy(&mut File::open(file)?, &mut hashing)?;
    Ok(hex(hashing.hash))
}

impl Writer {
    pub(crate) fn begin(shape: Shape, file: PathBuf) -> Result<Self, Problem> {
        let doing = || format!("beginning a part of `{}`", shape.name);
        if file.exists() {
            return Err(Problem::new(doing(), io::Error::from(io::ErrorKind::AlreadyExists)));
        }
        if let Some(folder) = file.parent() {
            private_folder(folder).map_err(|e| Problem::new(doing(), e))?;
        }
        let unfinished = file.with_extension(UNFINISHED);
        let out = private_file(&unfinished).map_err(|e| Problem::new(doing(), e))?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            // A group of rows is read by one thread: a million crimes are to keep several busy.
            .set_max_row_group_row_count(Some(1 << 17))
            .build();
        let out = Hashing { out, hash: Sha256::new() };
        let writer = ArrowWriter::try_new(out, schema(shape), Some(properties))
            .map_err(|e| Problem::new(doing(), e))?;
        Ok(Self { shape, file, unfinished, writer })
    }

    fn doing(&self) -> String {
        format!("writing a part of `{}`", self.shape.name)
    }
}

#[async_trait]
impl PartWriter for Writer {
    async fn add(&mut self, rows: &Table) -> Result<()> {
        let batch = batch(self.shape, rows).map_err(|e| Problem::new(self.doing(), e))?;
        self.writer.write(&batch).map_err(|e| no_room(&e).unwrap_or(Problem::new(self.doing(), e).into()))
    }

    async fn finish(self: Box<Self>) -> Result<String> {
        let doing = self.doing();
        let Self { file, unfinished, writer, .. } = *self;
        let finished = || -> io::Result<String> {
            let Hashing { out, hash } = writer.into_inner().map_err(io::Error::other)?;
            out.sync_all()?;
            fs::rename(&unfinished, &file)?;
            // The new name is in the folder, and the folder too must reach the disk.
            if let Some(folder) = file.parent() {
                File::open(folder)?.sync_all()?;
            }
            Ok(hex(hash))
        };
        finished().map_err(|e| no_room(&e).unwrap_or(Problem::new(doing, e).into()))
    }
}

/// What to say of records where the disk is full: nothing is broken then.
fn no_room(error: &(dyn std::error::Error + 'static)) -> Option<Error> {
    let words = "There is no room left on the disk for the records. Nothing of them was kept. Make room, and bring the file in again.";
    is_full(error).then(|| Refusal::rule(words).into())
}

/// Whether an error came of a full disk, or of the room that this account has on it.
pub(crate) fn is_full(error: &(dyn std::error::Error + 'static)) -> bool {
    let full = |kind| {
        matches!(
            kind,
            io::ErrorKind::StorageFull | io::ErrorKind::FileTooLarge | io::ErrorKind::QuotaExceeded
        )
    };
    let mut cause = Some(error);
    while let Some(one) = cause {
        // An error that was made of another holds it inside, which `source` passes over.
        let inner = one.downcast_ref::<io::Error>();
        if inner.is_some_and(|io| full(io.kind())) {
            return true;
        }
        let inside =
            inner.and_then(io::Error::get_ref).map(|inside| inside as &(dyn std::error::Error + 'static));
        cause = inside.or_else(|| one.source());
    }
    false
}

/// What is wrong with a part's file, as a sentence.
pub(crate) fn check(shape: Shape, file: &Path, was: Option<&str>) -> Result<(), String> {
    let open = File::open(file).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => "its file is missing.".to_owned(),
        _ => format!("its file cannot be read ({e})."),
    })?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(open)
        .map_err(|_| "its file is damaged at its end.".to_owned())?;
    if reader.schema().fields() != schema(shape).fields() {
        return Err("its columns are not those of the table.".to_owned());
    }
    let damaged = "its file is damaged.";
    if let Some(was) = was {
        return unlike(file, was).map_or(Ok(()), Err);
    }
    // What it was is not on record, so that whatever can be read counts as whole.
    for batch in reader.build().map_err(|_| damaged.to_owned())? {
        batch.map_err(|_| damaged.to_owned())?;
    }
    Ok(())
}

/// What is wrong where a file is not what it was when it was written.
pub(crate) fn unlike(file: &Path, was: &str) -> Option<String> {
    match hash(file) {
        Ok(hash) if hash == was => None,
        Ok(_) => Some("its file is not as it was written: it is damaged, or was changed.".to_owned()),
        Err(error) => Some(format!("its file cannot be read ({error}).")),
    }
}

/// A folder that only this account may enter, and those above it that are missing.
pub(crate) fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A new file that only this account may read, in place of what a stop left behind.
pub(crate) fn private_file(file: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

#[cfg(test)]
mod tests {
    use datafusion::parquet::errors::ParquetError;

    use super::*;

    #[test]
    fn a_full_disk_is_told_as_such_however_deep_it_lies() {
        let full = || io::Error::from_raw_os_error(28);
        for error in
            [full(), io::Error::other(ParquetError::from(full())), io::Error::other(io::Error::other(full()))]
        {
            let said = no_room(&error).map(|error| error.to_string()).unwrap_or_default();
            assert!(said.contains("no room left on the disk"), "{error}: {said}");
        }
        assert!(no_room(&ParquetError::from(full())).is_some());
        assert!(no_room(&io::Error::from_raw_os_error(5)).is_none());
    }
}
