//! A file taken apart for somebody else who reads tables and text from the files that officers have.

use concordat_kernel::Refusal;

use super::{
    Oddity,
    document::{Block, Part},
    read, refusal,
    refusal::Why,
};

/// A piece of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A line of running text or a heading.
    Line {
        /// Where it stood, from 1.
        line: u32,
        /// Its words.
        text: String,
    },
    /// A row of a table.
    Row {
        /// Where it stood, from 1.
        line: u32,
        /// Rows of one table have the same number.
        table: u32,
        /// Its cells, each as its paragraphs and list items.
        cells: Vec<Vec<String>>,
    },
}

/// The pieces of a file in order, and what was odd about the file itself. `wanted` is what it should hold, for the
/// sentences: “tables of projects”.
///
/// # Errors
/// A sentence that names the file and says what to do instead.
pub fn pieces(
    bytes: &[u8],
    file_name: &str,
    limit: u64,
    wanted: &str,
) -> Result<(Vec<Piece>, Vec<Oddity>), Refusal> {
    let document = match u64::try_from(bytes.len()) {
        Ok(size) if size <= limit => read::document(bytes, file_name),
        _ => Err(Why::TooLarge { limit }),
    }
    .map_err(|why| refusal::refusal_of(why, file_name, wanted))?;
    let pieces = document
        .blocks
        .into_iter()
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(Piece::Line { line: paragraph.line, text: paragraph.text }),
            Block::Row(row) => Some(Piece::Row {
                line: row.line,
                table: row.table,
                cells: row
                    .cells
                    .iter()
                    .map(|cell| cell.parts.iter().map(Part::text).map(str::to_owned).collect())
                    .collect(),
            }),
            Block::PageBreak => None,
        })
        .collect();
    Ok((pieces, document.oddities))
}
