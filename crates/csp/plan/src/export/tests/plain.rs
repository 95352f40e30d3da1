use super::{awkward, empty};
use crate::export::{file_name, json};

#[test]
fn json_is_the_draft_and_reads_back_as_it() {
    let text = json(&awkward());
    assert!(text.starts_with("{\n  \"title\": \"Merrowshire"), "{text}");
    assert!(!text.contains("oddities") && !text.contains("Withdrawn"), "{text}");
    assert_eq!(serde_json::from_str::<crate::import::Draft>(&text).unwrap(), awkward().draft());
}

#[test]
fn a_file_is_named_by_title_and_years() {
    assert_eq!(
        file_name(&awkward(), "xlsx"),
        "merrowshire-community-safety-agreement-action-plan-2026-27.xlsx"
    );
    let mut plan = awkward();
    for (title, name) in [
        ("Action plan", "action-plan-2026-27.pdf"),
        ("../Plan: \"A\"/B\r\n", "plan-a-b-2026-27.pdf"),
        ("計画", "action-plan-2026-27.pdf"),
        ("", "action-plan-2026-27.pdf"),
    ] {
        plan.head.title = title.to_owned();
        assert_eq!(file_name(&plan, "pdf"), name);
    }
    assert_eq!(file_name(&empty(), "docx"), "port-aldren-plan.docx");
    plan.head.title = "long ".repeat(100);
    assert!(file_name(&plan, "pdf").len() < 80);
}
