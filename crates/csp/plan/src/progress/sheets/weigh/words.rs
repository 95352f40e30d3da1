//! How findings say things.

use concordat_kernel::jiff::civil::Date;

use crate::import::{Timescale, tidy};

/// A day as spreadsheets and people write it.
pub(super) fn day(text: &str) -> Option<Date> {
    match Timescale::read(text) {
        Timescale::Date { date } => Some(date),
        _ => None,
    }
}

/// As much of a text as a table shows.
pub(super) fn short(text: &str) -> String {
    let text = tidy(text);
    let mut letters = text.chars();
    let start: String = letters.by_ref().take(120).collect();
    if letters.next().is_some() { format!("{start}…") } else { start }
}

/// `row 5`, `rows 5, 6 and 9`.
pub(super) fn lines(lines: &[u32]) -> String {
    let shown: Vec<String> = lines.iter().take(12).map(u32::to_string).collect();
    match (shown.as_slice(), lines.len() > 12) {
        ([one], _) => format!("row {one}"),
        (several, true) => format!("rows {} and {} more", several.join(", "), lines.len() - several.len()),
        ([most @ .., last], false) => format!("rows {} and {last}", most.join(", ")),
        ([], false) => String::new(),
    }
}
