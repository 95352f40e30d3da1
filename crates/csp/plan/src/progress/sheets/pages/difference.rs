//! What a spreadsheet would say, beside what was said before, and everything about it that a person has to
//! know.

use concordat_web::{
    cells,
    parts::{Colour, Html, InsetText, SummaryList, Table, Tag, WarningText},
};

use super::super::{
    compare::{Difference, Effect, count},
    model::{AskedAction, Entry, Finding, Weight},
    states,
    store::Looked,
};
use crate::{
    pages::words,
    progress::{letter::day, pages::sheet::Sheet},
};

/// The page without its form.
pub(super) fn drawn(sheet: Sheet, looked: &Looked, by: &str) -> Sheet {
    let differences = looked.differences();
    let mut sheet = sheet.piece(facts(looked, by));
    if looked.head.is_staged() {
        if let Some(when) = &looked.again {
            let when = words::moment(when);
            sheet = sheet.piece(InsetText::new(format!("The very same file was used before, on {when}.")));
        }
        sheet = sheet.says([would(&differences)]);
    }
    let (left_out, notes): (Vec<&Finding>, Vec<&Finding>) =
        looked.reading.findings.iter().partition(|finding| finding.weight == Weight::LeftOut);
    if !left_out.is_empty() {
        let words = words::count_first(left_out.len(), "thing is", "things are");
        sheet = sheet
            .piece(WarningText::new(format!(
                "{words} left out. Put it right in the file and upload it again, or go on without it."
            )))
            .section("left-out", "Left out", findings("What is left out, and what to do", &left_out));
    }
    if !notes.is_empty() {
        sheet = sheet.section("notes", "Good to know", findings("What to know about the file", &notes));
    }
    let mut sheet = sheet.section("answers", "What the file says", Html::default());
    for difference in differences.iter().filter(|one| one.effect != Effect::Silent) {
        sheet = sheet.piece(one(difference));
    }
    let silent: Vec<String> =
        differences.iter().filter(|one| one.effect == Effect::Silent).map(|one| named(one.action)).collect();
    if silent.is_empty() {
        return sheet;
    }
    sheet.section("silent", "Not answered in the file", Html::bullets(silent))
}

/// Whether using it would do anything.
pub(super) fn lands(looked: &Looked) -> usize {
    count(&looked.differences(), Effect::Lands)
}

fn facts(looked: &Looked, by: &str) -> SummaryList {
    let head = &looked.head;
    let state = match head.state.as_str() {
        "staged" => "Waits to be looked through".to_owned(),
        "used" => format!("Used on {}", words::moment(head.settled_at.as_deref().unwrap_or_default())),
        _ => "Set aside".to_owned(),
    };
    SummaryList::new()
        .row(("File", &head.file_name))
        .row(("Read", format!("{}, from {by}", words::moment(&head.made_at))))
        .row(("Answers of", &looked.shown.request.lead.words))
        .row(("Round", &looked.shown.round.title))
        .row(("State", state))
}

fn would(differences: &[Difference<'_>]) -> String {
    let (lands, same) = (count(differences, Effect::Lands), count(differences, Effect::Same));
    let same = match same {
        0 => String::new(),
        _ => format!(
            " {} the same as what was sent before, and would not be recorded again.",
            words::count_first(same, "answer is", "answers are")
        ),
    };
    match lands {
        0 => format!("Using this file changes nothing.{same}"),
        _ => format!(
            "Nothing is recorded yet. Using this file records {}.{same}",
            words::count(lands, "answer", "answers")
        ),
    }
}

fn named(action: &AskedAction) -> String {
    let number = if action.number.is_empty() { "No number" } else { &action.number };
    format!("{number} {}", action.objective)
}

/// One action: what was said last time, what is said now.
fn one(difference: &Difference<'_>) -> Html {
    let action = difference.action;
    let nothing = Entry::default();
    let now = difference.said.unwrap_or(&nothing);
    let effect = match difference.effect {
        Effect::Lands => Tag::new(Colour::Blue, "New answer"),
        Effect::Same => Tag::new(Colour::Grey, "Sent before"),
        Effect::Silent => Tag::new(Colour::Grey, "Not answered"),
    };
    let last = action.last.as_ref();
    let when = last.map_or_else(|| "Last time".to_owned(), |last| format!("Last time ({})", last.on));
    let mut table = Table::new(named(action))
        .columns(["About", when.as_str(), "In the file"])
        .row_headers()
        .scroll_wide()
        .row(cells!["State", said(last.map(|last| last.state.as_str())), said(Some(&now.state))])
        .row(cells!["What happened", text(last.map_or("", |last| &last.words)), text(&now.words)]);
    if now.done_on.is_some() {
        table = table.row(cells!["Done on", "", now.done_on.map(day).unwrap_or_default()]);
    }
    if !now.help.is_empty() || last.is_some_and(|last| !last.help.is_empty()) {
        table = table.row(cells!["Help needed", text(last.map_or("", |last| &last.help)), text(&now.help)]);
    }
    if !now.evidence.is_empty() {
        table = table.row(cells!["Link to evidence", "", now.evidence.as_str()]);
    }
    for measure in &action.measures {
        let value = now.values.get(&measure.id).map_or("", String::as_str);
        if !value.is_empty() || !measure.last.is_empty() {
            table = table.row(cells![measure.text.as_str(), text(&measure.last), text(value)]);
        }
    }
    Html::spaced([Html::paragraphs([Html::from(effect)]), table.into()])
}

fn said(state: Option<&str>) -> Html {
    let Some(state) = state.filter(|state| !state.is_empty()) else { return "Nothing".into() };
    let colour = match state {
        "on-track" => Colour::Blue,
        "at-risk" => Colour::Orange,
        "late" => Colour::Red,
        "done" => Colour::Green,
        "withdrawal-proposed" => Colour::Purple,
        _ => Colour::Yellow,
    };
    Tag::new(colour, states::words(state)).into()
}

fn text(text: &str) -> Html {
    if text.is_empty() { "Nothing".into() } else { Html::lines(text) }
}

fn findings(caption: &str, findings: &[&Finding]) -> Table {
    let place = |finding: &Finding| {
        let row = finding.row.map(|row| format!("row {row}"));
        let column = Some(&finding.column)
            .filter(|column| !column.is_empty())
            .map(|column| format!("column {column}"));
        let sheet = Some(finding.sheet.clone()).filter(|sheet| !sheet.is_empty());
        let place: Vec<String> = [sheet, row, column].into_iter().flatten().collect();
        if place.is_empty() { "The file".to_owned() } else { place.join(", ") }
    };
    let rows = findings.iter().map(|finding| {
        let saw = Some(&finding.saw).filter(|saw| !saw.is_empty()).map(|saw| format!("“{saw}”"));
        let what = Html::stacked(saw.into_iter().chain([finding.what.clone()]));
        cells![place(finding), what, finding.remedy.as_str()]
    });
    Table::new(caption).caption_hidden().columns(["Where", "What", "What to do"]).rows(rows).scroll_wide()
}
