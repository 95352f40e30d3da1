//! How days, moments and doers are written.

use std::collections::HashMap;

use concordat_kernel::{
    AnyId,
    jiff::{Timestamp, civil::Date, tz::TimeZone},
};

/// `31 March 2027`.
pub(crate) fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// The same, from a date as kept.
pub(crate) fn day_kept(date: &str) -> String {
    date.parse().map_or_else(|_| date.to_owned(), day)
}

/// In the time of London: `4 March 2027, 9:30am`.
pub(crate) fn moment(at: Timestamp) -> String {
    let london = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
    at.to_zoned(london).strftime("%-d %B %Y, %-I:%M%P").to_string()
}

/// The same, from a moment as kept.
pub(crate) fn moment_kept(at: &str) -> String {
    at.parse().map_or_else(|_| at.to_owned(), moment)
}

/// Who did it, from the word kept for an actor.
pub(crate) fn actor(word: &str, names: &HashMap<AnyId, String>) -> String {
    match (word, word.parse::<AnyId>()) {
        ("operator", _) => "the command line".to_owned(),
        ("anonymous", _) => "somebody not signed in".to_owned(),
        (_, Ok(id)) => names.get(&id).cloned().unwrap_or_else(|| "a guest, by link".to_owned()),
        (other, Err(_)) => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_in_london_time() {
        assert_eq!(moment_kept("2027-03-04T09:30:00.000000Z"), "4 March 2027, 9:30am");
        assert_eq!(moment_kept("2027-07-04T23:05:00.000000Z"), "5 July 2027, 12:05am");
        assert_eq!(day_kept("2027-03-31"), "31 March 2027");
        assert_eq!(day_kept("soon"), "soon");
    }
}
