//! A page to read: what it is about, what can be done from there, and its pieces under their headings.

use askama::{Template, filters::HtmlSafe};
use concordat_web::{
    View,
    parts::{Button, Html, Part, Shell},
};

/// A piece of a page under a heading.
#[derive(Debug, Clone)]
struct Piece {
    id: String,
    heading: String,
    body: Html,
}

/// A page to read.
#[derive(Debug, Clone, Template)]
#[template(path = "sheet.html")]
pub(crate) struct Sheet {
    shell: Shell,
    caption: String,
    lead: Html,
    buttons: Vec<Html>,
    pieces: Vec<Piece>,
}

impl Sheet {
    /// A page whose heading is the shell’s title.
    pub(crate) fn new(shell: Shell, lead: impl Into<Html>) -> Self {
        Self { shell, caption: String::new(), lead: lead.into(), buttons: Vec::new(), pieces: Vec::new() }
    }

    /// What it belongs to, above the heading.
    pub(crate) fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = caption.into();
        self
    }

    /// Somewhere to go from here, where it is offered.
    pub(crate) fn button_if(mut self, offered: bool, words: &str, href: impl Into<String>) -> Self {
        if offered {
            self.buttons.push(Button::link(words, href).secondary().into());
        }
        self
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

    /// A piece, where there is something to say.
    pub(crate) fn piece_if(self, id: &str, heading: &str, body: Option<Html>) -> Self {
        match body {
            Some(body) => self.piece(id, heading, body),
            None => self,
        }
    }
}

/// A heading inside a piece.
#[derive(Debug, Template)]
#[template(source = r#"<h3 class="govuk-heading-s">{{ heading }}</h3>"#, ext = "html")]
pub(crate) struct Small {
    pub(crate) heading: String,
}
impl HtmlSafe for Small {}
impl Part for Small {}

/// A heading inside a piece.
pub(crate) fn small(heading: impl Into<String>) -> Html {
    Html::of(&Small { heading: heading.into() })
}

/// A heading in front of the pieces, as large as theirs.
#[derive(Debug, Template)]
#[template(source = r#"<h2 class="govuk-heading-m">{{ heading }}</h2>"#, ext = "html")]
pub(crate) struct Middle {
    pub(crate) heading: String,
}
impl HtmlSafe for Middle {}
impl Part for Middle {}

/// A heading in front of the pieces.
pub(crate) fn middle(heading: impl Into<String>) -> Html {
    Html::of(&Middle { heading: heading.into() })
}

impl View for Sheet {
    fn samples() -> Vec<(&'static str, Self)> {
        [
            super::meetings::samples(),
            super::forward::samples(),
            super::meeting::samples(),
            super::paper::samples(),
            super::room::samples(),
            super::minutes::samples(),
            super::decision::samples(),
            super::follow_ups::samples(),
            super::follow_up::samples(),
            super::public::samples(),
            crate::pack::samples(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
