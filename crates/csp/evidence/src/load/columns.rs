//! Columns found by what their headings say.

use std::collections::BTreeMap;

use super::{Code, Line, Notes, tidy};

/// Rows at the top that are looked through for headings.
const ABOVE: usize = 20;

/// A heading as it is compared: letters and digits in lower case, everything between them one underscore.
pub(crate) fn heading(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("_")
}

/// A heading as sentences show it: on one line, without the colon that some end in.
fn shown(text: &str) -> String {
    tidy(text.trim_end_matches([':', ' ']))
}

/// Where each known column stands, and what its heading says.
#[derive(Debug)]
pub(crate) struct Columns<C>(BTreeMap<C, (usize, String)>);

impl<C: Ord + Copy> Columns<C> {
    /// The columns under the first row that has enough of them, with the rows below; `None` when no row has. A column
    /// that is there twice is a fault, because either might be meant; one that nothing is done with is an oddity.
    pub(crate) fn find<'a>(
        lines: &'a [Line],
        named: impl Fn(&str) -> Option<C>,
        enough: impl Fn(&Self) -> bool,
        notes: &mut Notes,
    ) -> Option<(Self, &'a [Line])> {
        for (at, line) in lines.iter().take(ABOVE).enumerate() {
            let mut found = Notes::default();
            let columns = Self::of(line, &named, &mut found);
            if enough(&columns) {
                notes.oddities.append(&mut found.oddities);
                notes.faults.append(&mut found.faults);
                return Some((columns, lines.get(at + 1..).unwrap_or_default()));
            }
        }
        None
    }

    fn of(line: &Line, named: impl Fn(&str) -> Option<C>, notes: &mut Notes) -> Self {
        let mut columns = Self(BTreeMap::new());
        // The names of a map's properties stand in no row.
        let row = Some(line.number).filter(|row| *row > 0);
        let mut unused: Vec<(&str, usize)> = Vec::new();
        for (at, text) in line.cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            match named(&heading(text)) {
                Some(column) => {
                    if let Some((_, first)) = columns.0.insert(column, (at, shown(text))) {
                        notes.fault(
                            row,
                            shown(text),
                            format!(
                                "This column means the same as the column {first}. Take one of them out."
                            ),
                        );
                    }
                }
                None => match unused.iter_mut().find(|(seen, _)| seen == text) {
                    Some((_, times)) => *times += 1,
                    None => unused.push((text, 1)),
                },
            }
        }
        if !unused.is_empty() {
            let named = unused.iter().map(|(text, times)| match times {
                1 => format!("“{}”", tidy(text)),
                _ => format!("“{}” ({times} times)", tidy(text)),
            });
            let named = named.collect::<Vec<_>>().join(", ");
            notes.odd(Code::ColumnsUnused, row, None, named, "these columns were not used");
        }
        columns
    }

    /// Whether there is such a column.
    pub(crate) fn has(&self, column: C) -> bool {
        self.0.contains_key(&column)
    }

    /// What its heading says.
    pub(crate) fn title(&self, column: C) -> Option<String> {
        self.0.get(&column).map(|(_, title)| title.clone())
    }

    /// A row under these headings.
    pub(crate) fn row<'a>(&'a self, line: &'a Line) -> Row<'a, C> {
        Row { number: line.number, columns: self, line }
    }
}

/// A row whose cells are asked for by column.
#[derive(Debug)]
pub(crate) struct Row<'a, C> {
    /// See [`Line::number`].
    pub(crate) number: u64,
    columns: &'a Columns<C>,
    line: &'a Line,
}

impl<C: Ord + Copy> Row<'_, C> {
    /// What stands there on one line, or nothing.
    pub(crate) fn text(&self, column: C) -> Option<String> {
        let (at, _) = self.columns.0.get(&column)?;
        self.line.cells.get(*at).map(|text| tidy(text)).filter(|text| !text.is_empty())
    }

    /// The heading of a column.
    pub(crate) fn title(&self, column: C) -> Option<String> {
        self.columns.title(column)
    }
}
