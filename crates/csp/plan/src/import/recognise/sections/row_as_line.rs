//! Rows that are really lines: titles and labelled values before a table, headings and page
//! furniture within it.

use std::collections::HashMap;

use super::super::{
    fields::{self, Label},
    header::{Header, Role},
    number::{NumberCell, lone_page_marker},
};
use crate::import::document::{Block, Paragraph, Style, TableRow};

/// Turns rows before a table's header that hold one text, or a label and its text, into
/// paragraphs: spreadsheets write their titles so.
///
/// Also returns the headers, by their place among the blocks.
pub(in crate::import::recognise) fn cells_as_paragraphs(
    blocks: Vec<Block>,
) -> (Vec<Block>, HashMap<usize, Header>) {
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
pub(in crate::import::recognise) fn section_row(row: &TableRow, header: &Header) -> Option<Paragraph> {
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
