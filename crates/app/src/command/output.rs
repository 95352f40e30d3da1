use std::{
    fmt::Display,
    io::{self, Write as _},
};

use concordat_kernel::{Error, Problem};
use serde::Serialize;

/// How a command prints: words for people, or JSON for programs.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// JSON instead of words.
    pub json: bool,
}

impl Output {
    /// Prints a result: as JSON, or in the words given.
    pub(crate) fn result(self, value: &impl Serialize, words: &str) -> Result<(), Error> {
        if self.json {
            let text = serde_json::to_string_pretty(value).map_err(|e| Problem::new("writing JSON", e))?;
            line(&text)
        } else {
            line(words)
        }
    }

    /// Prints a refusal or a problem on the error stream, as one plain sentence.
    pub(crate) fn error(self, error: &Error) {
        let sentence = match error {
            Error::Refusal(refusal) => {
                let text = refusal.to_string();
                if text.ends_with('.') { text } else { format!("{text}.") }
            }
            Error::Problem(problem) => format!("Something went wrong: {}.", problem.chain()),
        };
        // Nowhere is left to report that the error stream is closed.
        let _ = writeln!(io::stderr(), "concordat: {sentence}");
    }
}

/// `1 row`, `2 rows`.
pub(super) fn counted<N: Copy + Display + PartialEq + From<u8>>(
    number: N,
    one: &str,
    several: &str,
) -> String {
    format!("{number} {}", if number == N::from(1) { one } else { several })
}

/// A line on standard output. A reader that has gone away (`| head`) is no error.
pub(crate) fn line(text: &str) -> Result<(), Error> {
    match writeln!(io::stdout(), "{text}") {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(Problem::new("writing the result", e).into()),
        _ => Ok(()),
    }
}
