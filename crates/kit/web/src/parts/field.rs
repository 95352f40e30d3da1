use super::Html;

/// Size of a label, legend, caption or heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Small.
    S,
    /// Medium.
    M,
    /// Large.
    L,
    /// Extra large.
    Xl,
}

impl Size {
    /// The ending of the class that sets it.
    pub(crate) const fn suffix(self) -> &'static str {
        match self {
            Self::S => "s",
            Self::M => "m",
            Self::L => "l",
            Self::Xl => "xl",
        }
    }
}

/// What every question on a form has: name, id, the question, a hint and an error.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) question: Html,
    pub(crate) size: Option<Size>,
    pub(crate) heading: bool,
    pub(crate) hint: Option<Html>,
    pub(crate) error: Option<Html>,
}

impl Field {
    pub(crate) fn new(name: impl Into<String>, question: impl Into<Html>) -> Self {
        let name = name.into();
        Self {
            id: name.clone(),
            name,
            question: question.into(),
            size: None,
            heading: false,
            hint: None,
            error: None,
        }
    }

    /// The ids of the hint and the error, for `aria-describedby`; empty when there is neither.
    pub(crate) fn described_by(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.id));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }
}

/// The methods that every question has, written once.
macro_rules! field_builders {
    ($part:ty) => {
        impl $part {
            /// Help that is read before answering.
            #[must_use]
            pub fn hint(mut self, hint: impl Into<$crate::parts::Html>) -> Self {
                self.field.hint = Some(hint.into());
                self
            }

            /// What is wrong with the answer and what to do.
            #[must_use]
            pub fn error(self, error: impl Into<$crate::parts::Html>) -> Self {
                self.error_if(Some(error))
            }

            /// The same, when there is something wrong.
            #[must_use]
            pub fn error_if(mut self, error: Option<impl Into<$crate::parts::Html>>) -> Self {
                self.field.error = error.map(Into::into);
                self
            }

            /// An id that differs from the name.
            #[must_use]
            pub fn id(mut self, id: impl Into<String>) -> Self {
                self.field.id = id.into();
                self
            }

            /// How large the question is written.
            #[must_use]
            pub fn size(mut self, size: $crate::parts::Size) -> Self {
                self.field.size = Some(size);
                self
            }

            /// The question is also the page's only heading.
            #[must_use]
            pub fn heading(mut self, size: $crate::parts::Size) -> Self {
                self.field.heading = true;
                self.size(size)
            }
        }
    };
}
pub(crate) use field_builders;
