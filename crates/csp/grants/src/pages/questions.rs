//! Questions of the money's forms: asked with what was typed kept, and read into what they mean.

use concordat_kernel::{Id, Kind, Money, jiff::civil::Date};
use concordat_web::{
    Answers, Errors,
    parts::{Checkboxes, Choice, DateInput, DatePart, Html, InputWidth, Radios, Select, TextInput, Textarea},
};

const PARTS: [(DatePart, &str); 3] =
    [(DatePart::Day, "day"), (DatePart::Month, "month"), (DatePart::Year, "year")];

/// Asks, with what was typed and what was wrong with it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ask<'a> {
    pub(super) typed: &'a Answers,
    pub(super) errors: &'a Errors,
}

impl Ask<'_> {
    /// A line.
    pub(super) fn line(&self, name: &str, label: impl Into<Html>) -> TextInput {
        TextInput::new(name, label).value(self.typed.get(name)).error_if(self.errors.get(name))
    }

    /// Several lines.
    pub(super) fn text(&self, name: &str, label: impl Into<Html>) -> Textarea {
        Textarea::new(name, label).rows(4).value(self.typed.get(name)).error_if(self.errors.get(name))
    }

    /// An amount in pounds.
    pub(super) fn money(&self, name: &str, label: impl Into<Html>) -> TextInput {
        self.line(name, label).prefix("£").width(InputWidth::Ten).inputmode("decimal").no_spellcheck()
    }

    /// A whole number.
    pub(super) fn count(&self, name: &str, label: impl Into<Html>) -> TextInput {
        self.line(name, label).width(InputWidth::Five).inputmode("numeric")
    }

    /// A date in three boxes.
    pub(super) fn date(&self, name: &str, legend: impl Into<Html>) -> DateInput {
        let input =
            DateInput::new(name, legend).hint("For example, 31 3 2027").error_if(self.errors.get(name));
        PARTS
            .iter()
            .fold(input, |input, (part, word)| input.value(*part, self.typed.get(&format!("{name}-{word}"))))
    }

    /// One of several.
    pub(super) fn radios(
        &self,
        name: &str,
        legend: impl Into<Html>,
        items: impl IntoIterator<Item = Choice>,
    ) -> Radios {
        Radios::new(name, legend).items(items).chosen(self.typed.get(name)).error_if(self.errors.get(name))
    }

    /// One of many.
    pub(super) fn select(
        &self,
        name: &str,
        label: impl Into<Html>,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> Select {
        Select::new(name, label).options(options).chosen(self.typed.get(name)).error_if(self.errors.get(name))
    }

    /// Yes, or nothing.
    pub(super) fn tick(&self, name: &str, legend: impl Into<Html>, yes: &str) -> Checkboxes {
        Checkboxes::new(name, legend)
            .item(("yes", yes))
            .chosen(self.typed.some(name).map(str::to_owned))
            .error_if(self.errors.get(name))
    }
}

/// Puts a date into its boxes.
pub(super) fn set_date(answers: &mut Answers, name: &str, date: Option<Date>) {
    if let Some(date) = date {
        answers.set(format!("{name}-day"), date.day().to_string());
        answers.set(format!("{name}-month"), date.month().to_string());
        answers.set(format!("{name}-year"), date.year().to_string());
    }
}

/// Answers with today in the boxes of one date.
pub(super) fn dated(name: &str, day: Date) -> Answers {
    let mut answers = Answers::default();
    set_date(&mut answers, name, Some(day));
    answers
}

/// The date in the boxes; nothing when all are empty. `what` begins the sentence shown when it is no date.
pub(super) fn maybe_date(answers: &Answers, name: &str, what: &str, errors: &mut Errors) -> Option<Date> {
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

/// The same where it is needed. The day given stands in for one that is missing, and is never kept: an error was added.
pub(super) fn date(answers: &Answers, name: &str, what: &str, today: Date, errors: &mut Errors) -> Date {
    let before = errors.iter().count();
    let date = maybe_date(answers, name, what, errors);
    if date.is_none() && errors.iter().count() == before {
        errors.add(name, format!("{what} is missing: enter a day, month and year, such as 31 3 2027."));
    }
    date.unwrap_or(today)
}

/// An amount; nothing when the box is empty.
pub(super) fn maybe_money(answers: &Answers, name: &str, errors: &mut Errors) -> Option<Money> {
    let typed = answers.some(name)?;
    match typed.parse() {
        Ok(money) => Some(money),
        Err(_) => {
            errors.add(name, format!("“{typed}” is not an amount. Enter pounds and pence, such as 1837.50."));
            None
        }
    }
}

/// An amount that is needed; nothing, with an error, when it is missing.
pub(super) fn money(answers: &Answers, name: &str, missing: &str, errors: &mut Errors) -> Money {
    if answers.some(name).is_none() {
        errors.add(name, missing);
    }
    maybe_money(answers, name, errors).unwrap_or_default()
}

/// A whole number; nothing when the box is empty.
pub(super) fn count(answers: &Answers, name: &str, errors: &mut Errors) -> Option<i64> {
    let typed = answers.some(name)?;
    match typed.replace(',', "").parse() {
        Ok(number) => Some(number),
        Err(_) => {
            errors.add(name, format!("“{typed}” is not a whole number. Enter one, such as 25."));
            None
        }
    }
}

/// The version of the record that the form was filled from.
pub(super) fn version(answers: &Answers) -> i64 {
    answers.get("version").parse().unwrap_or(0)
}

/// The id chosen; none when nothing is.
pub(super) fn chosen<K: Kind>(answers: &Answers, name: &str) -> Option<Id<K>> {
    answers.some(name).and_then(|id| id.parse().ok())
}

#[cfg(test)]
mod tests {
    use concordat_kernel::jiff::civil::date as day;

    use super::*;

    #[test]
    fn dates_amounts_and_numbers_are_read_or_refused_in_sentences() {
        let typed = Answers::from_pairs([
            ("on-day", "30"),
            ("on-month", "2"),
            ("on-year", "2027"),
            ("amount", "lots"),
            ("right", "£1,837.50"),
            ("many", "1,200"),
        ]);
        let mut errors = Errors::none();
        assert_eq!(date(&typed, "on", "The day", day(2027, 1, 1), &mut errors), day(2027, 1, 1));
        assert_eq!(date(&typed, "no", "The day", day(2027, 1, 1), &mut errors), day(2027, 1, 1));
        assert_eq!(money(&typed, "amount", "Enter it.", &mut errors), Money::ZERO);
        assert_eq!(money(&typed, "nothing", "Enter it.", &mut errors), Money::ZERO);
        assert_eq!(maybe_money(&typed, "right", &mut errors), Some(Money::pence(183_750)));
        assert_eq!(count(&typed, "many", &mut errors), Some(1200));
        assert_eq!(count(&typed, "right", &mut errors), None);
        let fields: Vec<&str> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["on", "no", "amount", "nothing", "right"]);
    }

    #[test]
    fn what_is_set_is_read_again() {
        let answers = dated("on", day(2022, 4, 1));
        assert_eq!(maybe_date(&answers, "on", "The day", &mut Errors::none()), Some(day(2022, 4, 1)));
    }
}
