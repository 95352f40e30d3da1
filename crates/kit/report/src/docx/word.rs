//! What every Word document is made of: texts made safe, paragraphs and runs, the parts around the text, and the zip
//! file around those. Written part by part rather than through a library, because the parts that partners and their
//! screen readers need (repeated header rows, real lists, language, title) are few and plain, and the libraries at hand
//! leave some of them out.

use std::io::{Cursor, Write as _};

use concordat_kernel::{Mark, Problem, jiff::Timestamp};
use zip::{ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::parts;
pub use super::xml::{bold, hidden, item, paragraph, run, safe};

/// The width of the text on A4 landscape with margins of 15 mm, in twentieths of a point.
pub const TEXT_WIDTH: u32 = 15_138;

/// A part's name and its text.
pub type Part = (String, String);

/// Packs parts in their order. They carry no date: the same parts give the same bytes.
///
/// # Errors
/// When a part cannot be packed.
pub fn pack(parts: &[Part]) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// A Word document around its text: properties, styles, lists, header and footer.
///
/// # Errors
/// When the file cannot be packed.
pub fn bundle(title: &str, mark: Mark, made_at: Timestamp, document: String) -> Result<Vec<u8>, Problem> {
    let parts = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::PACKAGE_LINKS.to_owned()),
        ("docProps/core.xml", parts::properties(title, made_at)),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_LINKS.to_owned()),
        ("word/styles.xml", parts::STYLES.to_owned()),
        ("word/numbering.xml", parts::NUMBERING.to_owned()),
        ("word/settings.xml", parts::SETTINGS.to_owned()),
        ("word/header1.xml", parts::header(mark)),
        ("word/footer1.xml", parts::footer(title, mark)),
    ];
    pack(&parts.map(|(name, text)| (name.to_owned(), text)))
        .map_err(|error| Problem::new("packing a Word document", error))
}

/// The document's part around its paragraphs and tables: A4 on its side, with header and footer.
pub fn whole(body: &str) -> String {
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
            r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>{}"#,
            r#"<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>"#,
            r#"<w:footerReference w:type="default" r:id="rIdFooter"/>"#,
            r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#,
            r#"<w:pgMar w:top="1134" w:right="850" w:bottom="964" w:left="850" w:header="454" w:footer="454" w:gutter="0"/>"#,
            r#"</w:sectPr></w:body></w:document>"#
        ),
        body
    )
}
