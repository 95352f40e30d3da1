//! The rules of progress. Pure: facts in, a verdict out.

use concordat_kernel::{
    Month, Period, Refusal,
    jiff::{SignedDuration, Timestamp, ToSpan as _, civil::Date},
};

use super::model::{Counted, Lead, Said};
use crate::{RecordedPlan, State, import::tidy};

/// The longest text of an answer.
pub(super) const TEXT_LIMIT: usize = 4000;
/// The longest name, title of evidence or value.
const LINE_LIMIT: usize = 200;
/// How long a lead has for its answer, when nobody says otherwise.
const DAYS_TO_ANSWER: i32 = 21;
/// How long a link works at least.
const PASS_DAYS: i64 = 60;
/// How long after the round's last day a link still works, for those who are late.
const DAYS_OF_GRACE: i64 = 28;
/// How often a request can be handed on from one colleague to the next.
pub(super) const LONGEST_CHAIN: usize = 3;
/// How many people can hold a pass to one request.
pub(super) const MOST_PASSES: usize = 10;

/// One thing that was said of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// Who said it.
    pub lead: &'a Lead,
    /// What.
    pub said: Said,
    /// Whether it was said in the round that counts.
    pub in_round: bool,
}

/// What an action's state becomes when its leads said these things, oldest first: the worst of what each
/// lead last said in this round, and done only when all leads last said so. A proposal to withdraw
/// changes nothing by itself. `None` when nothing was said that counts.
pub fn standing(leads: &[Lead], words: &[Word<'_>]) -> Option<State> {
    let mut latest: Vec<Word<'_>> = Vec::new();
    for word in words.iter().filter(|word| word.said != Said::WithdrawalProposed) {
        latest.retain(|former| !former.lead.is(word.lead));
        latest.push(*word);
    }
    let worst = worst(latest.iter().filter(|word| word.in_round))?;
    if worst != State::Done {
        return Some(worst);
    }
    // Those who answered say that it is done. The others may have said so before.
    let silent: Vec<&Lead> =
        leads.iter().filter(|lead| !latest.iter().any(|word| word.lead.is(lead))).collect();
    let earlier = latest.iter().filter(|word| leads.iter().any(|lead| lead.is(word.lead)));
    let earlier = self::worst(earlier).unwrap_or(State::Done);
    Some(if earlier == State::Done && !silent.is_empty() { State::OnTrack } else { earlier })
}

fn worst<'a>(words: impl Iterator<Item = &'a Word<'a>>) -> Option<State> {
    words.filter_map(|word| word.said.state()).max_by_key(|state| match state {
        State::Late => 4,
        State::AtRisk => 3,
        State::NotStarted => 2,
        State::OnTrack => 1,
        _ => 0,
    })
}

/// The rule of [`standing`], for the pages.
pub const STANDING_EXPLAINED: &str = "When several bodies lead an action, it stands as the worst of what each last said in this round. It is done only when all of them say so.";

/// The leads of a plan in the order of its actions, each once, with how many actions they lead. Withdrawn
/// actions have none.
pub fn leads(plan: &RecordedPlan) -> Vec<(Lead, usize)> {
    let mut leads: Vec<(Lead, usize)> = Vec::new();
    for action in plan.priorities.iter().flat_map(|priority| priority.current()) {
        for lead in leads_of(action) {
            match leads.iter_mut().find(|(known, _)| known.is(&lead)) {
                Some((_, count)) => *count += 1,
                None => leads.push((lead, 1)),
            }
        }
    }
    leads
}

/// The leads that a round asks: those of actions that are still open.
pub fn leads_asked(plan: &RecordedPlan) -> Vec<Lead> {
    let open = |lead: &Lead| {
        let mut actions = plan.priorities.iter().flat_map(|priority| priority.current());
        actions.any(|action| action.state.is_open() && leads_of(action).iter().any(|one| one.is(lead)))
    };
    leads(plan).into_iter().map(|(lead, _)| lead).filter(open).collect()
}

/// The leads of an action, each once.
pub fn leads_of(action: &crate::RecordedAction) -> Vec<Lead> {
    let mut leads: Vec<Lead> = Vec::new();
    for words in action.content.leads.iter().filter(|words| !words.trim().is_empty()) {
        let body = action.lead_bodies.iter().find(|lead| &lead.written == words).map(|lead| lead.body);
        let lead = Lead { words: words.clone(), body };
        if !leads.iter().any(|known| known.is(&lead)) {
            leads.push(lead);
        }
    }
    leads
}

/// The round to suggest on a day: about the quarter that has just ended, or, when there was a round about
/// that already, about the one that is running.
pub fn suggested_months(today: Date, asked_about: &[Period]) -> Period {
    let month = Month::of(today);
    let begin = month.plus(-i32::from((month.number() - 1) % 3));
    let running = Period { from: begin, to: begin.plus(2) };
    let ended = Period { from: begin.plus(-3), to: begin.plus(-1) };
    if asked_about.iter().any(|period| period.to >= ended.to) { running } else { ended }
}

/// The title of a round about these months.
pub fn suggested_title(about: Period) -> String {
    let Period { from, to } = about;
    if from == to {
        format!("Update for {} {}", to.name(), to.year())
    } else if from.year() == to.year() {
        format!("Update for {} to {} {}", from.name(), to.name(), to.year())
    } else {
        format!("Update for {about}")
    }
}

/// The last day for an answer, when a round opens on this day.
pub fn suggested_due(opens_on: Date) -> Date {
    opens_on.saturating_add(DAYS_TO_ANSWER.days())
}

/// When a pass stops working that is made now for a round due on this day.
pub fn pass_expires(now: Timestamp, due_on: Date) -> Timestamp {
    let days = |from: Timestamp, days: i64| {
        from.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MAX)
    };
    let due = due_on.at(23, 59, 0, 0).in_tz("Europe/London").map_or(now, |due| due.timestamp());
    days(now, PASS_DAYS).max(days(due, DAYS_OF_GRACE))
}

/// Checks the title and days of a round.
///
/// # Errors
/// With the field, and what to do, for the first thing that cannot stand.
pub(super) fn check_round(title: &str, about: Period, today: Date, due_on: Date) -> Result<(), Refusal> {
    check_line("title", title, "the round's title")?;
    if about.from > about.to {
        return Err(Refusal::invalid("about_to", "The last month must not be before the first."));
    }
    if due_on < today {
        return Err(Refusal::invalid("due", "The last day for answers must be today or later."));
    }
    if due_on > today.saturating_add(1.year()) {
        return Err(Refusal::invalid("due", "The last day for answers must be within a year."));
    }
    Ok(())
}

/// Checks a name and an address that a letter is to go to.
///
/// # Errors
/// With the field, and what to do, for the first thing that cannot stand.
pub(crate) fn check_person(name: &str, email: &str) -> Result<(), Refusal> {
    check_line("name", name, "their name")?;
    concordat_mail::check_address(email)
}

/// Checks a line that must say something.
///
/// # Errors
/// When it says nothing, or too much.
pub(super) fn check_line(field: &'static str, text: &str, what: &str) -> Result<(), Refusal> {
    match tidy(text).chars().count() {
        0 => Err(Refusal::invalid(field, format!("Enter {what}."))),
        n if n > LINE_LIMIT => {
            Err(Refusal::invalid(field, format!("Enter {what} in {LINE_LIMIT} characters or fewer.")))
        }
        _ => Ok(()),
    }
}

/// Checks the address of evidence.
///
/// # Errors
/// When it is not a secure link.
pub(super) fn check_address(address: &str) -> Result<(), Refusal> {
    let host = address.trim().strip_prefix("https://").unwrap_or_default();
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = !address.chars().any(|c| c.is_whitespace() || c.is_control());
    if host.contains('.') && !host.contains('@') && plain && address.chars().count() <= 2000 {
        return Ok(());
    }
    Err(Refusal::invalid(
        "address",
        "Enter a link that begins with https://, such as https://example.org/report.",
    ))
}

/// What is wanting in an answer before it can be sent, field by field; nothing when it is complete.
/// `said` is `None` until a state is chosen.
pub fn wanting(
    said: Option<Said>,
    words: &str,
    done_on: Option<Date>,
    today: Date,
) -> Vec<(&'static str, &'static str)> {
    let Some(said) = said else { return vec![("state", "Choose how the action is going.")] };
    let mut wanting = Vec::new();
    if words.trim().is_empty() {
        match said {
            Said::AtRisk => wanting.push(("words", "Say what puts it at risk.")),
            Said::Late => wanting.push(("words", "Say why it is late.")),
            Said::WithdrawalProposed => wanting.push(("words", "Say why it should be withdrawn.")),
            Said::Done => wanting.push(("words", "Say what was achieved.")),
            Said::NotStarted | Said::OnTrack => {}
        }
    }
    match (said, done_on) {
        (Said::Done, None) => wanting.push(("done", "Enter the day it was done.")),
        (Said::Done, Some(day)) if day > today => {
            wanting.push(("done", "The day it was done must be today or earlier."));
        }
        _ => {}
    }
    wanting
}

/// Checks that no text of an answer is endless.
///
/// # Errors
/// With the field, for the first that is.
pub(super) fn check_answer(words: &str, help: &str, counted: &[Counted]) -> Result<(), Refusal> {
    for (field, text) in [("words", words), ("help", help)] {
        if text.chars().count() > TEXT_LIMIT {
            return Err(Refusal::invalid(field, format!("Use {TEXT_LIMIT} characters or fewer.")));
        }
    }
    if counted.iter().any(|counted| counted.text.chars().count() > TEXT_LIMIT) {
        return Err(Refusal::rule(format!("Each value must be {TEXT_LIMIT} characters or fewer.")));
    }
    Ok(())
}
