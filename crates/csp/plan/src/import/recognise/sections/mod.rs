//! What stands between tables: headings of priorities, their leads and aims, notes, page
//! furniture; and rows of a spreadsheet that are really such lines.

mod after_table;
mod key;
mod line;
mod perhaps;
mod priority;
mod row_as_line;

pub(super) use self::{
    line::Line,
    row_as_line::{cells_as_paragraphs, section_row},
};
use super::{
    Plan, Waiting,
    fields::{self, Label},
    header::{Header, Role},
    title,
};
use crate::import::{Code, document::Style};

const OPENING: [Label; 2] = [Label::Priority, Label::Shared];

impl Plan {
    /// A table of actions begins: what waited before it is its priority's heading.
    pub(super) fn resolve_at_header(&mut self, header: &Header) {
        self.table_without_rows();
        let first = self.reading.draft.priorities.is_empty();
        let lines = self.waiting_lines(!first);
        let near = lines.len().saturating_sub(if first { 40 } else { usize::MAX });
        let opens = lines
            .iter()
            .rposition(|line| line.has(&OPENING))
            .filter(|at| *at >= near)
            .or_else(|| self.untitled(&lines));
        self.key(lines.get(..opens.unwrap_or(lines.len())).unwrap_or_default(), first);
        match opens {
            Some(at) => {
                let mut lines = lines;
                let under = lines.split_off(at);
                if !first {
                    self.after_table(lines);
                }
                // A sheet's name, or any heading over a table with a column of priorities, speaks
                // for the table only while the table says nothing itself.
                let said = under.first().is_some_and(|line| line.has(&OPENING));
                let sheet = under.first().is_some_and(|line| line.paragraph.style == Style::Sheet);
                if sheet || !said && header.place(Role::Priority).is_some() {
                    self.perhaps = Some(under);
                } else {
                    self.open_priority(under);
                }
            }
            None if first => {}
            None => {
                self.after_table(lines);
                if self.current.is_some() && !self.fresh_header {
                    self.odd(
                        Code::HeaderRepeated,
                        header.line,
                        "the table's header",
                        "read on under the same priority",
                    );
                }
            }
        }
    }

    /// Where a priority without the word "Priority" begins: the line above its lead and aim, or
    /// the last heading before the table.
    fn untitled(&self, lines: &[Line]) -> Option<usize> {
        // What stood on sheets before the table's own, such as a cover, heads nothing here.
        let own = lines.iter().rposition(|line| line.paragraph.style == Style::Sheet).unwrap_or(0);
        self.untitled_within(lines.get(own..).unwrap_or_default()).map(|at| own + at)
    }

    fn untitled_within(&self, lines: &[Line]) -> Option<usize> {
        let led = lines.iter().position(|line| line.has(&[Label::Lead, Label::Aim]));
        let first = self.reading.draft.priorities.is_empty();
        if let Some(led) = led.filter(|_| !first || !self.labelled) {
            let at = led.checked_sub(1)?;
            return lines.get(at).is_some_and(Line::is_title).then_some(at);
        }
        let is_plan_title = |line: &Line| {
            self.running.contains(&title::key(&line.fields.before)) || line.paragraph.style == Style::Title
        };
        let heading = lines.iter().rposition(|line| line.is_heading() && !is_plan_title(line));
        if heading.is_some() || self.labelled {
            return heading.filter(|_| !self.labelled || !first);
        }
        let at = lines.len().checked_sub(1)?;
        lines
            .get(at)
            .is_some_and(|line| {
                line.is_title() && !is_plan_title(line) && line.paragraph.style == Style::Plain
            })
            .then_some(at)
    }

    /// Rows go on: what waited was furniture, notes, or a heading inside the table.
    pub(super) fn resolve_at_row(&mut self) {
        let mut lines = self.waiting_lines(true);
        if lines.is_empty() {
            return;
        }
        let opens = lines.iter().rposition(|line| line.has(&OPENING));
        match opens.or_else(|| {
            lines.iter().rposition(|line| line.paragraph.style == Style::Heading && line.is_title())
        }) {
            Some(at)
                if !self.fresh_header
                    || self.current.is_none()
                    || self.perhaps.is_some()
                    || lines.get(at).is_some_and(|l| l.has(&OPENING)) =>
            {
                let under = lines.split_off(at);
                self.after_table(lines);
                self.open_priority(under);
            }
            _ => self.after_table(lines),
        }
    }

    /// The document ends: notes directly after the last table are still the plan's.
    pub(super) fn resolve_at_end(&mut self) {
        self.table_without_rows();
        let end = self
            .waiting
            .iter()
            .position(|waiting| {
                !matches!(waiting, Waiting::Paragraph(paragraph) if fields::read(&paragraph.text)
                    .labelled.first().is_some_and(|(label, _)| *label == Label::Note))
            })
            .unwrap_or(self.waiting.len());
        self.waiting.truncate(end);
        let lines = self.waiting_lines(true);
        self.after_table(lines);
    }
}
