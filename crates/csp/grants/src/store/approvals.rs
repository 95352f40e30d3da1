//! Money set aside for a project without a bid is approved by a letter or a minute.

use concordat_access::Ctx;
use concordat_kernel::{Id, Refusal, Result, jiff::civil::Date};
use concordat_store::{Change, Store};

use super::{Books, line, place_of_project, projects, rows::Moving};
use crate::{
    Award, Project,
    actions::ADD_PROJECT,
    rules::{
        ledger::{EntryKind, Place},
        said,
    },
};

/// Approves what is set aside for a project that had no bid: the funder's letter or the minute says so.
///
/// # Errors
/// When the asker may not; when the letter or minute is missing, or nothing waits for approval.
pub async fn approve_project(
    store: &Store,
    ctx: &Ctx,
    id: Id<Project>,
    on: Date,
    reference: &str,
) -> Result<()> {
    let (award, resource) = place_of_project(&mut store.peek().await?, id).await?;
    let mut change = store.change(ctx, ADD_PROJECT, &resource).await?;
    said::needed("reference", reference, "Enter the letter or minute that approves it.")?;
    approve(&mut change, ctx, award, id, on, reference).await?;
    change.commit().await
}

/// The same, inside a change that has asked the door.
pub(super) async fn approve(
    change: &mut Change,
    ctx: &Ctx,
    award: Id<Award>,
    id: Id<Project>,
    on: Date,
    reference: &str,
) -> Result<()> {
    let mut books = Books::open(change, award).await?;
    let project = projects::find(change, award, id).await?;
    let waiting = books.of_project(Place::Allocated, id);
    if project.bid.is_some() || !waiting.is_positive() {
        return Err(Refusal::rule(
            "Nothing of this project waits here: one that came of a bid is approved by the chain of its fund.",
        )
        .into());
    }
    let moving = Moving::new(on, format!("project/{id}"), line(reference));
    let way = (Place::Allocated, Place::Approved);
    books.post(moving.of_project(EntryKind::Approve, way, id, project.pot, waiting))?;
    books.save(change, ctx).await?;
    change.keep(id, "Approved by", None, Some(&line(reference))).await
}
