//! A spreadsheet that came in, as cells that can be told from one another: which column is which, which
//! row belongs to what. What it says is weighed in [`super::weigh`].

use std::collections::BTreeMap;

use concordat_kernel::Refusal;
use uuid::Uuid;

use super::{
    columns::{Column, letters},
    write::MARK,
};
use crate::import::{
    encoding,
    limits::{MAX_CELLS, MAX_COLUMNS, MAX_TEXT, TooMuch},
    read::{
        archive::{Archive, Kind},
        csv,
        sheet::Sheet,
        xlsx,
    },
    refusal::Why,
};

/// Rows above the headings that are looked through for them.
const ABOVE: usize = 60;

/// A sheet's filled cells, by row from 1 and by column from 0.
type Cells = BTreeMap<u32, BTreeMap<usize, String>>;

/// A file's tables of answers.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// The requests whose mark it carries.
    pub(super) marks: Vec<Uuid>,
    pub(super) tables: Vec<Table>,
    /// Sheets with something on them that is no table of answers, and those that are hidden.
    pub(super) unread: Vec<String>,
    pub(super) hidden: Vec<String>,
}

/// A table of answers.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) sheet: String,
    /// Where each known column stands, and what its heading says.
    pub(super) columns: BTreeMap<Column, (usize, String)>,
    /// Columns that are named twice or not known, with their headings.
    pub(super) strange: BTreeMap<usize, String>,
    /// From 1, each with its cells.
    pub(super) rows: Vec<(u32, BTreeMap<usize, String>)>,
}

impl Table {
    /// What a row says in a column.
    pub(super) fn text<'a>(&self, cells: &'a BTreeMap<usize, String>, column: Column) -> &'a str {
        self.columns.get(&column).and_then(|(at, _)| cells.get(at)).map_or("", String::as_str)
    }

    /// A column as people find it: its letters and its heading.
    pub(super) fn column(&self, column: Column) -> String {
        match self.columns.get(&column) {
            Some((at, heading)) => format!("{} ({heading})", letters(*at)),
            None => column.name().to_owned(),
        }
    }
}

/// Reads a file's tables.
///
/// # Errors
/// A sentence that names the file and says what to do instead.
pub(super) fn book(bytes: &[u8], file_name: &str, limit: u64) -> Result<Book, Refusal> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(sentence(Why::TooLarge { limit }, file_name));
    }
    let is_csv = file_name.to_ascii_lowercase().ends_with(".csv");
    sheets(bytes, is_csv).map_err(|why| sentence(why, file_name))
}

fn sheets(bytes: &[u8], is_csv: bool) -> Result<Book, Why> {
    if bytes.is_empty() {
        return Err(Why::Empty);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(Why::OldOffice);
    }
    let mut book = Book::default();
    if !bytes.starts_with(b"PK") {
        if !is_csv {
            return Err(Why::OtherFormat);
        }
        take(&mut book, "The file".to_owned(), csv_cells(bytes)?);
        return Ok(book);
    }
    let mut archive = Archive::open(bytes)?;
    if archive.kind()? != Kind::Excel {
        return Err(Why::OtherFormat);
    }
    for named in xlsx::open(&mut archive)? {
        let Some(sheet) = named.sheet else {
            book.hidden.push(named.name);
            continue;
        };
        take(&mut book, named.name, cleaned(&sheet));
    }
    Ok(book)
}

/// Takes a sheet's cells into the book.
fn take(book: &mut Book, name: String, cells: Cells) {
    for text in cells.values().flat_map(BTreeMap::values) {
        let mark = text.strip_prefix(MARK).and_then(|id| Uuid::parse_str(id.trim()).ok());
        if let Some(mark) = mark.filter(|mark| !book.marks.contains(mark)) {
            book.marks.push(mark);
        }
    }
    match table(&name, cells) {
        Some(table) => book.tables.push(table),
        None => book.unread.push(name),
    }
}

/// The texts of a CSV file.
fn csv_cells(bytes: &[u8]) -> Result<Cells, Why> {
    let decoded = encoding::decode(bytes).ok_or(Why::Binary)?;
    if decoded.text.len() > MAX_TEXT {
        return Err(Why::TooMuch(TooMuch::Text));
    }
    let (mut cells, mut count) = (Cells::new(), 0_usize);
    for (line, fields) in csv::records(&decoded.text) {
        count = count.saturating_add(fields.len());
        if count > MAX_CELLS {
            return Err(Why::TooMuch(TooMuch::Cells));
        }
        let texts = fields.iter().map(|field| clean(field)).enumerate();
        cells.insert(line, texts.filter(|(_, text)| !text.is_empty()).collect());
    }
    Ok(cells)
}

/// The texts of a sheet as forms would have taken them in.
fn cleaned(sheet: &Sheet) -> Cells {
    let rows = sheet.cells.iter().map(|(row, cells)| {
        let cells = cells.iter().map(|(column, text)| (*column, clean(text)));
        (row.saturating_add(1), cells.filter(|(_, text)| !text.is_empty()).collect())
    });
    rows.collect()
}

/// A text as a form would have taken it in: ends trimmed, line ends made `\n`, no control characters.
pub(super) fn clean(text: &str) -> String {
    let text = unescaped(text).replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect();
    kept.trim().to_owned()
}

/// Workbooks write what XML cannot hold as `_x000D_`, and such a text itself as `_x005F_x000D_`.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let digits = escape.get(2..6).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let closed = escape.get(6..7) == Some("_");
        match digits.filter(|_| closed).and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(code) => {
                out.extend(char::from_u32(code));
                rest = escape.get(7..).unwrap_or_default();
            }
            None => {
                out.push_str("_x");
                rest = escape.get(2..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// The table of answers on a sheet: under the first row that names enough of the columns.
fn table(sheet: &str, cells: Cells) -> Option<Table> {
    let is_heading = |cells: &BTreeMap<usize, String>| {
        let named: Vec<Column> = cells.values().filter_map(|text| Column::named(text)).collect();
        let knows_rows = named.contains(&Column::Id) || named.contains(&Column::Number);
        knows_rows && named.iter().any(|column| column.is_answer()) && named.len() >= 3
    };
    let (line, headings) = cells.iter().take(ABOVE).find(|(_, cells)| is_heading(cells))?;
    let line = *line;
    let mut columns: BTreeMap<Column, (usize, String)> = BTreeMap::new();
    let mut strange = BTreeMap::new();
    for (at, heading) in headings {
        match Column::named(heading).filter(|column| !columns.contains_key(column)) {
            Some(column) => {
                columns.insert(column, (*at, heading.clone()));
            }
            None => {
                strange.insert(*at, heading.clone());
            }
        }
    }
    let rows: Vec<_> = cells.into_iter().filter(|(row, cells)| *row > line && !cells.is_empty()).collect();
    for at in rows.iter().flat_map(|(_, cells)| cells.keys()).filter(|at| **at < MAX_COLUMNS) {
        if columns.values().all(|(known, _)| known != at) {
            strange.entry(*at).or_insert_with(String::new);
        }
    }
    Some(Table { sheet: sheet.to_owned(), columns, strange, rows })
}

fn sentence(why: Why, file_name: &str) -> Refusal {
    let name: String = file_name.chars().filter(|c| !c.is_control()).take(120).collect();
    let name = if name.is_empty() { "The file".to_owned() } else { format!("“{name}”") };
    Refusal::rule(match why {
        Why::Empty => format!("{name} is empty. Choose the spreadsheet with the answers."),
        Why::TooLarge { limit } => {
            format!(
                "{name} is larger than {} MB. Take pictures out of it and save it again.",
                limit / 1_000_000
            )
        }
        Why::OldOffice => format!(
            "{name} is in an old Excel format or is protected by a password. Open it, remove any password and save it as \
             .xlsx."
        ),
        Why::Macros => {
            format!("{name} contains macros, which are never opened here. Save it as .xlsx, without macros.")
        }
        Why::Damaged => {
            format!(
                "{name} is damaged and cannot be read. Open it, save it again as .xlsx, and choose the new file."
            )
        }
        Why::Bomb | Why::TooMuch(_) => format!(
            "{name} holds far more than a spreadsheet of answers. Copy the answers into the file you had from us."
        ),
        Why::Binary | Why::Pdf | Why::OtherFormat | Why::NoTable | Why::NoActions => format!(
            "{name} is not an Excel workbook. Save the spreadsheet with the answers as .xlsx (Excel workbook)."
        ),
    })
}
