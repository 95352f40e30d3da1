//! What a resolution does.

use concordat_kernel::Month;

use super::Resolved;
use crate::DecisionKind;

/// The verbs of resolutions, with what each does. The first that stands in the text counts.
const VERBS: &[(&str, DecisionKind)] = &[
    ("consider and comment", DecisionKind::Comment),
    ("receive a further update", DecisionKind::ReceiveUpdate),
    ("endorse", DecisionKind::Endorse),
    ("approve", DecisionKind::Approve),
    ("correctly recorded", DecisionKind::Approve),
    ("agree", DecisionKind::Agree),
    ("refer", DecisionKind::Refer),
    ("note", DecisionKind::Note),
];

/// Splits a resolution at the verbs that are joined to the first: "note the findings and endorse the priorities".
const JOINED: &[&str] =
    &[" and endorse ", " and receive ", " and agree ", " and approve ", " and note ", " and refer "];

/// The decisions in a resolution.
pub(super) fn decisions(text: &str) -> Vec<Resolved> {
    let mut pieces = vec![text.to_owned()];
    for joint in JOINED {
        pieces = pieces
            .into_iter()
            .flat_map(|piece| {
                // What stands in front of the joint must be a decision itself: "work to agree and note" is one.
                match piece.to_lowercase().find(joint) {
                    Some(at) if piece.is_char_boundary(at) && kind(&piece[..at]).is_some() => {
                        vec![piece[..at].to_owned(), piece[at + " and ".len()..].to_owned()]
                    }
                    _ => vec![piece],
                }
            })
            .collect();
    }
    pieces
        .into_iter()
        .map(|text| {
            let kind = kind(&text).unwrap_or_default();
            let due = if kind == DecisionKind::ReceiveUpdate { month(&text) } else { None };
            Resolved { kind, text: text.trim().trim_end_matches(['.', ',']).to_owned(), due }
        })
        .collect()
}

/// What a resolution does; nothing when no verb is known.
pub(super) fn kind(text: &str) -> Option<DecisionKind> {
    let lower = text.to_lowercase();
    // By where it stands, so that "agree … that it be noted" agrees.
    VERBS
        .iter()
        .filter_map(|(verb, kind)| Some((lower.find(verb)?, *kind)))
        .min_by_key(|(at, _)| *at)
        .map(|(_, kind)| kind)
}

/// A month in a text: `March 2023`.
fn month(text: &str) -> Option<Month> {
    let cleaned = text.replace(['.', ',', ';'], " ");
    let words: Vec<&str> = cleaned.split_whitespace().collect();
    words.windows(2).find_map(|two| {
        let [name, year] = two else { return None };
        Month::new(
            year.parse().ok().filter(|year| (1900..2200).contains(year))?,
            Month::number_from_name(name)?,
        )
    })
}
