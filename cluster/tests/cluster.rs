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
use concordat_steps::{Analyst as _, Input, Question, Shape, Source, Step, Table, Type, Values};
use datafusion::{
    arrow::{record_batch::RecordBatch, util::pretty::pretty_format_batches},
    parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder,
};

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

#[tokio::test(flavor = "multi_thread")]
async fn the_loss_of_an_executor_in_the_middle_of_a_question_changes_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::new(folder.path(), Limits::default());
    let mut parts = Vec::new();
    for part in 0..4_i64 {
        let name = format!("part-{part}");
        let mut writer = engine.begin(NUMBERS, &name).await.unwrap();
        let numbers = (0..25_000).map(|n| Some(4 * n + part)).collect();
        writer.add(&Table::new(vec![("n", Values::Int(numbers))])).await.unwrap();
        writer.finish().await.unwrap();
        parts.push(name);
    }
    let question = Question {
        tables: vec![Input::new(NUMBERS, Source::Parts(parts))],
        values: Vec::new(),
        steps: vec![LONG],
    };
    let here = engine.ask(&question, &["long"]).await.unwrap();
    assert_eq!(here[0].rows(), 97);
    engine.forget().await.unwrap();

    let mut cluster = cluster(folder.path());
    let there = engine.clone().asking(concordat_cluster::Ballista::at(&cluster.address));
    let asked = question.clone();
    let asking = tokio::spawn(async move { there.ask(&asked, &["long"]).await });
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert!(!asking.is_finished(), "the question was answered before an executor was lost");
    drop(cluster.executors.remove(0));
    assert_eq!(asking.await.unwrap().unwrap(), here);
}

fn compare(here: &BTreeMap<String, Vec<String>>, there: &BTreeMap<String, Vec<String>>) {
    for (key, rows) in here {
        let found = there.get(key).unwrap_or_else(|| panic!("the table {key} is missing"));
        assert_eq!(rows, found, "the table {key} differs");
    }
}
