use askama::Template;

use super::{Html, Sampled, sample};

/// A button that sends the form it stands in, or a link that looks like one.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/button.html")]
pub struct Button {
    text: Html,
    class: &'static str,
    start: bool,
    href: Option<String>,
    sends: Option<(String, String)>,
    once: bool,
}

impl Button {
    /// The main button of a form: one on a page.
    pub fn new(text: impl Into<Html>) -> Self {
        Self { text: text.into(), class: "", start: false, href: None, sends: None, once: false }
    }

    /// A link that looks like a button: it goes somewhere and changes nothing.
    pub fn link(text: impl Into<Html>, href: impl Into<String>) -> Self {
        Self { href: Some(href.into()), ..Self::new(text) }
    }

    /// For the other things one can do.
    #[must_use]
    pub fn secondary(mut self) -> Self {
        self.class = " govuk-button--secondary";
        self
    }

    /// For what cannot be undone.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.class = " govuk-button--warning";
        self
    }

    /// For the beginning of a journey.
    #[must_use]
    pub fn start(mut self) -> Self {
        self.start = true;
        self
    }

    /// Sends this name and value with the form, to tell two buttons apart.
    #[must_use]
    pub fn sends(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.sends = Some((name.into(), value.into()));
        self
    }

    /// A second click within a second counts as one, where scripts run.
    #[must_use]
    pub fn once(mut self) -> Self {
        self.once = true;
        self
    }
}

impl Sampled for Button {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![
            sample("main", Button::new("Save and continue").once()),
            sample("secondary", Button::new("Check again").secondary().sends("then", "check")),
            sample("warning", Button::new("Withdraw this action").warning()),
            sample("link", Button::link("Add an action", "#add")),
            sample("start", Button::link("Start the import", "#start").start()),
        ]
    }
}
