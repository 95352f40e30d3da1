//! The options of an example, as GOV.UK Frontend's own templates take them.

use serde_json::{Map, Value};

use crate::parts::{Html, Size};

/// The options of one example, taken out one by one: what is left over cannot be said.
pub(super) struct Options(pub(super) Map<String, Value>);

impl Options {
    pub(super) fn take(&mut self, key: &str) -> Option<Value> {
        self.0.shift_remove(key).filter(|value| !value.is_null())
    }

    pub(super) fn string(&mut self, key: &str) -> Option<String> {
        match self.take(key)? {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            other => {
                self.0.insert(key.to_owned(), other);
                None
            }
        }
    }

    pub(super) fn flag(&mut self, key: &str) -> bool {
        self.0.get(key) == Some(&Value::Bool(true)) && self.take(key).is_some()
    }

    pub(super) fn object(&mut self, key: &str) -> Option<Self> {
        match self.take(key)? {
            Value::Object(map) => Some(Self(map)),
            other => {
                self.0.insert(key.to_owned(), other);
                None
            }
        }
    }

    pub(super) fn list(&mut self, key: &str) -> Option<Vec<Self>> {
        let Some(value) = self.take(key) else { return Some(Vec::new()) };
        objects(&value)
    }

    /// `text`, or `html` as it is.
    pub(super) fn words(&mut self, text: &str, html: &str) -> Option<Html> {
        let text = self.string(text);
        self.string(html).map(|html| Html::raw(&html)).or(text.map(Html::from))
    }

    /// The words of `key`, which has nothing else.
    pub(super) fn said(&mut self, key: &str) -> Option<Html> {
        let mut inner = self.object(key)?;
        let words = inner.words("text", "html")?;
        inner.done().then_some(words)
    }

    pub(super) fn done(&self) -> bool {
        self.0.is_empty()
    }
}

/// Every item must be one: ours have no empty items.
pub(super) fn objects(value: &Value) -> Option<Vec<Options>> {
    value.as_array()?.iter().map(|item| item.as_object().cloned().map(Options)).collect()
}

pub(super) fn class_size(class: Option<String>, prefix: &str) -> Option<Option<Size>> {
    match class {
        None => Some(None),
        Some(class) => {
            let sizes = [Size::S, Size::M, Size::L, Size::Xl];
            sizes.into_iter().find(|size| class == format!("{prefix}{}", size.suffix())).map(Some)
        }
    }
}
