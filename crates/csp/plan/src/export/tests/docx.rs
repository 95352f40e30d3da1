use std::io::{Cursor, Read};

use concordat_kernel::Mark;

use super::{MADE_AT, awkward, empty, money};
use crate::{RecordedPlan, export::docx};

fn part(plan: &RecordedPlan, name: &str) -> String {
    let bytes = docx(plan, &money(), Mark::OfficialSensitive, MADE_AT).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_same_plan_gives_the_same_file() {
    let made = || docx(&awkward(), &money(), Mark::Official, MADE_AT).unwrap();
    assert_eq!(made(), made());
}

#[test]
fn it_says_its_title_language_date_mark_and_pages() {
    let properties = part(&awkward(), "docProps/core.xml");
    for words in ["Action Plan</dc:title>", "en-GB", "2026-07-14T10:33:20Z"] {
        assert!(properties.contains(words), "{words}: {properties}");
    }
    for name in ["word/header1.xml", "word/footer1.xml"] {
        assert!(part(&awkward(), name).contains("Official-Sensitive"), "{name}");
    }
    assert!(part(&awkward(), "word/footer1.xml").contains("NUMPAGES"));
}

#[test]
fn texts_stay_texts_and_lists_are_lists() {
    let document = part(&awkward(), "word/document.xml");
    for words in ["Domestic abuse &amp; coercion", "&lt;b&gt;in person&lt;/b&gt;", "=1+1", "1.1*", "家庭 🏠"]
    {
        assert!(document.contains(words), "{words}");
    }
    assert_eq!(document.matches("<w:tblHeader/>").count(), 4, "one table for each priority");
    let counts = awkward().draft().counts;
    assert_eq!(document.matches("<w:numPr>").count(), counts.steps + counts.measures);
    assert!(!document.contains("Withdrawn"));
}

#[test]
fn signs_that_xml_cannot_hold_are_left_out() {
    let mut plan = empty();
    plan.head.title = "Bell\u{7} and\u{0} \u{FFFE}more".to_owned();
    assert!(part(&plan, "word/document.xml").contains("Bell and more"));
}

#[test]
fn money_links_and_what_is_stood_down_are_said_in_words() {
    let document = part(&awkward(), "word/document.xml");
    for words in [
        "Money (not read back)",
        "To be confirmed: Safer Evenings &amp; Nights Fund",
        ">Confirmed<",
        ">Not known<",
        ">No<",
        "Yes: Safer Homes Board",
        "Stood down (not read back)",
        "Step 2 of 3: Stood down on 3 June 2026: Nobody asked for it",
        ">Stood down on 3 June 2026: Nobody asked for it",
    ] {
        assert!(document.contains(words), "{words}");
    }
    assert!(!document.contains("Not for partners"), "a note on funding stays on its page");
    let plain = part(&empty(), "word/document.xml");
    assert!(!plain.contains("not read back)"), "no column for what nobody has said");
}
