use concordat_kernel::{Mark, jiff::Timestamp};
use serde_json::Value;

/// One paper to print: a slice's template, its data, and what is said about the paper itself.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// The Typst text of the paper, from the slice's `papers` folder. It reads `/house.typ` and
    /// `/data.json` and nothing else.
    pub template: &'a str,
    /// What the paper shows. Texts in it stay text, whatever signs they hold.
    pub data: &'a Value,
    /// The paper's title: on its first page, at the foot of each page, and in the file's properties.
    pub title: &'a str,
    /// The language it is written in, as `en-GB`.
    pub language: &'a str,
    /// The classification mark at the head and foot of each page.
    pub mark: Mark,
    /// When it was made, for the file's properties. The press itself never reads a clock.
    pub made_at: Timestamp,
    /// Whose paper it is, for the file's properties: a body, not a person.
    pub author: &'a str,
}

/// A picture that a paper shows: the template names it by its place in the list, `/pictures/0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// A JPEG or PNG file.
    pub bytes: Vec<u8>,
}

/// A paper with the uploads bound in that it left pages free for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    /// The file.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// The places that the template named with `place`, each with its page, counted from 1.
    pub places: Vec<(String, usize)>,
}
