use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use async_trait::async_trait;
use concordat_kernel::{Problem, Refusal, Result};
use concordat_steps::{Analyst, Leave, PartWriter, Question, Shape, Table};
use datafusion::{
    execution::{
        disk_manager::{DiskManagerBuilder, DiskManagerMode},
        memory_pool::FairSpillPool,
        runtime_env::{RuntimeEnv, RuntimeEnvBuilder},
    },
    prelude::{SessionConfig, SessionContext},
};

use crate::{answers::Answers, ask, part};

/// How much of the machine an engine takes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of memory for sorting, grouping and joining; beyond them they go to disk.
    pub memory: usize,
    /// Threads.
    pub threads: usize,
    /// Bytes of answers that are kept to be found again; the least used go first.
    pub kept: u64,
}

impl Default for Limits {
    /// 1 GiB of memory, as many threads as the machine has, and 16 GiB of kept answers.
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self { memory: 1 << 30, threads, kept: 16 << 30 }
    }
}

/// The parts of tables under one folder, and whoever answers questions about them.
#[derive(Debug, Clone)]
pub struct Engine {
    root: PathBuf,
    limits: Limits,
    answers: Answers,
    // Made when the first question is asked, so that a command which asks none leaves no folder behind.
    runtime: Arc<OnceLock<Arc<RuntimeEnv>>>,
}

impl Engine {
    /// The engine over a folder, which is made when it is first needed.
    pub fn new(root: impl Into<PathBuf>, limits: Limits) -> Self {
        let root = root.into();
        let answers = Answers::new(root.join("answers"), limits.kept);
        Self { root, limits, answers, runtime: Arc::default() }
    }

    /// What spills goes to a folder beneath the parts', so that it lies on the disk that was chosen for the evidence and with its
    /// permissions.
    fn runtime(&self) -> Result<Arc<RuntimeEnv>, Problem> {
        if let Some(runtime) = self.runtime.get() {
            return Ok(Arc::clone(runtime));
        }
        let doing = "setting up the query engine";
        let spill = self.root.join("spill");
        part::private_folder(&spill).map_err(|e| Problem::new(doing, e))?;
        let disk = DiskManagerBuilder::default().with_mode(DiskManagerMode::Directories(vec![spill]));
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(FairSpillPool::new(self.limits.memory)))
            .with_disk_manager_builder(disk)
            .build_arc()
            .map_err(|e| Problem::new(doing, e))?;
        Ok(Arc::clone(self.runtime.get_or_init(|| runtime)))
    }

    /// Where the parts of a table lie.
    fn folder(&self, shape: Shape) -> PathBuf {
        self.root.join(shape.name)
    }

    /// The file of a part, for whoever copies it.
    ///
    /// # Errors
    /// When that is no part's name.
    pub fn place(&self, shape: Shape, part: &str) -> Result<PathBuf, Problem> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if part.is_empty() || !part.chars().all(plain) {
            return Err(Problem::new("naming a part", format!("`{part}` is not a part's name")));
        }
        Ok(self.folder(shape).join(part).with_extension("parquet"))
    }

    /// Answers lie beneath the parts' folder, under its permissions.
    pub(crate) fn answers(&self) -> &Answers {
        &self.answers
    }

    /// A session for a question over parts of so many bytes.
    pub(crate) fn session(&self, bytes: u64) -> Result<SessionContext, Problem> {
        // A join by sorting goes to disk where memory does not suffice; one by hashing is faster and must fit.
        let fits = usize::try_from(bytes).is_ok_and(|bytes| bytes <= self.limits.memory);
        // Names are read as they are written: columns of given tables may have capital letters.
        let config = SessionConfig::new()
            .with_target_partitions(self.limits.threads.max(1))
            .with_information_schema(false)
            .set_bool("datafusion.optimizer.prefer_hash_join", fits)
            .set_bool("datafusion.sql_parser.enable_ident_normalization", false);
        Ok(SessionContext::new_with_config_rt(config, self.runtime()?))
    }
}

#[async_trait]
impl Analyst for Engine {
    async fn ask(&self, question: &Question, steps: &[&str]) -> Result<Vec<Table>> {
        ask::ask(self, question, steps, None).await
    }

    async fn look(&self, question: &Question, step: &str, most: usize) -> Result<Table> {
        let mut answers = ask::ask(self, question, &[step], Some(most)).await?;
        Ok(answers.pop().unwrap_or_default())
    }

    async fn forget(&self) -> Result<()> {
        Ok(self.answers.clear().map_err(|e| Problem::new("removing kept answers", e))?)
    }

    async fn alone(&self) -> Result<Leave> {
        let doing = "asking for leave to write evidence";
        part::private_folder(&self.root).map_err(|e| Problem::new(doing, e))?;
        // The lock goes with the open file, so whatever ends the process gives it back.
        let lock = File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(self.root.join("writing"))
            .map_err(|e| Problem::new(doing, e))?;
        match lock.try_lock() {
            Ok(()) => Ok(Box::new(lock)),
            Err(fs::TryLockError::WouldBlock) => Err(Refusal::rule(
                "Somebody is bringing records in at this moment. Wait until that has ended, and try again.",
            )
            .into()),
            Err(fs::TryLockError::Error(e)) => Err(Problem::new(doing, e).into()),
        }
    }

    async fn begin(&self, shape: Shape, part: &str) -> Result<Box<dyn PartWriter>> {
        let file = self.place(shape, part)?;
        Ok(Box::new(part::Writer::begin(shape, file)?))
    }

    async fn sweep(&self, shape: Shape, keep: &[String]) -> Result<usize> {
        let doing = || format!("sweeping the parts of `{}`", shape.name);
        let keep: Vec<PathBuf> = keep.iter().map(|part| self.place(shape, part)).collect::<Result<_, _>>()?;
        let entries = match fs::read_dir(self.folder(shape)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
            Err(error) => return Err(Problem::new(doing(), error).into()),
        };
        let mut gone = 0;
        for entry in entries {
            let file = entry.map_err(|e| Problem::new(doing(), e))?.path();
            if is_ours(&file) && !keep.contains(&file) {
                fs::remove_file(&file).map_err(|e| Problem::new(doing(), e))?;
                gone += 1;
            }
        }
        Ok(gone)
    }

    async fn check(&self, shape: Shape, parts: &[String]) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        for name in parts {
            if let Err(complaint) = part::check(shape, &self.place(shape, name)?) {
                wrong.push(format!("Part {name} of {}: {complaint}", shape.name));
            }
        }
        Ok(wrong)
    }
}

/// Whether a file is one that this crate writes: whatever else lies in the folder is not ours to remove.
fn is_ours(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "parquet" || extension == part::UNFINISHED)
}
