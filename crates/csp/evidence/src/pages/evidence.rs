//! What records there are: the ledger, what it covers, and the way to what they say.

use askama::Template;
use concordat_web::{
    Answer, Reader, View,
    parts::{Button, Colour, Column, Html, InsetText, Shell, Table, Tag},
};

use super::{Counts, month_words, samples};
use crate::{
    findings::Standing,
    ingest::completeness::crimes_of,
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
    concordat_web::page(&EvidencePage::new(
        reader.shell("Evidence"),
        &ledger,
        may_list,
        Counts::for_reader(&reader),
    ))
}

impl EvidencePage {
    fn new(shell: Shell, ledger: &[Entry], may_list: bool, seen: Counts) -> Self {
        let standing = Standing::of(ledger, std::collections::BTreeMap::new());
        let window = standing.window();
        let covers = window.map_or_else(String::new, |window| match seen {
            Counts::Kept => format!("The records in use count in {window}."),
            Counts::Open => format!(
                "The records in use hold {}, counted in {window}.",
                crimes_of(
                    ledger
                        .iter()
                        .filter(|entry| entry.in_use())
                        .map(|entry| entry.crimes.unsigned_abs())
                        .sum()
                )
            ),
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
            .rows(ledger.iter().rev().map(|entry| row(entry, seen)))
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

fn row(entry: &Entry, seen: Counts) -> Vec<Html> {
    let months = match entry.months.as_slice() {
        [] => "none".to_owned(),
        [one] => month_words(one.month),
        [first, .., last] => format!("{} to {}", month_words(first.month), month_words(last.month)),
    };
    let number = |n: i64| if seen == Counts::Open { Html::from(n.to_string()) } else { Html::from("–") };
    let state =
        if entry.in_use() { Tag::new(Colour::Green, "In use") } else { Tag::new(Colour::Grey, "Replaced") };
    vec![
        Html::link(&urls::ingest(entry.id), &entry.file),
        Html::from(&entry.source),
        Html::from(months),
        number(entry.crimes),
        number(entry.refused),
        state.into(),
    ]
}

impl View for EvidencePage {
    fn samples() -> Vec<(&'static str, Self)> {
        let shell = || samples::shell("Evidence");
        vec![
            ("usual", Self::new(shell(), &samples::ledger(), true, Counts::Open)),
            ("without numbers", Self::new(shell(), &samples::ledger(), false, Counts::Kept)),
            ("empty", Self::new(shell(), &[], false, Counts::Open)),
        ]
    }
}
