//! A page that is a heading with pieces beneath it, and the form that is one of them.

use askama::{Template, filters::HtmlSafe};
use axum::{http::StatusCode, response::IntoResponse as _};

use crate::{
    Answer, Errors, View,
    parts::{Button, Csrf, ErrorSummary, Html, InsetText, Part, Shell, TextInput},
};

/// A page: the shell's title, and pieces beneath it.
#[derive(Debug, Clone, Template)]
#[template(path = "sheet/sheet.html")]
pub struct Sheet {
    shell: Shell,
    caption: String,
    summary: ErrorSummary,
    /// Whether the page's title stands above the pieces; a panel says it instead.
    titled: bool,
    wide: bool,
    pieces: Vec<Html>,
}

impl Sheet {
    /// A page without pieces yet.
    pub fn new(shell: Shell) -> Self {
        let wide = shell.is_wide();
        let (caption, summary, pieces) = (String::new(), ErrorSummary::new(), Vec::new());
        Self { shell, caption, summary, titled: true, wide, pieces }
    }

    /// What the page is about, above its title.
    #[must_use]
    pub fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = caption.into();
        self
    }

    /// Without the title: the first piece says it.
    #[must_use]
    pub fn untitled(mut self) -> Self {
        self.titled = false;
        self
    }

    /// What must be put right; each sentence leads to its field. `boxes` are the first boxes of fields that have
    /// several, such as `on-day` of a date called `on`.
    #[must_use]
    pub fn errors(mut self, errors: &Errors, boxes: &[&str]) -> Self {
        for (field, sentence) in errors.iter() {
            let first = boxes.iter().find(|one| one.rsplit_once('-').is_some_and(|(name, _)| name == field));
            self.summary = match (field, first) {
                ("", _) => self.summary.general(sentence),
                (_, Some(first)) => self.summary.error(first, sentence),
                (field, None) => self.summary.error(field, sentence),
            };
        }
        self.shell.has_errors = !errors.is_empty();
        self
    }

    /// The shell, for forms that stand among the pieces.
    pub fn shell(&self) -> &Shell {
        &self.shell
    }

    /// One more piece.
    #[must_use]
    pub fn piece(mut self, piece: impl Into<Html>) -> Self {
        self.pieces.push(piece.into());
        self
    }

    /// A heading with its piece.
    #[must_use]
    pub fn section(self, id: impl Into<String>, text: impl Into<String>, piece: impl Into<Html>) -> Self {
        let (id, text) = (id.into(), text.into());
        self.piece(Heading { id, text }).piece(piece)
    }

    /// Paragraphs.
    #[must_use]
    pub fn says<T: Into<Html>>(self, paragraphs: impl IntoIterator<Item = T>) -> Self {
        self.piece(Html::paragraphs(paragraphs))
    }

    /// Where the page leads to, as buttons, the first the main one; nothing when there is none.
    #[must_use]
    pub fn buttons(self, buttons: Vec<(String, &'static str)>) -> Self {
        if buttons.is_empty() { self } else { self.piece(Buttons { buttons }) }
    }

    /// The page, as an answer: 422 when something must be put right.
    ///
    /// # Errors
    /// When it cannot be drawn.
    pub fn answer(self) -> Answer {
        let wrong = self.shell.has_errors;
        let page = crate::page(&self)?;
        Ok(if wrong { (StatusCode::UNPROCESSABLE_ENTITY, page).into_response() } else { page })
    }
}

#[derive(Debug, Clone, Template)]
#[template(source = r#"<h2 class="govuk-heading-m" id="{{ id }}">{{ text }}</h2>"#, ext = "html")]
struct Heading {
    id: String,
    text: String,
}

impl HtmlSafe for Heading {}
impl Part for Heading {}

#[derive(Debug, Clone, Template)]
#[template(path = "sheet/buttons.html")]
struct Buttons {
    buttons: Vec<(String, &'static str)>,
}

impl HtmlSafe for Buttons {}
impl Part for Buttons {}

/// A form with its token, questions and buttons.
#[derive(Debug, Clone, Template)]
#[template(path = "sheet/form.html")]
pub struct Form {
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
    /// A form that is sent with this button, to the page's own address.
    pub fn new(shell: &Shell, button: Button) -> Self {
        let (to, hidden, fields) = (None, Vec::new(), Vec::new());
        let csrf = shell.csrf.clone();
        Self { csrf, to, hidden, fields, buttons: vec![button], leave: None, is_upload: false }
    }

    /// Sent to another address than the page's own.
    #[must_use]
    pub fn to(mut self, to: impl Into<String>) -> Self {
        self.to = Some(to.into());
        self
    }

    /// Sends this along.
    #[must_use]
    pub fn hide(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.hidden.push((name.into(), value.to_string()));
        self
    }

    /// Sends all these along.
    #[must_use]
    pub fn hide_all(mut self, pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        self.hidden.extend(pairs);
        self
    }

    /// One more question.
    #[must_use]
    pub fn field(mut self, field: impl Into<Html>) -> Self {
        self.fields.push(field.into());
        self
    }

    /// Another button.
    #[must_use]
    pub fn button(mut self, button: Button) -> Self {
        self.buttons.push(button);
        self
    }

    /// Where to go without sending it.
    #[must_use]
    pub fn leave(mut self, words: &'static str, href: impl Into<String>) -> Self {
        self.leave = Some((words, href.into()));
        self
    }

    /// The same, in the usual word.
    #[must_use]
    pub fn cancel(self, href: impl Into<String>) -> Self {
        self.leave("Cancel", href)
    }

    /// It may bring a file.
    #[must_use]
    pub fn upload(mut self) -> Self {
        self.is_upload = true;
        self
    }
}

impl View for Sheet {
    fn samples() -> Vec<(&'static str, Self)> {
        let shell = |title| Shell::new(title, "/static/sample");
        let read = Self::new(shell("Who is asked"))
            .caption("Merrowshire plan")
            .says(["Two people hold a link."])
            .buttons(vec![("/sample/new".to_owned(), "Ask somebody"), ("/sample/all".to_owned(), "See all")])
            .section("kept", "What is kept", InsetText::new("Nothing is lost."));
        let mut errors = Errors::none();
        errors.add("name", "Enter a name.");
        errors.add("", "Someone else was quicker.");
        let wrong = Self::new(shell("Ask somebody")).errors(&errors, &[]);
        let form = Form::new(wrong.shell(), Button::new("Ask"))
            .hide("version", 3)
            .field(TextInput::new("name", "Name").error_if(errors.get("name")))
            .cancel("/sample");
        vec![("to read", read), ("to fill in, with errors", wrong.piece(form))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_leads_to_the_first_box_of_its_field() {
        let mut errors = Errors::none();
        for field in ["", "on", "from", "only"] {
            errors.add(field, format!("about {field}"));
        }
        let sheet = Sheet::new(Shell::new("x", "/static/x")).errors(&errors, &["on-day", "from-month"]);
        let html = sheet.render().unwrap();
        for link in ["href=\"#on-day\"", "href=\"#from-month\"", "href=\"#only\""] {
            assert!(html.contains(link), "{link} is not in {html}");
        }
        assert_eq!(sheet.answer().unwrap().status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
}
