//! One step of a finding: its text and the rows it answers.

use askama::Template;
use concordat_kernel::Refusal;
use concordat_steps::{Table as Answered, Type, Values};
use concordat_web::{
    Answer, Errors, Reader, View,
    parts::{BackLink, Column, Html, Shell, Table},
};

use super::{findings::wanted, samples};
use crate::{
    findings::{self, SHOWN, Working},
    ingest::remarks,
    urls,
};

/// The page.
#[derive(Debug, Template)]
#[template(path = "working.html")]
pub(super) struct WorkingPage {
    shell: Shell,
    caption: &'static str,
    reads: String,
    sql: &'static str,
    shows: String,
    table: Table,
}

/// Shows the page.
pub(super) async fn show(reader: Reader) -> Answer {
    let mut errors = Errors::none();
    let wanted = wanted(&reader, &mut errors);
    if !errors.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    // An address that names none shows where every finding begins.
    let finding = reader.query.some("finding").unwrap_or("how-much").to_owned();
    let step = reader.query.some("step").unwrap_or("in_window").to_owned();
    let analyst = reader.app.analyst.as_ref();
    let working = findings::working(reader.store(), analyst, &reader.ctx, &wanted, &finding, &step).await?;
    concordat_web::page(&WorkingPage::new(reader.shell(working.step), &working))
}

impl WorkingPage {
    fn new(shell: Shell, working: &Working) -> Self {
        let Working { title, question, step, table: rows } = working;
        let known = question.step(step);
        let reads = known.map(|step| question.inputs(step).join(", ")).unwrap_or_default();
        let all = rows.rows();
        let shows = if all > SHOWN {
            format!("The first {SHOWN} of {all} rows.")
        } else {
            format!("{}.", remarks::rows(all as u64))
        };
        let columns = rows.columns.iter().map(|column| match column.values.of() {
            Type::Int | Type::Real => Column::numeric(&column.name),
            Type::Text | Type::Flag => Column::new(&column.name),
        });
        let shown = Table::new(format!("What {step} answers"))
            .columns(columns)
            .rows((0..all).map(|row| rows.columns.iter().map(|column| cell(&column.values, row)).collect()))
            .small()
            .scroll_wide();
        Self {
            shell: shell.back(BackLink::new(urls::FINDINGS).text("Back to the findings")).wide(),
            caption: title,
            reads: format!("This step reads {reads}."),
            sql: known.map_or("", |step| step.sql),
            shows,
            table: shown,
        }
    }
}

fn cell(values: &Values, row: usize) -> Html {
    let text = match values {
        Values::Text(values) => values.get(row).cloned().flatten(),
        Values::Int(values) => values.get(row).copied().flatten().map(|value| value.to_string()),
        Values::Real(values) => values.get(row).copied().flatten().map(|value| value.to_string()),
        Values::Flag(values) => {
            values.get(row).copied().flatten().map(|value| if value { "yes" } else { "no" }.to_owned())
        }
    };
    text.map_or_else(|| Html::from("–"), Html::from)
}

impl View for WorkingPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let rows = Answered::new(vec![
            ("name", Values::Text(vec![Some("Burglary".to_owned()), None])),
            ("crimes", Values::Int(vec![Some(64), Some(3)])),
        ]);
        samples::found()
            .and_then(|found| found.findings.into_iter().next())
            .map(|finding| Working {
                title: finding.title,
                question: finding.question,
                step: "by_group",
                table: rows,
            })
            .map(|working| ("usual", Self::new(samples::shell(working.step), &working)))
            .into_iter()
            .collect()
    }
}
