//! Finds the plan in a document and reads it. One recogniser for every file format.
//!
//! The document is walked once. Paragraphs wait until the next table of actions tells what they
//! were: the next priority's heading, a note on the last one, or the end of the plan.

mod action;
mod fields;
mod finish;
mod header;
mod leads;
mod names;
mod number;
mod pages;
mod period;
mod rows;
mod sections;
mod splits;
mod title;

use std::collections::{HashMap, HashSet};

use self::{header::Header, header::Role, pages::Pages};
use super::{
    Code, Draft, Oddity, Reading, Unplaced,
    document::{Block, Document, Paragraph, TableRow},
    limits::TooMuch,
    refusal::Why,
};

/// The first period that a text names.
pub(crate) fn period_in(text: &str) -> Option<concordat_kernel::Period> {
    period::find(text).map(|found| found.period)
}

/// Reads the plan in a document. `known` are names of bodies for spotting misspellings.
pub(crate) fn recognise(document: Document, file_name: &str, known: &[String]) -> Result<Reading, Why> {
    let (blocks, mut headers) = sections::cells_as_paragraphs(document.blocks);
    let first = headers.keys().min().copied().ok_or(Why::NoTable)?;
    let front = title::read(blocks.get(..first).unwrap_or_default(), &blocks, file_name);
    let mut plan = Plan::new(&blocks, first, front.running.clone());
    plan.reading.oddities = document.oddities;
    plan.reading.oddities.extend(front.oddities);
    plan.reading.draft = Draft { title: front.title, period: front.period, ..Draft::default() };
    for (at, block) in blocks.into_iter().enumerate() {
        match block {
            Block::PageBreak => plan.waiting.push(Waiting::PageBreak),
            Block::Paragraph(paragraph) => plan.paragraph(paragraph),
            Block::Row(row) => plan.row(row, headers.remove(&at)).map_err(Why::TooMuch)?,
        }
    }
    plan.finish(known)
}

/// A waiting piece between two rows.
#[derive(Debug)]
enum Waiting {
    Paragraph(Paragraph),
    RunningTitle(Paragraph),
    PageMarker(Paragraph, u32),
    PageBreak,
}

/// The plan as read so far.
#[derive(Debug, Default)]
struct Plan {
    reading: Reading,
    header: Option<Header>,
    /// The header is new and no action has been read under it.
    fresh_header: bool,
    /// The header of the table before, for columns that were renamed.
    last_names: HashMap<Role, String>,
    /// Unknown columns and tables without numbers, reported once.
    reported: HashSet<String>,
    waiting: Vec<Waiting>,
    /// Lines that come again on every page.
    running: HashSet<String>,
    /// The document says "Priority:" somewhere.
    labelled: bool,
    /// A page ended since the last row.
    broke: bool,
    /// Rows of this table are not the plan's.
    outside: Option<u32>,
    pages: Pages,
    /// Line of the last page break seen, so that a form feed has one.
    line: u32,
    /// Priorities by their title, for tables that have it as a column.
    by_title: HashMap<String, usize>,
    /// Where the priority's kind was said outright.
    said_kind: HashSet<usize>,
    /// The priority and action that rows are added to.
    current: Option<usize>,
    open: rows::Open,
    candidates: Vec<rows::Candidate>,
    bulleted: [bool; 2],
    mentions: Vec<names::Mention>,
    rows: usize,
    status_written: Option<rows::Written>,
    /// A heading and what stood under it: a priority, unless the table itself names its priorities.
    perhaps: Option<Vec<sections::Line>>,
}

impl Plan {
    fn new(blocks: &[Block], first: usize, running: Option<String>) -> Self {
        let mut plan = Self { running: running.into_iter().collect(), ..Self::default() };
        let mut times: HashMap<String, usize> = HashMap::new();
        for (at, block) in blocks.iter().enumerate() {
            let Block::Paragraph(paragraph) = block else { continue };
            let fields = fields::read(&paragraph.text);
            plan.labelled |= fields.labelled.iter().any(|(label, _)| *label == fields::Label::Priority);
            // Three times the same short line between tables is a page header.
            if at > first && fields.labelled.is_empty() && paragraph.text.len() < 150 {
                let times = times.entry(title::key(&paragraph.text)).or_default();
                *times += 1;
                if *times >= 3 {
                    plan.running.insert(title::key(&paragraph.text));
                }
            }
        }
        plan
    }

    fn paragraph(&mut self, mut paragraph: Paragraph) {
        if self.header.is_some() {
            if let Some(page) = number::lone_page_marker(&paragraph.text) {
                self.waiting.push(Waiting::PageMarker(paragraph, page));
                return;
            }
            let own = fields::read(&paragraph.text).before;
            if self.running.contains(&title::key(&own)) {
                let mut title = paragraph.clone();
                title.text = own.clone();
                self.waiting.push(Waiting::RunningTitle(title));
                // What ran together with it on the same line is still to be read.
                let labels =
                    paragraph.text.find("**").map_or("", |at| paragraph.text.get(at..).unwrap_or_default());
                paragraph.text = labels.to_owned();
                if own == paragraph.text || paragraph.text.trim_matches('*').trim().is_empty() {
                    return;
                }
            }
        }
        self.waiting.push(Waiting::Paragraph(paragraph));
    }

    fn row(&mut self, row: TableRow, header: Option<Header>) -> Result<(), TooMuch> {
        if let Some(header) = header {
            self.outside = None;
            self.resolve_at_header(&header);
            self.take_header(header);
            return Ok(());
        }
        if self.outside == Some(row.table) {
            return Ok(());
        }
        let Some(header) = &self.header else { return Ok(()) };
        if let Some(paragraph) = sections::section_row(&row, header) {
            self.paragraph(paragraph);
            return Ok(());
        }
        if !self.belongs(&row, header) {
            self.outside = Some(row.table);
            return Ok(());
        }
        self.resolve_at_row();
        self.take_row(&row)?;
        self.line = row.line;
        self.broke = false;
        if let Some(header) = &mut self.header {
            header.table = row.table;
        }
        Ok(())
    }

    /// Whether a row continues the table of actions: the same table, or one that takes up where
    /// the last left off with nothing but page furniture between.
    fn belongs(&self, row: &TableRow, header: &Header) -> bool {
        if row.table == header.table {
            return true;
        }
        let wide = row.cells.len() * 2 > header.columns.len() && row.cells.len() <= header.columns.len();
        let only_furniture = !self.waiting.iter().any(|waiting| matches!(waiting, Waiting::Paragraph(_)));
        let number = number::NumberCell::read(&header.text(Role::Number, row));
        let opens = number.is_number() && header.cell(Role::Objective, row).is_some();
        let blank_start = row.cells.first().is_some_and(super::document::Cell::is_blank);
        wide && (only_furniture && (opens || blank_start || header.place(Role::Number).is_none()) || opens)
    }

    fn odd(&mut self, code: Code, line: u32, saw: &str, did: impl Into<String>) {
        self.reading.oddities.push(Oddity::new(code, line, saw, did));
    }

    fn unplaced(&mut self, line: u32, text: &str, why: &str) {
        if self.reading.unplaced.len() < super::limits::MAX_ROWS {
            self.odd(Code::NotPlaced, line, text, why);
            let unplaced =
                Unplaced { line, text: text.to_owned(), why: why.to_owned(), priority: self.current };
            self.reading.unplaced.push(unplaced);
        }
    }
}
