use concordat_access::Ctx;
use concordat_kernel::{AnyId, Ref, Result};

use crate::{Tx, args, sql};

sql! {
    KEEP = "INSERT INTO history (id, at, actor, request, kind, thing, field, former, latter)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    OF = "SELECT at, actor, request, field, former, latter FROM history
          WHERE thing = $1 ORDER BY at DESC, id DESC";
    OF_KIND = "SELECT thing, at, actor, request, field, former, latter FROM history
               WHERE kind = $1 AND at >= $2 ORDER BY at, id";
}

/// One field's change: what it was and what it became.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct FieldChange {
    /// When (RFC 3339, UTC).
    pub at: String,
    /// Who: a person's id, or `operator`.
    pub actor: String,
    /// The request's number: fields changed together share it.
    pub request: String,
    /// The field, as the slice names it.
    pub field: String,
    /// What it was; `None` when it did not exist.
    pub former: Option<String>,
    /// What it became; `None` when it was taken away.
    pub latter: Option<String>,
}

/// One field's change, with the thing that it is of.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ThingChange {
    /// The thing's id.
    pub thing: String,
    /// What changed.
    #[sqlx(flatten)]
    pub change: FieldChange,
}

/// What a thing was before: its changes, newest first.
pub type Former = Vec<FieldChange>;

pub(crate) async fn keep(
    tx: &mut Tx,
    ctx: &Ctx,
    thing: &Ref,
    field: &str,
    former: Option<&str>,
    latter: Option<&str>,
) -> Result<()> {
    let id = ctx.chance.id::<()>(&ctx.clock);
    let row = args![
        id,
        ctx.clock.now(),
        ctx.actor.word(),
        ctx.request,
        thing.kind.as_ref(),
        thing.id,
        field,
        former,
        latter
    ];
    tx.write(&KEEP, row).await?;
    Ok(())
}

impl Tx {
    /// The history of a thing, newest first. Ask for the thing itself before showing it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn history(&mut self, thing: AnyId) -> Result<Former> {
        self.all(&OF, args![thing]).await
    }

    /// What changed in all things of a kind from a moment on (RFC 3339 in UTC, or the beginning of one),
    /// oldest first. Ask for the things themselves before showing it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn history_of_kind(&mut self, kind: &str, from: &str) -> Result<Vec<ThingChange>> {
        self.all(&OF_KIND, args![kind, from]).await
    }
}
