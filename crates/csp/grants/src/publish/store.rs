//! What is published of awards: each time a package as it went out, so that the public reads that and never the record.

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind, Problem, Refusal, Result, Sensitivity};
use concordat_store::{Store, args, sql};
use serde_json::Value;

use super::{Publisher, package};
use crate::{
    Award,
    actions::{PUBLISH, VIEW_PUBLISHED},
    store::{AwardFile, ProjectFile, award_and_projects, place_of_award},
};

sql! {
    INSERT = "INSERT INTO grants_publication (id, award_id, prefix, publisher, package, published_at, published_by)
              VALUES ($1, $2, $3, $4, $5, $6, $7)";
    END_FORMER = "UPDATE grants_publication SET ended_at = $2 WHERE award_id = $1 AND ended_at IS NULL";
    IN_FORCE = "SELECT id, award_id, prefix, publisher, package, published_at FROM grants_publication
                WHERE ended_at IS NULL ORDER BY published_at DESC, id";
    AWARD_OF = "SELECT award_id FROM grants_publication WHERE id = $1";
    END = "UPDATE grants_publication SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    pub(crate) ANY_PUBLICATION = "SELECT id FROM grants_publication WHERE ended_at IS NULL ORDER BY id LIMIT 1";
}

/// An award's grants as they were published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Its id.
    pub id: Id<Publication>,
    /// The award.
    pub award: Id<Award>,
    /// Who publishes.
    pub publisher: Publisher,
    /// The package in the 360Giving standard.
    pub package: Value,
    /// When (RFC 3339, UTC).
    pub published_at: String,
}

impl Kind for Publication {
    const NAME: &'static str = "grants_publication";
}

/// Publishes an award's grants as the record says them now, in place of what was published of it before.
///
/// # Errors
/// When the asker may not; when the publisher is not named as the standard asks; when there is nothing to publish.
pub async fn publish(
    store: &Store,
    ctx: &Ctx,
    award: Id<Award>,
    publisher: &Publisher,
) -> Result<Id<Publication>> {
    let (_, resource) = place_of_award(&mut store.peek().await?, award).await?;
    let resource = Resource { id: None, kind: Publication::NAME, ..resource }.at(Sensitivity::Public);
    let mut change = store.change(ctx, PUBLISH, &resource).await?;
    let publisher = checked(publisher)?;
    let (file, projects): (AwardFile, Vec<ProjectFile>) = award_and_projects(&mut change, award).await?;
    let (package, left_out) = package(&file, &projects, &publisher, ctx.clock.now());
    if left_out.len() == projects.len() {
        return Err(Refusal::rule(
            "No project of this award can be published yet: a grant has a recipient, an amount and the day on which it was approved.",
        )
        .into());
    }
    change.run(&END_FORMER, args![award, ctx.clock.now()]).await?;
    let id = ctx.chance.id::<Publication>(&ctx.clock);
    let text = package.to_string();
    let row = args![id, award, &publisher.prefix, &publisher.name, &text, ctx.clock.now(), ctx.actor.word()];
    change.run(&INSERT, row).await?;
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}

/// What is published of every award, the newest first.
///
/// # Errors
/// When the store does not answer.
pub async fn published(store: &Store, ctx: &Ctx) -> Result<Vec<Publication>> {
    let resource = Resource::any(Publication::NAME).at(Sensitivity::Public);
    let mut tx = store.read(ctx, VIEW_PUBLISHED, &resource).await?;
    type Row = (Id<Publication>, Id<Award>, String, String, String, String);
    let rows = tx.all::<Row>(&IN_FORCE, args![]).await?;
    rows.into_iter()
        .map(|(id, award, prefix, name, package, published_at)| {
            let package =
                serde_json::from_str(&package).map_err(|e| Problem::new("reading what is published", e))?;
            Ok(Publication { id, award, publisher: Publisher { name, prefix }, package, published_at })
        })
        .collect()
}

/// Takes back what is published: the public reads it no more. That it was published stays in the record.
///
/// # Errors
/// When the asker may not; when it is taken back already.
pub async fn take_back(store: &Store, ctx: &Ctx, id: Id<Publication>) -> Result<Id<Award>> {
    let mut peek = store.peek().await?;
    let (award,): (Id<Award>,) = peek.one(&AWARD_OF, args![id]).await?;
    let (_, resource) = place_of_award(&mut peek, award).await?;
    drop(peek);
    let resource =
        Resource { id: Some(id.uuid()), kind: Publication::NAME, ..resource }.at(Sensitivity::Public);
    let mut change = store.change(ctx, PUBLISH, &resource).await?;
    if change.run(&END, args![id, ctx.clock.now()]).await? == 0 {
        return Err(Refusal::rule("This is taken back already.").into());
    }
    change.commit().await?;
    Ok(award)
}

fn checked(publisher: &Publisher) -> Result<Publisher> {
    let name = publisher.name.split_whitespace().collect::<Vec<_>>().join(" ");
    let prefix = publisher.prefix.trim().to_owned();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(
            Refusal::invalid("name", "Enter the name of the partnership, in 200 letters or fewer.").into()
        );
    }
    let of_prefix = prefix.strip_prefix("360G-").unwrap_or_default();
    let is_prefix = (1..=40).contains(&of_prefix.len())
        && of_prefix.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if !is_prefix {
        return Err(Refusal::invalid(
            "prefix",
            "Enter the prefix that 360Giving gave to the partnership, such as 360G-merrowshire.",
        )
        .into());
    }
    Ok(Publisher { name, prefix })
}
