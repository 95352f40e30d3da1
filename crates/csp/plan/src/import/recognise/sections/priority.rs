//! Opening a priority from its heading and the lines under it.

use super::{
    super::{
        fields::{Fields, Label},
        leads, rows, title,
    },
    Line, OPENING, Plan,
};
use crate::import::{Code, Priority, PriorityKind, tidy};

impl Plan {
    /// Opens a priority from its heading and the lines under it.
    pub(super) fn open_priority(&mut self, lines: Vec<Line>) {
        if let Some(heading) = self.perhaps.take() {
            self.not_a_priority(heading);
        }
        let mut priority = Priority::default();
        let mut lines = lines.into_iter();
        let Some(heading) = lines.next() else { return };
        let line = heading.paragraph.line;
        let said = heading.has(&OPENING);
        if said {
            if !heading.fields.before.is_empty()
                && !self.running.contains(&title::key(&heading.fields.before))
            {
                self.note_or_unplaced(line, &heading.fields.before);
            }
            if heading.has(&[Label::Shared]) {
                priority.kind = PriorityKind::Shared;
            }
        } else {
            priority.title = tidy(&heading.paragraph.text.replace("**", " "));
            self.odd(
                Code::PriorityFromHeading,
                line,
                &heading.paragraph.text,
                "read the heading above the table as a priority",
            );
        }
        let mut titled = said;
        self.take_fields(&mut priority, heading.fields, line);
        for under in lines {
            let own = under.fields.before.clone();
            if !own.is_empty() {
                // "Priority 1" on one line and its name on the next.
                if titled && priority.title.is_empty() {
                    priority.title = own;
                } else {
                    priority.notes.push(own);
                }
            }
            titled = said;
            self.take_fields(&mut priority, under.fields, under.paragraph.line);
        }
        if priority.title.is_empty() {
            priority.title = "Priority".to_owned();
        }
        let title = priority.title.to_lowercase();
        let at = self.reading.draft.priorities.len();
        if heading_kind_is_said(&priority) {
            self.said_kind.insert(at);
        }
        self.by_title.insert(title, at);
        self.mention_leads(&priority.leads.clone(), None, line);
        self.reading.draft.priorities.push(priority);
        self.current = Some(at);
        self.open = rows::Open::default();
    }

    fn take_fields(&mut self, priority: &mut Priority, fields: Fields, line: u32) {
        for (label, text) in fields.labelled {
            if text.is_empty() {
                continue;
            }
            match label {
                Label::Priority | Label::Shared => priority.title = text,
                Label::Lead => priority.leads.extend(leads::split(&text)),
                Label::Aim if priority.aim.is_none() => priority.aim = Some(text),
                Label::Note | Label::Aim => priority.notes.push(text),
                Label::Key | Label::Title | Label::Period => {
                    self.unplaced(line, &text, "it stands under a priority but is not one of its parts");
                }
            }
        }
    }

    fn note_or_unplaced(&mut self, line: u32, text: &str) {
        if self.current.is_some() {
            self.unplaced(line, text, "it runs together with the heading of the next priority");
        }
    }
}

fn heading_kind_is_said(priority: &Priority) -> bool {
    priority.kind == PriorityKind::Shared
}
