//! What a row says, and what of it counts.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{
    super::{
        super::{
            model::{Counted, Said},
            rules,
        },
        columns::Column,
        model::{AskedAction, AskedMeasure, Entry, Weight},
        states,
    },
    Weighing,
    about::{About, Row},
    words::{day, short},
};
use crate::import::tidy;

impl<'a> Weighing<'a> {
    pub(super) fn row(&mut self, row: Row<'a>) {
        match self.about(&row) {
            Some(About::Action(action)) => self.action(row, action),
            Some(About::Measure(action, measure)) => self.measure(row, action, measure),
            None => self.unknown(row),
        }
    }

    fn unknown(&mut self, row: Row<'_>) {
        let column = if row.text(Column::Id).is_empty() { Column::Number } else { Column::Id };
        let weight = if row.answers().next().is_some() { Weight::LeftOut } else { Weight::Note };
        let what = match (column, Uuid::parse_str(row.text(column).split('/').next().unwrap_or_default())) {
            (Column::Id, Ok(_)) => format!(
                "This row is not about an action that {} was asked about in this round. It was left out.",
                self.asked.lead
            ),
            (Column::Id, Err(_)) => {
                "The hidden id of this row was changed, so it belongs to no action. It was left out."
                    .to_owned()
            }
            _ => "It cannot be told which action this row is about. It was left out.".to_owned(),
        };
        self.find(row.finding(
            column,
            weight,
            what,
            "Write the answer in the action’s own row of the spreadsheet you had from us.",
        ));
    }

    fn action(&mut self, row: Row<'_>, action: &AskedAction) {
        self.wording(row, Column::Number, &action.number);
        self.wording(row, Column::Objective, &action.objective);
        self.wording(row, Column::Due, &action.due);
        if !row.text(Column::Value).is_empty() {
            self.find(row.finding(
                Column::Value,
                Weight::LeftOut,
                "A value stands in the row of an action, so it cannot be told which measure it is for. It was left out.",
                "Write it in the measure’s own row beneath.",
            ));
        }
        let (said, mut spoilt) = self.said(row);
        spoilt |= !spoilt && !said.state.is_empty() && !self.is_complete(row, &said);
        let values = self.drafts.get(&action.id).map(|draft| draft.said.values.clone()).unwrap_or_default();
        let before = self.drafts.get(&action.id).filter(|draft| draft.at.is_some());
        if let Some(before) = before {
            let same = Entry { values: BTreeMap::new(), ..before.said.clone() } == said;
            let (empty, was_empty) = (said.is_empty() && !spoilt, before.said.is_empty() && !before.spoilt);
            if empty || (same && !spoilt) {
                return;
            }
            if !was_empty {
                let other = before.at.as_ref().map_or(0, |(_, line)| *line);
                self.find(row.finding(
                    Column::State,
                    Weight::LeftOut,
                    format!("Row {other} answers the same action in other words. Neither was taken."),
                    "Keep one row for each action, and upload the file again.",
                ));
                if let Some(draft) = self.drafts.get_mut(&action.id) {
                    draft.spoilt = true;
                }
                return;
            }
        }
        let draft = self.drafts.entry(action.id).or_default();
        draft.said = Entry { values, ..said };
        draft.spoilt |= spoilt;
        draft.at = Some((row.table.sheet.clone(), row.line));
    }

    /// What the cells of an action's row say, and whether no part of it counts.
    fn said(&mut self, row: Row<'_>) -> (Entry, bool) {
        let mut said = Entry {
            words: row.text(Column::Words).to_owned(),
            help: row.text(Column::Help).to_owned(),
            ..Entry::default()
        };
        let state = row.text(Column::State);
        let mut spoilt = false;
        match states::typed(state) {
            Some(state) => said.state = state.word().to_owned(),
            None if state.is_empty() => {
                if let Some(column) = row.answers().find(|column| *column != Column::Value) {
                    spoilt = true;
                    self.find(row.finding(
                        column,
                        Weight::LeftOut,
                        "Something is written here but no state is chosen, so this answer was left out.",
                        format!("Choose a state: {}.", states::listed()),
                    ));
                }
            }
            None => {
                spoilt = true;
                self.find(row.finding(
                    Column::State,
                    Weight::LeftOut,
                    "This is not one of the states, and what it means is not guessed. This answer was left out.",
                    format!("Choose a state: {}.", states::listed()),
                ));
            }
        }
        self.done_on(row, &mut said);
        let evidence = row.text(Column::Evidence);
        if !evidence.is_empty() && rules::check_address(evidence).is_ok() {
            said.evidence = evidence.to_owned();
        } else if !evidence.is_empty() {
            self.find(row.finding(
                Column::Evidence,
                Weight::LeftOut,
                "This is not an address. It was left out; the rest of the answer stands.",
                "Write one address that begins with https://. Add files on the web page.",
            ));
        }
        (said, spoilt)
    }

    /// Whether an answer says what its state asks for, as on the page.
    fn is_complete(&mut self, row: Row<'_>, entry: &Entry) -> bool {
        let said: Option<Said> = entry.state.parse().ok();
        let wanting = rules::wanting(said, &entry.words, entry.done_on, self.today);
        for (field, sentence) in &wanting {
            let column = match *field {
                "words" => Column::Words,
                "done" => Column::DoneOn,
                _ => Column::State,
            };
            let what = format!("This answer is not complete and was left out. {sentence}");
            let remedy =
                format!("Fill in “{}” for the state {}.", column.name(), states::words(&entry.state));
            self.find(row.finding(column, Weight::LeftOut, what, remedy));
        }
        let too_long = rules::check_answer(&entry.words, &entry.help, &[]).is_err();
        if too_long {
            let column =
                if entry.words.chars().count() > rules::TEXT_LIMIT { Column::Words } else { Column::Help };
            self.find(row.finding(
                column,
                Weight::LeftOut,
                format!(
                    "This text is longer than {} characters, so this answer was left out.",
                    rules::TEXT_LIMIT
                ),
                "Shorten it, and add the rest as evidence.",
            ));
        }
        wanting.is_empty() && !too_long
    }

    fn done_on(&mut self, row: Row<'_>, said: &mut Entry) {
        let text = row.text(Column::DoneOn);
        if text.is_empty() {
            return;
        }
        let day = day(text);
        if day.is_some() && said.state == "done" {
            said.done_on = day;
            return;
        }
        let (what, remedy) = match day {
            None => (
                "This is not a day. It was left out; the rest of the answer stands.",
                "Write a day, such as 14 March 2027.",
            ),
            Some(_) => (
                "A day is given, but the state is not Done. The day was left out.",
                "Choose Done if the action is done; otherwise take the day away.",
            ),
        };
        self.find(row.finding(Column::DoneOn, Weight::LeftOut, what, remedy));
    }

    fn measure(&mut self, row: Row<'_>, action: &AskedAction, measure: &AskedMeasure) {
        self.wording(row, Column::Number, &action.number);
        self.wording(row, Column::Objective, &measure.text);
        for column in row.answers().filter(|column| *column != Column::Value) {
            self.find(row.finding(
                column,
                Weight::LeftOut,
                "This stands in the row of a measure, which takes a value only. It was left out.",
                "Write it in the row of the action above.",
            ));
        }
        let value = row.text(Column::Value);
        if value.is_empty() {
            return;
        }
        let counted = Counted { item: measure.id, text: value.to_owned() };
        if rules::check_answer("", "", &[counted]).is_err() {
            let what =
                format!("This value is longer than {} characters. It was left out.", rules::TEXT_LIMIT);
            self.find(row.finding(Column::Value, Weight::LeftOut, what, "Shorten it."));
            return;
        }
        if let Some(remedy) = measure.unreadable(value) {
            let what = "This value cannot be read. It was left out; the rest of the answer stands.";
            self.find(row.finding(Column::Value, Weight::LeftOut, what, remedy));
            return;
        }
        let other = self.drafts.get(&action.id).and_then(|draft| draft.said.values.get(&measure.id)).cloned();
        if other.as_ref().is_some_and(|other| other != value) {
            self.find(row.finding(
                Column::Value,
                Weight::LeftOut,
                "Another row gives this measure another value. Neither was taken.",
                "Keep one row for each measure, and upload the file again.",
            ));
        }
        let draft = self.drafts.entry(action.id).or_default();
        if other.is_some_and(|other| other != value) {
            draft.said.values.remove(&measure.id);
        } else {
            draft.said.values.insert(measure.id, value.to_owned());
            draft
                .value_at
                .get_or_insert_with(|| (row.table.sheet.clone(), row.line, row.table.column(Column::Value)));
        }
    }

    /// The plan's own wording is not changed by an answer.
    fn wording(&mut self, row: Row<'_>, column: Column, record: &str) {
        let text = row.text(column);
        if row.table.columns.contains_key(&column) && !text.is_empty() && tidy(text) != tidy(record) {
            self.find(row.finding(
                column,
                Weight::LeftOut,
                format!(
                    "The plan says “{}”. An answer does not change the plan, so this wording was left out.",
                    short(record)
                ),
                "Propose the change to the group that keeps the plan.",
            ));
        }
    }
}
