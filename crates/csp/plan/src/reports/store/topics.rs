//! The year's focus topics: what scrutiny looks at, kept with the plan.

use std::sync::Arc;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Refusal, Result};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{CHANGE_TOPIC, resource};
use crate::{
    Action, Plan, Priority, RecordedPlan,
    reports::{facts::Topic, rules},
    store as plans,
};

sql! {
    OF_PLAN = "SELECT id, title, because, commentary, version FROM plan_topic
               WHERE plan_id = $1 AND given_up_on IS NULL ORDER BY title, id";
    ITEMS = "SELECT i.topic_id, i.kind, i.thing
             FROM plan_topic_item i JOIN plan_topic t ON t.id = i.topic_id
             WHERE t.plan_id = $1 ORDER BY i.topic_id, i.kind, i.thing";
    PLAN_OF = "SELECT plan_id FROM plan_topic WHERE id = $1 AND given_up_on IS NULL";
    ADD = "INSERT INTO plan_topic (id, plan_id, title, because, commentary, version)
           VALUES ($1, $2, $3, $4, $5, 1)";
    UPDATE = "UPDATE plan_topic SET title = $2, because = $3, commentary = $4, version = version + 1
              WHERE id = $1 AND version = $5";
    GIVE_UP = "UPDATE plan_topic SET given_up_on = $2, version = version + 1 WHERE id = $1 AND version = $3";
    CLEAR = "DELETE FROM plan_topic_item WHERE topic_id = $1";
    COVER = "INSERT INTO plan_topic_item (topic_id, kind, thing) VALUES ($1, $2, $3)";
    /// Some focus topic that never changed.
    pub ANY_TOPIC = "SELECT id FROM plan_topic WHERE given_up_on IS NULL ORDER BY version, id LIMIT 1";
}

/// The focus topics of a plan that were not given up, by title.
pub(crate) async fn of_plan(tx: &mut Tx, plan: Id<Plan>) -> Result<Vec<Topic>> {
    type Row = (Id<Topic>, String, String, String, i64);
    let mut topics: Vec<Topic> = tx
        .all::<Row>(&OF_PLAN, args![plan])
        .await?
        .into_iter()
        .map(|(id, title, because, commentary, version)| Topic {
            id,
            title,
            because,
            commentary,
            priorities: Vec::new(),
            actions: Vec::new(),
            version,
        })
        .collect();
    for (topic, kind, thing) in tx.all::<(Id<Topic>, String, Id<()>)>(&ITEMS, args![plan]).await? {
        let Some(topic) = topics.iter_mut().find(|known| known.id == topic) else { continue };
        match kind.as_str() {
            Priority::NAME => topic.priorities.push(Id::from_uuid(thing.uuid())),
            _ => topic.actions.push(Id::from_uuid(thing.uuid())),
        }
    }
    Ok(topics)
}

/// The plan whose topic it is, with the topic: for a page on which it is about to be changed.
///
/// # Errors
/// When there is no such topic, or the asker may not keep the plan's topics.
pub(crate) async fn topic(store: &Store, ctx: &Ctx, id: Id<Topic>) -> Result<(RecordedPlan, Topic)> {
    let mut peek = store.peek().await?;
    let (plan,): (Id<Plan>,) = peek.one(&PLAN_OF, args![id]).await?;
    let within = plans::plan_resource(&mut peek, plan).await?.within;
    drop(peek);
    let mut tx = store.read(ctx, CHANGE_TOPIC, &Resource { within, ..Resource::one(id) }).await?;
    let topic = of_plan(&mut tx, plan).await?.into_iter().find(|topic| topic.id == id);
    Ok((plans::load::load(&mut tx, plan).await?, topic.ok_or(Refusal::NotFound)?))
}

/// A plan whose topics are about to be kept.
///
/// # Errors
/// When there is no such plan, or the asker may not keep its topics.
pub(crate) async fn plan_for_topics(store: &Store, ctx: &Ctx, id: Id<Plan>) -> Result<Arc<RecordedPlan>> {
    plans::plan_to(store, ctx, CHANGE_TOPIC, id).await
}

/// Adds a topic to a plan. Its id and version are not read.
///
/// # Errors
/// When the asker may not, or a rule says no.
pub async fn add(store: &Store, ctx: &Ctx, plan: &RecordedPlan, new: &Topic) -> Result<Id<Topic>> {
    let asked = Resource { id: None, ..resource(&plan.head, CHANGE_TOPIC) };
    let mut tx = store.change(ctx, CHANGE_TOPIC, &asked).await?;
    let known = of_plan(&mut tx, plan.head.id).await?;
    rules::check_topic(plan, &known, new, None)?;
    let id: Id<Topic> = ctx.chance.id(&ctx.clock);
    tx.run(&ADD, args![id, plan.head.id, &new.title, &new.because, &new.commentary]).await?;
    cover(&mut tx, id, new).await?;
    keep(&mut tx, id, plan, None, Some(new)).await?;
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

/// Changes a topic; `latter` carries the version that its editor saw.
///
/// # Errors
/// [`Refusal::Conflict`] when it changed since; when the asker may not; when a rule says no.
pub(crate) async fn change(store: &Store, ctx: &Ctx, plan: &RecordedPlan, latter: &Topic) -> Result<()> {
    let mut tx = store.change(ctx, CHANGE_TOPIC, &about(plan, latter.id)).await?;
    let known = of_plan(&mut tx, plan.head.id).await?;
    let former = known.iter().find(|topic| topic.id == latter.id).ok_or(Refusal::NotFound)?;
    rules::check_topic(plan, &known, latter, Some(latter.id))?;
    let row = args![latter.id, &latter.title, &latter.because, &latter.commentary, latter.version];
    if tx.run(&UPDATE, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    tx.run(&CLEAR, args![latter.id]).await?;
    cover(&mut tx, latter.id, latter).await?;
    keep(&mut tx, latter.id, plan, Some(former), Some(latter)).await?;
    tx.commit().await
}

/// Gives a topic up: no report tells of it any more, and it stays in the record.
///
/// # Errors
/// As [`change`].
pub(crate) async fn give_up(store: &Store, ctx: &Ctx, plan: &RecordedPlan, topic: &Topic) -> Result<()> {
    let mut tx = store.change(ctx, CHANGE_TOPIC, &about(plan, topic.id)).await?;
    if tx.run(&GIVE_UP, args![topic.id, ctx.clock.today(), topic.version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    keep(&mut tx, topic.id, plan, Some(topic), None).await?;
    tx.commit().await
}

fn about(plan: &RecordedPlan, id: Id<Topic>) -> Resource {
    Resource::one(id).within(plan.head.group)
}

async fn cover(tx: &mut Change, id: Id<Topic>, topic: &Topic) -> Result<()> {
    for priority in &topic.priorities {
        tx.run(&COVER, args![id, Priority::NAME, *priority]).await?;
    }
    for action in &topic.actions {
        tx.run(&COVER, args![id, Action::NAME, *action]).await?;
    }
    Ok(())
}

async fn keep(
    tx: &mut Change,
    id: Id<Topic>,
    plan: &RecordedPlan,
    former: Option<&Topic>,
    latter: Option<&Topic>,
) -> Result<()> {
    let said = |text: Option<String>| text.filter(|text| !text.is_empty());
    let fields = |topic: Option<&Topic>| {
        [
            topic.map(|one| one.title.clone()),
            topic.map(|one| one.because.clone()),
            topic.map(|one| one.commentary.clone()),
        ]
        .map(said)
    };
    for ((field, was), is) in
        ["Title", "Reason", "Commentary"].into_iter().zip(fields(former)).zip(fields(latter))
    {
        tx.keep(id, field, was.as_deref(), is.as_deref()).await?;
    }
    let covered = |topic: Option<&Topic>| said(topic.map(|topic| rules::covered_words(plan, topic)));
    tx.keep(id, "Covers", covered(former).as_deref(), covered(latter).as_deref()).await
}
