use concordat_kernel::Error;
use concordat_steps::{Analyst as _, Input, Part, Question, Shape, Source, Step, Table, Type, Value, Values};

use super::*;

const CRIME: Shape = Shape {
    name: "crime",
    columns: &[("month", Type::Int), ("area", Type::Text), ("days", Type::Real), ("domestic", Type::Flag)],
};

fn rows(months: &[i64]) -> Table {
    Table::new(vec![
        ("month", Values::Int(months.iter().copied().map(Some).collect())),
        ("area", Values::Text(months.iter().map(|n| (n % 2 == 0).then(|| "Ashmere".to_owned())).collect())),
        ("days", Values::Real(months.iter().map(|_| Some(0.5)).collect())),
        ("domestic", Values::Flag(months.iter().map(|_| None).collect())),
    ])
}

const BY_AREA: &[Step] = &[
    Step { name: "in_window", sql: "SELECT * FROM crime WHERE month >= $from" },
    Step {
        name: "by_area",
        sql: "SELECT area, count(*) AS n, sum(days) AS days FROM in_window GROUP BY area ORDER BY area NULLS LAST",
    },
];

fn question(parts: &[&str], steps: &[Step]) -> Question {
    Question {
        tables: vec![Input::new(CRIME, Source::Parts(parts.iter().map(|name| named(name)).collect()))],
        values: vec![("from", Value::Int(2))],
        steps: steps.to_vec(),
    }
}

/// A part of which nobody kept what it hashes to.
fn named(name: &str) -> Part {
    Part { name: name.to_owned(), hash: None }
}

async fn write(engine: &Engine, name: &str, months: &[i64]) -> Part {
    let mut writer = engine.begin(CRIME, name).await.unwrap();
    writer.add(&rows(months)).await.unwrap();
    Part { hash: Some(writer.finish().await.unwrap()), ..named(name) }
}

fn engine() -> (tempfile::TempDir, Engine) {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::new(dir.path().join("evidence"), Limits::default());
    (dir, engine)
}

#[tokio::test]
async fn steps_are_run_one_on_the_other_and_each_can_be_looked_at() {
    let (_dir, engine) = engine();
    write(&engine, "a", &[1, 2, 3]).await;
    write(&engine, "b", &[4]).await;
    let answers = engine.ask(&question(&["a", "b"], BY_AREA), &["by_area", "in_window"]).await.unwrap();
    assert_eq!(answers[0].texts("area"), [Some("Ashmere".to_owned()), None]);
    assert_eq!(answers[0].ints("n"), [Some(2), Some(1)]);
    assert_eq!(answers[0].reals("days"), [Some(1.0), Some(0.5)]);
    assert_eq!(answers[1].rows(), 3);
    let first = engine.look(&question(&["a", "b"], BY_AREA), "in_window", 2).await.unwrap();
    assert_eq!(first.rows(), 2, "no more than asked for");
    // Only the parts that are named count.
    let answers = engine.ask(&question(&["b"], BY_AREA), &["by_area"]).await.unwrap();
    assert_eq!(answers[0].ints("n"), [Some(1)]);
    // No part at all is an empty table with its columns.
    let answers = engine.ask(&question(&[], BY_AREA), &["in_window"]).await.unwrap();
    assert_eq!((answers[0].rows(), answers[0].columns.len()), (0, 4));
}

#[tokio::test]
async fn a_step_may_only_select() {
    let (dir, engine) = engine();
    let out = dir.path().join("stolen.csv");
    let copy: &'static str = format!("COPY (SELECT 1) TO '{}'", out.display()).leak();
    for sql in [copy, "DROP TABLE crime", "SET datafusion.execution.batch_size = 1", "SELECT 1; SELECT 2"] {
        let asked = question(&[], &[Step { name: "bad", sql }]);
        assert!(engine.ask(&asked, &["bad"]).await.is_err(), "{sql}");
    }
    assert!(!out.exists());
    // Nor may it name a file as a table.
    write(&engine, "a", &[1]).await;
    let file = dir.path().join("evidence/crime/a.parquet");
    let sql: &'static str = format!("SELECT * FROM '{}'", file.display()).leak();
    assert!(engine.ask(&question(&[], &[Step { name: "bad", sql }]), &["bad"]).await.is_err());
}

#[tokio::test]
async fn a_part_is_whole_or_not_there() {
    let (dir, engine) = engine();
    let mut writer = engine.begin(CRIME, "half").await.unwrap();
    writer.add(&rows(&[1])).await.unwrap();
    drop(writer);
    assert!(!dir.path().join("evidence/crime/half.parquet").exists());
    write(&engine, "a", &[1]).await;
    write(&engine, "b", &[1]).await;
    assert!(engine.begin(CRIME, "a").await.is_err(), "a part is never written twice");
    assert!(engine.begin(CRIME, "../a").await.is_err(), "a part's name is no path");
    // What was left half-written and what is no longer kept goes; what is kept stays.
    assert_eq!(engine.sweep(CRIME, &["a".to_owned()]).await.unwrap(), 2);
    let parts = ["a", "b"].map(named);
    let wrong = engine.check(CRIME, &parts).await.unwrap();
    assert_eq!(wrong, ["Part b of crime: its file is missing."]);
    // A count without it would be too small, and nobody would know.
    let said = engine.ask(&question(&["a", "b"], BY_AREA), &["by_area"]).await.unwrap_err();
    assert!(said.to_string().starts_with("Part b of the table `crime`: its file is missing."), "{said}");
}

#[tokio::test]
async fn one_writes_at_a_time() {
    let (dir, engine) = engine();
    let leave = engine.alone().await.unwrap();
    let other = Engine::new(dir.path().join("evidence"), Limits::default());
    let refused = other.alone().await.unwrap_err();
    assert!(matches!(refused, concordat_kernel::Error::Refusal(_)), "{refused:?}");
    drop(leave);
    assert!(other.alone().await.is_ok());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let about = std::fs::metadata(dir.path().join("evidence/writing")).unwrap();
        assert_eq!(about.permissions().mode() & 0o777, 0o600, "as all that lies with the data");
    }
}

#[tokio::test]
async fn damage_is_found() {
    let (dir, engine) = engine();
    write(&engine, "a", &[1, 2, 3]).await;
    let file = dir.path().join("evidence/crime/a.parquet");
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(engine.check(CRIME, &[named("a")]).await.unwrap().len(), 1);
    let error = engine.ask(&question(&["a"], BY_AREA), &["by_area"]).await.unwrap_err();
    assert!(matches!(error, Error::Refusal(_)), "{error}");
    let said = error.to_string();
    assert!(said.starts_with("Part a of the table `crime`: its file is damaged"), "{said}");
    assert!(said.contains("`concordat check`") && said.contains("from a backup"), "{said}");
}

/// Most bytes that rot are found when a file is read as a table, but not all of them.
#[tokio::test]
async fn bytes_that_rot_are_found() {
    let (dir, engine) = engine();
    let part = write(&engine, "a", &[1, 2, 3]).await;
    let asked = || Question {
        tables: vec![Input::new(CRIME, Source::Parts(vec![part.clone()]))],
        ..question(&[], BY_AREA)
    };
    let whole = engine.ask(&asked(), &["by_area"]).await.unwrap();
    assert_eq!(engine.check(CRIME, std::slice::from_ref(&part)).await.unwrap(), Vec::<String>::new());
    let file = dir.path().join("evidence/crime/a.parquet");
    let written = std::fs::read(&file).unwrap();
    for at in [4, written.len() / 2, written.len() - 9] {
        let mut rotten = written.clone();
        rotten[at] ^= 1;
        std::fs::write(&file, &rotten).unwrap();
        assert_eq!(engine.check(CRIME, std::slice::from_ref(&part)).await.unwrap().len(), 1, "byte {at}");
        // What was answered while it was whole still is.
        assert_eq!(engine.ask(&asked(), &["by_area"]).await.unwrap(), whole);
        let said = engine.ask(&asked(), &["in_window"]).await.unwrap_err().to_string();
        assert!(
            said.contains("not as it was written") && said.contains("from a backup"),
            "byte {at}: {said}"
        );
    }
    std::fs::write(&file, &written).unwrap();
    assert_eq!(engine.ask(&asked(), &["in_window"]).await.unwrap()[0].rows(), 2);
}

#[tokio::test]
async fn more_than_fits_in_memory_goes_to_disk() {
    let dir = tempfile::tempdir().unwrap();
    let small = Engine::new(
        dir.path().join("evidence"),
        // Each thread that sorts keeps 10 MiB aside for putting together what it wrote: two at once would leave one without.
        Limits { memory: 12 << 20, most: 12 << 20, threads: 1, ..Limits::default() },
    );
    let months: Vec<i64> = (0..400_000).collect();
    write(&small, "big", &months).await;
    let sorted = [Step { name: "sorted", sql: "SELECT month, area FROM crime ORDER BY month % 1000, month" }];
    let answers = small.ask(&question(&["big"], &sorted), &["sorted"]).await.unwrap();
    assert_eq!(answers[0].rows(), 400_000);
    assert_eq!(answers[0].ints("month")[..3], [Some(0), Some(1000), Some(2000)]);
}

/// Parts may be small and what they hold large: texts that repeat pack well. Every other area is not stated, and what is not stated is not
/// different.
const JOINED: Step = Step {
    name: "joined",
    sql: "\
SELECT count(*) AS n, sum(other.month) AS months
FROM (SELECT month, days, area || 'a long name that every row repeats ' || month AS name FROM crime) AS one
JOIN (SELECT month, area || ' another long name that every row repeats ' || month AS name FROM crime) AS other
  ON one.month = other.month
WHERE one.name <> other.name",
};

/// Asks for a join of large rows, within these limits, and says which ways of working it out do not do.
async fn join(limits: Limits, rows: i64) -> Vec<engine::Way> {
    let dir = tempfile::tempdir().unwrap();
    let small = Engine::new(dir.path().join("evidence"), limits);
    let months: Vec<i64> = (0..rows).collect();
    write(&small, "big", &months).await;
    let place = small.place(CRIME, "big").unwrap();
    assert!(std::fs::metadata(&place).unwrap().len() < limits.memory as u64);
    let mut fails = Vec::new();
    for way in [engine::Way::Usual, engine::Way::Most] {
        let session = small.session(way).await.unwrap();
        session.register_parquet("crime", place.to_string_lossy(), Default::default()).await.unwrap();
        if session.sql(JOINED.sql).await.unwrap().collect().await.is_err() {
            fails.push(way);
        }
    }
    let answers = small.ask(&question(&["big"], &[JOINED]), &["joined"]).await.unwrap();
    assert_eq!(answers[0].ints("n"), [Some(rows / 2)]);
    assert_eq!(answers[0].ints("months"), [Some((0..rows / 2).map(|n| 2 * n).sum::<i64>())]);
    fails
}

#[tokio::test]
async fn a_join_that_does_not_fit_in_the_usual_memory_takes_more() {
    let limits = Limits { memory: 12 << 20, most: 512 << 20, threads: 2, ..Limits::default() };
    assert_eq!(join(limits, 300_000).await, [engine::Way::Usual]);
}

#[tokio::test]
async fn a_join_that_does_not_fit_in_any_memory_goes_to_disk() {
    let limits = Limits { memory: 12 << 20, most: 128 << 20, threads: 2, ..Limits::default() };
    assert_eq!(join(limits, 2_000_000).await, [engine::Way::Usual, engine::Way::Most]);
}

const SUMS: Step = Step {
    name: "sums",
    sql: "SELECT month, area, sum(days) AS days FROM crime WHERE month >= $from GROUP BY month, area",
};

const BY_MONTH_TOO: &[Step] = &[
    SUMS,
    Step {
        name: "by_area",
        sql: "SELECT area, count(*) AS n FROM sums GROUP BY area ORDER BY area NULLS LAST",
    },
    Step { name: "by_month", sql: "SELECT month, count(*) AS n FROM sums GROUP BY month ORDER BY month" },
];

fn kept(dir: &tempfile::TempDir) -> Vec<std::path::PathBuf> {
    let list = |folder: &std::path::Path| match std::fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| entry.unwrap().path()).collect(),
        Err(_) => Vec::new(),
    };
    let versions = list(&dir.path().join("evidence/answers"));
    let answers = versions.iter().flat_map(|folder| list(folder));
    answers.flat_map(|answer| if answer.is_dir() { list(&answer) } else { vec![answer] }).collect()
}

#[tokio::test]
async fn an_answer_is_worked_out_once() {
    let (dir, engine) = engine();
    write(&engine, "a", &[1, 2, 3]).await;
    let asked = question(&["a"], BY_MONTH_TOO);
    let first = engine.ask(&asked, &["by_area", "by_month"]).await.unwrap();
    let (spread, whole): (Vec<_>, Vec<_>) = kept(&dir).into_iter().partition(|file| is_spread(file));
    assert_eq!((whole.len(), spread.is_empty()), (2, false), "two answers, and the step that both read");
    // From a damaged part nothing could be worked out anew.
    let part = dir.path().join("evidence/crime/a.parquet");
    let whole = std::fs::read(&part).unwrap();
    std::fs::write(&part, "no part").unwrap();
    assert_eq!(engine.ask(&asked, &["by_area", "by_month"]).await.unwrap(), first);
    // Another step over what is kept, and a look at what is kept, need no part either.
    let most = [SUMS, Step { name: "most", sql: "SELECT max(month) AS n FROM sums" }];
    let answer = engine.ask(&question(&["a"], &most), &["most"]).await.unwrap();
    assert_eq!(answer[0].ints("n"), [Some(3)]);
    let look = engine.look(&asked, "by_month", 1).await.unwrap();
    assert_eq!((look.rows(), look.ints("month")), (1, &[Some(2)][..]));
    // What is damaged is worked out anew, and so is what was removed.
    std::fs::write(&part, whole).unwrap();
    for file in kept(&dir) {
        std::fs::write(file, "no answer").unwrap();
    }
    assert_eq!(engine.ask(&asked, &["by_area", "by_month"]).await.unwrap(), first);
    engine.forget().await.unwrap();
    engine.forget().await.unwrap();
    assert!(kept(&dir).is_empty());
    assert_eq!(engine.ask(&asked, &["by_area", "by_month"]).await.unwrap(), first);
}

#[tokio::test]
async fn the_least_used_answers_make_room() {
    let dir = tempfile::tempdir().unwrap();
    let limits = Limits { kept: 0, ..Limits::default() };
    let engine = Engine::new(dir.path().join("evidence"), limits);
    write(&engine, "a", &[1, 2, 3]).await;
    let asked = question(&["a"], BY_MONTH_TOO);
    for _ in 0..2 {
        let answers = engine.ask(&asked, &["by_area", "by_month"]).await.unwrap();
        assert_eq!(answers[1].rows(), 2);
        assert!(kept(&dir).is_empty());
    }
}

/// Whether a file is one of several of an answer: they lie in a folder of their own, by number.
fn is_spread(file: &std::path::Path) -> bool {
    file.file_stem().is_some_and(|name| name.len() == 1)
}

const TWICE: Step =
    Step { name: "in_order", sql: "SELECT month % 5 AS who, month FROM crime ORDER BY who, month DESC" };

/// Two steps that read an ordered one: its answer is spread over the threads' files, and read in its order.
const OF_WHO: &[Step] = &[
    TWICE,
    Step {
        name: "by_who",
        sql: "SELECT who, count(*) AS n, max(month) AS most FROM in_order GROUP BY who ORDER BY who",
    },
    Step {
        name: "before",
        sql: "\
SELECT who, month, lag(who) OVER (ORDER BY who, month DESC) AS who_before FROM in_order ORDER BY who, month DESC",
    },
];

#[tokio::test]
async fn an_ordered_step_is_kept_by_its_first_column_and_in_its_order() {
    let dir = tempfile::tempdir().unwrap();
    let with = |threads| Limits { threads, ..Limits::default() };
    let engine = Engine::new(dir.path().join("evidence"), with(3));
    let months: Vec<i64> = (0..50_000).collect();
    write(&engine, "a", &months).await;
    let asked = question(&["a"], OF_WHO);
    let answers = engine.ask(&asked, &["by_who", "before"]).await.unwrap();
    let of = |each: fn(i64) -> i64| (0..5).map(|who| Some(each(who))).collect::<Vec<_>>();
    assert_eq!(answers[0].ints("who"), of(|who| who));
    assert_eq!(answers[0].ints("n"), of(|_| 10_000));
    assert_eq!(answers[0].ints("most"), of(|who| 49_995 + who));
    assert_eq!(answers[1].ints("month")[..2], [Some(49_995), Some(49_990)]);
    let changes = answers[1].ints("who").iter().zip(answers[1].ints("who_before"));
    assert_eq!(changes.filter(|(who, before)| who != before).count(), 5, "everybody's rows stand together");
    // Whoever somebody is stands in one file alone, and each file is in order.
    let spread: Vec<_> = kept(&dir).into_iter().filter(|file| is_spread(file)).collect();
    assert_eq!(spread.len(), 3);
    let mut seen = Vec::new();
    for file in spread {
        let (schema, rows) = answers::Answers::read(&file).unwrap();
        let rows = convert::table(&schema, &rows).unwrap();
        let keys: Vec<(i64, i64)> = rows
            .ints("who")
            .iter()
            .zip(rows.ints("month"))
            .map(|(who, month)| (who.unwrap(), -month.unwrap()))
            .collect();
        assert!(keys.is_sorted());
        let mut who: Vec<i64> = keys.into_iter().map(|(who, _)| who).collect();
        who.dedup();
        seen.extend(who);
    }
    seen.sort_unstable();
    assert_eq!(seen, [0, 1, 2, 3, 4]);
    // Looked at, it is in its order over all files, whether it is kept or not; and another number of threads spreads anew.
    let fresh = Engine::new(dir.path().join("evidence"), with(2));
    for engine in [&engine, &fresh] {
        let look = engine.look(&asked, "in_order", 3).await.unwrap();
        assert_eq!((look.ints("who"), look.ints("month")[2]), (&[Some(0); 3][..], Some(49_985)));
        assert_eq!(engine.ask(&asked, &["by_who", "before"]).await.unwrap(), answers);
    }
    engine.forget().await.unwrap();
    assert_eq!(fresh.ask(&asked, &["by_who", "before"]).await.unwrap(), answers);
    // Damage to one file is noticed, and the step worked out anew.
    let (spread, others): (Vec<_>, Vec<_>) = kept(&dir).into_iter().partition(|file| is_spread(file));
    others.iter().for_each(|other| std::fs::remove_file(other).unwrap());
    std::fs::write(&spread[0], "no answer").unwrap();
    assert_eq!(fresh.ask(&asked, &["by_who", "before"]).await.unwrap(), answers);
    // One file of it alone, as a stop may leave it, is not taken for the whole.
    let (spread, others): (Vec<_>, Vec<_>) = kept(&dir).into_iter().partition(|file| is_spread(file));
    others.iter().chain(&spread[..1]).for_each(|file| std::fs::remove_file(file).unwrap());
    assert_eq!(fresh.ask(&asked, &["by_who", "before"]).await.unwrap(), answers);
}

#[tokio::test]
async fn a_folder_may_be_named_from_where_the_program_stands_and_by_any_name() {
    let dir = tempfile::tempdir().unwrap();
    let up: std::path::PathBuf =
        std::env::current_dir().unwrap().components().skip(1).map(|_| "..").collect();
    let from_here = up.join(dir.path().strip_prefix("/").unwrap());
    for name in ["plain", "a b", "50% #1", "Ærø", "[old] *what?*"] {
        let engine = Engine::new(from_here.join(name), Limits::default());
        write(&engine, "a", &[1, 2, 3]).await;
        let asked = question(&["a"], OF_WHO);
        for _ in 0..2 {
            let answers = engine.ask(&asked, &["by_who", "before"]).await.unwrap();
            assert_eq!(answers[0].ints("who"), [Some(1), Some(2), Some(3)], "{name}");
        }
    }
}
