//! Changes that were made because of a thing of the record: a decision that was carried out, a comment that was taken
//! up. The reason stands in their audit rows, which never change, so both directions are read from there.

use concordat_kernel::{AnyId, Ref, Result};

use crate::{Tx, args, sql};

sql! {
    BECAUSE = "SELECT at, actor, action, kind, thing FROM audit
               WHERE why = $1 AND outcome = 'done' AND thing IS NOT NULL
               ORDER BY number LIMIT 200";
    CAUSES = "SELECT number, request, why FROM audit
              WHERE thing = $1 AND why IS NOT NULL AND outcome = 'done'
              ORDER BY number DESC LIMIT 200";
}

/// A change that was made because of a thing of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// When (RFC 3339, UTC).
    pub at: String,
    /// Who: a person's id, or `operator`.
    pub actor: String,
    /// What was done: `change` of `plan_action.change`.
    pub verb: String,
    /// To which thing.
    pub thing: Ref,
}

impl Tx {
    /// What was done because of a thing, oldest first. Whoever shows it asks first for the thing that was changed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn done_because(&mut self, cause: &Ref) -> Result<Vec<Deed>> {
        type Row = (String, String, String, String, String);
        let rows = self.all::<Row>(&BECAUSE, args![cause.to_string()]).await?;
        let deed = |(at, actor, action, kind, thing): Row| {
            let thing = Ref { kind: kind.into(), id: thing.parse().ok()? };
            let verb = action.rsplit_once('.').map_or(action.as_str(), |(_, verb)| verb).to_owned();
            Some(Deed { at, actor, verb, thing })
        };
        Ok(rows.into_iter().filter_map(deed).collect())
    }

    /// The things because of which a thing was changed, newest first, each with the number of the request. Whoever
    /// shows one asks first whether the reader may know of it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn causes_of(&mut self, thing: AnyId) -> Result<Vec<(String, Ref)>> {
        let rows = self.all::<(i64, String, String)>(&CAUSES, args![thing]).await?;
        let cause = |(_, request, why): (i64, String, String)| Some((request, why.parse().ok()?));
        let mut found: Vec<(String, Ref)> = rows.into_iter().filter_map(cause).collect();
        found.dedup();
        Ok(found)
    }
}
