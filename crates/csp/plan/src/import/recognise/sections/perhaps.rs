//! Headings that are a priority only while the table under them names none itself: the name of a
//! sheet, and any line above a table that has the priority as a column.

use super::{
    super::header::{Header, Role},
    Line, Plan,
};
use crate::import::{
    document::{Style, TableRow},
    tidy,
};

impl Plan {
    /// A table has its first action: the heading above it is its priority when the row says no other.
    pub(in crate::import::recognise) fn heading_or_column(&mut self, header: &Header, row: &TableRow) {
        let Some(lines) = self.perhaps.take() else { return };
        if header.cell(Role::Priority, row).is_none() {
            self.open_priority(lines);
        } else {
            self.not_a_priority(lines);
        }
    }

    /// A table ended before it had an action: a sheet laid out for a priority still to be filled in.
    pub(super) fn table_without_rows(&mut self) {
        let column = self.header.as_ref().is_some_and(|header| header.place(Role::Priority).is_some());
        match self.perhaps.take() {
            Some(lines) if column => self.not_a_priority(lines),
            Some(lines) => self.open_priority(lines),
            None => {}
        }
    }

    /// The heading was not needed: it belongs to the front of the plan, or is listed for the officer.
    pub(super) fn not_a_priority(&mut self, lines: Vec<Line>) {
        let first = self.reading.draft.priorities.is_empty();
        self.key(&lines, first);
        for line in lines.iter().filter(|line| !first && line.paragraph.style != Style::Sheet) {
            let text = tidy(&line.paragraph.text.replace("**", " "));
            self.unplaced(
                line.paragraph.line,
                &text,
                "it stands above a table that names its priorities itself",
            );
        }
    }
}
