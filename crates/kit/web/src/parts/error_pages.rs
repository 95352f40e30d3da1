use askama::Template;

use super::{Html, Shell};

/// The rules say no: what is wrong and what to do.
#[derive(Debug, Template)]
#[template(path = "refusal.html")]
pub struct RefusalPage {
    /// What surrounds it; its title is the heading.
    pub shell: Shell,
    /// What is wrong, a paragraph for each.
    pub sentences: Vec<Html>,
    /// What the reader can do, an item for each; may be empty.
    pub what_to_do: Vec<Html>,
}

/// Something broke: the reader gets a reference, the log has the rest.
#[derive(Debug, Template)]
#[template(path = "problem.html")]
pub struct ProblemPage {
    /// What surrounds it; its title is the heading.
    pub shell: Shell,
    /// The number under which the log has it.
    pub reference: String,
}
