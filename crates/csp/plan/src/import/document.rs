//! What every reader makes of its file: paragraphs and table rows in order, with the line each
//! stood on. The recogniser knows nothing of file formats beyond this.

use super::{Code, Oddity, limits};

/// A file as paragraphs and rows.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) blocks: Vec<Block>,
    /// What was odd about the file itself.
    pub(crate) oddities: Vec<Oddity>,
    cells: usize,
    bytes: usize,
}

/// One piece of a document.
#[derive(Debug)]
pub(crate) enum Block {
    Paragraph(Paragraph),
    Row(TableRow),
    /// A page ended here.
    PageBreak,
}

/// A line of running text.
#[derive(Debug, Clone)]
pub(crate) struct Paragraph {
    pub(crate) line: u32,
    /// Tidied; `**` still marks where bold begins and ends.
    pub(crate) text: String,
    pub(crate) style: Style,
    /// Whether no blank line stood before it: it may continue the one above.
    pub(crate) follows: bool,
}

/// How a paragraph looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    Title,
    Heading,
    Bullet,
    /// The name of a sheet in a workbook of several.
    Sheet,
}

/// A row of a table.
#[derive(Debug, Clone)]
pub(crate) struct TableRow {
    pub(crate) line: u32,
    /// Rows that stood together have the same number.
    pub(crate) table: u32,
    pub(crate) cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    pub(crate) parts: Vec<Part>,
    /// Its value belongs to a merged cell that began in a row above.
    pub(crate) merged: bool,
}

/// A piece of a cell. Texts are tidied and never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// A paragraph or line without a bullet.
    Text(String),
    /// An item of a list.
    Item(String),
    /// All of a list that shows no bullets.
    Loose(String),
}

impl Part {
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Item(text) | Self::Loose(text) => text,
        }
    }
}

impl Cell {
    pub(crate) fn is_blank(&self) -> bool {
        self.parts.is_empty()
    }

    /// All of the cell on one line.
    pub(crate) fn text(&self) -> String {
        let texts: Vec<&str> = self.parts.iter().map(Part::text).collect();
        texts.join(" ")
    }

    pub(crate) fn has_items(&self) -> bool {
        self.parts.iter().any(|part| !matches!(part, Part::Text(_)))
    }
}

impl TableRow {
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }

    /// The cells that hold something, with their places.
    pub(crate) fn filled(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank())
    }
}

impl Document {
    /// Adds a paragraph; `Err` when the document has more of them than any plan.
    pub(crate) fn paragraph(&mut self, paragraph: Paragraph) -> Result<(), limits::TooMuch> {
        if paragraph.text.is_empty() {
            return Ok(());
        }
        let bytes = paragraph.text.len();
        self.push(Block::Paragraph(paragraph), 1, bytes)
    }

    /// Adds a table row unless it is blank; `Err` when there are more cells than in any plan.
    pub(crate) fn row(&mut self, row: TableRow) -> Result<(), limits::TooMuch> {
        if row.is_blank() {
            return Ok(());
        }
        let weight = row.cells.len() + row.cells.iter().map(|cell| cell.parts.len()).sum::<usize>();
        let texts = row.cells.iter().flat_map(|cell| &cell.parts).map(|part| part.text().len());
        let bytes = texts.sum();
        self.push(Block::Row(row), weight, bytes)
    }

    pub(crate) fn page_break(&mut self) -> Result<(), limits::TooMuch> {
        self.push(Block::PageBreak, 1, 0)
    }

    pub(crate) fn odd(&mut self, code: Code, line: u32, saw: &str, did: &str) {
        if self.oddities.len() < limits::MAX_FILE_ODDITIES {
            self.oddities.push(Oddity::new(code, line, saw, did));
        }
    }

    fn push(&mut self, block: Block, weight: usize, bytes: usize) -> Result<(), limits::TooMuch> {
        self.cells += weight;
        if self.cells > limits::MAX_CELLS {
            return Err(limits::TooMuch::Cells);
        }
        // Merged cells count in each of their rows: more may come out than the file holds.
        self.bytes += bytes;
        if self.bytes > limits::MAX_TEXT {
            return Err(limits::TooMuch::Text);
        }
        self.blocks.push(block);
        Ok(())
    }
}

/// A line number from a place in a list, counted from 1.
pub(crate) fn line_number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1)
}
