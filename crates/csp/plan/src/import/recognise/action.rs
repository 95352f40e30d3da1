//! What one row's cells say about its action.

use super::{
    header::{Header, Role},
    leads, rows,
};
use crate::import::{
    Action, CellKind, Funding, LinkState, Linked, Row,
    document::{Part, TableRow},
    tidy,
};

/// A new action from its first row, without the row's lists.
pub(super) fn begin(header: &Header, row: &TableRow, number: String, starred: bool) -> Action {
    let objective = rows::objective_text(header, row);
    let (label, objective) = match header.place(Role::Label) {
        Some(_) => (Some(header.text(Role::Label, row)).filter(|label| !label.is_empty()), objective),
        None => labelled(&objective),
    };
    let (leads, lead_note) = leads::read(&header.text(Role::Lead, row));
    let id = header.text(Role::Id, row);
    Action {
        id: (!id.is_empty()).then_some(id),
        number,
        starred: starred || is_yes(&header.text(Role::Star, row)),
        label,
        objective,
        leads,
        lead_note,
        funding: funding(header, row),
        linked: linked(&header.text(Role::Linked, row)),
        rows: Vec::new(),
        source: rows::source(row),
    }
}

/// Takes a short label off the front of an objective: "Improving practices: Refresh …".
pub(super) fn labelled(text: &str) -> (Option<String>, String) {
    match text.split_once(": ") {
        Some((label, rest))
            if label.len() <= 45
                && label.split(' ').count() <= 5
                && label.starts_with(char::is_uppercase)
                && !label.contains(['.', ',', ';', '('])
                && !rest.is_empty() =>
        {
            (Some(label.to_owned()), rest.to_owned())
        }
        _ => (None, text.to_owned()),
    }
}

/// In a table without an objective, the first text of the action itself is one.
pub(super) fn objective_in_steps(header: &Header, row: &TableRow) -> Option<String> {
    let cell = header.cell(Role::Steps, row)?;
    let texts = cell.parts.iter().take_while(|part| matches!(part, Part::Text(_)));
    let text = texts.map(Part::text).collect::<Vec<_>>().join(" ");
    Some(text).filter(|text| !text.is_empty())
}

/// The steps and measures of a row, without funding notes and without what a merged cell only
/// repeats from the row above.
pub(super) fn lists(header: &Header, row: &TableRow, first: bool) -> Vec<(CellKind, Vec<Part>)> {
    let mut lists = Vec::new();
    for (role, kind) in [(Role::Steps, CellKind::Steps), (Role::Measures, CellKind::Measures)] {
        let Some(cell) = header.cell(role, row).filter(|cell| first || !cell.merged) else { continue };
        let mut parts: &[Part] = &cell.parts;
        if role == Role::Steps {
            if header.place(Role::Objective).is_none() {
                let skip = parts.iter().take_while(|part| matches!(part, Part::Text(_))).count();
                parts = parts.get(skip..).unwrap_or_default();
            } else if first && funding_note(header, row).is_some() {
                parts = parts.get(1..).unwrap_or_default();
            }
        }
        lists.push((kind, parts.to_vec()));
    }
    lists
}

/// Every cell whose column has no place here goes with the row, under the column's own name.
pub(super) fn extra(header: &Header, row: &TableRow, new: &mut Row) {
    for (at, cell) in row.filled() {
        let name = match header.columns.get(at) {
            Some(column) if column.role.is_some() => continue,
            Some(column) if !column.name.is_empty() => column.name.clone(),
            _ => format!("Column {}", at + 1),
        };
        let value = new.extra.entry(name).or_default();
        *value = tidy(&format!("{value} {}", cell.text()));
    }
}

fn funding(header: &Header, row: &TableRow) -> Option<Funding> {
    if header.place(Role::Funded).is_some() {
        let text = header.text(Role::Funded, row);
        return match text.to_lowercase().trim_end_matches('.') {
            "" | "no" | "n" | "none" | "n/a" | "na" | "-" | "nil" | "not funded" => None,
            "yes" | "y" | "funded" => Some(Funding::default()),
            _ => Some(Funding { note: text }),
        };
    }
    funding_note(header, row).map(|note| Funding { note })
}

/// A paragraph about funding above the bullets of the steps.
fn funding_note(header: &Header, row: &TableRow) -> Option<String> {
    if header.place(Role::Funded).is_some() {
        return None;
    }
    let cell = header.cell(Role::Steps, row)?;
    let Part::Text(text) = cell.parts.first()? else { return None };
    let lower = text.to_lowercase();
    let speaks = ["funding", "grant", "funded"].iter().any(|word| lower.contains(word));
    let above = matches!(cell.parts.get(1), Some(Part::Item(_) | Part::Loose(_)))
        || cell.parts.len() > 1 && (lower.starts_with("funding") || lower.starts_with("funded"));
    (speaks && above && text.len() <= 300).then(|| text.clone())
}

fn linked(text: &str) -> Linked {
    let lower = text.to_lowercase();
    let (state, to) = match lower.as_str() {
        "" | "not known" | "unknown" | "?" => (LinkState::Unknown, ""),
        "no" | "n" | "none" | "n/a" | "-" => (LinkState::No, ""),
        "yes" | "y" => (LinkState::Yes, ""),
        _ if lower.starts_with("yes") => {
            (LinkState::Yes, text.get(3..).unwrap_or_default().trim_start_matches([':', ' ', '-']))
        }
        _ => (LinkState::Yes, text),
    };
    Linked { state, to: leads::split(to) }
}

fn is_yes(text: &str) -> bool {
    ["yes", "y", "*", "★", "x", "true", "✓"].iter().any(|yes| text.eq_ignore_ascii_case(yes))
}
