//! The source of the reader of funded projects, compiled here so that the harness needs nothing of the slice around it.

#[path = "../../../crates/csp/grants/src/import/mod.rs"]
pub mod import;
#[path = "../../../crates/csp/grants/src/model/mod.rs"]
mod model;
#[path = "../../../crates/csp/grants/src/rules/mod.rs"]
pub mod rules;

pub use model::*;

use import::{Piece, read, ties};

/// Pieces that other readers would seldom make: each line of the input is a line or a row, its first byte says which, and
/// the cells of a row are parted by `|`. What is read keeps its promises, whatever it was.
pub fn fuzz_money(data: &[u8]) {
    let input = String::from_utf8_lossy(data);
    let mut pieces = Vec::new();
    for (line, record) in (1..).zip(input.split('\n')) {
        let mut chars = record.chars();
        let kind = chars.next();
        let rest = chars.as_str();
        pieces.push(match kind {
            Some('r' | 's') => Piece::Row {
                line,
                table: u32::from(kind == Some('s')),
                cells: rest.split('|').map(|cell| cell.split('/').map(str::to_owned).collect()).collect(),
            },
            _ => Piece::Line { line, text: rest.to_owned() },
        });
    }
    let last = u32::try_from(pieces.len()).unwrap_or(u32::MAX);
    match read(&pieces, "projects.txt") {
        Err(refusal) => assert!(refusal.to_string().len() > 20),
        Ok(reading) => {
            assert!(!reading.awards.is_empty());
            assert!(reading.oddities.iter().all(|oddity| oddity.line <= last && !oddity.did.is_empty()));
            for award in &reading.awards {
                assert!(award.from <= award.to && award.line <= last && !award.projects.is_empty());
                assert_eq!(ties::propose(award, &[]).len(), award.projects.len());
                assert_eq!(award.up_front() - award.of_projects(), award.unallocated());
            }
            assert!(reading.differences().all(|check| check.stated != check.found));
        }
    }
}
