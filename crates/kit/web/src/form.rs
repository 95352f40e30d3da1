use std::collections::BTreeMap;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts as _, Request},
};
use concordat_kernel::Refusal;

use crate::{App, Failed, Reader};

/// What came in with a form: each name with its values, trimmed (but for passwords, which are taken as
/// they were typed), line ends made `\n`, other control characters left out. Kept
/// values go back on the page when something must be put right.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<String, Vec<String>>);

/// Fields taken as they were typed: a space at either end of a password is part of it.
const PASSWORDS: &[&str] = &["password", "again", "current"];

impl Answers {
    /// From name and value pairs.
    pub fn from_pairs<N: Into<String>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut map = BTreeMap::<String, Vec<String>>::new();
        for (name, value) in pairs {
            let (name, value) = (name.into(), value.as_ref());
            let value = if PASSWORDS.contains(&name.as_str()) { value.to_owned() } else { plain(value) };
            map.entry(name).or_default().push(value);
        }
        Self(map)
    }

    /// Reads `application/x-www-form-urlencoded` text.
    pub fn decode(bytes: &[u8]) -> Self {
        Self::from_pairs(form_urlencoded::parse(bytes).map(|(name, value)| (name.into_owned(), value)))
    }

    /// The first value of a name; empty when absent.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// Every value of a name (tick boxes).
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// The value, or nothing when it is empty or absent.
    pub fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// Whether a box was ticked or a name was sent at all.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Every name with each of its values.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(name, values)| values.iter().map(|value| (name.as_str(), value.as_str())))
    }

    /// The value's non-empty lines, each trimmed.
    pub fn lines(&self, name: &str) -> Vec<String> {
        self.get(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// Sets a value: for filling a form from what is in the record.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), vec![value.into()]);
    }

    /// Sets every value of a name.
    pub fn set_all(&mut self, name: impl Into<String>, values: Vec<String>) {
        self.0.insert(name.into(), values);
    }

    /// Refuses a form that does not carry the session's token.
    pub(crate) fn check_token(&self, reader: &Reader) -> Result<(), Refusal> {
        match reader.csrf() {
            Some(token) if token != self.get("csrf") => {
                Err(Refusal::rule("This form is out of date. Go back, reload the page and send it again."))
            }
            _ => Ok(()),
        }
    }
}

/// The form of a POST, its token checked.
impl FromRequest<App> for Answers {
    type Rejection = Failed;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failed> {
        let (mut parts, body) = request.into_parts();
        let reader = Reader::from_request_parts(&mut parts, app).await?;
        let request = Request::from_parts(parts, body);
        let bytes = Bytes::from_request(request, app)
            .await
            .map_err(|e| Refusal::rule(format!("The form could not be read: {}.", e.body_text())))?;
        let answers = Self::decode(&bytes);
        answers.check_token(&reader)?;
        Ok(answers)
    }
}

/// What must be put right on a form, in the order of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Errors(Vec<(String, String)>);

impl Errors {
    /// Nothing to put right.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a sentence to a field.
    pub fn add(&mut self, field: impl Into<String>, sentence: impl Into<String>) {
        self.0.push((field.into(), sentence.into()));
    }

    /// The sentence for a field.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.as_str())
    }

    /// Whether there is nothing to put right.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Field and sentence, in order: for the error summary.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, sentence)| (field.as_str(), sentence.as_str()))
    }

    /// Takes in a refusal of the rules, when it is about the form; any other error goes on.
    ///
    /// # Errors
    /// Whatever is not a sentence for the form.
    pub fn take<T>(&mut self, result: Result<T, concordat_kernel::Error>) -> Result<Option<T>, Failed> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(concordat_kernel::Error::Refusal(Refusal::Invalid { field, message })) => {
                self.add(field, message);
                Ok(None)
            }
            Err(concordat_kernel::Error::Refusal(Refusal::Rule(message))) => {
                self.add("", message);
                Ok(None)
            }
            Err(other) => Err(other.into()),
        }
    }
}

/// A form could not be read at all: it broke off, or was never one. The sender's doing, not ours.
pub(crate) fn unreadable(_: impl std::error::Error) -> Refusal {
    Refusal::rule("The form could not be read. Go back, reload the page and send it again.")
}

/// A text without control characters but line ends and tabs: nobody types them, PostgreSQL keeps no
/// NUL, and terminals obey some of the others.
fn plain(value: &str) -> String {
    let lines = value.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = lines.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect();
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_left_out_but_passwords_are_as_typed() {
        let answers =
            Answers::decode(b"title=%00+Safer%1B+places%0D%0A%09and+%C2%85streets%0Dtoo+&password=+%00x+");
        assert_eq!(answers.get("title"), "Safer places\n\tand streets\ntoo");
        assert_eq!(answers.get("password"), " \0x ");
    }
}
