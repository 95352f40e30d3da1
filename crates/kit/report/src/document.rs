//! A report as a document, before it is known whether it becomes a page, a PDF, a Word document or a workbook.
//! Each way out shows the same words and the same numbers.

use concordat_kernel::{Mark, jiff::Timestamp, with_thousands};
use concordat_web::parts::Colour;

use crate::{map::Map, unsigned_nothing};

/// A report: what it is called, what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What it is.
    pub title: String,
    /// Of what: the plan and its period.
    pub subtitle: String,
    /// Lines of name and value beneath the title.
    pub facts: Vec<(String, String)>,
    /// The classification mark on every page.
    pub mark: Mark,
    /// When it was drawn from the record.
    pub made_at: Timestamp,
    /// How it is set on paper.
    pub pages: Pages,
    /// What it says, in order.
    pub sections: Vec<Section>,
}

/// How a report is set on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// With contents, as long as it is.
    Flowing,
    /// Small, on one page.
    One,
    /// Small, each part on a page of its own.
    EachPart,
    /// Upright and without contents: for one reader, who gets it by post.
    Letter,
}

/// A heading and what stands beneath it.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// How deep it stands.
    pub level: Level,
    /// What stands beneath it.
    pub blocks: Vec<Block>,
}

/// How deep a heading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// A part of the report.
    Part,
    /// A piece of the part before it.
    Piece,
}

/// A paragraph, a list, a table, a chart, a map, or a remark set apart.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Words(String),
    /// Several short things.
    List(Vec<String>),
    /// What must not be overlooked.
    Callout(String),
    /// A table.
    Table(Table),
    /// A chart of bars, always with its table.
    Chart(Chart),
    /// A chart of a line, always with its table.
    Line(Line),
    /// A map of shapes in bands, always with its table.
    Map(Map),
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it shows, in words.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows: a cell for each column, the first of which names the row.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub head: String,
    /// How much room it needs beside the others.
    pub width: Width,
}

/// How much room a column needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// A number, set to the right.
    Number,
    /// An action's number.
    Tiny,
    /// A word or two, a date.
    Short,
    /// A name, a state.
    Middle,
    /// Sentences.
    Long,
}

/// What stands where a row and a column meet.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text; its lines are kept.
    Words(String),
    /// A whole number.
    Number(i64),
    /// A number that is no whole one, and how it is said.
    Real(f64, String),
    /// A state as a word on a colour; the word says everything.
    Tag(String, Colour),
    /// Words that lead to a page of the record, where there is one to lead to.
    Link(String, String),
}

/// How several wholes are made up: one bar for each, and the same numbers as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// What each bar is of: heads the column of names.
    pub of: String,
    /// What the bars are made up of, in order.
    pub kinds: Vec<(String, Colour)>,
    /// The bars: a name, and a number for each kind.
    pub bars: Vec<(String, Vec<usize>)>,
}

/// Values one after another as a line of points, and the levels they are compared with; beside it the same numbers as a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it shows.
    pub title: String,
    /// The points in order: a name, how high it stands, and a remark where one is needed ("above the upper limit").
    pub points: Vec<(String, f64, String)>,
    /// The levels: a name and how high it stands.
    pub levels: Vec<(String, f64)>,
    /// What a straight line from the first point to the last stands for, where one is drawn to compare with.
    pub straight: Option<String>,
    /// The same as a table: the names in its first column, the values in its second, those of the straight line in its third.
    pub table: Table,
}

impl Section {
    /// A part of the report.
    pub fn part(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), level: Level::Part, blocks: Vec::new() }
    }

    /// A piece of the part before it.
    pub fn piece(heading: impl Into<String>) -> Self {
        Self { level: Level::Piece, ..Self::part(heading) }
    }

    /// The same one step deeper.
    pub fn deeper(self) -> Self {
        Self { level: Level::Piece, ..self }
    }

    /// With a paragraph.
    pub fn words(self, words: impl Into<String>) -> Self {
        self.with(Block::Words(words.into()))
    }

    /// With what must not be overlooked.
    pub fn callout(self, words: impl Into<String>) -> Self {
        self.with(Block::Callout(words.into()))
    }

    /// With a list, unless it is empty.
    pub fn list(self, items: Vec<String>) -> Self {
        if items.is_empty() { self } else { self.with(Block::List(items)) }
    }

    /// With a table; these words in its place when it has no rows.
    pub fn table(self, table: Table, none: &str) -> Self {
        if table.rows.is_empty() { self.words(none) } else { self.with(Block::Table(table)) }
    }

    /// With another block.
    pub fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }
}

impl Table {
    /// A table without rows yet.
    pub fn new(caption: impl Into<String>, columns: &[(&str, Width)]) -> Self {
        let columns = columns.iter().map(|(head, width)| Column { head: (*head).to_owned(), width: *width });
        Self { caption: caption.into(), columns: columns.collect(), rows: Vec::new() }
    }

    /// With these rows.
    pub fn rows(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        self.rows.extend(rows);
        self
    }
}

impl Cell {
    /// Text.
    pub fn words(words: impl Into<String>) -> Self {
        Self::Words(words.into())
    }

    /// A whole number.
    pub fn count(count: impl TryInto<i64>) -> Self {
        Self::Number(count.try_into().unwrap_or(i64::MAX))
    }

    /// A number that is no whole one, and how it is said, in which thousands are parted. Nothing has no sign, however it was come by.
    pub fn real(value: f64, words: impl Into<String>) -> Self {
        Self::Real(value + 0.0, with_thousands(&unsigned_nothing(words.into())))
    }

    /// What it says, without colour or address.
    pub fn text(&self) -> String {
        match self {
            Self::Words(words) | Self::Tag(words, _) | Self::Link(words, _) | Self::Real(_, words) => {
                words.clone()
            }
            Self::Number(number) => with_thousands(&number.to_string()),
        }
    }
}

impl Chart {
    /// The chart's numbers as a table, with a total for each bar and, when there are several, a row for all.
    pub fn table(&self) -> Table {
        let mut columns = vec![(self.of.as_str(), Width::Middle), ("All", Width::Number)];
        columns.extend(self.kinds.iter().map(|(label, _)| (label.as_str(), Width::Number)));
        let row = |name: &str, counts: &[usize]| {
            let mut cells = vec![Cell::words(name), Cell::count(counts.iter().sum::<usize>())];
            cells.extend(counts.iter().map(|count| Cell::count(*count)));
            cells
        };
        let mut table = Table::new(self.title.clone(), &columns)
            .rows(self.bars.iter().map(|(name, counts)| row(name, counts)));
        if self.bars.len() > 1 {
            let all: Vec<usize> = (0..self.kinds.len())
                .map(|n| self.bars.iter().filter_map(|(_, counts)| counts.get(n)).sum())
                .collect();
            table.rows.push(row("All", &all));
        }
        table
    }

    /// One bar in words: "On track: 3, Late: 1".
    pub fn words_of(&self, counts: &[usize]) -> String {
        let parts = self.kinds.iter().zip(counts).filter(|(_, count)| **count > 0);
        let parts: Vec<String> = parts
            .map(|((label, _), count)| format!("{label}: {}", with_thousands(&count.to_string())))
            .collect();
        if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
    }
}
