//! Text and Markdown: tab-separated or pipe tables between paragraphs, as written by hand or
//! taken from a PDF.

use super::cell::{Markup, cell, without_mark};
use crate::import::{
    document::{Block, Cell, Document, Paragraph, Style, TableRow, line_number},
    limits::{MAX_COLUMNS, TooMuch},
    tidy,
};

/// Reads a text.
pub(crate) fn read(text: &str) -> Result<Document, TooMuch> {
    let mut reader = Reader::default();
    for (index, line) in lines(text).enumerate() {
        let line_no = line_number(index);
        for (piece, part) in line.split('\u{c}').enumerate() {
            if piece > 0 {
                reader.document.page_break()?;
                reader.in_table = false;
            }
            reader.line(line_no, part)?;
        }
    }
    Ok(reader.document)
}

/// Lines that end in LF, CRLF or CR.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

#[derive(Default)]
struct Reader {
    document: Document,
    table: u32,
    in_table: bool,
    follows: bool,
}

impl Reader {
    fn line(&mut self, line: u32, text: &str) -> Result<(), TooMuch> {
        if text.trim().is_empty() && !text.contains('\t') {
            self.in_table = false;
            self.follows = false;
            return Ok(());
        }
        match raw_cells(text) {
            Some(cells) => {
                if !self.in_table {
                    self.table += 1;
                }
                self.in_table = true;
                self.follows = false;
                if cells.iter().all(|cell| is_rule(cell)) {
                    return Ok(());
                }
                let cells: Vec<Cell> =
                    cells.iter().take(MAX_COLUMNS).map(|raw| cell(raw, Markup::Tags)).collect();
                self.document.row(TableRow { line, table: self.table, cells })
            }
            None => self.paragraph(line, text),
        }
    }

    fn paragraph(&mut self, line: u32, text: &str) -> Result<(), TooMuch> {
        self.in_table = false;
        let follows = std::mem::replace(&mut self.follows, true);
        let trimmed = text.trim();
        if is_rule(trimmed) {
            // A line of dashes under a line of text is Markdown for a heading.
            if follows
                && let Some(Block::Paragraph(above)) = self.document.blocks.last_mut()
                && above.line + 1 == line
            {
                above.style = Style::Heading;
            }
            self.follows = false;
            return Ok(());
        }
        let (style, text) = match trimmed.strip_prefix('#') {
            Some(heading) => (Style::Heading, heading.trim_matches('#')),
            None => {
                match without_mark(trimmed).filter(|_| !trimmed.starts_with(|c: char| c.is_ascii_digit())) {
                    Some(item) => (Style::Bullet, item),
                    None => (Style::Plain, trimmed),
                }
            }
        };
        // Tags and entities go, bold marks stay: labels are found by them.
        let text = if text.contains(['<', '&']) {
            let kept = cell(&text.replace("**", "\u{1}"), Markup::Tags).text();
            kept.replace('\u{1}', "**")
        } else {
            tidy(text)
        };
        self.document.paragraph(Paragraph { line, text, style, follows })
    }
}

/// The cells of a table line, or `None` when it is running text.
fn raw_cells(line: &str) -> Option<Vec<String>> {
    if line.contains('\t') {
        let indented_once = line.strip_prefix('\t').is_some_and(|rest| !rest.contains('\t'));
        return (!indented_once).then(|| line.split('\t').map(str::to_owned).collect());
    }
    let trimmed = line.trim();
    let framed = trimmed.starts_with('|');
    if !trimmed.contains('|') {
        return None;
    }
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in trimmed.chars() {
        let last = cells.last_mut()?;
        match c {
            '|' if escaped => {
                last.pop();
                last.push('|');
            }
            '|' => cells.push(String::new()),
            _ => last.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    if framed {
        cells.remove(0);
    }
    if trimmed.ends_with('|') && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    (framed || cells.len() >= 3).then_some(cells)
}

/// `---`, `:--:`, `====`: a rule, not words.
fn is_rule(text: &str) -> bool {
    let text = text.trim();
    text.len() >= 2 && text.bytes().all(|b| matches!(b, b'-' | b':' | b'=' | b' ' | b'_'))
}
