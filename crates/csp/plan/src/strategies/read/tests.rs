//! The same strategy from the four kinds of file, and texts that are less tidy.

use std::io::{Cursor, Write as _};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Contents, Reading, Role, read};
use crate::strategies::model::{ItemKind, StrategyKind};

fn of(bytes: &[u8], name: &str) -> Reading {
    read(bytes, name, 1_000_000, None).unwrap()
}

fn roles(reading: &Reading) -> Vec<(Role, &str, &str)> {
    reading.lines.iter().map(|line| (line.role, line.number.as_str(), line.text.as_str())).collect()
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn word() -> Vec<u8> {
    let run = |text: &str| format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#);
    let styled = |style: &str, text: &str| {
        format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{}</w:p>"#, run(text))
    };
    let listed = |text: &str| {
        format!(r#"<w:p><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>{}</w:p>"#, run(text))
    };
    let body = [
        styled("H", "Lanes strategy 2026-2029"),
        styled("H", "1. Slower lanes"),
        listed("Move two signs around the lanes"),
        listed("Answer every letter in a week"),
        styled("H", "2. Seen lanes"),
        listed("Cut the hedges at forty bends"),
        styled("H", "Objectives"),
        listed("Nobody dies on the way home"),
    ]
    .concat();
    let styles =
        r#"<w:styles xmlns:w="w"><w:style w:styleId="H"><w:name w:val="heading 1"/></w:style></w:styles>"#;
    let body =
        format!(r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    zipped(&[("word/document.xml", &body), ("word/styles.xml", styles)])
}

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [
        ["Area", "No.", "Kind", "Text", "Owner’s rating"],
        ["1. Slower lanes", "1.1", "Commitment", "Move two signs around the lanes", "Green"],
        ["", "1.2", "Commitment", "Answer every letter in a week", ""],
        ["2. Seen lanes", "2.1", "Commitment", "Cut the hedges at forty bends", ""],
    ];
    for (row, texts) in rows.iter().enumerate() {
        for (column, text) in texts.iter().enumerate() {
            sheet.write_string(u32::try_from(row).unwrap(), u16::try_from(column).unwrap(), *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

const CSV: &str = "Area,Ref,Commitments\n1. Slower lanes,1.1,Move two signs around the lanes\n,1.2,Answer every letter in a week\n2. Seen lanes,2.1,Cut the hedges at forty bends\n";

const TEXT: &str = "Lanes strategy 2026-2029
========================

Owner: Road Safety Partnership
Period: April 2026 to March 2029

Area 1: Slower lanes

1.1. Move two signs around
the lanes
1.2. Answer every letter in a week

Area 2: Seen lanes

2.1. Cut the hedges at forty bends
";

fn shape(contents: &Contents) -> Vec<(Option<usize>, &str, &str)> {
    contents.items.iter().map(|item| (item.area, item.number.as_str(), item.text.as_str())).collect()
}

#[test]
fn the_same_strategy_from_text_csv_excel_and_word() {
    let expected = [
        (Some(0), "1.1", "Move two signs around the lanes"),
        (Some(0), "1.2", "Answer every letter in a week"),
        (Some(1), "2.1", "Cut the hedges at forty bends"),
    ];
    let files = [
        of(TEXT.as_bytes(), "lanes.txt"),
        of(CSV.as_bytes(), "lanes.csv"),
        of(&workbook(), "lanes.xlsx"),
        of(&word(), "lanes.docx"),
    ];
    for reading in &files {
        let contents = reading.contents();
        let areas: Vec<_> =
            contents.areas.iter().map(|area| (area.number.as_str(), area.title.as_str())).collect();
        assert_eq!(areas, [("1", "Slower lanes"), ("2", "Seen lanes")], "{:?}", roles(reading));
        assert_eq!(shape(&contents)[..3], expected, "{:?}", roles(reading));
    }
    let [text, csv, excel, docx] = &files;
    assert_eq!((text.title.as_str(), text.kind), ("Lanes strategy 2026-2029", Some(StrategyKind::Strategy)));
    assert_eq!(text.owner, "Road Safety Partnership");
    assert_eq!(text.period.unwrap().to_string(), "April 2026 to March 2029");
    assert_eq!(text.unplaced().count(), 0, "{:?}", roles(text));
    assert_eq!(text.lines[1].remark, "The line below was joined to it.");
    assert_eq!(csv.title, "lanes");
    assert_eq!(csv.remarks, ["No title was found; the file’s name stands in for it."]);
    let unplaced: Vec<&str> = excel.unplaced().map(|(_, line)| line.text.as_str()).collect();
    assert_eq!(unplaced, ["Column “Owner’s rating”"], "what is not read is said");
    let last = docx.contents().items.pop().unwrap();
    assert_eq!((last.area, last.kind), (None, ItemKind::Objective));
    assert!(docx.remarks.iter().any(|remark| remark.contains("no number")), "{:?}", docx.remarks);
}

#[test]
fn an_inquirys_numbered_lines_are_recommendations() {
    let text = "# Inquiry into the evening economy\n\nRecommendation 1: Train door staff\nR2. Keep the buses until three\n\nThe panel thanks everybody who came.\n";
    let reading = of(text.as_bytes(), "inquiry.md");
    assert_eq!(reading.kind, Some(StrategyKind::Inquiry));
    assert_eq!(
        roles(&reading),
        [
            (Role::Recommendation, "1", "Train door staff"),
            (Role::Recommendation, "R2", "Keep the buses until three"),
            (Role::Unplaced, "", "The panel thanks everybody who came."),
        ]
    );
}

#[test]
fn a_plain_line_above_a_list_is_taken_as_its_heading_and_said_so() {
    let text = "Road plan\n\nSchools\n\n- Walk with every year 6\n\nIn 2025 we met 40 people. 30 of them came back.\n";
    let reading = of(text.as_bytes(), "pasted.txt");
    assert_eq!(reading.contents().areas[0].title, "Schools");
    assert!(reading.lines[1].remark.contains("Read as a heading"));
    assert_eq!(reading.unplaced().count(), 2, "{:?}", roles(&reading));
}

#[test]
fn a_text_without_items_is_refused_in_words() {
    let refused = read(b"Just a letter about nothing in particular.", "letter.txt", 1000, None).unwrap_err();
    assert!(
        refused.to_string().contains("No commitment, objective or recommendation was found in “letter.txt”")
    );
    let refused = read(b"", "", 1000, None).unwrap_err().to_string();
    assert!(refused.contains("strategy") && !refused.contains("action plan"), "{refused}");
}
