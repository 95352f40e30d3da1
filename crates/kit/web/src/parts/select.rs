use askama::Template;

use super::field::{Field, field_builders};
use super::{Html, Sampled, sample};

/// A choice of one from a long list. For a short list use [`Radios`](super::Radios).
#[derive(Clone, Debug, Template)]
#[template(path = "parts/select.html")]
pub struct Select {
    field: Field,
    options: Vec<(String, String)>,
    chosen: Option<String>,
}
field_builders!(Select);

impl Select {
    /// The question `label`, sent as `name`.
    pub fn new(name: impl Into<String>, label: impl Into<Html>) -> Self {
        Self { field: Field::new(name, label), options: Vec::new(), chosen: None }
    }

    /// One more option: the value sent, and the words shown.
    #[must_use]
    pub fn option(mut self, value: impl Into<String>, text: impl Into<String>) -> Self {
        self.options.push((value.into(), text.into()));
        self
    }

    /// More options.
    #[must_use]
    pub fn options<V: Into<String>, T: Into<String>>(
        mut self,
        options: impl IntoIterator<Item = (V, T)>,
    ) -> Self {
        self.options.extend(options.into_iter().map(|(value, text)| (value.into(), text.into())));
        self
    }

    /// The value chosen so far.
    #[must_use]
    pub fn chosen(mut self, value: impl Into<String>) -> Self {
        self.chosen = Some(value.into());
        self
    }

    fn is_chosen(&self, value: &str) -> bool {
        self.chosen.as_deref() == Some(value)
    }
}

impl Sampled for Select {
    fn samples() -> Vec<(&'static str, Html)> {
        let leads = |id: &str| {
            Select::new(id, "Lead body")
                .option("", "Choose a body")
                .option("police", "Merrowshire Police")
                .option("fire", "Merrowshire Fire and Rescue")
        };
        vec![
            sample("with hint", leads("sample-select").hint("The body that answers for the action")),
            sample(
                "with error and choice",
                leads("sample-select-error").chosen("fire").error("Choose a lead body"),
            ),
        ]
    }
}
