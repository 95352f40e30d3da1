use super::Media;

/// Why a file is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// There is nothing in it.
    Empty,
    /// It is larger than the limit.
    TooLarge,
    /// It is of a kind that is not kept.
    Other,
    /// It was made by an older Office program, or locked by a newer one.
    OldOffice,
    /// A presentation.
    Slides,
    /// Two kinds of program would each read it as something else.
    TwoKinds,
    /// It is locked with a password.
    Locked,
    /// It holds programs.
    Programs,
    /// It holds other files.
    FilesInside,
    /// A form that only some programs can show, and that computes.
    ComputedForm,
    /// It unpacks to far more than it weighs.
    Bomb,
    /// It cannot be read as what it says it is.
    Damaged,
}

impl Why {
    /// The sentence for whoever chose the file: what is wrong and what to do.
    pub fn sentence(self, limit: usize) -> String {
        match self {
            Self::Empty => "The file is empty. Choose another one.".to_owned(),
            Self::TooLarge => format!(
                "The file is larger than {} MB. Choose a smaller one, or add a link to it instead.",
                limit / 1_000_000
            ),
            Self::Other => format!("This kind of file cannot be added. Choose a {} file.", Media::CHOICES),
            Self::OldOffice => "This is an older Office file, or one locked with a password. Save it as .docx, .xlsx or PDF \
                without a password and add that."
                .to_owned(),
            Self::Slides => "Slides cannot be added. Save them as PDF and add that.".to_owned(),
            Self::TwoKinds => "The file is of two kinds at once, which is how harmful files hide. Save it again in the \
                program it was made with and add that."
                .to_owned(),
            Self::Locked => "The file is locked with a password. Save it without one and add that.".to_owned(),
            Self::Programs => "The file holds macros or other programs. Save it without them, or as PDF, and add that.".to_owned(),
            Self::FilesInside => "The file holds other files. Add those by themselves, and this one without them.".to_owned(),
            Self::ComputedForm => "The file is a form that computes (XFA). Print it to a PDF and add that.".to_owned(),
            Self::Bomb => "The file unpacks to far more than it weighs. Save it again in the program it was made with and \
                add that."
                .to_owned(),
            Self::Damaged => "The file is damaged or unusual and cannot be read. Save it again in the program it was made \
                with and add that."
                .to_owned(),
        }
    }
}
