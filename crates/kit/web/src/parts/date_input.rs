use askama::Template;

use super::field::{Field, field_builders};
use super::{Html, Sampled, sample};

/// One box of a [`DateInput`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePart {
    /// Day of the month.
    Day,
    /// Month.
    Month,
    /// Year.
    Year,
}

impl DatePart {
    const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Day => "Day",
            Self::Month => "Month",
            Self::Year => "Year",
        }
    }

    const fn width(self) -> u8 {
        match self {
            Self::Day | Self::Month => 2,
            Self::Year => 4,
        }
    }
}

/// A date, or a month of a year. Sent as `{name}-day`, `{name}-month` and `{name}-year`.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/date_input.html")]
pub struct DateInput {
    field: Field,
    boxes: Vec<(DatePart, String)>,
    wrong: Vec<DatePart>,
    unprefixed: bool,
}
field_builders!(DateInput);

impl DateInput {
    /// A whole date.
    pub fn new(name: impl Into<String>, legend: impl Into<Html>) -> Self {
        Self::with(name, legend, &[DatePart::Day, DatePart::Month, DatePart::Year])
    }

    /// A month and a year: a month is not a day.
    pub fn month(name: impl Into<String>, legend: impl Into<Html>) -> Self {
        Self::with(name, legend, &[DatePart::Month, DatePart::Year])
    }

    fn with(name: impl Into<String>, legend: impl Into<Html>, parts: &[DatePart]) -> Self {
        let boxes = parts.iter().map(|part| (*part, String::new())).collect();
        Self { field: Field::new(name, legend), boxes, wrong: Vec::new(), unprefixed: false }
    }

    /// What was typed into one box, as it was typed.
    #[must_use]
    pub fn value(mut self, part: DatePart, typed: impl Into<String>) -> Self {
        if let Some((_, value)) = self.boxes.iter_mut().find(|(known, _)| *known == part) {
            *value = typed.into();
        }
        self
    }

    /// Which box the error is about; all of them when not said.
    #[must_use]
    pub fn wrong(mut self, part: DatePart) -> Self {
        self.wrong.push(part);
        self
    }

    /// Boxes named `day`, `month`, `year`: only the examples of GOV.UK Frontend need it.
    #[cfg(test)]
    pub(crate) fn unprefixed(mut self) -> Self {
        self.unprefixed = true;
        self
    }

    fn is_wrong(&self, part: &DatePart) -> bool {
        self.wrong.contains(part) || (self.field.error.is_some() && self.wrong.is_empty())
    }

    fn name_of(&self, part: &DatePart) -> String {
        match self.unprefixed {
            true => part.name().to_owned(),
            false => format!("{}-{}", self.field.name, part.name()),
        }
    }
}

impl Sampled for DateInput {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![
            sample(
                "with error in one box",
                DateInput::new("sample-date", "When is it due?")
                    .hint("For example, 31 3 2027")
                    .value(DatePart::Day, "31")
                    .value(DatePart::Month, "3")
                    .wrong(DatePart::Year)
                    .error("The due date must include a year"),
            ),
            sample(
                "month and year",
                DateInput::month("sample-month", "Which month?")
                    .value(DatePart::Month, "3")
                    .value(DatePart::Year, "2027"),
            ),
        ]
    }
}
