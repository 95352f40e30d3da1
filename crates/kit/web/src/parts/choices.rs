use askama::Template;

use super::field::{Field, field_builders};
use super::{Html, Sampled, TextInput, sample};

/// One choice of [`Radios`] or [`Checkboxes`].
#[derive(Clone, Debug)]
pub struct Choice {
    value: String,
    text: Html,
    hint: Option<Html>,
    reveals: Option<Html>,
    divider: bool,
    exclusive: bool,
}

impl Choice {
    /// The value sent, and the words shown.
    pub fn new(value: impl Into<String>, text: impl Into<Html>) -> Self {
        let (value, text) = (value.into(), text.into());
        Self { value, text, hint: None, reveals: None, divider: false, exclusive: false }
    }

    /// A word between two choices, such as "or".
    pub fn divider(word: impl Into<Html>) -> Self {
        Self { divider: true, ..Self::new("", word) }
    }

    /// Help for this choice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Html>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A further question that is shown when this is chosen; always shown where no scripts run.
    #[must_use]
    pub fn reveals(mut self, question: impl Into<Html>) -> Self {
        self.reveals = Some(question.into());
        self
    }

    /// A checkbox that clears the others, such as "None of these".
    #[must_use]
    pub fn exclusive(mut self) -> Self {
        self.exclusive = true;
        self
    }
}

impl<V: Into<String>, T: Into<Html>> From<(V, T)> for Choice {
    fn from((value, text): (V, T)) -> Self {
        Self::new(value, text)
    }
}

/// What the two have in common, as both templates see it.
macro_rules! choice_builders {
    ($part:ty) => {
        field_builders!($part);

        impl $part {
            /// One more choice.
            #[must_use]
            pub fn item(mut self, choice: impl Into<Choice>) -> Self {
                self.items.push(choice.into());
                self
            }

            /// More choices.
            #[must_use]
            pub fn items<C: Into<Choice>>(mut self, choices: impl IntoIterator<Item = C>) -> Self {
                self.items.extend(choices.into_iter().map(Into::into));
                self
            }

            /// Smaller, for lists beside a table.
            #[must_use]
            pub fn small(mut self) -> Self {
                self.small = true;
                self
            }

            /// The first has the bare id, so that an error summary can lead to it.
            fn item_id(&self, index: &usize) -> String {
                match index {
                    0 => self.field.id.clone(),
                    n => format!("{}-{}", self.field.id, n + 1),
                }
            }
        }
    };
}

/// A choice of one from a few.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/radios.html")]
pub struct Radios {
    field: Field,
    items: Vec<Choice>,
    chosen: Option<String>,
    small: bool,
    inline: bool,
}
choice_builders!(Radios);

impl Radios {
    /// The question `legend`, sent as `name`.
    pub fn new(name: impl Into<String>, legend: impl Into<Html>) -> Self {
        let field = Field::new(name, legend);
        Self { field, items: Vec::new(), chosen: None, small: false, inline: false }
    }

    /// The value chosen so far.
    #[must_use]
    pub fn chosen(mut self, value: impl Into<String>) -> Self {
        self.chosen = Some(value.into());
        self
    }

    /// Side by side: for two short choices.
    #[must_use]
    pub fn inline(mut self) -> Self {
        self.inline = true;
        self
    }

    fn is_chosen(&self, value: &str) -> bool {
        self.chosen.as_deref() == Some(value)
    }
}

/// Any number of choices from a few.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/checkboxes.html")]
pub struct Checkboxes {
    field: Field,
    items: Vec<Choice>,
    chosen: Vec<String>,
    small: bool,
}
choice_builders!(Checkboxes);

impl Checkboxes {
    /// The question `legend`, sent as `name`, once for each choice made.
    pub fn new(name: impl Into<String>, legend: impl Into<Html>) -> Self {
        Self { field: Field::new(name, legend), items: Vec::new(), chosen: Vec::new(), small: false }
    }

    /// The values chosen so far.
    #[must_use]
    pub fn chosen<V: Into<String>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.chosen.extend(values.into_iter().map(Into::into));
        self
    }

    fn is_chosen(&self, value: &str) -> bool {
        self.chosen.iter().any(|chosen| chosen == value)
    }
}

impl Sampled for Radios {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![
            sample(
                "with hints and a further question",
                Radios::new("sample-radios", "Is there money for this action?")
                    .hint("From any fund")
                    .item(Choice::new("yes", "Yes").reveals(TextInput::new("sample-fund", "Which fund?")))
                    .item(Choice::new("no", "No").hint("It is done within existing work"))
                    .item(Choice::divider("or"))
                    .item(("unknown", "Not known yet"))
                    .chosen("no"),
            ),
            sample(
                "inline, with error",
                Radios::new("sample-radios-error", "Keep this action?")
                    .items([("yes", "Yes"), ("no", "No")])
                    .inline()
                    .error("Say whether the action is kept"),
            ),
        ]
    }
}

impl Sampled for Checkboxes {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![
            sample(
                "with error and choices",
                Checkboxes::new("sample-checks", "Which bodies help?")
                    .items([("police", "Police"), ("fire", "Fire and rescue"), ("health", "Health")])
                    .item(Choice::divider("or"))
                    .item(Choice::new("none", "None of these").exclusive())
                    .chosen(["fire", "health"])
                    .error("Choose at least one body"),
            ),
            sample("small", Checkboxes::new("sample-small", "State").items([("done", "Done")]).small()),
        ]
    }
}
