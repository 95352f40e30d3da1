use rust_xlsxwriter::Workbook;

use super::*;

fn rows(bytes: &[u8]) -> Vec<(u64, Vec<String>)> {
    let sheets = sheets(bytes, "x").unwrap();
    sheets.into_iter().flat_map(|sheet| sheet.lines).map(|line| (line.number, line.cells)).collect()
}

fn row(number: u64, cells: &[&str]) -> (u64, Vec<String>) {
    (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
}

#[test]
fn csv_is_read_as_it_really_comes() {
    let expected = [row(1, &["a", "b"]), row(2, &["1", "two, or “2”"]), row(4, &["é", ""])];
    let plain = "a,b\r\n1,\"two, or “2”\"\r\n\r\né,\r\n";
    assert_eq!(rows(plain.as_bytes()), expected);
    assert_eq!(rows(format!("\u{feff}{plain}").as_bytes()), expected, "a byte-order mark");
    assert_eq!(rows("a;b\n1;\"two, or “2”\"\n\né;\n".as_bytes()), expected, "semicolons");
    let windows = b"a,b\r\n1,\"two, or \x932\x94\"\r\n\r\n\xe9,\r\n";
    assert_eq!(rows(windows), expected, "Windows-1252");
    assert!(sheets(windows, "x").unwrap()[0].windows);
    let utf16: Vec<u8> = format!("\u{feff}{plain}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(rows(&utf16), expected, "UTF-16");
    assert_eq!(rows(b"a,b\n\"1\n2\",3\n4,5\n")[2].0, 4, "the line on which a row begins");
}

#[test]
fn a_workbook_is_read_cell_by_cell() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Cover").unwrap().write(2, 1, "Copyright nobody").unwrap();
    let sheet = book.add_worksheet().set_name("Values & more").unwrap();
    sheet.write(0, 0, "a").unwrap().write(0, 27, " b \n").unwrap();
    sheet.write(3, 0, 182.5).unwrap().write(3, 2, true).unwrap().write_formula(3, 3, "=1+1").unwrap();
    let sheets = sheets(&book.save_to_buffer().unwrap(), "x").unwrap();
    let names: Vec<_> = sheets.iter().map(|sheet| sheet.name.as_deref().unwrap_or_default()).collect();
    assert_eq!(names, ["Cover", "Values & more"]);
    assert_eq!(sheets[0].lines[0].cells, ["", "Copyright nobody"]);
    let lines = &sheets[1].lines;
    assert_eq!((lines[0].number, lines[0].cells[27].as_str(), lines[0].cells.len()), (1, "b", 28));
    assert_eq!(
        (lines[1].number, lines[1].cells.join("|").as_str()),
        (4, "182.5||1|0"),
        "a formula’s last value"
    );
}

#[test]
fn what_is_no_table_is_said_so() {
    for (bytes, words) in [
        (&b""[..], "is empty"),
        (b" \r\n ", "is empty"),
        (b"PK\x03\x04 not really", "neither a workbook nor a text file"),
        (b"\x00\x01\x02\xff", "neither a workbook nor a text file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel format"),
    ] {
        let why = sheets(bytes, "file.x").unwrap_err().to_string();
        assert!(why.contains(words) && why.contains("“file.x”"), "{why}");
    }
}

#[test]
fn rows_are_told_in_few_words() {
    assert_eq!(numbers(&[7]), "row 7");
    assert_eq!(numbers(&[7, 9]), "rows 7 and 9");
    assert_eq!(numbers(&[1, 2, 3, 4, 5]), "rows 1, 2, 3, 4 and 5");
    assert_eq!(numbers(&[1, 2, 3, 4, 5, 6, 7]), "rows 1, 2, 3, 4, 5 and 2 more");
}

#[test]
fn faults_beyond_the_first_are_counted() {
    for (faults, end) in [
        (20, "\nrow 20: wrong"),
        (21, "\nrow 20: wrong\nThere is one more fault like these."),
        (22, "\nThere are 2 more faults like these."),
    ] {
        let mut notes = Notes::default();
        (1..=faults).for_each(|row| notes.fault(row, None, "wrong"));
        let told = notes.settle("x").unwrap_err().to_string();
        assert!(told.ends_with(end), "{told}");
    }
}

#[test]
fn every_kind_of_oddity_has_a_word_of_its_own() {
    let mut words: Vec<_> = Code::ALL.iter().map(|code| code.word()).collect();
    for code in Code::ALL {
        assert_eq!(Code::from_word(code.word()), Some(*code));
    }
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Code::ALL.len());
}
