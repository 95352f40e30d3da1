//! Every report in every format: read back by readers that had no part in writing it.

use std::collections::BTreeSet;

use concordat_kernel::Mark;
use concordat_report::{Block, Cell, Report, docx, paper, pieces, xlsx};

use crate::{
    export::package::unpack,
    import::document::{Block as ReadBlock, Document},
    reports::samples,
};

fn read(bytes: &[u8], name: &str) -> Document {
    crate::import::read::document(bytes, name).unwrap_or_else(|_| panic!("{name} cannot be read"))
}

/// Every text of a report, without spaces: readers join lines in their own ways.
fn texts(report: &Report) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for block in report.sections.iter().flat_map(|section| &section.blocks) {
        match block {
            Block::Words(words) | Block::Callout(words) => {
                texts.extend(words.lines().map(bare));
            }
            Block::List(items) => texts.extend(items.iter().map(|item| bare(item))),
            Block::Table(table) => texts.extend(cells(&table.rows)),
            Block::Chart(chart) => texts.extend(cells(&chart.table().rows)),
            Block::Line(line) => texts.extend(cells(&line.table.rows)),
            Block::Map(map) => texts.extend(cells(&map.table.rows)),
        }
    }
    texts.remove("");
    texts
}

fn cells(rows: &[Vec<Cell>]) -> Vec<String> {
    rows.iter().flatten().map(|cell| bare(&cell.text())).collect()
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '•' && *c != '\u{a0}').collect()
}

/// Every text that a file holds.
fn found(document: &Document) -> String {
    let mut all = String::new();
    for block in &document.blocks {
        match block {
            ReadBlock::Paragraph(paragraph) => all.push_str(&bare(&paragraph.text)),
            ReadBlock::Row(row) => {
                for cell in &row.cells {
                    all.push_str(&bare(&cell.text()));
                }
            }
            ReadBlock::PageBreak => (),
        }
        all.push('\n');
    }
    all
}

#[test]
fn the_word_document_holds_every_text_of_the_report() {
    for (name, _, report) in samples::reports() {
        let bytes = docx(&report).unwrap();
        assert_eq!(bytes, docx(&report).unwrap(), "{name}: the same report gives the same file");
        let all = found(&read(&bytes, "report.docx"));
        for text in texts(&report) {
            assert!(all.contains(&text), "{name}: `{text}` is not in the Word document");
        }
    }
}

#[test]
fn the_word_document_has_headings_and_repeated_header_rows() {
    let (_, _, report) = samples::reports().into_iter().next().unwrap();
    let parts = unpack(&docx(&report).unwrap()).unwrap();
    let part = |name: &str| &parts.iter().find(|(part, _)| part == name).unwrap().1;
    let document = part("word/document.xml");
    let tables = document.matches("<w:tbl>").count();
    assert!(tables > 5);
    assert_eq!(document.matches("<w:tblHeader/>").count(), tables);
    assert_eq!(document.matches("<w:tblCaption ").count(), tables);
    assert!(
        document.contains(r#"<w:pStyle w:val="Heading1"/>"#)
            && document.contains(r#"<w:pStyle w:val="Heading2"/>"#)
    );
    for style in document.split("<w:pStyle w:val=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(part("word/styles.xml").contains(&format!("w:styleId=\"{style}\"")), "{style} is no style");
    }
    for name in ["word/header1.xml", "word/footer1.xml"] {
        assert!(part(name).contains("Official"), "{name}");
    }
    let secret = Report { mark: Mark::OfficialSensitive, ..report };
    let parts = unpack(&docx(&secret).unwrap()).unwrap();
    assert!(
        parts.iter().any(|(part, text)| part == "word/header1.xml" && text.contains("Official-Sensitive"))
    );
}

#[test]
fn the_workbook_holds_every_text_and_number_and_no_formula() {
    for (name, _, report) in samples::reports() {
        let bytes = xlsx(&report).unwrap();
        let parts = unpack(&bytes).unwrap();
        for (part, text) in &parts {
            assert!(
                !(part.starts_with("xl/worksheets/") && text.contains("<f>")),
                "{name}: {part} has a formula"
            );
        }
        let strings = &parts.iter().find(|(part, _)| part == "xl/sharedStrings.xml").unwrap().1;
        let strings =
            strings.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        let all = bare(&strings);
        for text in texts(&report).iter().filter(|text| text.parse::<usize>().is_err()) {
            assert!(all.contains(text), "{name}: `{text}` is not in the workbook");
        }
        read(&bytes, "report.xlsx");
        let sheets: Vec<&str> = parts
            .iter()
            .find(|(part, _)| part == "xl/workbook.xml")
            .map(|(_, text)| {
                text.split("<sheet name=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
            })
            .unwrap();
        let blocks = report.sections.iter().flat_map(|section| &section.blocks);
        let tables = blocks.filter(|block| matches!(block, Block::Table(_) | Block::Chart(_))).count();
        assert_eq!(sheets.len(), tables + 1, "{name}: a sheet for each table, and one for the words");
    }
}

#[test]
fn the_page_and_the_paper_hold_every_text() {
    for (name, _, report) in samples::reports() {
        let paper = paper(&report);
        let printed = bare(&paper.data.to_string().replace("\\n", "").replace("\\\"", "\""));
        let drawn: String = pieces(&report)
            .iter()
            .flat_map(|piece| &piece.blocks)
            .map(|html| bare(&plain(html.as_str())))
            .collect();
        for text in texts(&report) {
            assert!(printed.contains(&text), "{name}: `{text}` is not on paper");
            assert!(drawn.contains(&text), "{name}: `{text}` is not on the page");
        }
    }
}

/// A page's words: markup taken away, signs as they are.
fn plain(html: &str) -> String {
    let text: String =
        html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
