//! Uploads bound into a paper.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use serde_json::{Value, json};

use super::{opened::Opened, proof, sheet};
use crate::{Fit, Press, Shape, Unfit, Upload};

const VOLUME: &str = r#"
#import "/house.typ": *
= Before
Words before.
#for (n, shapes) in data.uploads.enumerate() {
  free-pages("upload-" + str(n), shapes, footer)
}
= After
Words after.
"#;

/// A PDF as a scanner or an old program writes it: no tags, a font that is not inside, some pages turned.
fn scanned(pages: usize) -> Document {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let font = document
        .add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let mut kids = Vec::new();
    for n in 1..=pages {
        let words = format!("BT /F1 12 Tf 72 700 Td (Scanned page {n}) Tj ET");
        let content = document.add_object(Stream::new(Dictionary::new(), words.into_bytes()));
        let turn = if n % 2 == 0 { 90 } else { 0 };
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content, "Rotate" => turn,
        });
        kids.push(Object::Reference(page));
    }
    document.objects.insert(
        tree,
        dictionary! {
            "Type" => "Pages", "Count" => pages as i64, "Kids" => kids,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        }
        .into(),
    );
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    let info = document.add_object(dictionary! { "Title" => Object::string_literal("SECRETTITLE") });
    document.trailer.set("Root", root);
    document.trailer.set("Info", info);
    document
}

fn bytes(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn upload(bytes: Vec<u8>) -> Upload {
    Upload::read(bytes).unwrap_or_else(|unfit| panic!("{unfit}"))
}

fn shapes(uploads: &[Upload]) -> Value {
    let word = |shape: &Shape| if *shape == Shape::Sideways { "sideways" } else { "upright" };
    uploads
        .iter()
        .map(|upload| upload.pages().iter().map(word).collect::<Vec<_>>())
        .collect::<Vec<_>>()
        .into()
}

fn bound(uploads: &[Upload]) -> Opened {
    let data = json!({ "uploads": shapes(uploads) });
    let volume =
        Press::new().bind(&sheet(VOLUME, &data), &[], uploads).unwrap_or_else(|e| panic!("{}", e.chain()));
    let opened = Opened::new(&volume.pdf);
    assert_eq!(opened.pages(), volume.pages);
    opened
}

fn tagged() -> Upload {
    let data = json!({});
    let words = "#import \"/house.typ\": *\n= A tagged heading\n#ledger(\"A table\", (1fr, 1fr), ([One], [Two]), [a], [b])\n#link(\"https://example.org/\")[A link]";
    upload(proof(words, &data).unwrap())
}

#[test]
fn pages_of_uploads_stand_in_their_place_under_mark_and_number() {
    let uploads = [upload(bytes(scanned(3))), tagged()];
    assert_eq!(uploads[0].pages(), [Shape::Upright, Shape::Sideways, Shape::Upright]);
    let paper = bound(&uploads);
    assert_eq!(paper.pages(), 6);
    for page in 1..=6 {
        let text = paper.text(page);
        assert_eq!(text.matches("OFFICIAL-SENSITIVE").count(), 2, "page {page}: {text}");
        assert!(text.contains(&format!("Page {page} of 6")), "page {page}: {text}");
    }
    assert!(paper.everything().contains("(Scanned page 3) Tj"));
    assert!(paper.text(6).contains("Words after"));
}

#[test]
fn tags_of_an_upload_become_part_of_the_paper() {
    let paper = bound(&[tagged()]);
    let tags = paper.tags();
    for (tag, count) in [("H1", 3), ("Table", 1), ("TH", 2), ("Link", 1), ("Sect", 1)] {
        assert!(tags.get(tag).is_some_and(|found| *found >= count), "{tag}: {tags:?}");
    }
    let claims = paper.claims();
    assert!(claims.contains("<pdfuaid:part>1<") && !claims.contains("pdfaid:part>"), "{claims}");
    paper.check_tags();
}

#[test]
fn an_upload_without_tags_is_still_read_out_and_no_accessibility_is_claimed() {
    let scan = upload(bytes(scanned(2)));
    assert_eq!(scan.fit(), Fit::Untagged);
    let paper = bound(&[scan, tagged()]);
    assert!(!paper.claims().contains("<pdfuaid:part>"));
    paper.check_tags();
    let everything = paper.everything();
    assert!(everything.contains("/P <</MCID 0>> BDC"));
    assert!(!everything.contains("SECRETTITLE"));
}

#[test]
fn what_cannot_be_bound_in_is_refused_with_what_to_do() {
    let mut layers = scanned(1);
    let off = layers.add_object(dictionary! { "Type" => "OCG", "Name" => Object::string_literal("Draft") });
    layers.catalog_mut().unwrap().set(
        "OCProperties",
        dictionary! { "OCGs" => vec![off.into()], "D" => dictionary! { "OFF" => vec![off.into()] } },
    );
    let mut redactions = scanned(1);
    let page = redactions.page_iter().next().unwrap();
    redactions.get_dictionary_mut(page).unwrap().set(
        "Annots",
        vec![
            dictionary! { "Subtype" => "Redact", "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()] }
                .into(),
        ],
    );
    let mut flat = scanned(1);
    let page = flat.page_iter().next().unwrap();
    let nothing: Vec<Object> = vec![0.into(), 0.into(), 0.into(), 0.into()];
    flat.get_dictionary_mut(page).unwrap().set("MediaBox", nothing);
    let mut wrapper = scanned(1);
    wrapper.catalog_mut().unwrap().set("Collection", Dictionary::new());
    let mut cut = bytes(scanned(4));
    cut.truncate(80);
    for (bytes, unfit) in [
        (bytes(layers), Unfit::HiddenLayers),
        (bytes(redactions), Unfit::Redactions),
        (bytes(flat), Unfit::Size),
        (bytes(wrapper), Unfit::NoPages),
        (bytes(scanned(1_001)), Unfit::TooMuch),
        (bytes(scanned(0)), Unfit::Empty),
        (cut, Unfit::Damaged),
        (b"%PDF-1.7 nothing".to_vec(), Unfit::Damaged),
    ] {
        assert_eq!(Upload::read(bytes).err(), Some(unfit));
    }
}

#[test]
fn a_page_that_unpacks_to_far_too_much_is_refused() {
    let mut bomb = scanned(1);
    let page = bomb.page_iter().next().unwrap();
    let mut stream = Stream::new(Dictionary::new(), vec![b' '; 61_000_000]);
    stream.compress().unwrap();
    let content = bomb.add_object(stream);
    bomb.get_dictionary_mut(page).unwrap().set("Contents", content);
    assert_eq!(Upload::read(bytes(bomb)).err(), Some(Unfit::TooMuch));
}

#[test]
fn nothing_of_an_upload_runs_and_no_file_in_it_comes_along() {
    let mut hostile = scanned(1);
    let page = hostile.page_iter().next().unwrap();
    let file =
        hostile.add_object(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"SECRETFILE".to_vec()));
    let run = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("SECRETSCRIPT") };
    hostile.catalog_mut().unwrap().set("OpenAction", run.clone());
    let rect: Vec<Object> = vec![10.into(), 10.into(), 90.into(), 30.into()];
    let note = dictionary! { "Subtype" => "Link", "Rect" => rect.clone(), "A" => run.clone(), "FS" => file };
    let words = dictionary! { "Subtype" => "Text", "Rect" => rect.clone(), "Contents" => Object::string_literal("SECRETNOTE") };
    let evil = dictionary! { "S" => "URI", "URI" => Object::string_literal("javascript:SECRETLINK") };
    let link = dictionary! { "Subtype" => "Link", "Rect" => rect, "A" => evil };
    let found = hostile.get_dictionary_mut(page).unwrap();
    found.set("Annots", vec![note.into(), words.into(), link.into()]);
    found.set("AA", dictionary! { "O" => run });
    let everything = bound(&[upload(bytes(hostile))]).everything();
    assert!(everything.contains("Scanned page 1"));
    assert!(!everything.contains("SECRET") && !everything.contains("JavaScript"));
}

#[test]
fn a_filled_in_form_keeps_what_was_filled_in() {
    let mut form = scanned(1);
    let page = form.page_iter().next().unwrap();
    let look = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 100.into(), 20.into()],
    };
    let look = form.add_object(Stream::new(look, b"0 0 100 20 re f % FILLEDIN".to_vec()));
    let field = dictionary! {
        "Subtype" => "Widget", "Rect" => vec![72.into(), 600.into(), 272.into(), 620.into()],
        "AP" => dictionary! { "N" => look },
    };
    form.get_dictionary_mut(page).unwrap().set("Annots", vec![field.into()]);
    let everything = bound(&[upload(bytes(form))]).everything();
    assert!(everything.contains("FILLEDIN") && everything.contains("/Laid1 Do"));
}

#[test]
fn the_same_uploads_give_the_same_bytes() {
    let uploads = [upload(bytes(scanned(2))), tagged()];
    let data = json!({ "uploads": shapes(&uploads) });
    let bind = || Press::new().bind(&sheet(VOLUME, &data), &[], &uploads).unwrap().pdf;
    assert!(bind() == bind());
    let sides: BTreeSet<_> = Opened::new(&bind()).sides();
    assert_eq!(sides.len(), 2, "upright and sideways");
}

/// Bookmarks as programs write them: by page, by name in both lists, by an action, nested, and some that must not come along.
fn with_bookmarks() -> Document {
    let mut document = scanned(3);
    let pages: Vec<_> = document.page_iter().collect();
    let to = |page: usize| vec![Object::Reference(pages[page]), Object::Name(b"Fit".to_vec())];
    let title = |title: &str| Object::string_literal(title);
    let ids: Vec<_> = (0..6).map(|_| document.new_object_id()).collect();
    let items = [
        dictionary! { "Title" => title("Part one"), "Dest" => to(0), "Next" => ids[1], "First" => ids[4] },
        dictionary! { "Title" => title("Part two"), "Next" => ids[2],
        "A" => dictionary! { "S" => "GoTo", "D" => title("second") } },
        dictionary! { "Title" => title("Elsewhere"), "Next" => ids[3],
        "A" => dictionary! { "S" => "URI", "URI" => title("https://example.org/") } },
        // It leads back to the first: a chain without an end.
        dictionary! { "Title" => title("Part three"), "Dest" => "third", "Next" => ids[0] },
        dictionary! { "Title" => title("A chapter"), "Dest" => to(1), "Next" => ids[5] },
        dictionary! { "Title" => title("Runs"), "A" => dictionary! { "S" => "JavaScript", "JS" => title("app.alert(1)") } },
    ];
    for (id, item) in ids.iter().zip(items) {
        document.objects.insert(*id, item.into());
    }
    let outlines = document.add_object(dictionary! { "First" => ids[0] });
    let root = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
    let names = dictionary! { "Names" => vec![title("second"), to(1).into()] };
    let catalog = document.get_object_mut(root).and_then(Object::as_dict_mut).unwrap();
    catalog.set("Outlines", outlines);
    catalog.set("Names", dictionary! { "Dests" => names });
    catalog.set("Dests", dictionary! { "third" => dictionary! { "D" => to(2) } });
    document
}

#[test]
fn bookmarks_of_an_upload_stand_below_the_papers_own() {
    let opened = bound(&[upload(bytes(with_bookmarks())), upload(bytes(scanned(1)))]);
    let found = opened.bookmarks();
    let line = |depth, title: &str, page| (depth, title.to_owned(), page);
    let expected = [
        line(0, "Before", 1),
        line(1, "Part one", 2),
        line(2, "A chapter", 3),
        line(1, "Part two", 3),
        line(1, "Part three", 4),
        line(0, "After", 6),
    ];
    assert_eq!(found, expected);
    let all = opened.everything();
    for gone in ["Elsewhere", "example.org", "JavaScript", "Runs"] {
        assert!(!all.contains(gone), "{gone}");
    }
    opened.check_tags();
}
