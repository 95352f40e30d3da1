use std::collections::BTreeSet;

use concordat_kernel::Refusal;

use super::{
    MinuteItem, MinutesDraft, Oddity, Resolved,
    lines::{Line, day, numbered, reference},
    resolutions::{decisions, kind},
};
use crate::ChairedAs;

/// Where minutes begin: "NOTES of a meeting of the … held …".
pub(super) fn beginning(lines: &[Line]) -> Option<usize> {
    lines.iter().position(|line| {
        let lower = line.text.to_lowercase();
        (lower.starts_with("notes of a meeting")
            || lower.starts_with("minutes of a meeting")
            || lower.starts_with("minutes of the meeting"))
            && lower.contains("held")
    })
}

/// What the minutes call the group.
pub(super) fn group(lines: &[Line]) -> Option<String> {
    let first = lines.first()?;
    let lower = first.text.to_lowercase();
    let from = lower.find("meeting of the ")? + "meeting of the ".len();
    let until = lower.get(from..)?.find(" held")? + from;
    Some(first.text.get(from..until)?.trim().to_owned())
}

/// Reads the minutes. They end where a report begins.
pub(super) fn read(lines: &[Line], oddities: &mut Vec<Oddity>) -> Result<MinutesDraft, Refusal> {
    let end = lines.iter().position(|line| line.text.starts_with("By:")).unwrap_or(lines.len());
    let lines = lines.get(..end).unwrap_or_default();
    // The day may stand on the line after.
    let heading: Vec<&str> = lines.iter().take(3).map(|line| line.text.as_str()).collect();
    let held_on = day(&heading.join(" ")).ok_or_else(|| {
        Refusal::rule("The minutes do not say on which day the meeting was held. Write it into their first line, such as “held on 24 March 2022”.")
    })?;
    let mut draft = MinutesDraft {
        held_on,
        present: names(lines, "PRESENT"),
        in_attendance: names(lines, "IN ATTENDANCE"),
        apologies: names(lines, "APOLOGIES"),
        chaired: None,
        items: items(lines, oddities),
    };
    draft.chaired = chaired(&mut draft.present);
    look_over(&draft, lines, oddities);
    Ok(draft)
}

/// The names after a word in capitals, up to an empty line.
fn names(lines: &[Line], word: &str) -> Vec<String> {
    let begins = |line: &Line| {
        let rest = line.text.strip_prefix(word)?;
        rest.trim_start().strip_prefix(':').map(str::to_owned)
    };
    let Some((at, first)) = lines.iter().enumerate().find_map(|(at, line)| Some((at, begins(line)?))) else {
        return Vec::new();
    };
    let more = lines.iter().skip(at + 1).map(|line| line.text.clone()).take_while(|text| !text.is_empty());
    let all: Vec<String> = std::iter::once(first).chain(more).collect();
    split_names(&all.join(" "))
}

/// Names between commas; a comma inside brackets divides none.
fn split_names(text: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if matches!(c, ',' | ';') && depth == 0 {
            names.push(String::new());
        } else if let Some(name) = names.last_mut() {
            name.push(c);
        }
    }
    let tidy = |name: String| {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        name.trim_start_matches("and ").trim_end_matches('.').to_owned()
    };
    names.into_iter().map(tidy).filter(|name| !name.is_empty()).collect()
}

/// Who was in the chair: said in brackets after the name, which is left without them.
fn chaired(present: &mut [String]) -> Option<(String, ChairedAs)> {
    present.iter_mut().find_map(|name| {
        let (before, bracket) = name.split_once('(')?;
        let lower = bracket.to_lowercase();
        let right = match () {
            () if lower.contains("vice") => ChairedAs::ViceChair,
            () if lower.contains("chair") => ChairedAs::Chair,
            () => return None,
        };
        let alone = before.trim().to_owned();
        name.clone_from(&alone);
        Some((alone, right))
    })
}

fn items(lines: &[Line], oddities: &mut Vec<Oddity>) -> Vec<MinuteItem> {
    let mut found: Vec<MinuteItem> = Vec::new();
    let mut body: Vec<&Line> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        match heading(lines, at, found.last()) {
            Some((item, next)) => {
                finish(found.last_mut(), &body, oddities);
                body.clear();
                found.push(item);
                at = next;
            }
            None => {
                body.push(line);
                at += 1;
            }
        }
    }
    finish(found.last_mut(), &body, oddities);
    found
}

/// A heading of a minute at this line: a number and a title, with "(Item B1)" below it, or, where there is none, the
/// number after the last one and no full stop. With the line after it.
fn heading(lines: &[Line], at: usize, last: Option<&MinuteItem>) -> Option<(MinuteItem, usize)> {
    let line = lines.get(at)?;
    let (number, title) = numbered(&line.text)?;
    let below = lines.iter().enumerate().skip(at + 1).find(|(_, line)| !line.text.is_empty());
    let named = below.filter(|(_, line)| line.text.starts_with('(')).and_then(|(n, line)| {
        let (reference, rest) = reference(&line.text)?;
        (rest.trim_start_matches(')').trim().is_empty()).then_some((n, reference))
    });
    let follows =
        last.is_some_and(|last| number == last.number + 1) && title.len() < 120 && !title.ends_with('.');
    if named.is_none() && !follows {
        return None;
    }
    let item = MinuteItem {
        number,
        title: title.trim().to_owned(),
        reference: named.map(|(_, reference)| reference),
        text: String::new(),
        resolutions: Vec::new(),
        decisions: Vec::new(),
        line: line.number,
    };
    Some((item, named.map_or(at + 1, |(n, _)| n + 1)))
}

/// Puts what stands below a heading into its minute: paragraphs, then what was resolved.
fn finish(item: Option<&mut MinuteItem>, body: &[&Line], oddities: &mut Vec<Oddity>) {
    let Some(item) = item else { return };
    let mut paragraphs: Vec<String> = Vec::new();
    let mut resolving = false;
    for line in body.iter().filter(|line| !line.text.is_empty()) {
        let text = line.text.as_str();
        if let Some(rest) = resolved(text) {
            resolving = true;
            item.resolutions.push(rest.to_owned());
        } else if let (true, Some(piece)) = (resolving, lettered(text)) {
            item.decisions.extend(decisions(piece));
        } else if resolving && !item.decisions.is_empty() {
            // After a list of decisions comes the next heading, or a sentence that belongs to the minute.
            paragraphs.push(text.to_owned());
        } else if resolving {
            if let Some(last) = item.resolutions.last_mut() {
                last.push(' ');
                last.push_str(text);
            }
        } else {
            paragraphs.push(text.to_owned());
        }
    }
    item.text = paragraphs.join("\n\n");
    // A resolution without a list is itself the decision.
    if item.decisions.is_empty() {
        item.decisions = item.resolutions.iter().flat_map(|text| decisions(text)).collect();
    }
    for decision in &item.decisions {
        odd(item.number, item.line, decision, oddities);
    }
    if item.resolutions.is_empty() {
        let message = format!("Minute {} resolves nothing.", item.number);
        oddities.push(Oddity::new("no-resolution", item.line, message));
    }
}

fn odd(number: i64, line: usize, decision: &Resolved, oddities: &mut Vec<Oddity>) {
    if decision.kind == crate::DecisionKind::Comment {
        let message = format!(
            "Minute {number} resolves to “{}”: that is what a report asks for, copied as what was decided.",
            decision.text
        );
        oddities.push(Oddity::new("recommendation", line, message));
    } else if kind(&decision.text).is_none() {
        let message =
            format!("Minute {number}: what was resolved has no verb that is known, and is entered as noted.");
        oddities.push(Oddity::new("no-verb", line, message));
    } else if decision.kind == crate::DecisionKind::ReceiveUpdate && decision.due.is_none() {
        let message = format!("Minute {number} asks for a further update and does not say by when.");
        oddities.push(Oddity::new("no-month", line, message));
    }
}

fn resolved(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("RESOLVED").or_else(|| text.strip_prefix("Resolved"))?;
    Some(rest.trim_start_matches([':', ' ']).trim_start_matches("that ").trim())
}

/// A line of a lettered list: `a) Agree …`.
fn lettered(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['-', '•', ' ', '(']);
    let mut letters = text.chars();
    let letter = letters.next().filter(char::is_ascii_lowercase)?;
    (letter.is_ascii() && letters.next() == Some(')')).then(|| text.get(2..).unwrap_or_default().trim())
}

/// What is odd about the minutes as a whole.
fn look_over(draft: &MinutesDraft, lines: &[Line], oddities: &mut Vec<Oddity>) {
    let first = lines.first().map_or(0, |line| line.number);
    let mut numbers = BTreeSet::new();
    let mut references = BTreeSet::new();
    for (n, item) in draft.items.iter().enumerate() {
        if !numbers.insert(item.number) {
            let message = format!("The number {} stands twice. Only the first can keep it.", item.number);
            oddities.push(Oddity::new("number-twice", item.line, message));
        } else if n > 0 && !numbers.contains(&(item.number - 1)) {
            oddities.push(Oddity::new("gap", item.line, format!("There is no minute {}.", item.number - 1)));
        }
        match item.reference {
            None => {
                let message = format!(
                    "Minute {} does not say of which item it is: it is entered in part B.",
                    item.number
                );
                oddities.push(Oddity::new("no-item", item.line, message));
            }
            Some(named) if !references.insert(named) => {
                oddities.push(Oddity::new(
                    "item-twice",
                    item.line,
                    format!("The item {named} has two minutes."),
                ));
            }
            Some(_) => {}
        }
    }
    let mut seen = BTreeSet::new();
    for name in draft.present.iter().chain(&draft.in_attendance) {
        if !seen.insert(name.to_lowercase()) {
            oddities.push(Oddity::new("name-twice", first, format!("{name} is listed twice.")));
        }
    }
    if draft.items.is_empty() {
        oddities.push(Oddity::new("no-minutes", first, "No numbered minute was found."));
    }
    if draft.present.is_empty() {
        oddities.push(Oddity::new("nobody-present", first, "Nobody is listed as present."));
    } else {
        let message = format!(
            "{} people are listed as present and {} in attendance, without the organisations they represented: quorum cannot be \
             proved from this file. Say for whom each of them came.",
            draft.present.len(),
            draft.in_attendance.len()
        );
        oddities.push(Oddity::new("no-organisations", first, message));
    }
    oddities.push(Oddity::new(
        "no-time",
        first,
        "The minutes do not say when the meeting began: nine in the morning is entered. Change it.",
    ));
}
