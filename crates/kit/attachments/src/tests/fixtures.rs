//! Real files, made here, with [`SECRET`] in every hidden place.

use std::io::{Cursor, Write as _};

use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::SECRET;

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![0xFF, marker];
    out.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
    out.extend_from_slice(body);
    out
}

/// An Exif block in the byte order of phones, with which way up and a place.
pub(super) fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    block.extend(b"\x0F\x01\x02\0\x14\0\0\0\x26\0\0\0");
    block.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]);
    block.extend(SECRET.as_bytes());
    block
}

/// A grey picture of eight by eight dots: every browser draws it.
pub(super) fn jpeg() -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8];
    out.extend(segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01abc"));
    out.extend(segment(0xE1, &exif(6)));
    out.extend(segment(0xE1, format!("http://ns.adobe.com/xap/1.0/\0<x>{SECRET}</x>").as_bytes()));
    out.extend(segment(0xED, format!("Photoshop 3.0\0{SECRET}").as_bytes()));
    out.extend(segment(0xFE, SECRET.as_bytes()));
    out.extend(segment(0xE2, b"ICC_PROFILE\0\x01\x01colours"));
    let mut table = vec![0];
    table.extend([1; 64]);
    out.extend(segment(0xDB, &table));
    out.extend(segment(0xC0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]));
    for class in [0x00, 0x10] {
        let mut codes = vec![class, 1];
        codes.extend([0; 15]);
        codes.push(0);
        out.extend(segment(0xC4, &codes));
    }
    out.extend(segment(0xDA, &[1, 1, 0, 0, 63, 0]));
    out.extend([0x2B, 0xFF, 0x00, 0x7F]);
    // Between two scans, where a careless reader looks no more.
    out.extend(segment(0xFE, SECRET.as_bytes()));
    out.extend(segment(0xDA, &[1, 1, 0, 0, 63, 0]));
    out.extend([0x3F, 0xFF, 0xD0, 0x3F, 0xFF, 0xD9]);
    out.extend(SECRET.as_bytes());
    out
}

fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut out = u32::try_from(body.len()).unwrap().to_be_bytes().to_vec();
    out.extend(kind);
    out.extend_from_slice(body);
    out.extend(crc32fast::hash(&out[4..]).to_be_bytes());
    out
}

/// A black dot.
pub(super) fn png() -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1A\n".to_vec();
    out.extend(chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]));
    out.extend(chunk(b"gAMA", &45_455_u32.to_be_bytes()));
    out.extend(chunk(b"tEXt", format!("Author\0{SECRET}").as_bytes()));
    out.extend(chunk(b"iTXt", format!("XML:com.adobe.xmp\0\0\0\0\0{SECRET}").as_bytes()));
    out.extend(chunk(b"eXIf", &exif(1)[6..]));
    out.extend(chunk(b"tIME", &[7, 0xEA, 1, 2, 3, 4, 5]));
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(&[0, 0]).unwrap();
    out.extend(chunk(b"IDAT", &packer.finish().unwrap()));
    out.extend(chunk(b"IEND", b""));
    out.extend(SECRET.as_bytes());
    out
}

pub(super) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A Word document with a picture, properties, a template far away, and what is given.
pub(super) fn docx(more: &[(&str, &[u8])]) -> Vec<u8> {
    let types = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;
    let top = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{RELATION}/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="{RELATION}/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#
    );
    let settings = r#"<w:settings xmlns:w="w" xmlns:r="r"><w:zoom w:percent="100"/><w:attachedTemplate r:id="r1"/></w:settings>"#;
    let template = format!(
        r#"<Relationships xmlns="x"><Relationship Id="r1" Type="{RELATION}/attachedTemplate" Target="file:///C:\Users\{SECRET}\t.dotx" TargetMode="External"/></Relationships>"#
    );
    let (picture, secret) = (jpeg(), SECRET.as_bytes());
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", top.as_bytes()),
        (
            "word/document.xml",
            b"<w:document xmlns:w=\"w\"><w:body><w:p>Agreed &amp; done</w:p></w:body></w:document>",
        ),
        ("word/settings.xml", settings.as_bytes()),
        ("word/_rels/settings.xml.rels", template.as_bytes()),
        ("word/media/image1.jpeg", &picture),
        ("docProps/core.xml", secret),
        ("docProps/app.xml", secret),
        ("docProps/custom.xml", secret),
        ("docProps/thumbnail.jpeg", secret),
        ("customXml/item1.xml", secret),
        ("word/people.xml", secret),
    ];
    parts.extend(more);
    zip(&parts)
}

/// A workbook that says where it was saved.
pub(super) fn xlsx() -> Vec<u8> {
    let book = format!(
        r#"<workbook xmlns="s" xmlns:mc="mc" xmlns:x15ac="x"><fileSharing userName="{SECRET}"/><mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath url="C:\Users\{SECRET}\"/></mc:Choice></mc:AlternateContent><sheets/></workbook>"#
    );
    zip(&[
        (
            "[Content_Types].xml",
            br#"<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
        ),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/printerSettings/printerSettings1.bin", SECRET.as_bytes()),
        ("docProps/core.xml", SECRET.as_bytes()),
    ])
}

/// A PDF of one page with properties, XMP, a photograph, and what is added to its catalogue.
pub(super) fn pdf(catalogue: Dictionary) -> Document {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let words = document.add_object(Stream::new(dictionary! {}, b"BT (Agreed) Tj ET".to_vec()));
    let photo = Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Image", "Filter" => "DCTDecode", "Width" => 8, "Height" => 8 },
        jpeg(),
    );
    let photo = document.add_object(photo);
    let about = || Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, SECRET.into());
    let (of_page, of_all) = (document.add_object(about()), document.add_object(about()));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => words, "Metadata" => of_page,
        "MediaBox" => vec![0.into(), 0.into(), 200.into(), 200.into()],
        "Resources" => dictionary! { "XObject" => dictionary! { "I" => photo } },
        "PieceInfo" => dictionary! { "Maker" => Object::string_literal(SECRET) },
    });
    document
        .objects
        .insert(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let mut root = dictionary! { "Type" => "Catalog", "Pages" => pages, "Metadata" => of_all };
    root.extend(&catalogue);
    let root = document.add_object(root);
    document.trailer.set("Root", root);
    let info = document.add_object(dictionary! { "Author" => Object::string_literal(SECRET) });
    document.trailer.set("Info", info);
    // What an editor replaced and left in the file.
    document.add_object(Object::string_literal(SECRET));
    document
}

pub(super) fn written(mut document: Document) -> Vec<u8> {
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}
