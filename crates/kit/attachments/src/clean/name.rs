//! The name a file is shown by.

use super::Media;

/// The longest name, in characters, without the ending that may be added.
const LONGEST: usize = 120;

/// A name for showing: no folders, nothing that breaks a line or turns the direction of reading
/// (which makes `gpj.exe` of `exe.jpg`), and always an ending that says what the file is.
pub(super) fn shown(name: &str, media: Media) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String =
        last.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(is_shown).collect();
    let mut name = plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let lower = name.to_ascii_lowercase();
    let ending = media.endings().iter().find(|ending| lower.ends_with(**ending));
    let ending = ending.copied().inspect(|ending| name.truncate(name.len() - ending.len()));
    let ending = ending.or(media.endings().first().copied()).unwrap_or_default();
    let stem: String = name.trim_matches(['.', ' ']).chars().take(LONGEST).collect();
    let stem = if stem.is_empty() { "File" } else { stem.trim_end() };
    format!("{stem}{ending}")
}

/// Whether a character has a place in a name: no control characters, no marks of direction, nothing
/// without width, no private use.
fn is_shown(c: &char) -> bool {
    !c.is_control()
        && !matches!(*c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFD}' | '\u{E000}'..='\u{F8FF}'
            | '\u{E0000}'..='\u{E0FFF}' | '\u{F0000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_for_showing_only() {
        for (name, media, expected) in [
            ("report.pdf", Media::Pdf, "report.pdf"),
            ("Report.PDF", Media::Pdf, "Report.pdf"),
            ("C:\\Users\\x\\..\\photo.jpeg", Media::Jpeg, "photo.jpeg"),
            ("../../etc/passwd", Media::Text, "passwd.txt"),
            ("setup.exe", Media::Pdf, "setup.exe.pdf"),
            ("invoice\u{202E}fdp.exe", Media::Png, "invoicefdp.exe.png"),
            ("a\r\nSet-Cookie: x", Media::Csv, "a Set-Cookie: x.csv"),
            (".pdf", Media::Pdf, "File.pdf"),
            (" \u{200B} ", Media::Docx, "File.docx"),
        ] {
            assert_eq!(shown(name, media), expected, "{name:?}");
        }
        assert_eq!(shown(&"\u{e9}".repeat(500), Media::Png).chars().count(), LONGEST + 4);
    }
}
