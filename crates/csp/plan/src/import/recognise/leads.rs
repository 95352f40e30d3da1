//! Who leads: several bodies, a chair, a role, and the qualifier some plans add at the end.

use crate::import::tidy;

/// A lead cell: each lead, and the note after them.
pub(super) fn read(text: &str) -> (Vec<String>, Option<String>) {
    let (names, note) = without_note(text);
    (split(&names), note)
}

/// More leads than any action has. What follows stays together in the last.
const MOST_LEADS: usize = 50;

/// Leads are parted by ` / ` and by `;`.
pub(super) fn split(text: &str) -> Vec<String> {
    let spaced = text.replace("/ ", " / ").replace(" /", " / ").replace(';', " / ");
    let parts = spaced.splitn(MOST_LEADS, " / ").map(tidy);
    parts
        .map(|part| part.trim_matches(['/', '-', '–']).trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

/// `Community Safety Unit - (project liaison)` without its note.
fn without_note(text: &str) -> (String, Option<String>) {
    let text = tidy(text);
    if let Some(body) = text.strip_suffix(')')
        && let Some(open) = body.rfind('(')
    {
        let (names, note) =
            (body.get(..open).unwrap_or_default().trim_end(), body.get(open + 1..).unwrap_or_default());
        let dashed =
            names.ends_with([' ', '-', '–', '—']) && names.trim_end_matches(['-', '–', '—']) != names;
        if !note.trim().is_empty() && (dashed || note.to_lowercase().contains("liaison")) {
            let names = names.trim_end_matches(['-', '–', '—', ' ']);
            return (names.to_owned(), Some(tidy(note)));
        }
    }
    (text, None)
}
