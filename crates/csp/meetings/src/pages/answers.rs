//! Days and times on forms, and as they are written.

use concordat_kernel::{
    Month,
    jiff::civil::{Date, Time},
};
use concordat_web::{
    Answers, Errors,
    parts::{DateInput, DatePart, Html, InputWidth, Select, TextInput, Textarea},
};

const PARTS: [(DatePart, &str); 3] =
    [(DatePart::Day, "day"), (DatePart::Month, "month"), (DatePart::Year, "year")];

/// Fills the boxes from what is in the record.
pub(crate) fn set_day(answers: &mut Answers, name: &str, day: Option<Date>) {
    if let Some(day) = day {
        answers.set(format!("{name}-day"), day.day().to_string());
        answers.set(format!("{name}-month"), day.month().to_string());
        answers.set(format!("{name}-year"), day.year().to_string());
    }
}

/// The day in the boxes; nothing when all are empty.
pub(crate) fn day(answers: &Answers, name: &str, errors: &mut Errors) -> Option<Date> {
    let typed = PARTS.map(|(_, part)| answers.get(&format!("{name}-{part}")));
    if typed.iter().all(|part| part.is_empty()) {
        return None;
    }
    let [day, month, year] = typed;
    let read = match (day.parse(), month.parse(), year.parse()) {
        // "22" is a slip for 2022, not the year of an emperor.
        (Ok(day), Ok(month), Ok(year)) if (1000..=9999).contains(&year) => Date::new(year, month, day).ok(),
        _ => None,
    };
    if read.is_none() {
        errors.add(name, "The day must be a real date with a day, month and year, such as 31 3 2027.");
    }
    read
}

/// The boxes as they were typed.
pub(crate) fn day_input(name: &str, legend: impl Into<Html>, answers: &Answers, errors: &Errors) -> Html {
    let input = DateInput::new(name, legend).hint("For example, 31 3 2027").error_if(errors.get(name));
    PARTS
        .iter()
        .fold(input, |input, (part, word)| input.value(*part, answers.get(&format!("{name}-{word}"))))
        .into()
}

/// The time in a box: `10:30`, `10.30`, `10:30am`, `2pm`; nothing when it is empty.
pub(crate) fn time(answers: &Answers, name: &str, errors: &mut Errors) -> Option<Time> {
    let typed = answers.some(name)?;
    let read = read_time(typed);
    if read.is_none() {
        errors.add(name, "Enter a time, such as 10:30 or 2pm.");
    }
    read
}

/// A time as people write it.
pub(crate) fn read_time(typed: &str) -> Option<Time> {
    let text = typed.to_lowercase().replace(' ', "").replace('.', ":");
    let (text, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(text), _) => (text, Some(0)),
        (_, Some(text)) => (text, Some(12)),
        _ => (text.as_str(), None),
    };
    let (hour, minute) = text.split_once(':').unwrap_or((text, "0"));
    // A bare number is a slip, unless it says which half of the day.
    if half.is_none() && !text.contains(':') {
        return None;
    }
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

/// The box for a time.
pub(crate) fn time_input(
    name: &'static str,
    label: &'static str,
    answers: &Answers,
    errors: &Errors,
) -> Html {
    TextInput::new(name, label)
        .hint("For example, 10:30 or 2pm")
        .width(InputWidth::Ten)
        .value(answers.get(name))
        .error_if(errors.get(name))
        .into()
}

/// A box on one line.
pub(crate) fn line(name: &'static str, label: &'static str, answers: &Answers, errors: &Errors) -> TextInput {
    TextInput::new(name, label).value(answers.get(name)).error_if(errors.get(name))
}

/// A box for paragraphs.
pub(crate) fn text(
    name: &'static str,
    label: &'static str,
    rows: u8,
    answers: &Answers,
    errors: &Errors,
) -> Textarea {
    Textarea::new(name, label).rows(rows).value(answers.get(name)).error_if(errors.get(name))
}

/// A choice from a list, with words for none.
pub(crate) fn choice<V: Into<String>, T: Into<String>>(
    name: &'static str,
    label: &'static str,
    none: &str,
    options: impl IntoIterator<Item = (V, T)>,
    answers: &Answers,
    errors: &Errors,
) -> Html {
    Select::new(name, label)
        .option("", none)
        .options(options)
        .chosen(answers.get(name))
        .error_if(errors.get(name))
        .into()
}

/// What is chosen; something that is not in the list is an error.
pub(crate) fn chosen<T: std::str::FromStr>(answers: &Answers, name: &str, errors: &mut Errors) -> Option<T> {
    let read = answers.some(name)?.parse().ok();
    if read.is_none() {
        errors.add(name, "Choose one from the list.");
    }
    read
}

/// The value of a box, or nothing.
pub(crate) fn some(answers: &Answers, name: &str) -> Option<String> {
    answers.some(name).map(str::to_owned)
}

/// A day as it is written: `Thursday 31 March 2027`.
pub(crate) fn long_day(day: Date) -> String {
    day.strftime("%A %-d %B %Y").to_string()
}

/// A day as it is written for short: `31 March 2027`.
pub(crate) fn short_day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// A time as it is written: `10:30am`.
pub(crate) fn clock(time: Time) -> String {
    time.strftime("%-I:%M%P").to_string()
}

pub(crate) use crate::rules::texts::moment;

/// A month as it is written: `March 2027`.
pub(crate) fn month(month: Month) -> String {
    format!("{} {}", month.name(), month.year())
}

#[cfg(test)]
mod tests {
    use concordat_kernel::jiff::civil::time;

    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (typed, read) in [
            ("10:30", Some(time(10, 30, 0, 0))),
            ("10.30", Some(time(10, 30, 0, 0))),
            ("14:05", Some(time(14, 5, 0, 0))),
            ("2pm", Some(time(14, 0, 0, 0))),
            ("12 am", Some(time(0, 0, 0, 0))),
            ("12:15PM", Some(time(12, 15, 0, 0))),
            ("9", None),
            ("25:00", None),
            ("14pm", None),
            ("soon", None),
        ] {
            assert_eq!(read_time(typed), read, "{typed}");
        }
    }
}
