//! What records there are: the ledger, what it covers, and the way to what they say.

use askama::Template;
use concordat_web::{
    Answer, Reader, View,
    parts::{Button, Colour, Column, Html, InsetText, Shell, Table, Tag},
};

use super::{month_words, samples};
use crate::{
    findings::Standing,
    store::{self, Entry},
    urls,
};

/// The page.
#[derive(Debug, Template)]
#[template(path = "evidence.html")]
pub(super) struct EvidencePage {
    shell: Shell,
    covers: String,
    warnings: Vec<InsetText>,
    look: Button,
    releases: &'static str,
    lists: bool,
    ledger: Option<Table>,
}

/// Shows the page.
pub(super) async fn show(reader: Reader) -> Answer {
    let ledger = store::ledger(reader.store(), &reader.ctx).await?;
    let may_list = reader.may(crate::actions::VIEW_LIST, &crate::actions::lists());
    concordat_web::page(&EvidencePage::new(reader.shell("Evidence"), &ledger, may_list))
}

impl EvidencePage {
    fn new(shell: Shell, ledger: &[Entry], may_list: bool) -> Self {
        let standing = Standing::of(ledger, std::collections::BTreeMap::new());
        let window = standing.window();
        let covers = window.map_or_else(String::new, |window| {
            format!(
                "The records in use hold {} crimes that count in {window}.",
                ledger.iter().filter(|entry| entry.in_use()).map(|entry| entry.crimes).sum::<i64>()
            )
        });
        let table = Table::new("The ledger")
            .caption_hidden()
            .column("File")
            .column("Source")
            .column("Months")
            .column(Column::numeric("Crimes"))
            .column(Column::numeric("Refused"))
            .column("State")
            .row_headers()
            .rows(ledger.iter().rev().map(row))
            .scroll();
        Self {
            shell: shell.wide(),
            covers,
            warnings: standing.doubts.iter().map(InsetText::new).collect(),
            look: Button::link("Look at what they say", urls::FINDINGS),
            releases: urls::RELEASES,
            lists: may_list,
            ledger: (!ledger.is_empty()).then_some(table),
        }
    }
}

fn row(entry: &Entry) -> Vec<Html> {
    let months = match entry.months.as_slice() {
        [] => "none".to_owned(),
        [one] => month_words(one.month),
        [first, .., last] => format!("{} to {}", month_words(first.month), month_words(last.month)),
    };
    let state =
        if entry.in_use() { Tag::new(Colour::Green, "In use") } else { Tag::new(Colour::Grey, "Replaced") };
    vec![
        Html::link(&urls::ingest(entry.id), &entry.file),
        Html::from(&entry.source),
        Html::from(months),
        Html::from(entry.crimes.to_string()),
        Html::from(entry.refused.to_string()),
        state.into(),
    ]
}

impl View for EvidencePage {
    fn samples() -> Vec<(&'static str, Self)> {
        let shell = || samples::shell("Evidence");
        vec![
            ("usual", Self::new(shell(), &samples::ledger(), true)),
            ("empty", Self::new(shell(), &[], false)),
        ]
    }
}
