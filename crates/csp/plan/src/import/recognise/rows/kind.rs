//! Whether a row begins an action, continues the one above it, or is the second half of its last row.

use super::{
    super::number::{self, NumberCell},
    Header, Plan, Role, objective_text,
};
use crate::import::document::{Part, TableRow};

/// What a row is to the action above it.
pub(super) enum Kind {
    New(NumberCell, bool),
    Continued,
    Split,
}

impl Plan {
    pub(super) fn kind(&mut self, header: &Header, row: &TableRow) -> Kind {
        let raw = header.text(Role::Number, row);
        let number = NumberCell::read(&raw);
        if let Some(page) = number.page {
            self.pages.marker(row.line, page);
            self.broke |= number.number.is_empty();
        }
        let objective = objective_text(header, row);
        let id = header.text(Role::Id, row);
        let open = self.open_action().map(|action| action.number.clone());
        let Some(open_number) = open else { return self.new_kind(number, &objective, header, row) };
        if !id.is_empty() || !self.open.id.is_empty() {
            let same =
                id == self.open.id || id.is_empty() && number.number.is_empty() && objective.is_empty();
            return if same { Kind::Continued } else { self.new_kind(number, &objective, header, row) };
        }
        let same_objective = objective.is_empty() || objective == self.open.objective;
        if !number.number.is_empty() {
            let repaired = number::repaired(&number.number, &open_number).is_some();
            let same = number.number == open_number && same_objective && !repaired;
            return if same { Kind::Continued } else { self.new_kind(number, &objective, header, row) };
        }
        let lower = |text: &str| text.starts_with(|c: char| c.is_lowercase());
        if !objective.is_empty() {
            let numbered = header.place(Role::Number).is_some();
            let cut =
                numbered && (self.broke && lower(&objective) || lower(&objective) && !timed(header, row));
            return if cut {
                Kind::Split
            } else if objective == self.open.objective {
                Kind::Continued
            } else {
                self.new_kind(number, &objective, header, row)
            };
        }
        let starts_lower = [Role::Steps, Role::Measures].iter().any(|role| {
            header
                .cell(*role, row)
                .and_then(|cell| cell.parts.first())
                .is_some_and(|part| matches!(part, Part::Text(text) if lower(text)))
        });
        let listed = header.cell(Role::Steps, row).is_some() || header.cell(Role::Measures, row).is_some();
        if !timed(header, row) && (self.broke || starts_lower || !listed) {
            Kind::Split
        } else {
            Kind::Continued
        }
    }

    fn new_kind(&self, mut number: NumberCell, objective: &str, header: &Header, row: &TableRow) -> Kind {
        if !number.number.is_empty() {
            return Kind::New(number, false);
        }
        // Nothing to begin an action with: what is here continues the one above, if any.
        if objective.is_empty() && header.cell(Role::Steps, row).is_none() && self.open.action.is_some() {
            return Kind::Split;
        }
        let at = self.current.unwrap_or(0);
        let actions = self.reading.draft.priorities.get(at).map(|priority| &priority.actions);
        let next = actions.and_then(|actions| actions.last()).and_then(|action| number::next(&action.number));
        number.number = next.unwrap_or_else(|| format!("{}.{}", at + 1, actions.map_or(0, Vec::len) + 1));
        Kind::New(number, true)
    }
}

fn timed(header: &Header, row: &TableRow) -> bool {
    header.cell(Role::Timescale, row).is_some_and(|cell| !cell.merged)
}
