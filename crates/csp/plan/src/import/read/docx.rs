//! Word documents: paragraphs and tables with their lists. Text marked as deleted is left out
//! and reported; text marked as inserted is kept and reported.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::{
    archive::Archive,
    cell::{Markup, cell},
    xml::{Xml, attribute, is_on, walk},
};
use crate::import::{
    Code,
    document::{Cell, Document, Paragraph, Part, Style, TableRow},
    limits::{MAX_COLUMNS, MAX_MERGED},
    refusal::Why,
    tidy,
};

/// What a paragraph style means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Look {
    #[default]
    Plain,
    Title,
    Heading,
    List,
}

/// Reads a Word document.
pub(crate) fn read(archive: &mut Archive<'_>) -> Result<Document, Why> {
    let styles = archive.part("word/styles.xml")?.map_or(Ok(HashMap::new()), |part| styles(&part))?;
    let body = archive.part("word/document.xml")?.ok_or(Why::Damaged)?;
    body_of(&body, &styles)
}

/// Reads the body of a document.
pub(crate) fn body_of(part: &[u8], styles: &HashMap<String, Look>) -> Result<Document, Why> {
    let mut reader = Reader::new(styles);
    walk(part, |xml| match xml {
        Xml::Open(start) => reader.open(start),
        Xml::Close(name) => reader.close(name),
        Xml::Text(text) => {
            reader.text(text);
            Ok(())
        }
    })?;
    Ok(reader.document)
}

/// A table being read, and the row above for cells merged downwards.
#[derive(Default)]
struct Table {
    row: Vec<Cell>,
    above: Vec<Cell>,
    deleted: bool,
    /// The cell being read.
    parts: Vec<Part>,
    span: usize,
    continues: bool,
}

struct Reader<'a> {
    styles: &'a HashMap<String, Look>,
    document: Document,
    line: u32,
    tables: u32,
    /// Tables within tables: only the outermost is a table, the others are text in its cells.
    depth: usize,
    table: Table,
    paragraph: String,
    look: Look,
    bold: bool,
    run_bold: bool,
    in_text: bool,
    in_deleted_text: bool,
    /// Inside elements whose content is left out.
    skipped: usize,
    deleted: usize,
    inserted: usize,
    dropped: String,
    kept: String,
}

impl<'a> Reader<'a> {
    fn new(styles: &'a HashMap<String, Look>) -> Self {
        Self {
            styles,
            document: Document::default(),
            line: 1,
            tables: 0,
            depth: 0,
            table: Table::default(),
            paragraph: String::new(),
            look: Look::Plain,
            bold: false,
            run_bold: false,
            in_text: false,
            in_deleted_text: false,
            skipped: 0,
            deleted: 0,
            inserted: 0,
            dropped: String::new(),
            kept: String::new(),
        }
    }

    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), Why> {
        let value = || attribute(start, "val");
        match start.local_name().as_ref() {
            // The same content once more, for older programs.
            "Fallback" => self.skipped += 1,
            _ if self.skipped > 0 => {}
            "del" | "moveFrom" => {
                self.deleted += 1;
                self.table.deleted |=
                    self.depth == 1 && self.paragraph.is_empty() && self.in_row_properties();
            }
            "ins" | "moveTo" => self.inserted += 1,
            "tbl" => {
                self.depth += 1;
                if self.depth == 1 {
                    self.tables += 1;
                    self.table = Table::default();
                }
            }
            "tr" if self.depth == 1 => {
                self.table.row.clear();
                self.table.deleted = false;
            }
            "trPr" if self.depth == 1 => self.table.continues = true,
            "gridBefore" if self.depth == 1 => {
                let skip = value().and_then(|v| v.parse().ok()).unwrap_or(0usize).min(MAX_COLUMNS);
                self.table.row.resize_with(skip, Cell::default);
            }
            "tc" if self.depth == 1 => {
                self.table.parts.clear();
                self.table.span = 1;
                self.table.continues = false;
            }
            "gridSpan" if self.depth == 1 => {
                self.table.span =
                    value().and_then(|v| v.parse().ok()).unwrap_or(1usize).clamp(1, MAX_COLUMNS);
            }
            "vMerge" if self.depth == 1 => self.table.continues = value().as_deref() != Some("restart"),
            "p" => {
                self.paragraph.clear();
                self.look = Look::Plain;
                (self.bold, self.run_bold) = (false, false);
            }
            "pStyle" => {
                let style = value().unwrap_or_default();
                self.look = self.styles.get(&style).copied().unwrap_or_else(|| look_of(&style));
            }
            "numId" if value().as_deref() != Some("0") && self.look != Look::Heading => {
                self.look = Look::List
            }
            "r" => self.run_bold = false,
            "b" => self.run_bold = is_on(start),
            "t" => self.in_text = true,
            "delText" => self.in_deleted_text = true,
            "tab" if self.in_run() => self.push(" "),
            "noBreakHyphen" => self.push("-"),
            "br" | "cr" if attribute(start, "type").as_deref() == Some("page") && self.depth == 0 => {
                self.document.page_break().map_err(Why::TooMuch)?;
            }
            "br" | "cr" => self.push(if self.depth > 0 { "\n" } else { " " }),
            _ => {}
        }
        Ok(())
    }

    /// A row's own properties come before its first cell; a deletion there is of the row.
    fn in_row_properties(&self) -> bool {
        self.table.continues && self.table.row.is_empty()
    }

    fn in_run(&self) -> bool {
        self.skipped == 0 && self.deleted == 0
    }

    fn close(&mut self, name: &str) -> Result<(), Why> {
        match name {
            "Fallback" => self.skipped = self.skipped.saturating_sub(1),
            _ if self.skipped > 0 => {}
            "del" | "moveFrom" => self.deleted = self.deleted.saturating_sub(1),
            "ins" | "moveTo" => self.inserted = self.inserted.saturating_sub(1),
            "t" => self.in_text = false,
            "delText" => self.in_deleted_text = false,
            "p" => self.end_paragraph()?,
            "tc" if self.depth == 1 => self.end_cell(),
            "tr" if self.depth == 1 => self.end_row()?,
            "tbl" => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        if self.in_deleted_text || self.in_text && self.deleted > 0 {
            self.dropped.push_str(text);
        } else if self.in_text {
            if self.inserted > 0 {
                self.kept.push_str(text);
            }
            if self.depth == 0 && self.bold != self.run_bold && !text.trim().is_empty() {
                self.paragraph.push_str("**");
                self.bold = self.run_bold;
            }
            self.paragraph.push_str(text);
        }
    }

    fn push(&mut self, text: &str) {
        if self.in_run() {
            self.paragraph.push_str(text);
        }
    }

    fn end_paragraph(&mut self) -> Result<(), Why> {
        if self.bold {
            self.paragraph.push_str("**");
            self.bold = false;
        }
        let text = std::mem::take(&mut self.paragraph);
        self.report_changes();
        if self.depth > 0 {
            if self.look == Look::List {
                let item = tidy(&text);
                if !item.is_empty() {
                    self.table.parts.push(Part::Item(item));
                }
            } else {
                self.table.parts.extend(cell(&text, Markup::None).parts);
            }
            return Ok(());
        }
        let style = match self.look {
            Look::Plain => Style::Plain,
            Look::Title => Style::Title,
            Look::Heading => Style::Heading,
            Look::List => Style::Bullet,
        };
        let paragraph = Paragraph { line: self.line, text: tidy(&text), style, follows: false };
        self.line = self.line.saturating_add(1);
        self.document.paragraph(paragraph).map_err(Why::TooMuch)
    }

    fn report_changes(&mut self) {
        let (dropped, kept) =
            (tidy(&std::mem::take(&mut self.dropped)), tidy(&std::mem::take(&mut self.kept)));
        if !dropped.is_empty() {
            self.document.odd(
                Code::DeletedTextDropped,
                self.line,
                &dropped,
                "left out text that is marked as deleted",
            );
        }
        if !kept.is_empty() {
            self.document.odd(
                Code::InsertedTextKept,
                self.line,
                &kept,
                "kept text that is marked as inserted",
            );
        }
    }

    fn end_cell(&mut self) {
        let at = self.table.row.len();
        let mut cell = Cell { parts: std::mem::take(&mut self.table.parts), merged: false };
        if self.table.continues
            && cell.is_blank()
            && let Some(above) = self.table.above.get(at)
            && above.parts.iter().map(|part| part.text().len()).sum::<usize>() <= MAX_MERGED
        {
            cell = Cell { merged: true, ..above.clone() };
        }
        self.table.continues = false;
        if at < MAX_COLUMNS {
            self.table.row.push(cell);
            let end = (at + self.table.span.max(1)).min(MAX_COLUMNS);
            self.table.row.resize_with(end, Cell::default);
        }
    }

    fn end_row(&mut self) -> Result<(), Why> {
        let row = std::mem::take(&mut self.table.row);
        let line = self.line;
        self.line = self.line.saturating_add(1);
        if self.table.deleted {
            let text = row.iter().map(Cell::text).collect::<Vec<_>>().join(" ");
            self.document.odd(
                Code::DeletedTextDropped,
                line,
                &tidy(&text),
                "left out a row that is marked as deleted",
            );
            return Ok(());
        }
        self.table.above.clone_from(&row);
        self.document.row(TableRow { line, table: self.tables, cells: row }).map_err(Why::TooMuch)
    }
}

/// What the usual style names mean, when the document does not define them.
fn look_of(style: &str) -> Look {
    let lower = style.to_lowercase();
    match () {
        () if lower == "title" => Look::Title,
        () if lower.starts_with("heading") => Look::Heading,
        () if lower.starts_with("list") => Look::List,
        () => Look::Plain,
    }
}

/// The styles of a document by their ids: names are the same in every language, ids are not.
pub(crate) fn styles(part: &[u8]) -> Result<HashMap<String, Look>, Why> {
    let mut styles = HashMap::new();
    let mut id = String::new();
    walk(part, |xml| {
        if let Xml::Open(start) = xml {
            match start.local_name().as_ref() {
                "style" => id = attribute(start, "styleId").unwrap_or_default(),
                "name" if styles.len() < 10_000 => {
                    let look = look_of(&attribute(start, "val").unwrap_or_default());
                    // "List Paragraph" is only indented; its numbering is given on each paragraph.
                    let look = if id == "ListParagraph" { Look::Plain } else { look };
                    styles.insert(id.clone(), look);
                }
                "numId" => {
                    if let Some(look) = styles.get_mut(&id).filter(|look| **look == Look::Plain) {
                        *look = Look::List;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    })?;
    Ok(styles)
}
