use proptest::prelude::*;

use super::{super::bytes::Source, *};

type Read = (Vec<(u64, Vec<String>)>, Vec<(u64, Fault, String)>, Encodings);

fn read(bytes: &[u8], columns: usize) -> Read {
    let mut rows = Rows::new(Source::of("test.csv", bytes).bytes().unwrap(), b',');
    rows.expect(columns);
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    loop {
        match rows.next().unwrap() {
            Next::End => break,
            Next::Broken(fault) => bad.push((rows.row().line, fault, rows.row().text.to_owned())),
            Next::Row => {
                let row = rows.row();
                good.push((row.line, (0..row.len()).map(|i| row.get(i).into_owned()).collect()));
            }
        }
    }
    let (_, encodings, _) = rows.finish();
    (good, bad, encodings)
}

fn row(line: u64, fields: &[&str]) -> (u64, Vec<String>) {
    (line, fields.iter().map(|f| (*f).to_owned()).collect())
}

#[test]
fn the_mark_of_utf_8_and_carriage_returns_are_passed_over() {
    let (good, bad, encodings) = read(b"\xef\xbb\xbfa,b\r\n\r\n 1 ,\"x\r\ny\"\r\n3,4", 2);
    assert_eq!(good, [row(1, &["a", "b"]), row(3, &["1", "x\r\ny"]), row(5, &["3", "4"])]);
    assert_eq!(bad, []);
    assert!(encodings.marked);
    assert_eq!(encodings.ascii, 3);
}

#[test]
fn each_row_is_read_in_the_encoding_that_it_is_written_in() {
    let (good, _, encodings) = read(b"caf\xe9,1\ncaf\xc3\xa9,2\n\x80\x93\"x,3\nplain,4\n", 2);
    assert_eq!(
        good,
        [row(1, &["café", "1"]), row(2, &["café", "2"]), row(3, &["€“\"x", "3"]), row(4, &["plain", "4"])]
    );
    assert_eq!((encodings.ascii, encodings.utf8, encodings.windows_1252), (1, 1, 2));
    assert_eq!(encodings.windows_1252_lines, [1, 3]);
    assert!(encodings.mixed());
}

#[test]
fn a_mark_that_is_never_closed_costs_its_own_line_only() {
    let (good, bad, _) = read(b"a,b\n1,\"oops\n2,x\n3,y\n", 2);
    assert_eq!(good, [row(1, &["a", "b"]), row(3, &["2", "x"]), row(4, &["3", "y"])]);
    assert_eq!(bad, [(2, Fault::OpenMark, "1,\"oops".to_owned())]);
}

#[test]
fn a_mark_that_swallows_rows_can_be_taken_back() {
    let bytes = b"a,b\n1,\"oops\n2,x\n3,\"y\n4,z\n";
    let mut rows = Rows::new(Source::of("test.csv", &bytes[..]).bytes().unwrap(), b',');
    rows.expect(2);
    let mut seen = Vec::new();
    loop {
        match rows.next().unwrap() {
            Next::End => break,
            Next::Row if rows.row().len() == 2 => seen.push(rows.row().line),
            Next::Row | Next::Broken(_) => {
                rows.take_back();
                seen.push(100 + rows.row().line);
                assert!(!rows.row().text.contains('\n'));
            }
        }
    }
    // Lines 2 to 4 first look like one row of two fields with text after the closing mark.
    assert_eq!(seen, [1, 2, 5]);
}

#[test]
fn a_row_that_is_too_long_is_given_up_and_the_next_one_read() {
    let mut bytes = b"a,b\n".to_vec();
    bytes.extend(std::iter::repeat_n(b'x', LONGEST_ROW + CHUNK));
    bytes.extend(b"\n1,2\n");
    let (good, bad, _) = read(&bytes, 2);
    assert_eq!(good, [row(1, &["a", "b"]), row(3, &["1", "2"])]);
    assert_eq!((bad[0].0, bad[0].1, bad[0].2.len()), (2, Fault::TooLong, SHOWN));
}

#[test]
fn a_mark_opened_before_a_million_lines_costs_its_own_line_only() {
    let mut bytes = b"a,b\n1,\"oops\n".to_vec();
    bytes.extend(b"1,2\n".repeat(LONGEST_ROW / 2));
    let (good, bad, _) = read(&bytes, 2);
    assert_eq!(good.len(), 1 + LONGEST_ROW / 2);
    assert_eq!(bad, [(2, Fault::OpenMark, "1,\"oops".to_owned())]);
}

#[test]
fn bytes_that_are_no_text_are_said_to_be_none() {
    let (good, bad, _) = read(b"a,b\n1,\0\n2,3\n", 2);
    assert_eq!((good.len(), bad[0].0, bad[0].1), (2, 2, Fault::NoText));
}

proptest! {
    /// Whatever the bytes: it ends, and no line is told twice or out of order.
    #[test]
    fn any_bytes_are_read_to_the_end(bytes in proptest::collection::vec(prop_oneof![
        Just(b'"'), Just(b','), Just(b'\n'), Just(b'\r'), Just(0xe9), Just(0xc3), Just(0xa9), Just(b'a'), any::<u8>()
    ], 0..200)) {
        prop_assume!(Source::of("x", bytes.clone()).bytes().is_ok() && !bytes.starts_with(&[0x1f, 0x8b]));
        let (good, bad, _) = read(&bytes, 3);
        let mut lines: Vec<u64> = good.iter().map(|g| g.0).chain(bad.iter().map(|b| b.0)).collect();
        lines.sort_unstable();
        let told = lines.len();
        lines.dedup();
        prop_assert_eq!(lines.len(), told);
    }
}
