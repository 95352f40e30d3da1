//! What officers do beside the rounds: enter an update for a lead, and keep notes.

use concordat_access::{Ctx, Resource};
use concordat_kernel::{AnyId, Id, Refusal, Result, Sensitivity};
use concordat_store::{Store, args, sql};

use super::{
    super::model::{NewUpdate, OfficeNote, RecordedOfficeNote, Update},
    ADD_NOTE, ADD_UPDATE, VIEW_NOTES, rounds, updates,
};
use crate::{Action, State, store};

sql! {
    NOTES = "SELECT id, text, made_at, made_by FROM plan_office_note WHERE action_id = $1 ORDER BY made_at DESC, id DESC";
    ADD = "INSERT INTO plan_office_note (id, action_id, text, made_at, made_by) VALUES ($1, $2, $3, $4, $5)";
}

/// The longest note.
const NOTE_LIMIT: usize = 4000;

#[derive(sqlx::FromRow)]
struct NoteRow {
    id: Id<OfficeNote>,
    text: String,
    made_at: String,
    made_by: String,
}

/// Enters an update for a lead who gave it another way. In an open round it answers that lead's request.
///
/// # Errors
/// When the action is withdrawn or the lead does not lead it; when a rule says no; when the asker may not.
pub async fn enter_update(
    store: &Store,
    ctx: &Ctx,
    action: Id<Action>,
    new: NewUpdate,
) -> Result<Id<Update>> {
    let (plan, on_action) = store::action_resource(&mut store.peek().await?, action).await?;
    let resource = Resource { within: on_action.within, ..Resource::any("plan_update") };
    let mut tx = store.change(ctx, ADD_UPDATE, &resource).await?;
    let plan = store::load::load(&mut tx, plan).await?;
    let (_, recorded) = plan.action(action).ok_or(Refusal::NotFound)?;
    if recorded.state == State::Withdrawn {
        return Err(Refusal::rule("A withdrawn action is put back before it is updated.").into());
    }
    let open =
        rounds::rounds(&mut tx, plan.head.id).await?.into_iter().find(|round| round.closed_at.is_none());
    let request = match open {
        Some(round) => {
            let requests = rounds::requests_of_round(&mut tx, round.id).await?;
            requests.into_iter().find(|request| request.lead.is(&new.lead)).map(|request| request.id)
        }
        None => None,
    };
    let id = updates::land(&mut tx, ctx, &plan, action, NewUpdate { request, ..new }).await?;
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

/// The notes about an action, newest first.
///
/// # Errors
/// When there is no such action, or they are not for the asker.
pub async fn notes(store: &Store, ctx: &Ctx, action: Id<Action>) -> Result<Vec<RecordedOfficeNote>> {
    let resource = notes_of(store, action).await?;
    let mut tx = store.read(ctx, VIEW_NOTES, &resource).await?;
    let rows: Vec<NoteRow> = tx.all(&NOTES, args![action]).await?;
    Ok(rows
        .into_iter()
        .map(|row| RecordedOfficeNote {
            id: row.id,
            text: row.text,
            made_at: row.made_at,
            made_by: row.made_by,
        })
        .collect())
}

/// Adds a note about an action.
///
/// # Errors
/// When it says nothing or too much; when the asker may not.
pub async fn add_note(store: &Store, ctx: &Ctx, action: Id<Action>, text: &str) -> Result<Id<OfficeNote>> {
    let resource = notes_of(store, action).await?;
    let mut tx = store.change(ctx, ADD_NOTE, &resource).await?;
    match text.trim().chars().count() {
        0 => return Err(Refusal::invalid("text", "Enter the note.").into()),
        n if n > NOTE_LIMIT => {
            return Err(Refusal::invalid("text", format!("Use {NOTE_LIMIT} characters or fewer.")).into());
        }
        _ => {}
    }
    let id: Id<OfficeNote> = ctx.chance.id(&ctx.clock);
    tx.run(&ADD, args![id, action, text.trim(), ctx.clock.now(), ctx.actor.word()]).await?;
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

/// The notes of a plan's actions as the door sees them: they belong to the plan's group and are restricted.
pub(crate) fn note_resource(group: Option<AnyId>) -> Resource {
    Resource::any("plan_office_note").within(group).at(Sensitivity::Restricted)
}

async fn notes_of(store: &Store, action: Id<Action>) -> Result<Resource> {
    let (_, on_action) = store::action_resource(&mut store.peek().await?, action).await?;
    Ok(Resource { within: on_action.within, ..note_resource(None) })
}
