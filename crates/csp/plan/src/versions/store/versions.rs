use concordat_access::{Ctx, audit::written};
use concordat_kernel::{Id, Problem, Refusal, Result};
use concordat_store::{Store, Tx, args, sql};

use super::{EXPORT_VERSION, PUBLISH, VIEW_VERSION, lines, version_resource, within};
use crate::{
    Plan, RecordedPlan,
    store::load::load,
    versions::{
        Version, VersionHead, rules,
        snapshot::{Snapshot, hash},
    },
};

sql! {
    INSERT_VERSION = "INSERT INTO plan_version (id, plan_id, number, title, decision, published_at, published_by, snapshot, hash)
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    HEADS = "SELECT id, plan_id, number, title, decision, published_at, published_by
             FROM plan_version WHERE plan_id = $1 ORDER BY number DESC";
    ONE = "SELECT id, plan_id, number, title, decision, published_at, published_by, snapshot, hash
           FROM plan_version WHERE id = $1";
    NEWEST = "SELECT id, plan_id, number, title, decision, published_at, published_by, snapshot, hash
              FROM plan_version WHERE plan_id = $1 ORDER BY number DESC LIMIT 1";
    ALL = "SELECT id FROM plan_version ORDER BY plan_id, number";
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    head: VersionHead,
    snapshot: String,
    hash: String,
}

/// What a new version is to be called, and what it rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewVersion {
    /// The number that the publisher was shown, 1 for the first; none when any is meant.
    pub number: Option<i64>,
    /// A title of its own; may be empty.
    pub title: String,
    /// By which decision: `Board, 14 July 2026, item 52`.
    pub decision: String,
}

/// A version and the plan as it was then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The version.
    pub head: VersionHead,
    /// What it says.
    pub snapshot: Snapshot,
    /// The same, as pages and exports know a plan.
    pub plan: RecordedPlan,
}

/// Publishes a plan as it stands now. What is published never changes.
///
/// # Errors
/// When the asker may not; when a rule says no; [`Refusal::Conflict`] when somebody published meanwhile.
pub async fn publish(store: &Store, ctx: &Ctx, plan: Id<Plan>, new: &NewVersion) -> Result<Id<Version>> {
    let resource = within(&mut store.peek().await?, "plan_version", plan).await?;
    let mut tx = store.change(ctx, PUBLISH, &resource).await?;
    rules::check_decision(&new.decision)?;
    rules::check_version_title(&new.title)?;
    let recorded = load(&mut tx, plan).await?;
    rules::check_can_be_published(&recorded)?;
    let snapshot = Snapshot::of(&recorded, &lines(&mut tx, plan).await?).written()?;
    let heads: Vec<VersionHead> = tx.all(&HEADS, args![plan]).await?;
    let head = VersionHead {
        id: ctx.chance.id(&ctx.clock),
        plan_id: plan,
        number: heads.first().map_or(0, |newest| newest.number) + 1,
        title: new.title.trim().to_owned(),
        decision: new.decision.trim().to_owned(),
        published_at: written(ctx.clock.now()),
        published_by: ctx.actor.word(),
    };
    if new.number.is_some_and(|shown| shown != head.number) {
        return Err(Refusal::Conflict.into());
    }
    let row = args![
        head.id,
        plan,
        head.number,
        &head.title,
        &head.decision,
        &head.published_at,
        &head.published_by,
        &snapshot,
        hash(&head, &snapshot)
    ];
    // Two publish at once: the second number 1 is refused by the database.
    tx.run_unless_taken(&INSERT_VERSION, row, Refusal::Conflict).await?;
    tx.keep(plan, "Published", None, Some(&format!("{}, {}", head.name(), head.decision))).await?;
    tx.about(head.id.uuid());
    tx.commit().await?;
    Ok(head.id)
}

/// The versions of a plan, newest first.
///
/// # Errors
/// When there is no such plan, or it is not for the asker.
pub async fn versions(store: &Store, ctx: &Ctx, plan: Id<Plan>) -> Result<Vec<VersionHead>> {
    let resource = within(&mut store.peek().await?, "plan_version", plan).await?;
    store.read(ctx, VIEW_VERSION, &resource).await?.all(&HEADS, args![plan]).await
}

/// One version, as it was.
///
/// # Errors
/// When there is none, or it is not for the asker; a problem when it is not what was published.
pub async fn version(store: &Store, ctx: &Ctx, id: Id<Version>) -> Result<Published> {
    let resource = version_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.read(ctx, VIEW_VERSION, &resource).await?;
    opened(tx.one(&ONE, args![id]).await?)
}

/// One version, to be taken away: leaves an audit row.
///
/// # Errors
/// As [`version`].
pub async fn version_for_export(store: &Store, ctx: &Ctx, id: Id<Version>) -> Result<Published> {
    let resource = version_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.read(ctx, EXPORT_VERSION, &resource).await?;
    opened(tx.one(&ONE, args![id]).await?)
}

/// The newest published version of a plan. Ask for what is shown of it first.
///
/// # Errors
/// A problem when it is not what was published.
pub async fn published(tx: &mut Tx, plan: Id<Plan>) -> Result<Option<RecordedPlan>> {
    Ok(newest(tx, plan).await?.map(|published| published.plan))
}

/// The same with what is said of it.
///
/// # Errors
/// As [`published`].
pub async fn newest(tx: &mut Tx, plan: Id<Plan>) -> Result<Option<Published>> {
    tx.opt::<Row>(&NEWEST, args![plan]).await?.map(opened).transpose()
}

/// A plan as it stands now, to be compared with what it was.
///
/// # Errors
/// When there is no such plan, or it is not for the asker.
pub async fn snapshot_now(store: &Store, ctx: &Ctx, plan: Id<Plan>) -> Result<Snapshot> {
    let resource = within(&mut store.peek().await?, "plan_version", plan).await?;
    let mut tx = store.read(ctx, VIEW_VERSION, &resource).await?;
    let lines = lines(&mut tx, plan).await?;
    Ok(Snapshot::of(&load(&mut tx, plan).await?, &lines))
}

/// Reads every version again: what was found wrong, in words.
///
/// # Errors
/// When the database does not answer.
pub async fn verify(tx: &mut Tx) -> Result<Vec<String>> {
    let mut found = Vec::new();
    // One at a time: a record of ten years holds many, and each may be long.
    for (id,) in tx.all::<(Id<Version>,)>(&ALL, args![]).await? {
        let row: Row = tx.one(&ONE, args![id]).await?;
        let number = row.head.number;
        let plan = row.head.plan_id;
        if hash(&row.head, &row.snapshot) != row.hash {
            found.push(format!("version {number} of the plan {plan} is not what was published"));
        }
    }
    Ok(found)
}

fn opened(row: Row) -> Result<Published> {
    if hash(&row.head, &row.snapshot) != row.hash {
        return Err(Problem::say(format!("version {} is not what was published", row.head.id)).into());
    }
    let snapshot = Snapshot::read(&row.snapshot)?;
    let plan = snapshot.recorded()?;
    Ok(Published { head: row.head, snapshot, plan })
}
