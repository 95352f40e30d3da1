//! One file that was brought in: what was read, kept and refused, and why.

use askama::Template;
use concordat_kernel::Id;
use concordat_steps::Table as Answered;
use concordat_web::{
    Answer, At, Reader, View,
    parts::{Breadcrumbs, Column, Html, Shell, SummaryList, Table},
};

use super::{Counts, month_words, samples};
use crate::{
    ingest::Ingest,
    landing::refusals::{SHOWN, refused},
    store::{self, Entry},
    urls,
};

/// What to do about refused rows.
const MEND: &str = "What they said may name people, so it is not kept here: it was written beside the file that was brought in, under its name with “.refused.csv”. Mend the rows in the file and bring it in again.";

/// The page.
#[derive(Debug, Template)]
#[template(path = "ingest.html")]
pub(super) struct IngestPage {
    shell: Shell,
    facts: SummaryList,
    remarks: Option<Html>,
    months: Table,
    refused_words: String,
    refused: Option<Table>,
}

/// Shows the page.
pub(super) async fn show(reader: Reader, At(id): At<Id<Ingest>>) -> Answer {
    let (entry, remarks) = store::entry(reader.store(), &reader.ctx, id).await?;
    let rows = refused(reader.app.analyst.as_ref(), &entry).await?;
    let counts = Counts::for_reader(&reader);
    concordat_web::page(&IngestPage::new(reader.shell(&entry.file), &entry, remarks, &rows, counts))
}

impl IngestPage {
    fn new(shell: Shell, entry: &Entry, remarks: Vec<String>, rows: &Answered, seen: Counts) -> Self {
        let counts = [
            ("Rows read", entry.rows_read),
            ("Crimes kept", entry.crimes),
            ("People’s parts in crimes kept", entry.people),
            ("Rows refused", entry.refused),
            ("People whose references were kept, sealed with the key", entry.sealed),
            ("Rows left out because another says the same under the same reference", entry.duplicates),
            ("Rows without a reference that are like another in every column, kept", entry.alike),
        ];
        let mut facts = SummaryList::new()
            .row(("Source", entry.source.clone()))
            .row(("Brought in", entry.brought_at.strftime("%-d %B %Y at %H:%M UTC").to_string()))
            .row(("Size", format!("{} bytes", entry.bytes)))
            .row(("SHA-256", entry.hash.clone()));
        if !entry.key_mark.is_empty() {
            facts = facts.row(("Mark of the key for pseudonyms", entry.key_mark.clone()));
        }
        for (name, count) in counts.into_iter().filter(|_| seen == Counts::Open) {
            facts = facts.row((name, count.to_string()));
        }
        if seen == Counts::Kept {
            facts = facts.row(("How many rows", Counts::WORDS));
        }
        if let Some(changed) = entry.changed.filter(|_| seen == Counts::Open) {
            let words =
                format!("{} added, {} gone, {} altered", changed.added, changed.gone, changed.altered);
            let of = if entry.crimes > 0 { "crimes" } else { "people in crimes" };
            facts = facts.row((format!("Took the place of an earlier file; {of}"), words));
        }
        if let Some(by) = entry.replaced_by {
            facts = facts.row(("Replaced by", Html::link(&urls::ingest(by), "a corrected file")));
        }
        let months = Table::new("Crimes by month").caption_hidden().column("Month");
        let months = match seen {
            Counts::Open => months
                .column(Column::numeric("Crimes"))
                .column(Column::numeric("Without a small area"))
                .row_headers()
                .rows(entry.months.iter().map(|month| {
                    vec![
                        Html::from(month_words(month.month)),
                        month.crimes.to_string().into(),
                        month.without_area.to_string().into(),
                    ]
                })),
            Counts::Kept => {
                months.rows(entry.months.iter().map(|month| vec![Html::from(month_words(month.month))]))
            }
        };
        let lines = rows.ints("line").iter().zip(rows.texts("reason"));
        let table = Table::new("Refused rows")
            .caption_hidden()
            .column(Column::numeric("Line"))
            .column("Why, and what to do")
            .rows(lines.map(|(line, reason)| {
                vec![line.unwrap_or(0).to_string().into(), reason.clone().unwrap_or_default().into()]
            }))
            .small();
        let shown = rows.rows();
        let refused_words = if entry.refused > i64::try_from(shown).unwrap_or(i64::MAX) {
            format!("The first {SHOWN} of {}. {MEND}", entry.refused)
        } else {
            MEND.to_owned()
        };
        let trail = Breadcrumbs::new().page("Evidence", urls::EVIDENCE).here(&shell.title);
        Self {
            shell: shell.trail(trail).wide(),
            facts,
            remarks: (!remarks.is_empty()).then(|| Html::bullets(remarks)),
            months,
            refused_words,
            refused: (shown > 0).then_some(table),
        }
    }
}

impl View for IngestPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let ledger = samples::ledger();
        let drawn = |entry: &Entry, remarks, rows| {
            Self::new(samples::shell(&entry.file), entry, remarks, rows, Counts::Open)
        };
        let none = samples::refused(&[]);
        let mut all = Vec::new();
        if let [first, .., last] = ledger.as_slice() {
            let remarks = vec!["3 rows were written in Windows-1252, the others in UTF-8.".to_owned()];
            let rows = samples::refused(&[(
                17,
                "`Month` is not written in any way that the mapping names. Correct it, or add its format.",
            )]);
            all.push(("with refused rows", drawn(first, remarks, &rows)));
            all.push(("a corrected file", drawn(last, Vec::new(), &none)));
            let shell = samples::shell(&last.file);
            all.push(("without numbers", Self::new(shell, last, Vec::new(), &none, Counts::Kept)));
        }
        all
    }
}
