//! Lines after a table that open no priority.

use super::{Label, Line, Plan};
use crate::import::tidy;

impl Plan {
    /// Lines after a table that are no heading: notes on its priority, or listed for the officer.
    pub(super) fn after_table(&mut self, lines: Vec<Line>) {
        for line in lines {
            let note = line.has(&[Label::Note]) || line.paragraph.text.starts_with(['*', '†']);
            let before_any_action = self.fresh_header;
            let text = tidy(&line.paragraph.text.replace("**", " "));
            match self.current.and_then(|at| self.reading.draft.priorities.get_mut(at)) {
                Some(priority) if note || before_any_action => {
                    priority.notes.push(note_text(&line).unwrap_or(text))
                }
                _ => self.unplaced(
                    line.paragraph.line,
                    &text,
                    "it stands after a table of actions and is not marked as a note",
                ),
            }
        }
    }
}

fn note_text(line: &Line) -> Option<String> {
    match line.fields.labelled.as_slice() {
        [(Label::Note, text)] if !text.is_empty() => Some(text.clone()),
        _ => None,
    }
}
