//! Dates and times as an extract writes them, read by the formats that its mapping names and no others: `03/04/2021` is
//! two different days, and guessing would be wrong without anybody noticing.

use concordat_kernel::jiff::{
    civil::{Date, DateTime, Time},
    fmt::strtime,
};

/// One way of writing a date or a time, such as `%d/%m/%Y %H:%M`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Format {
    text: String,
    /// `%d/%m/%Y` and `%Y-%m-%d`, with or without `%H:%M` or `%H:%M:%S`, are read by hand: three dates in a hundred million
    /// rows add up.
    plain: Option<Plain>,
    date: bool,
    time: bool,
    century: bool,
}

/// A format of digits in fixed places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Plain {
    day: usize,
    month: usize,
    year: usize,
    time: Option<(usize, bool)>,
    length: usize,
}

/// What a text says: a date, a time of day, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct When {
    pub(crate) date: Option<Date>,
    pub(crate) time: Option<Time>,
}

/// The letters that may follow `%` in a format.
const KNOWN: &[u8] = b"YymdbBeHMSpIj%TFR";

impl Format {
    /// Reads a format.
    ///
    /// # Errors
    /// A sentence when it is none, with what may be written.
    pub(crate) fn new(text: &str) -> Result<Self, String> {
        let mut letters = Vec::new();
        let mut bytes = text.bytes();
        while let Some(byte) = bytes.next() {
            if byte == b'%' {
                letters.push(bytes.next().unwrap_or(b' '));
            }
        }
        let has = |any: &[u8]| letters.iter().any(|letter| any.contains(letter));
        if letters.is_empty() || letters.iter().any(|letter| !KNOWN.contains(letter)) || text.len() > 100 {
            return Err(format!(
                "`{}` is no format of dates. Write it with %d (day), %m or %b (month), %Y (year), %H, %M and %S (time), as in `%d/%m/%Y %H:%M`",
                text.chars().take(40).collect::<String>()
            ));
        }
        let date = has(b"F") || (has(b"Yy") && (has(b"j") || (has(b"mbB") && has(b"de"))));
        let time = has(b"TR") || (has(b"HI") && has(b"M"));
        if !date && !time {
            return Err(format!(
                "`{text}` says neither a whole date (day, month and year) nor a time (hour and minute)"
            ));
        }
        Ok(Self { text: text.to_owned(), plain: Plain::of(text), date, time, century: has(b"YF") })
    }

    /// Whether it says a date.
    pub(crate) fn says_date(&self) -> bool {
        self.date
    }

    /// Whether it says a time of day.
    pub(crate) fn says_time(&self) -> bool {
        self.time
    }

    /// Whether it writes the year in full. Two digits do not tell a birth in 1931 from one in 2031.
    pub(crate) fn says_century(&self) -> bool {
        self.century
    }

    fn read(&self, text: &str) -> Option<When> {
        if let Some(plain) = self.plain {
            return plain.read(text.as_bytes());
        }
        let broken = strtime::parse(&self.text, text).ok()?;
        let date = if self.date { Some(broken.to_date().ok()?) } else { None };
        let time = if self.time { Some(broken.to_time().ok()?) } else { None };
        Some(When { date, time })
    }
}

impl Plain {
    fn of(text: &str) -> Option<Self> {
        let (date, time) = match text.split_once([' ', 'T']) {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let (day, month, year) = match date {
            "%d/%m/%Y" => (0, 3, 6),
            "%Y-%m-%d" => (8, 5, 0),
            _ => return None,
        };
        let time = match time {
            None => None,
            Some("%H:%M") => Some((11, false)),
            Some("%H:%M:%S") => Some((11, true)),
            Some(_) => return None,
        };
        let length = match time {
            None => 10,
            Some((_, false)) => 16,
            Some((_, true)) => 19,
        };
        Some(Self { day, month, year, time, length })
    }

    fn read(self, text: &[u8]) -> Option<When> {
        if text.len() != self.length {
            return None;
        }
        let (a, b) = if self.year == 0 { (4, 7) } else { (2, 5) };
        let mark = if self.year == 0 { b'-' } else { b'/' };
        if text.get(a) != Some(&mark) || text.get(b) != Some(&mark) {
            return None;
        }
        let date = Date::new(
            digits(text, self.year, 4)?,
            i8::try_from(digits(text, self.month, 2)?).ok()?,
            i8::try_from(digits(text, self.day, 2)?).ok()?,
        )
        .ok()?;
        let time = match self.time {
            None => None,
            Some((at, seconds)) => {
                let parted = matches!(text.get(10), Some(b' ' | b'T'))
                    && text.get(13) == Some(&b':')
                    && (!seconds || text.get(16) == Some(&b':'));
                if !parted {
                    return None;
                }
                let part = |at| digits(text, at, 2).and_then(|n| i8::try_from(n).ok());
                Some(Time::new(part(at)?, part(at + 3)?, if seconds { part(at + 6)? } else { 0 }, 0).ok()?)
            }
        };
        Some(When { date: Some(date), time })
    }
}

fn digits(text: &[u8], at: usize, length: usize) -> Option<i16> {
    text.get(at..at + length)?
        .iter()
        .try_fold(0i16, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i16::from(byte - b'0')))
}

/// Reads a text by the first format that fits.
pub(crate) fn read(formats: &[Format], text: &str) -> Option<When> {
    formats.iter().find_map(|format| format.read(text))
}

/// The first moment that a date, or a date with a time, may mean.
pub(crate) fn earliest(date: Date, time: Option<Time>) -> DateTime {
    date.to_datetime(time.unwrap_or(Time::midnight()))
}

/// The last moment that it may mean, to the second: the end of the day when no time is given.
pub(crate) fn latest(date: Date, time: Option<Time>) -> DateTime {
    date.to_datetime(time.unwrap_or(Time::constant(23, 59, 59, 0)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(format: &str, text: &str) -> Option<String> {
        let when = read(&[Format::new(format).unwrap()], text)?;
        Some(match (when.date, when.time) {
            (Some(date), Some(time)) => date.to_datetime(time).to_string(),
            (Some(date), None) => date.to_string(),
            (None, Some(time)) => time.to_string(),
            (None, None) => String::new(),
        })
    }

    #[test]
    fn dates_are_read_as_the_format_says_and_no_other_way() {
        for (format, text, expected) in [
            ("%d/%m/%Y", "03/04/2021", Some("2021-04-03")),
            ("%m/%d/%Y", "03/04/2021", Some("2021-03-04")),
            ("%Y-%m-%d", "2021-04-03", Some("2021-04-03")),
            ("%d/%m/%Y %H:%M", "03/04/2021 23:15", Some("2021-04-03T23:15:00")),
            ("%Y-%m-%dT%H:%M:%S", "2021-04-03T23:15:09", Some("2021-04-03T23:15:09")),
            ("%d-%b-%y", "03-APR-21", Some("2021-04-03")),
            ("%H:%M", "07:05", Some("07:05:00")),
            ("%d/%m/%Y", "31/02/2021", None),
            ("%d/%m/%Y", "3/4/2021", None),
            ("%d/%m/%Y", "2021-04-03", None),
            ("%Y-%m-%d", "2021-04-031", None),
            ("%d/%m/%Y %H:%M", "03/04/2021 24:00", None),
        ] {
            assert_eq!(said(format, text).as_deref(), expected, "{format} {text}");
        }
    }

    #[test]
    fn the_first_format_that_fits_is_taken() {
        let formats = ["%d/%m/%Y %H:%M", "%d/%m/%Y"].map(|f| Format::new(f).unwrap());
        assert!(read(&formats, "01/02/2021").is_some_and(|when| when.time.is_none()));
        assert!(read(&formats, "01/02/2021 10:00").is_some_and(|when| when.time.is_some()));
        assert_eq!(read(&formats, "soon"), None);
    }

    #[test]
    fn what_is_no_format_is_refused() {
        for text in ["", "dd/mm/yyyy", "%q", "%d/%m", "%Y", "%", "%H"] {
            assert!(Format::new(text).is_err(), "{text}");
        }
        assert!(!Format::new("%d/%m/%y").unwrap().says_century());
    }

    proptest! {
        /// Reading by hand agrees with the library on every text, good or bad.
        #[test]
        fn the_short_way_reads_the_same(
            kind in 0usize..5,
            text in prop_oneof![
                "[0-9]{4}-[01][0-9]-[0-3][0-9]([ T][0-2][0-9]:[0-5][0-9](:[0-5][0-9])?)?",
                "[0-3][0-9]/[01][0-9]/[12][0-9]{3}( [0-2][0-9]:[0-5][0-9])?",
                "[0-9/: -]{0,20}",
            ],
        ) {
            let format = ["%d/%m/%Y", "%Y-%m-%d", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M"][kind];
            let short = Format::new(format).unwrap();
            prop_assert!(short.plain.is_some());
            let long = Format { plain: None, ..short.clone() };
            if let Some(when) = short.read(&text) {
                // Both parted by a space or by a T: the mapping says which systems write, not which letter.
                let text = if format.contains('T') { text.replace(' ', "T") } else { text.replace('T', " ") };
                prop_assert_eq!(Some(when), long.read(&text));
            }
        }
    }
}
