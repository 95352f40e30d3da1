//! What may be published, said and proposed, and when. Pure.

use concordat_kernel::{Period, Refusal, jiff::civil::Date};

use super::{
    FeedbackTime,
    store::{NewGuest, Refresh},
};
use crate::{
    PlanHead, RecordedAction, RecordedPlan, State, exceptions::Recurs, import::Timescale,
    progress::rules::check_person,
};

/// The longest reference to a decision, and the longest title of a version.
const LINE_LIMIT: usize = 200;
/// The longest comment, reason or answer.
const TEXT_LIMIT: usize = 4000;

/// Checks the reference to a decision.
///
/// # Errors
/// When there is none, or it is no reference any more.
pub fn check_decision(decision: &str) -> Result<(), Refusal> {
    match decision.trim().chars().count() {
        0 => Err(Refusal::invalid("decision", "Enter the decision, such as Board, 14 July 2026, item 52.")),
        1..=LINE_LIMIT => Ok(()),
        _ => Err(Refusal::invalid(
            "decision",
            format!("The decision must be {LINE_LIMIT} characters or fewer."),
        )),
    }
}

/// Checks the title of a version, which may be empty.
///
/// # Errors
/// When it is no title any more.
pub fn check_version_title(title: &str) -> Result<(), Refusal> {
    if title.trim().chars().count() > LINE_LIMIT {
        return Err(Refusal::invalid(
            "title",
            format!("The title must be {LINE_LIMIT} characters or fewer."),
        ));
    }
    Ok(())
}

/// A version says something, and every action of it can be named.
///
/// # Errors
/// With what is missing.
pub fn check_can_be_published(plan: &RecordedPlan) -> Result<(), Refusal> {
    let mut current = plan.priorities.iter().flat_map(|priority| priority.current()).peekable();
    if current.peek().is_none() {
        return Err(Refusal::rule("The plan has no actions yet. Add them before you publish it."));
    }
    match current.find(|action| action.content.number.trim().is_empty()) {
        Some(action) => Err(Refusal::rule(format!(
            "“{}” has no number. Give it one before you publish the plan.",
            action.content.objective
        ))),
        None => Ok(()),
    }
}

/// Checks a text that must be given; `missing` is the sentence when it is not.
///
/// # Errors
/// When there is none, or it is too long.
pub fn check_words(field: &'static str, text: &str, missing: &str) -> Result<(), Refusal> {
    match text.trim().chars().count() {
        0 => Err(Refusal::invalid(field, missing)),
        1..=TEXT_LIMIT => Ok(()),
        _ => Err(Refusal::invalid(field, "Use 4,000 characters or fewer.")),
    }
}

/// Checks the name of whoever said something.
///
/// # Errors
/// When there is none, or it is no name any more.
pub fn check_name(name: &str) -> Result<(), Refusal> {
    match name.trim().chars().count() {
        0 => Err(Refusal::invalid("said_by", "Enter the name of who said it.")),
        1..=LINE_LIMIT => Ok(()),
        _ => Err(Refusal::invalid("said_by", "The name must be 200 characters or fewer.")),
    }
}

/// The last day for comments is today or later.
///
/// # Errors
/// When it is past.
pub fn check_last_day(closes_on: Date, today: Date) -> Result<(), Refusal> {
    if closes_on < today {
        return Err(Refusal::invalid("closes_on", "The last day must be today or later."));
    }
    Ok(())
}

/// Whether comments are asked for; the last day is one on which they are.
pub fn is_open(time: &FeedbackTime, today: Date) -> bool {
    today <= time.closes_on
}

/// A comment is taken while comments are asked for, and not after.
///
/// # Errors
/// When they are not.
pub fn may_comment(time: Option<&FeedbackTime>, today: Date) -> Result<&FeedbackTime, Refusal> {
    match time {
        Some(time) if is_open(time, today) => Ok(time),
        Some(time) => Err(Refusal::rule(format!(
            "Feedback closed on {}. Send your comment to the community safety team: they can record it as received late.",
            time.closes_on.strftime("%-d %B %Y")
        ))),
        None => Err(Refusal::rule("Feedback on this plan is not open.")),
    }
}

/// Guests are asked while comments are.
///
/// # Errors
/// When they are not.
pub fn may_invite(time: Option<&FeedbackTime>, today: Date) -> Result<&FeedbackTime, Refusal> {
    time.filter(|time| is_open(time, today))
        .ok_or_else(|| Refusal::rule("Feedback on this plan is not open. Open it first, then ask guests."))
}

/// Checks who is to be asked.
///
/// # Errors
/// With the field, and what to do, for the first thing that cannot stand.
pub fn check_guest(new: &NewGuest) -> Result<(), Refusal> {
    check_person(&new.name, &new.email)?;
    if new.organisation.trim().chars().count() > LINE_LIMIT {
        return Err(Refusal::invalid("organisation", "The organisation must be 200 characters or fewer."));
    }
    Ok(())
}

/// What came by letter is written down whenever it is read; it is late when it came after the last day.
///
/// # Errors
/// When comments were never asked for, or the day is still to come.
pub fn may_record(
    time: Option<&FeedbackTime>,
    received_on: Date,
    today: Date,
) -> Result<(&FeedbackTime, bool), Refusal> {
    if received_on > today {
        return Err(Refusal::invalid("received_on", "The day it was received must not be in the future."));
    }
    let time = time.ok_or_else(|| Refusal::rule("Feedback on this plan was never opened."))?;
    Ok((time, received_on > time.closes_on))
}

/// Whether an action is one that usually continues next year: ongoing or annual work, and what is
/// neither done nor withdrawn. The officer decides.
pub fn usually_continues(action: &RecordedAction) -> bool {
    let recurs = action.course.recurs != Recurs::Once;
    let ongoing = action.content.rows.iter().any(|row| row.timescale == Timescale::Ongoing);
    action.state != State::Withdrawn && (recurs || ongoing || action.state != State::Done)
}

/// The period after a period: as many months, beginning when it ends.
pub fn next_period(period: Period) -> Period {
    let months = (i32::from(period.to.year()) - i32::from(period.from.year())) * 12
        + i32::from(period.to.number())
        - i32::from(period.from.number())
        + 1;
    Period { from: period.from.plus(months), to: period.to.plus(months) }
}

/// Next year's plan comes after this year's.
///
/// # Errors
/// With what must be put right.
pub fn check_refresh(former: &PlanHead, new: &Refresh) -> Result<(), Refusal> {
    crate::rules::check_title(&new.title, "plan")?;
    if new.period.from > new.period.to {
        return Err(Refusal::invalid("period_to", "The last month must not be before the first."));
    }
    if former.period.is_some_and(|period| new.period.from <= period.from) {
        return Err(Refusal::invalid("period_from", "Next year’s plan begins after this year’s."));
    }
    if new.actions.is_empty() {
        return Err(Refusal::invalid("actions", "Choose at least one action that continues."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use concordat_kernel::jiff::civil::date;

    use super::*;
    use crate::pages::samples;

    fn until(closes_on: Date) -> FeedbackTime {
        FeedbackTime {
            id: samples::id(1),
            plan_id: samples::id(50),
            opened_at: "2026-06-01T09:00:00Z".to_owned(),
            opened_by: "operator".to_owned(),
            closes_on,
            version: 1,
        }
    }

    #[test]
    fn comments_are_taken_until_the_end_of_the_last_day() {
        let time = until(date(2026, 7, 31));
        assert!(may_comment(Some(&time), date(2026, 7, 31)).is_ok());
        let refused = may_comment(Some(&time), date(2026, 8, 1)).unwrap_err();
        assert!(refused.to_string().contains("closed on 31 July 2026"));
        assert!(may_comment(None, date(2026, 7, 31)).is_err());
    }

    #[test]
    fn what_came_after_the_last_day_is_recorded_as_late() {
        let time = until(date(2026, 7, 31));
        let late = |received, today| may_record(Some(&time), received, today).map(|(_, late)| late);
        assert_eq!(late(date(2026, 7, 31), date(2026, 8, 3)), Ok(false));
        assert_eq!(late(date(2026, 8, 1), date(2026, 8, 3)), Ok(true));
        assert!(late(date(2026, 8, 4), date(2026, 8, 3)).is_err());
    }

    #[test]
    fn the_year_after_a_financial_year_is_the_next_one() {
        let year = Period::financial_year(2026).unwrap();
        assert_eq!(next_period(year), Period::financial_year(2027).unwrap());
    }

    #[test]
    fn what_is_done_or_withdrawn_does_not_continue_unless_it_comes_round() {
        let plan = samples::plan();
        let of = |state, recurs| {
            let (_, action) = plan.actions().nth(1).unwrap();
            let mut action = RecordedAction { state, ..action.clone() };
            action.course.recurs = recurs;
            action
        };
        assert!(usually_continues(&of(State::Late, Recurs::Once)));
        assert!(!usually_continues(&of(State::Done, Recurs::Once)));
        assert!(usually_continues(&of(State::Done, Recurs::Annual)));
        assert!(!usually_continues(&of(State::Withdrawn, Recurs::Ongoing)));
    }
}
