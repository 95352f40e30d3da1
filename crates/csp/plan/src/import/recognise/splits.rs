//! Suggests where a list that lost its bullets may be parted. Only ever a suggestion: the cell
//! itself stays one item until an officer says otherwise.

use std::collections::HashSet;

use crate::import::Draft;

/// What the rest of the plan teaches: which words are names, which only begin an item.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Capitalised words met in the middle of a sentence.
    names: HashSet<String>,
    /// Words met in lower case.
    plain: HashSet<String>,
    /// Pairs of neighbours of which the second is capitalised.
    pairs: HashSet<(String, String)>,
}

/// Enough words for any plan; a larger file teaches nothing more.
const MOST_WORDS: usize = 100_000;

/// A longer text is no list that lost its bullets.
const LONGEST: usize = 20_000;

const LINKING: [&str; 38] = [
    "a",
    "an",
    "the",
    "of",
    "to",
    "in",
    "on",
    "for",
    "by",
    "and",
    "or",
    "with",
    "from",
    "at",
    "as",
    "via",
    "into",
    "across",
    "around",
    "within",
    "between",
    "under",
    "over",
    "about",
    "through",
    "per",
    "than",
    "that",
    "which",
    "is",
    "are",
    "be",
    "our",
    "their",
    "this",
    "these",
    "including",
    "towards",
];

impl Vocabulary {
    /// Learns from a whole draft, leaving out the texts that lost their bullets.
    pub(super) fn learn(draft: &Draft, lost: &HashSet<&str>) -> Self {
        let mut vocabulary = Self::default();
        for priority in &draft.priorities {
            vocabulary.text(&priority.title);
            priority.leads.iter().chain(&priority.aim).for_each(|text| vocabulary.text(text));
            for action in &priority.actions {
                vocabulary.text(&action.objective);
                action.leads.iter().for_each(|text| vocabulary.text(text));
                for item in action.rows.iter().flat_map(|row| row.steps.iter().chain(&row.measures)) {
                    if !lost.contains(item.as_str()) {
                        vocabulary.text(item);
                    }
                }
            }
        }
        vocabulary
    }

    fn text(&mut self, text: &str) {
        let mut before: Option<&str> = None;
        for raw in text.split(' ') {
            let word = bare(raw);
            if self.plain.len() + self.names.len() + self.pairs.len() < MOST_WORDS && !word.is_empty() {
                if let Some(before) = before.filter(|_| capital(word)) {
                    self.names.insert(word.to_owned());
                    self.pairs.insert((bare(before).to_owned(), word.to_owned()));
                } else if !capital(word) {
                    self.plain.insert(word.to_owned());
                }
            }
            before = (!ends_sentence(raw)).then_some(raw);
        }
    }

    /// The items a text seems to be; one when it seems to be one.
    pub(super) fn suggest(&self, text: &str) -> Vec<String> {
        if text.len() > LONGEST {
            return vec![text.to_owned()];
        }
        let words: Vec<&str> = text.split(' ').collect();
        let mut parts: Vec<Vec<&str>> = vec![Vec::new()];
        for (at, word) in words.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| words.get(at));
            if before.is_some_and(|before| self.parted(before, word, words.get(at + 1).copied())) {
                parts.push(Vec::new());
            }
            if let Some(part) = parts.last_mut() {
                part.push(word);
            }
        }
        parts.iter().map(|part| part.join(" ")).collect()
    }

    fn parted(&self, before: &str, raw: &str, after: Option<&str>) -> bool {
        let (previous, word) = (bare(before), bare(raw));
        if !raw.starts_with(char::is_uppercase) {
            return false;
        }
        if ends_sentence(before) {
            return true;
        }
        let open = before.ends_with(['(', ',', '&', '/', '-', '–', ':', '\'', '"']);
        let known = self.pairs.contains(&(previous.to_owned(), word.to_owned()));
        let acronym = word.len() > 1 && !word.chars().any(char::is_lowercase);
        let linking = LINKING.contains(&previous.to_lowercase().as_str());
        let Some(after) = after else { return false };
        if open
            || known
            || acronym
            || linking
            || previous.is_empty()
            || raw.ends_with(',')
            || capital(bare(after))
        {
            return false;
        }
        let lower = word.to_lowercase();
        if capital(previous) {
            // Within a run of capitals only a word that is plainly no name begins anew.
            return self.plain.contains(&lower)
                && !self.names.contains(word)
                && !LINKING.contains(&bare(after).to_lowercase().as_str());
        }
        !self.names.contains(word) || self.plain.contains(&lower)
    }
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// A full stop, question mark or semicolon at the end, unless it only marks an abbreviation.
fn ends_sentence(word: &str) -> bool {
    const SHORT: [&str; 10] =
        ["no.", "nos.", "e.g.", "i.e.", "etc.", "approx.", "dept.", "st.", "mr.", "dr."];
    let lower = word.to_lowercase();
    word.ends_with(['.', ';', '?', '!'])
        && !SHORT.contains(&lower.trim_start_matches('('))
        && bare(word).len() > 1
}
