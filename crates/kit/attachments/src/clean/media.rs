/// The kinds of file that are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// Portable Document Format.
    Pdf,
    /// A Word document.
    Docx,
    /// An Excel workbook.
    Xlsx,
    /// A JPEG picture.
    Jpeg,
    /// A PNG picture.
    Png,
    /// Plain text.
    Text,
    /// Comma-separated values.
    Csv,
}

impl Media {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Pdf, Self::Docx, Self::Xlsx, Self::Jpeg, Self::Png, Self::Text, Self::Csv];

    /// What can be chosen, for the words beside a form's field.
    pub const CHOICES: &str = "PDF, Word (.docx), Excel (.xlsx), JPEG, PNG, plain text or CSV";

    /// The word kept in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Text => "text",
            Self::Csv => "csv",
        }
    }

    /// The kind that a word of the database stands for.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|media| media.word() == word)
    }

    /// What it is called on screen.
    pub fn words(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Docx => "Word document",
            Self::Xlsx => "Excel workbook",
            Self::Jpeg => "JPEG picture",
            Self::Png => "PNG picture",
            Self::Text => "Text",
            Self::Csv => "CSV",
        }
    }

    /// The content type it is served with. No character set for text: it is kept as it came.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Text => "text/plain",
            Self::Csv => "text/csv",
        }
    }

    /// The endings its name may have, the usual one first.
    pub(super) fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &[".pdf"],
            Self::Docx => &[".docx"],
            Self::Xlsx => &[".xlsx"],
            Self::Jpeg => &[".jpg", ".jpeg"],
            Self::Png => &[".png"],
            Self::Text => &[".txt", ".md", ".text"],
            Self::Csv => &[".csv", ".tsv", ".txt"],
        }
    }
}
