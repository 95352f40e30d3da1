use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use concordat_access::{Action as Verb, Ctx, Resource};
use concordat_kernel::{Id, Month, Period, Problem, Ref, Result};
use concordat_store::{FieldChange, Store, Tx, args, sql};

use super::{
    EXPORT, PLAN_OF_PRIORITY, VIEW, VIEW_ACTION, action_resource,
    items::{ItemRow, Items, day, link_state, timescale},
    plan_resource,
};
use crate::{
    Action, LeadBody, Plan, PlanHead, Priority, RecordedAction, RecordedPlan, RecordedPriority,
    exceptions::{Course, RecordedStep},
    import::{self, Funding, Linked, PriorityKind, Source},
};

sql! {
    PLANS = "SELECT id, title, period_from, period_to, group_id, key_lines, version
             FROM plan ORDER BY period_from DESC, title";
    PLAN = "SELECT id, title, period_from, period_to, group_id, key_lines, version FROM plan WHERE id = $1";
    PRIORITIES = "SELECT id, kind, title, aim, version
                  FROM plan_priority WHERE plan_id = $1 ORDER BY position, id";
    PRIORITY_TEXTS = "SELECT t.priority_id, t.kind, t.text
                      FROM plan_priority_text t JOIN plan_priority p ON p.id = t.priority_id
                      WHERE p.plan_id = $1 ORDER BY t.priority_id, t.kind, t.position";
    ACTIONS = "SELECT id, priority_id, number, starred, label, objective, lead_note, funding_note, linked, state,
                      withdrawn_because, source_page, source_line, version, recurs, confirmed_on
               FROM plan_action WHERE plan_id = $1 ORDER BY position, id";
    ACTION_TEXTS = "SELECT t.action_id, t.kind, t.text, t.body_id
                    FROM plan_action_text t JOIN plan_action a ON a.id = t.action_id
                    WHERE a.plan_id = $1 ORDER BY t.action_id, t.kind, t.position";
    ROWS = "SELECT r.id, r.action_id, r.timescale_kind, r.timescale, r.extra
            FROM plan_row r JOIN plan_action a ON a.id = r.action_id
            WHERE a.plan_id = $1 ORDER BY r.action_id, r.position, r.id";
    ITEMS = "SELECT i.row_id, i.kind, i.text, i.id, i.stood_down_on, i.stood_down_because
             FROM plan_item i JOIN plan_row r ON r.id = i.row_id JOIN plan_action a ON a.id = r.action_id
             WHERE a.plan_id = $1 ORDER BY i.row_id, i.kind, i.position, i.id";
    ACTION_TITLE = "SELECT number, objective FROM plan_action WHERE id = $1";
    PRIORITY_TITLE = "SELECT plan_id, title FROM plan_priority WHERE id = $1";
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    id: Id<Plan>,
    title: String,
    period_from: Option<String>,
    period_to: Option<String>,
    group_id: Option<Id<()>>,
    key_lines: String,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct PriorityRow {
    id: Id<Priority>,
    kind: String,
    title: String,
    aim: Option<String>,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct ActionRow {
    id: Id<Action>,
    priority_id: Id<Priority>,
    number: String,
    starred: i64,
    label: Option<String>,
    objective: String,
    lead_note: Option<String>,
    funding_note: Option<String>,
    linked: String,
    state: String,
    withdrawn_because: Option<String>,
    source_page: Option<i64>,
    source_line: i64,
    version: i64,
    recurs: String,
    confirmed_on: Option<String>,
}

#[derive(sqlx::FromRow)]
struct RowRow {
    id: String,
    action_id: Id<Action>,
    timescale_kind: String,
    timescale: String,
    extra: String,
}

/// The plans the asker may see, newest period first.
///
/// # Errors
/// When nobody may, or the database does not answer.
pub async fn plans(store: &Store, ctx: &Ctx) -> Result<Vec<PlanHead>> {
    let mut tx = store.peek().await?;
    let heads: Vec<PlanHead> = tx
        .all::<HeadRow>(&PLANS, args![])
        .await?
        .into_iter()
        .map(head)
        .filter(|head| store.may(ctx, VIEW, &Resource::one(head.id).within(head.group)))
        .collect();
    drop(tx);
    if heads.is_empty() {
        store.ask(ctx, VIEW, &Resource::any("plan")).await?;
    }
    Ok(heads)
}

/// A whole plan.
///
/// # Errors
/// When there is none, or it is not for the asker.
pub async fn plan(store: &Store, ctx: &Ctx, id: Id<Plan>) -> Result<Arc<RecordedPlan>> {
    plan_to(store, ctx, VIEW, id).await
}

/// A whole plan, for a page on which `verb` is about to be done: asked before the page is shown.
///
/// # Errors
/// When there is none, or the asker may not do that to it.
pub async fn plan_to(store: &Store, ctx: &Ctx, verb: Verb, id: Id<Plan>) -> Result<Arc<RecordedPlan>> {
    let resource = plan_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.read(ctx, verb, &Resource { kind: verb.kind, ..resource }).await?;
    kept(store, &mut tx, id).await
}

/// A whole plan, to be taken away: leaves an audit row.
///
/// # Errors
/// When there is none, or the asker may not take it away.
pub async fn plan_for_export(store: &Store, ctx: &Ctx, id: Id<Plan>) -> Result<RecordedPlan> {
    let resource = plan_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.read(ctx, EXPORT, &resource).await?;
    load(&mut tx, id).await
}

/// The whole plan that an action belongs to.
///
/// # Errors
/// When there is no such action, or it is not for the asker.
pub async fn plan_of_action(store: &Store, ctx: &Ctx, action: Id<Action>) -> Result<Arc<RecordedPlan>> {
    plan_of_action_to(store, ctx, VIEW_ACTION, action).await
}

/// The same, for a page on which `verb` is about to be done to the action.
///
/// # Errors
/// When there is no such action, or the asker may not do that to it.
pub async fn plan_of_action_to(
    store: &Store,
    ctx: &Ctx,
    verb: Verb,
    action: Id<Action>,
) -> Result<Arc<RecordedPlan>> {
    let (plan, resource) = action_resource(&mut store.peek().await?, action).await?;
    let mut tx = store.read(ctx, verb, &resource).await?;
    kept(store, &mut tx, plan).await
}

/// The whole plan that a priority belongs to.
///
/// # Errors
/// When there is no such priority, or it is not for the asker.
pub async fn plan_of_priority(store: &Store, ctx: &Ctx, priority: Id<Priority>) -> Result<Arc<RecordedPlan>> {
    plan_of_priority_to(store, ctx, VIEW, priority).await
}

/// The same, for a page on which `verb` is about to be done to the priority.
///
/// # Errors
/// When there is no such priority, or the asker may not do that to it.
pub async fn plan_of_priority_to(
    store: &Store,
    ctx: &Ctx,
    verb: Verb,
    priority: Id<Priority>,
) -> Result<Arc<RecordedPlan>> {
    let (id,): (Id<Plan>,) = store.peek().await?.one(&PLAN_OF_PRIORITY, args![priority]).await?;
    plan_to(store, ctx, verb, id).await
}

/// What an action was before: every field ever changed, newest first.
///
/// # Errors
/// When there is no such action, or it is not for the asker.
pub async fn action_history(store: &Store, ctx: &Ctx, action: Id<Action>) -> Result<Vec<FieldChange>> {
    let (_, resource) = action_resource(&mut store.peek().await?, action).await?;
    store.read(ctx, VIEW_ACTION, &resource).await?.history(action.uuid()).await
}

/// What a priority was before, newest first.
///
/// # Errors
/// When there is no such priority, or it is not for the asker.
pub async fn priority_history(store: &Store, ctx: &Ctx, id: Id<Priority>) -> Result<Vec<FieldChange>> {
    let mut tx = store.peek().await?;
    let (plan,): (Id<Plan>,) = tx.one(&PLAN_OF_PRIORITY, args![id]).await?;
    let resource = plan_resource(&mut tx, plan).await?;
    drop(tx);
    store.read(ctx, VIEW, &resource).await?.history(id.uuid()).await
}

/// What a plan's own fields were before, newest first.
///
/// # Errors
/// When there is no such plan, or it is not for the asker.
pub async fn plan_history(store: &Store, ctx: &Ctx, id: Id<Plan>) -> Result<Vec<FieldChange>> {
    let resource = plan_resource(&mut store.peek().await?, id).await?;
    store.read(ctx, VIEW, &resource).await?.history(id.uuid()).await
}

/// The title of a plan or an action, for links from elsewhere; nothing when the asker may not see it.
///
/// # Errors
/// When the database does not answer.
pub async fn titles(store: &Store, ctx: &Ctx, thing: &Ref) -> Result<Option<String>> {
    let mut tx = store.peek().await?;
    match thing.kind.as_ref() {
        "plan" => {
            let Some(row) = tx.opt::<HeadRow>(&PLAN, args![thing.id]).await? else { return Ok(None) };
            let head = head(row);
            let seen = store.may(ctx, VIEW, &Resource::one(head.id).within(head.group));
            Ok(seen.then_some(head.title))
        }
        "plan_action" => {
            let id = Id::<Action>::from_uuid(thing.id);
            let Some((number, objective)) =
                tx.opt::<(String, String)>(&ACTION_TITLE, args![thing.id]).await?
            else {
                return Ok(None);
            };
            let (_, resource) = action_resource(&mut tx, id).await?;
            Ok(store.may(ctx, VIEW_ACTION, &resource).then(|| format!("Action {number} {objective}")))
        }
        "plan_priority" => {
            let row = tx.opt::<(Id<Plan>, String)>(&PRIORITY_TITLE, args![thing.id]).await?;
            let Some((plan, title)) = row else { return Ok(None) };
            let resource = plan_resource(&mut tx, plan).await?;
            Ok(store.may(ctx, VIEW, &resource).then_some(title))
        }
        _ => {
            drop(tx);
            crate::progress::title(store, ctx, thing).await
        }
    }
}

pub(crate) async fn load_head(tx: &mut Tx, id: Id<Plan>) -> Result<PlanHead> {
    Ok(head(tx.one::<HeadRow>(&PLAN, args![id]).await?))
}

pub(crate) async fn load_heads(tx: &mut Tx) -> Result<Vec<PlanHead>> {
    Ok(tx.all::<HeadRow>(&PLANS, args![]).await?.into_iter().map(head).collect())
}

/// A whole plan as it was last read, unless something has changed since: pages ask for it again and again. The door was
/// asked.
pub(super) async fn kept(store: &Store, tx: &mut Tx, id: Id<Plan>) -> Result<Arc<RecordedPlan>> {
    if let Some(plan) = store.kept(tx, id.uuid()).await? {
        return Ok(plan);
    }
    let plan = load(tx, id).await?;
    Ok(store.keep(tx, id.uuid(), plan))
}

/// Reads a whole plan in eight statements, however long it is.
pub(crate) async fn load(tx: &mut Tx, id: Id<Plan>) -> Result<RecordedPlan> {
    let head = load_head(tx, id).await?;

    let mut items = HashMap::<String, Items>::new();
    for item in tx.all::<ItemRow>(&ITEMS, args![id]).await? {
        items.entry(item.row_id.clone()).or_default().take(item)?;
    }
    let mut assured = crate::exceptions::assured_days(tx, id).await?;
    let mut courses = HashMap::<Id<Action>, Course>::new();
    let mut rows = HashMap::<Id<Action>, Vec<import::Row>>::new();
    for row in tx.all::<RowRow>(&ROWS, args![id]).await? {
        let Items { steps, measures, of_record } = items.remove(&row.id).unwrap_or_default();
        let at = rows.get(&row.action_id).map_or(0, Vec::len);
        let course = courses.entry(row.action_id).or_default();
        course.steps.extend(of_record.into_iter().map(|step| RecordedStep { row: at, ..step }));
        let timescale = timescale(&row.timescale_kind, row.timescale)?;
        let extra: BTreeMap<String, String> = serde_json::from_str(&row.extra)
            .map_err(|e| Problem::new("reading a row's further columns", e))?;
        rows.entry(row.action_id).or_default().push(import::Row { steps, measures, timescale, extra });
    }
    let mut action_texts = HashMap::<Id<Action>, ActionTexts>::new();
    type TextRow = (Id<Action>, String, String, Option<Id<()>>);
    for (action, kind, text, body) in tx.all::<TextRow>(&ACTION_TEXTS, args![id]).await? {
        let texts = action_texts.entry(action).or_default();
        if kind == "lead" {
            texts.bodies.extend(body.map(|body| LeadBody { written: text.clone(), body: body.uuid() }));
            texts.leads.push(text);
        } else {
            texts.links.push(text);
        }
    }
    let mut actions = HashMap::<Id<Priority>, Vec<RecordedAction>>::new();
    for row in tx.all::<ActionRow>(&ACTIONS, args![id]).await? {
        let texts = action_texts.remove(&row.id).unwrap_or_default();
        let rows = rows.remove(&row.id).unwrap_or_default();
        let course = Course {
            assured: assured.remove(&row.id).unwrap_or_default(),
            recurs: row.recurs.parse().map_err(|e: String| Problem::new("reading an action", e))?,
            confirmed_on: day(row.confirmed_on.as_deref())?,
            ..courses.remove(&row.id).unwrap_or_default()
        };
        actions.entry(row.priority_id).or_default().push(recorded(row, texts, rows, course)?);
    }
    let mut priority_texts = HashMap::<Id<Priority>, (Vec<String>, Vec<String>)>::new();
    for (priority, kind, text) in tx.all::<(Id<Priority>, String, String)>(&PRIORITY_TEXTS, args![id]).await?
    {
        let (leads, notes) = priority_texts.entry(priority).or_default();
        if kind == "lead" { leads } else { notes }.push(text);
    }
    let priorities = tx
        .all::<PriorityRow>(&PRIORITIES, args![id])
        .await?
        .into_iter()
        .map(|row| {
            let (leads, notes) = priority_texts.remove(&row.id).unwrap_or_default();
            RecordedPriority {
                id: row.id,
                kind: if row.kind == "shared" { PriorityKind::Shared } else { PriorityKind::Priority },
                title: row.title,
                leads,
                aim: row.aim,
                notes,
                version: row.version,
                actions: actions.remove(&row.id).unwrap_or_default(),
            }
        })
        .collect();
    Ok(RecordedPlan { head, priorities })
}

#[derive(Default)]
struct ActionTexts {
    leads: Vec<String>,
    links: Vec<String>,
    bodies: Vec<LeadBody>,
}

fn head(row: HeadRow) -> PlanHead {
    let month = |text: Option<String>| text.and_then(|text| text.parse::<Month>().ok());
    PlanHead {
        id: row.id,
        title: row.title,
        period: month(row.period_from).zip(month(row.period_to)).map(|(from, to)| Period { from, to }),
        group: row.group_id.map(Id::uuid),
        key: row.key_lines.lines().map(str::to_owned).collect(),
        version: row.version,
    }
}

fn recorded(
    row: ActionRow,
    texts: ActionTexts,
    rows: Vec<import::Row>,
    course: Course,
) -> Result<RecordedAction> {
    let corrupt = |e: String| Problem::new("reading an action", e);
    let content = import::Action {
        id: Some(row.id.to_string()),
        number: row.number,
        starred: row.starred != 0,
        label: row.label,
        objective: row.objective,
        leads: texts.leads,
        lead_note: row.lead_note,
        funding: row.funding_note.map(|note| Funding { note }),
        linked: Linked { state: link_state(&row.linked), to: texts.links },
        rows,
        source: Source {
            page: row.source_page.and_then(|page| u32::try_from(page).ok()),
            line: u32::try_from(row.source_line).unwrap_or(0),
        },
    };
    Ok(RecordedAction {
        id: row.id,
        state: row.state.parse().map_err(corrupt)?,
        withdrawn_because: row.withdrawn_because,
        lead_bodies: texts.bodies,
        version: row.version,
        course,
        content,
    })
}
