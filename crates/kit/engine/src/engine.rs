use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use async_trait::async_trait;
use concordat_kernel::{Problem, Refusal, Result};
use concordat_steps::{Analyst, Leave, Part, PartWriter, Question, Shape, Table};
use datafusion::{
    error::DataFusionError,
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
    /// Bytes of memory for sorting, grouping and joining; beyond them they go to disk, or take what `most` allows.
    pub memory: usize,
    /// Bytes of memory for what does not fit into `memory`: tens of millions of records.
    pub most: usize,
    /// Threads.
    pub threads: usize,
    /// Bytes of answers that are kept to be found again; the least used go first.
    pub kept: u64,
}

impl Default for Limits {
    /// 1 GiB of memory, or half of the machine's where that does not do; as many threads as it has, and 16 GiB of kept answers.
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let memory = 1 << 30;
        Self { memory, most: (of_machine() / 2).max(memory), threads, kept: 16 << 30 }
    }
}

/// How many bytes of memory the machine has, as Linux tells it; none where nothing is told.
fn of_machine() -> usize {
    let about = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total = about
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:")?.trim().strip_suffix(" kB")?.parse().ok());
    total.map_or(0, |kilobytes: usize| kilobytes << 10)
}

/// How a question is worked out: each way does for more than the one before it, and takes longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Tables are joined by hashing, which must fit into the usual memory.
    Usual,
    /// The same in the most memory that may be taken.
    Most,
    /// Tables are joined by sorting, which goes to disk, in two threads.
    Sorting,
}

impl Way {
    pub(crate) fn next(self) -> Option<Self> {
        match self {
            Self::Usual => Some(Self::Most),
            Self::Most => Some(Self::Sorting),
            Self::Sorting => None,
        }
    }
}

/// Where questions are worked out, other than in this process: `cluster/` hands them to Ballista.
#[async_trait]
pub trait Cluster: std::fmt::Debug + Send + Sync {
    /// A session with these settings.
    ///
    /// # Errors
    /// When nobody answers.
    async fn session(
        &self,
        config: SessionConfig,
        runtime: Arc<RuntimeEnv>,
    ) -> Result<SessionContext, DataFusionError>;
}

/// The parts of tables under one folder, and whoever answers questions about them.
#[derive(Debug, Clone)]
pub struct Engine {
    root: PathBuf,
    limits: Limits,
    answers: Answers,
    // With the usual memory and with the most. Made when the first question is asked, so that a command which asks none leaves no folder behind.
    runtimes: Arc<[OnceLock<Arc<RuntimeEnv>>; 2]>,
    cluster: Option<Arc<dyn Cluster>>,
}

impl Engine {
    /// The engine over a folder, which is made when it is first needed.
    pub fn new(root: impl Into<PathBuf>, limits: Limits) -> Self {
        let root = root.into();
        let answers = Answers::new(root.join("answers"), limits.kept);
        Self { root, limits, answers, runtimes: Arc::default(), cluster: None }
    }

    /// The same, with questions worked out elsewhere. Whoever does must see the folder at the same place.
    #[must_use]
    pub fn asking(self, cluster: Arc<dyn Cluster>) -> Self {
        Self { cluster: Some(cluster), ..self }
    }

    /// What spills goes to a folder beneath the parts', so that it lies on the disk that was chosen for the evidence and with its
    /// permissions.
    fn runtime(&self, way: Way) -> Result<Arc<RuntimeEnv>, Problem> {
        let [usual, most] = &*self.runtimes;
        let (made, memory) =
            if way == Way::Usual { (usual, self.limits.memory) } else { (most, self.limits.most) };
        if let Some(runtime) = made.get() {
            return Ok(Arc::clone(runtime));
        }
        let doing = "setting up the query engine";
        let spill = self.root.join("spill");
        part::private_folder(&spill).map_err(|e| Problem::new(doing, e))?;
        let disk = DiskManagerBuilder::default().with_mode(DiskManagerMode::Directories(vec![spill]));
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(FairSpillPool::new(memory)))
            .with_disk_manager_builder(disk)
            .build_arc()
            .map_err(|e| Problem::new(doing, e))?;
        Ok(Arc::clone(made.get_or_init(|| runtime)))
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

    /// The way that does for parts of so many bytes, as far as can be told before.
    pub(crate) fn way(&self, bytes: u64) -> Way {
        let fits = |memory: usize| bytes <= memory as u64;
        match (fits(self.limits.memory), fits(self.limits.most)) {
            (true, _) => Way::Usual,
            (false, true) => Way::Most,
            (false, false) => Way::Sorting,
        }
    }

    /// How many threads work a question out, and over how many files an answer in an order is spread.
    pub(crate) fn threads(&self) -> usize {
        self.limits.threads.max(1)
    }

    /// How many steps over parts of so many bytes are worked out at a time. One alone seldom keeps every thread busy, but each takes a share of
    /// the memory: in it, rows have up to eight times the bytes that they have in their parts.
    pub(crate) fn at_a_time(&self, bytes: u64) -> usize {
        let fit = (self.limits.memory as u64) / (8 * bytes).max(1);
        if self.answers_itself() {
            usize::try_from(fit).unwrap_or(usize::MAX).clamp(1, self.threads())
        } else {
            1
        }
    }

    /// Whether this process works questions out, and no cluster.
    pub(crate) fn answers_itself(&self) -> bool {
        self.cluster.is_none()
    }

    /// Answers lie beneath the parts' folder, under its permissions.
    pub(crate) fn answers(&self) -> &Answers {
        &self.answers
    }

    /// A session.
    pub(crate) async fn session(&self, way: Way) -> Result<SessionContext, Problem> {
        // Names are read as they are written: columns of given tables may have capital letters. The smaller side of a join is put into memory,
        // and how many rows a filter leaves is a guess: at the engine's own fifth, all people were thought fewer than the crimes of a few years.
        // Each sort has its share of the memory: the fewer at a time, the larger. In one thread alone the engine would join by hashing.
        let threads = if way == Way::Sorting { 2 } else { self.threads() };
        let config = SessionConfig::new()
            .with_target_partitions(threads)
            .with_information_schema(false)
            .set_bool("datafusion.optimizer.prefer_hash_join", way != Way::Sorting)
            .set_u64("datafusion.optimizer.default_filter_selectivity", 30)
            // What goes to disk is several times as large as the parts it came from.
            .set_str("datafusion.execution.spill_compression", "zstd")
            // What is spread by a person is spread by a person and a role, too.
            .set_u64("datafusion.optimizer.subset_repartition_threshold", 1)
            .set_bool("datafusion.sql_parser.enable_ident_normalization", false);
        let runtime = self.runtime(way)?;
        match &self.cluster {
            None => Ok(SessionContext::new_with_config_rt(config, runtime)),
            Some(cluster) => cluster
                .session(config, runtime)
                .await
                .map_err(|e| Problem::new("opening a session of the cluster", e)),
        }
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
        let lock = part::private_file(&self.root.join("writing")).map_err(|e| Problem::new(doing, e))?;
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

    async fn check(&self, shape: Shape, parts: &[Part]) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        for Part { name, hash } in parts {
            if let Err(complaint) = part::check(shape, &self.place(shape, name)?, hash.as_deref()) {
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
