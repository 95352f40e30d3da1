//! Which action or measure a row is about.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{
    super::{
        columns::Column,
        model::{AskedAction, AskedMeasure, Finding, Weight},
        read::Table,
    },
    Weighing,
    words::short,
};
use crate::import::tidy;

/// What a row is about.
pub(super) enum About<'a> {
    Action(&'a AskedAction),
    Measure(&'a AskedAction, &'a AskedMeasure),
}

/// A row where it stands.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) table: &'a Table,
    pub(super) line: u32,
    pub(super) cells: &'a BTreeMap<usize, String>,
}

impl<'a> Row<'a> {
    pub(super) fn text(&self, column: Column) -> &'a str {
        self.table.text(self.cells, column)
    }

    pub(super) fn finding(
        &self,
        column: Column,
        weight: Weight,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Finding {
        Finding {
            sheet: self.table.sheet.clone(),
            row: Some(self.line),
            column: self.table.column(column),
            weight,
            saw: short(self.text(column)),
            what: what.into(),
            remedy: remedy.into(),
        }
    }

    pub(super) fn answers(&self) -> impl Iterator<Item = Column> {
        Column::ALL.into_iter().filter(|column| column.is_answer() && !self.text(*column).is_empty())
    }
}

impl<'a> Weighing<'a> {
    /// What a row is about, when it is something that was asked.
    pub(super) fn about(&self, row: &Row<'_>) -> Option<About<'a>> {
        let id = row.text(Column::Id);
        if id.is_empty() {
            return self.by_number(row);
        }
        let (action, measure) =
            id.split_once('/').map_or((id, None), |(action, measure)| (action, Some(measure)));
        let action = Uuid::parse_str(action.trim()).ok()?;
        let action = self.asked.actions.iter().find(|one| one.id == action)?;
        match measure {
            None => Some(About::Action(action)),
            Some(measure) => {
                let measure = Uuid::parse_str(measure.trim()).ok()?;
                Some(About::Measure(action, action.measures.iter().find(|one| one.id == measure)?))
            }
        }
    }

    /// Without an id: a number belongs to one action of a plan, and a measure is told by its words.
    fn by_number(&self, row: &Row<'_>) -> Option<About<'a>> {
        let number = row.text(Column::Number);
        let mut named = self.asked.actions.iter().filter(|one| !number.is_empty() && one.number == number);
        let action = named.next()?;
        if named.next().is_some() {
            return None;
        }
        let words = tidy(row.text(Column::Objective));
        let mut measures = action.measures.iter().filter(|one| tidy(&one.text) == words);
        match (measures.next(), measures.next(), words == tidy(&action.objective)) {
            (Some(measure), None, false) => Some(About::Measure(action, measure)),
            (None, _, _) if row.text(Column::Value).is_empty() => Some(About::Action(action)),
            _ => None,
        }
    }
}
