//! Reads tables of funded projects, and what the text around them says of the award, from any file an officer has.
//!
//! Pieces of a file go in; a [`Reading`] comes out. No database, no page and no clock. Nothing is guessed: what had to
//! be decided is an [`Oddity`] with its line, what was seen and what was done, and every sum that the file states is
//! worked out again as a [`Check`].

mod checks;
mod draft;
mod prose;
mod sections;
mod tables;
pub mod ties;
pub mod words;

#[cfg(test)]
mod tests;

pub use draft::{AwardDraft, Check, Code, EventDraft, Oddity, OutputDraft, PotDraft, ProjectDraft, Reading};

use concordat_kernel::{Refusal, Result};

/// A piece of a file, whatever the file's format: whoever calls has taken it apart.
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

/// Reads the funded projects in a file.
///
/// # Errors
/// When there is no table of projects with amounts, in a sentence that says what one looks like.
pub fn read(pieces: &[Piece], file_name: &str) -> Result<Reading> {
    let mut reading = Reading::default();
    for section in sections::split(pieces, &mut reading.oddities) {
        if let Some(award) = sections::award(&section, &mut reading) {
            reading.awards.push(award);
        }
    }
    prose::share_between_years(&mut reading);
    reading.awards.sort_by_key(|award| (award.fund.clone(), award.from));
    if reading.awards.is_empty() {
        return Err(Refusal::rule(format!(
            "No table of funded projects was found in “{file_name}”. It needs a table whose header names the project and its \
             allocation or cost, under a heading or a line with the name of the fund and its year, such as “Crime reduction \
             grant 2022/23”, and a line that says how much was awarded."
        ))
        .into());
    }
    Ok(reading)
}
