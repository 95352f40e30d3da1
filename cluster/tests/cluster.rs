//! A real scheduler and two real executors on this machine: every table is as it is without them, also when one of them is lost in the middle.

use std::{
    collections::BTreeMap,
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use concordat_engine::{Engine, Limits};
use concordat_steps::{Analyst as _, Input, Part, Question, Shape, Source, Step, Table, Type, Values};
use datafusion::{
    arrow::{record_batch::RecordBatch, util::pretty::pretty_format_batches},
    parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder,
};
use tokio::sync::Mutex;

/// One cluster at a time: what is lost when depends on how long a question takes.
static ALONE: Mutex<()> = Mutex::const_new(());

/// A process that ends with the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn start(program: &str, words: &[String]) -> Process {
    let child = Command::new(program).args(words).stdout(Stdio::null()).spawn().unwrap();
    Process(child)
}

fn answers(port: u16) {
    let begun = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(60), "nobody answers on port {port}");
        sleep(Duration::from_millis(50));
    }
}

struct Cluster {
    address: String,
    _scheduler: Process,
    executors: Vec<Process>,
}

fn cluster(work: &Path) -> Cluster {
    let port = free_port();
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let mut asked = words(&["--bind-host", "127.0.0.1", "--bind-port", &port.to_string()]);
    asked.extend(words(&["--external-host", "127.0.0.1", "--executor-timeout-seconds", "5"]));
    let scheduler = start(env!("CARGO_BIN_EXE_scheduler"), &asked);
    answers(port);
    let executors = (0..2).map(|n| {
        let (own, grpc) = (free_port(), free_port());
        let folder = work.join(format!("executor-{n}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let mut asked = words(&["--bind-host", "127.0.0.1", "--external-host", "127.0.0.1"]);
        asked.extend(words(&["--scheduler-host", "127.0.0.1", "--scheduler-port", &port.to_string()]));
        asked.extend(words(&["--bind-port", &own.to_string(), "--bind-grpc-port", &grpc.to_string()]));
        asked.extend(words(&["--vcores", "2"]));
        asked.extend(words(&[
            "--work-dir",
            &folder.to_string_lossy(),
            "--executor-heartbeat-interval-seconds",
            "1",
        ]));
        let executor = start(env!("CARGO_BIN_EXE_executor"), &asked);
        answers(own);
        executor
    });
    let executors = executors.collect();
    Cluster { address: format!("ballista://127.0.0.1:{port}"), _scheduler: scheduler, executors }
}

struct County {
    folder: tempfile::TempDir,
}

impl County {
    fn new() -> Self {
        let county = Self { folder: tempfile::tempdir().unwrap() };
        let made = county.folder.path().join("made");
        county.run(&["evidence", "generate", "--rows", "20000", "--out", &made.to_string_lossy()]);
        let (mapping, records) = (made.join("mapping.toml"), made.join("kent.csv"));
        county.run(&[
            "evidence",
            "ingest",
            "--source",
            &mapping.to_string_lossy(),
            &records.to_string_lossy(),
        ]);
        let index = made.join("index.csv");
        let rows = "reference,home_office,score,unit\n1,105/01,10,days\n2,195/94,10,days\n3,008/66,10,days\n4,008/06,365,days\n5,019/08,2555,days\n6,020/04,182.25,days\n";
        fs::write(&index, rows).unwrap();
        county.run(&[
            "evidence",
            "index",
            "load",
            &index.to_string_lossy(),
            "--name",
            "Test",
            "--version",
            "1",
        ]);
        county
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_concordat"));
        command.args(words);
        command.env("CONCORDAT_DATA", self.folder.path().join("record"));
        command.env("CONCORDAT_EVIDENCE_KEY", self.folder.path().join("key"));
        command
    }

    fn run(&self, words: &[&str]) {
        let output = self.command(words).output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn report(&self, engine: &str) -> Command {
        let out = self.folder.path().join("report");
        self.command(&[
            "evidence",
            "report",
            "--lens",
            "vawg",
            "--from",
            "2018-04",
            "--to",
            "2022-03",
            "--engine",
            engine,
            "--out",
            &out.to_string_lossy(),
        ])
    }

    fn kept(&self) -> PathBuf {
        self.folder.path().join("record/evidence/answers")
    }

    /// Every answer that is kept, by key, with its rows; rows of a step that says no order are put into one.
    fn tables(&self) -> BTreeMap<String, Vec<String>> {
        let list = |folder: &Path| match fs::read_dir(folder) {
            Ok(entries) => entries.map(|entry| entry.unwrap().path()).collect::<Vec<_>>(),
            Err(_) => Vec::new(),
        };
        let answers = list(&self.kept()).into_iter().flat_map(|versions| list(&versions));
        let mut tables = BTreeMap::new();
        for answer in answers {
            // This process spreads what several questions read over files in a folder, whose name is the key and how many they are.
            let name = answer.file_stem().unwrap().to_string_lossy().into_owned();
            let key = name.split('-').next().unwrap_or_default().to_owned();
            let files = if answer.is_dir() { list(&answer) } else { vec![answer] };
            let mut rows = Vec::new();
            for file in files {
                let reader =
                    ParquetRecordBatchReaderBuilder::try_new(fs::File::open(&file).unwrap()).unwrap();
                let batches: Vec<RecordBatch> = reader.build().unwrap().map(Result::unwrap).collect();
                let text = pretty_format_batches(&batches).unwrap().to_string();
                // Without the heading and the lines around it.
                rows.extend(text.lines().skip(3).filter(|line| line.starts_with('|')).map(rounded));
            }
            rows.sort();
            tables.insert(key, rows);
        }
        tables
    }

    fn figures(&self) -> String {
        fs::read_to_string(self.folder.path().join("report/findings.json")).unwrap()
    }

    fn forget(&self) {
        fs::remove_dir_all(self.kept()).unwrap();
    }
}

/// Sums of weights may differ in their last digit, as they are added up in another order.
fn rounded(line: &str) -> String {
    let cells = line.split_whitespace().map(|cell| match cell.parse::<f64>() {
        Ok(number) if cell.contains('.') => format!("{number:.6}"),
        _ => cell.to_owned(),
    });
    cells.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_cluster_answers_as_this_process_does() {
    let _alone = ALONE.blocking_lock();
    let county = County::new();
    assert!(county.report("local").status().unwrap().success());
    let (here, figures) = (county.tables(), county.figures());
    assert!(here.len() > 15, "{} tables", here.len());
    county.forget();

    let work = tempfile::tempdir().unwrap();
    let cluster = cluster(work.path());
    let output = county.report(&cluster.address).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    compare(&here, &county.tables());
    assert_eq!(figures, county.figures());
    county.forget();

    // Without anybody to answer it ends, says so, and keeps nothing.
    drop(cluster);
    let output = county.report("ballista://127.0.0.1:9").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(county.tables().is_empty());
}

const NUMBERS: Shape = Shape { name: "number", columns: &[("n", Type::Int)] };

/// Long enough to lose somebody in its middle: each number meets each of its own last digits.
const LONG: Step = Step {
    name: "long",
    sql: "\
SELECT one.n % 97 AS rest,
       count(*) AS pairs,
       sum((one.n * other.n) % 1009) AS sum
FROM number AS one
JOIN number AS other ON one.n % 200 = other.n % 200
GROUP BY one.n % 97
ORDER BY rest",
};

/// The question, its parts and its answer by this process alone.
async fn numbers(folder: &Path) -> (Engine, Question, Vec<Table>) {
    // More tasks than one executor takes at a time, so that each has a share of everything.
    let engine = Engine::new(folder, Limits { threads: 8, ..Limits::default() });
    let mut parts = Vec::new();
    for part in 0..4_i64 {
        let name = format!("part-{part}");
        let mut writer = engine.begin(NUMBERS, &name).await.unwrap();
        let numbers = (0..15_000).map(|n| Some(4 * n + part)).collect();
        writer.add(&Table::new(vec![("n", Values::Int(numbers))])).await.unwrap();
        let hash = Some(writer.finish().await.unwrap());
        parts.push(Part { name, hash });
    }
    let question = Question {
        tables: vec![Input::new(NUMBERS, Source::Parts(parts))],
        values: Vec::new(),
        steps: vec![LONG],
    };
    let here = engine.ask(&question, &["long"]).await.unwrap();
    assert_eq!(here[0].rows(), 97);
    engine.forget().await.unwrap();
    (engine, question, here)
}

/// The cluster's answer to a question from which executors are taken away so long after it began, and whether that was in its middle.
async fn answer_without(
    engine: &Engine,
    question: &Question,
    mut cluster: Cluster,
    after: Duration,
    lost: &[usize],
) -> (concordat_kernel::Result<Vec<Table>>, bool) {
    let there = engine.clone().asking(concordat_cluster::Ballista::at(&cluster.address));
    let asked = question.clone();
    let asking = tokio::spawn(async move { there.ask(&asked, &["long"]).await });
    tokio::time::sleep(after).await;
    let middle = !asking.is_finished();
    for executor in lost {
        let _ = cluster.executors[*executor].0.kill();
    }
    (asking.await.unwrap(), middle)
}

/// At which moment decides what of it is lost: nothing yet, what others wait for, or what they read at that moment.
#[tokio::test(flavor = "multi_thread")]
async fn the_loss_of_an_executor_in_the_middle_of_a_question_changes_no_answer() {
    let _alone = ALONE.lock().await;
    let folder = tempfile::tempdir().unwrap();
    let (engine, question, here) = numbers(folder.path()).await;
    let whole = cluster(folder.path());
    let begun = Instant::now();
    let there = engine.clone().asking(concordat_cluster::Ballista::at(&whole.address));
    assert!(there.ask(&question, &["long"]).await.unwrap() == here, "another answer though none was lost");
    let took = begun.elapsed();
    drop(whole);
    engine.forget().await.unwrap();
    let mut in_the_middle = 0;
    for (part, lost) in [0.02, 0.2, 0.4, 0.6, 0.8].into_iter().flat_map(|part| [(part, 0), (part, 1)]) {
        let after = took.mul_f64(part);
        let (answer, middle) =
            answer_without(&engine, &question, cluster(folder.path()), after, &[lost]).await;
        assert!(
            answer.unwrap() == here,
            "another answer when executor {lost} was lost after {after:?} of {took:?}"
        );
        engine.forget().await.unwrap();
        in_the_middle += usize::from(middle);
    }
    assert!(in_the_middle >= 6, "the question was answered before executors were lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_loss_of_every_executor_ends_the_question() {
    let _alone = ALONE.lock().await;
    let folder = tempfile::tempdir().unwrap();
    let (engine, question, _) = numbers(folder.path()).await;
    let soon = Duration::from_millis(500);
    let (answer, middle) = answer_without(&engine, &question, cluster(folder.path()), soon, &[0, 1]).await;
    assert!(answer.is_err() && middle);
    let kept = fs::read_dir(folder.path().join("answers")).into_iter().flatten();
    let kept = kept.flat_map(|version| fs::read_dir(version.unwrap().path()).unwrap());
    assert_eq!(kept.count(), 0, "nothing is kept of a question that was not answered");
}

fn compare(here: &BTreeMap<String, Vec<String>>, there: &BTreeMap<String, Vec<String>>) {
    for (key, rows) in here {
        let found = there.get(key).unwrap_or_else(|| panic!("the table {key} is missing"));
        assert_eq!(rows, found, "the table {key} differs");
    }
}
