use std::{borrow::Cow, fmt};

use uuid::Uuid;

use crate::{Id, Kind};

/// A link from one slice to a thing in another, without knowing its type: kind and id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ref {
    /// The kind's name, as in [`Kind::NAME`].
    pub kind: Cow<'static, str>,
    /// The thing's id.
    pub id: Uuid,
}

impl Ref {
    /// The reference to a thing.
    pub fn to<K: Kind>(id: Id<K>) -> Self {
        Self { kind: Cow::Borrowed(K::NAME), id: id.uuid() }
    }
}

impl<K: Kind> From<Id<K>> for Ref {
    fn from(id: Id<K>) -> Self {
        Self::to(id)
    }
}

impl fmt::Display for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.id)
    }
}
