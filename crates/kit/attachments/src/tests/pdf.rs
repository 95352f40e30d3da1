use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary};

use super::{SECRET, cleaned, fixtures, holds, refused};
use crate::Media;

#[test]
fn a_pdf_says_nothing_about_its_author() {
    let before = fixtures::written(fixtures::pdf(dictionary! {}));
    assert!(holds(&before, SECRET));
    let file = cleaned("report.pdf", &before);
    assert_eq!(file.media(), Media::Pdf);
    assert!(
        !holds(file.bytes(), SECRET) && !holds(file.bytes(), "Metadata") && !holds(file.bytes(), "/Info")
    );
    let after = Document::load_mem(file.bytes()).unwrap();
    assert_eq!(after.get_pages().len(), 1);
    assert!(holds(&after.get_page_content(after.get_pages()[&1]), "Agreed"));
    assert!(
        file.stripped().contains(&"camera, time and place of the picture (Exif)"),
        "of the photograph inside"
    );
}

#[test]
fn a_pdf_with_packed_objects_is_rewritten_too() {
    let mut packed = Vec::new();
    fixtures::pdf(dictionary! {}).save_modern(&mut packed).unwrap();
    let file = cleaned("report.pdf", &packed);
    let after = Document::load_mem(file.bytes()).unwrap();
    assert_eq!(after.get_pages().len(), 1);
    let secret = Object::string_literal(SECRET);
    assert!(after.objects.values().all(|object| *object != secret));
}

#[test]
fn a_pdf_that_runs_computes_or_carries_is_refused() {
    let with = |catalogue| fixtures::written(fixtures::pdf(catalogue));
    let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
    refused(&with(dictionary! { "OpenAction" => script.clone() }), "macros or other programs");
    refused(
        &with(dictionary! { "OpenAction" => dictionary! { "S" => "Launch" } }),
        "macros or other programs",
    );
    let files = dictionary! { "EmbeddedFiles" => dictionary! {} };
    refused(&with(dictionary! { "Names" => files }), "other files");
    refused(&with(dictionary! { "AcroForm" => dictionary! { "XFA" => Object::string_literal("") } }), "XFA");
    refused(b"%PDF-1.7\nnothing more\n%%EOF", "damaged");
}

#[test]
fn a_locked_pdf_is_refused() {
    for password in ["", "secret"] {
        let mut document = fixtures::pdf(dictionary! {});
        let id = Object::string_literal("0123456789abcdef");
        document.trailer.set("ID", vec![id.clone(), id]);
        let version = EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: password,
            key_length: 128,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        refused(&fixtures::written(document), "locked");
    }
}

#[test]
fn a_pdf_that_unpacks_without_end_is_refused() {
    let mut document = fixtures::pdf(dictionary! {});
    for _ in 0..3 {
        let mut list =
            Stream::new(dictionary! { "Type" => "ObjStm", "N" => 1, "First" => 4 }, vec![b' '; 30_000_000]);
        list.compress().unwrap();
        // Under another type so that the writer does not leave it out, and put right after.
        list.dict.set("Type", "ObjStX");
        document.add_object(list);
    }
    let mut bytes = fixtures::written(document);
    for at in 0..bytes.len() - 6 {
        if &bytes[at..at + 6] == b"ObjStX" {
            bytes[at + 5] = b'm';
        }
    }
    refused(&bytes, "unpacks to far more");
}
