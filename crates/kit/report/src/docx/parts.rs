//! The parts around the document's text: properties, styles, lists, header and footer.

use concordat_kernel::{Mark, jiff::Timestamp};

use super::xml::{paragraph, run, safe};

const NAMESPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#
);

/// The file's title, language and date. Whose it is stays out: a body is no author, and a person's
/// name has no business in a file that goes round.
pub(super) fn properties(title: &str, made_at: Timestamp) -> String {
    // Office reads whole seconds.
    let made_at = made_at.strftime("%Y-%m-%dT%H:%M:%SZ");
    let title = safe(title);
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
            r#"xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" "#,
            r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">"#,
            r#"<dc:title>{title}</dc:title><dc:language>en-GB</dc:language>"#,
            r#"<dcterms:created xsi:type="dcterms:W3CDTF">{made_at}</dcterms:created>"#,
            r#"<dcterms:modified xsi:type="dcterms:W3CDTF">{made_at}</dcterms:modified></cp:coreProperties>"#
        ),
        title = title,
        made_at = made_at
    )
}

pub(super) fn header(mark: Mark) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:hdr {NAMESPACES}>{}</w:hdr>"#,
        paragraph("Mark", &run(&mark.to_string()))
    )
}

/// The title, the mark and the page, at left, middle and right.
pub(super) fn footer(title: &str, mark: Mark) -> String {
    let tab = "<w:r><w:tab/></w:r>";
    let runs = [
        run(title),
        tab.to_owned(),
        run(&mark.to_string()),
        tab.to_owned(),
        run("Page "),
        field("PAGE"),
        run(" of "),
        field("NUMPAGES"),
    ]
    .concat();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:ftr {NAMESPACES}>{}</w:ftr>"#,
        paragraph("Foot", &runs)
    )
}

fn field(name: &str) -> String {
    format!(r#"<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>"#)
}

pub(super) const CONTENT_TYPES: &str = include_str!("content_types.xml");
pub(super) const PACKAGE_LINKS: &str = include_str!("package_links.xml");
pub(super) const DOCUMENT_LINKS: &str = include_str!("document_links.xml");
pub(super) const STYLES: &str = include_str!("styles.xml");
pub(super) const NUMBERING: &str = include_str!("numbering.xml");
pub(super) const SETTINGS: &str = include_str!("settings.xml");
