//! A day as three boxes, and what was typed into them.

use concordat_kernel::jiff::civil::Date;
use concordat_web::{
    Answers, Errors,
    parts::{DateInput, DatePart},
};

const PARTS: [(DatePart, &str); 3] =
    [(DatePart::Day, "day"), (DatePart::Month, "month"), (DatePart::Year, "year")];

/// The boxes of a day, with what was typed.
pub(super) fn boxes(name: &'static str, legend: &str, typed: &Answers, errors: &Errors) -> DateInput {
    PARTS
        .iter()
        .fold(DateInput::new(name, legend), |input, (part, word)| {
            input.value(*part, typed.get(&format!("{name}-{word}")))
        })
        .error_if(errors.get(name))
}

/// The day that was typed.
pub(super) fn read(name: &'static str, typed: &Answers, errors: &mut Errors) -> Option<Date> {
    let of = |word: &str| typed.get(&format!("{name}-{word}"));
    let day = Date::new(
        of("year").parse().unwrap_or_default(),
        of("month").parse().unwrap_or_default(),
        of("day").parse().unwrap_or_default(),
    );
    let day = day.ok().filter(|day| day.year() >= 1000);
    if day.is_none() {
        errors.add(name, "Enter a day that exists, such as 31 7 2026.");
    }
    day
}

/// A day as it is typed.
pub(super) fn fill(name: &str, day: Date, into: &mut Answers) {
    into.set(format!("{name}-day"), day.day().to_string());
    into.set(format!("{name}-month"), day.month().to_string());
    into.set(format!("{name}-year"), day.year().to_string());
}

/// A day in words: `31 July 2026`.
pub(super) fn words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}
