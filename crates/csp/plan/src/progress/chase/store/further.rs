//! Who is told when a lead stays silent for long.

use concordat_access::Ctx;
use concordat_kernel::{AnyId, Id, Refusal, Result, kind};
use concordat_store::{Store, Tx, args, sql};

use super::{CHANGE, resource};
use crate::{
    import::tidy,
    progress::{model::Round, rules},
};

kind!(
    /// Somebody who is told when a lead stays silent.
    Escalation, "plan_escalation"
);

sql! {
    TOLD = "SELECT id, name, email, version FROM plan_escalation WHERE group_key = $1";
    INSERT = "INSERT INTO plan_escalation (id, group_key, name, email, version) VALUES ($1, $2, $3, $4, 1)";
    UPDATE = "UPDATE plan_escalation SET name = $2, email = $3, version = version + 1
              WHERE id = $1 AND version = $4";
    DELETE = "DELETE FROM plan_escalation WHERE id = $1 AND version = $2";
}

/// Somebody who is told.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Told {
    id: Id<Escalation>,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) version: i64,
}

impl Told {
    /// For samples.
    pub(crate) fn sample(name: &str, email: &str) -> Self {
        Self { id: Id::from_uuid(AnyId::nil()), name: name.to_owned(), email: email.to_owned(), version: 1 }
    }
}

/// Who is told about the plans of a group, where the door has been asked.
pub(super) async fn told_in(tx: &mut Tx, group: Option<AnyId>) -> Result<Option<Told>> {
    tx.opt(&TOLD, args![key(group)]).await
}

/// Who is told about the leads of a round's plan, for the page on which it is changed.
///
/// # Errors
/// When the asker may not change it.
pub(crate) async fn told(store: &Store, ctx: &Ctx, round: Id<Round>) -> Result<Option<Told>> {
    let (_, resource) = resource(&mut store.peek().await?, round).await?;
    let group = resource.within.first().copied();
    told_in(&mut store.read(ctx, CHANGE, &resource).await?, group).await
}

/// Says who is told; nobody when both are empty. `version` is what the asker saw; 0 when there was nobody.
///
/// # Errors
/// [`Refusal::Conflict`] when it changed meanwhile; when a rule says no or the asker may not.
pub async fn name_further(
    store: &Store,
    ctx: &Ctx,
    round: Id<Round>,
    version: i64,
    (name, email): (&str, &str),
) -> Result<()> {
    let (_, resource) = resource(&mut store.peek().await?, round).await?;
    let group = resource.within.first().copied();
    let mut tx = store.change(ctx, CHANGE, &resource).await?;
    let former = told_in(&mut tx, group).await?;
    if former.as_ref().map_or(0, |told| told.version) != version {
        return Err(Refusal::Conflict.into());
    }
    let (name, email) = (tidy(name), email.trim().to_lowercase());
    let nobody = name.is_empty() && email.is_empty();
    if !nobody {
        rules::check_person(&name, &email)?;
    }
    let id = former.as_ref().map_or_else(|| ctx.chance.id(&ctx.clock), |told| told.id);
    match (&former, nobody) {
        (None, true) => return Ok(()),
        (None, false) => {
            let row = args![id, key(group), &name, &email];
            tx.run_unless_taken(&INSERT, row, Refusal::Conflict).await?;
        }
        (Some(_), true) => {
            tx.run(&DELETE, args![id, version]).await?;
        }
        (Some(_), false) => {
            tx.run(&UPDATE, args![id, &name, &email, version]).await?;
        }
    }
    let latter = (!nobody).then_some((name, email));
    tx.keep(
        id,
        "Name",
        former.as_ref().map(|told| told.name.as_str()),
        latter.as_ref().map(|(name, _)| name.as_str()),
    )
    .await?;
    tx.keep(
        id,
        "E-mail",
        former.as_ref().map(|told| told.email.as_str()),
        latter.as_ref().map(|(_, email)| email.as_str()),
    )
    .await?;
    tx.commit().await
}

fn key(group: Option<AnyId>) -> String {
    group.map(|group| group.to_string()).unwrap_or_default()
}
