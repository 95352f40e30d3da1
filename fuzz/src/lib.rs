//! The source of the importer, of the attachments' cleaner and of the reader of records, compiled here so that the harness
//! reaches the importer's readers below the zip layer without opening them to the rest of the workspace.

#[path = "../../crates/kit/attachments/src/clean/mod.rs"]
pub mod clean;
#[path = "../../crates/csp/plan/src/import/mod.rs"]
pub mod import;
#[path = "../../crates/csp/evidence/src/ingest/mod.rs"]
pub mod ingest;
#[path = "../../crates/csp/evidence/src/records/mod.rs"]
pub mod records;
#[path = "../../crates/csp/plan/src/state.rs"]
mod state;

mod extracts;

pub use extracts::{fuzz_extract, fuzz_mapping};
pub use state::State;

use std::collections::HashMap;

use import::{
    document::{Block, Cell, Document, Paragraph, Part, Style, TableRow},
    read::{csv, docx, sheet, text, xlsx},
    recognise::recognise,
};

/// What a plan read from any bytes must keep to, whatever they were.
fn hold(document: Document) {
    let known = ["Merrowshire Police".to_owned(), "Community Safety Unit".to_owned()];
    let Ok(reading) = recognise(document, "plan.txt", &known) else { return };
    assert_eq!(reading.draft.counts, reading.draft.counts());
    assert!(reading.draft.actions().all(|action| !action.number.is_empty() && !action.rows.is_empty()));
    let mut split = reading.draft.clone();
    for suggestion in &reading.splits {
        assert!(suggestion.parts.len() > 1);
        assert_eq!(suggestion.parts.join(" "), suggestion.text);
        split.apply(suggestion);
    }
    assert_eq!(split.counts, split.counts());
}

/// Text and Markdown.
pub fn fuzz_text(data: &[u8]) {
    if let Some(decoded) = import::encoding::decode(data)
        && let Ok(document) = text::read(&decoded.text)
    {
        hold(document);
    }
}

/// Comma-separated values.
pub fn fuzz_csv(data: &[u8]) {
    if let Some(decoded) = import::encoding::decode(data)
        && let Ok(document) = csv::read(&decoded.text)
    {
        hold(document);
    }
}

/// A workbook's parts: shared texts, styles and a sheet, parted by NUL.
pub fn fuzz_xlsx(data: &[u8]) {
    let mut parts = data.splitn(3, |b| *b == 0);
    let mut next = || parts.next().unwrap_or_default();
    let (sheet_part, strings, styles) = (next(), next(), next());
    let book = xlsx::Book {
        strings: xlsx::shared_strings(strings).unwrap_or_default(),
        styles: sheet::styles(styles).unwrap_or_default(),
        from_1904: data.len() % 2 == 1,
    };
    if let Ok(sheet) = sheet::read(sheet_part, &book, &mut sheet::Budget::default()) {
        let mut document = Document::default();
        if xlsx::lay_out(&mut document, 1, &sheet).is_ok() {
            hold(document);
        }
    }
}

/// A Word document's parts: the body and its styles, parted by NUL.
pub fn fuzz_docx(data: &[u8]) {
    let mut parts = data.splitn(2, |b| *b == 0);
    let (body, styles) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let styles = docx::styles(styles).unwrap_or_else(|_| HashMap::new());
    if let Ok(document) = docx::body_of(body, &styles) {
        hold(document);
    }
}

/// A whole file of any kind, as uploaded.
pub fn fuzz_archive(data: &[u8]) {
    let read = import::read(data, "plan.xlsx", import::UPLOAD_LIMIT, &[]);
    if let Err(refusal) = read {
        assert!(refusal.to_string().len() > 20);
    }
}

/// A whole file of any kind, as added to a thing of the record.
pub fn fuzz_attachment(data: &[u8]) {
    const LIMIT: usize = 100_000;
    match clean::clean("file", data, LIMIT) {
        Err(refusal) => assert!(refusal.to_string().len() > 20),
        Ok(once) => {
            assert!(!once.bytes().is_empty() && once.bytes().len() <= LIMIT);
            // What was cleaned can be added again, and pictures and texts have nothing left to lose.
            let twice = clean::clean(once.name(), once.bytes(), 2 * LIMIT).expect("what was kept can be kept");
            assert_eq!(twice.media(), once.media());
            if matches!(once.media(), clean::Media::Jpeg | clean::Media::Png | clean::Media::Text) {
                assert_eq!(twice.hash(), once.hash());
            }
        }
    }
}

/// Documents that readers would seldom make: each line of the input is a paragraph or a row,
/// its first byte says which, and its cells are parted by `|`.
pub fn fuzz_recogniser(data: &[u8]) {
    let mut document = Document::default();
    let input = String::from_utf8_lossy(data);
    for (line, record) in (1..).zip(input.split('\n')) {
        let mut chars = record.chars();
        let kind = chars.next();
        let rest = chars.as_str();
        let added = match kind {
            Some('r' | 's') => {
                let cells = rest.split('|').map(cell).collect();
                document.row(TableRow { line, table: u32::from(kind == Some('s')) + line / 16, cells })
            }
            Some('f') => document.page_break(),
            _ => {
                let style = match kind {
                    Some('h') => Style::Heading,
                    Some('b') => Style::Bullet,
                    Some('t') => Style::Title,
                    Some('w') => Style::Sheet,
                    _ => Style::Plain,
                };
                let follows = kind == Some('c');
                document.paragraph(Paragraph { line, text: import::tidy(rest), style, follows })
            }
        };
        if added.is_err() {
            return;
        }
    }
    debug_assert!(document.blocks.iter().all(|block| !matches!(block, Block::Row(row) if row.is_blank())));
    hold(document);
}

fn cell(text: &str) -> Cell {
    let merged = text.starts_with('^');
    let parts = text.trim_start_matches('^').split(';').filter_map(|piece| {
        let tidy = import::tidy(piece.trim_start_matches(['+', '~']));
        (!tidy.is_empty()).then(|| match piece.chars().next() {
            Some('+') => Part::Item(tidy),
            Some('~') => Part::Loose(tidy),
            _ => Part::Text(tidy),
        })
    });
    Cell { parts: parts.collect(), merged }
}
