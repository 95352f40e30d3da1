use askama::Template;

use super::{Button, Choice, Csrf, Html, Radios, Sampled, Size, sample};

/// What two people wrote of the same thing, a question for each field in which they differ.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/both_texts.html")]
pub struct BothTexts {
    csrf: Csrf,
    who: String,
    hidden: Vec<(String, String)>,
    fields: Vec<Radios>,
    button: Button,
    cancel: String,
}

impl BothTexts {
    /// `who` saved in between; `cancel` is where giving up leads.
    pub fn new(csrf: Csrf, who: impl Into<String>, cancel: impl Into<String>) -> Self {
        let button = Button::new("Save what is chosen").once();
        let (hidden, fields) = (Vec::new(), Vec::new());
        Self { csrf, who: who.into(), hidden, fields, button, cancel: cancel.into() }
    }

    /// What is sent along unseen, so that nothing written is lost.
    #[must_use]
    pub fn hidden(mut self, pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        self.hidden.extend(pairs);
        self
    }

    /// A field in which they differ.
    #[must_use]
    pub fn field(mut self, field: Radios) -> Self {
        self.fields.push(field);
        self
    }
}

impl Sampled for BothTexts {
    fn samples() -> Vec<(&'static str, Html)> {
        let name = Radios::new("keep-name", "Name")
            .size(Size::M)
            .item(Choice::new("now", "Keep what it says now").hint("Merrowshire Fire and Rescue Service"))
            .item(Choice::new("mine", "Use what you wrote").hint("Merrowshire Fire Authority"));
        vec![sample(
            "one field",
            BothTexts::new(Csrf::default(), "Rowan Ashdown", "/bodies")
                .hidden([("version".to_owned(), "3".to_owned())])
                .field(name),
        )]
    }
}
