use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use concordat_kernel::{AnyId, Result};

use crate::{Store, Tx, args, sql};

sql! {
    CHANGED = "SELECT changed FROM audit_head";
}

/// As many things are kept at once; when there are more, all are let go and reading begins again.
const MOST: usize = 500;

/// What was made of rows that have not changed since.
///
/// Every change of the record ends with an audit row, and rows of the trail are chained. So the hash of the newest row
/// that came with a change is a version of everything: what was read under one hash is right under the same hash and
/// under no other, whichever process wrote. It is read in the reader's own snapshot, so that what is found here is of
/// the same moment as what the snapshot says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept(Arc<Mutex<Version>>);

#[derive(Debug, Default)]
struct Version {
    changed: String,
    things: HashMap<(TypeId, AnyId), Arc<dyn Any + Send + Sync>>,
}

impl Kept {
    fn find(&self, changed: &str, key: (TypeId, AnyId)) -> Option<Arc<dyn Any + Send + Sync>> {
        let version = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if version.changed != changed {
            return None;
        }
        version.things.get(&key).cloned()
    }

    fn keep(&self, changed: &str, key: (TypeId, AnyId), thing: Arc<dyn Any + Send + Sync>) {
        let mut version = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if version.changed != changed || version.things.len() >= MOST {
            *version = Version { changed: changed.to_owned(), things: HashMap::new() };
        }
        version.things.insert(key, thing);
    }
}

impl Store {
    /// What [`Store::keep`] kept of a thing, if nothing in the record has changed since. Ask the door first: whoever
    /// reads from here may be another than who kept it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn kept<T: Any + Send + Sync>(&self, tx: &mut Tx, id: AnyId) -> Result<Option<Arc<T>>> {
        if tx.writes {
            return Ok(None);
        }
        let changed = match &tx.changed {
            Some(changed) => changed.clone(),
            None => {
                let (changed,): (String,) = tx.one(&CHANGED, args![]).await?;
                tx.changed.insert(changed).clone()
            }
        };
        let found = self.kept.find(&changed, (TypeId::of::<T>(), id));
        Ok(found.and_then(|thing| thing.downcast().ok()))
    }

    /// Keeps what was made of a thing's rows for whoever asks before the record changes. It must follow from the record
    /// alone: not from who asks, nor from the day.
    pub fn keep<T: Any + Send + Sync>(&self, tx: &Tx, id: AnyId, thing: T) -> Arc<T> {
        let thing = Arc::new(thing);
        // Without a version (nobody asked what was kept, or it was read in the middle of a change) nothing is kept.
        if let Some(changed) = tx.changed.as_ref().filter(|_| !tx.writes) {
            self.kept.keep(changed, (TypeId::of::<T>(), id), Arc::clone(&thing) as _);
        }
        thing
    }
}
