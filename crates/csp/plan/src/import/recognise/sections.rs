//! What stands between tables: headings of priorities, their leads and aims, notes, page
//! furniture; and rows of a spreadsheet that are really such lines.

use std::collections::HashMap;

use super::{
    Plan, Waiting,
    fields::{self, Fields, Label},
    header::{Header, Role},
    leads,
    number::{NumberCell, lone_page_marker},
    title,
};
use crate::import::{
    Code, Priority, PriorityKind,
    document::{Block, Paragraph, Style, TableRow},
};

/// Turns rows before a table's header that hold one text, or a label and its text, into
/// paragraphs: spreadsheets write their titles so.
///
/// Also returns the headers, by their place among the blocks.
pub(super) fn cells_as_paragraphs(blocks: Vec<Block>) -> (Vec<Block>, HashMap<usize, Header>) {
    let mut headed: Option<u32> = None;
    let mut headers = HashMap::new();
    let blocks = blocks
        .into_iter()
        .enumerate()
        .map(|(at, block)| match block {
            Block::Row(row) => {
                if let Some(header) = Header::read(&row) {
                    headed = Some(row.table);
                    headers.insert(at, header);
                }
                match line_of(&row).filter(|_| headed != Some(row.table)) {
                    Some(text) => Block::Paragraph(plain(row.line, text)),
                    None => Block::Row(row),
                }
            }
            other => other,
        })
        .collect();
    (blocks, headers)
}

/// The text of a row that is really a line.
fn line_of(row: &TableRow) -> Option<String> {
    let mut filled = row.filled();
    let (first, cell) = filled.next()?;
    match (filled.next(), filled.next()) {
        (None, _) if first == 0 && cell.parts.len() == 1 => Some(cell.text()),
        (Some((_, value)), None) if fields::is_label(&cell.text()) => {
            Some(format!("{}: {}", cell.text().trim_end_matches(':'), value.text()))
        }
        _ => None,
    }
}

/// A row inside a table of actions that is a heading or page furniture, not an action.
pub(super) fn section_row(row: &TableRow, header: &Header) -> Option<Paragraph> {
    let (at, cell) = row.filled().next()?;
    let text = cell.text();
    let alone = row.filled().count() == 1;
    if alone && lone_page_marker(&text).is_some() {
        return Some(plain(row.line, text));
    }
    let labelled = || {
        let fields = fields::read(&text);
        fields.labelled.iter().any(|(label, _)| matches!(label, Label::Priority | Label::Shared))
    };
    if header.columns.len() < 3 || at != 0 || !(alone || line_of(row).is_some()) || cell.has_items() {
        return None;
    }
    let number_column = header.place(Role::Number) == Some(0);
    let heading = labelled()
        || alone && number_column && !NumberCell::read(&text).is_number()
        || alone && header.place(Role::Priority).is_none() && header.place(Role::Id) == Some(0);
    heading.then(|| Paragraph { style: Style::Heading, ..plain(row.line, line_of(row).unwrap_or(text)) })
}

fn plain(line: u32, text: String) -> Paragraph {
    Paragraph { line, text, style: Style::Plain, follows: false }
}

/// A waiting paragraph taken apart.
struct Line {
    paragraph: Paragraph,
    fields: Fields,
}

impl Line {
    fn has(&self, wanted: &[Label]) -> bool {
        self.fields.labelled.iter().any(|(label, _)| wanted.contains(label))
    }

    /// Whether it could be the title of a priority on its own.
    fn is_title(&self) -> bool {
        let text = &self.paragraph.text;
        self.fields.labelled.is_empty()
            && text.len() <= 100
            && !text.ends_with(['.', ';', ':', ','])
            && self.paragraph.style != Style::Bullet
    }

    fn is_heading(&self) -> bool {
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

const OPENING: [Label; 2] = [Label::Priority, Label::Shared];

impl Plan {
    /// A table of actions begins: what waited before it is its priority's heading.
    pub(super) fn resolve_at_header(&mut self, line: u32) {
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
                self.open_priority(under);
            }
            None if first => {}
            None => {
                self.after_table(lines);
                if self.current.is_some() && !self.fresh_header {
                    self.odd(
                        Code::HeaderRepeated,
                        line,
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

    /// Empties what waits; page furniture is reported when it stood inside the plan.
    fn waiting_lines(&mut self, inside: bool) -> Vec<Line> {
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

    /// Opens a priority from its heading and the lines under it.
    fn open_priority(&mut self, lines: Vec<Line>) {
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
            priority.title = super::super::tidy(&heading.paragraph.text.replace("**", " "));
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
        self.open = super::rows::Open::default();
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

    /// Lines after a table that are no heading: notes on its priority, or listed for the officer.
    fn after_table(&mut self, lines: Vec<Line>) {
        for line in lines {
            let note = line.has(&[Label::Note]) || line.paragraph.text.starts_with(['*', '†']);
            let before_any_action = self.fresh_header;
            let text = super::super::tidy(&line.paragraph.text.replace("**", " "));
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

    fn note_or_unplaced(&mut self, line: u32, text: &str) {
        if self.current.is_some() {
            self.unplaced(line, text, "it runs together with the heading of the next priority");
        }
    }

    /// The key of the plan, and whether it explains colours that text cannot show.
    fn key(&mut self, before: &[Line], first: bool) {
        let Some(at) = before.iter().position(|line| line.has(&[Label::Key])).filter(|_| first) else {
            return;
        };
        for line in before.iter().skip(at) {
            let labelled =
                line.fields.labelled.iter().filter(|(label, _)| *label == Label::Key).map(|(_, text)| text);
            let bullet = line.paragraph.text.replace("**", "");
            let texts: Vec<String> = match line.paragraph.style {
                Style::Bullet => vec![super::super::tidy(&bullet)],
                _ => labelled.cloned().collect(),
            };
            for text in texts.into_iter().filter(|text| !text.is_empty()) {
                let lower = text.to_lowercase();
                let colours =
                    ["purple", "green", "red ", "amber", "blue", "yellow", "orange", "pink", "shaded"];
                if colours.iter().any(|colour| lower.contains(colour)) {
                    self.odd(
                        Code::ColoursLost,
                        line.paragraph.line,
                        &text,
                        "the text shows no colours, so whether an action is linked stays unknown",
                    );
                }
                self.reading.key.push(text);
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

fn heading_kind_is_said(priority: &Priority) -> bool {
    priority.kind == PriorityKind::Shared
}
