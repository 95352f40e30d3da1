//! Plans of other shapes, all invented: other columns, orders, numbers and encodings.

use super::{action, codes, plan, steps};
use crate::import::{Code, PriorityKind};

#[test]
fn other_columns_in_another_order_within_a_longer_document() {
    let reading = plan(include_bytes!("../../../tests/fixtures/merrowshire-pack.md"), "pack.md");
    let draft = &reading.draft;
    assert_eq!(draft.title, "Merrowshire Safer Together Action Plan");
    assert_eq!(draft.period.map(|period| period.to_string()).as_deref(), Some("April 2024 to March 2025"));
    let titles: Vec<&str> = draft.priorities.iter().map(|priority| priority.title.as_str()).collect();
    assert_eq!(titles, ["Burglary and theft", "Safer roads"]);
    assert_eq!(draft.priorities[0].leads, ["Superintendent, Merrowshire Police"]);
    let aim = "Fewer homes broken into, and fewer people afraid of it";
    assert_eq!(draft.priorities[0].aim.as_deref(), Some(aim));
    assert_eq!(draft.priorities[1].notes, ["The Forum meets in May."]);
    let first = action(draft, "1a");
    assert_eq!(first.objective, "Homes are harder to break into");
    assert_eq!(steps(first), ["Visit 200 homes", "Give out locks"]);
    assert_eq!(
        first.rows[0].extra.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>(),
        ["Budget=£2,000", "RAG=Green"]
    );
    assert_eq!(first.rows[0].timescale.to_string(), "September 2024");
    let second = action(draft, "1b");
    assert_eq!(second.leads, ["Burglary Task Group", "Port Aldren Council"]);
    assert_eq!(steps(second), ["Write to every shop | market stall"]);
    assert_eq!(second.rows[0].timescale.to_string(), "30 November 2024");
    assert_eq!(steps(action(draft, "2a")), ["Count cars", "Publish the counts"]);
    assert_eq!(action(draft, "2a").rows[0].timescale.to_string(), "By the summer");
    assert_eq!(reading.oddities.iter().filter(|oddity| oddity.code == Code::UnknownColumn).count(), 2);
    assert_eq!(reading.unplaced.len(), 1);
    assert_eq!(reading.unplaced[0].text, "Not a note, just a remark between two tables.");
    assert_eq!(draft.counts.actions, 3);
}

#[test]
fn rows_cut_by_pages_lost_bullets_and_a_misspelt_council() {
    let reading = plan(include_bytes!("../../../tests/fixtures/split-rows.txt"), "split-rows.txt");
    let draft = &reading.draft;
    assert_eq!(draft.priorities[0].title, "Anti-social behaviour");
    let numbers: Vec<&str> = draft.actions().map(|action| action.number.as_str()).collect();
    assert_eq!(numbers, ["1", "2", "2"]);
    let first = action(draft, "1");
    assert_eq!(first.label.as_deref(), Some("Parks"));
    assert_eq!(
        steps(first),
        ["Ask users what they miss", "Mend the lights and cut back the hedges", "Lock the gates at ten"]
    );
    let second = action(draft, "2");
    assert_eq!(second.source.page, Some(8));
    let when: Vec<String> = second.rows.iter().map(|row| row.timescale.to_string()).collect();
    assert_eq!(when, ["March 2024", "April 2024"]);
    let near = reading.oddities.iter().find(|oddity| oddity.code == Code::BodyNearMiss).unwrap();
    assert_eq!((near.saw.as_str(), near.action.as_deref()), ("Merow District Council", Some("2")));
    assert_eq!(second.leads, ["Merow District Council"], "kept as written");
    assert_eq!(
        codes(&reading),
        [
            Code::PageMarkerInNumber,
            Code::PageMarker,
            Code::NumberRepeated,
            Code::RowSplitOverPages,
            Code::BulletsLost,
            Code::LeadInherited,
            Code::BodyNearMiss,
        ]
    );
    let parts: Vec<_> = reading.splits.iter().map(|split| split.parts.len()).collect();
    assert_eq!(parts, [2, 2]);
    assert_eq!(draft.actions().last().unwrap().rows[0].timescale.to_string(), "2024");
}

#[test]
fn a_table_with_the_priority_as_a_column_and_no_numbers() {
    let reading = plan(include_bytes!("../../../tests/fixtures/sheet-form.csv"), "violence-2024-25.csv");
    let draft = &reading.draft;
    assert_eq!(
        draft.priorities.iter().map(|p| (p.title.as_str(), p.actions.len())).collect::<Vec<_>>(),
        [("Violence", 2), ("Youth", 1)]
    );
    assert!(draft.priorities.iter().all(|priority| priority.kind == PriorityKind::Priority));
    let first = action(draft, "1.1");
    assert_eq!(first.objective, "Train door staff");
    assert_eq!(first.rows[0].extra["Comments"], "Two sessions; one in the evening");
    assert_eq!(first.rows[0].extra["Priority level"], "High");
    assert_eq!(first.rows[0].timescale.to_string(), "31 January 2025");
    assert_eq!(
        codes(&reading),
        [Code::NumberGiven, Code::UnknownColumn, Code::TitleFromFileName, Code::PeriodMissing]
    );
}

#[test]
fn windows_1252_is_read_and_said() {
    let reading = plan(include_bytes!("../../../tests/fixtures/windows-1252.csv"), "plan.csv");
    let action = action(&reading.draft, "1");
    assert_eq!(action.objective, "Café watch – “be seen”");
    assert_eq!(action.leads, ["Zoë’s team"]);
    assert!(codes(&reading).contains(&Code::EncodingWindows1252));
    assert_eq!(serde_json::to_value(Code::EncodingWindows1252).unwrap(), "encoding-windows-1252");
}

#[test]
fn the_same_text_with_other_line_ends_and_marks_reads_the_same() {
    let plain = include_str!("../../../tests/fixtures/split-rows.txt");
    let expected = plan(plain.as_bytes(), "plan.txt");
    assert_eq!(plan(format!("\u{feff}{plain}").as_bytes(), "plan.txt"), expected);
    assert_eq!(plan(plain.replace('\n', "\r\n").as_bytes(), "plan.txt"), expected);
    assert_eq!(plan(plain.replace('\n', "\r").as_bytes(), "plan.txt"), expected);
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(plain.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(plan(&wide, "plan.txt"), expected);
}

#[test]
fn the_printed_shape_is_the_agreed_one() {
    let text = "Roads plan: action plan 2024/25\n\nPriority: Roads\nLead: Roads Forum\n\n\
                No.\tObjective\tActions\tMeasure\tTimescale\tLead\n1.1*\tSlow: Go slower\t• Count\t• Counts\tMarch 2025\tPolice\n";
    let reading = plan(text.as_bytes(), "plan.txt");
    let printed = serde_json::to_string(&reading.printed()).unwrap();
    let expected = concat!(
        r#"{"title":"Roads plan: action plan","period":{"from":"2024-04","to":"2025-03"},"#,
        r#""priorities":[{"kind":"priority","title":"Roads","leads":["Roads Forum"],"aim":null,"notes":[],"#,
        r#""actions":[{"id":null,"number":"1.1","starred":true,"label":"Slow","objective":"Go slower","#,
        r#""leads":["Police"],"lead_note":null,"funding":null,"linked":{"state":"unknown","to":[]},"#,
        r#""rows":[{"steps":["Count"],"measures":["Counts"],"timescale":{"kind":"month","month":"2025-03"},"extra":{}}],"#,
        r#""source":{"page":null,"line":7}}]}],"#,
        r#""counts":{"priorities":1,"shared":0,"actions":1,"rows":1,"steps":1,"measures":1,"starred":1,"funded":0},"#,
        r#""oddities":[]}"#,
    );
    assert_eq!(printed, expected);
    let kept = serde_json::to_string(&reading).unwrap();
    assert_eq!(serde_json::from_str::<crate::import::Reading>(&kept).unwrap(), reading);
}

#[test]
fn a_line_of_the_key_is_answered_by_what_it_is_about() {
    let text = "Roads action plan 2024/25\n\nKey:\n• Purple actions – funded projects\n• Green actions – linked to a strategy\n\
                • Amber – some delay\n\nPriority: Roads\n\n\
                No.\tObjective\tActions\tMeasure\tTimescale\tLead\n1.1\tGo slower\t• Count\t• Counts\tMarch 2025\tPolice\n";
    let reading = plan(text.as_bytes(), "plan.txt");
    let lost = reading.oddities.iter().filter(|oddity| oddity.code == Code::ColoursLost);
    let did: Vec<&str> = lost.map(|oddity| oddity.did.as_str()).collect();
    assert_eq!(did.len(), 3, "{:?}", reading.key);
    assert!(did[0].contains("funding notes") && !did[0].contains("linked"), "{}", did[0]);
    assert!(did[1].contains("linked stays unknown") && !did[1].contains("funded"), "{}", did[1]);
    assert!(!did[2].contains("funded") && !did[2].contains("linked"), "{}", did[2]);
}
