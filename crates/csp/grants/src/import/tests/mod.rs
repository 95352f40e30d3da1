//! The importer, told as an officer would meet it.

mod real_pack;
mod shapes;
mod words;

use concordat_plan::import::COMMAND_LINE_LIMIT;

use super::{Code, Piece, Reading, read};

/// A file taken apart, as the program does it.
fn pieces(bytes: &[u8], name: &str) -> Vec<Piece> {
    let (pieces, _) =
        concordat_plan::import::pieces(bytes, name, COMMAND_LINE_LIMIT, "tables of projects").unwrap();
    pieces
        .into_iter()
        .map(|piece| match piece {
            concordat_plan::import::Piece::Line { line, text } => Piece::Line { line, text },
            concordat_plan::import::Piece::Row { line, table, cells } => Piece::Row { line, table, cells },
        })
        .collect()
}

fn reading(text: &str) -> Reading {
    read(&pieces(text.as_bytes(), "grants.md"), "grants.md").unwrap()
}

fn codes(reading: &Reading) -> Vec<Code> {
    let mut codes: Vec<Code> = reading.oddities.iter().map(|oddity| oddity.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}
