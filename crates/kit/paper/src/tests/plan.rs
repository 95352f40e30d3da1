use std::thread;

use serde_json::{Value, json};

use super::{TITLE, opened::Opened, proof, sheet};
use crate::Press;

const PLAN: &str = include_str!("../../../../csp/plan/papers/action-plan.typ");

fn merrowshire() -> Value {
    serde_json::from_str(include_str!("../../samples/merrowshire-plan.json")).unwrap()
}

fn print(data: &Value) -> Opened {
    Opened::new(&proof(PLAN, data).unwrap_or_else(|problem| panic!("{}", problem.chain())))
}

/// The longest action there can be: its one row does not fit on a page.
fn with_a_row_longer_than_a_page() -> Value {
    let mut plan = merrowshire();
    let steps: Vec<_> =
        (1..=90).map(|n| format!("Step {n} of an action that was never cut into pieces.")).collect();
    plan["priorities"][1]["actions"][1]["rows"][0]["steps"] = json!(steps);
    plan
}

#[test]
fn it_is_tagged_with_language_and_title() {
    let paper = print(&merrowshire());
    assert!(paper.in_catalog(b"MarkInfo").get(b"Marked").unwrap().as_bool().unwrap());
    assert_eq!(paper.catalog().get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
    assert!(paper.in_catalog(b"ViewerPreferences").get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    assert!(paper.in_catalog(b"StructTreeRoot").has(b"K"));
    let claims = paper.claims();
    for claim in ["<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<", TITLE, "2026-07-14T"] {
        assert!(claims.contains(claim), "{claim}: {claims}");
    }
}

#[test]
fn tables_lists_and_headings_are_what_they_look_like() {
    let paper = print(&merrowshire());
    let tags = paper.tags();
    // No THead and TBody: the typesetter leaves them out of tables whose rows have headers too, and
    // lets each header cell say its scope instead.
    for tag in ["H1", "H2", "Table", "TR", "TH", "TD", "L", "LI", "LBody", "TOC", "TOCI", "P"] {
        assert!(tags.contains_key(tag), "no {tag} among {tags:?}");
    }
    // One table of the summary and one for each priority that has actions.
    assert_eq!(tags["Table"], 6, "{tags:?}");
    assert_eq!(paper.scopes().into_iter().collect::<Vec<_>>(), ["Column", "Row"]);
}

#[test]
fn every_page_has_its_mark_and_its_number() {
    let paper = print(&merrowshire());
    let pages = paper.pages();
    assert!(pages > 5);
    for page in 1..=pages {
        let text = paper.text(page);
        assert_eq!(text.matches("OFFICIAL-SENSITIVE").count(), 2, "page {page}: {text}");
        assert!(text.contains(&format!("Page {page} of {pages}")), "page {page}: {text}");
    }
}

#[test]
fn every_text_of_the_plan_is_on_the_paper() {
    let paper = print(&merrowshire());
    let squeeze = |text: &str| {
        text.chars().filter(|sign| !sign.is_whitespace() && *sign != '\u{200b}').collect::<String>()
    };
    let all = (1..=paper.pages()).map(|page| squeeze(&paper.text(page))).collect::<String>();
    for text in [
        "Merrowshire Community Safety Partnership",
        "Draft 3, not yet approved",
        "Priority 1: Neighbourhood crime and anti-social behaviour",
        "£18,500 in 2026–27",
        "“SmartDot” or equal) at £22.50 each.",
        "#set page(width: 1pt) $x^2$ *not bold* _not slanted_ `raw` @label <label> \\ [brackets] {braces}",
        "// no comment /* none */ ~ -- --- ... 1. one = heading + plus - minus",
        "and 'straight' quotes, and an emoji □ that has no shape",
        "https://www.example.org/a/very/long/address",
        "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
        "two or more partners ✓",
        "Marking: Official-Sensitive",
        "Links not known",
        "No lead yet",
        "No actions yet.",
    ] {
        assert!(all.contains(&squeeze(text)), "`{text}` is not in: {all}");
    }
}

#[test]
fn a_row_longer_than_a_page_goes_on_under_its_header() {
    let paper = print(&with_a_row_longer_than_a_page());
    let pages: Vec<_> =
        (1..=paper.pages()).map(|page| paper.text(page)).filter(|text| text.contains("never cut")).collect();
    assert!(pages.len() > 2);
    let all = pages.join(" ");
    for step in 1..=90 {
        assert!(all.contains(&format!("Step {step} of")), "step {step}");
    }
    for page in pages {
        assert!(page.contains("Timescale") && page.contains("Status"), "{page}");
    }
}

#[test]
fn only_house_fonts_and_all_embedded() {
    let fonts = print(&merrowshire()).fonts();
    assert!((2..=4).contains(&fonts.len()), "{fonts:?}");
    for (name, embedded) in fonts {
        assert!(name.contains("SourceSans3") && embedded, "{name}");
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes_from_any_thread() {
    let press = Press::new();
    let plan = merrowshire();
    let first = press.print(&sheet(PLAN, &plan)).unwrap();
    thread::scope(|scope| {
        let others: Vec<_> =
            (0..2).map(|_| scope.spawn(|| press.print(&sheet(PLAN, &plan)).unwrap())).collect();
        for other in others {
            assert!(other.join().unwrap() == first);
        }
    });
    assert!(Press::new().print(&sheet(PLAN, &plan)).unwrap() == first);
}

#[test]
fn a_plan_with_nothing_in_it_prints() {
    let paper = print(&json!({
        "partnership": "", "period": "", "edition": "", "made_on": "",
        "states": [], "summary": [], "key": [], "priorities": [],
    }));
    assert!(paper.pages() <= 2);
}
