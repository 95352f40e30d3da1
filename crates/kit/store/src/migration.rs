use std::collections::BTreeMap;

use concordat_access::audit::hex;
use concordat_kernel::{Clock, Problem};
use sha2::{Digest, Sha256};

use crate::{Tx, args, sql};

/// One step of the schema. Never changed once released: a correction is a new migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    /// `YYYYMMDD_NN_slice`: sorts by date across slices.
    pub name: &'static str,
    /// SQL that both engines understand.
    pub sql: &'static str,
}

impl Migration {
    /// SHA-256 of its text, in hexadecimal.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.sql))
    }
}

// Before there are any tables this one must be made by hand, so it is not a migration itself.
pub(crate) const BOOTSTRAP: &str = "CREATE TABLE IF NOT EXISTS migration (
    name TEXT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL,
    applied_at TEXT NOT NULL
)";

sql! {
    APPLIED = "SELECT name, hash FROM migration ORDER BY name";
    NOTE_APPLIED = "INSERT INTO migration (name, hash, applied_at) VALUES ($1, $2, $3)";
}

/// The migrations already applied, with their hashes.
pub(crate) async fn applied(tx: &mut Tx) -> Result<BTreeMap<String, String>, Problem> {
    Ok(tx.rows::<(String, String)>(&APPLIED, args![]).await?.into_iter().collect())
}

/// Applies what is missing, in name order, in the given transaction. Returns the names applied.
///
/// # Errors
/// When an applied migration's text has changed, or the record was written by a newer version.
pub(crate) async fn apply(
    tx: &mut Tx,
    list: &[Migration],
    clock: &Clock,
) -> Result<Vec<&'static str>, Problem> {
    let done = applied(tx).await?;
    for (name, hash) in &done {
        match list.iter().find(|migration| migration.name == name) {
            None => {
                return Err(Problem::say(format!(
                    "this record was written by a newer version of Concordat (it has `{name}`): use that version"
                )));
            }
            Some(migration) if migration.hash() != *hash => {
                return Err(Problem::say(format!("the migration `{name}` was changed after it was applied")));
            }
            Some(_) => {}
        }
    }
    let mut names = Vec::new();
    for migration in list.iter().filter(|migration| !done.contains_key(migration.name)) {
        tx.script(migration.sql)
            .await
            .map_err(|e| Problem::new(format!("applying the migration `{}`", migration.name), e))?;
        tx.write(&NOTE_APPLIED, args![migration.name, migration.hash(), clock.now()]).await?;
        names.push(migration.name);
    }
    Ok(names)
}

/// The list in name order.
pub(crate) fn in_order(list: impl IntoIterator<Item = Migration>) -> Vec<Migration> {
    let mut list: Vec<Migration> = list.into_iter().collect();
    list.sort_by_key(|migration| migration.name);
    list
}
