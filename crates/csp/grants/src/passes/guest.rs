//! The way in by a link: whoever holds its secret is a guest at one project, and nowhere else.

use concordat_access::{
    Actor, Ctx, Resource,
    audit::{Entry, Outcome},
};
use concordat_kernel::{AnyId, Id, Money, Result};
use concordat_links::{Asked, ByLink, Holder};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{OPEN, Pass, START, VIEW_VISIT, store as passes};
use crate::{
    Claim, Output, Project,
    actions::{ADD_CLAIM, VIEW_PROJECT},
    rules::project::check_runs,
    store::{claims_of_project, outputs_of_project, place_of_project, project_and_last_day, remaining_of},
    urls,
};

sql! {
    MADE_BY_LINK = "SELECT c.id FROM grants_claim c JOIN grants_pass p ON p.id = c.made_by WHERE c.project_id = $1";
}

/// Somebody who holds a link that works.
#[derive(Debug, Clone)]
pub struct Guest {
    /// The circumstances, with the guest as the actor.
    pub ctx: Ctx,
    /// The pass behind the link.
    pub pass: Pass,
    /// The visit as the door sees it.
    pub(crate) resource: Resource,
}

impl ByLink for Guest {
    const HOLDER: Holder =
        Holder { names: ("concordat-claim", "__Secure-concordat-claim"), path: urls::CLAIMING };
    const BACK: &'static str = "Back to the project";
    const ENDED: &'static str = "It may be incomplete, too old or stopped, or the project is over.";
    const KEPT: &'static str = "Claims that were made are kept. Nothing is lost.";
    const ASKED: Asked = Asked { open: OPEN, start: START, view: VIEW_VISIT, send: ADD_CLAIM };

    async fn find(store: &Store, ctx: &Ctx, secret: &str) -> Result<Option<Self>> {
        let mut tx = store.peek().await?;
        let Some(pass) = passes::by_secret(&mut tx, secret).await? else {
            drop(tx);
            concordat_links::guessed(store, ctx, OPEN).await?;
            return Ok(None);
        };
        let (project, _) = project_and_last_day(&mut tx, pass.project_id).await?;
        let resource = visit(&mut tx, &pass).await?;
        drop(tx);
        let actor = Actor::Guest { pass: pass.id.uuid(), to: pass.project_id.uuid() };
        let ctx = Ctx { actor, ..ctx.clone() };
        if !pass.is_good(ctx.clock.now()) || check_runs(&project).is_err() {
            store.note(Entry::new(&ctx, OPEN, &resource, Outcome::Denied)).await?;
            return Ok(None);
        }
        Ok(Some(Self { ctx, pass, resource }))
    }

    fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    fn resource(&self) -> &Resource {
        &self.resource
    }

    async fn used(&self, tx: &mut Change) -> Result<()> {
        passes::used(tx, &self.ctx).await
    }
}

/// What a guest is shown of the project.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// The project: of it the guest is shown what it is called, who provides it and when it ends.
    pub(crate) project: Project,
    /// What can still be claimed.
    pub(crate) remaining: Money,
    /// What was claimed by link, oldest first. Claims that came another way may name others.
    pub(crate) claims: Vec<Claim>,
    /// What it promised to deliver, with what was counted.
    pub(crate) outputs: Vec<Output>,
}

/// The project that a guest claims for.
///
/// # Errors
/// When the store does not answer.
pub(crate) async fn seen(store: &Store, guest: &Guest) -> Result<Seen> {
    let id = guest.pass.project_id;
    let mut tx = store.read(&guest.ctx, VIEW_VISIT, &guest.resource).await?;
    let (project, _) = project_and_last_day(&mut tx, id).await?;
    let by_link: Vec<(Id<Claim>,)> = tx.all(&MADE_BY_LINK, args![id]).await?;
    let claims = claims_of_project(&mut tx, id).await?;
    Ok(Seen {
        remaining: remaining_of(&mut tx, project.award, id).await?,
        claims: claims.into_iter().filter(|claim| by_link.contains(&(claim.id,))).collect(),
        outputs: outputs_of_project(&mut tx, id).await?,
        project,
    })
}

/// How a pass is called where an actor is named: never by whom it is.
///
/// # Errors
/// When the store does not answer.
pub(crate) async fn title_of_pass(store: &Store, ctx: &Ctx, id: AnyId) -> Result<Option<String>> {
    let mut tx = store.peek().await?;
    let Some(pass) = passes::maybe_pass(&mut tx, Id::from_uuid(id)).await? else { return Ok(None) };
    let (project, _) = project_and_last_day(&mut tx, pass.project_id).await?;
    let (_, resource) = place_of_project(&mut tx, pass.project_id).await?;
    let provider = match project.said.provider.as_str() {
        "" => "A provider",
        provider => provider,
    };
    Ok(store.may(ctx, VIEW_PROJECT, &resource).then(|| format!("{provider}, by link")))
}

/// A visit belongs to the group that looks after the fund, and to the project, whose guest the holder is.
async fn visit(tx: &mut Tx, pass: &Pass) -> Result<Resource> {
    let (_, of) = place_of_project(tx, pass.project_id).await?;
    Ok(Resource { id: Some(pass.id.uuid()), kind: VIEW_VISIT.kind, ..of }.within(pass.project_id.uuid()))
}
