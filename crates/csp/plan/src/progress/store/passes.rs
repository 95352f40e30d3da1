//! Passes: made, shown to officers, stopped, and found again by the secret in a link.

use concordat_access::{Actor, Ctx, Resource};
use concordat_kernel::{
    Id, Kind as _, Ref, Refusal, Result, Sensitivity,
    jiff::{Timestamp, civil::Date},
};
use concordat_links::secrets;
use concordat_mail::{Delivery, Letter};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{
    super::{
        letter,
        model::{Pass, RecordedPass, RecordedRequest, RecordedRound, Request, Round},
        rules,
    },
    MAKE_PASS, REVOKE_PASS, VIEW_PASSES, of_plan, request_resource, round_resource, rounds,
};
use crate::import::tidy;

sql! {
    INSERT = "INSERT INTO plan_pass (id, request_id, name, email, handed_on_by, made_at, made_by, expires_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    INSERT_SECRET = "INSERT INTO plan_pass_secret (secret_hash, pass_id, made_at) VALUES ($1, $2, $3)";
    PASS = "SELECT id, request_id, name, email, handed_on_by, made_at, expires_at, revoked_at, last_used_at
            FROM plan_pass WHERE id = $1";
    OF_REQUEST = "SELECT id, request_id, name, email, handed_on_by, made_at, expires_at, revoked_at, last_used_at
                  FROM plan_pass WHERE request_id = $1 ORDER BY made_at, id";
    OF_ROUND = "SELECT p.id, p.request_id, p.name, p.email, p.handed_on_by, p.made_at, p.expires_at, p.revoked_at,
                       p.last_used_at
                FROM plan_pass p JOIN plan_request r ON r.id = p.request_id
                WHERE r.round_id = $1 ORDER BY p.made_at, p.id";
    BY_SECRET = "SELECT p.id, p.request_id, p.name, p.email, p.handed_on_by, p.made_at, p.expires_at, p.revoked_at,
                        p.last_used_at
                 FROM plan_pass_secret s JOIN plan_pass p ON p.id = s.pass_id
                 WHERE s.secret_hash = $1";
    REVOKE = "UPDATE plan_pass SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    USED = "UPDATE plan_pass SET last_used_at = $2
            WHERE id = $1 AND revoked_at IS NULL AND expires_at > $2
              AND EXISTS (SELECT 1 FROM plan_request r JOIN plan_round o ON o.id = r.round_id
                          WHERE r.id = plan_pass.request_id AND o.closed_at IS NULL)";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Pass>,
    request_id: Id<Request>,
    name: String,
    email: String,
    handed_on_by: Option<Id<Pass>>,
    made_at: String,
    expires_at: String,
    revoked_at: Option<String>,
    last_used_at: Option<String>,
}

/// A pass that is to be made out.
#[derive(Debug, Clone)]
pub(super) struct NewPass {
    pub(super) request: Id<Request>,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) handed_on_by: Option<Id<Pass>>,
}

impl RecordedPass {
    /// Whether it has neither been stopped nor grown too old.
    pub fn is_good(&self, now: Timestamp) -> bool {
        let expires = self.expires_at.parse().unwrap_or(Timestamp::MIN);
        self.revoked_at.is_none() && now < expires
    }
}

/// Makes a pass out and posts the letter that brings its link. Called inside a change that has asked the door.
pub(super) async fn make(tx: &mut Change, ctx: &Ctx, new: NewPass, due_on: Date) -> Result<Id<Pass>> {
    let id: Id<Pass> = ctx.chance.id(&ctx.clock);
    let now = ctx.clock.now();
    let (name, email) = (tidy(&new.name), new.email.trim().to_lowercase());
    let expires = rules::pass_expires(now, due_on);
    let row = args![id, new.request, &name, &email, new.handed_on_by, now, ctx.actor.word(), expires];
    tx.run(&INSERT, row).await?;
    let kind = if new.handed_on_by.is_some() { letter::HANDED_ON } else { letter::ASKED };
    let letter = Letter { to_name: name, to_email: email, about: Ref::to(id), kind };
    concordat_mail::post(tx, ctx, letter).await?;
    Ok(id)
}

/// Sends what a lead is asked to one more person, who need be no contact of it.
///
/// # Errors
/// When the round is closed, the person has a link already, a rule says no, or the asker may not.
pub async fn send_to(
    store: &Store,
    ctx: &Ctx,
    request: Id<Request>,
    (name, email): (&str, &str),
) -> Result<Id<Pass>> {
    let (plan, _) = request_resource(&mut store.peek().await?, request).await?;
    let resource = of_plan(&mut store.peek().await?, Pass::NAME, plan).await?;
    let mut tx = store.change(ctx, MAKE_PASS, &resource).await?;
    let due_on = check_new(&mut tx, ctx.clock.now(), request, (name, email)).await?;
    let new = NewPass { request, name: name.to_owned(), email: email.to_owned(), handed_on_by: None };
    let id = make(&mut tx, ctx, new, due_on).await?;
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

/// Whether one more person can be given a pass to a request; the last day of its round if so.
pub(super) async fn check_new(
    tx: &mut Tx,
    now: Timestamp,
    request: Id<Request>,
    (name, email): (&str, &str),
) -> Result<Date> {
    rules::check_person(name, email)?;
    let recorded = rounds::request(tx, request).await?;
    let round = rounds::round(tx, recorded.round).await?;
    if round.closed_at.is_some() {
        return Err(Refusal::rule("This round is closed, so nobody can be asked in it any more.").into());
    }
    let passes = of_request(tx, request).await?;
    let good = passes.iter().filter(|pass| pass.is_good(now));
    let email = email.trim().to_lowercase();
    if good.clone().any(|pass| pass.email == email) {
        return Err(Refusal::invalid("email", "This person has a link to this request already.").into());
    }
    if good.count() >= rules::MOST_PASSES {
        return Err(Refusal::rule(format!(
            "{} people have a link to this request already. That is as many as there can be.",
            rules::MOST_PASSES
        ))
        .into());
    }
    Ok(round.due_on)
}

/// Who holds passes to the requests of a round, oldest first, each with what became of its letters.
///
/// # Errors
/// When there is no such round, or that is not for the asker to see.
pub async fn passes(
    store: &Store,
    ctx: &Ctx,
    round: Id<Round>,
) -> Result<Vec<(RecordedPass, Vec<Delivery>)>> {
    let (plan, _) = round_resource(&mut store.peek().await?, round).await?;
    let resource = of_plan(&mut store.peek().await?, Pass::NAME, plan).await?;
    let mut tx = store.read(ctx, VIEW_PASSES, &resource).await?;
    let mut held = Vec::new();
    for pass in tx.all::<Row>(&OF_ROUND, args![round]).await?.into_iter().map(recorded) {
        let letters = concordat_mail::letters_about(&mut tx, &[Ref::to(pass.id)]).await?;
        held.push((pass, letters));
    }
    Ok(held)
}

/// A request and its round, for the page on which it is sent to one more person.
///
/// # Errors
/// When there is none, or the asker may not send it.
pub(crate) async fn request_to_send(
    store: &Store,
    ctx: &Ctx,
    id: Id<Request>,
) -> Result<(RecordedRequest, RecordedRound)> {
    let (plan, _) = request_resource(&mut store.peek().await?, id).await?;
    let resource = of_plan(&mut store.peek().await?, Pass::NAME, plan).await?;
    let mut tx = store.read(ctx, MAKE_PASS, &resource).await?;
    let request = rounds::request(&mut tx, id).await?;
    let round = rounds::round(&mut tx, request.round).await?;
    Ok((request, round))
}

/// The passes to the requests of a round, oldest first.
pub(in super::super) async fn of_round(tx: &mut Tx, round: Id<Round>) -> Result<Vec<RecordedPass>> {
    Ok(tx.all::<Row>(&OF_ROUND, args![round]).await?.into_iter().map(recorded).collect())
}

/// The passes to one request, oldest first.
pub(super) async fn of_request(tx: &mut Tx, request: Id<Request>) -> Result<Vec<RecordedPass>> {
    Ok(tx.all::<Row>(&OF_REQUEST, args![request]).await?.into_iter().map(recorded).collect())
}

/// One pass.
pub(in super::super) async fn pass(tx: &mut Tx, id: Id<Pass>) -> Result<RecordedPass> {
    Ok(recorded(tx.one::<Row>(&PASS, args![id]).await?))
}

/// The pass that a secret belongs to, whether or not it still works.
pub(super) async fn by_secret(tx: &mut Tx, secret: &str) -> Result<Option<RecordedPass>> {
    if !secrets::is_token(secret) {
        return Ok(None);
    }
    Ok(tx.opt::<Row>(&BY_SECRET, args![secrets::hash(secret)]).await?.map(recorded))
}

/// Makes a new link to a pass and gives its secret, which is kept only as a hash. Earlier links stay good:
/// a letter that was sent twice holds two that work.
///
/// # Errors
/// When the pass has been stopped or its round closed; when the asker may not.
pub async fn make_link(store: &Store, ctx: &Ctx, id: Id<Pass>) -> Result<(String, RecordedPass, Id<Round>)> {
    let resource = pass_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.change(ctx, MAKE_PASS, &resource).await?;
    let pass = pass(&mut tx, id).await?;
    let request = rounds::request(&mut tx, pass.request).await?;
    let round = rounds::round(&mut tx, request.round).await?;
    if !pass.is_good(ctx.clock.now()) || round.closed_at.is_some() {
        return Err(Refusal::rule("This link was stopped, is too old, or its round is closed.").into());
    }
    let secret = secrets::token(&ctx.chance);
    tx.run(&INSERT_SECRET, args![secrets::hash(&secret), id, ctx.clock.now()]).await?;
    tx.commit().await?;
    Ok((secret, pass, round.id))
}

/// Stops a pass, and with it those that were handed on from it.
///
/// # Errors
/// When there is none, or the asker may not.
pub async fn revoke(store: &Store, ctx: &Ctx, id: Id<Pass>) -> Result<Id<Round>> {
    let resource = pass_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.change(ctx, REVOKE_PASS, &resource).await?;
    let request = pass(&mut tx, id).await?.request;
    let all = of_request(&mut tx, request).await?;
    let mut stopped = vec![id];
    // Handed on later means made later, so one pass over them in that order finds all.
    for pass in &all {
        if pass.handed_on_by.is_some_and(|by| stopped.contains(&by)) {
            stopped.push(pass.id);
        }
    }
    for pass in stopped {
        if tx.run(&REVOKE, args![pass, ctx.clock.now()]).await? > 0 && pass != id {
            tx.also(REVOKE_PASS, &Resource { id: Some(pass.uuid()), ..resource.clone() });
        }
    }
    let round = rounds::request(&mut tx, request).await?.round;
    tx.commit().await?;
    Ok(round)
}

/// Notes that something is done with a pass. What is done comes to nothing when the pass was stopped, or its
/// round closed, since the guest was let in.
pub(super) async fn used(tx: &mut Change, ctx: &Ctx) -> Result<()> {
    if let Actor::Guest { pass, .. } = ctx.actor
        && tx.run(&USED, args![pass, ctx.clock.now()]).await? == 0
    {
        return Err(Refusal::rule("Your link was stopped, or the round was closed, while you were writing. What was saved before is kept.").into());
    }
    Ok(())
}

async fn pass_resource(tx: &mut Tx, id: Id<Pass>) -> Result<Resource> {
    let pass = pass(tx, id).await?;
    let (plan, _) = request_resource(tx, pass.request).await?;
    let resource = of_plan(tx, Pass::NAME, plan).await?;
    Ok(Resource { id: Some(id.uuid()), ..resource }.at(Sensitivity::Restricted))
}

fn recorded(row: Row) -> RecordedPass {
    RecordedPass {
        id: row.id,
        request: row.request_id,
        name: row.name,
        email: row.email,
        handed_on_by: row.handed_on_by,
        made_at: row.made_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
        last_used_at: row.last_used_at,
    }
}
