//! What has left, and under which rule.

use askama::Template;
use concordat_kernel::{jiff::Timestamp, london_today};
use concordat_web::{
    Answer, Reader, View,
    parts::{BackLink, Column, Html, Shell, Table},
};

use super::samples;
use crate::{releases, urls};

/// The page.
#[derive(Debug, Template)]
#[template(path = "releases.html")]
pub(super) struct ReleasesPage {
    shell: Shell,
    table: Option<Table>,
}

/// What is shown of a release.
struct Row {
    number: i64,
    at: Timestamp,
    lens: String,
    window: String,
    rule: String,
    hidden: i64,
}

/// Shows the page.
pub(super) async fn show(reader: Reader) -> Answer {
    let releases = releases::releases(reader.store(), &reader.ctx).await?;
    let rows: Vec<Row> = releases
        .into_iter()
        .map(|release| Row {
            number: release.number,
            at: release.made_at,
            window: format!("{} to {}", release.from, release.to),
            lens: release.lens,
            rule: release.rule,
            hidden: release.hidden,
        })
        .collect();
    concordat_web::page(&ReleasesPage::new(reader.shell("What has left"), &rows))
}

impl ReleasesPage {
    fn new(shell: Shell, rows: &[Row]) -> Self {
        let table = Table::new("Releases")
            .caption_hidden()
            .column("Release")
            .column("Day")
            .column("Lens")
            .column("Window")
            .column("Rule")
            .column(Column::numeric("Numbers hidden"))
            .rows(rows.iter().rev().map(|row| {
                vec![
                    Html::from(row.number.to_string()),
                    Html::from(london_today(row.at).to_string()),
                    Html::from(&row.lens),
                    Html::from(&row.window),
                    Html::from(&row.rule),
                    Html::from(row.hidden.to_string()),
                ]
            }))
            .scroll();
        Self {
            shell: shell.back(BackLink::new(urls::EVIDENCE).text("Back to the evidence")).wide(),
            table: (!rows.is_empty()).then_some(table),
        }
    }
}

impl View for ReleasesPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let shell = || samples::shell("What has left");
        let row = Row {
            number: 1,
            at: Timestamp::constant(1_790_000_000, 0),
            lens: "all".to_owned(),
            window: "2025-04 to 2026-03".to_owned(),
            rule: "under-5".to_owned(),
            hidden: 14,
        };
        vec![("usual", Self::new(shell(), &[row])), ("nothing yet", Self::new(shell(), &[]))]
    }
}
