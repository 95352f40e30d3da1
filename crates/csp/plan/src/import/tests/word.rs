//! Word documents, zipped up here part by part.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{action, codes, plan, steps};
use crate::import::Code;

fn document(body: &str) -> Vec<u8> {
    let styles = r#"<w:styles xmlns:w="w"><w:style w:styleId="Berschrift1"><w:name w:val="heading 1"/></w:style>
        <w:style w:styleId="Aufz"><w:name w:val="List Bullet"/></w:style></w:styles>"#;
    let body =
        format!(r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("word/document.xml", body.as_str()), ("word/styles.xml", styles)] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn run(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

fn paragraph(style: &str, runs: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>"#)
}

fn listed(runs: &str) -> String {
    format!(r#"<w:p><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>{runs}</w:p>"#)
}

fn row(cells: &[String]) -> String {
    let cells: String = cells.iter().map(|cell| format!("<w:tc>{cell}</w:tc>")).collect();
    format!("<w:tr>{cells}</w:tr>")
}

fn cells(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| format!("<w:p>{}</w:p>", run(text))).collect()
}

#[test]
fn headings_lists_merged_cells_and_tracked_changes() {
    let header = row(&cells(&["Ref", "Objective", "What we will do", "KPI", "Deadline", "Lead"]));
    let steps_cell = [
        listed(&format!(
            "{}<w:del><w:r><w:delText>three</w:delText></w:r></w:del><w:ins>{}</w:ins>",
            run("Visit "),
            run("four schools")
        )),
        listed(&(run("Tell ") + &run("parents"))),
        paragraph("Aufz", &run("Tell governors")),
    ]
    .concat();
    let mut first = cells(&["A1", "Pupils are safe &amp; sound", "", "Visits", "July 2025", "Youth Service"]);
    first[2] = steps_cell;
    first[5] = format!(r#"<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{}"#, first[5]);
    let mut second = cells(&["A2", "Another", "Line one", "", "31.12.2025", ""]);
    second[2] = "<w:p><w:r><w:t>• one</w:t><w:br/><w:t>• two</w:t></w:r></w:p>".to_owned();
    second[5] = "<w:tcPr><w:vMerge/></w:tcPr><w:p/>".to_owned();
    let deleted = format!("<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{}</w:p></w:tc></w:tr>", run("A3"));
    let table = format!("<w:tbl>{header}{}{}{deleted}</w:tbl>", row(&first), row(&second));
    let body = [
        paragraph("Title", &run("Port Aldren Action Plan 2025/26")),
        paragraph("Berschrift1", &run("Young people")),
        paragraph("", &(run("Lead: ") + &run("Director of Children's Services"))),
        table,
    ]
    .concat();
    let reading = plan(&document(&body), "plan.docx");
    let draft = &reading.draft;
    assert_eq!(draft.title, "Port Aldren Action Plan");
    assert_eq!(draft.priorities[0].title, "Young people");
    assert_eq!(draft.priorities[0].leads, ["Director of Children's Services"]);
    assert_eq!(steps(action(draft, "A1")), ["Visit four schools", "Tell parents", "Tell governors"]);
    assert_eq!(action(draft, "A1").objective, "Pupils are safe & sound");
    assert_eq!(steps(action(draft, "A2")), ["one", "two"]);
    assert_eq!(action(draft, "A2").leads, ["Youth Service"]);
    assert_eq!(draft.counts.actions, 2);
    let dropped: Vec<&str> = reading
        .oddities
        .iter()
        .filter(|o| o.code == Code::DeletedTextDropped)
        .map(|o| o.saw.as_str())
        .collect();
    assert_eq!(dropped, ["three", "A3"]);
    assert!(codes(&reading).contains(&Code::InsertedTextKept));
}
