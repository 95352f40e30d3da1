//! Days and months on forms.

use concordat_kernel::{Month, jiff::civil::Date};
use concordat_web::{
    Answers, Errors,
    parts::{DateInput, DatePart},
};

/// Fills the boxes of a day.
pub(super) fn fill(form: &mut Answers, name: &str, day: Option<Date>) {
    let of = |part: &dyn Fn(Date) -> String| day.map(part).unwrap_or_default();
    form.set(format!("{name}-day"), of(&|day| day.day().to_string()));
    form.set(format!("{name}-month"), of(&|day| day.month().to_string()));
    form.set(format!("{name}-year"), of(&|day| day.year().to_string()));
}

/// Fills the boxes of a month.
pub(super) fn fill_month(form: &mut Answers, name: &str, month: Month) {
    form.set(format!("{name}-month"), month.number().to_string());
    form.set(format!("{name}-year"), month.year().to_string());
}

/// Puts into the boxes what was typed.
pub(super) fn parts(name: &str, input: DateInput, typed: &Answers) -> DateInput {
    input
        .value(DatePart::Day, typed.get(&format!("{name}-day")))
        .value(DatePart::Month, typed.get(&format!("{name}-month")))
        .value(DatePart::Year, typed.get(&format!("{name}-year")))
}

/// Reads a day; empty boxes are none. What cannot be read is an error.
pub(super) fn read(form: &Answers, name: &str, what: &str, errors: &mut Errors) -> Option<Date> {
    let part = |part: &str| form.get(&format!("{name}-{part}")).to_owned();
    let (day, month, year) = (part("day"), part("month"), part("year"));
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return None;
    }
    let number = |text: &str| text.parse::<i16>().ok();
    let small = |text: &str| text.parse::<i8>().ok();
    let read = number(&year)
        .filter(|year| (1900..=2200).contains(year))
        .zip(small(&month))
        .zip(small(&day))
        .and_then(|((year, month), day)| Date::new(year, month, day).ok());
    if read.is_none() {
        errors.add(name, format!("Enter {what} as day, month and year, such as 27 3 2027."));
    }
    read
}

/// Reads a month; what cannot be read is an error.
pub(super) fn read_month(form: &Answers, name: &str, what: &str, errors: &mut Errors) -> Option<Month> {
    let month = form.get(&format!("{name}-month")).parse::<i8>().ok();
    let year =
        form.get(&format!("{name}-year")).parse::<i16>().ok().filter(|year| (1900..=2200).contains(year));
    let read = month.zip(year).and_then(|(month, year)| Month::new(year, month));
    if read.is_none() {
        errors.add(name, format!("Enter {what} as month and year, such as 3 2027."));
    }
    read
}
