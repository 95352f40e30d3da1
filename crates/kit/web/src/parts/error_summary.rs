use askama::Template;

use super::{Html, Sampled, sample};

/// All that is wrong with a form, at the top of the page, each line leading to its field.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/error_summary.html")]
pub struct ErrorSummary {
    title: Html,
    description: Option<Html>,
    errors: Vec<(Option<String>, Html)>,
}

impl ErrorSummary {
    /// A summary without errors yet. Leave it off the page while [`ErrorSummary::is_empty`].
    pub fn new() -> Self {
        Self { title: "There is a problem".into(), description: None, errors: Vec::new() }
    }

    /// Another title than "There is a problem".
    #[must_use]
    pub fn title(mut self, title: impl Into<Html>) -> Self {
        self.title = title.into();
        self
    }

    /// A sentence before the list.
    #[must_use]
    pub fn description(mut self, description: impl Into<Html>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// An error that leads to the element with this id.
    #[must_use]
    pub fn error(mut self, id: &str, message: impl Into<Html>) -> Self {
        self.errors.push((Some(format!("#{id}")), message.into()));
        self
    }

    /// An error of the whole form.
    #[must_use]
    pub fn general(mut self, message: impl Into<Html>) -> Self {
        self.errors.push((None, message.into()));
        self
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty() && self.description.is_none()
    }
}

impl Default for ErrorSummary {
    fn default() -> Self {
        Self::new()
    }
}

impl Sampled for ErrorSummary {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![sample(
            "two fields and the form",
            ErrorSummary::new()
                .error("sample-input-error", "Enter an objective")
                .error("sample-date", "The due date must include a year")
                .general("Someone else changed this action while you were editing"),
        )]
    }
}
