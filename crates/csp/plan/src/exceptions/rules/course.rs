//! When an action falls due as the years go by.

use concordat_kernel::jiff::{ToSpan as _, civil::Date};

use super::super::model::{Reasoned, Recurs};
use crate::{RecordedAction, State, import::Timescale};

/// As many years as anything is reckoned ahead.
const FARTHEST: i16 = 200;

/// What the turn of the year asks of an action that would otherwise rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComesRound {
    /// It was done for the last time round; the next has begun and is due by this day.
    Again {
        /// The last day on which it is in time.
        due: Date,
    },
    /// It has gone on for a year since it was last confirmed.
    ToConfirm {
        /// When it was last confirmed, if ever.
        since: Option<Date>,
    },
}

/// The reason for which a step of an action was stood down, if it was: row and place from 0.
pub fn stood_down(action: &RecordedAction, row: usize, place: usize) -> Option<&Reasoned> {
    let step = action.course.steps.iter().find(|step| (step.row, step.place) == (row, place))?;
    step.stood_down.as_ref()
}

/// The timescales that count today: those of rows with something left to do, for an annual action as many years on as
/// it was assured to be done.
pub fn timescales(action: &RecordedAction) -> Vec<Timescale> {
    let years = rounds_done(action);
    counting(action).map(|timescale| later(timescale, years)).collect()
}

/// The last day on which the whole action is still in time.
pub fn due(action: &RecordedAction) -> Option<Date> {
    timescales(action).iter().filter_map(Timescale::due).max()
}

/// The next day on which something of the action falls due, from `today` on.
pub fn next_due(action: &RecordedAction, today: Date) -> Option<Date> {
    timescales(action).iter().filter_map(Timescale::due).filter(|due| *due >= today).min()
}

/// Whether an action comes round again today. An annual one that is done does so on the day after the one by which it
/// was done the last time; an ongoing one a year after it was last confirmed.
pub fn comes_round(action: &RecordedAction, today: Date) -> Option<ComesRound> {
    match action.course.recurs {
        Recurs::Once => None,
        Recurs::Annual => {
            let years = rounds_done(action);
            let before = last_day(action, years.checked_sub(1)?)?;
            let due = last_day(action, years)?;
            (action.state == State::Done && before < today).then_some(ComesRound::Again { due })
        }
        Recurs::Ongoing => {
            let since = action.course.confirmed_on;
            let rests = since.is_some_and(|since| today < a_year_after(since));
            (action.state.is_open() && !rests).then_some(ComesRound::ToConfirm { since })
        }
    }
}

/// The day from which an ongoing action is to be confirmed again.
pub fn to_confirm(action: &RecordedAction) -> Option<Date> {
    let ongoing = action.course.recurs == Recurs::Ongoing;
    action.course.confirmed_on.filter(|_| ongoing).map(a_year_after)
}

/// How an action seems to come round by its own words: all that counts of it is “Ongoing”.
pub fn suggestion(action: &RecordedAction) -> Option<Recurs> {
    let ongoing = counting(action).all(|timescale| *timescale == Timescale::Ongoing);
    let any = counting(action).next().is_some();
    (any && ongoing && action.course.recurs == Recurs::Once).then_some(Recurs::Ongoing)
}

/// The timescales of rows in which there is something left to do: not of those whose every step was stood down.
fn counting(action: &RecordedAction) -> impl Iterator<Item = &Timescale> {
    action.content.rows.iter().enumerate().filter_map(|(at, row)| {
        let all_down = !row.steps.is_empty()
            && (0..row.steps.len()).all(|place| stood_down(action, at, place).is_some());
        (!all_down).then_some(&row.timescale)
    })
}

/// How many times an annual action has been done. Each assurance closes the round that was open, and with it those
/// whose day had passed by then; one given more than a year before the next day closes nothing, because that round
/// had not begun.
fn rounds_done(action: &RecordedAction) -> i16 {
    if action.course.recurs != Recurs::Annual {
        return 0;
    }
    let mut years = 0;
    for &assured in &action.course.assured {
        let began = if years == 0 { None } else { last_day(action, years - 1) };
        if began.is_some_and(|began| assured <= began) {
            continue;
        }
        years += 1;
        while years < FARTHEST && last_day(action, years).is_some_and(|day| day <= assured) {
            years += 1;
        }
    }
    years
}

/// The last day of an action, this many years on.
fn last_day(action: &RecordedAction, years: i16) -> Option<Date> {
    counting(action).filter_map(|timescale| later(timescale, years).due()).max()
}

/// The same month or day, years later. Always reckoned from what was written, so that the end of February and the 29th
/// come back in leap years.
fn later(timescale: &Timescale, years: i16) -> Timescale {
    match timescale {
        Timescale::Month { month } => Timescale::Month { month: month.plus(12 * i32::from(years)) },
        Timescale::Date { date } => Timescale::Date { date: date.saturating_add(i64::from(years).years()) },
        other => other.clone(),
    }
}

fn a_year_after(day: Date) -> Date {
    day.saturating_add(1.year())
}

#[cfg(test)]
mod tests {
    use concordat_kernel::jiff::civil::date;

    use super::*;
    use crate::{
        exceptions::model::RecordedStep,
        import::{self, Row},
        pages::samples,
    };

    /// An action with a row for each of these timescales.
    fn action(recurs: Recurs, whens: &[&str], assured: &[Date]) -> RecordedAction {
        let plan = samples::plan();
        let mut action = plan.actions().next().unwrap().1.clone();
        let row = |when: &&str| Row {
            steps: vec!["Do it".to_owned()],
            timescale: Timescale::read(when),
            ..Row::default()
        };
        action.content = import::Action { rows: whens.iter().map(row).collect(), ..action.content };
        action.state = if assured.is_empty() { State::OnTrack } else { State::Done };
        action.course.recurs = recurs;
        action.course.assured = assured.to_vec();
        action
    }

    #[test]
    fn what_is_done_once_stays_where_it_is() {
        let once = action(Recurs::Once, &["March 2027"], &[date(2027, 3, 1)]);
        assert_eq!(due(&once), Some(date(2027, 3, 31)));
        assert_eq!(comes_round(&once, date(2029, 1, 1)), None);
    }

    #[test]
    fn an_annual_action_falls_due_a_year_later_once_it_is_assured() {
        let not_yet = action(Recurs::Annual, &["March 2027"], &[]);
        assert_eq!(due(&not_yet), Some(date(2027, 3, 31)));
        assert_eq!(comes_round(&not_yet, date(2028, 1, 1)), None, "it is still this year's that is open");
        for early_or_late in [date(2026, 10, 1), date(2027, 3, 31), date(2027, 10, 30), date(2028, 3, 30)] {
            let once = action(Recurs::Annual, &["March 2027"], &[early_or_late]);
            assert_eq!(due(&once), Some(date(2028, 3, 31)), "{early_or_late}");
        }
        let much_later = action(Recurs::Annual, &["March 2027"], &[date(2028, 3, 31)]);
        assert_eq!(
            due(&much_later),
            Some(date(2029, 3, 31)),
            "a year that has passed is not asked for again"
        );
    }

    #[test]
    fn it_rests_until_its_year_is_over() {
        let done = action(Recurs::Annual, &["March 2027"], &[date(2027, 2, 10)]);
        assert_eq!(comes_round(&done, date(2027, 3, 31)), None);
        let again = Some(ComesRound::Again { due: date(2028, 3, 31) });
        assert_eq!(comes_round(&done, date(2027, 4, 1)), again);
        assert_eq!(next_due(&done, date(2027, 4, 1)), Some(date(2028, 3, 31)));
        let twice = action(Recurs::Annual, &["March 2027"], &[date(2027, 2, 10), date(2027, 2, 12)]);
        assert_eq!(due(&twice), Some(date(2028, 3, 31)), "assured twice in one year is one year");
        let next = action(Recurs::Annual, &["March 2027"], &[date(2027, 2, 10), date(2027, 4, 1)]);
        assert_eq!(due(&next), Some(date(2029, 3, 31)));
    }

    #[test]
    fn the_end_of_february_comes_back_with_its_leap_days() {
        let month = |n| {
            action(
                Recurs::Annual,
                &["February 2027"],
                &(0..n).map(|y| date(2027 + y, 2, 1)).collect::<Vec<_>>(),
            )
        };
        assert_eq!(due(&month(0)), Some(date(2027, 2, 28)));
        assert_eq!(
            due(&action(Recurs::Annual, &["February 2027"], &[date(2027, 2, 1)])),
            Some(date(2028, 2, 29))
        );
        let day = |assured: &[Date]| due(&action(Recurs::Annual, &["29 February 2028"], assured));
        assert_eq!(day(&[date(2028, 2, 29)]), Some(date(2029, 2, 28)));
        let four: Vec<Date> = (2028..2032).map(|year| date(year, 6, 1)).collect();
        assert_eq!(day(&four), Some(date(2032, 2, 29)));
    }

    #[test]
    fn several_dates_of_an_annual_action_move_together() {
        let done = action(Recurs::Annual, &["December 2026", "March 2027", "Ongoing"], &[date(2027, 3, 20)]);
        assert_eq!(next_due(&done, date(2027, 4, 1)), Some(date(2027, 12, 31)));
        assert_eq!(due(&done), Some(date(2028, 3, 31)));
    }

    #[test]
    fn an_ongoing_action_is_confirmed_every_year_while_it_is_open() {
        let mut ongoing = action(Recurs::Ongoing, &["Ongoing"], &[]);
        assert_eq!(comes_round(&ongoing, date(2027, 1, 1)), Some(ComesRound::ToConfirm { since: None }));
        let since = date(2028, 2, 29);
        ongoing.course.confirmed_on = Some(since);
        assert_eq!(to_confirm(&ongoing), Some(date(2029, 2, 28)));
        assert_eq!(comes_round(&ongoing, date(2029, 2, 27)), None);
        let asked = Some(ComesRound::ToConfirm { since: Some(since) });
        assert_eq!(comes_round(&ongoing, date(2029, 2, 28)), asked);
        ongoing.state = State::Withdrawn;
        assert_eq!(comes_round(&ongoing, date(2029, 2, 28)), None);
    }

    #[test]
    fn ongoing_is_suggested_where_nothing_else_is_written() {
        assert_eq!(suggestion(&action(Recurs::Once, &["Ongoing", "on-going"], &[])), Some(Recurs::Ongoing));
        assert_eq!(suggestion(&action(Recurs::Once, &["Ongoing", "March 2027"], &[])), None);
        assert_eq!(suggestion(&action(Recurs::Once, &[], &[])), None);
        assert_eq!(suggestion(&action(Recurs::Annual, &["Ongoing"], &[])), None, "somebody has said how");
    }

    #[test]
    fn a_row_whose_every_step_is_stood_down_is_not_waited_for() {
        let mut action = action(Recurs::Once, &["December 2026", "March 2027"], &[]);
        let reasoned = Reasoned { on: date(2026, 11, 1), because: "No need".into() };
        action.course.steps =
            vec![RecordedStep { id: samples::id(1), row: 1, place: 0, stood_down: Some(reasoned) }];
        assert_eq!(due(&action), Some(date(2026, 12, 31)));
        action.content.rows[1].steps.push("Do the rest".into());
        assert_eq!(due(&action), Some(date(2027, 3, 31)), "one step is left");
    }
}
