//! Tables: a header says which column holds the area, the number, the words and the kind.

use super::{
    Role,
    lines::{Reader, kind_heading, split_area, split_item, split_number},
};
use crate::{
    import::{
        document::{Cell, TableRow},
        tidy,
    },
    strategies::model::ItemKind,
};

/// What the columns of a table hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Columns {
    area: Option<usize>,
    number: Option<usize>,
    text: Option<usize>,
    kind: Option<usize>,
    /// What the column of words is called: that says what they are.
    items: Option<ItemKind>,
    /// The area of the row above: an empty cell repeats it.
    here: String,
}

impl Columns {
    /// Reads a header; `None` when the row is none.
    fn header(row: &TableRow) -> Option<(Self, Vec<String>)> {
        let mut columns = Self::default();
        let mut others = Vec::new();
        for (at, cell) in row.filled() {
            let name = tidy(&cell.text()).to_lowercase();
            let one = name.trim_end_matches('s');
            let slot = match one {
                "area" | "theme" | "pillar" | "strand" | "priority" | "section" | "chapter" => {
                    &mut columns.area
                }
                "no" | "no." | "number" | "ref" | "reference" | "ref." | "#" => &mut columns.number,
                "kind" | "type" => &mut columns.kind,
                "commitment" | "objective" | "recommendation" | "text" | "action" | "what we will do" => {
                    if columns.text.is_none() {
                        columns.items = kind_heading(&format!("{one}s"));
                    }
                    &mut columns.text
                }
                _ => {
                    others.push(tidy(&cell.text()));
                    continue;
                }
            };
            if slot.is_some() {
                others.push(tidy(&cell.text()));
            } else {
                *slot = Some(at);
            }
        }
        // A row of items may hold a column's name as one of its texts; a header is mostly names.
        let named = [columns.area, columns.number, columns.text, columns.kind].iter().flatten().count();
        (columns.text.is_some() && named >= others.len()).then_some((columns, others))
    }
}

impl Reader {
    /// Reads a row of a table; the columns known so far, and those known after it.
    pub(super) fn row(&mut self, row: &TableRow, mut columns: Columns) -> Columns {
        if let Some((header, others)) = Columns::header(row) {
            for other in others {
                let remark = "A column that has no place here: what stands in it was not read.";
                self.push(row.line, "", &format!("Column “{other}”"), Role::Unplaced, remark);
            }
            return header;
        }
        let text_of = |at: Option<usize>| {
            at.and_then(|at| row.cells.get(at)).map(|cell| tidy(&cell.text())).unwrap_or_default()
        };
        let Some(text_column) = columns.text else {
            let texts: Vec<String> = row.filled().map(|(_, cell)| tidy(&cell.text())).collect();
            self.push(
                row.line,
                "",
                &texts.join(" | "),
                Role::Unplaced,
                "A row of a table whose header was not understood.",
            );
            return columns;
        };
        let area = text_of(columns.area);
        if !area.is_empty() && area != columns.here {
            let (number, title) =
                split_area(&area).or_else(|| split_number(&area)).unwrap_or((String::new(), area.clone()));
            self.area(row.line, &number, &title, "");
            columns.here = area;
        }
        let kind =
            kind_heading(&format!("{}s", text_of(columns.kind).trim_end_matches('s'))).or(columns.items);
        let cell = row.cells.get(text_column).cloned().unwrap_or_default();
        self.cell(row, &columns, kind, &text_of(columns.number), &cell);
        columns
    }

    /// The column of words: one item, or one for each bullet.
    fn cell(&mut self, row: &TableRow, columns: &Columns, kind: Option<ItemKind>, number: &str, cell: &Cell) {
        if cell.is_blank() {
            let filled: Vec<usize> = row.filled().map(|(at, _)| at).collect();
            // A row that only names an area heads the rows below it.
            if filled.iter().any(|at| Some(*at) != columns.area) {
                let texts: Vec<String> = row.filled().map(|(_, cell)| tidy(&cell.text())).collect();
                self.push(
                    row.line,
                    "",
                    &texts.join(" | "),
                    Role::Unplaced,
                    "A row without words in the column of items.",
                );
            }
            return;
        }
        if cell.has_items() && cell.parts.len() > 1 {
            for (n, part) in cell.parts.iter().enumerate() {
                let number = if number.is_empty() { String::new() } else { format!("{number}.{}", n + 1) };
                self.item(row.line, kind, &number, &tidy(part.text()));
            }
            return;
        }
        let text = tidy(&cell.text());
        let only = row.filled().count() == 1 && row.cells.len() > 1;
        if only
            && columns.area.is_none()
            && number.is_empty()
            && (split_area(&text).is_some() || cell_heads(&text))
        {
            let (number, title) =
                split_area(&text).or_else(|| split_number(&text)).unwrap_or((String::new(), text.clone()));
            self.area(row.line, &number, &title, "A row with one cell was read as a heading.");
            return;
        }
        match split_item(&text).filter(|_| number.is_empty()) {
            Some((own, number, words)) => self.item(row.line, own.or(kind), &number, &words),
            None => self.item(row.line, kind, number, &text),
        }
    }
}

/// A row of one cell that is no sentence.
fn cell_heads(text: &str) -> bool {
    text.chars().count() <= 80 && !text.ends_with(['.', ';'])
}
