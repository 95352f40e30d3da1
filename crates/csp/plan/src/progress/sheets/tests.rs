//! A sheet goes out, is filled in and damaged as people do, and comes back.

use std::collections::BTreeMap;

use concordat_kernel::jiff::{
    Timestamp,
    civil::{Date, date},
};
use proptest::prelude::*;
use uuid::Uuid;

use super::{
    compare::{Effect, differences},
    model::{Asked, AskedAction, AskedMeasure, Entry, Last, Reading, Weight},
    read::clean,
    weigh, write,
};
use crate::export::package::{pack, unpack};

const MADE_AT: Timestamp = Timestamp::constant(1_784_025_200, 0);
const TODAY: Date = date(2026, 11, 2);
const LIMIT: u64 = 20_000_000;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x6d65_7272_6f77_4000_8000_0000_0000_0000 + n)
}

fn asked() -> Asked {
    let action = |n: u128, number: &str, objective: &str| AskedAction {
        id: id(n),
        number: number.to_owned(),
        objective: objective.to_owned(),
        due: "March 2027".to_owned(),
        ..AskedAction::default()
    };
    let walks = AskedMeasure {
        id: id(100),
        text: "Walks held".to_owned(),
        hint: "How many walks".to_owned(),
        last: "3 (July 2026 to September 2026)".to_owned(),
        ..AskedMeasure::default()
    };
    Asked {
        request: id(9),
        plan: "Merrowshire action plan".to_owned(),
        round: "Update for July to September 2026".to_owned(),
        lead: "Merrowshire Police".to_owned(),
        due_on: date(2026, 11, 20),
        actions: vec![
            AskedAction {
                measures: vec![walks],
                last: Some(Last {
                    state: "at-risk".to_owned(),
                    words: "=SUM(A1) was all we had".to_owned(),
                    help: "A second officer".to_owned(),
                    on: "4 August 2026".to_owned(),
                }),
                ..action(1, "1.1", "Night-time economy: Make Lower Ashing safer after dark")
            },
            action(2, "1.2", "Publish what was found"),
        ],
    }
}

fn entry(state: &str, words: &str) -> Entry {
    Entry { state: state.to_owned(), words: words.to_owned(), ..Entry::default() }
}

/// The sheet as filled in by somebody who saved it with these answers.
fn filled(entries: &[Entry]) -> (Asked, Vec<u8>) {
    let mut out = asked();
    for (action, entry) in out.actions.iter_mut().zip(entries) {
        action.said = entry.clone();
    }
    let bytes = write::xlsx(&out, MADE_AT).unwrap();
    (asked(), bytes)
}

fn read(asked: &Asked, bytes: &[u8]) -> Reading {
    weigh::read(asked, TODAY, bytes, "answers.xlsx", LIMIT).unwrap_or_else(|refusal| panic!("{refusal}"))
}

/// The same file after its XML was changed.
fn changed(bytes: &[u8], change: impl Fn(&str, &str) -> String) -> Vec<u8> {
    let mut parts = unpack(bytes).unwrap();
    for (name, text) in &mut parts {
        *text = change(name, text);
    }
    pack(&parts).unwrap()
}

fn said(reading: &Reading) -> Vec<String> {
    reading.findings.iter().map(|f| format!("{}{}: {}", f.column, f.row.unwrap_or(0), f.what)).collect()
}

#[test]
fn an_untouched_sheet_says_nothing() {
    let (asked, bytes) = filled(&[]);
    let reading = read(&asked, &bytes);
    assert_eq!(reading, Reading::default());
    assert!(differences(&asked, &reading).iter().all(|one| one.effect == Effect::Silent));
    assert_eq!(weigh::marked(&bytes, "answers.xlsx", LIMIT).unwrap(), Some(asked.request));
}

#[test]
fn what_is_filled_in_comes_back_as_it_was_written() {
    let first = Entry {
        done_on: Some(date(2026, 9, 30)),
        help: "'quoted".to_owned(),
        evidence: "https://merrowshire.example/report".to_owned(),
        values: BTreeMap::from([(id(100), "45%".to_owned())]),
        ..entry("done", "=cmd|' /C calc'!A0\n+44 people, @home 🙂 _x0041_")
    };
    let (asked, bytes) = filled(&[first.clone(), entry("withdrawal-proposed", "Done by another group")]);
    let reading = read(&asked, &bytes);
    assert!(reading.findings.is_empty(), "{:?}", said(&reading));
    assert_eq!(reading.said[&id(1)], first);
    assert_eq!(reading.said[&id(2)].state, "withdrawal-proposed");
    for (name, text) in unpack(&bytes).unwrap() {
        assert!(!text.contains("<f>") && !text.contains("t=\"str\""), "{name} has a formula");
    }
}

#[test]
fn a_state_that_is_not_ours_is_reported_with_its_place_and_not_guessed() {
    let (asked, bytes) = filled(&[entry("on-track", "Walked twice"), entry("late", "No printer")]);
    let bytes = changed(&bytes, |name, text| {
        // Typed over the drop-down, and by hand in the next row.
        let text = text.replace(">On track<", ">green<");
        if name.ends_with("sharedStrings.xml") { text.replace(">Late<", ">  LATE. <") } else { text }
    });
    let reading = read(&asked, &bytes);
    assert_eq!(reading.said.keys().copied().collect::<Vec<_>>(), [id(2)]);
    assert_eq!(reading.said[&id(2)].state, "late");
    let [finding] = reading.findings.as_slice() else { panic!("{:?}", said(&reading)) };
    assert_eq!((finding.row, finding.column.as_str(), finding.saw.as_str()), (Some(5), "F (State)", "green"));
    assert_eq!(finding.weight, Weight::LeftOut);
    assert!(finding.remedy.contains("On track, At risk"), "{}", finding.remedy);
}

#[test]
fn an_answer_must_say_what_the_page_would_ask_for() {
    let (asked, bytes) = filled(&[entry("at-risk", ""), entry("done", "All of it")]);
    let reading = read(&asked, &bytes);
    assert!(reading.said.is_empty());
    let said = said(&reading);
    assert!(
        said[0].starts_with("G (What happened)5") && said[0].contains("what puts it at risk"),
        "{said:?}"
    );
    assert!(said[1].starts_with("H (Done on)7") && said[1].contains("the day it was done"), "{said:?}");
}

/// A sheet written by hand, as another program would save it: inline texts, no styles.
fn by_hand(rows: &[&[&str]]) -> Vec<u8> {
    let mut sheet = String::from("<worksheet><sheetData>");
    for (r, row) in (1..).zip(rows) {
        sheet.push_str(&format!("<row r=\"{r}\">"));
        for (c, text) in row.iter().enumerate() {
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            let letter = super::columns::letters(c);
            sheet.push_str(&format!("<c r=\"{letter}{r}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"));
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let workbook = "<workbook><sheets><sheet name=\"Sheet1\" sheetId=\"1\" id=\"r1\"/></sheets></workbook>";
    let part = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    pack(&[part("xl/workbook.xml", workbook), part("xl/worksheets/sheet1.xml", &sheet)]).unwrap()
}

#[test]
fn rows_and_columns_may_stand_elsewhere_and_what_is_not_ours_is_reported() {
    let asked = asked();
    let mark = format!("concordat-answers/1/{}", id(9));
    let (one, two, stranger) = (id(1).to_string(), id(2).to_string(), id(77).to_string());
    let walks = format!("{one}/{}", id(100));
    let bytes = by_hand(&[
        &[&mark],
        &[
            "Status",
            "Ward",
            "No",
            "What happened?",
            "Value now",
            "Action or measure",
            "Concordat ID",
            "Completed on",
        ],
        &["done", "Ashing", "1.2", "Published", "", "Publish what was found", &two, "30/09/2026"],
        &["", "", "1.1", "", "12", "Walks held", &walks, ""],
        &["on track", "", "1.1", "Walked", "", "Make all of Ashing safer", &one, ""],
        &["late", "", "9.9", "Not ours", "", "Another lead's", &stranger, ""],
        &["", "", "", "Total: 2", "", "", "", ""],
    ]);
    let reading = read(&asked, &bytes);
    assert_eq!(reading.said[&id(2)].done_on, Some(date(2026, 9, 30)));
    assert_eq!(reading.said[&id(1)].values[&id(100)], "12");
    assert_eq!(reading.said[&id(1)].words, "Walked");
    assert_eq!(reading.said.len(), 2);
    let said = said(&reading);
    assert_eq!(said.len(), 4, "{said:#?}");
    assert!(said[0].starts_with("B (Ward)3") && said[0].contains("not one of ours"), "{said:#?}");
    assert!(said[1].starts_with("F (Action or measure)5") && said[1].contains("does not change the plan"));
    assert!(
        said[2].starts_with("G (Concordat ID)6") && said[2].contains("Merrowshire Police was asked about")
    );
    assert!(said[3].starts_with("C (No)7") && said[3].contains("cannot be told"));
    assert!(reading.findings.iter().all(|finding| finding.sheet == "Sheet1" && !finding.remedy.is_empty()));
}

#[test]
fn without_mark_and_ids_a_table_is_read_by_its_numbers_and_said_so() {
    let bytes = by_hand(&[
        &["Number", "State", "Update", "Value", "Action or measure"],
        &["1.1", "On track", "Walked", "", ""],
        &["1.1", "", "", "4", "Walks held"],
        &["1.1", "Late", "Did not walk", "", ""],
        &["1.2", "", "Nothing chosen", "", ""],
    ]);
    let reading = read(&asked(), &bytes);
    assert!(reading.said.is_empty(), "two rows contradict each other: {:?}", reading.said);
    let said = said(&reading).join("\n");
    for words in
        ["own mark is missing", "by their numbers", "Row 2 answers the same action", "no state is chosen"]
    {
        assert!(said.contains(words), "`{words}` not in {said}");
    }
}

#[test]
fn a_file_of_another_request_is_refused() {
    let (_, bytes) = filled(&[entry("on-track", "Walked")]);
    let other = Asked { request: id(10), ..asked() };
    let refusal = weigh::read(&other, TODAY, &bytes, "answers.xlsx", LIMIT).unwrap_err();
    assert!(refusal.to_string().contains("belongs to another request"), "{refusal}");
}

#[test]
fn what_was_sent_before_is_the_same_and_lands_no_second_time() {
    let answer =
        Entry { values: BTreeMap::from([(id(100), "12".to_owned())]), ..entry("on-track", "Walked") };
    let (mut asked, bytes) = filled(std::slice::from_ref(&answer));
    let reading = read(&asked, &bytes);
    let effects =
        |asked: &Asked| differences(asked, &reading).iter().map(|one| one.effect).collect::<Vec<_>>();
    assert_eq!(effects(&asked), [Effect::Lands, Effect::Silent]);
    asked.actions[0].said = answer;
    assert_eq!(effects(&asked), [Effect::Lands, Effect::Silent], "saved, but not sent");
    asked.actions[0].sent = true;
    assert_eq!(effects(&asked), [Effect::Same, Effect::Silent]);
}

#[test]
fn what_is_no_spreadsheet_gets_a_sentence() {
    for bytes in [&b""[..], b"PK", b"%PDF-1.7", b"\xd0\xcf\x11\xe0", b"No.,State\n1.1,On track\n"] {
        let refusal = weigh::read(&asked(), TODAY, bytes, "answers.xlsx", LIMIT).unwrap_err().to_string();
        assert!(refusal.starts_with("“answers.xlsx”") && refusal.ends_with('.'), "{refusal}");
    }
    let other = by_hand(&[&["Name", "Telephone"], &["A", "B"]]);
    let refusal = weigh::read(&asked(), TODAY, &other, "list.xlsx", LIMIT).unwrap_err().to_string();
    assert!(refusal.contains("No table of answers was found"), "{refusal}");
}

/// Any text with what spreadsheets are known to trip over.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("=cmd|' /C calc'!A0".to_owned()),
        Just("'".to_owned()),
        Just("+1-@".to_owned()),
        Just("_x000D_".to_owned()),
        Just("<&>\"]]>".to_owned()),
        Just("🙂👩‍🚒".to_owned()),
        Just("\n\t".to_owned()),
        Just("1.10".to_owned()),
        Just("x".repeat(1200)),
        any::<String>(),
    ];
    proptest::collection::vec(piece, 0..4).prop_map(|pieces| {
        let text: String = pieces.concat().chars().take(4_000).collect();
        // As forms take texts in; `\u{fffe}` and its like no XML can hold.
        clean(&text.replace(['\u{fffe}', '\u{ffff}'], "").replace('_', "–"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_sheet_that_is_written_and_read_back_is_the_same(
        words in any_text(), help in any_text(), value in any_text(), state in 0_usize..6,
    ) {
        let state = super::super::model::Said::ALL[state];
        let answer = Entry {
            words: format!("{words}."),
            help,
            done_on: Some(date(2026, 9, 30)).filter(|_| state.word() == "done"),
            values: Some((id(100), value)).into_iter().filter(|(_, value)| !value.is_empty()).collect(),
            ..entry(state.word(), "")
        };
        let (asked, bytes) = filled(std::slice::from_ref(&answer));
        let reading = read(&asked, &bytes);
        prop_assert!(reading.findings.is_empty(), "{:?}", said(&reading));
        prop_assert_eq!(&reading.said[&id(1)], &answer);
    }

    #[test]
    fn a_damaged_file_gets_a_sentence_or_a_reading_and_never_more(
        at in 0_usize..20_000, cut in 0_usize..20_000, byte in any::<u8>(),
    ) {
        let (asked, mut bytes) = filled(&[entry("on-track", "Walked")]);
        let at = at % bytes.len();
        bytes[at] = byte;
        if cut % 3 == 0 {
            bytes.truncate(bytes.len() - cut % bytes.len());
        }
        if let Err(refusal) = weigh::read(&asked, TODAY, &bytes, "answers.xlsx", LIMIT) {
            prop_assert!(refusal.to_string().ends_with('.'));
        }
    }
}
