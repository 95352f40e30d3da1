//! Plain text and comma-separated values. Nothing is taken out of them: all that they say is content.

use super::{Media, Why};

/// How texts begin that programs would run or draw.
const NOT_PLAIN: &[&str] =
    &["#!", "<?", "<!doctype", "<html", "<script", "<svg", "<head", "<body", "{\\rtf", "%!ps", "mz", "<%"];

/// Makes sure that it is text for people, and says whether it is a table.
pub(super) fn read(bytes: &[u8]) -> Result<Media, Why> {
    let text = decoded(bytes).ok_or(Why::Other)?;
    let begin: String = text.trim_start().chars().take(12).collect::<String>().to_ascii_lowercase();
    if text.trim().is_empty() {
        return Err(Why::Empty);
    }
    if NOT_PLAIN.iter().any(|mark| begin.starts_with(mark) && (*mark != "mz" || text.contains("DOS mode"))) {
        return Err(Why::Other);
    }
    Ok(if is_table(&text) { Media::Csv } else { Media::Text })
}

/// The text as UTF-8, UTF-16 with its mark, or Windows-1252: what the programs of an office write.
/// `None` when it holds what no text does.
fn decoded(bytes: &[u8]) -> Option<String> {
    let wide = |bytes: &[u8], from: fn([u8; 2]) -> u16| {
        let (pairs, odd) = bytes.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| from(*pair)).collect();
        String::from_utf16(&units).ok().filter(|_| odd.is_empty())
    };
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes)?,
        _ => match std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)) {
            Ok(text) => text.to_owned(),
            // The few codes that Windows-1252 leaves empty give away what is no text.
            Err(_) if bytes.iter().any(|byte| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D)) => {
                return None;
            }
            // Letter for letter is near enough to look at: only its shape matters, it is kept as it came.
            Err(_) => {
                bytes.iter().map(|byte| if *byte < 0x80 { char::from(*byte) } else { '\u{e9}' }).collect()
            }
        },
    };
    let strange = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}');
    (!text.contains(strange)).then_some(text)
}

/// Whether the first lines are parted into the same number of cells, more than one.
fn is_table(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(10).collect();
    lines.len() > 1
        && [',', ';', '\t'].into_iter().any(|mark| {
            let cells = |line: &str| {
                let mut quoted = false;
                let part = |c: char| {
                    quoted ^= c == '"';
                    c == mark && !quoted
                };
                line.chars().filter(|c| *c == mark || *c == '"').map(part).filter(|parts| *parts).count()
            };
            let first = cells(lines[0]);
            // A comma with a space behind it is a sentence's.
            first > 0
                && !(mark == ',' && lines[0].contains(", "))
                && lines.iter().all(|line| cells(line) == first)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text_and_tables_are_tables() {
        for (bytes, expected) in [
            (&b"Minutes of the meeting, held in March.\nAll agreed."[..], Ok(Media::Text)),
            (b"Area,Count\nMerrow,\"1,250\"\nHolm,3\n", Ok(Media::Csv)),
            (b"Area\tCount\r\nMerrow\t12\r\n", Ok(Media::Csv)),
            (b"First, this.\nThen, that.\n", Ok(Media::Text)),
            (b"Caf\xE9 society, again", Ok(Media::Text)),
            (b"\xFF\xFEh\0i\0", Ok(Media::Text)),
            (b"\xFF\xFEh\0i", Err(Why::Other)),
            (b" \n\t ", Err(Why::Empty)),
            (b"a\0b", Err(Why::Other)),
            (b"a\x1b[2J", Err(Why::Other)),
            (b"\n <!DOCTYPE html><p>x", Err(Why::Other)),
            (b"#!/bin/sh\nrm -r x", Err(Why::Other)),
            (b"\x90\x9D\xE9\xFC", Err(Why::Other)),
        ] {
            assert_eq!(read(bytes), expected, "{bytes:?}");
        }
    }
}
