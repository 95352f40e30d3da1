//! A page with one form on it: what must be put right, questions in sections, and its buttons.

use concordat_web::{
    Answers, Errors, View,
    askama::Template,
    parts::{Button, ErrorSummary, Html, Shell},
};

/// Questions that belong together.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) id: String,
    pub(super) heading: Option<String>,
    pub(super) fields: Vec<Html>,
}

impl Section {
    pub(super) fn plain(fields: Vec<Html>) -> Self {
        Self { id: "questions".to_owned(), heading: None, fields }
    }
}

/// A form.
#[derive(Debug, Template)]
#[template(path = "form.html")]
pub(super) struct Form {
    pub(super) shell: Shell,
    pub(super) caption: String,
    pub(super) summary: ErrorSummary,
    pub(super) intro: Html,
    pub(super) hidden: Vec<(String, String)>,
    pub(super) sections: Vec<Section>,
    pub(super) button: Button,
    /// Another button: what it says, where on the page its answer is shown, and what it sends as `then`.
    pub(super) more: Option<(&'static str, String, &'static str)>,
    pub(super) cancel: String,
    /// Where it is sent, when that is not simply the address of the page (which may name a place on it).
    pub(super) to: String,
    pub(super) is_upload: bool,
}

impl Form {
    /// A form without errors and hidden answers.
    pub(super) fn new(shell: Shell, button: &'static str, sections: Vec<Section>, cancel: String) -> Self {
        Self {
            shell,
            caption: String::new(),
            summary: ErrorSummary::new(),
            intro: Html::default(),
            hidden: Vec::new(),
            sections,
            button: Button::new(button).once(),
            more: None,
            cancel,
            to: String::new(),
            is_upload: false,
        }
    }

    /// What must be put right; each sentence leads to its field.
    pub(super) fn errors(mut self, errors: &Errors) -> Self {
        for (field, sentence) in errors.iter() {
            self.summary = match field {
                "" => self.summary.general(sentence),
                field => self.summary.error(&super::id_of(field), sentence),
            };
        }
        self.shell.has_errors = !errors.is_empty();
        self
    }

    pub(super) fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = caption.into();
        self
    }

    pub(super) fn intro(mut self, intro: impl Into<Html>) -> Self {
        self.intro = intro.into();
        self
    }

    pub(super) fn hide(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.hidden.push((name.into(), value.to_string()));
        self
    }
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// On one line.
    Line,
    /// On several lines.
    Lines,
    /// By choosing among fixed answers.
    Choice(Vec<(String, String)>),
}

impl Kind {
    /// Fixed answers, each with its words.
    pub(super) fn choice(answers: &[(&str, &str)]) -> Self {
        Self::Choice(answers.iter().map(|(word, words)| ((*word).to_owned(), (*words).to_owned())).collect())
    }
}

/// A field as two people's answers to it are compared.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) kind: Kind,
}

impl Field {
    pub(super) fn new(name: impl Into<String>, label: impl Into<String>, kind: Kind) -> Self {
        Self { name: name.into(), label: label.into(), kind }
    }

    /// An answer in words.
    pub(super) fn shown(&self, value: &str) -> String {
        match &self.kind {
            Kind::Choice(answers) => answers
                .iter()
                .find(|(word, _)| word == value)
                .map_or_else(|| value.to_owned(), |(_, words)| words.clone()),
            _ if value.is_empty() => "Nothing".to_owned(),
            _ => value.to_owned(),
        }
    }
}

/// Yes or no, where no is no answer.
pub(super) const TICK: &[(&str, &str)] = &[("yes", "Yes"), ("", "No")];

/// Keeps with a form what the record said when it was filled, so that a later change by
/// somebody else can be told from one's own.
pub(super) fn base(fields: &[Field], recorded: &Answers) -> Vec<(String, String)> {
    fields.iter().map(|field| (format!("was-{}", field.name), recorded.get(&field.name).to_owned())).collect()
}

impl View for Form {
    fn samples() -> Vec<(&'static str, Self)> {
        [
            super::action_edit::samples(),
            super::conflict::samples(),
            super::action_move::samples(),
            super::withdraw::samples(),
            super::priority_edit::samples(),
            super::plan_edit::samples(),
            super::import::samples(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
