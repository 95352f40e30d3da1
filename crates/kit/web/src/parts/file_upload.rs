use askama::Template;

use super::field::{Field, field_builders};
use super::{Html, Sampled, sample};

/// A file from the reader's machine. The form needs `enctype="multipart/form-data"`.
///
/// GOV.UK Frontend's drop zone is left out on purpose: what it shows and what it is called when read
/// aloud differ, and a browser's own field takes dropped files too.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/file_upload.html")]
pub struct FileUpload {
    field: Field,
    accept: Option<&'static str>,
    multiple: bool,
}
field_builders!(FileUpload);

impl FileUpload {
    /// The question `label`, sent as `name`.
    pub fn new(name: impl Into<String>, label: impl Into<Html>) -> Self {
        Self { field: Field::new(name, label), accept: None, multiple: false }
    }

    /// Which files are offered first, such as `.csv,.xlsx`. The server still looks at what it gets.
    #[must_use]
    pub fn accept(mut self, kinds: &'static str) -> Self {
        self.accept = Some(kinds);
        self
    }

    /// More than one file.
    #[must_use]
    pub fn multiple(mut self) -> Self {
        self.multiple = true;
        self
    }
}

impl Sampled for FileUpload {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![
            sample("plain, with error", FileUpload::new("sample-file", "The plan").error("Choose a file")),
            sample(
                "with hint",
                FileUpload::new("sample-plan", "The plan")
                    .hint("A Word, Excel, CSV or text file, up to 20 MB")
                    .accept(".docx,.xlsx,.csv,.txt,.md"),
            ),
        ]
    }
}
