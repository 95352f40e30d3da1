//! Reads a strategy from text, a table or a Word file. Every line keeps what it was read as, so that an officer can
//! put it right before anything reaches the record. Nothing is guessed silently: what was decided is said beside its line.

mod lines;
mod table;
#[cfg(test)]
mod tests;

use concordat_kernel::{Period, Refusal};
use serde::{Deserialize, Serialize};

use super::model::{ItemKind, StrategyKind};
use crate::import::{
    document::{Block, Document},
    document_of,
};

/// A strategy's text as read: kept as JSON while it is being looked through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The title found, or the file's name.
    pub title: String,
    /// What sort of text it seems to be; `None` when nothing says so.
    pub kind: Option<StrategyKind>,
    /// Whose it is, when a line says so.
    pub owner: String,
    /// The months it covers, when a line says so.
    pub period: Option<Period>,
    /// Where its words were taken from.
    pub source_note: String,
    /// Everything that was read, in order.
    pub lines: Vec<Line>,
    /// What was odd about the file itself, each a sentence with its line.
    pub remarks: Vec<String>,
}

/// One line, paragraph or table cell, and what it was read as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Where it stood, from 1.
    pub line: u32,
    /// Its number as written, or as given here.
    pub number: String,
    /// Its words.
    pub text: String,
    /// What it was read as.
    pub role: Role,
    /// What had to be decided, as a sentence.
    pub remark: String,
}

/// What a line was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// An area: items under it belong to it.
    Area,
    /// The end of the areas: items under it stand outside of them.
    Outside,
    /// A commitment.
    Commitment,
    /// An objective.
    Objective,
    /// A recommendation.
    Recommendation,
    /// It found no place.
    Unplaced,
    /// An officer left it out.
    LeftOut,
}

impl Role {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 7] = [
        Self::Area,
        Self::Commitment,
        Self::Objective,
        Self::Recommendation,
        Self::Outside,
        Self::Unplaced,
        Self::LeftOut,
    ];

    /// The word that forms send.
    pub fn word(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Outside => "outside",
            Self::Commitment => "commitment",
            Self::Objective => "objective",
            Self::Recommendation => "recommendation",
            Self::Unplaced => "unplaced",
            Self::LeftOut => "left-out",
        }
    }

    /// The words shown.
    pub fn title(self) -> &'static str {
        match self {
            Self::Area => "Area",
            Self::Outside => "Heading outside the areas",
            Self::Commitment => "Commitment",
            Self::Objective => "Objective",
            Self::Recommendation => "Recommendation",
            Self::Unplaced => "No place found",
            Self::LeftOut => "Left out",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// The kind of item it stands for.
    pub fn item(self) -> Option<ItemKind> {
        match self {
            Self::Commitment => Some(ItemKind::Commitment),
            Self::Objective => Some(ItemKind::Objective),
            Self::Recommendation => Some(ItemKind::Recommendation),
            Self::Area | Self::Outside | Self::Unplaced | Self::LeftOut => None,
        }
    }

    fn of(kind: ItemKind) -> Self {
        match kind {
            ItemKind::Commitment => Self::Commitment,
            ItemKind::Objective => Self::Objective,
            ItemKind::Recommendation => Self::Recommendation,
        }
    }
}

/// What a reading comes to: areas, and items with the place of their area.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Contents {
    /// Areas in order.
    pub areas: Vec<FoundArea>,
    /// Items in order.
    pub items: Vec<FoundItem>,
}

/// An area as found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FoundArea {
    /// Its number; may be empty.
    pub number: String,
    /// Its title.
    pub title: String,
}

/// An item as found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FoundItem {
    /// The place of its area in [`Contents::areas`].
    pub area: Option<usize>,
    /// What it is.
    pub kind: ItemKind,
    /// Its number; may be empty.
    pub number: String,
    /// Its words.
    pub text: String,
}

impl Reading {
    /// What the lines come to as they are read now. An area that stands twice is one area.
    pub fn contents(&self) -> Contents {
        let mut contents = Contents::default();
        let mut here = None;
        for line in &self.lines {
            match line.role {
                Role::Area => here = Some(contents.area(&line.number, &line.text)),
                Role::Outside => here = None,
                Role::Unplaced | Role::LeftOut => {}
                role => {
                    if let Some(kind) = role.item() {
                        let (number, text) = (line.number.clone(), line.text.clone());
                        contents.items.push(FoundItem { area: here, kind, number, text });
                    }
                }
            }
        }
        contents
    }

    /// The lines that found no place.
    pub fn unplaced(&self) -> impl Iterator<Item = (usize, &Line)> {
        self.lines.iter().enumerate().filter(|(_, line)| line.role == Role::Unplaced)
    }
}

impl Contents {
    fn area(&mut self, number: &str, title: &str) -> usize {
        let same = |area: &FoundArea| area.number == number && area.title == title;
        self.areas.iter().position(same).unwrap_or_else(|| {
            self.areas.push(FoundArea { number: number.to_owned(), title: title.to_owned() });
            self.areas.len() - 1
        })
    }

    /// How many items there are of a kind.
    pub fn count(&self, kind: ItemKind) -> usize {
        self.items.iter().filter(|item| item.kind == kind).count()
    }
}

/// Reads a strategy from a file. `limit` is the most bytes it may have; `usual` is what its items are
/// where nothing says so, as the officer said.
///
/// # Errors
/// A sentence that names the file and says what to do instead.
pub fn read(bytes: &[u8], file_name: &str, limit: u64, usual: Option<ItemKind>) -> Result<Reading, Refusal> {
    let document = document_of(bytes, file_name, limit).map_err(about_a_strategy)?;
    let reading = of_document(&document, file_name, usual);
    if reading.contents().items.is_empty() {
        let name = if file_name.is_empty() { "The text".to_owned() } else { format!("“{file_name}”") };
        return Err(Refusal::rule(format!(
            "No commitment, objective or recommendation was found in {name}. They are found as numbered or bulleted lines, or in a table with a column of that name."
        )));
    }
    Ok(reading)
}

/// The plan's import says why a file cannot be read; only what was sought in it is another thing.
fn about_a_strategy(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Rule(sentence) => Refusal::rule(
            sentence.replace("the action plan", "the strategy").replace("any plan", "any strategy"),
        ),
        other => other,
    }
}

fn of_document(document: &Document, file_name: &str, usual: Option<ItemKind>) -> Reading {
    let mut reader = lines::Reader::new(usual);
    let mut table = None;
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                table = None;
                reader.paragraph(paragraph);
            }
            Block::Row(row) => {
                let columns = match table.take() {
                    Some((number, columns)) if number == row.table => columns,
                    _ => table::Columns::default(),
                };
                let columns = reader.row(row, columns);
                table = Some((row.table, columns));
            }
            Block::PageBreak => {}
        }
    }
    let mut reading = reader.finish(file_name);
    let odd = document.oddities.iter().map(|odd| format!("Line {}: {}; {}.", odd.line, odd.saw, odd.did));
    reading.remarks.splice(0..0, odd);
    reading
}
