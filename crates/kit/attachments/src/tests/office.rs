use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::{SECRET, cleaned, fixtures, holds, refused};
use crate::Media;

/// Every part, unpacked.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut entry = zip.by_index(index).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (String::from_utf8(entry.name_raw().to_vec()).unwrap(), bytes)
        })
        .collect()
}

#[test]
fn a_document_says_nothing_about_its_author_or_their_machine() {
    let file = cleaned("Minutes.docx", &fixtures::docx(&[]));
    assert_eq!(file.media(), Media::Docx);
    let parts = parts(file.bytes());
    for (name, bytes) in &parts {
        assert!(!holds(bytes, SECRET), "{name} still says so");
    }
    let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
    let expected = [
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "word/settings.xml",
        "word/_rels/settings.xml.rels",
        "word/media/image1.jpeg",
    ];
    assert_eq!(names, expected);
    let part = |name: &str| &parts.iter().find(|(found, _)| found == name).unwrap().1;
    // What was left behind is not spoken of either, or Word calls the document damaged.
    assert!(!holds(part("[Content_Types].xml"), "docProps") && !holds(part("_rels/.rels"), "docProps"));
    assert!(
        !holds(part("word/settings.xml"), "attachedTemplate") && holds(part("word/settings.xml"), "w:zoom")
    );
    assert!(holds(part("word/document.xml"), "Agreed &amp; done"));
    assert!(holds(part("word/media/image1.jpeg"), b"\xFF\xD8\xFF"));
}

#[test]
fn a_workbook_does_not_say_where_it_was_saved() {
    let file = cleaned("counts.xlsx", &fixtures::xlsx());
    assert_eq!(file.media(), Media::Xlsx);
    assert!(parts(file.bytes()).iter().all(|(_, bytes)| !holds(bytes, SECRET)));
}

#[test]
fn a_workbook_behind_a_chart_is_cleaned_too() {
    let inner = fixtures::xlsx();
    let file = cleaned("a.docx", &fixtures::docx(&[("word/embeddings/Book1.xlsx", &inner)]));
    let parts = parts(file.bytes());
    let (_, kept) = parts.iter().find(|(name, _)| name.ends_with("Book1.xlsx")).unwrap();
    assert!(self::parts(kept).iter().all(|(_, bytes)| !holds(bytes, SECRET)));
}

#[test]
fn programs_and_files_inside_are_refused() {
    refused(&fixtures::docx(&[("word/vbaProject.bin", b"x")]), "macros");
    refused(&fixtures::docx(&[("word/activeX/activeX1.bin", b"x")]), "macros");
    refused(&fixtures::docx(&[("word/embeddings/oleObject1.bin", b"x")]), "other files");
    let macros = br#"<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>"#;
    refused(&fixtures::zip(&[("[Content_Types].xml", macros)]), "macros");
    refused(&fixtures::zip(&[("readme.txt", b"only a zip")]), "Choose a PDF, Word");
}

#[test]
fn bombs_and_tricks_are_refused() {
    let much = vec![b' '; 35_000_000];
    let many: Vec<(String, &[u8])> =
        (0..3).map(|number| (format!("word/part{number}.xml"), much.as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    refused(&fixtures::docx(&many), "unpacks to far more");
    refused(&fixtures::docx(&[("../../outside.xml", b"x")]), "damaged");
    refused(&fixtures::docx(&[("WORD/DOCUMENT.xml", b"x")]), "damaged");
    let entities = b"<!DOCTYPE x [<!ENTITY a \"b\">]><Relationships/>";
    refused(&fixtures::docx(&[("word/_rels/document.xml.rels", entities)]), "damaged");
}
