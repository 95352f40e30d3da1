use askama::Template;

use super::{Html, Sampled, sample};

/// The hidden field that shows a form was made by us for this session. Every form that changes
/// something holds it: `{{ shell.csrf }}`.
#[derive(Clone, Default, Template)]
#[template(path = "parts/csrf.html")]
pub struct Csrf {
    token: String,
}

impl Csrf {
    /// The session's token.
    pub fn new(token: impl Into<String>) -> Self {
        Self { token: token.into() }
    }
}

impl std::fmt::Debug for Csrf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Csrf(not shown)")
    }
}

impl Sampled for Csrf {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![sample("hidden field", Csrf::new("sample-token"))]
    }
}
