use concordat_access::{Action, Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Result};
use concordat_partnership::in_directory;
use concordat_store::{Store, Tx};

use super::{AwardFile, BidFile, ProjectFile, awards, bid_rows, bids, place_of_award, projects};
use crate::{
    Award, Bid,
    actions::{VIEW_AWARD, VIEW_BID},
};

/// The bids to an award with where each stands in its chain of approval, oldest first, from one snapshot.
///
/// # Errors
/// When the asker may not see them.
pub async fn board(store: &Store, ctx: &Ctx, award: Id<Award>) -> Result<Vec<BidFile>> {
    let (_, resource) = place_of_award(&mut store.peek().await?, award).await?;
    let resource = Resource { id: None, kind: Bid::NAME, ..resource };
    let mut tx = store.read(ctx, VIEW_BID, &in_directory(ctx, resource)).await?;
    let mut files = Vec::new();
    for bid in bid_rows::of_award(&mut tx, award).await? {
        files.push(bids::file(&mut tx, award, bid.id).await?);
    }
    Ok(files)
}

/// An award with each of its projects, for a report about to be drawn or taken away: an export leaves an audit row.
///
/// # Errors
/// When the asker may not, or there is none with this id.
pub(crate) async fn for_report(
    store: &Store,
    ctx: &Ctx,
    action: Action,
    award: Id<Award>,
) -> Result<(AwardFile, Vec<ProjectFile>)> {
    let (_, resource) = place_of_award(&mut store.peek().await?, award).await?;
    let resource = if action == VIEW_AWARD { in_directory(ctx, resource) } else { resource };
    award_and_projects(&mut store.read(ctx, action, &resource).await?, award).await
}

/// An award with each of its projects, from one snapshot.
pub(crate) async fn award_and_projects(
    tx: &mut Tx,
    award: Id<Award>,
) -> Result<(AwardFile, Vec<ProjectFile>)> {
    let file = awards::file(tx, award).await?;
    let mut all = Vec::new();
    for project in &file.projects {
        all.push(projects::file(tx, award, project.id).await?);
    }
    Ok((file, all))
}
