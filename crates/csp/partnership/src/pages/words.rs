//! How dates, moments and absent things are written.

use concordat_kernel::jiff::{Timestamp, civil::Date, tz::TimeZone};
use concordat_web::parts::{Colour, Html, Tag};

use crate::Body;

/// `31 March 2022`.
pub(crate) fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// A moment as kept, in the time of London: `4 March 2027, 9:30am`.
pub(crate) fn moment(at: &str) -> String {
    let Ok(moment) = at.parse::<Timestamp>() else { return at.to_owned() };
    let london = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
    moment.to_zoned(london).strftime("%-d %B %Y, %-I:%M%P").to_string()
}

/// When something holds: both days included.
pub(crate) fn span(from: Option<Date>, until: Option<Date>) -> String {
    match (from, until) {
        (None, None) => "Not recorded".to_owned(),
        (Some(from), None) => format!("Since {}", day(from)),
        (None, Some(until)) => format!("Until {}", day(until)),
        (Some(from), Some(until)) => format!("{} to {}", day(from), day(until)),
    }
}

/// The text with its line breaks, or a word for there being none.
pub(crate) fn text_or_none(text: Option<&str>) -> Html {
    text.map_or_else(|| "None".into(), Html::lines)
}

/// Whether a body takes part today, as a word on a colour.
pub(crate) fn state(body: &Body, today: Date) -> Tag {
    if body.is_active(today) {
        Tag::new(Colour::Green, "Active")
    } else if body.active_from.is_some_and(|first| today < first) {
        Tag::new(Colour::Blue, "Not yet active")
    } else {
        Tag::new(Colour::Grey, "Ceased")
    }
}

#[cfg(test)]
mod tests {
    use concordat_kernel::jiff::civil::date;

    use super::*;

    #[test]
    fn moments_are_told_in_london_time() {
        for (kept, told) in [
            ("2027-03-04T09:30:00.000000Z", "4 March 2027, 9:30am"),
            ("2027-07-04T23:05:00.000000Z", "5 July 2027, 12:05am"),
            ("not a moment", "not a moment"),
        ] {
            assert_eq!(moment(kept), told);
        }
    }

    #[test]
    fn spans_say_what_is_known() {
        let (from, until) = (Some(date(2022, 4, 1)), Some(date(2023, 3, 31)));
        for (span_of, told) in [
            (span(from, until), "1 April 2022 to 31 March 2023"),
            (span(from, None), "Since 1 April 2022"),
            (span(None, until), "Until 31 March 2023"),
            (span(None, None), "Not recorded"),
        ] {
            assert_eq!(span_of, told);
        }
    }
}
