//! A rule in words, as it stands beside the text and in explanations.

use std::collections::HashMap;

use concordat_kernel::Id;

use super::model::{Clause, Cycle, Office, Rule, Terms};
use crate::Group;

/// The rule in one sentence.
pub fn rule(rule: Rule, groups: &HashMap<Id<Group>, String>) -> String {
    match rule {
        Rule::Purpose => "What the group is for.".to_owned(),
        Rule::Membership(kind) => format!("{}.", kind.title()),
        Rule::Quorum(super::QuorumBasis::ResponsibleAuthorities, n) => {
            format!(
                "Quorate when at least {} represented.",
                counted(n, "responsible authority is", "responsible authorities are")
            )
        }
        Rule::Quorum(super::QuorumBasis::Organisations, n) => {
            format!(
                "Quorate when at least {} present, each from a different organisation.",
                counted(n, "member is", "members are")
            )
        }
        Rule::Cycle(cycle, times, before) => {
            let strictly = match cycle {
                Cycle::OrAsDecided => ", or as the group decides",
                Cycle::AtLeast => " at least",
            };
            let before = before.and_then(|group| groups.get(&group));
            let before = before.map(|name| format!(", before {name} meets")).unwrap_or_default();
            format!("Meets {} a year{strictly}{before}.", counted(times, "time", "times"))
        }
        Rule::Notice(unit, days) => {
            format!(
                "Papers go out at least {days} {}.",
                match unit {
                    super::NoticeUnit::WorkingDays => "working days before the meeting",
                    super::NoticeUnit::ClearDays =>
                        "clear working days before the meeting, counting neither that day nor the meeting’s",
                }
            )
        }
        Rule::Appointment(office, how, months) => {
            let review =
                months.map(|months| format!("; reviewed every {}", span(months))).unwrap_or_default();
            let how = how.title();
            let (first, rest) = how.split_at(1);
            format!("{}: {}{rest}{review}.", office.title(), first.to_lowercase())
        }
        Rule::Removal(_, share) => format!(
            "Removed only when more than {share} in a hundred of the responsible authorities vote so at a meeting, each with one vote."
        ),
        Rule::Decision(how) => format!("Decides {}.", lower(how.title())),
        Rule::Substitutes(who) => format!("{}.", who.title()),
        Rule::Review(months) => format!("These terms are reviewed every {}.", span(months)),
        Rule::Sharing => {
            "Members must have signed the newest version of the information sharing agreement.".to_owned()
        }
    }
}

/// A number of months as people say it.
pub fn span(months: u32) -> String {
    match months {
        12 => "year".to_owned(),
        months if months % 12 == 0 => counted(months / 12, "year", "years"),
        months => counted(months, "month", "months"),
    }
}

/// Section numbers that several sections bear, in words: they are kept as they are in the source.
pub fn duplicate_numbers(clauses: &[Clause]) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for (at, clause) in clauses.iter().enumerate() {
        let number = &clause.said.number;
        let same = |other: &&Clause| !number.is_empty() && other.said.number == *number;
        // Told once, where the number first stands.
        if clauses.iter().take(at).any(|other| same(&other)) {
            continue;
        }
        let bearers: Vec<String> =
            clauses.iter().filter(same).map(|clause| format!("“{}”", clause.said.heading)).collect();
        if bearers.len() > 1 {
            said.push(format!(
                "{} sections are numbered {number}: {}. They are kept as they stand in the text.",
                bearers.len(),
                bearers.join(" and ")
            ));
        }
    }
    said
}

/// What the terms do not say, though the software asks: each in a sentence.
pub fn silent(terms: &Terms) -> Vec<&'static str> {
    let has = |wanted: &dyn Fn(Rule) -> bool| terms.rules().any(|(rule, _)| wanted(rule));
    let mut said = Vec::new();
    if !has(&|rule| matches!(rule, Rule::Quorum(..))) {
        said.push("They state no quorum, so that no meeting can be said to be quorate.");
    }
    if !has(&|rule| matches!(rule, Rule::Notice(..))) {
        said.push("They state no notice of papers, so that no last day to publish is worked out.");
    }
    if !has(&|rule| matches!(rule, Rule::Appointment(Office::Chair, ..))) {
        said.push("They do not say how the chair comes to office.");
    }
    said
}

fn counted(n: u32, one: &str, several: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {several}") }
}

fn lower(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
