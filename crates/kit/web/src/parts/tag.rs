use askama::Template;

use super::{Html, Sampled, sample};

/// The colours of a tag or a bar. The word on it says what it means; the colour only helps the eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Colour {
    /// For what waits or no longer counts.
    Grey,
    /// For what is done or well.
    Green,
    /// Without a meaning of its own.
    Teal,
    /// The colour of a tag that was given none.
    #[default]
    Blue,
    /// Without a meaning of its own.
    Purple,
    /// Without a meaning of its own.
    Magenta,
    /// For what is late or wrong.
    Red,
    /// For what needs care.
    Orange,
    /// For what comes due.
    Yellow,
}

impl Colour {
    /// Its name in the style sheet.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Grey => "grey",
            Self::Green => "green",
            Self::Teal => "teal",
            Self::Blue => "blue",
            Self::Purple => "purple",
            Self::Magenta => "magenta",
            Self::Red => "red",
            Self::Orange => "orange",
            Self::Yellow => "yellow",
        }
    }
}

/// A state as a word on a colour: an adjective, in sentence case, never a link.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/tag.html")]
pub struct Tag {
    pub(crate) text: Html,
    pub(crate) class: String,
}

impl Tag {
    /// A tag.
    pub fn new(colour: Colour, text: impl Into<Html>) -> Self {
        let class = match colour {
            Colour::Blue => String::new(),
            other => format!(" govuk-tag--{}", other.name()),
        };
        Self { text: text.into(), class }
    }
}

impl Sampled for Tag {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![
            sample("blue", Tag::new(Colour::Blue, "In hand")),
            sample("grey", Tag::new(Colour::Grey, "Not started")),
            sample("green", Tag::new(Colour::Green, "Done")),
            sample("teal", Tag::new(Colour::Teal, "Shared")),
            sample("purple", Tag::new(Colour::Purple, "Linked")),
            sample("magenta", Tag::new(Colour::Magenta, "Funded")),
            sample("red", Tag::new(Colour::Red, "Overdue")),
            sample("orange", Tag::new(Colour::Orange, "At risk")),
            sample("yellow", Tag::new(Colour::Yellow, "Due soon")),
        ]
    }
}
