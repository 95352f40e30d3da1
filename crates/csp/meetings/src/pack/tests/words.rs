//! Word documents, read.

use std::io::{Cursor, Write as _};

use zip::{ZipWriter, write::SimpleFileOptions};

use crate::pack::word::{Block, Span, read};

fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const STYLES: &str = r#"<w:styles xmlns:w="w"><w:style w:styleId="Heading1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="Kop2"><w:name w:val="Own"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>"#;
const NUMBERING: &str = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
const RELS: &str = r#"<Relationships><Relationship Id="r1" Target="https://example.org/a"/><Relationship Id="r2" Target="media/image1.png"/><Relationship Id="r3" Target="javascript:run"/><Relationship Id="r4" Target="media/image2.emf"/></Relationships>"#;
const BODY: &str = r#"<w:document xmlns:w="w" xmlns:r="r" xmlns:a="a" xmlns:wp="wp"><w:body>
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Title of it</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Kop2"/></w:pPr><w:r><w:t>Second</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Plain &amp; </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>bold</w:t></w:r><w:hyperlink r:id="r1"><w:r><w:t xml:space="preserve"> link</w:t></w:r></w:hyperlink><w:hyperlink r:id="r3"><w:r><w:t> bad</w:t></w:r></w:hyperlink></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr><w:r><w:t>One</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="5"/></w:numPr></w:pPr><w:r><w:t>Under</w:t></w:r></w:p>
<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" descr="A map of wards"/><a:blip r:embed="r2"/></wp:inline></w:drawing></w:r></w:p>
<w:p><w:r><w:drawing><wp:inline><wp:docPr id="2"/><a:blip r:embed="r4"/></wp:inline></w:drawing></w:r></w:p>
<w:p><w:ins><w:r><w:t>Put in</w:t></w:r></w:ins><w:del><w:r><w:delText>Struck</w:delText></w:r></w:del></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ward</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Count</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>Both</w:t></w:r></w:p><w:p><w:r><w:t>lines</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
</w:body></w:document>"#;

fn plain(text: &str) -> Vec<Span> {
    vec![Span { text: text.into(), ..Span::default() }]
}

#[test]
fn pack_reads_headings_lists_tables_links_and_pictures_of_word_documents() {
    let file = docx(&[
        ("word/document.xml", BODY),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", NUMBERING),
        ("word/_rels/document.xml.rels", RELS),
        ("word/media/image1.png", "PNG"),
        ("word/footnotes.xml", "<w:footnotes><w:t>A note</w:t></w:footnotes>"),
    ]);
    let word = read(&file).unwrap();
    let said = vec![
        Span { text: "Plain & ".into(), ..Span::default() },
        Span { text: "bold".into(), bold: true, link: None },
        Span { text: " link".into(), bold: false, link: Some("https://example.org/a".into()) },
        Span { text: " bad".into(), ..Span::default() },
    ];
    assert_eq!(
        word.blocks,
        [
            Block::Heading(1, plain("Title of it")),
            Block::Heading(2, plain("Second")),
            Block::Paragraph(said),
            Block::Item(plain("One"), 0, true),
            Block::Item(plain("Under"), 1, false),
            Block::Picture(0, Some("A map of wards".into())),
            Block::Paragraph(plain("Put in")),
            Block::Table(vec![
                vec!["Ward".into(), "Count".into()],
                vec!["Both\nlines".into(), String::new()]
            ]),
        ]
    );
    assert_eq!(word.pictures, [b"PNG"]);
    let lost = word.lost.join(" ");
    for part in ["Footnotes", "struck out", "as if it were accepted", "neither PNG nor JPEG"] {
        assert!(lost.contains(part), "{part}: {lost}");
    }
}

#[test]
fn pack_refuses_word_documents_that_cannot_be_read() {
    for file in
        [b"PK nothing".to_vec(), docx(&[("word/other.xml", "")]), docx(&[("word/document.xml", "<a><b")])]
    {
        let why = read(&file).err();
        assert!(why.is_none_or(|why| why.contains("damaged")), "{why:?}");
    }
    assert!(read(&docx(&[("word/other.xml", "")])).is_err());
}
