//! The page that every form of this slice stands on.

use askama::Template;
use axum::http::StatusCode;
use concordat_web::{
    Answer, Errors, View, axum,
    parts::{Breadcrumbs, Button, ErrorSummary, Html, Shell},
};

use super::{body_form, group_form, seat_add, seat_end};

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
    /// A form with a button; `cancel` is where "Cancel" leads.
    pub(crate) fn new(shell: Shell, button: Button, cancel: String) -> Self {
        Self {
            shell,
            summary: ErrorSummary::new(),
            intro: None,
            hidden: Vec::new(),
            fields: Vec::new(),
            button,
            cancel,
        }
    }

    /// The pages above.
    pub(crate) fn trail(mut self, trail: Breadcrumbs) -> Self {
        self.shell = self.shell.trail(trail);
        self
    }

    /// What is said before the questions.
    pub(crate) fn intro(mut self, intro: impl Into<Html>) -> Self {
        self.intro = Some(intro.into());
        self
    }

    /// What is sent along unseen.
    pub(crate) fn hidden(mut self, pairs: Vec<(String, String)>) -> Self {
        self.hidden = pairs;
        self
    }

    /// One more question.
    pub(crate) fn field(mut self, field: impl Into<Html>) -> Self {
        self.fields.push(field.into());
        self
    }

    /// What must be put right. `dates` are the fields whose first box has its own id.
    pub(crate) fn errors(mut self, errors: &Errors, dates: &[&str]) -> Self {
        for (field, sentence) in errors.iter() {
            self.summary = match field {
                "" => self.summary.general(sentence),
                date if dates.contains(&date) => self.summary.error(&format!("{date}-day"), sentence),
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
            body_form::samples(),
            group_form::samples(),
            seat_add::samples(),
            seat_end::samples(),
            crate::terms::pages::form_samples(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
