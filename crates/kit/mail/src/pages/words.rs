//! How moments and kinds of letter are written.

use concordat_kernel::jiff::{Timestamp, tz::TimeZone};

/// In the time of London, from a moment as kept: `4 March 2027, 9:30am`.
pub(super) fn moment(at: &str) -> String {
    let london = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
    at.parse::<Timestamp>()
        .map_or_else(|_| at.to_owned(), |at| at.to_zoned(london).strftime("%-d %B %Y, %-I:%M%P").to_string())
}

/// A word kept in the record, as the beginning of a sentence: `Update request`.
pub(super) fn capital(word: &str) -> String {
    let word = word.replace(['-', '_'], " ");
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_and_kinds_are_written_for_people() {
        assert_eq!(moment("2027-07-04T23:05:00.000000Z"), "5 July 2027, 12:05am");
        assert_eq!(capital("update-request"), "Update request");
        assert_eq!(capital(""), "");
    }
}
