//! Beginning an action: its number, repaired or given where the file has none that fits, and its lead.

use super::{
    super::number::{self, NumberCell},
    Header, Open, Plan, Role, action, objective_text,
};
use crate::import::{Code, Oddity, document::TableRow};

impl Plan {
    pub(super) fn begin_action(&mut self, header: &Header, row: &TableRow, cell: NumberCell, given: bool) {
        let Some(at) = self.current else { return };
        let raw = header.text(Role::Number, row);
        let mut number = cell.number;
        let before = self
            .reading
            .draft
            .priorities
            .get(at)
            .and_then(|priority| priority.actions.last())
            .map(|action| action.number.clone());
        if !given && let Some(repaired) = before.and_then(|before| number::repaired(&number, &before)) {
            let did = format!("read {repaired}, the number after the action before it");
            self.reading.oddities.push(Oddity::of(&repaired, Code::NumberRepaired, row.line, &raw, did));
            number = repaired;
        }
        if cell.page.is_some() {
            let did = format!("left the page marker out and read {number}");
            self.reading.oddities.push(Oddity::of(&number, Code::PageMarkerInNumber, row.line, &raw, did));
        }
        if given {
            let column = header.place(Role::Number).is_some();
            if column || self.reported.insert(String::from("\u{0}numbers")) {
                let saw = if column { "an action without a number" } else { "a table without numbers" };
                let did = format!("numbered from {number} on, in the order of the file");
                self.reading.oddities.push(Oddity::of(&number, Code::NumberGiven, row.line, saw, did));
            }
        } else if header.place(Role::Id).is_none() && !self.reported.insert(format!("\u{1}{number}")) {
            self.reading.oddities.push(Oddity::of(
                &number,
                Code::NumberRepeated,
                row.line,
                &raw,
                "kept both actions with the same number",
            ));
        }
        let action = action::begin(header, row, number, cell.starred);
        let lead = header.text(Role::Lead, row);
        if action.leads.is_empty() && header.place(Role::Lead).is_some() {
            self.reading.oddities.push(Oddity::of(
                &action.number,
                Code::LeadMissing,
                row.line,
                "no lead",
                "left the action without a lead",
            ));
        }
        self.mention_leads(&action.leads, Some(&action.number), row.line);
        let Some(priority) = self.reading.draft.priorities.get_mut(at) else { return };
        priority.actions.push(action);
        self.open = Open {
            action: Some(priority.actions.len() - 1),
            id: header.text(Role::Id, row),
            objective: objective_text(header, row),
            lead,
            bulleted: [false, false],
        };
    }
}
