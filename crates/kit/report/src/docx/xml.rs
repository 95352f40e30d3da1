//! Paragraphs and runs, with their texts made safe.

/// A text as XML: signs escaped, and the control characters that XML cannot hold left out.
pub fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => (),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c < ' ' => (),
            c => out.push(c),
        }
    }
    out
}

/// A run of text.
pub fn run(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, safe(text))
}

/// A run of bold text, by a style: the importer reads bold set by hand as a mark that a new part of a
/// line begins, and ours has no such parts.
pub fn bold(text: &str) -> String {
    format!(
        r#"<w:r><w:rPr><w:rStyle w:val="Word"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>"#,
        safe(text)
    )
}

/// A run that readers do not see and the importer does, so that it need not guess which line is which.
pub fn hidden(text: &str) -> String {
    format!(r#"<w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>"#, safe(text))
}

/// A paragraph of a style.
pub fn paragraph(style: &str, runs: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>"#)
}

/// An item of a list. Its list is named here as well as in its style, for readers that know no styles.
pub fn item(runs: &str) -> String {
    format!(
        concat!(
            r#"<w:p><w:pPr><w:pStyle w:val="Item"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>"#,
            r#"</w:pPr>{}</w:p>"#
        ),
        runs
    )
}
