//! A page: a heading and pieces beneath it, some of them forms.

use concordat_web::{
    Answer, Errors, View,
    askama::{Template, filters::HtmlSafe},
    axum::{http::StatusCode, response::IntoResponse as _},
    parts::{Button, Csrf, ErrorSummary, Html, Part, Shell},
};

/// A page.
#[derive(Debug, Clone, Template)]
#[template(path = "sheet.html")]
pub(crate) struct Sheet {
    shell: Shell,
    caption: String,
    summary: ErrorSummary,
    wide: bool,
    pieces: Vec<Html>,
}

impl Sheet {
    pub(crate) fn new(shell: Shell) -> Self {
        let wide = shell.is_wide();
        Self { shell, caption: String::new(), summary: ErrorSummary::new(), wide, pieces: Vec::new() }
    }

    /// What the page is about, above its title.
    pub(crate) fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = caption.into();
        self
    }

    /// What must be put right; each sentence leads to its field. `dates` are the fields whose first box has its own id.
    pub(crate) fn errors(mut self, errors: &Errors, dates: &[&str]) -> Self {
        for (field, sentence) in errors.iter() {
            self.summary = match field {
                "" => self.summary.general(sentence),
                date if dates.contains(&date) => self.summary.error(&format!("{date}-day"), sentence),
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
    pub(crate) fn section(self, id: &'static str, text: impl Into<String>, piece: impl Into<Html>) -> Self {
        self.piece(Heading { id, text: text.into() }).piece(piece)
    }

    /// Paragraphs.
    pub(crate) fn says<T: Into<Html>>(self, paragraphs: impl IntoIterator<Item = T>) -> Self {
        self.piece(Html::paragraphs(paragraphs))
    }

    /// Where the page leads to, as buttons; nothing when there is none.
    pub(crate) fn buttons(self, buttons: Vec<(String, &'static str)>) -> Self {
        if buttons.is_empty() { self } else { self.piece(Buttons { buttons }) }
    }

    /// The page, as an answer: 422 when something must be put right.
    pub(crate) fn answer(self) -> Answer {
        let wrong = self.shell.has_errors;
        let page = concordat_web::page(&self)?;
        Ok(if wrong { (StatusCode::UNPROCESSABLE_ENTITY, page).into_response() } else { page })
    }
}

#[derive(Debug, Clone, Template)]
#[template(path = "heading.html")]
struct Heading {
    id: &'static str,
    text: String,
}

impl HtmlSafe for Heading {}
impl Part for Heading {}

#[derive(Debug, Clone, Template)]
#[template(path = "buttons.html")]
struct Buttons {
    buttons: Vec<(String, &'static str)>,
}

impl HtmlSafe for Buttons {}
impl Part for Buttons {}

/// A form with its token, questions and buttons.
#[derive(Debug, Clone, Template)]
#[template(path = "form.html")]
pub(crate) struct Form {
    csrf: Csrf,
    to: Option<String>,
    hidden: Vec<(String, String)>,
    fields: Vec<Html>,
    buttons: Vec<Button>,
    leave: Option<(&'static str, String)>,
}

impl HtmlSafe for Form {}
impl Part for Form {}

impl Form {
    pub(crate) fn new(shell: &Shell, button: Button) -> Self {
        let csrf = shell.csrf.clone();
        Self { csrf, to: None, hidden: Vec::new(), fields: Vec::new(), buttons: vec![button], leave: None }
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

    pub(crate) fn field(mut self, field: impl Into<Html>) -> Self {
        self.fields.push(field.into());
        self
    }

    /// Where to go without sending it.
    pub(crate) fn cancel(mut self, href: impl Into<String>) -> Self {
        self.leave = Some(("Cancel", href.into()));
        self
    }
}

impl View for Sheet {
    fn samples() -> Vec<(&'static str, Self)> {
        super::samples::all()
    }
}
