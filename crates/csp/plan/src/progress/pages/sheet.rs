//! The pages of progress: each a heading and pieces beneath it, some of them forms.

use concordat_web::{
    Answer, Errors, View,
    askama::{Template, filters::HtmlSafe},
    axum::{http::StatusCode, response::IntoResponse as _},
    parts::{Button, Csrf, ErrorSummary, Html, Part, Shell},
};

/// A page.
#[derive(Debug, Clone, Template)]
#[template(path = "progress/sheet.html")]
pub(crate) struct Sheet {
    shell: Shell,
    caption: String,
    summary: ErrorSummary,
    /// Whether the page's title stands above the pieces; a panel says it instead.
    titled: bool,
    wide: bool,
    pieces: Vec<Html>,
}

impl Sheet {
    pub(crate) fn new(shell: Shell) -> Self {
        let wide = shell.is_wide();
        let (caption, summary, pieces) = (String::new(), ErrorSummary::new(), Vec::new());
        Self { shell, caption, summary, titled: true, wide, pieces }
    }

    /// What the page is about, above its title.
    pub(crate) fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = caption.into();
        self
    }

    /// Without the title: the first piece says it.
    pub(crate) fn untitled(mut self) -> Self {
        self.titled = false;
        self
    }

    /// What must be put right; each sentence leads to its field.
    pub(crate) fn errors(mut self, errors: &Errors) -> Self {
        for (field, sentence) in errors.iter() {
            self.summary = match field {
                "" => self.summary.general(sentence),
                "done" | "due" => self.summary.error(&format!("{field}-day"), sentence),
                "about_from" | "about_to" => self.summary.error(&format!("{field}-month"), sentence),
                field => self.summary.error(field, sentence),
            };
        }
        self.shell.has_errors = !errors.is_empty();
        self
    }

    /// The shell, for forms that stand among the pieces.
    pub(crate) fn shell(&self) -> &Shell {
        &self.shell
    }

    /// One more piece.
    pub(crate) fn piece(mut self, piece: impl Into<Html>) -> Self {
        self.pieces.push(piece.into());
        self
    }

    /// A heading with its piece.
    pub(crate) fn section(
        self,
        id: impl Into<String>,
        text: impl Into<String>,
        piece: impl Into<Html>,
    ) -> Self {
        let (id, text) = (id.into(), text.into());
        self.piece(Heading { id, text }).piece(piece)
    }

    /// Paragraphs.
    pub(crate) fn says<T: Into<Html>>(self, paragraphs: impl IntoIterator<Item = T>) -> Self {
        self.piece(Html::paragraphs(paragraphs))
    }

    /// The page, as an answer: 422 when something must be put right.
    pub(crate) fn answer(self) -> Answer {
        let wrong = self.shell.has_errors;
        let page = concordat_web::page(&self)?;
        Ok(if wrong { (StatusCode::UNPROCESSABLE_ENTITY, page).into_response() } else { page })
    }
}

#[derive(Debug, Clone, Template)]
#[template(path = "progress/heading.html")]
struct Heading {
    id: String,
    text: String,
}

impl HtmlSafe for Heading {}
impl Part for Heading {}

/// A form with its token, questions and buttons.
#[derive(Debug, Clone, Template)]
#[template(path = "progress/form.html")]
pub(crate) struct Form {
    csrf: Csrf,
    to: Option<String>,
    hidden: Vec<(String, String)>,
    fields: Vec<Html>,
    buttons: Vec<Button>,
    leave: Option<(&'static str, String)>,
    is_upload: bool,
}

impl HtmlSafe for Form {}
impl Part for Form {}

impl Form {
    pub(crate) fn new(shell: &Shell, button: Button) -> Self {
        let (to, hidden, fields) = (None, Vec::new(), Vec::new());
        let csrf = shell.csrf.clone();
        Self { csrf, to, hidden, fields, buttons: vec![button], leave: None, is_upload: false }
    }

    /// Sent to another address than the page's own.
    pub(crate) fn to(mut self, to: impl Into<String>) -> Self {
        self.to = Some(to.into());
        self
    }

    pub(crate) fn hide(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.hidden.push((name.into(), value.to_string()));
        self
    }

    pub(crate) fn hide_all(mut self, pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        self.hidden.extend(pairs);
        self
    }

    pub(crate) fn field(mut self, field: impl Into<Html>) -> Self {
        self.fields.push(field.into());
        self
    }

    /// Another button.
    pub(crate) fn button(mut self, button: Button) -> Self {
        self.buttons.push(button);
        self
    }

    /// Where to go without sending it.
    pub(crate) fn leave(mut self, words: &'static str, href: impl Into<String>) -> Self {
        self.leave = Some((words, href.into()));
        self
    }

    /// It may bring a file.
    pub(crate) fn upload(mut self) -> Self {
        self.is_upload = true;
        self
    }
}

impl View for Sheet {
    fn samples() -> Vec<(&'static str, Self)> {
        super::samples::all()
    }
}
