//! A page with one form on it: what must be put right, questions in sections, and its buttons.

use concordat_web::{
    Answers, Errors, View,
    askama::Template,
    parts::{Button, ErrorSummary, Html, Shell},
};

/// Questions that belong together.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) id: String,
    pub(crate) heading: Option<String>,
    pub(crate) fields: Vec<Html>,
}

impl Section {
    pub(crate) fn plain(fields: Vec<Html>) -> Self {
        Self { id: "questions".to_owned(), heading: None, fields }
    }
}

/// A form.
#[derive(Debug, Template)]
#[template(path = "form.html")]
pub(crate) struct Form {
    pub(crate) shell: Shell,
    pub(crate) caption: String,
    pub(crate) summary: ErrorSummary,
    pub(crate) intro: Html,
    pub(crate) hidden: Vec<(String, String)>,
    pub(crate) sections: Vec<Section>,
    pub(crate) button: Button,
    /// Another button: what it says, where on the page its answer is shown, and what it sends as `then`.
    pub(crate) more: Option<(&'static str, String, &'static str)>,
    pub(crate) cancel: String,
    /// Where it is sent, when that is not simply the address of the page (which may name a place on it).
    pub(crate) to: String,
    pub(crate) is_upload: bool,
}

impl Form {
    /// A form without errors and hidden answers.
    pub(crate) fn new(shell: Shell, button: &'static str, sections: Vec<Section>, cancel: String) -> Self {
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
    pub(crate) fn errors(mut self, errors: &Errors) -> Self {
        for (field, sentence) in errors.iter() {
            self.summary = match field {
                "" => self.summary.general(sentence),
                field => self.summary.error(&super::id_of(field), sentence),
            };
        }
        self.shell.has_errors = !errors.is_empty();
        self
    }

    pub(crate) fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = caption.into();
        self
    }

    pub(crate) fn intro(mut self, intro: impl Into<Html>) -> Self {
        self.intro = intro.into();
        self
    }

    pub(crate) fn hide(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.hidden.push((name.into(), value.to_string()));
        self
    }
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// On one line.
    Line,
    /// On several lines.
    Lines,
    /// By choosing among fixed answers.
    Choice(Vec<(String, String)>),
}

impl Kind {
    /// Fixed answers, each with its words.
    pub(crate) fn choice(answers: &[(&str, &str)]) -> Self {
        Self::Choice(answers.iter().map(|(word, words)| ((*word).to_owned(), (*words).to_owned())).collect())
    }
}

/// A field as two people's answers to it are compared.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) kind: Kind,
}

impl Field {
    pub(crate) fn new(name: impl Into<String>, label: impl Into<String>, kind: Kind) -> Self {
        Self { name: name.into(), label: label.into(), kind }
    }

    /// An answer in words.
    pub(crate) fn shown(&self, value: &str) -> String {
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
pub(crate) const TICK: &[(&str, &str)] = &[("yes", "Yes"), ("", "No")];

/// Keeps with a form what the record said when it was filled, so that a later change by
/// somebody else can be told from one's own.
pub(crate) fn base(fields: &[Field], recorded: &Answers) -> Vec<(String, String)> {
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
            crate::measures::forms(),
            crate::versions::forms(),
            crate::exceptions::forms(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
