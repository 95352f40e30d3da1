//! Answers to steps, kept by key: a step with the same text over the same inputs is read and not worked out again. Whatever lies here can be
//! worked out anew, so nothing is lost when it is removed, and what is damaged counts as not there.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::SystemTime,
};

use concordat_kernel::Clock;
use datafusion::{
    arrow::{array::RecordBatch, datatypes::SchemaRef},
    config::TableParquetOptions,
    dataframe::{DataFrame, DataFrameWriteOptions},
    error::DataFusionError,
    parquet::{
        arrow::{ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder},
        basic::Compression,
        file::properties::WriterProperties,
    },
    prelude::SessionContext,
};

use crate::{part, spread};

/// The files of a kept answer.
#[derive(Debug, Clone)]
pub(crate) enum Kept {
    /// One file; its rows are in the order of the answer.
    Whole(PathBuf),
    /// Several, each in the order that the step ends in, if any.
    Spread(Vec<PathBuf>),
}

/// The folder of kept answers.
#[derive(Debug, Clone)]
pub(crate) struct Answers {
    root: PathBuf,
    /// Of this version of the program and of the engine: another may work a step out, or spread its rows, in another way.
    folder: PathBuf,
    /// Bytes that are kept at most; those that were not used for longest go first.
    most: u64,
}

/// Tells files that are being written apart, within this process.
static WRITTEN: AtomicU64 = AtomicU64::new(0);

fn writer(unfinished: &Path, schema: &SchemaRef) -> Result<ArrowWriter<File>, DataFusionError> {
    let properties = WriterProperties::builder().set_compression(Compression::LZ4_RAW).build();
    let out = part::private_file(unfinished)?;
    Ok(ArrowWriter::try_new(out, Arc::clone(schema), Some(properties))?)
}

impl Answers {
    pub(crate) fn new(root: PathBuf, most: u64) -> Self {
        let versions = format!("{}-{}", env!("CARGO_PKG_VERSION"), datafusion::DATAFUSION_VERSION);
        Self { folder: root.join(versions), root, most }
    }

    fn place(&self, key: &str) -> PathBuf {
        self.folder.join(key).with_extension("parquet")
    }

    /// The folder of an answer that is spread over so many files. It is put there as a whole: files of two tries, or of two programs at the
    /// same time, may not stand together, as a row may lie in one file the first time and in another the second.
    fn spread_place(&self, key: &str, files: usize) -> PathBuf {
        self.folder.join(format!("{key}-{files}"))
    }

    /// A kept answer, which counts as used now; one that is spread is spread over so many files.
    pub(crate) fn find(&self, key: &str, files: usize) -> Option<Kept> {
        let used = |file: &PathBuf| {
            // An answer that cannot be marked as used is kept less long, no more.
            let open = File::options().append(true).open(file).ok()?;
            let _ = open.set_modified(SystemTime::from(Clock::system().now()));
            Some(())
        };
        let (whole, spread) = (self.place(key), within(&self.spread_place(key, files), files));
        let found = used(&whole).map(|()| Kept::Whole(whole));
        found.or_else(|| spread.iter().map(used).collect::<Option<()>>().map(|()| Kept::Spread(spread)))
    }

    /// Rows that a step answers, in their order.
    pub(crate) fn read(file: &Path) -> Result<(SchemaRef, Vec<RecordBatch>), DataFusionError> {
        let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(file)?)?;
        let schema = Arc::clone(reader.schema());
        let batches = reader.build()?.collect::<Result<_, _>>()?;
        Ok((schema, batches))
    }

    /// Keeps rows that were collected, in their order.
    pub(crate) fn keep(
        &self,
        key: &str,
        schema: &SchemaRef,
        batches: &[RecordBatch],
    ) -> Result<Kept, DataFusionError> {
        let unfinished = self.begin()?;
        let mut writer = writer(&unfinished, schema)?;
        for batch in batches {
            writer.write(batch)?;
        }
        writer.close()?;
        self.finish(key, &unfinished)
    }

    /// Keeps what a step answers as it is worked out, for the steps that read it: of any size, spread over so many files.
    pub(crate) async fn spread(
        &self,
        key: &str,
        session: &SessionContext,
        frame: &DataFrame,
        files: usize,
    ) -> Result<Kept, DataFusionError> {
        let unfinished = self.begin()?;
        part::private_folder(&unfinished)?;
        spread::write(session, frame, &within(&unfinished, files)).await?;
        let place = self.spread_place(key, files);
        if fs::rename(&unfinished, &place).is_err() {
            // Somebody else has put it there meanwhile, or a stop has left a part of one. That part goes, and nothing takes its place now: who
            // does the same at this moment may be reading what they put there.
            let theirs = within(&place, files);
            if theirs.iter().all(|file| file.exists()) {
                discard(&unfinished);
                return Ok(Kept::Spread(theirs));
            }
            discard(&place);
            return Ok(Kept::Spread(within(&unfinished, files)));
        }
        Ok(Kept::Spread(within(&place, files)))
    }

    /// The same where a cluster works it out, in one file.
    pub(crate) async fn stream(&self, key: &str, frame: DataFrame) -> Result<Kept, DataFusionError> {
        // The engine makes the file itself; nobody else may enter the folder.
        let unfinished = self.begin()?;
        let mut options = TableParquetOptions::default();
        options.global.compression = Some("lz4_raw".to_owned());
        let one = DataFrameWriteOptions::new().with_single_file_output(true);
        frame.write_parquet(&part::address(&unfinished)?, one, Some(options)).await?;
        self.finish(key, &unfinished)
    }

    fn begin(&self) -> io::Result<PathBuf> {
        part::private_folder(&self.folder)?;
        let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
        let folder = std::path::absolute(&self.folder)?;
        Ok(folder.join(format!("{}-{number}", std::process::id())).with_extension(part::UNFINISHED))
    }

    fn finish(&self, key: &str, unfinished: &Path) -> Result<Kept, DataFusionError> {
        let file = self.place(key);
        fs::rename(unfinished, &file)?;
        Ok(Kept::Whole(file))
    }

    /// Removes one answer.
    pub(crate) fn remove(&self, kept: &Kept) {
        match kept {
            Kept::Whole(file) => discard(file),
            Kept::Spread(files) => {
                if let Some(folder) = files.first().and_then(|file| file.parent()) {
                    discard(folder);
                }
            }
        }
    }

    /// Removes every answer, and what was left half-written.
    pub(crate) fn clear(&self) -> io::Result<()> {
        match fs::remove_dir_all(&self.root) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Removes those that were not used for longest until no more than the limit lies there. What another process is writing at this
    /// moment is the newest, and stays.
    pub(crate) fn prune(&self) -> io::Result<()> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let (used, bytes) = about(&entry.path())?;
            files.push((used, bytes, entry.path()));
        }
        let mut left: u64 = files.iter().map(|(_, bytes, _)| bytes).sum();
        files.sort();
        for (_, bytes, file) in files {
            if left <= self.most {
                break;
            }
            discard(&file);
            left = left.saturating_sub(bytes);
        }
        Ok(())
    }
}

/// The files within a folder of a spread answer.
fn within(folder: &Path, files: usize) -> Vec<PathBuf> {
    (1..=files).map(|number| folder.join(number.to_string()).with_extension("parquet")).collect()
}

/// When an answer was last used, and its bytes.
fn about(answer: &Path) -> io::Result<(SystemTime, u64)> {
    let own = fs::metadata(answer)?;
    if !own.is_dir() {
        return Ok((own.modified()?, own.len()));
    }
    let mut all = (own.modified()?, 0);
    for entry in fs::read_dir(answer)? {
        let of = entry?.metadata()?;
        all = (all.0.max(of.modified()?), all.1 + of.len());
    }
    Ok(all)
}

/// Removes an answer. Somebody else may have removed it already.
fn discard(answer: &Path) {
    let _ = if answer.is_dir() { fs::remove_dir_all(answer) } else { fs::remove_file(answer) };
}
