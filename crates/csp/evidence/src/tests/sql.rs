//! Questions and their answers in text files, read when this runs: see tests/sql/README.md.

use std::{fmt::Write as _, path::Path};

use concordat_kernel::Period;
use concordat_steps::{Analyst as _, Shape, Source, Step, Table, Type, Values};

use super::landing::engine;
use crate::findings::{Asked, Wanted, steps_of};

/// One thing to ask, and what must be answered.
struct Ask {
    line: usize,
    step: Step,
    expected: Vec<String>,
}

struct File {
    finding: String,
    lens: Option<String>,
    window: Period,
    tables: Vec<(String, Vec<String>)>,
    asks: Vec<Ask>,
}

fn read(name: &str, text: &str) -> File {
    let lines: Vec<(usize, &str)> = text
        .lines()
        .enumerate()
        .map(|(n, line)| (n + 1, line.trim()))
        .filter(|(_, line)| !line.starts_with('#'))
        .collect();
    let mut settings = std::collections::BTreeMap::new();
    let (mut tables, mut asks) = (Vec::new(), Vec::new());
    let mut rest = lines.as_slice();
    // Lines up to the next blank one.
    let block = |from: &mut &[(usize, &str)]| {
        let end = from.iter().position(|(_, line)| line.is_empty()).unwrap_or(from.len());
        let (block, after) = from.split_at(end);
        *from = after;
        block.iter().map(|(_, line)| (*line).to_owned()).collect::<Vec<_>>()
    };
    while let Some(((at, line), after)) = rest.split_first() {
        rest = after;
        let (word, of) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "" => {}
            "finding" | "lens" | "from" | "to" => {
                settings.insert(word, of.trim().to_owned());
            }
            "table" => tables.push((of.trim().to_owned(), block(&mut rest))),
            "ask" => {
                let step = Step { name: leak(of.trim().to_owned()), sql: "" };
                asks.push(Ask { line: *at, step, expected: block(&mut rest) });
            }
            "sql" => {
                let end = rest.iter().position(|(_, line)| *line == "----");
                let end = end.unwrap_or_else(|| panic!("{name}, line {at}: no ---- after the question"));
                let sql: Vec<&str> = rest[..end].iter().map(|(_, line)| *line).collect();
                rest = &rest[end + 1..];
                let step = Step { name: leak(format!("question_{at}")), sql: leak(sql.join("\n")) };
                asks.push(Ask { line: *at, step, expected: block(&mut rest) });
            }
            other => panic!("{name}, line {at}: `{other}` begins nothing that is known"),
        }
    }
    let month =
        |of: &str| settings.get(of).unwrap_or_else(|| panic!("{name} says no `{of}`")).parse().unwrap();
    File {
        finding: settings.get("finding").cloned().unwrap_or_else(|| panic!("{name} says no finding")),
        lens: settings.get("lens").cloned(),
        window: Period { from: month("from"), to: month("to") },
        tables,
        asks,
    }
}

/// Steps are constants everywhere else; here they come from a file and stay for as long as the test runs.
fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

fn given(name: &str, shape: Shape, lines: &[String]) -> Table {
    let head: Vec<&str> = lines.first().map(|line| line.split(',').collect()).unwrap_or_default();
    for column in &head {
        assert!(
            shape.columns.iter().any(|(known, _)| known == column),
            "{name}: the table `{}` has no column `{column}`",
            shape.name
        );
    }
    let cell = |line: &str, column: &str| -> Option<String> {
        let at = head.iter().position(|name| *name == column)?;
        line.split(',').nth(at).map(str::trim).filter(|text| *text != "-").map(str::to_owned)
    };
    let columns = shape.columns.iter().map(|(column, of)| {
        let cells = lines.iter().skip(1).map(|line| cell(line, column));
        let values = match of {
            Type::Text => Values::Text(cells.collect()),
            Type::Int => Values::Int(cells.map(|text| text.map(|text| text.parse().unwrap())).collect()),
            Type::Real => Values::Real(cells.map(|text| text.map(|text| text.parse().unwrap())).collect()),
            Type::Flag => Values::Flag(cells.map(|text| text.map(|text| text == "yes")).collect()),
        };
        (*column, values)
    });
    Table::new(columns.collect())
}

fn written(table: &Table) -> Vec<String> {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let mut lines = vec![names.join(",")];
    for row in 0..table.rows() {
        let mut line = String::new();
        for (n, column) in table.columns.iter().enumerate() {
            let text = match &column.values {
                Values::Text(values) => values[row].clone(),
                Values::Int(values) => values[row].map(|value| value.to_string()),
                Values::Real(values) => values[row].map(|value| {
                    let text = format!("{value:.3}");
                    text.trim_end_matches('0').trim_end_matches('.').to_owned()
                }),
                Values::Flag(values) => values[row].map(|value| if value { "yes" } else { "no" }.to_owned()),
            };
            let comma = if n > 0 { "," } else { "" };
            write!(line, "{comma}{}", text.as_deref().unwrap_or("-")).unwrap();
        }
        lines.push(line);
    }
    lines
}

#[tokio::test]
async fn questions_in_files_have_the_answers_beside_them() {
    let folder = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("tests/sql");
    let (_folder, engine) = engine();
    let mut wrong = String::new();
    let mut asked_in_all = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "test") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let file = read(&name, &std::fs::read_to_string(&path).unwrap());
        let wanted = Wanted {
            lens: file.lens.clone(),
            from: Some(file.window.from),
            to: Some(file.window.to),
            ..Wanted::default()
        };
        let asked = Asked::of(&wanted, &[]).unwrap();
        let steps = steps_of(&file.finding).unwrap_or_else(|| panic!("{name}: no finding {}", file.finding));
        let own = file.asks.iter().map(|ask| ask.step).filter(|step| !step.sql.is_empty());
        let steps: Vec<Step> = steps.iter().copied().chain(own).collect();
        let mut question = asked.question(&[], None, &steps);
        for (table, lines) in &file.tables {
            let input = question.tables.iter_mut().find(|input| input.name == table);
            let input = input.unwrap_or_else(|| panic!("{name}: there is no table `{table}`"));
            input.source = Source::Given(given(&name, input.shape, lines));
        }
        assert!(!file.asks.is_empty(), "{name} asks nothing");
        for ask in &file.asks {
            let answer = engine.ask(&question, &[ask.step.name]).await.unwrap();
            let got = written(&answer[0]);
            if got != ask.expected {
                let (got, expected) = (got.join("\n  "), ask.expected.join("\n  "));
                writeln!(wrong, "{name}, line {}: expected\n  {expected}\nbut it is\n  {got}", ask.line)
                    .unwrap();
            }
            asked_in_all += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(asked_in_all >= 10, "the folder of questions is there");
}
