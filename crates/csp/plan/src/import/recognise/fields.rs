//! The labelled lines above a table (`Priority:`, `Lead:`, `Aim:`, `Key:`), also when several run
//! together on one line with bold marks between them.

use crate::import::tidy;

/// What a labelled text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Priority,
    Shared,
    Lead,
    Aim,
    Note,
    Key,
    Title,
    Period,
}

/// A paragraph taken apart: what stands before its first label, then each labelled text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) before: String,
    pub(super) labelled: Vec<(Label, String)>,
}

const LABELS: [(Label, &[&str]); 8] = [
    (Label::Priority, &["priority", "theme", "strategic priority", "priority area", "strategic theme"]),
    (Label::Shared, &["shared"]),
    (
        Label::Lead,
        &[
            "lead",
            "leads",
            "lead officer",
            "lead agency",
            "priority lead",
            "priority leads",
            "strategic lead",
            "owner",
            "sponsor",
            "lead organisation",
            "priority owner",
        ],
    ),
    (Label::Aim, &["aim", "aims", "our aim", "priority aim", "ambition", "our ambition", "goal", "purpose"]),
    (Label::Note, &["note", "notes", "nb", "n.b.", "please note"]),
    (Label::Key, &["key"]),
    (Label::Title, &["title", "plan title", "plan"]),
    (Label::Period, &["period", "plan period", "years"]),
];

/// Takes a paragraph apart.
pub(super) fn read(text: &str) -> Fields {
    let mut fields = Fields::default();
    for piece in text.split("**") {
        piece_into(&mut fields, piece);
    }
    fields.before = tidy(&fields.before);
    for (_, text) in &mut fields.labelled {
        *text = tidy(text);
    }
    fields
}

fn piece_into(fields: &mut Fields, piece: &str) {
    match label_at_start(piece) {
        Some((label, rest)) => {
            // "Priority: X Lead: Y Aim: Z" on one line, with nothing but a space between.
            let (own, later) = match label {
                Label::Priority | Label::Shared | Label::Lead => until_label(rest),
                _ => (rest, None),
            };
            fields.labelled.push((label, own.to_owned()));
            if let Some(later) = later {
                piece_into(fields, later);
            }
        }
        None => {
            let gathered = match fields.labelled.last_mut() {
                Some((_, text)) => text,
                None => &mut fields.before,
            };
            gathered.push_str(piece);
        }
    }
}

/// Splits a text before ` Lead:` or ` Aim:`.
fn until_label(text: &str) -> (&str, Option<&str>) {
    let at = [" Lead:", " Leads:", " Lead officer:", " Aim:", " Aims:"]
        .iter()
        .filter_map(|label| text.find(label))
        .min();
    match at {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        None => (text, None),
    }
}

/// A label at the start of a text and what follows it. `Priority 2 - Burglary` and `PRIORITY ONE:
/// Burglary` count; "Priority setting takes place in May" does not.
fn label_at_start(text: &str) -> Option<(Label, &str)> {
    let text = text.trim_start();
    let end =
        text.char_indices().take(40).find(|(_, c)| matches!(c, ':' | '-' | '–' | '—')).map(|(at, _)| at);
    if let Some(end) = end {
        let name = text.get(..end)?.trim();
        let mark = text.get(end..)?.chars().next()?;
        let rest = text.get(end + mark.len_utf8()..)?;
        let spaced = mark == ':' || rest.starts_with(' ');
        if let Some(label) = named(name).filter(|label| mark == ':' || *label == Label::Priority && spaced) {
            return Some((label, rest));
        }
        if spaced && counted_priority(name) {
            return Some((Label::Priority, rest));
        }
    }
    // "Priority 1" or "Priority 1 Burglary" without any mark.
    let mut words = text.splitn(3, ' ');
    let (first, second) = (words.next()?, words.next()?);
    let rest = words.next().unwrap_or_default();
    let capital = rest.is_empty() || rest.starts_with(char::is_uppercase);
    (counted_priority(&format!("{first} {second}")) && capital && text.len() < 120)
        .then_some((Label::Priority, rest))
}

fn named(name: &str) -> Option<Label> {
    let name = name.to_lowercase();
    LABELS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(label, _)| *label)
}

/// `Priority 1`, `Theme two`, `PRIORITY B`.
fn counted_priority(name: &str) -> bool {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let lower = name.to_lowercase();
    let Some((word, count)) = lower.rsplit_once(' ') else { return false };
    let word = word.trim_end_matches(" no.").trim_end_matches(" number");
    let is_priority = matches!(named(word), Some(Label::Priority));
    let counts = WORDS.contains(&count)
        || count.len() <= 3 && count.bytes().all(|b| b.is_ascii_digit())
        || count.len() == 1 && count.bytes().all(|b| b.is_ascii_alphabetic());
    is_priority && counts
}

/// Whether a cell is a label on its own (`Lead:` with its value in the next cell).
pub(super) fn is_label(text: &str) -> bool {
    let text = text.trim_end_matches(':');
    named(text).is_some() || counted_priority(text)
}
