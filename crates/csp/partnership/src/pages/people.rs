//! The names of people, who belong to another slice: asked through the hooks that every slice has.

use std::{borrow::Cow, collections::HashMap};

use concordat_kernel::{AnyId, Ref, Result};
use concordat_web::{Reader, parts::Html};

/// People by id: a name, and a page where there is one for this reader.
#[derive(Debug, Clone, Default)]
pub(crate) struct People(HashMap<AnyId, (String, Option<String>)>);

impl People {
    /// Looks each up once. Hold no transaction of one's own meanwhile: each look takes one.
    pub(crate) async fn find(reader: &Reader, ids: Vec<AnyId>) -> Result<Self> {
        let mut found = HashMap::new();
        for id in ids {
            if found.contains_key(&id) {
                continue;
            }
            let person = Ref { kind: Cow::Borrowed("person"), id };
            if let Some(name) = reader.app.title(&reader.ctx, &person).await? {
                found.insert(id, (name, reader.app.link(&person)));
            }
        }
        Ok(Self(found))
    }

    /// The name, linked where it leads somewhere.
    pub(crate) fn html(&self, id: AnyId) -> Html {
        match self.0.get(&id) {
            Some((name, Some(href))) => Html::link(href, name),
            Some((name, None)) => name.into(),
            None => "Someone whose name is not shown".into(),
        }
    }

    /// The name alone.
    pub(crate) fn name(&self, id: AnyId) -> &str {
        self.0.get(&id).map_or("someone whose name is not shown", |(name, _)| name)
    }

    /// The name of an actor as history keeps it: a person's id, or a fixed word.
    pub(crate) fn actor(&self, word: &str) -> String {
        match word.parse() {
            Ok(id) => self.name(id).to_owned(),
            Err(_) if word == "operator" => "the operator".to_owned(),
            Err(_) => "someone not signed in".to_owned(),
        }
    }
}

#[cfg(test)]
impl People {
    pub(crate) fn known(people: impl IntoIterator<Item = (AnyId, &'static str)>) -> Self {
        Self(people.into_iter().map(|(id, name)| (id, (name.to_owned(), None))).collect())
    }
}
