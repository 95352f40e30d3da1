use super::{MADE_AT, awkward, empty, money};
use crate::{
    RecordedPlan,
    export::{package::unpack, xlsx},
};

fn part(plan: &RecordedPlan, name: &str) -> String {
    let parts = unpack(&xlsx(plan, &money(), MADE_AT).unwrap()).unwrap();
    parts.into_iter().find(|(part, _)| part == name).unwrap().1
}

#[test]
fn nothing_in_it_is_a_formula() {
    let sheet = part(&awkward(), "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>"));
    let texts = part(&awkward(), "xl/sharedStrings.xml");
    for text in [">=HYPERLINK(", "• =1+1", ">+Together Trust<", "Not known"] {
        assert!(texts.contains(text), "{text}");
    }
    assert!(!texts.contains("Withdrawn"));
}

#[test]
fn its_header_stands_still_and_returns_on_every_page() {
    let sheet = part(&awkward(), "xl/worksheets/sheet1.xml");
    for words in [
        r#"<pane xSplit="2" ySplit="4" topLeftCell="C5""#,
        "<autoFilter ref=\"A4:",
        r#"orientation="landscape""#,
        "fitToPage=\"1\"",
        "<formula1>\"Yes,No\"</formula1>",
        "Leave this column as it is",
    ] {
        assert!(sheet.contains(words), "{words}");
    }
    assert!(!sheet.contains("customHeight"), "rows grow with what is written in them");
    assert!(part(&awkward(), "xl/workbook.xml").contains("_xlnm.Print_Titles"));
    let properties = part(&awkward(), "docProps/core.xml");
    assert!(properties.contains("Action Plan</dc:title>") && properties.contains("2026-07-14T10:33:20Z"));
}

#[test]
fn the_same_plan_gives_the_same_file() {
    assert_eq!(xlsx(&awkward(), &money(), MADE_AT).unwrap(), xlsx(&awkward(), &money(), MADE_AT).unwrap());
}

#[test]
fn a_text_too_long_for_a_cell_is_refused_and_never_cut() {
    let mut plan = awkward();
    plan.priorities[0].actions[0].content.rows[0].steps = vec!["x".repeat(40_000)];
    let problem = xlsx(&plan, &money(), MADE_AT).unwrap_err();
    assert!(problem.to_string().contains("`Actions` of action `1.1`"), "{problem}");
}

#[test]
fn an_empty_plan_is_a_file_too() {
    assert!(xlsx(&empty(), &money(), MADE_AT).unwrap().starts_with(b"PK"));
}

#[test]
fn money_links_and_what_is_stood_down_are_said_in_words() {
    let texts = part(&awkward(), "xl/sharedStrings.xml");
    for words in [
        "Money (not read back)",
        "To be confirmed: Safer Evenings &amp; Nights Fund",
        "Yes: Safer Homes Board",
        "Stood down (not read back)",
        "Step 2 of 3: Stood down on 3 June 2026: Nobody asked for it",
    ] {
        assert!(texts.contains(words), "{words}");
    }
    assert!(!texts.contains("Not for partners"), "a note on funding stays on its page");
}
