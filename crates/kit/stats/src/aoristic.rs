//! Hour and weekday of an event that is known only as a span: "between Friday evening and Monday morning". The event
//! counts once, shared over the span in proportion to how much of each hour or day lies in it.
//!
//! Source: Ratcliffe (2000), "Aoristic analysis", International Journal of Geographical Information Science 14(7),
//! 669-679, who gives each hour of a span an equal part; measured in minutes here, so that half an hour of a span weighs
//! half of an hour, as Ashby and Bowers (2013), Crime Science 2, 1, do.

use crate::error::Error;

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;

/// When an event may have happened, in minutes of local time since any Monday at midnight (minutes before it are
/// negative). Where the start and end are the same, the event happened in that minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The earliest minute.
    pub from: i64,
    /// The latest minute; not before `from`.
    pub to: i64,
}

/// Weight of each hour of each day of the week, Monday first, midnight to one first. An event's weights add up to one.
pub type Week = [[f64; 24]; 7];

/// Where in the week one event may have happened.
///
/// # Errors
/// A span that ends before it starts.
pub fn week(span: Span) -> Result<Week, Error> {
    let mut week = [[0.0; 24]; 7];
    add(&mut week, span)?;
    Ok(week)
}

/// The weights of many events added up: the heat table of hours and days. Its cells add up to the number of events.
///
/// # Errors
/// A span that ends before it starts.
pub fn heat(spans: &[Span]) -> Result<Week, Error> {
    let mut week = [[0.0; 24]; 7];
    for span in spans {
        add(&mut week, *span)?;
    }
    Ok(week)
}

/// The 24 hours of a week's weights, over all days.
pub fn hours(week: &Week) -> [f64; 24] {
    std::array::from_fn(|hour| week.iter().map(|day| day[hour]).sum())
}

/// The 7 days of a week's weights, over all hours, Monday first.
pub fn days(week: &Week) -> [f64; 7] {
    std::array::from_fn(|day| week[day].iter().sum())
}

fn add(week: &mut Week, span: Span) -> Result<(), Error> {
    let long = span.to - span.from;
    if long < 0 {
        return Err(Error::Setting {
            name: "the length of a span in minutes",
            must_be: "zero or more",
            value: long as f64,
        });
    }
    // A moment is the minute that it names.
    let (to, long) = if long == 0 { (span.to + 1, 1.0) } else { (span.to, long as f64) };
    // Whole weeks lie evenly over all hours; what is left is walked through hour by hour.
    let weeks = (to - span.from) / WEEK;
    if weeks > 0 {
        let each = (weeks * HOUR) as f64 / long;
        week.iter_mut().flatten().for_each(|weight| *weight += each);
    }
    let mut at = span.from + weeks * WEEK;
    while at < to {
        let end = ((at.div_euclid(HOUR) + 1) * HOUR).min(to);
        let minute = at.rem_euclid(WEEK);
        week[(minute / DAY) as usize][(minute % DAY / HOUR) as usize] += (end - at) as f64 / long;
        at = end;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Day and hour of a week, Monday 0.
    fn at(day: i64, hour: i64, minute: i64) -> i64 {
        day * DAY + hour * HOUR + minute
    }

    /// Ratcliffe's rule: a span of four whole hours gives a quarter to each, one of one hour all to that hour.
    #[test]
    fn ratcliffe_2000() {
        let night = week(Span { from: at(4, 22, 0), to: at(5, 2, 0) }).expect("a span");
        assert_eq!([night[4][22], night[4][23], night[5][0], night[5][1]], [0.25; 4]);
        assert_eq!((days(&night)[4], days(&night)[5]), (0.5, 0.5));
        let hour = week(Span { from: at(2, 9, 0), to: at(2, 10, 0) }).expect("a span");
        assert_eq!(hour[2][9], 1.0);
        // Three spans over the same hour: one certain, one of two hours, one of four.
        let spans = [(0, 13, 14), (0, 12, 14), (0, 10, 14)]
            .map(|(day, from, to)| Span { from: at(day, from, 0), to: at(day, to, 0) });
        assert_eq!(heat(&spans).expect("spans")[0][13], 1.75);
    }

    #[test]
    fn parts_of_hours_weigh_by_their_minutes() {
        let span = week(Span { from: at(0, 8, 45), to: at(0, 10, 15) }).expect("a span");
        assert!((span[0][8] - 1.0 / 6.0).abs() < 1e-12);
        assert!((span[0][9] - 4.0 / 6.0).abs() < 1e-12);
        assert!((span[0][10] - 1.0 / 6.0).abs() < 1e-12);
    }

    #[test]
    fn a_moment_is_certain() {
        assert_eq!(week(Span { from: at(6, 23, 59), to: at(6, 23, 59) }).expect("a moment")[6][23], 1.0);
        // Before the Monday that is counted from, and from Sunday into Monday.
        assert_eq!(week(Span { from: -1, to: -1 }).expect("a moment")[6][23], 1.0);
        let over = week(Span { from: -60, to: 60 }).expect("a span");
        assert_eq!((over[6][23], over[0][0]), (0.5, 0.5));
    }

    #[test]
    fn a_span_of_a_fortnight_says_nothing_of_the_hour() {
        let long = week(Span { from: at(3, 7, 20), to: at(17, 7, 20) }).expect("a span");
        assert!(long.iter().flatten().all(|weight| (weight - 1.0 / 168.0).abs() < 1e-12));
    }

    #[test]
    fn refuses_a_span_that_ends_before_it_starts() {
        assert_eq!(
            week(Span { from: 60, to: 50 }).expect_err("a refusal").to_string(),
            "the length of a span in minutes must be zero or more, not -10"
        );
    }

    proptest! {
        #[test]
        fn weights_add_up_to_one(from in -50_000_i64..50_000, long in 0_i64..60_000) {
            let span = week(Span { from, to: from + long }).expect("a span");
            let sum: f64 = span.iter().flatten().sum();
            prop_assert!((sum - 1.0).abs() < 1e-9);
            prop_assert!((hours(&span).iter().sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert!((days(&span).iter().sum::<f64>() - 1.0).abs() < 1e-9);
            // Whatever is possible has a weight, and nothing else.
            let possible = |minute: i64| minute >= from && minute <= from + long;
            for (day, own) in span.iter().enumerate() {
                for (hour, weight) in own.iter().enumerate() {
                    let start = at(day as i64, hour as i64, 0);
                    let touched = (-20..20).any(|week| {
                        let first = start + week * WEEK;
                        let last = from + long - i64::from(long > 0);
                        first <= last && first + 59 >= from && (first..first + 60).any(possible)
                    });
                    prop_assert_eq!(*weight > 0.0, touched, "day {} hour {}", day, hour);
                }
            }
        }
    }
}
