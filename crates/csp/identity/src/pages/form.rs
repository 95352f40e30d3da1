//! The page that is one form, and the form itself, which may also stand within another page.

use askama::{Template, filters::HtmlSafe};
use concordat_web::{
    Answer, Errors, Reader, View,
    axum::{http::StatusCode, response::IntoResponse as _},
    parts::{Button, Csrf, ErrorSummary, Html, Part, Shell},
};

/// A form with its token, questions and button.
#[derive(Debug, Clone, Template)]
#[template(path = "form_part.html")]
pub(crate) struct Form {
    csrf: Csrf,
    action: Option<String>,
    hidden: Vec<(String, String)>,
    fields: Vec<Html>,
    button: Button,
    cancel: Option<String>,
}

impl HtmlSafe for Form {}
impl Part for Form {}

impl Form {
    pub(crate) fn new(shell: &Shell, button: Button) -> Self {
        let (action, hidden, fields, cancel) = (None, Vec::new(), Vec::new(), None);
        Self { csrf: shell.csrf.clone(), action, hidden, fields, button, cancel }
    }

    /// Sent to another address than the page's own.
    pub(crate) fn to(mut self, action: impl Into<String>) -> Self {
        self.action = Some(action.into());
        self
    }

    pub(crate) fn hidden(mut self, name: &str, value: impl Into<String>) -> Self {
        self.hidden.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn hidden_all(mut self, pairs: Vec<(String, String)>) -> Self {
        self.hidden.extend(pairs);
        self
    }

    pub(crate) fn field(mut self, field: impl Into<Html>) -> Self {
        self.fields.push(field.into());
        self
    }

    /// Where to go without sending it.
    pub(crate) fn cancel(mut self, href: impl Into<String>) -> Self {
        self.cancel = Some(href.into());
        self
    }
}

/// A page with one form, named by the page's title.
#[derive(Debug, Clone, Template)]
#[template(path = "form.html")]
pub(crate) struct FormPage {
    shell: Shell,
    summary: ErrorSummary,
    intro: Html,
    form: Form,
    after: Html,
}

impl FormPage {
    pub(crate) fn new(shell: Shell, errors: &Errors, form: Form) -> Self {
        let shell = if errors.is_empty() { shell } else { shell.with_errors() };
        Self { shell, summary: summary(errors), intro: Html::default(), form, after: Html::default() }
    }

    /// What to know before answering.
    pub(crate) fn intro<T: Into<Html>>(mut self, paragraphs: impl IntoIterator<Item = T>) -> Self {
        self.intro = Html::paragraphs(paragraphs);
        self
    }

    /// What stands beneath the form.
    pub(crate) fn after(mut self, after: impl Into<Html>) -> Self {
        self.after = after.into();
        self
    }
}

impl View for FormPage {
    fn samples() -> Vec<(&'static str, Self)> {
        [
            super::sign_in::samples(),
            super::code::samples(),
            super::welcome::samples(),
            super::password::samples(),
            super::recovery_codes::form_samples(),
            super::person_form::samples(),
            super::grant::samples(),
            super::seat_fill::samples(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// The errors at the head of a page, each leading to its field.
pub(crate) fn summary(errors: &Errors) -> ErrorSummary {
    errors.iter().fold(ErrorSummary::new(), |summary, (field, sentence)| match field {
        "" => summary.general(sentence),
        // A date is three boxes; the error leads to the first.
        "from" | "until" => summary.error(&format!("{field}-day"), sentence),
        field => summary.error(field, sentence),
    })
}

/// The answer to a form: 422 when something must be put right.
pub(crate) fn answer(view: &impl View, errors: &Errors) -> Answer {
    let page = concordat_web::page(view)?;
    Ok(if errors.is_empty() { page } else { (StatusCode::UNPROCESSABLE_ENTITY, page).into_response() })
}

/// The session's form token; a page that needs one is only reached signed in.
pub(crate) fn token(reader: &Reader) -> &str {
    reader.csrf().unwrap_or_default()
}
