//! Names that nearly match another: "Unity" for "Unit". They are reported and kept as written.

use std::collections::HashMap;

/// A lead as written, and where.
#[derive(Debug)]
pub(super) struct Mention {
    pub(super) name: String,
    pub(super) action: Option<String>,
    pub(super) line: u32,
}

/// A mention and the name it nearly matches.
#[derive(Debug)]
pub(super) struct NearMiss {
    pub(super) mention: usize,
    pub(super) like: String,
}

/// Comparing every name with every other is quadratic; more names than this are not compared.
const MOST_NAMES: usize = 400;
const SHORTEST: usize = 8;
const LONGEST: usize = 120;

/// Finds the first mention of each name that nearly matches a known body, or a name that the
/// file itself uses more often (or, used equally often, first).
pub(super) fn near_misses(mentions: &[Mention], known: &[String]) -> Vec<NearMiss> {
    let mut names: Vec<(String, usize, usize)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (at, mention) in mentions.iter().enumerate().filter(|(_, mention)| mention.name.len() <= LONGEST) {
        let plain = plain(&mention.name);
        if let Some(place) = places.get(&plain) {
            if let Some((_, _, times)) = names.get_mut(*place) {
                *times += 1;
            }
        } else if names.len() < MOST_NAMES {
            places.insert(plain.clone(), names.len());
            names.push((plain, at, 1));
        }
    }
    let known: Vec<(String, &String)> = known
        .iter()
        .filter(|name| name.len() <= LONGEST)
        .take(MOST_NAMES)
        .map(|name| (plain(name), name))
        .collect();
    let mut misses = Vec::new();
    for (index, (name, at, times)) in names.iter().enumerate() {
        if known.iter().any(|(body, _)| body == name) {
            continue;
        }
        let body = known.iter().find(|(body, _)| near(name, body)).map(|(_, body)| (*body).clone());
        let usual = || {
            names
                .iter()
                .enumerate()
                .find(|(other, (spelling, _, count))| {
                    (count > times || count == times && *other < index) && near(name, spelling)
                })
                .and_then(|(_, (_, first, _))| mentions.get(*first))
                .map(|mention| mention.name.clone())
        };
        if let Some(like) = body.or_else(usual) {
            misses.push(NearMiss { mention: *at, like });
        }
    }
    misses
}

/// How names are compared: lower case, letters and digits only, "&" as "and".
fn plain(name: &str) -> String {
    let spelled = name.to_lowercase().replace('&', " and ");
    let words = spelled.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Different, but by no more than a slip or two; never by a digit.
fn near(a: &str, b: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (a_chars, b_chars): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let shorter = a_chars.len().min(b_chars.len());
    if a == b || shorter < SHORTEST {
        return false;
    }
    let allowed = if shorter < 14 { 1 } else { 2 };
    a_chars.len().abs_diff(b_chars.len()) <= allowed
        && distance(&a_chars, &b_chars) <= allowed
        && digits(a) == digits(b)
}

/// Letters to change, add, drop or swap with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
            let mut best =
                (at(&last, j) + usize::from(x != y)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}
