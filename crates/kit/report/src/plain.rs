//! A report as paragraphs of plain text, for papers that people write on from there.

use crate::{Block, Chart, Map, Section, Table, tidy};

/// What these sections say, a paragraph each; the first of a section begins with its heading on a line of its own, and
/// a table is one paragraph, a row a line.
pub fn plain(sections: &[Section]) -> Vec<String> {
    let mut paragraphs = Vec::new();
    for section in sections {
        let mut said: Vec<String> =
            section.blocks.iter().map(block).filter(|text| !text.is_empty()).collect();
        match said.first_mut() {
            Some(first) => *first = format!("{}\n{first}", tidy(&section.heading)),
            None => said.push(tidy(&section.heading)),
        }
        paragraphs.extend(said);
    }
    paragraphs
}

fn block(block: &Block) -> String {
    match block {
        Block::Words(words) | Block::Callout(words) => lines(words),
        Block::List(items) => items.iter().map(|item| tidy(item)).collect::<Vec<_>>().join("\n"),
        Block::Table(shown) => table(shown),
        Block::Chart(shown) => chart(shown),
        Block::Line(line) => table(&line.table),
        Block::Map(shown) => mapped(shown),
    }
}

/// The lines of a text, without the empty ones that would end a paragraph.
fn lines(text: &str) -> String {
    text.lines().map(tidy).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn table(shown: &Table) -> String {
    let mut said = vec![format!("{}:", tidy(&shown.caption))];
    for row in &shown.rows {
        let mut cells = Vec::new();
        for (cell, column) in row.iter().zip(&shown.columns) {
            let text = lines(&cell.text()).replace('\n', ", ");
            if text.is_empty() {
                continue;
            }
            cells.push(if cells.is_empty() { text } else { format!("{}: {text}", column.head) });
        }
        said.push(cells.join("; "));
    }
    said.join("\n")
}

fn chart(shown: &Chart) -> String {
    let bars = shown.bars.iter().map(|(name, counts)| format!("{}: {}", tidy(name), shown.words_of(counts)));
    std::iter::once(format!("{}:", tidy(&shown.title))).chain(bars).collect::<Vec<_>>().join("\n")
}

/// What the bands mean goes with the table, which names them.
fn mapped(shown: &Map) -> String {
    let beside = shown.key().into_iter().chain(shown.notes.iter().map(|note| tidy(note)));
    std::iter::once(table(&shown.table)).chain(beside).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cell, Width};

    #[test]
    fn every_word_of_a_table_is_said_and_no_paragraph_is_cut() {
        let columns = [("No.", Width::Tiny), ("Objective", Width::Long), ("State", Width::Short)];
        let shown = Table::new("Open after their last day", &columns).rows([
            vec![Cell::words("1.1"), Cell::words("Light the park\n\nand the path"), Cell::words("Late")],
            vec![Cell::words("1.2"), Cell::words(""), Cell::words("At risk")],
        ]);
        let sections = [
            Section::part("Exceptions").words("Two are open.\n\nBoth are late.").table(shown, ""),
            Section::part("Nothing beneath"),
        ];
        assert_eq!(
            plain(&sections),
            [
                "Exceptions\nTwo are open.\nBoth are late.",
                "Open after their last day:\n1.1; Objective: Light the park, and the path; State: Late\n1.2; State: At risk",
                "Nothing beneath",
            ]
        );
    }
}
