//! What somebody undertook, returning at each meeting of the group until it is done.

use std::collections::HashMap;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Problem, Ref, Refusal, Result, Sensitivity, jiff::civil::Date};
use concordat_partnership::{Body, Group, in_directory};
use concordat_store::{Store, Tx, args, sql};

use super::{
    RECORD, VIEW, always, change_meeting_by, check_body, file::clearance, meeting_of, meetings, of_group,
    read, rows, word,
};
use crate::{
    Clearance, FollowUp, FollowUpKind, Meeting, Minute, NewFollowUp,
    rules::texts::{line, text, text_or_none},
};

sql! {
    ALL = "
        SELECT f.id, f.version, f.group_id, f.meeting, f.minute, f.kind, f.text, f.owner, f.body, f.due, f.done_on,
               f.outcome, f.about_kind, f.about_id, COALESCE(t.restricted, 0) AS restricted
        FROM meetings_follow_up f
        LEFT JOIN meetings_minute m ON m.id = f.minute
        LEFT JOIN meetings_item t ON t.id = m.item
        ORDER BY f.id";
    RESTRICTED = "SELECT id, restricted_text FROM meetings_follow_up WHERE group_id = $1";
    INSERT = "
        INSERT INTO meetings_follow_up (
            id, version, group_id, meeting, minute, kind, text, restricted_text, owner, body, due, about_kind, about_id
        ) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    FINISH = "
        UPDATE meetings_follow_up
        SET version = version + 1,
            done_on = $2,
            outcome = $3
        WHERE id = $1
          AND done_on IS NULL";
    MEETING_OF = "SELECT meeting FROM meetings_follow_up WHERE id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<FollowUp>,
    version: i64,
    group_id: Id<Group>,
    meeting: Id<Meeting>,
    minute: Option<Id<Minute>>,
    kind: String,
    text: String,
    owner: String,
    body: Option<Id<Body>>,
    due: Option<String>,
    done_on: Option<String>,
    outcome: Option<String>,
    about_kind: Option<String>,
    about_id: Option<String>,
    restricted: i64,
}

impl Row {
    /// What it is about. Of a restricted item that says what the item is about.
    fn about(&self, clearance: Clearance) -> Result<Option<Ref>, Problem> {
        let open = self.restricted == 0 || clearance == Clearance::Restricted;
        let (Some(kind), Some(id), true) = (&self.about_kind, self.about_id.as_deref(), open) else {
            return Ok(None);
        };
        let id = id.parse().map_err(|e| Problem::new("reading what a follow-up is about", e))?;
        Ok(Some(Ref { kind: kind.clone().into(), id }))
    }
}

async fn all(tx: &mut Tx, clearance: Clearance) -> Result<Vec<FollowUp>> {
    let rows = tx.all::<Row>(&ALL, args![]).await?;
    rows.into_iter()
        .map(|row| {
            let about = row.about(clearance)?;
            let done = match row.done_on.as_deref() {
                Some(on) => Some((always(on)?, row.outcome.unwrap_or_default())),
                None => None,
            };
            let said = NewFollowUp {
                kind: word(FollowUpKind::from_word(&row.kind), &row.kind)?,
                text: row.text,
                restricted_text: None,
                owner: row.owner,
                body: row.body,
                due: read(row.due.as_deref())?,
                about,
            };
            let Row { id, version, group_id: group, meeting, minute, .. } = row;
            Ok(FollowUp { id, version, group, meeting, minute, said, done })
        })
        .collect()
}

/// What a group follows up, done or not; restricted texts only with clearance.
pub(super) async fn in_group(tx: &mut Tx, group: Id<Group>, clearance: Clearance) -> Result<Vec<FollowUp>> {
    let mut found: Vec<FollowUp> =
        all(tx, clearance).await?.into_iter().filter(|one| one.group == group).collect();
    if clearance == Clearance::Restricted {
        let rows = tx.all::<(Id<FollowUp>, Option<String>)>(&RESTRICTED, args![group]).await?;
        let mut closed: HashMap<_, _> = rows.into_iter().collect();
        for one in &mut found {
            one.said.restricted_text = closed.remove(&one.id).flatten();
        }
    }
    Ok(found)
}

/// What earlier meetings left open when this one met.
pub(super) async fn brought_forward(
    tx: &mut Tx,
    earlier: Vec<FollowUp>,
    meeting: &Meeting,
) -> Result<Vec<FollowUp>> {
    let days: HashMap<Id<Meeting>, Date> = meetings::group_meetings(tx, meeting.group)
        .await?
        .into_iter()
        .map(|meeting| (meeting.id, meeting.plan.held_on))
        .collect();
    let day = meeting.plan.held_on;
    let open = |one: &FollowUp| {
        days.get(&one.meeting).is_some_and(|from| *from < day)
            && one.done.as_ref().is_none_or(|(on, _)| *on > day)
    };
    Ok(earlier.into_iter().filter(open).collect())
}

/// What all groups follow up, done or not: without restricted texts.
///
/// # Errors
/// When the asker may not see meetings.
pub async fn follow_ups(store: &Store, ctx: &Ctx) -> Result<Vec<FollowUp>> {
    let resource = in_directory(ctx, Resource::any(Meeting::NAME));
    all(&mut store.read(ctx, VIEW, &resource).await?, Clearance::Open).await
}

/// What a group has not done yet, with restricted texts for whoever may read them.
///
/// # Errors
/// When the asker may not see meetings.
pub async fn open_follow_ups(store: &Store, ctx: &Ctx, group: Id<Group>) -> Result<Vec<FollowUp>> {
    let own = of_group(group);
    let clearance = clearance(store, ctx, &own);
    let mut tx = match clearance {
        Clearance::Restricted => store.read(ctx, VIEW, &own.at(Sensitivity::Restricted)).await?,
        _ => store.read(ctx, VIEW, &in_directory(ctx, own)).await?,
    };
    let mut found = in_group(&mut tx, group, clearance).await?;
    found.retain(|one| one.done.is_none());
    Ok(found)
}

/// One thing that is followed up, with what is restricted of it for whoever may read that.
///
/// # Errors
/// When the asker may not see meetings, or there is no such thing.
pub async fn follow_up(store: &Store, ctx: &Ctx, id: Id<FollowUp>) -> Result<FollowUp> {
    let group = group_of_follow_up(store, id).await?.ok_or(Refusal::NotFound);
    // Asked all the same of what is not there, so that it looks like what is not for the asker.
    let own = group.as_ref().map_or_else(|_| Resource::any(Meeting::NAME), |group| of_group(*group));
    let clearance = clearance(store, ctx, &own);
    let mut tx = match clearance {
        Clearance::Restricted => store.read(ctx, VIEW, &own.at(Sensitivity::Restricted)).await?,
        _ => store.read(ctx, VIEW, &in_directory(ctx, own)).await?,
    };
    let found = in_group(&mut tx, group?, clearance).await?;
    Ok(found.into_iter().find(|one| one.id == id).ok_or(Refusal::NotFound)?)
}

/// What something that is followed up is called, if the asker may see meetings.
pub(crate) async fn follow_up_title(store: &Store, ctx: &Ctx, id: Id<FollowUp>) -> Result<Option<String>> {
    let resource = in_directory(ctx, Resource::any(Meeting::NAME));
    if !store.may(ctx, VIEW, &resource) {
        return Ok(None);
    }
    let found = all(&mut store.peek().await?, Clearance::Open).await?.into_iter().find(|one| one.id == id);
    Ok(found.map(|one| format!("{}: {}", one.said.kind.title(), one.said.text)))
}

/// Adds something to follow up.
///
/// # Errors
/// When the asker may not, the minute is not the meeting's, or something is missing.
pub async fn add_follow_up(
    store: &Store,
    ctx: &Ctx,
    meeting: Id<Meeting>,
    minute: Option<Id<Minute>>,
    new: NewFollowUp,
) -> Result<Id<FollowUp>> {
    let (mut change, meeting) = change_meeting_by(store, ctx, RECORD, meeting).await?;
    let minutes = rows::minutes(&mut change, meeting.id, Clearance::Open).await?;
    if minute.is_some_and(|minute| minutes.iter().all(|known| known.id != minute)) {
        return Err(Refusal::invalid("minute", "Choose the minute from the list.").into());
    }
    let what = text("text", "what is to be done", &new.text)?;
    let restricted = text_or_none("restricted_text", new.restricted_text.as_deref())?;
    let owner = line("owner", "who is to see to it: a role or a body", &new.owner)?;
    check_body(&mut change, new.body).await?;
    let id = ctx.chance.id::<FollowUp>(&ctx.clock);
    let row = args![
        id,
        meeting.group,
        meeting.id,
        minute,
        new.kind.word(),
        &what,
        &restricted,
        &owner,
        new.body,
        new.due,
        new.about.as_ref().map(|about| about.kind.to_string()),
        new.about.as_ref().map(|about| about.id)
    ];
    change.run(&INSERT, row).await?;
    change.keep(id, "text", None, Some(&what)).await?;
    change.commit().await?;
    Ok(id)
}

/// Records that something was done, and what came of it.
///
/// # Errors
/// When the asker may not, nothing is said of it, the day is to come, or it was done already.
pub async fn finish(
    store: &Store,
    ctx: &Ctx,
    id: Id<FollowUp>,
    on: Option<Date>,
    outcome: &str,
) -> Result<()> {
    let meeting = meeting_of(store, &MEETING_OF, id).await?;
    let (mut change, _) = change_meeting_by(store, ctx, RECORD, meeting).await?;
    let on = on.ok_or_else(|| Refusal::invalid("on", "Enter the day on which it was done."))?;
    if on > ctx.clock.today() {
        return Err(Refusal::invalid("on", "The day must not be after today.").into());
    }
    let outcome = text("outcome", "what came of it", outcome)?;
    if change.run(&FINISH, args![id, on, &outcome]).await? == 0 {
        return Err(Refusal::rule("It was done already.").into());
    }
    change.keep(id, "outcome", None, Some(&outcome)).await?;
    change.commit().await
}

/// The group that something is followed up by: for asking the door.
pub(crate) async fn group_of_follow_up(store: &Store, id: Id<FollowUp>) -> Result<Option<Id<Group>>> {
    let found = all(&mut store.peek().await?, Clearance::Open).await?.into_iter().find(|one| one.id == id);
    Ok(found.map(|one| one.group))
}
