//! Which facts of a plan make an exception.

use std::collections::HashMap;

use concordat_kernel::{AnyId, Id, jiff::civil::Date};

use super::super::model::Ground;
use crate::{Action, RecordedAction, RecordedPlan, State, compare::same_words, import::Timescale, rules};

/// What is known of a plan beyond its own words.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The rounds that are closed, newest first.
    pub closed: Vec<ClosedRound>,
    /// What was said last of each action.
    pub said: HashMap<Id<Action>, LastWord>,
    /// Which measures of each action are off course, each in a sentence.
    pub off_course: HashMap<Id<Action>, Vec<String>>,
}

/// A round of updates that is over.
#[derive(Debug, Clone)]
pub struct ClosedRound {
    /// What it was called.
    pub title: String,
    /// When it began.
    pub opened_on: Date,
    /// The leads that were asked.
    pub asked: Vec<Asked>,
}

/// A lead that was asked in a round.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The lead, as the plan names it.
    pub lead: String,
    /// The body that it is.
    pub body: Option<AnyId>,
    /// Whether it answered.
    pub answered: bool,
}

/// What a lead said last.
#[derive(Debug, Clone)]
pub struct LastWord {
    /// The lead.
    pub lead: String,
    /// How it said that the action stands, if it said so.
    pub state: Option<State>,
    /// When.
    pub on: Date,
}

/// Something that holds of an action and should be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The action.
    pub action: Id<Action>,
    /// Which rule.
    pub ground: Ground,
    /// Which facts, in words.
    pub because: String,
}

/// Everything in a plan that should be looked at today.
pub fn conditions(plan: &RecordedPlan, facts: &Facts, today: Date) -> Vec<Condition> {
    let mut found = Vec::new();
    for (_, action) in plan.actions() {
        if !rules::is_open(action, today) {
            continue;
        }
        let grounds = [
            (Ground::Late, late(action, facts, today)),
            (Ground::AtRisk, at_risk(action, facts)),
            (Ground::NoAnswer, no_answer(action, facts)),
            (Ground::OffCourse, facts.off_course.get(&action.id).map(|measures| measures.join(" "))),
        ];
        found.extend(grounds.into_iter().filter_map(|(ground, because)| {
            Some(Condition { action: action.id, ground, because: because? })
        }));
    }
    found
}

/// Late by its own dates, or by what was said.
fn late(action: &RecordedAction, facts: &Facts, today: Date) -> Option<String> {
    let said = (action.state == State::Late).then(|| stands(action, facts, "late"));
    let overdue = rules::due(action).filter(|due| *due < today).map(|due| {
        let latest = rules::timescales(action).into_iter().find(|timescale| timescale.due() == Some(due));
        let when = latest.map(|timescale| due_words(&timescale)).unwrap_or_default();
        format!("It was due {when} and is not done.")
    });
    match (overdue, said) {
        (Some(overdue), Some(said)) => Some(format!("{overdue} {said}")),
        (one, other) => one.or(other),
    }
}

fn at_risk(action: &RecordedAction, facts: &Facts) -> Option<String> {
    (action.state == State::AtRisk).then(|| stands(action, facts, "at risk"))
}

/// How an action is said to stand, and who said it where that is known.
fn stands(action: &RecordedAction, facts: &Facts, word: &str) -> String {
    match facts.said.get(&action.id).filter(|said| said.state == Some(action.state)) {
        Some(said) => format!("{} said on {} that it is {word}.", said.lead, day(said.on)),
        None => format!("It stands as {word} in the plan."),
    }
}

/// Of the two rounds that were closed last none of the action's leads answered either, though one was asked in each,
/// and nothing was said of the action since.
fn no_answer(action: &RecordedAction, facts: &Facts) -> Option<String> {
    let [last, before, ..] = facts.closed.as_slice() else { return None };
    let mut silent: Vec<&str> = Vec::new();
    for round in [last, before] {
        let asked: Vec<&Asked> = round.asked.iter().filter(|asked| leads(action, asked)).collect();
        if asked.is_empty() || asked.iter().any(|asked| asked.answered) {
            return None;
        }
        for one in asked {
            if !silent.contains(&one.lead.as_str()) {
                silent.push(&one.lead);
            }
        }
    }
    if facts.said.get(&action.id).is_some_and(|said| said.on >= before.opened_on) {
        return None;
    }
    let who = silent.join(" and ");
    Some(format!("{who} did not answer in {} and in {}.", before.title, last.title))
}

fn leads(action: &RecordedAction, asked: &Asked) -> bool {
    let by_body = asked.body.is_some_and(|body| action.lead_bodies.iter().any(|lead| lead.body == body));
    by_body || action.content.leads.iter().any(|lead| same_words(lead) == same_words(&asked.lead))
}

fn due_words(timescale: &Timescale) -> String {
    match timescale {
        Timescale::Month { .. } => format!("by the end of {timescale}"),
        _ => format!("by {timescale}"),
    }
}

fn day(date: Date) -> Timescale {
    Timescale::Date { date }
}

#[cfg(test)]
mod tests {
    use concordat_kernel::jiff::civil::date;

    use super::*;
    use crate::pages::samples;

    fn grounds(plan: &RecordedPlan, facts: &Facts, today: Date) -> Vec<(String, Ground, String)> {
        let number = |id| plan.action(id).unwrap().1.content.number.clone();
        let found = conditions(plan, facts, today);
        found.into_iter().map(|one| (number(one.action), one.ground, one.because)).collect()
    }

    #[test]
    fn what_was_due_in_a_month_is_late_after_its_last_day() {
        let mut plan = samples::plan();
        plan.priorities[1].actions[0].state = State::OnTrack;
        assert_eq!(grounds(&plan, &Facts::default(), date(2026, 9, 30)), []);
        let found = grounds(&plan, &Facts::default(), date(2026, 10, 1));
        let because = "It was due by the end of September 2026 and is not done.".to_owned();
        assert_eq!(found, [("2.1".to_owned(), Ground::Late, because)]);
        plan.priorities[1].actions[0].state = State::Done;
        assert_eq!(grounds(&plan, &Facts::default(), date(2026, 10, 1)), []);
    }

    #[test]
    fn what_is_said_to_be_late_or_at_risk_names_who_said_it() {
        let mut plan = samples::plan();
        plan.priorities[0].actions[0].state = State::AtRisk;
        let id = plan.priorities[0].actions[0].id;
        let today = date(2026, 6, 1);
        let found = grounds(&plan, &Facts::default(), today);
        assert_eq!(found[0].2, "It stands as at risk in the plan.");
        assert_eq!(found[1].2, "It stands as late in the plan.");
        let said =
            LastWord { lead: "Merrowshire Police".into(), state: Some(State::AtRisk), on: date(2026, 5, 29) };
        let facts = Facts { said: HashMap::from([(id, said.clone())]), ..Facts::default() };
        let found = grounds(&plan, &facts, today);
        assert_eq!(found[0].2, "Merrowshire Police said on 29 May 2026 that it is at risk.");
        let other = LastWord { state: Some(State::OnTrack), ..said };
        let facts = Facts { said: HashMap::from([(id, other)]), ..Facts::default() };
        assert_eq!(grounds(&plan, &facts, today)[0].2, "It stands as at risk in the plan.");
    }

    fn round(title: &str, opened_on: Date, answers: &[(&str, bool)]) -> ClosedRound {
        let asked = answers.iter().map(|(lead, answered)| Asked {
            lead: (*lead).to_owned(),
            body: None,
            answered: *answered,
        });
        ClosedRound { title: title.to_owned(), opened_on, asked: asked.collect() }
    }

    #[test]
    fn silence_in_two_closed_rounds_running_is_an_exception() {
        let plan = samples::plan();
        let council = "Merrowshire county council";
        let (june, september) = (date(2026, 6, 1), date(2026, 9, 1));
        let silent = |closed: Vec<ClosedRound>| {
            let found = grounds(&plan, &Facts { closed, ..Facts::default() }, date(2026, 9, 30));
            found
                .into_iter()
                .filter(|one| one.1 == Ground::NoAnswer)
                .map(|one| (one.0, one.2))
                .collect::<Vec<_>>()
        };
        assert_eq!(silent(vec![round("September", september, &[(council, false)])]), [], "once is not twice");
        let both = || {
            vec![round("September", september, &[(council, false)]), round("June", june, &[(council, false)])]
        };
        let because = "Merrowshire county council did not answer in June and in September.";
        let numbers: Vec<(String, String)> = silent(both());
        assert_eq!(numbers, [("1.1".into(), because.into()), ("1.2".into(), because.to_owned())]);
        let mut answered = both();
        answered[1].asked[0].answered = true;
        assert_eq!(silent(answered), []);
        let mut helped = both();
        helped[0].asked.push(Asked { lead: "Merrowshire Police".into(), body: None, answered: true });
        assert_eq!(silent(helped).len(), 1, "1.1 has another lead that did answer");
        let mut not_asked = both();
        not_asked[0].asked.clear();
        assert_eq!(silent(not_asked), []);
    }

    #[test]
    fn an_update_between_the_rounds_is_an_answer() {
        let plan = samples::plan();
        let council = "Merrowshire County Council";
        let id = plan.priorities[0].actions[1].id;
        let closed = vec![
            round("September", date(2026, 9, 1), &[(council, false)]),
            round("June", date(2026, 6, 1), &[(council, false)]),
        ];
        let said = |on| LastWord { lead: council.into(), state: Some(State::OnTrack), on };
        let raised = |on| {
            let facts =
                Facts { closed: closed.clone(), said: HashMap::from([(id, said(on))]), ..Facts::default() };
            let found = conditions(&plan, &facts, date(2026, 9, 30));
            found.iter().any(|one| one.action == id && one.ground == Ground::NoAnswer)
        };
        assert!(raised(date(2026, 5, 31)));
        assert!(!raised(date(2026, 6, 1)));
    }

    #[test]
    fn a_measure_off_course_is_told_in_its_own_words() {
        let plan = samples::plan();
        let id = plan.priorities[0].actions[1].id;
        let words = vec!["Walks held: 2, expected 10.".to_owned(), "Lights: 0, expected 4.".to_owned()];
        let facts = Facts { off_course: HashMap::from([(id, words)]), ..Facts::default() };
        let found = grounds(&plan, &facts, date(2026, 6, 1));
        assert_eq!(found[0].1, Ground::OffCourse);
        assert_eq!(found[0].2, "Walks held: 2, expected 10. Lights: 0, expected 4.");
    }
}
