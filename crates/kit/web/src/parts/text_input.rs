use askama::Template;

use super::field::{Field, field_builders};
use super::{Html, Sampled, Size, sample};

/// What is typed into a [`TextInput`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum InputKind {
    /// Anything on one line.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// A password, not shown.
    Password,
    /// Words to search for.
    Search,
    /// A telephone number.
    Tel,
    /// A web address.
    Url,
}

impl InputKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Email => "email",
            Self::Password => "password",
            Self::Search => "search",
            Self::Tel => "tel",
            Self::Url => "url",
        }
    }
}

/// Width of a [`TextInput`], in the characters it is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the numbers")]
pub enum InputWidth {
    Two = 2,
    Three = 3,
    Four = 4,
    Five = 5,
    Ten = 10,
    Twenty = 20,
    Thirty = 30,
}

/// A question answered on one line.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/text_input.html")]
pub struct TextInput {
    field: Field,
    kind: InputKind,
    value: Option<String>,
    autocomplete: Option<&'static str>,
    inputmode: Option<&'static str>,
    width: Option<InputWidth>,
    spaced: bool,
    spellcheck: bool,
    prefix: Option<Html>,
    suffix: Option<Html>,
}
field_builders!(TextInput);

impl TextInput {
    /// The question `label`, sent as `name`.
    pub fn new(name: impl Into<String>, label: impl Into<Html>) -> Self {
        Self {
            field: Field::new(name, label),
            kind: InputKind::Text,
            value: None,
            autocomplete: None,
            inputmode: None,
            width: None,
            spaced: false,
            spellcheck: true,
            prefix: None,
            suffix: None,
        }
    }

    /// What kind of text it takes.
    #[must_use]
    pub fn kind(mut self, kind: InputKind) -> Self {
        self.kind = kind;
        self
    }

    /// The answer so far.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// What a browser may fill in, in the words of the HTML standard: `email`, `current-password`,
    /// `new-password`, `one-time-code`, `name`, `off`.
    #[must_use]
    pub fn autocomplete(mut self, purpose: &'static str) -> Self {
        self.autocomplete = Some(purpose);
        self
    }

    /// Which keyboard a telephone shows: `numeric`, `decimal`.
    #[must_use]
    pub fn inputmode(mut self, mode: &'static str) -> Self {
        self.inputmode = Some(mode);
        self
    }

    /// How wide it is; the width of the column when not said.
    #[must_use]
    pub fn width(mut self, width: InputWidth) -> Self {
        self.width = Some(width);
        self
    }

    /// Letters set apart, for codes and reference numbers.
    #[must_use]
    pub fn letter_spaced(mut self) -> Self {
        self.spaced = true;
        self
    }

    /// No spelling check: for names, addresses and codes.
    #[must_use]
    pub fn no_spellcheck(mut self) -> Self {
        self.spellcheck = false;
        self
    }

    /// A unit before the answer, such as "£". Say it in the label too: it is not read aloud.
    #[must_use]
    pub fn prefix(mut self, unit: impl Into<Html>) -> Self {
        self.prefix = Some(unit.into());
        self
    }

    /// A unit after the answer. Say it in the label too: it is not read aloud.
    #[must_use]
    pub fn suffix(mut self, unit: impl Into<Html>) -> Self {
        self.suffix = Some(unit.into());
        self
    }

    fn classes(&self) -> String {
        let mut classes = String::from("govuk-input");
        if let Some(width) = self.width {
            classes.push_str(&format!(" govuk-input--width-{}", width as u8));
        }
        if self.spaced {
            classes.push_str(" govuk-input--extra-letter-spacing");
        }
        if self.field.error.is_some() {
            classes.push_str(" govuk-input--error");
        }
        classes
    }
}

impl Sampled for TextInput {
    fn samples() -> Vec<(&'static str, Html)> {
        let plain = |id: &str| TextInput::new(id, "Objective");
        vec![
            sample("plain", plain("sample-input")),
            sample(
                "with hint",
                plain("sample-input-hint").hint("One sentence, as it will stand in the plan"),
            ),
            sample(
                "with error and value",
                plain("sample-input-error")
                    .value("Reduce \"harm\" <by> half")
                    .error("Enter a shorter objective"),
            ),
            sample(
                "a code",
                TextInput::new("sample-code", "Code from your authenticator app")
                    .inputmode("numeric")
                    .autocomplete("one-time-code")
                    .width(InputWidth::Ten)
                    .letter_spaced(),
            ),
            sample(
                "money",
                TextInput::new("sample-money", "Amount, in pounds")
                    .prefix("£")
                    .inputmode("decimal")
                    .width(InputWidth::Five),
            ),
            sample("as page heading", TextInput::new("sample-heading", "Which body leads?").size(Size::L)),
        ]
    }
}
