//! What a spreadsheet says, weighed: what is an answer, what is not, and why. Pure: nothing is guessed, and
//! whatever is typed and not taken over is reported with its place and what to do.

mod about;
mod rows;
mod words;

use std::collections::BTreeMap;

use concordat_kernel::{Refusal, jiff::civil::Date};
use uuid::Uuid;

use self::{
    about::{About, Row},
    words::{lines, short},
};
use super::{
    columns::{Column, letters},
    model::{Asked, Entry, Finding, Reading, Weight},
    read::{self, Book, Table},
    states,
    write::{HELP, last_words},
};
use crate::import::tidy;

/// Findings that are told one by one; beyond it the file is something else.
const MOST_FINDINGS: usize = 200;

/// The request that a file answers, by its own mark.
///
/// # Errors
/// A sentence that names the file and says what to do instead.
pub(crate) fn marked(bytes: &[u8], file_name: &str, limit: u64) -> Result<Option<Uuid>, Refusal> {
    let marks = read::book(bytes, file_name, limit)?.marks;
    match marks.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        _ => Err(Refusal::rule(
            "The file holds the answers to several requests. Save each as a file of its own.",
        )),
    }
}

/// Reads the answers to one request.
///
/// # Errors
/// A sentence that names the file and says what to do instead; also when it answers another request.
pub(crate) fn read(
    asked: &Asked,
    today: Date,
    bytes: &[u8],
    file_name: &str,
    limit: u64,
) -> Result<Reading, Refusal> {
    let book = read::book(bytes, file_name, limit)?;
    if !book.marks.is_empty() && book.marks != [asked.request] {
        return Err(Refusal::rule(format!(
            "This file belongs to another request than “{}” of {}. Choose the spreadsheet that was made for it.",
            asked.round, asked.lead
        )));
    }
    if book.tables.is_empty() {
        return Err(Refusal::rule(format!(
            "No table of answers was found. It needs a row of headings with “{}”, “{}” and “{}”, as in the spreadsheet you had from us.",
            Column::Number.name(),
            Column::State.name(),
            Column::Words.name()
        )));
    }
    let mut weighing = Weighing { asked, today, reading: Reading::default(), drafts: BTreeMap::new() };
    if book.marks.is_empty() {
        weighing.find(Finding {
            sheet: String::new(),
            row: None,
            column: String::new(),
            weight: Weight::Note,
            saw: String::new(),
            what: "The file’s own mark is missing, so it cannot be told for which round it was filled in."
                .to_owned(),
            remedy: "Make sure that these are answers for this round.".to_owned(),
        });
    }
    weighing.sheets(&book);
    for table in &book.tables {
        weighing.table(table);
    }
    Ok(weighing.done())
}

/// What is known of an action's answer while the rows are read.
#[derive(Default)]
struct Draft {
    said: Entry,
    /// Where its own row stands.
    at: Option<(String, u32)>,
    /// Its state cannot be read: no part of it counts.
    spoilt: bool,
    /// The sheet and row of its first value.
    value_at: Option<(String, u32, String)>,
}

struct Weighing<'a> {
    asked: &'a Asked,
    today: Date,
    reading: Reading,
    drafts: BTreeMap<Uuid, Draft>,
}

impl<'a> Weighing<'a> {
    fn find(&mut self, finding: Finding) {
        if self.reading.findings.len() < MOST_FINDINGS {
            self.reading.findings.push(finding);
        }
    }

    fn sheets(&mut self, book: &Book) {
        let of_sheet = |sheet: &String, what: &str, remedy: &str| Finding {
            sheet: sheet.clone(),
            row: None,
            column: String::new(),
            weight: Weight::Note,
            saw: String::new(),
            what: what.to_owned(),
            remedy: remedy.to_owned(),
        };
        for sheet in &book.hidden {
            self.find(of_sheet(
                sheet,
                "This sheet is hidden and was not read.",
                "Show it if answers stand there, and upload the file again.",
            ));
        }
        for sheet in book.unread.iter().filter(|sheet| *sheet != HELP) {
            self.find(of_sheet(
                sheet,
                "This sheet has no table of answers and was not read.",
                "Move answers from there to the first sheet.",
            ));
        }
    }

    fn table(&mut self, table: &'a Table) {
        let whole = |column: Column, what: String, remedy: &str| Finding {
            sheet: table.sheet.clone(),
            row: None,
            column: column.name().to_owned(),
            weight: Weight::Note,
            saw: String::new(),
            what,
            remedy: remedy.to_owned(),
        };
        if !table.columns.contains_key(&Column::Id) {
            self.find(whole(
                Column::Id,
                "The hidden column with the ids is gone, so rows were told from one another by their numbers.".to_owned(),
                "Check that each answer stands at its action.",
            ));
        }
        for column in [Column::State, Column::Words] {
            if !table.columns.contains_key(&column) {
                let what = format!("No column is headed “{}”.", column.name());
                self.find(whole(
                    column,
                    what,
                    "Give the column that holds it this heading, and upload the file again.",
                ));
            }
        }
        self.strange(table);
        self.last(table);
        for (line, cells) in &table.rows {
            self.row(Row { table, line: *line, cells });
        }
    }

    /// Columns of the sender's own.
    fn strange(&mut self, table: &Table) {
        for (at, heading) in &table.strange {
            let filled: Vec<(u32, &str)> = table
                .rows
                .iter()
                .filter_map(|(line, cells)| Some((*line, cells.get(at)?.as_str())))
                .collect();
            let Some((first, text)) = filled.first() else { continue };
            let named = if heading.is_empty() { String::new() } else { format!(" ({heading})") };
            self.find(Finding {
                sheet: table.sheet.clone(),
                row: Some(*first),
                column: format!("{}{named}", letters(*at)),
                weight: Weight::LeftOut,
                saw: short(text),
                what: format!(
                    "This column is not one of ours. What it says was left out, in {}.",
                    lines(&filled.iter().map(|(line, _)| *line).collect::<Vec<_>>())
                ),
                remedy: "Move what matters to “What happened”, and upload the file again.".to_owned(),
            });
        }
    }

    /// What was said last time is for reading; changing it there changes nothing.
    fn last(&mut self, table: &Table) {
        let differs = |row: &Row<'_>| {
            let now = row.text(Column::Last);
            !now.is_empty()
                && match self.about(row) {
                    Some(About::Action(action)) => {
                        let last = action.last.as_ref().map(last_words).unwrap_or_default();
                        tidy(now) != tidy(&last)
                    }
                    Some(About::Measure(_, measure)) => tidy(now) != tidy(&measure.last),
                    None => false,
                }
        };
        let rows = table.rows.iter().map(|(line, cells)| Row { table, line: *line, cells });
        let found: Vec<u32> = rows.filter(differs).map(|row| row.line).collect();
        if !found.is_empty() {
            self.find(Finding {
                sheet: table.sheet.clone(),
                row: found.first().copied(),
                column: table.column(Column::Last),
                weight: Weight::Note,
                saw: String::new(),
                what: format!(
                    "“Last time” is not what the record says now, in {}. It is never read back.",
                    lines(&found)
                ),
                remedy: "If it was meant as an answer, write it under “What happened”.".to_owned(),
            });
        }
    }

    fn done(mut self) -> Reading {
        for (id, draft) in std::mem::take(&mut self.drafts) {
            if draft.spoilt {
                continue;
            }
            if draft.said.state.is_empty() {
                if let Some((sheet, line, column)) = draft.value_at.filter(|_| !draft.said.values.is_empty())
                {
                    self.find(Finding {
                        sheet,
                        row: Some(line),
                        column,
                        weight: Weight::LeftOut,
                        saw: draft
                            .said
                            .values
                            .values()
                            .map(|value| short(value))
                            .collect::<Vec<_>>()
                            .join(", "),
                        what: "A value is given, but no state is chosen for its action. It was left out."
                            .to_owned(),
                        remedy: format!("Choose a state in the action’s row: {}.", states::listed()),
                    });
                }
            } else {
                self.reading.said.insert(id, draft.said);
            }
        }
        self.reading.findings.sort_by(|a, b| (a.weight, &a.sheet, a.row).cmp(&(b.weight, &b.sheet, b.row)));
        self.reading
    }
}
