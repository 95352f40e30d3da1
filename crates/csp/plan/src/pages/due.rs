//! What falls due next and what is overdue. Pure: a plan and a day in, lists out.

use concordat_kernel::jiff::{ToSpan as _, civil::Date};

use crate::{RecordedAction, RecordedPlan, import::Timescale, rules};

/// An action and the day that matters.
#[derive(Debug)]
pub(super) struct Due<'a> {
    /// The action.
    pub(super) action: &'a RecordedAction,
    /// The timescale that names the day.
    pub(super) timescale: Timescale,
    /// The day.
    pub(super) on: Date,
}

/// The last day of "soon": three months on.
pub(super) fn soon(today: Date) -> Date {
    today.checked_add(3.months()).unwrap_or(Date::MAX)
}

/// Open actions with something due in the next three months, soonest first; when there is none,
/// those due on the first day after that.
pub(super) fn next(plan: &RecordedPlan, today: Date) -> Vec<Due<'_>> {
    let mut coming: Vec<Due<'_>> =
        open(plan, today).filter_map(|action| at(action, rules::next_due(action, today)?)).collect();
    coming.sort_by_key(|due| due.on);
    let Some(first) = coming.first().map(|due| due.on) else { return coming };
    let until = first.max(soon(today));
    coming.retain(|due| due.on <= until);
    coming
}

/// Open actions whose last day has passed, longest ago first.
pub(super) fn overdue(plan: &RecordedPlan, today: Date) -> Vec<Due<'_>> {
    let mut late: Vec<Due<'_>> = open(plan, today)
        .filter(|action| rules::is_overdue(action, today))
        .filter_map(|action| at(action, rules::due(action)?))
        .collect();
    late.sort_by_key(|due| due.on);
    late
}

fn open(plan: &RecordedPlan, today: Date) -> impl Iterator<Item = &RecordedAction> {
    plan.actions().map(|(_, action)| action).filter(move |action| rules::is_open(action, today))
}

fn at(action: &RecordedAction, on: Date) -> Option<Due<'_>> {
    let timescale = rules::timescales(action).into_iter().find(|timescale| timescale.due() == Some(on))?;
    Some(Due { action, timescale, on })
}

#[cfg(test)]
mod tests {
    use concordat_kernel::jiff::civil::date;

    use super::*;
    use crate::{State, pages::samples};

    fn numbers<'a>(due: &[Due<'a>]) -> Vec<&'a str> {
        due.iter().map(|due| due.action.content.number.as_str()).collect()
    }

    #[test]
    fn the_next_three_months_come_first_and_past_ones_are_overdue() {
        let plan = samples::plan();
        assert_eq!(numbers(&next(&plan, date(2027, 1, 15))), ["1.1", "1.2"]);
        assert_eq!(numbers(&overdue(&plan, date(2027, 1, 15))), ["2.1"]);
    }

    #[test]
    fn when_nothing_is_due_soon_the_first_to_come_is_shown() {
        let plan = samples::plan();
        assert_eq!(numbers(&next(&plan, date(2026, 4, 1))), ["2.1"]);
    }

    #[test]
    fn what_is_done_or_withdrawn_is_neither() {
        let mut plan = samples::plan();
        for action in plan.priorities.iter_mut().flat_map(|priority| &mut priority.actions) {
            action.state = State::Done;
        }
        assert!(next(&plan, date(2026, 4, 1)).is_empty());
        assert!(overdue(&plan, date(2030, 1, 1)).is_empty());
    }

    #[test]
    fn a_month_is_in_time_until_its_last_day() {
        let plan = samples::plan();
        assert!(!numbers(&overdue(&plan, date(2027, 3, 31))).contains(&"1.1"));
        assert!(numbers(&overdue(&plan, date(2027, 4, 1))).contains(&"1.1"));
    }
}
