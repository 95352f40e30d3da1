//! A form that chooses what a page shows.

use concordat_web::{
    askama::{Template, filters::HtmlSafe},
    parts::{Button, Html, Part},
};

/// A form that chooses what a page shows: sent with the address, changing nothing.
#[derive(Debug, Template)]
#[template(
    source = r#"<form method="get" aria-label="{{ label }}"><div class="govuk-grid-row">{% for field in fields %}<div class="govuk-grid-column-one-half">{{ field }}</div>{% endfor %}</div>{{ button }}</form>"#,
    ext = "html"
)]
pub(super) struct Choose {
    pub(super) fields: Vec<Html>,
    pub(super) button: Button,
    pub(super) label: &'static str,
}
impl HtmlSafe for Choose {}
impl Part for Choose {}
