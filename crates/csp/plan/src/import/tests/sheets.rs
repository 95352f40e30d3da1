//! Excel workbooks, made here as an officer's program would make them.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::{action, codes, plan, steps};
use crate::import::{Code, LinkState, PriorityKind, columns};

#[test]
fn a_sheet_for_each_priority_with_merged_cells_and_real_dates() {
    let mut book = Workbook::new();
    let month = Format::new().set_num_format("mmm\\-yy");
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for (sheet, lead) in [("Burglary", "Merrowshire Police"), ("Roads", "Roads Forum")] {
        let page = book.add_worksheet().set_name(sheet).unwrap();
        page.write(0, 0, "Merrowshire Community Safety Plan 2024-27").unwrap();
        for (column, name) in (0..).zip(["No", "Objective", "Actions", "Measure", "Due", "Owner"]) {
            page.write(2, column, name).unwrap();
        }
        page.merge_range(3, 0, 4, 0, "1.1", &Format::new()).unwrap();
        page.merge_range(3, 1, 4, 1, "Fewer losses", &Format::new()).unwrap();
        page.merge_range(3, 5, 4, 5, lead, &Format::new()).unwrap();
        page.write(3, 2, "• Ask\n• Listen").unwrap();
        page.write(3, 3, "People asked").unwrap();
        page.write_with_format(3, 4, ExcelDateTime::from_ymd(2025, 3, 1).unwrap(), &month).unwrap();
        page.write(4, 2, "• Act").unwrap();
        page.write_with_format(4, 4, ExcelDateTime::from_ymd(2025, 4, 15).unwrap(), &day).unwrap();
        page.write(5, 0, 1.2).unwrap();
        page.write(5, 1, "Another").unwrap();
        page.write(5, 4, "Ongoing").unwrap();
        page.write(5, 5, lead).unwrap();
    }
    let reading = plan(&book.save_to_buffer().unwrap(), "plan.xlsx");
    let draft = &reading.draft;
    assert_eq!(draft.title, "Merrowshire Community Safety Plan");
    let shape: Vec<_> = draft.priorities.iter().map(|p| (p.title.as_str(), p.actions.len())).collect();
    assert_eq!(shape, [("Burglary", 2), ("Roads", 2)]);
    let first = action(draft, "1.1");
    assert_eq!(first.rows.len(), 2);
    assert_eq!(steps(first), ["Ask", "Listen", "Act"]);
    let when: Vec<String> = first.rows.iter().map(|row| row.timescale.to_string()).collect();
    assert_eq!(when, ["March 2025", "15 April 2025"]);
    assert_eq!(first.leads, ["Merrowshire Police"]);
    assert!(codes(&reading).contains(&Code::PeriodAssumed));
    assert!(!codes(&reading).contains(&Code::LeadInherited));
}

#[test]
fn our_own_export_reads_back_with_its_ids() {
    let mut book = Workbook::new();
    let page = book.add_worksheet().set_name("Actions").unwrap();
    page.write(0, 0, "Title: Safer Merrowshire").unwrap();
    page.write(1, 0, "Period: April 2024 to March 2025").unwrap();
    let names = [
        columns::ID,
        columns::PRIORITY,
        columns::PRIORITY_KIND,
        columns::PRIORITY_LEAD,
        columns::PRIORITY_AIM,
        columns::PRIORITY_NOTES,
        columns::NUMBER,
        columns::STAR,
        columns::LABEL,
        columns::OBJECTIVE,
        columns::STEPS,
        columns::MEASURES,
        columns::TIMESCALE,
        columns::LEAD,
        columns::FUNDED,
        columns::LINKED,
        columns::STATUS,
        "RAG",
    ];
    let rows = [
        [
            "id-1",
            "Roads",
            "Priority",
            "A / B",
            "Slower",
            "One note\nAnother",
            "1.10",
            "Yes",
            "Label",
            "See: this",
            "• Count\n• Publish",
            "• Counts",
            "March 2025",
            "Police / CSU - (project liaison)",
            "Grant, to be confirmed",
            "Yes: Roads Forum / Vision Group",
            "Under way",
            "Green",
        ],
        [
            "id-1",
            "Roads",
            "Priority",
            "A / B",
            "Slower",
            "One note\nAnother",
            "1.10",
            "Yes",
            "Label",
            "See: this",
            "• Again",
            "",
            "Ongoing",
            "Police / CSU - (project liaison)",
            "Grant, to be confirmed",
            "Yes: Roads Forum / Vision Group",
            "Under way",
            "",
        ],
        [
            "id-2",
            "Everything",
            "Priority",
            "",
            "",
            "",
            "1.10",
            "No",
            "",
            "Plain: text",
            "",
            "",
            "",
            "CSU",
            "Yes",
            "No",
            "Not started",
            "",
        ],
        [
            "",
            "Everything",
            "Priority",
            "",
            "",
            "",
            "3",
            "",
            "",
            "A new row",
            "• x",
            "",
            "",
            "CSU",
            "No",
            "Not known",
            "",
            "",
        ],
    ];
    for (column, name) in (0..).zip(names) {
        page.write(3, column, name).unwrap();
    }
    for (row, cells) in (4..).zip(rows) {
        for (column, text) in (0..).zip(cells) {
            page.write(row, column, text).unwrap();
        }
    }
    let reading = plan(&book.save_to_buffer().unwrap(), "export.xlsx");
    let draft = &reading.draft;
    assert_eq!(draft.title, "Safer Merrowshire");
    assert_eq!(draft.period.map(|period| period.to_string()).as_deref(), Some("April 2024 to March 2025"));
    assert_eq!(draft.priorities.len(), 2);
    assert_eq!(draft.priorities[0].notes, ["One note", "Another"]);
    assert_eq!(draft.priorities[1].kind, PriorityKind::Priority);
    let actions: Vec<_> = draft.actions().collect();
    assert_eq!(actions.len(), 3);
    assert_eq!(actions[0].id.as_deref(), Some("id-1"));
    assert_eq!((actions[0].number.as_str(), actions[0].starred), ("1.10", true));
    assert_eq!((actions[0].label.as_deref(), actions[0].objective.as_str()), (Some("Label"), "See: this"));
    assert_eq!(actions[0].rows.len(), 2);
    assert_eq!(actions[0].leads, ["Police", "CSU"]);
    assert_eq!(actions[0].lead_note.as_deref(), Some("project liaison"));
    assert_eq!(actions[0].funding.as_ref().unwrap().note, "Grant, to be confirmed");
    assert_eq!(actions[0].linked.to, ["Roads Forum", "Vision Group"]);
    assert_eq!(actions[0].rows[0].extra.keys().collect::<Vec<_>>(), ["RAG"]);
    assert_eq!((actions[1].label.as_deref(), actions[1].objective.as_str()), (None, "Plain: text"));
    assert_eq!(actions[1].linked.state, LinkState::No);
    assert_eq!(actions[1].funding.as_ref().unwrap().note, "");
    assert_eq!((actions[2].id.as_deref(), actions[2].number.as_str()), (None, "3"));
    assert_eq!(codes(&reading), [Code::UnknownColumn, Code::StatusNotRead]);
    let status = reading.oddities.iter().find(|oddity| oddity.code == Code::StatusNotRead).unwrap();
    assert_eq!((status.line, status.saw.as_str()), (5, "2 rows say: Under way"));
}

/// A workbook of sheets, each with its rows of texts.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let page = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, text) in (0..).zip(*cells) {
                page.write(row, column, *text).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn priorities(reading: &crate::import::Reading) -> Vec<(&str, usize)> {
    let priorities = reading.draft.priorities.iter();
    priorities.map(|priority| (priority.title.as_str(), priority.actions.len())).collect()
}

const HEADER: &[&str] = &["Ref", "Strategic Priority", "Action", "Owner", "Due date", "Success measure"];

#[test]
fn a_cover_before_the_plan_is_no_priority_but_may_name_the_plan() {
    let colours: &[&str] = &["RAG: Red = off track; Green = on track"];
    let first: &[&str] = &["1a", "Burglary", "Mark bicycles", "Merrow Wardens", "Ongoing", "50 marked"];
    let second: &[&str] = &["1b", "", "Visit every shop", "Police", "March 2026", "All visited"];
    let third: &[&str] = &["2a", "Youth", "Open the hall", "Youth Forum", "Ongoing", "20 come"];
    let plan_sheet: &[&[&str]] = &[colours, &[], HEADER, first, second, third];
    for sheet in ["Delivery 25-26", "Delivery Plan 25-26"] {
        let cover: &[&[&str]] = &[&["Merrowshire Community Safety Plan 2025/26"], &["Safer together"]];
        let reading = plan(&workbook(&[("Cover", cover), (sheet, plan_sheet)]), "plan.xlsx");
        assert_eq!(reading.draft.title, "Merrowshire Community Safety Plan");
        assert_eq!(
            reading.draft.period.map(|period| period.to_string()).as_deref(),
            Some("April 2025 to March 2026")
        );
        assert_eq!(priorities(&reading), [("Burglary", 2), ("Youth", 1)], "{sheet}");
        assert_eq!(codes(&reading), [], "{sheet}");
    }
}

#[test]
fn a_sheet_is_a_priority_when_its_table_says_no_better() {
    let header: &[&str] = &["No", "Priority", "Objective", "Actions", "Owner"];
    let one: &[&str] = &["1", "High", "Fewer thefts", "Lock sheds", "Police"];
    let two: &[&str] = &["2", "Low", "Safer parks", "Mend lights", "Merrow Council"];
    let cover: &[&[&str]] = &[&["Merrowshire Action Plan 2025/26"]];
    let book = workbook(&[("Cover", cover), ("Burglary", &[header, one]), ("Parks", &[header, two])]);
    assert_eq!(priorities(&plan(&book, "plan.xlsx")), [("Burglary", 1), ("Parks", 1)]);

    // Headings within the table are better than the name of a sheet; a table still empty keeps it.
    let header: &[&str] = &["No", "Objective", "Actions", "Owner"];
    let one: &[&str] = &["1", "Fewer thefts", "Lock sheds", "Police"];
    let two: &[&str] = &["2", "Safer parks", "Mend lights", "Merrow Council"];
    let year: &[&[&str]] = &[header, &["Priority 1: Burglary"], one, &["Priority 2: Parks"], two];
    let book = workbook(&[("Cover", cover), ("2025-26", year), ("Youth", &[header])]);
    assert_eq!(priorities(&plan(&book, "plan.xlsx")), [("Burglary", 1), ("Parks", 1), ("Youth", 0)]);
}
