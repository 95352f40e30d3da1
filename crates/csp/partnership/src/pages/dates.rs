//! A date on a form: three boxes, kept as they were typed.

use concordat_kernel::jiff::civil::Date;
use concordat_web::{
    Answers, Errors,
    parts::{DateInput, DatePart, Html},
};

const PARTS: [(DatePart, &str); 3] =
    [(DatePart::Day, "day"), (DatePart::Month, "month"), (DatePart::Year, "year")];

/// Fills the boxes from what is in the record.
pub(crate) fn set(answers: &mut Answers, name: &str, date: Option<Date>) {
    if let Some(date) = date {
        answers.set(format!("{name}-day"), date.day().to_string());
        answers.set(format!("{name}-month"), date.month().to_string());
        answers.set(format!("{name}-year"), date.year().to_string());
    }
}

/// The date in the boxes; nothing when all are empty. `what` begins the sentence shown when
/// it is no date.
pub(crate) fn read(answers: &Answers, name: &str, what: &str, errors: &mut Errors) -> Option<Date> {
    let typed = PARTS.map(|(_, part)| answers.get(&format!("{name}-{part}")));
    if typed.iter().all(|part| part.is_empty()) {
        return None;
    }
    let [day, month, year] = typed;
    let date = match (day.parse(), month.parse(), year.parse()) {
        // "22" is a slip for 2022, not the year of an emperor.
        (Ok(day), Ok(month), Ok(year)) if (1000..=9999).contains(&year) => Date::new(year, month, day).ok(),
        _ => None,
    };
    if date.is_none() {
        errors
            .add(name, format!("{what} must be a real date with a day, month and year, such as 31 3 2027."));
    }
    date
}

/// The boxes as they were typed.
pub(crate) fn input(name: &str, legend: impl Into<Html>, answers: &Answers, errors: &Errors) -> DateInput {
    let input = DateInput::new(name, legend).hint("For example, 31 3 2027").error_if(errors.get(name));
    PARTS.iter().fold(input, |input, (part, word)| input.value(*part, answers.get(&format!("{name}-{word}"))))
}

/// The boxes as one line.
pub(crate) fn shown(answers: &Answers, name: &str) -> String {
    let typed = PARTS.map(|(_, part)| answers.get(&format!("{name}-{part}")));
    typed.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use concordat_kernel::jiff::civil::date;

    use super::*;

    fn typed(day: &str, month: &str, year: &str) -> (Option<Date>, bool) {
        let answers = Answers::from_pairs([("on-day", day), ("on-month", month), ("on-year", year)]);
        let mut errors = Errors::none();
        (read(&answers, "on", "The day", &mut errors), errors.is_empty())
    }

    #[test]
    fn only_real_dates_are_taken() {
        assert_eq!(typed("31", "3", "2027"), (Some(date(2027, 3, 31)), true));
        assert_eq!(typed("", "", ""), (None, true));
        for (day, month, year) in
            [("30", "2", "2027"), ("31", "", "2027"), ("1", "3", "27"), ("x", "3", "2027")]
        {
            assert_eq!(typed(day, month, year), (None, false), "{day} {month} {year}");
        }
    }

    #[test]
    fn what_is_set_is_read_again() {
        let mut answers = Answers::default();
        set(&mut answers, "on", Some(date(2022, 4, 1)));
        assert_eq!(read(&answers, "on", "The day", &mut Errors::none()), Some(date(2022, 4, 1)));
        assert_eq!(shown(&answers, "on"), "1 4 2022");
    }
}
