//! The number cell: the number itself, its star, and what page breaks leave in it.

/// What a number cell says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct NumberCell {
    pub(super) number: String,
    pub(super) starred: bool,
    /// The page of a marker that stood in the cell.
    pub(super) page: Option<u32>,
}

/// A longer text in the column of numbers is no number.
const LONGEST: usize = 200;

const STARS: [char; 4] = ['*', '★', '☆', '⭐'];

impl NumberCell {
    /// Reads a cell such as `1.1*`, `Page 9 1.1`, `Action 3`, `2b`.
    pub(super) fn read(text: &str) -> Self {
        if text.len() > LONGEST {
            return Self { number: text.to_owned(), starred: false, page: None };
        }
        let (mut rest, page) = without_page(text);
        let starred = rest.contains(STARS);
        rest = rest.replace(STARS, " ");
        let mut words: Vec<&str> = rest.split_whitespace().collect();
        if words.len() > 1
            && words.first().is_some_and(|word| {
                let word = word.trim_end_matches(['.', ':']);
                ["action", "no", "ref", "number", "#", "item"]
                    .iter()
                    .any(|name| word.eq_ignore_ascii_case(name))
            })
        {
            words.remove(0);
        }
        let number = words.join(" ");
        Self {
            number: number.trim_end_matches(['.', ':', ')']).trim_start_matches('(').to_owned(),
            starred,
            page,
        }
    }

    /// Whether it reads as the number of an action: few characters, at most one of its words long.
    pub(super) fn is_number(&self) -> bool {
        let number = &self.number;
        number.len() <= 16
            && number.split(' ').count() <= 2
            && (number.bytes().any(|b| b.is_ascii_digit())
                || number.len() == 1 && number.bytes().all(|b| b.is_ascii_alphabetic()))
    }
}

/// A text without a page marker at its start or end, and the marker's page.
fn without_page(text: &str) -> (String, Option<u32>) {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_page = |pair: &[&str]| match pair {
        [word, number] if word.eq_ignore_ascii_case("page") => page_number(number),
        _ => None,
    };
    if let Some(page) = words.get(..2).and_then(is_page) {
        return (words.get(2..).unwrap_or_default().join(" "), Some(page));
    }
    let before = words.len().saturating_sub(2);
    if let Some(page) = words.get(before..).and_then(is_page) {
        return (words.get(..before).unwrap_or_default().join(" "), Some(page));
    }
    (text.to_owned(), None)
}

fn page_number(text: &str) -> Option<u32> {
    (text.len() <= 4).then(|| text.parse().ok()).flatten()
}

/// The page of a line that is nothing but a page marker: `Page 12`, `Page 12 of 40`.
pub(super) fn lone_page_marker(text: &str) -> Option<u32> {
    let words: Vec<&str> = text.split_whitespace().take(5).collect();
    match words.as_slice() {
        [page, number] | [page, number, _, _] if page.eq_ignore_ascii_case("page") => {
            let of = words.get(2).is_none_or(|word| word.eq_ignore_ascii_case("of"));
            page_number(number).filter(|_| of)
        }
        _ => None,
    }
}

/// The number after this one: `5.2` gives `5.3`, `2b` gives `2c`, `A9` gives `A10`.
pub(super) fn next(number: &str) -> Option<String> {
    let digits = number.len() - number.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (head, tail) = (number.get(..digits)?, number.get(digits..)?);
    if !tail.is_empty() {
        let value: u32 = tail.parse().ok()?;
        return Some(format!("{head}{}", value.checked_add(1)?));
    }
    let last = number.chars().next_back()?;
    let head = number.get(..number.len() - last.len_utf8())?;
    (last.is_ascii_alphabetic()
        && !last.eq_ignore_ascii_case(&'z')
        && head.bytes().all(|b| !b.is_ascii_alphabetic()))
    .then(|| char::from_u32(u32::from(last) + 1))
    .flatten()
    .map(|c| format!("{head}{c}"))
}

/// A number completed from the one before it: after `5.2`, a `3` whose front was lost is `5.3`;
/// after `1.9`, a spreadsheet's `1.1` is `1.10`.
pub(super) fn repaired(seen: &str, before: &str) -> Option<String> {
    let expected = next(before)?;
    let (_, last) = expected.rsplit_once('.')?;
    let lost_front = seen == last && !seen.contains('.');
    let lost_zero = expected.strip_suffix('0') == Some(seen) && seen != before && seen.contains('.');
    (lost_front || lost_zero).then_some(expected)
}
