//! Writing parts of a plan, with their history. Every function is called inside a change that
//! has already asked the door.

use std::collections::{HashMap, VecDeque};

use concordat_access::Ctx;
use concordat_kernel::{AnyId, Id, Problem, Refusal, Result};
use concordat_store::{Change, args, sql};

use crate::{
    Action, Plan, Priority, RecordedAction, State,
    compare::{differences, priority_fields, same_words},
    import::{self, LinkState, PriorityKind, Timescale},
};

sql! {
    INSERT_PRIORITY = "INSERT INTO plan_priority (id, plan_id, kind, position, title, aim, version)
                       VALUES ($1, $2, $3, $4, $5, $6, 1)";
    UPDATE_PRIORITY = "UPDATE plan_priority
                       SET kind = $2, position = $3, title = $4, aim = $5, version = version + 1
                       WHERE id = $1 AND version = $6";
    CLEAR_PRIORITY_TEXTS = "DELETE FROM plan_priority_text WHERE priority_id = $1";
    INSERT_PRIORITY_TEXT = "INSERT INTO plan_priority_text (priority_id, kind, position, text)
                            VALUES ($1, $2, $3, $4)";
    INSERT_ACTION = "INSERT INTO plan_action (id, plan_id, priority_id, position, number, starred, label, objective,
                         lead_note, funding_note, linked, state, withdrawn_because, source_page, source_line, version)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, $13, $14, 1)";
    UPDATE_ACTION = "UPDATE plan_action
                     SET number = $2, starred = $3, label = $4, objective = $5, lead_note = $6, funding_note = $7,
                         linked = $8, state = $9, withdrawn_because = $10, version = version + 1
                     WHERE id = $1 AND version = $11";
    STATE_OF = "SELECT state FROM plan_action WHERE id = $1";
    SET_STATE = "UPDATE plan_action SET state = $2, version = version + 1
                 WHERE id = $1 AND state <> $2 AND state <> 'withdrawn'";
    PLACE_ACTION = "UPDATE plan_action SET priority_id = $2, position = $3 WHERE id = $1";
    CLEAR_ACTION_TEXTS = "DELETE FROM plan_action_text WHERE action_id = $1";
    INSERT_ACTION_TEXT = "INSERT INTO plan_action_text (action_id, kind, position, text, body_id)
                          VALUES ($1, $2, $3, $4, $5)";
    ROW_IDS = "SELECT id FROM plan_row WHERE action_id = $1 ORDER BY position, id";
    INSERT_ROW = "INSERT INTO plan_row (id, action_id, position, timescale_kind, timescale, extra)
                  VALUES ($1, $2, $3, $4, $5, $6)";
    UPDATE_ROW = "UPDATE plan_row SET position = $2, timescale_kind = $3, timescale = $4, extra = $5 WHERE id = $1";
    DELETE_ROW = "DELETE FROM plan_row WHERE id = $1";
    ITEM_IDS = "SELECT id, text FROM plan_item WHERE row_id = $1 AND kind = $2 ORDER BY position, id";
    INSERT_ITEM = "INSERT INTO plan_item (id, row_id, kind, position, text) VALUES ($1, $2, $3, $4, $5)";
    UPDATE_ITEM = "UPDATE plan_item SET position = $2, text = $3 WHERE id = $1";
    DELETE_ITEM = "DELETE FROM plan_item WHERE id = $1";
    DELETE_ITEMS_OF_ROW = "DELETE FROM plan_item WHERE row_id = $1";
}

/// Names and aliases of bodies, for recognising leads.
pub(crate) struct Bodies(HashMap<String, AnyId>);

impl Bodies {
    pub(crate) async fn load(tx: &mut Change) -> Result<Self> {
        let mut known = HashMap::new();
        for (id, names) in concordat_partnership::lead_names(tx).await? {
            for name in names {
                known.entry(same_words(&name)).or_insert(id.uuid());
            }
        }
        Ok(Self(known))
    }

    /// The body a lead names: its whole text, or the part before or in brackets
    /// ("Community Safety Team (CST)").
    fn find(&self, lead: &str) -> Option<AnyId> {
        let (before, inside) = lead
            .split_once('(')
            .map_or((lead, ""), |(before, rest)| (before, rest.split(')').next().unwrap_or_default()));
        [lead, before, inside]
            .into_iter()
            .filter(|text| !text.trim().is_empty())
            .find_map(|text| self.0.get(&same_words(text)).copied())
    }
}

/// Adds a priority.
pub(crate) async fn add_priority(
    tx: &mut Change,
    ctx: &Ctx,
    plan: Id<Plan>,
    position: usize,
    priority: &import::Priority,
) -> Result<Id<Priority>> {
    let id = ctx.chance.id(&ctx.clock);
    let row = args![id, plan, kind_word(priority.kind), position, &priority.title, &priority.aim];
    tx.run(&INSERT_PRIORITY, row).await?;
    write_priority_texts(tx, id, priority).await?;
    for (field, text) in priority_fields(priority) {
        tx.keep(id, &field, None, Some(text.as_str()).filter(|text| !text.is_empty())).await?;
    }
    Ok(id)
}

/// Changes a priority's own fields.
pub(crate) async fn update_priority(
    tx: &mut Change,
    id: Id<Priority>,
    version: i64,
    position: usize,
    former: &import::Priority,
    latter: &import::Priority,
) -> Result<()> {
    let row = args![id, kind_word(latter.kind), position, &latter.title, &latter.aim, version];
    if tx.run(&UPDATE_PRIORITY, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    write_priority_texts(tx, id, latter).await?;
    for ((field, former), (_, latter)) in priority_fields(former).into_iter().zip(priority_fields(latter)) {
        tx.keep(id, &field, Some(&former), Some(&latter)).await?;
    }
    Ok(())
}

async fn write_priority_texts(tx: &mut Change, id: Id<Priority>, priority: &import::Priority) -> Result<()> {
    tx.run(&CLEAR_PRIORITY_TEXTS, args![id]).await?;
    for (kind, texts) in [("lead", &priority.leads), ("note", &priority.notes)] {
        for (position, text) in texts.iter().enumerate() {
            tx.run(&INSERT_PRIORITY_TEXT, args![id, kind, position, text]).await?;
        }
    }
    Ok(())
}

/// Adds an action with its rows.
pub(crate) async fn add_action(
    tx: &mut Change,
    ctx: &Ctx,
    bodies: &Bodies,
    (plan, priority): (Id<Plan>, Id<Priority>),
    position: usize,
    action: &import::Action,
    state: State,
) -> Result<Id<Action>> {
    let id: Id<Action> = ctx.chance.id(&ctx.clock);
    let row = args![
        id,
        plan,
        priority,
        position,
        &action.number,
        action.starred,
        &action.label,
        &action.objective,
        &action.lead_note,
        action.funding.as_ref().map(|funding| funding.note.as_str()),
        link_word(action.linked.state),
        state.word(),
        action.source.page.map(i64::from),
        action.source.line
    ];
    tx.run(&INSERT_ACTION, row).await?;
    write_action_texts(tx, bodies, id, action).await?;
    write_rows(tx, ctx, id, &action.rows).await?;
    for (field, text) in crate::compare::fields(action) {
        tx.keep(id, &field, None, Some(text.as_str()).filter(|text| !text.is_empty())).await?;
    }
    Ok(id)
}

/// Changes an action's content and state; `version` is what the editor saw.
pub(crate) async fn update_action(
    tx: &mut Change,
    ctx: &Ctx,
    bodies: &Bodies,
    former: &RecordedAction,
    version: i64,
    latter: &import::Action,
    (state, because): (State, Option<&str>),
) -> Result<()> {
    let id = former.id;
    let row = args![
        id,
        &latter.number,
        latter.starred,
        &latter.label,
        &latter.objective,
        &latter.lead_note,
        latter.funding.as_ref().map(|funding| funding.note.as_str()),
        link_word(latter.linked.state),
        state.word(),
        because,
        version
    ];
    if tx.run(&UPDATE_ACTION, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    write_action_texts(tx, bodies, id, latter).await?;
    write_rows(tx, ctx, id, &latter.rows).await?;
    for change in differences(&former.content, latter) {
        tx.keep(id, &change.field, Some(&change.recorded), Some(&change.proposed)).await?;
    }
    tx.keep(id, "State", Some(&former.state.to_string()), Some(&state.to_string())).await?;
    tx.keep(id, "Reason for withdrawing", former.withdrawn_because.as_deref(), because).await
}

/// Brings an action's state in line with what was said of it. A withdrawn action stays withdrawn.
pub(crate) async fn set_state(tx: &mut Change, id: Id<Action>, state: State) -> Result<()> {
    let (former,): (String,) = tx.one(&STATE_OF, args![id]).await?;
    if tx.run(&SET_STATE, args![id, state.word()]).await? == 0 {
        return Ok(());
    }
    let former = former.parse::<State>().map_err(|e| Problem::new("reading an action's state", e))?;
    tx.keep(id, "State", Some(&former.to_string()), Some(&state.to_string())).await
}

/// Puts an action under a priority, at a place.
pub(crate) async fn place_action(
    tx: &mut Change,
    id: Id<Action>,
    priority: Id<Priority>,
    position: usize,
) -> Result<()> {
    tx.run(&PLACE_ACTION, args![id, priority, position]).await.map(drop)
}

async fn write_action_texts(
    tx: &mut Change,
    bodies: &Bodies,
    id: Id<Action>,
    action: &import::Action,
) -> Result<()> {
    tx.run(&CLEAR_ACTION_TEXTS, args![id]).await?;
    for (position, lead) in action.leads.iter().enumerate() {
        tx.run(&INSERT_ACTION_TEXT, args![id, "lead", position, lead, bodies.find(lead)]).await?;
    }
    for (position, link) in action.linked.to.iter().enumerate() {
        tx.run(&INSERT_ACTION_TEXT, args![id, "link", position, link, None::<AnyId>]).await?;
    }
    Ok(())
}

/// Writes an action's rows over those it has, keeping the ids of rows and items that stay.
async fn write_rows(tx: &mut Change, ctx: &Ctx, id: Id<Action>, rows: &[import::Row]) -> Result<()> {
    let mut old: VecDeque<String> =
        tx.all::<(String,)>(&ROW_IDS, args![id]).await?.into_iter().map(|(row,)| row).collect();
    for (position, row) in rows.iter().enumerate() {
        let (kind, text) = timescale_words(&row.timescale);
        let extra = serde_json::to_string(&row.extra)
            .map_err(|e| Problem::new("writing a row's further columns", e))?;
        let row_id = if let Some(row_id) = old.pop_front() {
            tx.run(&UPDATE_ROW, args![&row_id, position, kind, text, extra]).await?;
            row_id
        } else {
            let row_id = ctx.chance.id::<()>(&ctx.clock).to_string();
            tx.run(&INSERT_ROW, args![&row_id, id, position, kind, text, extra]).await?;
            row_id
        };
        write_items(tx, ctx, &row_id, "step", &row.steps).await?;
        write_items(tx, ctx, &row_id, "measure", &row.measures).await?;
    }
    for row_id in old {
        tx.run(&DELETE_ITEMS_OF_ROW, args![&row_id]).await?;
        tx.run(&DELETE_ROW, args![&row_id]).await?;
    }
    Ok(())
}

/// An item with the same words keeps its id wherever it moves; one whose words changed keeps the
/// id of the item whose place it took.
async fn write_items(
    tx: &mut Change,
    ctx: &Ctx,
    row: &str,
    kind: &'static str,
    texts: &[String],
) -> Result<()> {
    let mut old: Vec<(String, String)> = tx.all(&ITEM_IDS, args![row, kind]).await?;
    let mut ids: Vec<Option<String>> = texts
        .iter()
        .map(|text| {
            let at = old.iter().position(|(_, former)| former == text)?;
            Some(old.remove(at).0)
        })
        .collect();
    let mut spare: VecDeque<String> = old.into_iter().map(|(id, _)| id).collect();
    for (position, (text, id)) in texts.iter().zip(&mut ids).enumerate() {
        match id.take().or_else(|| spare.pop_front()) {
            Some(id) => tx.run(&UPDATE_ITEM, args![id, position, text]).await?,
            None => {
                let id = ctx.chance.id::<()>(&ctx.clock);
                tx.run(&INSERT_ITEM, args![id, row, kind, position, text]).await?
            }
        };
    }
    for id in spare {
        tx.run(&DELETE_ITEM, args![id]).await?;
    }
    Ok(())
}

pub(crate) fn kind_word(kind: PriorityKind) -> &'static str {
    match kind {
        PriorityKind::Priority => "priority",
        PriorityKind::Shared => "shared",
    }
}

fn link_word(state: LinkState) -> &'static str {
    match state {
        LinkState::Unknown => "unknown",
        LinkState::Yes => "yes",
        LinkState::No => "no",
    }
}

fn timescale_words(timescale: &Timescale) -> (&'static str, String) {
    match timescale {
        Timescale::Ongoing => ("ongoing", String::new()),
        Timescale::Month { month } => ("month", month.to_string()),
        Timescale::Date { date } => ("date", date.to_string()),
        Timescale::Text { text } => ("text", text.clone()),
    }
}
