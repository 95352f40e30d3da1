use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Refusal, Result, jiff::civil::Date};
use concordat_store::{Store, Tx, args, sql};

use super::{CHANGE_SHARING, VIEW_SHARING};
use crate::{
    Body, Seat,
    actions::in_directory,
    rules,
    store::{bodies_in, date, seats_in, tidy_name},
    terms::model::Sharing,
};

sql! {
    ALL = "SELECT id, name, edition, issued_on FROM partnership_sharing ORDER BY issued_on DESC, id DESC";
    SIGNATURES = "SELECT sharing, body, signed_on FROM partnership_signature ORDER BY signed_on, id";
    INSERT = "INSERT INTO partnership_sharing (id, name, edition, issued_on) VALUES ($1, $2, $3, $4)";
    SIGN = "INSERT INTO partnership_signature (id, sharing, body, signed_on) VALUES ($1, $2, $3, $4)";
    pub(crate) SOME_SHARING = "SELECT id FROM partnership_sharing ORDER BY issued_on, id LIMIT 1";
}

/// Versions of the agreement, newest first.
pub(super) async fn all(tx: &mut Tx) -> Result<Vec<Sharing>> {
    let rows = tx.all::<(Id<Sharing>, String, String, String)>(&ALL, args![]).await?;
    rows.into_iter()
        .map(|(id, name, edition, issued)| {
            let issued_on = date(Some(&issued))?.ok_or(Refusal::NotFound)?;
            Ok(Sharing { id, name, edition, issued_on })
        })
        .collect()
}

/// Who signed which version, and when.
pub(super) async fn signatures(tx: &mut Tx) -> Result<Vec<(Id<Sharing>, Id<Body>, Date)>> {
    let rows = tx.all::<(Id<Sharing>, Id<Body>, String)>(&SIGNATURES, args![]).await?;
    rows.into_iter()
        .map(|(sharing, body, on)| Ok((sharing, body, date(Some(&on))?.ok_or(Refusal::NotFound)?)))
        .collect()
}

/// All that the page on sign-ups needs.
pub(crate) struct SharingFile {
    /// Newest first.
    pub(crate) versions: Vec<Sharing>,
    pub(crate) signatures: Vec<(Id<Sharing>, Id<Body>, Date)>,
    pub(crate) bodies: Vec<Body>,
    pub(crate) seats: Vec<Seat>,
}

pub(crate) async fn sharing_file(store: &Store, ctx: &Ctx) -> Result<SharingFile> {
    let resource = in_directory(ctx, Resource::any(Sharing::NAME));
    let mut tx = store.read(ctx, VIEW_SHARING, &resource).await?;
    Ok(SharingFile {
        versions: all(&mut tx).await?,
        signatures: signatures(&mut tx).await?,
        bodies: bodies_in(&mut tx).await?,
        seats: seats_in(&mut tx).await?,
    })
}

/// Records that a new version of the agreement was issued.
///
/// # Errors
/// When the asker may not, the version is there already, or something is missing.
pub async fn add_sharing(
    store: &Store,
    ctx: &Ctx,
    name: &str,
    edition: &str,
    issued_on: Option<Date>,
) -> Result<Id<Sharing>> {
    let mut change = store.change(ctx, CHANGE_SHARING, &Resource::any(Sharing::NAME)).await?;
    let (name, edition) = (tidy_name(name), tidy_name(edition));
    for (field, what, value) in
        [("name", "the agreement’s name", &name), ("edition", "the version", &edition)]
    {
        if value.is_empty() || value.chars().count() > rules::NAME_LIMIT {
            return Err(Refusal::invalid(field, format!("Enter {what}, in 200 characters or fewer.")).into());
        }
    }
    let issued =
        issued_on.ok_or_else(|| Refusal::invalid("issued_on", "Enter the day on which it was issued."))?;
    let id = ctx.chance.id::<Sharing>(&ctx.clock);
    let taken = Refusal::invalid("edition", "This version of the agreement is there already.");
    change.run_unless_taken(&INSERT, args![id, &name, &edition, issued], taken).await?;
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}

/// Records that a body signed a version.
///
/// # Errors
/// When the asker may not, either is not there, or the body has signed it already.
pub async fn sign(
    store: &Store,
    ctx: &Ctx,
    sharing: Id<Sharing>,
    body: Option<Id<Body>>,
    on: Option<Date>,
) -> Result<()> {
    let mut change = store.change(ctx, CHANGE_SHARING, &Resource::one(sharing)).await?;
    let known = all(&mut change).await?;
    let version = known.iter().find(|known| known.id == sharing).ok_or(Refusal::NotFound)?;
    let bodies = bodies_in(&mut change).await?;
    let body = body
        .filter(|body| bodies.iter().any(|known| known.id == *body))
        .ok_or_else(|| Refusal::invalid("body", "Choose the body that signed."))?;
    let on = on.ok_or_else(|| Refusal::invalid("on", "Enter the day on which it signed."))?;
    if on < version.issued_on || on > ctx.clock.today() {
        let sentence = "The day must be between the one on which this version was issued and today.";
        return Err(Refusal::invalid("on", sentence).into());
    }
    let id = ctx.chance.id::<()>(&ctx.clock);
    let taken = Refusal::invalid("body", "This body has signed this version already.");
    change.run_unless_taken(&SIGN, args![id, sharing, body, on], taken).await?;
    change.commit().await
}
