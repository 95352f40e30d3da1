//! A page to read: what it is about, what can be done from there, and its pieces under their headings.

use concordat_web::{
    View,
    askama::{Template, filters::HtmlSafe},
    parts::{Button, Csrf, Html, Part, Shell},
};

/// A piece of a page under a heading.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) id: String,
    pub(crate) heading: String,
    pub(crate) body: Html,
}

/// A page to read.
#[derive(Debug, Template)]
#[template(path = "versions/sheet.html")]
pub(crate) struct Sheet {
    shell: Shell,
    caption: String,
    lead: Html,
    buttons: Vec<Html>,
    pieces: Vec<Piece>,
}

impl Sheet {
    pub(crate) fn new(shell: Shell, lead: impl Into<Html>) -> Self {
        Self { shell, caption: String::new(), lead: lead.into(), buttons: Vec::new(), pieces: Vec::new() }
    }

    /// What it belongs to, above the heading.
    pub(crate) fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = caption.into();
        self
    }

    /// Something that can be done from here.
    pub(crate) fn button(mut self, button: impl Into<Html>) -> Self {
        self.buttons.push(button.into());
        self
    }

    /// The same, where it is offered.
    pub(crate) fn button_if(self, offered: bool, words: &str, href: String) -> Self {
        if offered { self.button(Button::link(words, href).secondary()) } else { self }
    }

    /// A piece under a heading.
    pub(crate) fn piece(
        mut self,
        id: impl Into<String>,
        heading: impl Into<String>,
        body: impl Into<Html>,
    ) -> Self {
        self.pieces.push(Piece { id: id.into(), heading: heading.into(), body: body.into() });
        self
    }
}

/// A button that does something at once.
#[derive(Debug, Template)]
#[template(
    source = r#"<form method="post" action="{{ action }}">{{ csrf }}{% for (name, value) in hidden %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}{{ button }}</form>"#,
    ext = "html"
)]
pub(crate) struct Act {
    pub(crate) action: String,
    pub(crate) csrf: Csrf,
    pub(crate) hidden: Vec<(&'static str, String)>,
    pub(crate) button: Button,
}
impl HtmlSafe for Act {}
impl Part for Act {}

/// A heading above a piece that stands on a page of another kind, such as the text that a form is about.
#[derive(Debug, Template)]
#[template(source = r#"<h2 class="govuk-heading-m">{{ heading }}</h2>"#, ext = "html")]
pub(crate) struct Middle {
    pub(crate) heading: String,
}
impl HtmlSafe for Middle {}
impl Part for Middle {}

/// A heading inside a piece.
#[derive(Debug, Template)]
#[template(source = r#"<h3 class="govuk-heading-s">{{ heading }}</h3>"#, ext = "html")]
pub(crate) struct Small {
    pub(crate) heading: String,
}
impl HtmlSafe for Small {}
impl Part for Small {}

impl View for Sheet {
    fn samples() -> Vec<(&'static str, Self)> {
        [
            super::versions::samples(),
            super::version::samples(),
            super::compare::samples(),
            super::feedback::samples(),
            super::proposals::samples(),
            super::agreement::samples(),
            crate::exceptions::sheets(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
