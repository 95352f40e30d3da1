//! Files that hold no plan, or should not be opened: a sentence each, and no panic.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use crate::import::{UPLOAD_LIMIT, read};

fn sentence(bytes: &[u8], name: &str) -> String {
    read(bytes, name, UPLOAD_LIMIT, &[]).expect_err("the file is refused").to_string()
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn each_refusal_names_the_file_and_the_remedy() {
    let macros = archive(&[("xl/workbook.xml", b"<workbook/>"), ("xl/vbaProject.bin", b"x")]);
    let other = archive(&[("mimetype", b"application/epub+zip")]);
    let cases: [(&[u8], &str, &str); 12] = [
        (b"", "empty.txt", "is empty"),
        (b"  \n\t\n", "blank.txt", "is empty"),
        (b"\x00\x01\x02\x03", "photo.txt", "is not a text"),
        (b"\x7fELF\x02\x01\x01\x03\x04\x05", "tool.csv", "is not a text"),
        (b"%PDF-1.7 ...", "plan.pdf", "is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "plan.xls", "old Office format"),
        (b"{\\rtf1 plan}", "plan.rtf", "old Office format"),
        (&macros, "plan.xlsx", "contains macros"),
        (&macros, "plan.xlsm", "contains macros"),
        (&other, "book.docx", "is not a Word or Excel file"),
        (b"PK\x03\x04 cut off", "plan.docx", "is damaged"),
        (b"Minutes of a meeting.\n\nItem\tPage\nApologies\t1\n", "minutes.txt", "No action plan was found"),
    ];
    for (bytes, name, expected) in cases {
        let said = sentence(bytes, name);
        assert!(said.contains(expected) && said.contains(&format!("“{name}”")), "{name}: {said}");
        assert!(said.ends_with('.') && said.matches(". ").count() >= 1, "says what to do: {said}");
    }
    let headed = sentence(b"No.\tObjective\tActions\tLead\n", "headed.txt");
    assert!(headed.contains("no action under it"), "{headed}");
}

#[test]
fn a_file_over_the_limit_is_not_looked_at() {
    let said = read(&[b'x'; 2049], "plan.txt", 2048, &[]).expect_err("too large").to_string();
    assert!(said.contains("larger than 2 kB"), "{said}");
    let pages = "words\n".repeat(600_000);
    assert!(sentence(pages.as_bytes(), "long.txt").contains("more lines and cells"));
}

#[test]
fn a_bomb_is_not_unpacked() {
    let zeros = vec![b' '; 40 << 20];
    let bomb = archive(&[("xl/workbook.xml", &zeros)]);
    assert!(bomb.len() < 100_000);
    let said = sentence(&bomb, "bomb.xlsx");
    assert!(said.contains("more text than any such file"), "{said}");
    // A directory that lies: it says ten bytes, the stream holds forty megabytes.
    let mut liar = bomb.clone();
    let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    let places: Vec<usize> =
        liar.windows(4).enumerate().filter(|(_, window)| *window == size).map(|(at, _)| at).collect();
    for at in places {
        liar[at..at + 4].copy_from_slice(&10u32.to_le_bytes());
    }
    let said = sentence(&liar, "liar.xlsx");
    assert!(said.contains("far more than any such file") || said.contains("damaged"), "{said}");
}

#[test]
fn a_small_workbook_that_repeats_one_long_text_is_refused() {
    let long = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1 << 20));
    let cells: String = (1..=200).map(|row| format!("<c r=\"A{row}\" t=\"s\"><v>0</v></c>")).collect();
    let sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
    let book = archive(&[
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"a\"/></sheets></workbook>"),
        ("xl/sharedStrings.xml", long.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    let said = sentence(&book, "wide.xlsx");
    assert!(said.contains("than any such file"), "{said}");
}
