use std::fmt;

use askama::filters::HtmlSafe;
use askama::{FastWritable, Template, Values};

/// A piece of a page that may stand in another: it has escaped what it was given.
///
/// A slice's own pieces join in with two lines: `impl HtmlSafe for Mine {}` and `impl Part for Mine {}`.
pub trait Part: Template + HtmlSafe {
    /// The piece as markup.
    fn html(&self) -> Html {
        // Writing to a string cannot fail, and our templates call nothing that can.
        Html(self.render().unwrap_or_default())
    }
}

/// Markup that is safe to put on a page. It is made from text, which is escaped, or from parts,
/// which escape what they are given: no text becomes markup by accident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Text, escaped.
    pub fn text(text: impl fmt::Display) -> Self {
        let text = text.to_string();
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&#34;"),
                '\'' => out.push_str("&#39;"),
                c => out.push(c),
            }
        }
        Self(out)
    }

    /// Text that keeps its line breaks.
    pub fn lines(text: &str) -> Self {
        Self::join("<br>", text.lines().map(Self::text))
    }

    /// Paragraphs, one for each piece.
    pub fn paragraphs<T: Into<Self>>(pieces: impl IntoIterator<Item = T>) -> Self {
        Self(pieces.into_iter().map(|p| format!("<p class=\"govuk-body\">{}</p>", p.into().0)).collect())
    }

    /// A bulleted list.
    pub fn bullets<T: Into<Self>>(items: impl IntoIterator<Item = T>) -> Self {
        let items: String = items.into_iter().map(|item| format!("<li>{}</li>", item.into().0)).collect();
        Self(format!("<ul class=\"govuk-list govuk-list--bullet\">{items}</ul>"))
    }

    /// A link.
    pub fn link(href: &str, text: impl Into<Self>) -> Self {
        Self(format!("<a class=\"govuk-link\" href=\"{}\">{}</a>", Self::text(href).0, text.into().0))
    }

    /// Words for those who listen to the page instead of looking at it.
    pub fn hidden(text: &str) -> Self {
        Self(format!("<span class=\"govuk-visually-hidden\">{}</span>", Self::text(text).0))
    }

    /// A part's markup, or a slice's own template's.
    pub fn of(part: &impl Part) -> Self {
        part.html()
    }

    /// Pieces one after the other with a space between.
    pub fn spaced<T: Into<Self>>(pieces: impl IntoIterator<Item = T>) -> Self {
        Self::join(" ", pieces)
    }

    /// Pieces one beneath the other.
    pub fn stacked<T: Into<Self>>(pieces: impl IntoIterator<Item = T>) -> Self {
        Self::join("<br>", pieces)
    }

    /// A place that can be jumped to by its name.
    pub(crate) fn landmark(name: &str, content: &Self) -> Self {
        Self(format!("<nav aria-label=\"{}\">{}</nav>", Self::text(name).0, content.0))
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The markup as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn join<T: Into<Self>>(between: &'static str, pieces: impl IntoIterator<Item = T>) -> Self {
        Self(pieces.into_iter().map(|p| p.into().0).collect::<Vec<_>>().join(between))
    }

    /// Markup as it is: only to repeat the examples of GOV.UK Frontend that are written in markup.
    #[cfg(test)]
    pub(crate) fn raw(markup: &str) -> Self {
        Self(markup.to_owned())
    }
}

impl HtmlSafe for Html {}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FastWritable for Html {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        Ok(dest.write_str(&self.0)?)
    }
}

impl<T: Part> From<T> for Html {
    fn from(part: T) -> Self {
        part.html()
    }
}

/// Everything that is text, escaped on its way in.
macro_rules! from_text {
    ($($kind:ty),+) => { $(
        impl From<$kind> for Html {
            fn from(text: $kind) -> Self {
                Self::text(text)
            }
        }
    )+ };
}
from_text!(&str, String, &String, std::borrow::Cow<'_, str>, char, usize, u16, u32, u64, i32, i64);
