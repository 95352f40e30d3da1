mod fixtures;
mod office;
mod pdf;
mod pictures;
mod stories;

use concordat_kernel::Refusal;

use crate::{Cleaned, LIMIT, Media, clean};

/// What stands in every kind of hidden place of the files made here.
const SECRET: &str = "Jo Secret, 51.1234N";

fn cleaned(name: &str, bytes: &[u8]) -> Cleaned {
    clean(name, bytes, LIMIT).unwrap_or_else(|refusal| panic!("{name}: {refusal}"))
}

/// Refused, and the sentence holds these words.
#[track_caller]
fn refused(bytes: &[u8], words: &str) {
    match clean("file", bytes, LIMIT) {
        Err(Refusal::Invalid { field: "file", message }) => assert!(message.contains(words), "{message}"),
        other => panic!("accepted, or refused otherwise: {other:?}"),
    }
}

fn holds(bytes: &[u8], part: impl AsRef<[u8]>) -> bool {
    let part = part.as_ref();
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn what_is_not_in_the_list_is_refused_whatever_its_name() {
    refused(b"", "empty");
    refused(&vec![b'a'; LIMIT + 1], "larger than 10 MB");
    refused(b"GIF89a\x01\0\x01\0\0\0\0", "Choose a PDF, Word");
    refused(b"MZ\x90\0\x03\0\0\0", "Choose a PDF, Word");
    refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on", "older Office file");
    refused(b"<!doctype html><script>alert(1)</script>", "Choose a PDF, Word");
    let name = "photo.jpg";
    assert_eq!(cleaned(name, b"Only words.").media(), Media::Text);
    assert_eq!(cleaned(name, b"Only words.").name(), "photo.jpg.txt");
}

#[test]
fn a_file_of_two_kinds_is_refused() {
    let mut both = fixtures::png();
    both.extend(fixtures::zip(&[("x.txt", b"hidden")]));
    refused(&both, "two kinds");
    let mut pdf_behind = fixtures::jpeg();
    pdf_behind.splice(2..2, *b"\xFF\xFE\x00\x0A%PDF-1.7");
    refused(&pdf_behind, "two kinds");
}

#[test]
fn what_is_cleaned_stays_as_it_is_when_cleaned_again() {
    for (name, bytes) in [
        ("a.jpg", fixtures::jpeg()),
        ("a.png", fixtures::png()),
        ("a.docx", fixtures::docx(&[])),
        ("a.txt", b"Words".to_vec()),
    ] {
        let once = cleaned(name, &bytes);
        let twice = cleaned(name, once.bytes());
        assert_eq!(once.bytes(), twice.bytes(), "{name}");
        assert_eq!(once.hash(), twice.hash());
    }
}
