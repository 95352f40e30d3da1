use concordat_access::{Action as Verb, Ctx, Resource};
use concordat_kernel::{AnyId, Id, Kind as _, Ref, Refusal, Result};
use concordat_store::{FieldChange, Store, Tx, args, sql};

use super::{
    ADOPT, CHANGE_ADOPTION, VIEW_ADOPTION,
    origins::{Origin, Origins},
};
use crate::{
    Action, Plan, PlanHead, Priority, State,
    store::{VIEW, action_resource, load, plan_resource, priority_resource},
    strategies::{model::Adoption, rules},
};

sql! {
    OF_PLAN = "SELECT a.id, a.priority_id, a.origin_kind, a.origin_id, a.owner, a.title, a.number, a.text, a.decision,
                      a.adopted_at, a.seen_at, a.ended_at, a.ended_because, a.version
               FROM plan_adoption a JOIN plan_priority p ON p.id = a.priority_id
               WHERE p.plan_id = $1 ORDER BY p.position, a.title, a.adopted_at, a.id";
    ONE = "SELECT id, priority_id, origin_kind, origin_id, owner, title, number, text, decision, adopted_at, seen_at,
                  ended_at, ended_because, version
           FROM plan_adoption WHERE id = $1";
    OF_ORIGIN = "SELECT p.plan_id, p.id, p.title FROM plan_adoption a JOIN plan_priority p ON p.id = a.priority_id
                 WHERE a.origin_id = $1 AND a.ended_at IS NULL ORDER BY a.id";
    COUNT = "SELECT COUNT(*) FROM plan_adoption a JOIN plan_priority p ON p.id = a.priority_id
             WHERE p.plan_id = $1 AND a.ended_at IS NULL";
    TAKEN = "SELECT a.id FROM plan_adoption a JOIN plan_priority p ON p.id = a.priority_id
             WHERE p.plan_id = $1 AND a.origin_id = $2 AND a.ended_at IS NULL";
    INSERT = "INSERT INTO plan_adoption
                  (id, priority_id, origin_kind, origin_id, owner, title, number, text, decision, adopted_at,
                   adopted_by, seen_at, ended_at, ended_because, version)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $10, NULL, NULL, 1)";
    SEEN = "UPDATE plan_adoption SET seen_at = $2, version = version + 1 WHERE id = $1 AND version = $3";
    END = "UPDATE plan_adoption SET ended_at = $2, ended_because = $3, version = version + 1
           WHERE id = $1 AND version = $4 AND ended_at IS NULL";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Adoption>,
    priority_id: Id<Priority>,
    origin_kind: String,
    origin_id: Id<()>,
    owner: String,
    title: String,
    number: String,
    text: String,
    decision: String,
    adopted_at: String,
    seen_at: String,
    ended_at: Option<String>,
    ended_because: Option<String>,
    version: i64,
}

/// What is to be adopted into a priority.
#[derive(Debug, Clone)]
pub struct NewAdoption {
    /// The things.
    pub things: Vec<Ref>,
    /// The decision by which they are adopted.
    pub decision: String,
}

/// Something that a plan adopted, with how it stands at the origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopted {
    /// Its id.
    pub id: Id<Adoption>,
    /// The priority it was adopted into.
    pub priority: Id<Priority>,
    /// What it was on the day: owner, title, number and words.
    pub was: Origin,
    /// What it is now; nothing when the asker may not see the origin.
    pub now: Option<Origin>,
    /// When something last changed at the origin.
    pub last: Option<String>,
    /// What changed at the origin since somebody last looked, newest first.
    pub changes: Vec<FieldChange>,
    /// The decision by which it was adopted.
    pub decision: String,
    /// When.
    pub adopted_at: String,
    /// When somebody last looked at the changes.
    pub seen_at: String,
    /// When it ended and why, when it has.
    pub ended: Option<(String, String)>,
    /// Counts its changes.
    pub version: i64,
}

impl Adopted {
    /// `Adopted from Merrowshire Police, Women and girls strategy, 1.2`.
    pub fn words(&self) -> String {
        let mut words = format!("Adopted from {}, {}", self.was.owner, self.was.title);
        if !self.was.number.is_empty() {
            words.push_str(", ");
            words.push_str(&self.was.number);
        }
        words
    }
}

/// Adopts things into a priority, all or none.
///
/// # Errors
/// When the asker may not, may not see one of them, or it was adopted by this plan already.
pub async fn adopt(store: &Store, ctx: &Ctx, priority: Id<Priority>, new: &NewAdoption) -> Result<usize> {
    let (plan, resource) = priority_resource(&mut store.peek().await?, priority).await?;
    let resource = Resource { within: resource.within, ..Resource::any(Adoption::NAME) };
    let mut tx = store.change(ctx, ADOPT, &resource).await?;
    rules::check_text(
        "decision",
        &new.decision,
        Some("Enter the decision, such as a meeting and its minute."),
    )?;
    if new.things.is_empty() {
        return Err(Refusal::invalid("item", "Choose at least one thing to adopt.").into());
    }
    let mut found = Origins::default();
    for thing in &new.things {
        let missing = || Refusal::invalid("item", "One of these is not there any more. Choose again.");
        let origin = found.find(store, ctx, &mut tx, thing).await?.ok_or_else(missing)?;
        let own =
            thing.kind == Action::NAME && action_resource(&mut tx, Id::from_uuid(thing.id)).await?.0 == plan;
        if own {
            return Err(Refusal::invalid("item", "A plan does not adopt its own actions.").into());
        }
        if tx.opt::<(String,)>(&TAKEN, args![plan, thing.id]).await?.is_some() {
            let name = format!("{} {}", origin.title, origin.number);
            return Err(Refusal::invalid("item", format!("This plan has adopted “{name}” already.")).into());
        }
        let id: Id<Adoption> = ctx.chance.id(&ctx.clock);
        let row = args![
            id,
            priority,
            thing.kind.as_ref(),
            thing.id,
            &origin.owner,
            &origin.title,
            &origin.number,
            &origin.text,
            new.decision.trim(),
            ctx.clock.now(),
            ctx.actor.word()
        ];
        tx.run(&INSERT, row).await?;
        let words = format!("{}, {} {}", origin.owner, origin.title, origin.number);
        tx.keep(priority, "Adopted", None, Some(&words)).await?;
    }
    tx.about(priority.uuid());
    tx.commit().await?;
    Ok(new.things.len())
}

/// What a plan adopted, with how it stands at the origins: read there, so that nothing is typed twice.
///
/// # Errors
/// When the asker may not read the plan.
pub async fn adopted(store: &Store, ctx: &Ctx, plan: Id<Plan>) -> Result<Vec<Adopted>> {
    let within = plan_resource(&mut store.peek().await?, plan).await?.within;
    let resource = Resource { within, ..Resource::any(Adoption::NAME) };
    let mut tx = store.read(ctx, VIEW_ADOPTION, &resource).await?;
    let mut origins = Origins::default();
    let mut all = Vec::new();
    for row in tx.all::<Row>(&OF_PLAN, args![plan]).await? {
        let thing = Ref { kind: row.origin_kind.clone().into(), id: row.origin_id.uuid() };
        let now = match row.ended_at {
            None => origins.find(store, ctx, &mut tx, &thing).await?,
            Some(_) => None,
        };
        let mut changes = if now.is_some() { tx.history(thing.id).await? } else { Vec::new() };
        let last = changes.first().map(|change| change.at.clone());
        changes.retain(|change| change.at > row.seen_at && change.field != "Link");
        all.push(of_row(row, thing, now, last, changes));
    }
    Ok(all)
}

fn of_row(
    row: Row,
    thing: Ref,
    now: Option<Origin>,
    last: Option<String>,
    changes: Vec<FieldChange>,
) -> Adopted {
    let Row { owner, title, number, text, .. } = row;
    let was = Origin { thing, owner, title, number, text, state: State::NoUpdate, said: None };
    Adopted {
        id: row.id,
        priority: row.priority_id,
        was,
        now,
        last,
        changes,
        decision: row.decision,
        adopted_at: row.adopted_at,
        seen_at: row.seen_at,
        ended: row.ended_at.zip(row.ended_because),
        version: row.version,
    }
}

/// A priority that adopted a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopter {
    /// Its plan.
    pub plan: PlanHead,
    /// The priority.
    pub priority: Id<Priority>,
    /// Its title.
    pub title: String,
}

/// The priorities that adopted a thing and still hold to it. Whoever may not see a plan is not told that it did.
///
/// # Errors
/// When the database does not answer.
pub async fn adopters(store: &Store, ctx: &Ctx, thing: AnyId) -> Result<Vec<Adopter>> {
    let mut tx = store.peek().await?;
    let mut adopters = Vec::new();
    for (plan, priority, title) in
        tx.all::<(Id<Plan>, Id<Priority>, String)>(&OF_ORIGIN, args![thing]).await?
    {
        let plan = load::load_head(&mut tx, plan).await?;
        let seen = store.may(ctx, VIEW, &Resource::one(plan.id).within(plan.group));
        if seen && store.may(ctx, VIEW_ADOPTION, &Resource::any(Adoption::NAME).within(plan.group)) {
            adopters.push(Adopter { plan, priority, title });
        }
    }
    Ok(adopters)
}

/// How much a plan adopted and still holds to; nothing when the asker may not know.
///
/// # Errors
/// When the database does not answer.
pub async fn adopted_count(store: &Store, ctx: &Ctx, plan: &PlanHead) -> Result<Option<usize>> {
    let resource = Resource::any(Adoption::NAME).within(plan.group);
    if !store.may(ctx, VIEW_ADOPTION, &resource) {
        return Ok(None);
    }
    let (count,): (i64,) =
        store.read(ctx, VIEW_ADOPTION, &resource).await?.one(&COUNT, args![plan.id]).await?;
    Ok(Some(usize::try_from(count).unwrap_or(0)))
}

/// An adoption with its plan, for a page on which `verb` is about to be done.
///
/// # Errors
/// When there is none, or the asker may not do that to it.
pub async fn adoption(store: &Store, ctx: &Ctx, verb: Verb, id: Id<Adoption>) -> Result<(Id<Plan>, Adopted)> {
    let (plan, resource, row) = one(&mut store.peek().await?, id).await?;
    store.ask(ctx, verb, &resource).await?;
    let thing = Ref { kind: row.origin_kind.clone().into(), id: row.origin_id.uuid() };
    Ok((plan, of_row(row, thing, None, None, Vec::new())))
}

async fn one(tx: &mut Tx, id: Id<Adoption>) -> Result<(Id<Plan>, Resource, Row)> {
    let row = tx.one::<Row>(&ONE, args![id]).await?;
    let (plan, resource) = priority_resource(tx, row.priority_id).await?;
    Ok((plan, Resource { within: resource.within, ..Resource::one(id) }, row))
}

/// Keeps that what changed at the origin was looked at.
///
/// # Errors
/// [`Refusal::Conflict`] when it changed since; when the asker may not.
pub async fn see(store: &Store, ctx: &Ctx, id: Id<Adoption>, version: i64) -> Result<Id<Plan>> {
    let (plan, resource, _) = one(&mut store.peek().await?, id).await?;
    let mut tx = store.change(ctx, CHANGE_ADOPTION, &resource).await?;
    if tx.run(&SEEN, args![id, ctx.clock.now(), version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    tx.commit().await?;
    Ok(plan)
}

/// Ends an adoption, with a reason. It stays in the record.
///
/// # Errors
/// As [`see`], and when no reason is given.
pub async fn end_adoption(
    store: &Store,
    ctx: &Ctx,
    id: Id<Adoption>,
    version: i64,
    because: &str,
) -> Result<Id<Plan>> {
    let (plan, resource, row) = one(&mut store.peek().await?, id).await?;
    let mut tx = store.change(ctx, CHANGE_ADOPTION, &resource).await?;
    rules::check_text("because", because, Some("Enter why the adoption ends."))?;
    if tx.run(&END, args![id, ctx.clock.now(), because.trim(), version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    let words = format!("{}, {} {}", row.owner, row.title, row.number);
    tx.keep(row.priority_id, "Adopted", Some(&words), None).await?;
    tx.keep(id, "Ended, because", None, Some(because.trim())).await?;
    tx.commit().await?;
    Ok(plan)
}
