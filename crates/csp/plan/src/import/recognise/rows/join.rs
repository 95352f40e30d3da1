//! Joining the second half of a row, cut off by the end of a page, to the first.

use super::{super::leads, Header, Plan, Role, action, objective_text};
use crate::import::{
    CellKind, Code, Oddity, Row, Timescale,
    document::{Part, TableRow},
};

impl Plan {
    /// Joins the second half of a row to the first.
    pub(super) fn join_row(&mut self, header: &Header, row: &TableRow) {
        let more_objective = objective_text(header, row);
        let more_lead = header.text(Role::Lead, row);
        let open_bulleted = self.open.bulleted;
        append(&mut self.open.objective, &more_objective);
        if more_lead != self.open.lead {
            append(&mut self.open.lead, &more_lead);
        }
        // Reading the whole anew each time would take the square of the rows, so only while short.
        let again = |whole: &String| (whole.len() < 2_000).then(|| whole.clone());
        let (objective, lead) = (again(&self.open.objective), again(&self.open.lead));
        let mut extras = Row::default();
        action::extra(header, row, &mut extras);
        let Some(action) = self.open_action() else { return };
        match objective.filter(|_| !more_objective.is_empty()) {
            Some(whole) if header.place(Role::Label).is_none() => {
                (action.label, action.objective) = action::labelled(&whole);
            }
            Some(whole) => action.objective = whole,
            None => append(&mut action.objective, &more_objective),
        }
        match (lead.filter(|_| !more_lead.is_empty()), action.leads.last_mut()) {
            (Some(whole), _) => (action.leads, action.lead_note) = leads::read(&whole),
            (None, Some(last)) => append(last, &more_lead),
            (None, None) => {}
        }
        let number = action.number.clone();
        let mut joined = Vec::new();
        let timescale = header.text(Role::Timescale, row);
        if let Some(last) = action.rows.last_mut() {
            for (cell, parts) in action::lists(header, row, false) {
                let (items, bulleted) = match cell {
                    CellKind::Steps => (&mut last.steps, open_bulleted[0]),
                    CellKind::Measures => (&mut last.measures, open_bulleted[1]),
                };
                for (place, part) in parts.iter().enumerate() {
                    joined.push(part.text().to_owned());
                    match items.last_mut().filter(|item| place == 0 && runs_on(item, part, bulleted)) {
                        Some(item) => append(item, part.text()),
                        None => items.push(part.text().to_owned()),
                    }
                }
            }
            for (name, text) in extras.extra {
                append(last.extra.entry(name).or_default(), &text);
            }
            match &mut last.timescale {
                Timescale::Text { text } if text.len() > 60 => append(text, &timescale),
                before if !timescale.is_empty() => {
                    *before = Timescale::read(&format!("{before} {timescale}"));
                }
                _ => {}
            }
        }
        let saw = [more_objective, joined.join(" "), more_lead].join(" ");
        self.reading.oddities.push(Oddity::of(
            &number,
            Code::RowSplitOverPages,
            row.line,
            saw.trim(),
            "joined to the row above, of which it is the second half",
        ));
    }
}

/// Adds a tidy text to another.
fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

/// Whether a text goes on with the item before it.
fn runs_on(item: &str, part: &Part, bulleted: bool) -> bool {
    match part {
        Part::Text(text) | Part::Loose(text) => {
            text.starts_with(|c: char| c.is_lowercase()) || bulleted && !item.ends_with(['.', '!', '?', ';'])
        }
        Part::Item(_) => false,
    }
}
