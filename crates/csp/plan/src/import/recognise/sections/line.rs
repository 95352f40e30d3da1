//! The lines that wait for the next table, with page furniture taken out from between them.

use super::{
    super::fields::{self, Fields, Label},
    Plan, Waiting,
};
use crate::import::{
    Code,
    document::{Paragraph, Style},
};

/// A waiting paragraph taken apart.
#[derive(Debug)]
pub(in crate::import::recognise) struct Line {
    pub(super) paragraph: Paragraph,
    pub(super) fields: Fields,
}

impl Line {
    pub(super) fn has(&self, wanted: &[Label]) -> bool {
        self.fields.labelled.iter().any(|(label, _)| wanted.contains(label))
    }

    /// Whether it could be the title of a priority on its own.
    pub(super) fn is_title(&self) -> bool {
        let text = &self.paragraph.text;
        self.fields.labelled.is_empty()
            && text.len() <= 100
            && !text.ends_with(['.', ';', ':', ','])
            && self.paragraph.style != Style::Bullet
    }

    pub(super) fn is_heading(&self) -> bool {
        let bold = self.paragraph.text.starts_with("**") && self.paragraph.text.ends_with("**");
        let sheet = self.paragraph.style == Style::Sheet && !generic_sheet(&self.paragraph.text);
        self.is_title() && (bold || sheet || self.paragraph.style == Style::Heading)
    }
}

/// Sheet names that tell nothing about a priority.
fn generic_sheet(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.starts_with("sheet") || lower.contains("plan") || lower.contains("action")
}

impl Plan {
    /// Empties what waits; page furniture is reported when it stood inside the plan.
    pub(super) fn waiting_lines(&mut self, inside: bool) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for waiting in std::mem::take(&mut self.waiting) {
            match waiting {
                Waiting::PageBreak => {
                    self.broke = true;
                    self.pages.feed(self.line.saturating_add(1));
                }
                Waiting::RunningTitle(paragraph) => {
                    self.broke = true;
                    self.pages.begins(paragraph.line);
                    if inside {
                        self.odd(
                            Code::RunningTitle,
                            paragraph.line,
                            &paragraph.text,
                            "left out a line that comes again on every page",
                        );
                    }
                }
                Waiting::PageMarker(paragraph, page) => {
                    self.broke = true;
                    self.pages.marker(paragraph.line, page);
                    if inside {
                        self.odd(
                            Code::PageMarker,
                            paragraph.line,
                            &paragraph.text,
                            "left out a page marker between rows",
                        );
                    }
                }
                Waiting::Paragraph(paragraph) => {
                    let fields = fields::read(&paragraph.text);
                    // A line that runs on from a lead or an aim belongs to it.
                    let continues = paragraph.follows
                        && fields.labelled.is_empty()
                        && paragraph.text.starts_with(|c: char| c.is_lowercase());
                    match lines.last_mut() {
                        Some(above) if continues => match above.fields.labelled.last_mut() {
                            Some((_, text)) => {
                                text.push(' ');
                                text.push_str(&fields.before);
                            }
                            None => {
                                above.paragraph.text.push(' ');
                                above.paragraph.text.push_str(&paragraph.text);
                            }
                        },
                        _ => lines.push(Line { paragraph, fields }),
                    }
                }
            }
        }
        lines
    }
}
