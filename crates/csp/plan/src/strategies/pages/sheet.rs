//! A page to read: a heading, ways on, and sections.

use concordat_web::{
    View,
    askama::Template,
    parts::{Csrf, Html, Part, Shell},
};

use crate::pages::Section;

/// A page to read.
#[derive(Debug, Template)]
#[template(path = "strategies/sheet.html")]
pub(crate) struct Sheet {
    pub(super) shell: Shell,
    pub(super) caption: String,
    pub(super) heading: String,
    /// Address and words; the first is the main one.
    pub(super) buttons: Vec<(String, &'static str)>,
    pub(super) lead: Html,
    pub(super) sections: Vec<Section>,
}

impl Sheet {
    pub(super) fn new(shell: Shell) -> Self {
        let heading = shell.title.clone();
        Self {
            shell,
            caption: String::new(),
            heading,
            buttons: Vec::new(),
            lead: Html::default(),
            sections: Vec::new(),
        }
    }

    pub(super) fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = caption.into();
        self
    }

    pub(super) fn heading(mut self, heading: impl Into<String>) -> Self {
        self.heading = heading.into();
        self
    }

    pub(super) fn button(mut self, offered: bool, href: String, words: &'static str) -> Self {
        if offered {
            self.buttons.push((href, words));
        }
        self
    }

    pub(super) fn lead(mut self, lead: impl Into<Html>) -> Self {
        self.lead = lead.into();
        self
    }

    pub(super) fn section(
        mut self,
        id: &'static str,
        heading: impl Into<String>,
        body: impl Into<Html>,
    ) -> Self {
        self.sections.push(Section { id, heading: heading.into(), body: body.into() });
        self
    }
}

/// A button that does something by itself, where it stands in a table.
#[derive(Debug, Template)]
#[template(
    source = r#"<form method="post" action="{{ action }}">{{ csrf }}{% for (name, value) in hidden %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}<button type="submit" class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0" data-module="govuk-button">{{ words }}{% if !about.is_empty() %}<span class="govuk-visually-hidden"> {{ about }}</span>{% endif %}</button></form>"#,
    ext = "html"
)]
pub(super) struct Act {
    pub(super) action: String,
    pub(super) csrf: Csrf,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) words: &'static str,
    /// What it is done to, for those who listen.
    pub(super) about: String,
}
impl concordat_web::askama::filters::HtmlSafe for Act {}
impl Part for Act {}

/// A text under a heading of its own, one level below the sections.
#[derive(Debug, Template)]
#[template(source = r#"<h3 class="govuk-heading-s">{{ heading }}</h3>{{ body }}"#, ext = "html")]
pub(super) struct Under {
    pub(super) heading: Html,
    pub(super) body: Html,
}
impl concordat_web::askama::filters::HtmlSafe for Under {}
impl Part for Under {}

/// Pieces after each other.
#[derive(Debug, Template)]
#[template(source = r#"{% for piece in pieces %}{{ piece }}{% endfor %}"#, ext = "html")]
pub(super) struct Pieces {
    pub(super) pieces: Vec<Html>,
}
impl concordat_web::askama::filters::HtmlSafe for Pieces {}
impl Part for Pieces {}

pub(super) fn pieces(pieces: Vec<Html>) -> Html {
    Pieces { pieces }.into()
}

impl View for Sheet {
    fn samples() -> Vec<(&'static str, Self)> {
        [
            super::strategies::samples(),
            super::strategy::samples(),
            super::item::samples(),
            super::themes::samples(),
            super::adopted::samples(),
            super::coverage::samples(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
