use std::collections::BTreeSet;

use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};

/// The days on which offices are shut beside weekends: bank holidays, one-off ones too. They are data,
/// loaded by whoever asks, because a country adds to them at short notice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays(BTreeSet<Date>);

impl FromIterator<Date> for Holidays {
    fn from_iter<T: IntoIterator<Item = Date>>(days: T) -> Self {
        Self(days.into_iter().collect())
    }
}

impl Holidays {
    /// Whether this day is one of them.
    pub fn contains(&self, day: Date) -> bool {
        self.0.contains(&day)
    }

    /// Whether offices are open: neither a weekend nor a holiday.
    pub fn is_working(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.contains(day)
    }

    /// The `count` working days just before a day, nearest first; fewer only at the beginning of time.
    pub fn working_days_before(&self, day: Date, count: usize) -> Vec<Date> {
        self.before(day).filter(|day| self.is_working(*day)).take(count).collect()
    }

    /// The holidays between two days (neither included) that would have been working days.
    pub fn that_cost_a_day(&self, after: Date, before: Date) -> Vec<Date> {
        let weekend = |day: &Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.0.iter().copied().filter(|day| *day > after && *day < before && !weekend(day)).collect()
    }

    /// Every day before a day, nearest first.
    fn before(&self, day: Date) -> impl Iterator<Item = Date> {
        std::iter::successors(Some(day), |day| day.checked_sub(1.day()).ok()).skip(1)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn weekends_and_holidays_are_stepped_over() {
        let jubilee: Holidays = [date(2022, 6, 2), date(2022, 6, 3)].into_iter().collect();
        let days = jubilee.working_days_before(date(2022, 6, 7), 3);
        assert_eq!(days, [date(2022, 6, 6), date(2022, 6, 1), date(2022, 5, 31)]);
        assert_eq!(
            jubilee.that_cost_a_day(date(2022, 6, 1), date(2022, 6, 7)),
            [date(2022, 6, 2), date(2022, 6, 3)]
        );
        assert!(!jubilee.is_working(date(2022, 6, 2)) && !jubilee.is_working(date(2022, 6, 4)));
    }

    #[test]
    fn a_holiday_at_a_weekend_costs_nothing() {
        let new_year: Holidays = [date(2022, 1, 1), date(2022, 1, 3)].into_iter().collect();
        assert_eq!(new_year.that_cost_a_day(date(2021, 12, 31), date(2022, 1, 5)), [date(2022, 1, 3)]);
        assert_eq!(new_year.working_days_before(date(2022, 1, 5), 2), [date(2022, 1, 4), date(2021, 12, 31)]);
    }
}
