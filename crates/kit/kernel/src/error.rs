use std::fmt;

/// What a function of the record returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The two kinds of error: the rules say no, or something broke.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules say no. Shown to the reader as it is.
    #[error(transparent)]
    Refusal(#[from] Refusal),
    /// Something broke. Logged once with its chain; the reader gets a reference number.
    #[error(transparent)]
    Problem(#[from] Problem),
}

/// The rules say no, in words for the person who asked: what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not there, or not for this reader: the two look the same on purpose.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in, and the thing asked for needs it.
    #[error("sign in to continue")]
    SignInFirst,
    /// Signed in, but this needs a second factor that has not been given.
    #[error("a second factor is needed")]
    SecondFactorFirst,
    /// An answer on a form, or a value in a file, that cannot be accepted.
    #[error("{message}")]
    Invalid {
        /// The field it belongs to, as named on the form.
        field: &'static str,
        /// What is wrong and what to do, as a sentence.
        message: String,
    },
    /// Someone else changed the same thing first.
    #[error("someone else changed this while you were editing")]
    Conflict,
    /// A rule refuses the whole request: what and why, as a sentence.
    #[error("{0}")]
    Rule(String),
}

impl Refusal {
    /// An answer that cannot be accepted, with the sentence to show beside the field.
    pub fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid { field, message: message.into() }
    }

    /// A rule that refuses the whole request.
    pub fn rule(message: impl Into<String>) -> Self {
        Self::Rule(message.into())
    }
}

/// Something broke: what was being done, and the cause beneath it.
pub struct Problem {
    doing: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Problem {
    /// A problem with a cause. `doing` is lower-case, without a full stop, and holds no personal data.
    pub fn new(
        doing: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { doing: doing.into(), source: Some(source.into()) }
    }

    /// A problem without a deeper cause.
    pub fn say(doing: impl Into<String>) -> Self {
        Self { doing: doing.into(), source: None }
    }

    /// The whole chain in one line, for the log.
    pub fn chain(&self) -> String {
        let mut line = self.doing.clone();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            line.push_str(": ");
            line.push_str(&error.to_string());
            cause = error.source();
        }
        line
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.doing)
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.chain())
    }
}

impl std::error::Error for Problem {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|e| e as &(dyn std::error::Error + 'static))
    }
}
