//! A page with a list: counts, questions that narrow it, and tables.

use concordat_web::{
    View,
    askama::Template,
    parts::{Html, Shell, Table},
};

/// A table with what to say when it is empty.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) id: &'static str,
    pub(super) heading: String,
    /// What stands above the table, or instead of it.
    pub(super) words: String,
    pub(super) table: Option<Table>,
}

/// A page with a list.
#[derive(Debug, Template)]
#[template(path = "exceptions/list.html")]
pub(super) struct ListPage {
    pub(super) shell: Shell,
    pub(super) caption: String,
    /// What the page is about, and its rules.
    pub(super) lead: Html,
    /// Something that can be done at once.
    pub(super) act: Html,
    /// What the list can be narrowed by.
    pub(super) fields: Vec<Html>,
    /// What was found.
    pub(super) found: String,
    /// Where everything is shown, when the list is narrowed.
    pub(super) clear: Option<String>,
    pub(super) parts: Vec<Part>,
}

impl View for ListPage {
    fn samples() -> Vec<(&'static str, Self)> {
        [super::exceptions::samples(), super::claims::samples()].into_iter().flatten().collect()
    }
}
