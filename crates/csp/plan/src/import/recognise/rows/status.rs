//! The column of our own files that says how an action is going. It is never read back, and whoever
//! wrote in it should not believe that it was.

use super::{Header, Plan, Role};
use crate::{
    State,
    import::{Code, document::TableRow},
};

/// What somebody else wrote in the column.
#[derive(Debug, Default)]
pub(in crate::import::recognise) struct Written {
    line: u32,
    rows: usize,
    words: Vec<String>,
}

impl Plan {
    /// Notes a status that we cannot have written: other words than ours, or one on an action that
    /// the record does not have yet. A word of ours changed to another of ours does not show.
    pub(super) fn status(&mut self, header: &Header, row: &TableRow, begins: bool) {
        let Some(cell) = header.cell(Role::Status, row).filter(|cell| !cell.merged) else { return };
        let said = cell.text();
        let ours = State::CHOICES.iter().any(|state| state.to_string() == said);
        let added = begins && header.place(Role::Id).is_some() && header.cell(Role::Id, row).is_none();
        if ours && !added {
            return;
        }
        let written =
            self.status_written.get_or_insert_with(|| Written { line: row.line, ..Written::default() });
        written.rows += 1;
        if !written.words.contains(&said) {
            written.words.push(said);
        }
    }

    /// One oddity for all of the file.
    pub(in crate::import::recognise) fn report_status(&mut self) {
        let Some(Written { line, rows, words }) = self.status_written.take() else { return };
        let says = if rows == 1 { "1 row says".to_owned() } else { format!("{rows} rows say") };
        let saw = format!("{says}: {}", words.join("; "));
        let did = "left it out: how an action is going is changed on its own page";
        self.odd(Code::StatusNotRead, line, &saw, did);
    }
}
