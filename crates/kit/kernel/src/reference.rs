use std::{borrow::Cow, fmt, str::FromStr};

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

impl FromStr for Ref {
    type Err = NoRef;

    fn from_str(text: &str) -> Result<Self, NoRef> {
        let (kind, id) = text.split_once('/').ok_or(NoRef)?;
        let id = id.parse().map_err(|_| NoRef)?;
        let known = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        if known { Ok(Self { kind: kind.to_owned().into(), id }) } else { Err(NoRef) }
    }
}

/// A text that is not `kind/id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoRef;

impl fmt::Display for NoRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a reference of the form `kind/id`")
    }
}

impl std::error::Error for NoRef {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_read_as_it_is_written_and_nothing_else_is_one() {
        let thing = Ref { kind: "plan_action".into(), id: Uuid::from_u128(7) };
        assert_eq!(thing.to_string().parse(), Ok(thing));
        for text in ["", "Minute 12", "plan_action/7", "/00000000-0000-0000-0000-000000000007"] {
            assert_eq!(text.parse::<Ref>(), Err(NoRef), "{text}");
        }
    }
}
