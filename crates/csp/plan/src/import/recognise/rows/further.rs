//! Rows of the open action: its steps, measures and timescale, and a lead that differs from the first's.

use super::{Candidate, Header, Plan, Role, action};
use crate::import::{
    CellKind, Code, Oddity, Row, Timescale,
    document::{Part, TableRow},
};

impl Plan {
    /// Adds a row to the open action.
    pub(super) fn add_row(&mut self, header: &Header, row: &TableRow, first: bool) {
        let (Some(priority), Some(action)) = (self.current, self.open.action) else { return };
        let timescale = header
            .cell(Role::Timescale, row)
            .map_or_else(Timescale::none, |cell| Timescale::read(&cell.text()));
        let mut new = Row { timescale, ..Row::default() };
        action::extra(header, row, &mut new);
        let index = self.open_action().map_or(0, |action| action.rows.len());
        for (cell_kind, parts) in action::lists(header, row, first) {
            for part in parts {
                let place = usize::from(cell_kind == CellKind::Measures);
                let bulleted = matches!(part, Part::Item(_));
                if let Some(slot) = self.open.bulleted.get_mut(place) {
                    *slot = bulleted;
                }
                if let Some(slot) = self.bulleted.get_mut(place) {
                    *slot |= bulleted;
                }
                if !bulleted {
                    self.candidates.push(Candidate {
                        priority,
                        action,
                        row: index,
                        cell: cell_kind,
                        line: row.line,
                        text: part.text().to_owned(),
                        list: matches!(part, Part::Loose(_)),
                    });
                }
                match cell_kind {
                    CellKind::Steps => new.steps.push(part.text().to_owned()),
                    CellKind::Measures => new.measures.push(part.text().to_owned()),
                }
            }
        }
        if !first {
            self.further_lead(header, row, &mut new);
        }
        if let Some(action) = self.open_action() {
            action.rows.push(new);
        }
    }

    /// A further row's lead: usually given once, on the first.
    fn further_lead(&mut self, header: &Header, row: &TableRow, new: &mut Row) {
        let lead = header.text(Role::Lead, row);
        let same = lead == self.open.lead;
        let name =
            header.place(Role::Lead).and_then(|at| header.columns.get(at)).map(|column| column.name.clone());
        let Some(action) = self.open_action() else { return };
        let (number, leads) = (action.number.clone(), action.leads.join(" / "));
        if lead.is_empty() && !leads.is_empty() {
            let did = format!("the lead given on the action's first row stands for this one: {leads}");
            self.reading.oddities.push(Oddity::of(
                &number,
                Code::LeadInherited,
                row.line,
                "a further row without a lead",
                did,
            ));
        } else if !lead.is_empty() && !same {
            self.reading.oddities.push(Oddity::of(
                &number,
                Code::LeadDiffers,
                row.line,
                &lead,
                "kept as a note on this row; the action keeps its own lead",
            ));
            new.extra.insert(name.unwrap_or_else(|| "Lead".to_owned()), lead);
        }
    }
}
