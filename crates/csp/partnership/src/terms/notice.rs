//! The last day on which papers may go out, by a group's own rule, and how that was counted. Pure.
//!
//! The software counts as the group's terms say. It does not say that this is what the law asks of the group.

use concordat_kernel::{Holidays, jiff::civil::Date};

use super::model::NoticeUnit;

/// The last day, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastDay {
    /// The last working day on which the papers may go out.
    pub on: Date,
    /// The working days that were counted, nearest to the meeting first.
    pub counted: Vec<Date>,
    /// Bank holidays between the two that fell on a weekday, and so cost a day.
    pub holidays: Vec<Date>,
}

/// The last day to publish for a meeting. `None` before time itself begins.
///
/// *Working days before*: the so-manieth working day before the meeting; the day of the meeting is not counted.
/// *Clear days*: so many whole working days lie between; neither the day of publication nor that of the meeting is
/// counted. Either way papers go out on a working day.
pub fn last_day(unit: NoticeUnit, days: u32, meeting: Date, holidays: &Holidays) -> Option<LastDay> {
    let days = usize::try_from(days).unwrap_or(usize::MAX);
    let wanted = match unit {
        // No notice at all still goes out before the meeting begins, on its own day.
        NoticeUnit::WorkingDays if days == 0 => {
            return Some(LastDay { on: meeting, counted: Vec::new(), holidays: Vec::new() });
        }
        NoticeUnit::WorkingDays => days,
        NoticeUnit::ClearDays => days.saturating_add(1),
    };
    let mut counted = holidays.working_days_before(meeting, wanted);
    if counted.len() < wanted {
        return None;
    }
    let on = counted.last().copied()?;
    if unit == NoticeUnit::ClearDays {
        counted.pop();
    }
    Some(LastDay { on, counted, holidays: holidays.that_cost_a_day(on, meeting) })
}

/// How many working days are left from today to the last day, both ends told apart: `Some(0)` is today, and nothing is
/// the day after.
pub fn working_days_left(today: Date, last: Date, holidays: &Holidays) -> Option<usize> {
    if today > last {
        return None;
    }
    let mut left = 0;
    let mut day = today;
    while day < last {
        day = day.tomorrow().ok()?;
        left += usize::from(holidays.is_working(day));
    }
    Some(left)
}

#[cfg(test)]
mod tests {
    use concordat_kernel::{Chance, jiff::civil::date};

    use super::*;

    fn england() -> Holidays {
        [date(2022, 6, 2), date(2022, 6, 3), date(2022, 8, 29), date(2022, 9, 19), date(2023, 5, 8)]
            .into_iter()
            .collect()
    }

    #[test]
    fn the_published_vectors_hold() {
        for (meeting, working, clear) in [
            (date(2022, 7, 14), date(2022, 7, 7), date(2022, 7, 6)),
            (date(2022, 11, 17), date(2022, 11, 10), date(2022, 11, 9)),
            (date(2023, 3, 16), date(2023, 3, 9), date(2023, 3, 8)),
            (date(2023, 7, 6), date(2023, 6, 29), date(2023, 6, 28)),
        ] {
            let found = |unit| last_day(unit, 5, meeting, &england()).unwrap().on;
            assert_eq!(
                (found(NoticeUnit::WorkingDays), found(NoticeUnit::ClearDays)),
                (working, clear),
                "{meeting}"
            );
        }
    }

    #[test]
    fn a_one_off_holiday_moves_the_day_and_is_named() {
        let meeting = date(2022, 9, 22);
        let with = last_day(NoticeUnit::ClearDays, 5, meeting, &england()).unwrap();
        let without = last_day(NoticeUnit::ClearDays, 5, meeting, &Holidays::default()).unwrap();
        assert_eq!((with.on, without.on), (date(2022, 9, 13), date(2022, 9, 14)));
        assert_eq!(with.holidays, [date(2022, 9, 19)]);
        assert_eq!(with.counted.len(), 5);
    }

    #[test]
    fn days_left_are_working_days() {
        let friday = date(2022, 7, 1);
        let left = |last| working_days_left(friday, last, &england());
        assert_eq!(
            [left(friday), left(date(2022, 7, 3)), left(date(2022, 7, 6)), left(date(2022, 6, 30))],
            [Some(0), Some(0), Some(3), None]
        );
    }

    /// The definition, tried out day by day, with its own calendar: a number for each day, counted from Monday
    /// 3 January 1600 on.
    struct Oracle {
        shut: Vec<i64>,
    }

    impl Oracle {
        fn open(&self, day: i64) -> bool {
            day.rem_euclid(7) < 5 && self.shut.binary_search(&day).is_err()
        }

        /// The latest open day so that enough open days lie from it on (itself included or not) up to the day before.
        fn last_day(&self, unit: NoticeUnit, days: i64, meeting: i64) -> i64 {
            if unit == NoticeUnit::WorkingDays && days == 0 {
                return meeting;
            }
            let mut day = meeting - 1;
            loop {
                let first = if unit == NoticeUnit::WorkingDays { day } else { day + 1 };
                let between = (first..meeting).filter(|day| self.open(*day)).count();
                if self.open(day) && i64::try_from(between).unwrap() >= days {
                    return day;
                }
                day -= 1;
            }
        }
    }

    #[test]
    fn a_million_random_meetings_agree_with_the_slow_oracle() {
        let monday = date(1600, 1, 3);
        let nth = |n: i64| monday.checked_add(concordat_kernel::jiff::Span::new().days(n)).unwrap();
        let chance = Chance::seeded(5);
        let mut drawn = Vec::new();
        let mut draw = |below: i64| {
            if drawn.len() < 8 {
                drawn = chance.bytes::<4096>().to_vec();
            }
            let rest = drawn.split_off(drawn.len() - 8);
            let bytes: [u8; 8] = rest.try_into().unwrap();
            i64::try_from(u64::from_le_bytes(bytes) % u64::try_from(below).unwrap()).unwrap()
        };
        let mut tried = 0;
        while tried < 1_000_000 {
            // A stretch of thirteen months somewhere in eight centuries, with up to thirty days shut in it.
            let from = draw(290_000);
            let mut shut: Vec<i64> = (0..draw(31)).map(|_| from + draw(400)).collect();
            shut.sort_unstable();
            let holidays: Holidays = shut.iter().map(|day| nth(*day)).collect();
            let oracle = Oracle { shut };
            for _ in 0..1000 {
                let (meeting, days) = (from + 30 + draw(370), draw(9));
                let unit = NoticeUnit::ALL[usize::try_from(draw(2)).unwrap()];
                let found = last_day(unit, u32::try_from(days).unwrap(), nth(meeting), &holidays).unwrap();
                let expected = nth(oracle.last_day(unit, days, meeting));
                assert_eq!(found.on, expected, "{unit:?} {days} before {}", nth(meeting));
                tried += 1;
            }
        }
    }
}
