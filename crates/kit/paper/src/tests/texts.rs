use proptest::prelude::*;
use serde_json::json;

use super::{opened::Opened, proof, sheet};
use crate::{Press, fonts::Fonts};

/// Upright, and every piece of the house style with the same text in it.
const PIECES: &str = r#"
#import "/house.typ": *
#masthead(fact("Fact", data.text))
#heading(level: 1, data.text)
#heading(level: 2, data.text)
#items((data.text, data.text))
#tagged(data.text, data.text)
#ledger(data.text, (1fr, 3fr), ([One], [Two]), data.text, items((data.text,)))
"#;

#[test]
fn every_sign_the_fonts_have_can_be_printed() {
    let fonts = Fonts::new();
    let signs: String =
        ('!'..=char::MAX).filter(|sign| fonts.can_write(*sign)).flat_map(|sign| [sign, ' ']).collect();
    assert!(signs.chars().count() > 2_000);
    proof(PIECES, &json!({ "text": signs })).unwrap();
}

#[test]
fn text_is_never_obeyed() {
    let text = r##"#panic("obeyed") #{1 + 1} $ x $ = heading"##;
    let paper = Opened::new(&proof(PIECES, &json!({ "text": text })).unwrap());
    assert!(paper.text(1).matches(text).count() >= 6, "{}", paper.text(1));
}

#[test]
fn a_title_and_an_author_may_hold_any_sign() {
    let data = json!({});
    let mut strange = sheet("#import \"/house.typ\": *\n#masthead()", &data);
    let title = "🎉 \"Quotes\" & <tags> \\ #signs\0 ".repeat(20);
    strange.title = &title;
    strange.author = &title;
    let paper = Opened::new(&Press::new().proof(&strange).unwrap());
    assert!(paper.text(1).contains("□ \"Quotes\" & <tags> \\ #signs"), "{}", paper.text(1));
}

proptest! {
    // Few cases, since each sets a page; the sweep above covers the signs one by one.
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_stops_the_press(text in "(?s).{0,120}", marks in "[a-z\u{300}-\u{36f}\u{590}-\u{6ff}\u{e00}-\u{e7f}\n ]{0,60}") {
        let data = json!({ "text": format!("{text} {marks}") });
        prop_assert!(Press::new().proof(&sheet(PIECES, &data)).map_err(|problem| problem.chain()).is_ok());
    }
}
