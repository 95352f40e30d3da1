//! The rows of a table of actions: where an action begins, which rows continue it, and which
//! are only the second half of a row that a page break cut in two.

mod begin;
mod further;
mod join;
mod kind;
mod priority_column;
mod status;
mod table_header;

pub(super) use self::status::Written;
use self::{kind::Kind, priority_column::names_only_its_priority, table_header::continues_header};
use super::{
    Plan, action,
    header::{Header, Role},
    names,
};
use crate::import::{
    Action, CellKind, Code, Priority, PriorityKind, Source,
    document::{Cell, TableRow},
    limits::{MAX_ROWS, TooMuch},
};

/// The action that rows are being added to, with what is needed to go on with it.
#[derive(Debug, Default)]
pub(super) struct Open {
    /// Place in its priority.
    pub(super) action: Option<usize>,
    pub(super) id: String,
    pub(super) objective: String,
    pub(super) lead: String,
    /// Whether the last item of steps and of measures had a bullet.
    pub(super) bulleted: [bool; 2],
}

/// A cell that may hold several things in one item.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) priority: usize,
    pub(super) action: usize,
    pub(super) row: usize,
    pub(super) cell: CellKind,
    pub(super) line: u32,
    pub(super) text: String,
    /// It came from a list that shows no bullets, not from plain text.
    pub(super) list: bool,
}

impl Plan {
    pub(super) fn take_header(&mut self, header: Header) {
        self.header = Some(header);
        self.fresh_header = true;
        self.broke = false;
    }

    pub(super) fn take_row(&mut self, row: &TableRow) -> Result<(), TooMuch> {
        let Some(mut header) = self.header.take() else { return Ok(()) };
        if self.fresh_header && self.broke && continues_header(&header, row) {
            header.join(row);
            self.odd(
                Code::HeaderSplit,
                row.line,
                row.cells.iter().map(Cell::text).collect::<Vec<_>>().join(" ").trim(),
                "joined to the header on the page before",
            );
            self.header = Some(header);
            return Ok(());
        }
        if self.fresh_header {
            self.check_header(&mut header, row);
            self.fresh_header = false;
        }
        self.rows += 1;
        if self.rows > MAX_ROWS {
            return Err(TooMuch::Rows);
        }
        self.action_row(&header, row);
        self.header = Some(header);
        Ok(())
    }

    fn action_row(&mut self, header: &Header, row: &TableRow) {
        self.heading_or_column(header, row);
        self.priority_column(header, row);
        if names_only_its_priority(header, row) {
            return;
        }
        if self.current.is_none() {
            self.odd(
                Code::PriorityMissing,
                row.line,
                "a table of actions under no priority",
                "put its actions under one shared heading",
            );
            let shared =
                Priority { kind: PriorityKind::Shared, title: "Actions".to_owned(), ..Priority::default() };
            self.reading.draft.priorities.push(shared);
            self.current = Some(self.reading.draft.priorities.len() - 1);
        }
        let kind = self.kind(header, row);
        self.status(header, row, matches!(kind, Kind::New(..)));
        match kind {
            Kind::New(number, given) => {
                self.begin_action(header, row, number, given);
                self.add_row(header, row, true);
            }
            Kind::Continued => self.add_row(header, row, false),
            Kind::Split => self.join_row(header, row),
        }
    }

    pub(super) fn open_action(&mut self) -> Option<&mut Action> {
        let priority = self.reading.draft.priorities.get_mut(self.current?)?;
        priority.actions.get_mut(self.open.action?)
    }

    pub(super) fn mention_leads(&mut self, leads: &[String], action: Option<&str>, line: u32) {
        for name in leads {
            self.mentions.push(names::Mention {
                name: name.clone(),
                action: action.map(str::to_owned),
                line,
            });
        }
    }
}

pub(super) fn objective_text(header: &Header, row: &TableRow) -> String {
    match header.place(Role::Objective) {
        Some(_) => header.text(Role::Objective, row),
        None => super::action::objective_in_steps(header, row).unwrap_or_default(),
    }
}

/// Where an action was found; its page is filled in when all markers are known.
pub(super) fn source(row: &TableRow) -> Source {
    Source { page: None, line: row.line }
}
