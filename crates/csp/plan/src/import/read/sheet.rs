//! One sheet of a workbook: its cells as the texts a reader sees, and its merged cells.

use std::collections::BTreeMap;

use concordat_kernel::{
    Month,
    jiff::{ToSpan, civil::Date},
};

use super::{
    xlsx::Book,
    xml::{Xml, attribute, walk},
};
use crate::import::{
    limits::{MAX_CELLS, MAX_COLUMNS, MAX_TEXT, TooMuch},
    refusal::Why,
};

/// A sheet's filled cells by row and column, both from 0.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) cells: BTreeMap<u32, BTreeMap<usize, String>>,
    /// By first row.
    pub(crate) merges: Vec<Merge>,
}

/// A cell merged over several rows.
#[derive(Debug)]
pub(crate) struct Merge {
    pub(crate) first_row: u32,
    pub(crate) last_row: u32,
    pub(crate) column: usize,
}

/// What the cells of all sheets together have used. One shared text may stand in any number of
/// cells, so the size of the file says little.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    cells: usize,
    bytes: usize,
}

impl Budget {
    fn spend(&mut self, text: &str) -> Result<(), Why> {
        self.cells += 1;
        self.bytes += text.len();
        if self.cells > MAX_CELLS {
            return Err(Why::TooMuch(TooMuch::Cells));
        }
        if self.bytes > MAX_TEXT {
            return Err(Why::TooMuch(TooMuch::Text));
        }
        Ok(())
    }
}

/// How a style shows numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Shown {
    #[default]
    AsNumber,
    /// With this many decimals.
    Decimals(usize),
    /// As so many in a hundred, with this many decimals.
    Percent(usize),
    AsDate,
    /// As a month and a year: the day is only how the program keeps it.
    AsMonth,
}

/// Reads a sheet.
pub(crate) fn read(part: &[u8], book: &Book, budget: &mut Budget) -> Result<Sheet, Why> {
    let mut sheet = Sheet::default();
    let (mut row, mut column) = (0u32, 0usize);
    let mut kind = String::new();
    let mut shown = Shown::AsNumber;
    let mut value = String::new();
    let (mut in_cell, mut in_value) = (false, false);
    walk(part, |xml| {
        match xml {
            Xml::Open(start) => match start.local_name().as_ref() {
                "row" => {
                    if let Some(number) = attribute(start, "r").and_then(|r| r.parse::<u32>().ok()) {
                        row = number.saturating_sub(1);
                    }
                    column = 0;
                }
                "c" => {
                    if let Some((at_row, at_column)) = attribute(start, "r").and_then(|r| place(&r)) {
                        (row, column) = (at_row, at_column);
                    }
                    kind = attribute(start, "t").unwrap_or_default();
                    let style = attribute(start, "s").and_then(|s| s.parse::<usize>().ok());
                    shown = style.and_then(|s| book.styles.get(s)).copied().unwrap_or_default();
                    value.clear();
                    in_cell = true;
                }
                "v" | "t" => in_value = in_cell,
                "mergeCell" => {
                    let merge = attribute(start, "ref").and_then(|area| merge(&area));
                    sheet.merges.extend(merge.filter(|_| sheet.merges.len() < 20_000));
                }
                _ => {}
            },
            Xml::Text(text) if in_value => value.push_str(text),
            Xml::Close("v" | "t") => in_value = false,
            Xml::Close("c") => {
                in_cell = false;
                let text = seen(&value, &kind, shown, book);
                if !text.trim().is_empty() && column < MAX_COLUMNS {
                    budget.spend(&text)?;
                    sheet.cells.entry(row).or_default().insert(column, text);
                }
                column = column.saturating_add(1);
            }
            Xml::Close("row") => row = row.saturating_add(1),
            _ => {}
        }
        Ok(())
    })?;
    sheet.merges.sort_by_key(|merge| (merge.first_row, merge.column));
    Ok(sheet)
}

/// A cell's text as its reader sees it.
fn seen(value: &str, kind: &str, shown: Shown, book: &Book) -> String {
    match kind {
        "s" => value
            .trim()
            .parse::<usize>()
            .ok()
            .and_then(|at| book.strings.get(at))
            .cloned()
            .unwrap_or_default(),
        "str" | "inlineStr" | "e" => value.to_owned(),
        "b" => if value.trim() == "1" { "Yes" } else { "No" }.to_owned(),
        "d" => value.get(..10).unwrap_or(value).to_owned(),
        _ => match value.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => number_shown(number, shown, book.from_1904),
            _ => value.to_owned(),
        },
    }
}

fn number_shown(number: f64, shown: Shown, from_1904: bool) -> String {
    let date = || day(number, from_1904);
    match shown {
        Shown::AsDate => date().map(|date| date.to_string()),
        Shown::AsMonth => date().map(|date| format!("{} {}", Month::of(date).name(), date.year())),
        Shown::Percent(decimals) => Some(format!("{:.decimals$}%", number * 100.0)),
        Shown::Decimals(decimals) => Some(format!("{number:.decimals$}")),
        Shown::AsNumber => None,
    }
    // Kept as 1.1000000000000001, seen as 1.1.
    .unwrap_or_else(|| {
        if number.abs() < 1e9 { format!("{}", (number * 1e6).round() / 1e6) } else { format!("{number}") }
    })
}

/// Spreadsheets count days from the end of 1899, with a leap day that never was.
fn day(number: f64, from_1904: bool) -> Option<Date> {
    if !(1.0..=2_900_000.0).contains(&number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked just above")]
    let days = number.floor() as i64 + if from_1904 { 1462 } else { 0 };
    Date::constant(1899, 12, 30).checked_add(days.days()).ok()
}

/// Row and column of a reference such as `B12`.
fn place(reference: &str) -> Option<(u32, usize)> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let (column, row) = reference.split_at_checked(letters)?;
    let column = column.bytes().fold(0, |sum, b| sum * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
    let row: u32 = row.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

fn merge(area: &str) -> Option<Merge> {
    let (from, to) = area.split_once(':')?;
    let ((first_row, column), (last_row, _)) = (place(from)?, place(to)?);
    (last_row > first_row && column < MAX_COLUMNS).then_some(Merge { first_row, last_row, column })
}

/// How each cell style shows numbers.
pub(crate) fn styles(part: &[u8]) -> Result<Vec<Shown>, Why> {
    let mut codes: BTreeMap<u32, Shown> = BTreeMap::new();
    let mut styles = Vec::new();
    let mut in_cells = false;
    walk(part, |xml| {
        match xml {
            Xml::Open(start) => match start.local_name().as_ref() {
                "numFmt" if codes.len() < 10_000 => {
                    let id = attribute(start, "numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(start, "formatCode")) {
                        codes.insert(id, shown_by(&code));
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells && styles.len() < 100_000 => {
                    let id: u32 = attribute(start, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                    styles.push(codes.get(&id).copied().unwrap_or_else(|| built_in(id)));
                }
                _ => {}
            },
            Xml::Close("cellXfs") => in_cells = false,
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
}

fn built_in(id: u32) -> Shown {
    match id {
        2 | 4 => Shown::Decimals(2),
        9 => Shown::Percent(0),
        10 => Shown::Percent(2),
        17 => Shown::AsMonth,
        14..=16 | 22 | 27..=31 | 36 | 50..=58 => Shown::AsDate,
        _ => Shown::AsNumber,
    }
}

/// What a number format's code shows.
fn shown_by(code: &str) -> Shown {
    let mut plain = String::new();
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for c in code.chars().take(200) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' => bracketed = false,
            ';' if !quoted => break,
            _ if !quoted && !bracketed => plain.extend(c.to_lowercase()),
            _ => {}
        }
    }
    if let Some(rest) = plain.strip_prefix('0').and_then(|rest| rest.strip_suffix('%')) {
        return Shown::Percent(rest.bytes().filter(|b| *b == b'0').count().min(6));
    }
    let decimals =
        plain.strip_prefix("0.").filter(|zeros| !zeros.is_empty() && zeros.bytes().all(|b| b == b'0'));
    match (plain.contains('d'), plain.contains('m') && plain.contains('y'), decimals) {
        (true, ..) => Shown::AsDate,
        (false, true, _) => Shown::AsMonth,
        (_, _, Some(zeros)) => Shown::Decimals(zeros.len().min(6)),
        _ => Shown::AsNumber,
    }
}
