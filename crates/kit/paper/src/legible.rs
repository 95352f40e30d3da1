use serde_json::Value;

use crate::fonts::Fonts;

/// What stands for a sign the fonts have no shape for.
const UNWRITABLE: char = '□';

/// The text as the press can set it. An accessible PDF may not hold a sign without a shape, nor a
/// private one that has no meaning outside the file it came from; without this, one emoji in one
/// cell would stop a whole plan from printing.
pub(crate) fn text(fonts: &Fonts, raw: &str) -> String {
    raw.replace("\r\n", "\n").chars().filter_map(|sign| writable(fonts, sign)).collect()
}

/// Every text in the data made legible, its shape and its names as they were.
pub(crate) fn data(fonts: &Fonts, value: &Value) -> Value {
    match value {
        Value::String(raw) => Value::String(text(fonts, raw)),
        Value::Array(list) => list.iter().map(|item| data(fonts, item)).collect(),
        Value::Object(map) => {
            Value::Object(map.iter().map(|(name, item)| (name.clone(), data(fonts, item))).collect())
        }
        other => other.clone(),
    }
}

fn writable(fonts: &Fonts, sign: char) -> Option<char> {
    match sign {
        '\n' => Some('\n'),
        '\t' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        // The bullets of Word's Symbol and Wingdings fonts, which pasted lists are full of.
        '\u{f0b7}' | '\u{f0a7}' | '\u{f0a8}' | '\u{f06e}' => Some('•'),
        '\u{f0fc}' => Some('✓'),
        '★' | '☆' => Some('*'),
        _ if sign.is_control() || leaves_no_trace(sign) => None,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => Some(UNWRITABLE),
        _ if fonts.can_write(sign) => Some(sign),
        _ => Some(UNWRITABLE),
    }
}

/// Joiners, direction marks and variation selectors: they only steer their neighbours.
fn leaves_no_trace(sign: char) -> bool {
    matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}' | '\u{1f3fb}'..='\u{1f3ff}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_the_fonts_can_write_stays() {
        let fonts = Fonts::new();
        for kept in
            ["£1,000 ‘quoted’ “so” – and — • ✓ …", "Łódź, Åse, Ωmega, Жук", "a\nb", "# * $ \\ _ ` < @ ~ [x]"]
        {
            assert_eq!(text(&fonts, kept), kept);
        }
    }

    #[test]
    fn what_they_cannot_write_is_marked_or_dropped() {
        let fonts = Fonts::new();
        for (raw, legible) in [
            ("well done 🎉", "well done □"),
            ("\u{f0b7} first", "• first"),
            ("\u{e123}", "□"),
            ("中文", "□□"),
            ("zero\u{200b}width\u{feff}", "zerowidth"),
            ("tab\there\r\nnext", "tab here\nnext"),
            ("nul\0bell\u{7}", "nulbell"),
        ] {
            assert_eq!(text(&fonts, raw), legible);
        }
    }

    #[test]
    fn only_texts_change() {
        let raw = json!({ "ke🎉y": ["🎉", 1, null, true, { "deep": "★" }] });
        assert_eq!(data(&Fonts::new(), &raw), json!({ "ke🎉y": ["□", 1, null, true, { "deep": "*" }] }));
    }
}
