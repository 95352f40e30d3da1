//! A report as a Word document: headings that a reader can jump to, real lists, tables whose header row is repeated.

mod parts;
pub mod word;
mod xml;

use concordat_kernel::Problem;
use word::{TEXT_WIDTH, bold, bundle, paragraph, run, safe};

use crate::{Block, Cell, Column, Level, Report, Table, Width, tidy};

/// The report as a Word document.
///
/// # Errors
/// When the file cannot be packed.
pub fn docx(report: &Report) -> Result<Vec<u8>, Problem> {
    let mut text = paragraph("Title", &run(&tidy(&report.title)));
    text.push_str(&paragraph("Subtitle", &run(&tidy(&report.subtitle))));
    let marking = ("Marking".to_owned(), report.mark.to_string());
    for (name, value) in report.facts.iter().chain([&marking]) {
        text.push_str(&paragraph("Fact", &format!("{}{}", bold(&format!("{name}: ")), run(value))));
    }
    for section in &report.sections {
        let style = if section.level == Level::Part { "Heading1" } else { "Heading2" };
        text.push_str(&paragraph(style, &run(&tidy(&section.heading))));
        for block in &section.blocks {
            write(&mut text, block);
        }
    }
    let title = tidy(&format!("{}: {}", report.title, report.subtitle));
    bundle(&title, report.mark, report.made_at, word::whole(&text))
}

fn write(text: &mut String, block: &Block) {
    match block {
        Block::Words(words) => paragraphs(text, "Normal", words),
        Block::Callout(words) => paragraphs(text, "Callout", words),
        Block::List(items) => {
            for item in items {
                text.push_str(&point(&item.replace('\n', " ")));
            }
        }
        Block::Table(table) => self::table(text, table),
        // Bars, lines and maps would be pictures here; the same numbers stand in the table.
        Block::Chart(chart) => self::table(text, &chart.table()),
        Block::Line(line) => self::table(text, &line.table),
        Block::Map(map) => {
            self::table(text, &map.table);
            // The table names bands, so what they mean goes with it.
            for words in map.key().iter().chain(&map.notes) {
                text.push_str(&point(&tidy(words)));
            }
        }
    }
}

fn paragraphs(text: &mut String, style: &str, words: &str) {
    for line in words.lines().filter(|line| !line.trim().is_empty()) {
        text.push_str(&paragraph(style, &run(line)));
    }
}

/// An item of a list; its list is named here as well as in its style, for readers that know no styles.
fn point(words: &str) -> String {
    let list = r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>"#;
    format!(r#"<w:p><w:pPr><w:pStyle w:val="Point"/>{list}</w:pPr>{}</w:p>"#, run(words))
}

fn share(column: &Column) -> u32 {
    match column.width {
        Width::Number => 9,
        Width::Tiny => 9,
        Width::Short => 15,
        Width::Middle => 24,
        Width::Long => 44,
    }
}

fn table(text: &mut String, table: &Table) {
    let whole: u32 = table.columns.iter().map(share).sum::<u32>().max(1);
    let widths: Vec<u32> = table.columns.iter().map(|column| share(column) * TEXT_WIDTH / whole).collect();
    text.push_str(&paragraph("Caption", &run(&table.caption)));
    text.push_str(concat!(
        r#"<w:tbl><w:tblPr><w:tblStyle w:val="Plan"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/>"#,
        r#"<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>"#,
    ));
    text.push_str(&format!(r#"<w:tblCaption w:val="{}"/></w:tblPr><w:tblGrid>"#, safe(&table.caption)));
    for width in &widths {
        text.push_str(&format!(r#"<w:gridCol w:w="{width}"/>"#));
    }
    text.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (column, width) in table.columns.iter().zip(&widths) {
        let style = if column.width == Width::Number { "Number" } else { "Head" };
        cell(text, *width, &paragraph(style, &bold(&column.head)));
    }
    text.push_str("</w:tr>");
    for row in &table.rows {
        text.push_str("<w:tr>");
        for ((content, column), width) in row.iter().zip(&table.columns).zip(&widths) {
            cell(text, *width, &content_of(content, column));
        }
        text.push_str("</w:tr>");
    }
    text.push_str("</w:tbl>");
    // A paragraph between two tables keeps them two.
    text.push_str(&paragraph("Gap", ""));
}

fn content_of(content: &Cell, column: &Column) -> String {
    let style = if column.width == Width::Number { "Number" } else { "Cell" };
    let words = content.text();
    // A cell without a paragraph is not a cell to Word.
    if words.is_empty() {
        return paragraph(style, "");
    }
    words.lines().map(|line| paragraph(style, &run(line))).collect()
}

fn cell(text: &mut String, width: u32, content: &str) {
    text.push_str(&format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>"#));
}
