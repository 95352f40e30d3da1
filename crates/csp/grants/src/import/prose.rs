//! What the text around a table says: who gave how much, what was held back until when, what went back and why
//! something cost less.

use concordat_kernel::{Money, jiff::civil::Weekday};

use super::{
    draft::{AwardDraft, Code, EventDraft, PotDraft, ProjectDraft, Reading},
    sections::Section,
    words::{self, sentences, sums},
};
use crate::{PotRule, PotState};

const SHARES: [(&str, (u32, u32)); 6] = [
    ("a third", (1, 3)),
    ("one third", (1, 3)),
    ("a quarter", (1, 4)),
    ("a fifth", (1, 5)),
    ("a tenth", (1, 10)),
    ("half", (1, 2)),
];

/// Reads the text and the keys of a section into its award.
pub(super) fn facts(section: &Section, award: &mut AwardDraft, reading: &mut Reading) {
    let text = section.joined();
    // The first sum of the text is the award, unless a key says it.
    let stated = section.key(&["award", "awarded", "amount", "grant awarded"]);
    award.amount = stated
        .and_then(|(_, value)| words::sum_of_cell(value))
        .or_else(|| sums(&text).first().map(|(_, sum)| *sum))
        .unwrap_or_default();
    award.funder = funder(section, &text);
    if award.funder.is_empty() {
        reading.odd(
            Code::FunderNotNamed,
            section.line,
            &award.fund,
            "named “Funder” until somebody says who gives the money",
        );
        "Funder".clone_into(&mut award.funder);
    }
    award.pot = pot(section, &text, award, reading);
    award.returned = returned(section, &text);
    for project in &mut award.projects {
        matched(project);
    }
    variances(section, &text, award, reading);
}

/// Who confirmed or granted: the subject of that sentence, without what stands in brackets.
fn funder(section: &Section, text: &str) -> String {
    if let Some((_, name)) = section.key(&["funder", "given by"]) {
        return name.clone();
    }
    for sentence in sentences(text) {
        for verb in [" granted ", " confirmed ", " awarded "] {
            let Some((subject, _)) = sentence.split_once(verb) else { continue };
            // A paragraph's number and the article say nothing.
            let subject = subject.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '));
            let subject = subject.strip_prefix("The ").unwrap_or(subject);
            let subject = subject.split(" (").next().unwrap_or(subject).trim();
            if !subject.is_empty() && subject.split_whitespace().count() <= 10 && !subject.contains('£') {
                return subject.to_owned();
            }
        }
    }
    String::new()
}

fn pot(section: &Section, text: &str, award: &AwardDraft, reading: &mut Reading) -> Option<PotDraft> {
    let keyed =
        section.key(&["held back", "pot", "withheld"]).and_then(|(_, value)| words::sum_of_cell(value));
    let held = sentences(text).find_map(|sentence| {
        let lower = sentence.to_lowercase();
        let share = SHARES.iter().find(|(word, _)| lower.contains(word)).map(|(_, share)| *share);
        let held = ["held back", "withheld", "retained"].iter().any(|word| lower.contains(word));
        let pot = lower.contains(" pot");
        let sum = sums(sentence).into_iter().map(|(_, sum)| sum).find(|sum| *sum < award.amount)?;
        ((share.is_some() && pot) || held).then(|| (sum, share, pot_name(sentence)))
    });
    let key_share = section.key(&["share"]).and_then(|(_, value)| {
        let value = value.to_lowercase();
        SHARES.iter().find(|(word, _)| value.contains(word)).map(|(_, share)| *share)
    });
    let (amount, share, name) = match (keyed, held) {
        (Some(amount), held) => (amount, held.and_then(|held| held.1).or(key_share), None),
        (None, Some((amount, share, name))) => (amount, share, name),
        (None, None) => return None,
    };
    let rule_text = section.key(&["rule", "pot rule"]).map_or(text, |(_, value)| value.as_str());
    let lower = rule_text.to_lowercase();
    let until = lower.contains("until all projects") || lower.contains("until all the projects");
    let earlier = lower.contains("previous years")
        || lower.contains("earlier years")
        || lower.contains("previous year");
    let stated = until && earlier;
    Some(PotDraft {
        name: name.unwrap_or_else(|| "Held-back part".to_owned()),
        amount,
        share,
        rule: if stated { PotRule::EarlierYearsComplete } else { PotRule::FunderDecides },
        rule_stated: stated,
        events: events(section, text, award, reading),
    })
}

/// "tactical pot" as a name: "Tactical pot".
fn pot_name(sentence: &str) -> Option<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let at = words
        .iter()
        .position(|word| word.to_lowercase().trim_matches(|c: char| !c.is_alphabetic()) == "pot")?;
    let before = words.get(at.checked_sub(1)?)?.to_lowercase();
    if ["a", "the", "this"].contains(&before.as_str()) {
        return None;
    }
    let mut name = format!("{before} pot");
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Some(name)
}

/// When the pot was opened and closed.
fn events(section: &Section, text: &str, award: &AwardDraft, reading: &mut Reading) -> Vec<EventDraft> {
    let mut events = Vec::new();
    for sentence in sentences(text) {
        let lower = sentence.to_lowercase();
        if !lower.contains("pot") {
            continue;
        }
        let closed =
            lower.contains("was closed") || lower.contains("closed with") || lower.contains("been closed");
        let opened = ["was opened", "to access the", "agreement was secured", "has been opened"]
            .iter()
            .any(|words| lower.contains(words));
        let state = match (closed, opened) {
            (true, _) => PotState::Closed,
            (false, true) => PotState::Opened,
            (false, false) => continue,
        };
        let line = section.line_of(sentence);
        let Some(named) = words::day_in(sentence, award.from, award.to) else {
            reading.odd(Code::DateNotStated, line, sentence, "left out: the day is not named");
            continue;
        };
        let day = crate::rules::in_words(named.day);
        if named.roughly {
            reading.odd(
                Code::DateApproximate,
                line,
                sentence,
                format!("read as the last day of the month, {day}"),
            );
        }
        if named.year_inferred {
            let fits = weekday(&lower).map(|weekday| weekday == named.day.weekday());
            let did = match fits {
                Some(true) => format!("read as {day}, which is that day of the week"),
                Some(false) => format!("read as {day}, which is another day of the week: check it"),
                None => format!("read as {day}"),
            };
            reading.odd(Code::YearInferred, line, sentence, did);
        }
        events.push(EventDraft { line, state, on: named.day });
    }
    events
}

fn weekday(lower: &str) -> Option<Weekday> {
    [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ]
    .into_iter()
    .find(|(name, _)| lower.contains(name))
    .map(|(_, weekday)| weekday)
}

fn returned(section: &Section, text: &str) -> Option<Money> {
    if let Some((_, value)) = section.key(&["returned", "given back"]) {
        return words::sum_of_cell(value);
    }
    sentences(text)
        .filter(|sentence| {
            let lower = sentence.to_lowercase();
            lower.contains("returned to") || lower.contains("was returned") || lower.contains("given back to")
        })
        .find_map(|sentence| sums(sentence).last().map(|(_, sum)| *sum))
}

/// What others put in: a share of the whole, and the sum that they meet.
fn matched(project: &mut ProjectDraft) {
    for sentence in project.purpose.split('\n').flat_map(sentences) {
        let lower = sentence.to_lowercase();
        if let Some(percent) = percent(sentence).filter(|_| lower.contains("cost"))
            && let Some(whole) = project.amount().share(100, percent)
            && whole.left == 0
        {
            project.whole_cost = Some(whole.pence);
        }
        let others = ["remaining", "match", "contribut"].iter().any(|word| lower.contains(word));
        if let Some((_, sum)) = sums(sentence).first().filter(|_| others) {
            project.matched = Some(*sum);
        }
    }
}

/// "20%" in a sentence.
fn percent(sentence: &str) -> Option<u32> {
    sentence
        .split_whitespace()
        .find_map(|word| word.trim_end_matches(['.', ',']).strip_suffix('%'))
        .and_then(|number| number.parse().ok())
        .filter(|percent| (1..100).contains(percent))
}

/// Why projects cost less: each clause of the sentence that says so, at the projects that it names.
fn variances(section: &Section, text: &str, award: &mut AwardDraft, reading: &mut Reading) {
    const COUNTS: [&str; 6] = ["one", "two", "three", "four", "five", "six"];
    for sentence in sentences(text) {
        let lower = sentence.to_lowercase();
        let Some((head, tail)) = sentence.split_once(": ") else { continue };
        if !["reduced", "cost less", "cost more", "underspent"].iter().any(|words| lower.contains(words)) {
            continue;
        }
        let line = section.line_of(sentence);
        let mut placed = 0;
        for clause in tail.split(", and ").flat_map(|part| part.split("; ")) {
            let Some((subject, predicate)) = divided(clause) else { continue };
            for name in subject.split(" and the ").flat_map(|part| part.split(", ")) {
                let best = award
                    .projects
                    .iter_mut()
                    .filter(|project| project.variance.is_empty())
                    .map(|project| (words::shared(name, &project.title), project))
                    .max_by_key(|(score, _)| *score);
                match best {
                    Some((score, project)) if score >= 2 => {
                        let mut reason = predicate.trim_end_matches(['.', ' ']).to_owned();
                        if let Some(first) = reason.get_mut(..1) {
                            first.make_ascii_uppercase();
                        }
                        project.variance = reason;
                        placed += 1;
                        if project.planned.is_none() {
                            reading.odd(
                                Code::VarianceNotStated,
                                line,
                                name,
                                format!(
                                    "the reason was kept with “{}”; by how much is not stated for it alone",
                                    project.title
                                ),
                            );
                        }
                    }
                    _ => reading.odd(Code::VarianceNotPlaced, line, name, "names no project of the table"),
                }
            }
        }
        let said = COUNTS.iter().position(|count| head.to_lowercase().contains(&format!(" {count} ")));
        if let Some(said) = said.map(|at| at + 1).filter(|said| *said != placed) {
            reading.odd(
                Code::VarianceNotPlaced,
                line,
                sentence,
                format!("{said} projects are said to have cost less; {placed} were found"),
            );
        }
    }
}

/// A clause as its subject and what is said of it.
fn divided(clause: &str) -> Option<(&str, &str)> {
    [" changed ", " cost ", " was ", " were ", " did ", " had ", " has ", " have ", " needed "]
        .iter()
        .filter_map(|verb| clause.find(verb))
        .min()
        .and_then(|at| clause.split_at_checked(at))
        .map(|(subject, predicate)| (subject, predicate.trim()))
}

/// A pot's rule that one year of a fund states holds for the same pot of its other years, and so does the funder's name.
pub(super) fn share_between_years(reading: &mut Reading) {
    let stated: Vec<(String, String, PotRule, String)> = reading
        .awards
        .iter()
        .filter_map(|award| {
            let pot = award.pot.as_ref().filter(|pot| pot.rule_stated)?;
            Some((award.fund.clone(), pot.name.clone(), pot.rule, award.label.clone()))
        })
        .collect();
    let mut said = Vec::new();
    for award in &mut reading.awards {
        let Some(pot) = award.pot.as_mut().filter(|pot| !pot.rule_stated) else { continue };
        match stated.iter().find(|(fund, name, ..)| *fund == award.fund && *name == pot.name) {
            Some((.., rule, label)) => {
                pot.rule = *rule;
                let did = format!("the rule was taken from {label}: {}", rule.title().to_lowercase());
                said.push((Code::RuleFromOtherYear, award.line, pot.name.clone(), did));
            }
            None => {
                let did = format!("read as: {}", pot.rule.title().to_lowercase());
                said.push((Code::RuleNotStated, award.line, pot.name.clone(), did));
            }
        }
    }
    for (code, line, saw, did) in said {
        reading.odd(code, line, &saw, did);
    }
}
