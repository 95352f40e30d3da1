//! Excel workbooks.
//!
//! Read here rather than by a general library, which builds every style, table and the whole
//! rectangle between the first cell and the last before it can be asked for one of them: a file
//! of a few kilobytes can make that many gigabytes.

use std::collections::{BTreeMap, HashMap};

use super::{
    archive::Archive,
    cell::{Markup, cell},
    sheet::{self, Sheet},
    xml::{Xml, attribute, walk},
};
use crate::import::{
    Code,
    document::{Cell, Document, Paragraph, Style, TableRow},
    limits::{MAX_CELLS, MAX_MERGED, TooMuch},
    refusal::Why,
};

/// What a workbook's cells point to.
#[derive(Debug, Default)]
pub(crate) struct Book {
    pub(crate) strings: Vec<String>,
    /// For each cell style, how its numbers are shown.
    pub(crate) styles: Vec<sheet::Shown>,
    pub(crate) from_1904: bool,
}

/// Reads a workbook, each sheet as a table.
pub(crate) fn read(archive: &mut Archive<'_>) -> Result<Document, Why> {
    let mut document = Document::default();
    let mut read = Vec::new();
    for listed in open(archive)? {
        let name = listed.name;
        match listed.sheet {
            None => document.odd(
                Code::HiddenSheet,
                1,
                &name,
                "left out a hidden sheet; show it and import again if it is wanted",
            ),
            Some(sheet) => read.push((name, sheet)),
        }
    }
    let several = read.len() > 1;
    for (table, (name, sheet)) in (1..).zip(&read) {
        if several {
            let heading =
                Paragraph { line: 1, text: crate::import::tidy(name), style: Style::Sheet, follows: false };
            document.paragraph(heading).map_err(Why::TooMuch)?;
        }
        lay_out(&mut document, table, sheet).map_err(Why::TooMuch)?;
    }
    Ok(document)
}

/// Puts a sheet's cells into rows; a cell merged downwards counts in each of its rows.
pub(crate) fn lay_out(document: &mut Document, table: u32, sheet: &Sheet) -> Result<(), TooMuch> {
    let mut merges = sheet.merges.iter().peekable();
    let mut running: BTreeMap<usize, &sheet::Merge> = BTreeMap::new();
    for (row, cells) in &sheet.cells {
        while let Some(merge) = merges.next_if(|merge| merge.first_row < *row) {
            running.insert(merge.column, merge);
        }
        running.retain(|_, merge| merge.last_row >= *row);
        let mut out: Vec<Cell> = Vec::new();
        for (column, text) in cells {
            out.resize_with(*column, Cell::default);
            out.push(cell(text, Markup::None));
        }
        for (column, merge) in &running {
            let above = sheet.cells.get(&merge.first_row).and_then(|cells| cells.get(column));
            if let Some(text) = above.filter(|text| text.len() <= MAX_MERGED) {
                if out.len() <= *column {
                    out.resize_with(column + 1, Cell::default);
                }
                if let Some(slot) = out.get_mut(*column).filter(|slot| slot.is_blank()) {
                    *slot = Cell { merged: true, ..cell(text, Markup::None) };
                }
            }
        }
        document.row(TableRow { line: row.saturating_add(1), table, cells: out })?;
    }
    Ok(())
}

/// A sheet with its name; without its cells when it is hidden.
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) sheet: Option<Sheet>,
}

/// The sheets of a workbook that hold something, in their order.
pub(crate) fn open(archive: &mut Archive<'_>) -> Result<Vec<Named>, Why> {
    let workbook = archive.part("xl/workbook.xml")?.ok_or(Why::Damaged)?;
    let targets = match archive.part("xl/_rels/workbook.xml.rels")? {
        Some(part) => targets(&part)?,
        None => HashMap::new(),
    };
    let (listed, from_1904) = sheets(&workbook)?;
    let strings =
        archive.part("xl/sharedStrings.xml")?.map_or(Ok(Vec::new()), |part| shared_strings(&part))?;
    let styles = archive.part("xl/styles.xml")?.map_or(Ok(Vec::new()), |part| sheet::styles(&part))?;
    let book = Book { strings, styles, from_1904 };
    let mut named = Vec::new();
    let mut budget = sheet::Budget::default();
    for (index, listed) in listed.into_iter().enumerate() {
        if listed.hidden {
            named.push(Named { name: listed.name, sheet: None });
            continue;
        }
        let fallback = format!("worksheets/sheet{}.xml", index + 1);
        let target = targets.get(&listed.id).unwrap_or(&fallback);
        let path = if target.starts_with('/') { target.clone() } else { format!("xl/{target}") };
        let Some(part) = archive.part(&path)? else { continue };
        let sheet = sheet::read(&part, &book, &mut budget)?;
        if !sheet.cells.is_empty() {
            named.push(Named { name: listed.name, sheet: Some(sheet) });
        }
    }
    Ok(named)
}

struct Listed {
    name: String,
    id: String,
    hidden: bool,
}

fn sheets(part: &[u8]) -> Result<(Vec<Listed>, bool), Why> {
    let mut listed = Vec::new();
    let mut from_1904 = false;
    walk(part, |xml| {
        if let Xml::Open(start) = xml {
            match start.local_name().as_ref() {
                "sheet" if listed.len() < 200 => listed.push(Listed {
                    name: attribute(start, "name").unwrap_or_default(),
                    id: attribute(start, "id").unwrap_or_default(),
                    hidden: attribute(start, "state").is_some_and(|state| state != "visible"),
                }),
                "workbookPr" => {
                    from_1904 = matches!(attribute(start, "date1904").as_deref(), Some("1" | "true"));
                }
                _ => {}
            }
        }
        Ok(())
    })?;
    Ok((listed, from_1904))
}

fn targets(part: &[u8]) -> Result<HashMap<String, String>, Why> {
    let mut targets = HashMap::new();
    walk(part, |xml| {
        if let Xml::Open(start) = xml
            && targets.len() < 10_000
            && let (Some(id), Some(target)) = (attribute(start, "Id"), attribute(start, "Target"))
        {
            targets.insert(id, target);
        }
        Ok(())
    })?;
    Ok(targets)
}

/// The texts that cells share, without the reading aids of East Asian scripts.
pub(crate) fn shared_strings(part: &[u8]) -> Result<Vec<String>, Why> {
    let mut strings: Vec<String> = Vec::new();
    let (mut text, mut aid) = (false, false);
    walk(part, |xml| {
        match xml {
            Xml::Open(start) => match start.local_name().as_ref() {
                "si" if strings.len() >= MAX_CELLS => return Err(Why::TooMuch(TooMuch::Cells)),
                "si" => strings.push(String::new()),
                "t" => text = !aid,
                "rPh" => aid = true,
                _ => {}
            },
            Xml::Close("t") => text = false,
            Xml::Close("rPh") => aid = false,
            Xml::Text(piece) if text => {
                if let Some(last) = strings.last_mut() {
                    last.push_str(piece);
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(strings)
}
