use askama::Template;

use super::field::{Field, field_builders};
use super::{Html, Sampled, sample};

/// A question answered in several lines.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/textarea.html")]
pub struct Textarea {
    field: Field,
    value: String,
    rows: u8,
    limit: Option<u32>,
}
field_builders!(Textarea);

impl Textarea {
    /// The question `label`, sent as `name`.
    pub fn new(name: impl Into<String>, label: impl Into<Html>) -> Self {
        Self { field: Field::new(name, label), value: String::new(), rows: 5, limit: None }
    }

    /// The answer so far.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// How many lines are shown.
    #[must_use]
    pub fn rows(mut self, rows: u8) -> Self {
        self.rows = rows;
        self
    }

    /// How many characters it takes, counted while typing where scripts run.
    #[must_use]
    pub fn limit(mut self, characters: u32) -> Self {
        self.limit = Some(characters);
        self
    }

    fn described_by(&self) -> String {
        let info = self.limit.map(|_| format!("{}-info ", self.field.id)).unwrap_or_default();
        format!("{info}{}", self.field.described_by()).trim_end().to_owned()
    }
}

impl Sampled for Textarea {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![
            sample("plain", Textarea::new("sample-area", "Steps").hint("One step on each line")),
            sample(
                "with error, value and limit",
                Textarea::new("sample-area-limit", "Commentary")
                    .value("First line\nSecond line </textarea>")
                    .rows(3)
                    .limit(200)
                    .error("Enter what changed for people"),
            ),
        ]
    }
}
