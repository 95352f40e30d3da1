//! The page that every form of this slice stands on.

use askama::Template;
use axum::http::StatusCode;
use concordat_web::{
    Answer, Errors, View, axum,
    parts::{BackLink, Button, ErrorSummary, Html, Shell},
};

/// A form: it is sent to its own address.
#[derive(Debug, Clone, Template)]
#[template(path = "form.html")]
pub(crate) struct FormPage {
    shell: Shell,
    summary: ErrorSummary,
    intro: Option<Html>,
    hidden: Vec<(String, String)>,
    fields: Vec<Html>,
    button: Button,
    cancel: String,
}

impl FormPage {
    /// A form with a button; `back` is where it was come from.
    pub(crate) fn new(shell: Shell, button: &str, back: impl Into<String>) -> Self {
        let cancel = back.into();
        Self {
            shell: shell.back(BackLink::new(&cancel)),
            summary: ErrorSummary::new(),
            intro: None,
            hidden: Vec::new(),
            fields: Vec::new(),
            button: Button::new(button).once(),
            cancel,
        }
    }

    /// What is done cannot be undone, or takes something away.
    pub(crate) fn warning(mut self) -> Self {
        self.button = self.button.warning();
        self
    }

    /// What is said before the questions, a paragraph each.
    pub(crate) fn intro<T: Into<Html>>(mut self, paragraphs: impl IntoIterator<Item = T>) -> Self {
        self.intro = Some(Html::paragraphs(paragraphs));
        self
    }

    /// What is sent along unseen.
    pub(crate) fn hidden(mut self, name: &str, value: impl ToString) -> Self {
        self.hidden.push((name.to_owned(), value.to_string()));
        self
    }

    /// The same, several at once.
    pub(crate) fn hidden_all(mut self, pairs: Vec<(String, String)>) -> Self {
        self.hidden.extend(pairs);
        self
    }

    /// One more question.
    pub(crate) fn field(mut self, field: impl Into<Html>) -> Self {
        self.fields.push(field.into());
        self
    }

    /// One more question, where it is asked.
    pub(crate) fn field_if(self, asked: bool, field: impl FnOnce() -> Html) -> Self {
        if asked { self.field(field()) } else { self }
    }

    /// What must be put right. Dates are asked in three boxes, of which the first is jumped to.
    pub(crate) fn errors(mut self, errors: &Errors) -> Self {
        for (field, sentence) in errors.iter() {
            self.summary = match field {
                "" => self.summary.general(sentence),
                "held_on" | "dated" | "due_on" | "on" => {
                    self.summary.error(&format!("{field}-day"), sentence)
                }
                field => self.summary.error(field, sentence),
            };
        }
        if !self.summary.is_empty() {
            self.shell = self.shell.with_errors();
        }
        self
    }

    /// The page, with the status that says whether something must be put right.
    pub(crate) fn answer(&self) -> Answer {
        let mut response = concordat_web::page(self)?;
        if !self.summary.is_empty() {
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        }
        Ok(response)
    }
}

impl View for FormPage {
    fn samples() -> Vec<(&'static str, Self)> {
        [
            super::plan::samples(),
            super::forward::form_samples(),
            super::item::samples(),
            super::write_paper::samples(),
            super::draw_paper::samples(),
            super::agenda::samples(),
            super::room_forms::samples(),
            super::minute::samples(),
            super::decide::samples(),
            super::follow_ups::form_samples(),
            super::steps::samples(),
            crate::invitations::samples(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
