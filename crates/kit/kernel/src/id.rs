use std::{cmp::Ordering, fmt, hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A kind of thing that has an id. Declared with [`kind!`](crate::kind).
pub trait Kind {
    /// The kind's name: the word used in links, routes, audit rows and policies.
    const NAME: &'static str;
}

/// The id of a thing of kind `K`, kept as text in both databases.
#[derive(Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Id<K>(Uuid, #[serde(skip)] PhantomData<fn() -> K>);

/// An id whose kind is named beside it, not in its type.
pub type AnyId = Uuid;

impl<K> Id<K> {
    /// The id with this UUID.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    /// The UUID alone, when the kind is known from elsewhere.
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> hash::Hash for Id<K> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.0)
    }
}
impl<K> FromStr for Id<K> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::from_str(text).map(Self::from_uuid)
    }
}

#[cfg(feature = "sqlx")]
mod column {
    use sqlx::{Database, Decode, Encode, Type, encode::IsNull, error::BoxDynError};

    use super::Id;

    impl<K, DB: Database> Type<DB> for Id<K>
    where
        String: Type<DB>,
    {
        fn type_info() -> DB::TypeInfo {
            String::type_info()
        }
        fn compatible(info: &DB::TypeInfo) -> bool {
            String::compatible(info)
        }
    }

    impl<'r, K, DB: Database> Decode<'r, DB> for Id<K>
    where
        &'r str: Decode<'r, DB>,
    {
        fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
            Ok(<&str>::decode(value)?.parse()?)
        }
    }

    impl<'q, K, DB: Database> Encode<'q, DB> for Id<K>
    where
        String: Encode<'q, DB>,
    {
        fn encode_by_ref(&self, buf: &mut DB::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
            self.to_string().encode(buf)
        }
    }
}
