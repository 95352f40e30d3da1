//! When a lead is asked again, and how plainly. Pure: days in, what is due out.

use concordat_kernel::jiff::{
    ToSpan as _,
    civil::{Date, Weekday, date},
};

/// The sound of a reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// There is time: here is the link again.
    Friendly,
    /// The last days.
    Soon,
    /// The day has passed.
    Overdue,
    /// It has passed long ago: whoever looks after the lead's part is told as well.
    Further,
}

/// One reminder of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    /// 1 for the first; the request itself is number 0.
    pub(crate) number: i64,
    /// The day, counted from the last day for answers: before it when negative.
    pub(crate) day: i32,
    pub(crate) tone: Tone,
}

/// The number under which the copy to whoever is told further is kept.
pub(crate) const COPY: i64 = 100;

/// The schedules, each with the first day on which a round that opens follows it. The latest that has begun
/// counts, so a partnership's new habit never changes a round that is running.
const SCHEDULES: [(Date, [Step; 4]); 1] = [(
    date(2000, 1, 1),
    [
        Step { number: 1, day: -14, tone: Tone::Friendly },
        Step { number: 2, day: -3, tone: Tone::Soon },
        Step { number: 3, day: 2, tone: Tone::Overdue },
        Step { number: 4, day: 9, tone: Tone::Further },
    ],
)];

/// Nobody is reminded so soon after they were last written to.
const DAYS_BETWEEN: i32 = 3;
/// How long after the last day for answers reminders still go out: a round that nobody closed falls silent.
const DAYS_AFTER: i32 = 60;

/// The reminders of a round that opened on this day.
pub(crate) fn schedule(opens_on: Date) -> &'static [Step] {
    let begun = SCHEDULES.iter().rev().find(|(from, _)| *from <= opens_on);
    begun.or(SCHEDULES.first()).map_or(&[], |(_, steps)| steps.as_slice())
}

/// The reminder of this number.
pub(crate) fn step(number: i64) -> Option<Step> {
    SCHEDULES.iter().rev().flat_map(|(_, steps)| steps).find(|step| step.number == number).copied()
}

/// What was already sent to one person about one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    /// The highest number sent.
    pub(crate) number: i64,
    /// The day of the latest letter.
    pub(crate) on: Date,
}

/// The reminder that is due on a day, if one is. One that was missed is not made up for: only the latest
/// whose day has come counts. Nothing goes out at the weekend; it goes on Monday.
pub(crate) fn due(opens_on: Date, due_on: Date, written: Written, today: Date) -> Option<Step> {
    if is_weekend(today)
        || today < written.on.saturating_add(DAYS_BETWEEN.days())
        || today > due_on.saturating_add(DAYS_AFTER.days())
    {
        return None;
    }
    let come = |step: &&Step| due_on.saturating_add(step.day.days()) <= today;
    let latest = schedule(opens_on).iter().filter(come).max_by_key(|step| step.day)?;
    // The request itself is the friendly reminder of those who were asked after its day.
    let asked_after = written.number == 0 && due_on.saturating_add(latest.day.days()) <= written.on;
    (latest.number > written.number && !asked_after).then_some(*latest)
}

/// The day on which the next reminder goes, when nothing changes: for showing.
pub(crate) fn next(opens_on: Date, due_on: Date, written: Written, today: Date) -> Option<(Date, Step)> {
    let mut day = today;
    for _ in 0..400 {
        if let Some(step) = due(opens_on, due_on, written, day) {
            return Some((day, step));
        }
        day = day.tomorrow().ok()?;
    }
    None
}

/// Whether letters go out by themselves at this hour of the day in London: while somebody may be there to
/// answer a question about them.
pub(crate) fn is_office_hour(hour: i8) -> bool {
    (8..17).contains(&hour)
}

/// Saturday or Sunday.
pub(crate) fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// What the chase list knows of a lead's past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Past {
    /// It has answered some round.
    pub(crate) ever: bool,
    /// Rounds in a row, this one included, that it has not answered though their last day has passed.
    pub(crate) missed: usize,
    /// The last day of the oldest of the rounds in a row that it has not answered.
    pub(crate) oldest: Date,
}

/// A round as it went for one lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Went {
    pub(crate) opens_on: Date,
    pub(crate) due_on: Date,
    pub(crate) answered: bool,
}

/// What a lead's rounds come to on a day; `rounds` in any order, this one's last day for when there are none.
pub(crate) fn past(rounds: &[Went], due_on: Date, today: Date) -> Past {
    let mut newest_first = rounds.to_vec();
    newest_first.sort_by_key(|round| std::cmp::Reverse((round.opens_on, round.due_on)));
    let silent: Vec<Went> = newest_first.iter().take_while(|round| !round.answered).copied().collect();
    Past {
        ever: rounds.iter().any(|round| round.answered),
        missed: silent.iter().filter(|round| round.due_on < today).count(),
        oldest: silent.iter().map(|round| round.due_on).min().unwrap_or(due_on),
    }
}

/// Who is chased first: who never answered at all, then who missed most rounds in a row, then the oldest.
pub(crate) fn order(past: &Past) -> impl Ord + use<> {
    (past.ever, std::cmp::Reverse(past.missed), past.oldest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPENS: Date = date(2026, 11, 2);
    const DUE: Date = date(2026, 11, 25);

    fn goes(written: (i64, Date), today: Date) -> Option<i64> {
        let written = Written { number: written.0, on: written.1 };
        due(OPENS, DUE, written, today).map(|step| step.number)
    }

    #[test]
    fn reminders_grow_plainer_as_the_day_comes_and_passes() {
        assert_eq!(goes((0, OPENS), date(2026, 11, 10)), None);
        assert_eq!(goes((0, OPENS), date(2026, 11, 11)), Some(1));
        assert_eq!(goes((1, date(2026, 11, 11)), date(2026, 11, 20)), None);
        // Three days before the 25th is a Sunday, so it goes on Monday.
        assert_eq!(goes((1, date(2026, 11, 11)), date(2026, 11, 22)), None);
        assert_eq!(goes((1, date(2026, 11, 11)), date(2026, 11, 23)), Some(2));
        assert_eq!(goes((2, date(2026, 11, 23)), date(2026, 11, 27)), Some(3));
        assert_eq!(goes((3, date(2026, 11, 27)), date(2026, 12, 4)), Some(4));
        assert_eq!(goes((4, date(2026, 12, 4)), date(2026, 12, 14)), None);
        assert_eq!(goes((0, OPENS), date(2027, 3, 1)), None, "a round that nobody closed falls silent");
    }

    #[test]
    fn one_that_was_missed_is_not_made_up_for_and_nobody_is_written_to_twice_in_three_days() {
        assert_eq!(goes((0, OPENS), date(2026, 12, 1)), Some(3));
        assert_eq!(goes((0, date(2026, 11, 12)), date(2026, 11, 17)), None, "asked after the first was due");
        assert_eq!(goes((0, date(2026, 11, 12)), date(2026, 11, 23)), Some(2));
        assert_eq!(goes((2, date(2026, 11, 25)), date(2026, 11, 27)), None);
        assert_eq!(goes((2, date(2026, 11, 25)), date(2026, 11, 30)), Some(3), "Saturday waits for Monday");
        let written = Written { number: 2, on: date(2026, 11, 25) };
        let told = next(OPENS, DUE, written, date(2026, 11, 26)).map(|(day, step)| (day, step.number));
        assert_eq!(told, Some((date(2026, 11, 30), 3)));
    }

    #[test]
    fn those_who_never_answered_come_first_then_the_longest_silence() {
        let today = date(2026, 11, 26);
        let round = |quarter: i8, answered| Went {
            opens_on: date(2026, quarter * 3 - 1, 2),
            due_on: date(2026, quarter * 3 - 1, 25),
            answered,
        };
        let never = past(&[round(4, false)], DUE, today);
        let long = past(&[round(2, true), round(4, false), round(3, false)], DUE, today);
        let once = past(&[round(3, true), round(4, false)], DUE, today);
        assert_eq!((never.ever, never.missed), (false, 1));
        assert_eq!((long.ever, long.missed, long.oldest), (true, 2, date(2026, 8, 25)));
        assert_eq!(once.missed, 1);
        assert_eq!(past(&[round(3, true), round(4, false)], DUE, DUE).missed, 0, "there is time today");
        let mut sorted = [once, long, never];
        sorted.sort_by_key(order);
        assert_eq!(sorted, [never, long, once]);
    }
}
