//! Passes as those who look after the money see them: made, shown, stopped; and the letters that belong to them.

use concordat_access::{Actor, Ctx, Resource};
use concordat_kernel::{Id, Ref, Refusal, Result, Sensitivity};
use concordat_links::secrets;
use concordat_mail::{Delivery, Letter};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{MAKE_PASS, Pass, REVOKE_PASS, VIEW_PASSES, expires, letter};
use crate::{
    Claim, Project,
    rules::{project::check_runs, said},
    store::{line, place_of_project, project_and_last_day},
};

sql! {
    INSERT = "INSERT INTO grants_pass (id, project_id, name, email, made_at, made_by, expires_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7)";
    INSERT_SECRET = "INSERT INTO grants_pass_secret (secret_hash, pass_id, made_at) VALUES ($1, $2, $3)";
    ONE = "SELECT id, project_id, name, email, made_at, made_by, expires_at, revoked_at, last_used_at
           FROM grants_pass WHERE id = $1";
    OF_PROJECT = "SELECT id, project_id, name, email, made_at, made_by, expires_at, revoked_at, last_used_at
                  FROM grants_pass WHERE project_id = $1 ORDER BY made_at, id";
    BY_SECRET = "SELECT p.id, p.project_id, p.name, p.email, p.made_at, p.made_by, p.expires_at, p.revoked_at,
                        p.last_used_at
                 FROM grants_pass_secret s JOIN grants_pass p ON p.id = s.pass_id WHERE s.secret_hash = $1";
    STOP = "UPDATE grants_pass SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    USED = "UPDATE grants_pass SET last_used_at = $2
            WHERE id = $1 AND revoked_at IS NULL AND expires_at > $2
              AND EXISTS (SELECT 1 FROM grants_project p
                          WHERE p.id = grants_pass.project_id AND p.state IN ('planned', 'running'))";
    CLAIMED_BY = "SELECT made_by FROM grants_claim WHERE id = $1";
    /// Some pass that works, for tests that walk the routes.
    pub(crate) ANY_PASS = "SELECT g.id FROM grants_pass g JOIN grants_project p ON p.id = g.project_id
                           WHERE g.revoked_at IS NULL AND p.state IN ('planned', 'running')
                           ORDER BY g.made_at DESC, g.id LIMIT 1";
}

/// How many people can hold a working link to one project.
const MOST: usize = 20;

/// To whom a pass is to be made out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPass {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// Makes a pass to a project out, and posts the letter that brings its link.
///
/// # Errors
/// When the project is over, they have a link already, the name or address cannot stand, or the asker may not.
pub async fn make_pass(store: &Store, ctx: &Ctx, project: Id<Project>, new: &NewPass) -> Result<Id<Pass>> {
    let resource = passes_of(&mut store.peek().await?, project).await?;
    let mut tx = store.change(ctx, MAKE_PASS, &resource).await?;
    let (of, last) = project_and_last_day(&mut tx, project).await?;
    check_runs(&of)?;
    said::needed("name", &new.name, "Enter their name.")?;
    concordat_mail::check_address(&new.email)?;
    let now = ctx.clock.now();
    let email = new.email.trim().to_lowercase();
    let held = of_project(&mut tx, project).await?;
    let mut good = held.iter().filter(|pass| pass.is_good(now));
    if good.clone().any(|pass| pass.email == email) {
        return Err(Refusal::invalid("email", "This person has a link to this project already.").into());
    }
    if good.nth(MOST - 1).is_some() {
        return Err(Refusal::rule(format!(
            "{MOST} people have a link to this project already. That is as many as there can be: stop one first."
        ))
        .into());
    }
    let id: Id<Pass> = ctx.chance.id(&ctx.clock);
    let name = line(&new.name);
    let row = args![id, project, &name, &email, now, ctx.actor.word(), expires(now, last)];
    tx.run(&INSERT, row).await?;
    let letter = Letter { to_name: name, to_email: email, about: Ref::to(id), kind: letter::INVITED };
    concordat_mail::post(&mut tx, ctx, letter).await?;
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

/// Who holds passes to a project, oldest first, each with what became of its letters.
///
/// # Errors
/// When there is no such project, or they are not for the asker to see.
pub async fn passes(
    store: &Store,
    ctx: &Ctx,
    project: Id<Project>,
) -> Result<(Project, Vec<(Pass, Vec<Delivery>)>)> {
    let resource = passes_of(&mut store.peek().await?, project).await?;
    let mut tx = store.read(ctx, VIEW_PASSES, &resource).await?;
    let (of, _) = project_and_last_day(&mut tx, project).await?;
    let mut held = Vec::new();
    for pass in of_project(&mut tx, project).await? {
        let letters = concordat_mail::letters_about(&mut tx, &[Ref::to(pass.id)]).await?;
        held.push((pass, letters));
    }
    Ok((of, held))
}

/// The project, for whoever may make passes to it.
///
/// # Errors
/// When the asker may not.
pub(crate) async fn project_to_share(store: &Store, ctx: &Ctx, id: Id<Project>) -> Result<Project> {
    let resource = passes_of(&mut store.peek().await?, id).await?;
    let mut tx = store.read(ctx, MAKE_PASS, &resource).await?;
    Ok(project_and_last_day(&mut tx, id).await?.0)
}

/// Makes a new link to a pass and gives its secret, which is kept only as a hash. Earlier links stay good: a letter
/// that was sent twice holds two that work.
///
/// # Errors
/// When the pass was stopped or is too old, or the project is over; when the asker may not.
pub async fn make_link(store: &Store, ctx: &Ctx, id: Id<Pass>) -> Result<(String, Pass)> {
    let resource = pass_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.change(ctx, MAKE_PASS, &resource).await?;
    let pass = pass(&mut tx, id).await?;
    let (of, _) = project_and_last_day(&mut tx, pass.project_id).await?;
    if !pass.is_good(ctx.clock.now()) || check_runs(&of).is_err() {
        return Err(Refusal::rule("This link was stopped, is too old, or its project is over.").into());
    }
    let secret = secrets::token(&ctx.chance);
    tx.run(&INSERT_SECRET, args![secrets::hash(&secret), id, ctx.clock.now()]).await?;
    tx.commit().await?;
    Ok((secret, pass))
}

/// Stops a pass. What was claimed by it stays.
///
/// # Errors
/// When there is none, or the asker may not.
pub async fn stop_pass(store: &Store, ctx: &Ctx, id: Id<Pass>) -> Result<Id<Project>> {
    let resource = pass_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.change(ctx, REVOKE_PASS, &resource).await?;
    let project = pass(&mut tx, id).await?.project_id;
    tx.run(&STOP, args![id, ctx.clock.now()]).await?;
    tx.commit().await?;
    Ok(project)
}

/// Notes that something is done by a link, where it is. It comes to nothing when the link was stopped, or the project
/// ended, since the guest was let in.
pub(crate) async fn used(tx: &mut Change, ctx: &Ctx) -> Result<()> {
    if let Actor::Guest { pass, .. } = ctx.actor
        && tx.run(&USED, args![pass, ctx.clock.now()]).await? == 0
    {
        return Err(Refusal::rule(
            "Your link was stopped, or the project ended, while you were writing. What was sent before is kept.",
        )
        .into());
    }
    Ok(())
}

/// Posts the letter that tells whoever claimed by link what became of the claim, in the change that decides or pays it.
/// An earlier one that still waits is out of date then.
pub(crate) async fn tell(tx: &mut Change, ctx: &Ctx, claim: Id<Claim>) -> Result<()> {
    let Some(pass) = claimed_by(tx, claim).await?.filter(|pass| pass.revoked_at.is_none()) else {
        return Ok(());
    };
    let about = Ref::to(claim);
    concordat_mail::supersede(tx, ctx, &about, letter::TOLD).await?;
    let letter = Letter { to_name: pass.name, to_email: pass.email, about, kind: letter::TOLD };
    concordat_mail::post(tx, ctx, letter).await.map(drop)
}

/// The pass that a claim was made by, if it came by link.
pub(super) async fn claimed_by(tx: &mut Tx, claim: Id<Claim>) -> Result<Option<Pass>> {
    let (maker,): (String,) = tx.one(&CLAIMED_BY, args![claim]).await?;
    tx.opt(&ONE, args![maker]).await
}

/// One pass.
pub(super) async fn pass(tx: &mut Tx, id: Id<Pass>) -> Result<Pass> {
    tx.one(&ONE, args![id]).await
}

/// The same, where there is one.
pub(super) async fn maybe_pass(tx: &mut Tx, id: Id<Pass>) -> Result<Option<Pass>> {
    tx.opt(&ONE, args![id]).await
}

/// The passes to a project, oldest first.
pub(super) async fn of_project(tx: &mut Tx, project: Id<Project>) -> Result<Vec<Pass>> {
    tx.all(&OF_PROJECT, args![project]).await
}

/// The pass that a secret belongs to, whether or not it still works.
pub(super) async fn by_secret(tx: &mut Tx, secret: &str) -> Result<Option<Pass>> {
    if !secrets::is_token(secret) {
        return Ok(None);
    }
    tx.opt(&BY_SECRET, args![secrets::hash(secret)]).await
}

/// The passes to a project as the door sees them: names and addresses are restricted.
async fn passes_of(tx: &mut Tx, project: Id<Project>) -> Result<Resource> {
    let (_, of) = place_of_project(tx, project).await?;
    Ok(Resource { id: None, kind: MAKE_PASS.kind, ..of }.at(Sensitivity::Restricted))
}

async fn pass_resource(tx: &mut Tx, id: Id<Pass>) -> Result<Resource> {
    let project = pass(tx, id).await?.project_id;
    Ok(Resource { id: Some(id.uuid()), ..passes_of(tx, project).await? })
}
