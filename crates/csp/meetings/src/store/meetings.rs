use concordat_access::{Ctx, Resource};
use concordat_kernel::{
    Id, Kind as _, Problem, Refusal, Result,
    jiff::civil::{Date, Time},
};
use concordat_partnership::{Group, in_directory};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{ADD, CHANGE, VIEW, always, change_meeting_by, check_group, clock, of_group, read, word};
use crate::{
    ChairedAs, Manner, Meeting, MinutesState, NewMeeting,
    rules::texts::{line_or_none, text, text_or_none},
};

sql! {
    MEETINGS = "
        SELECT id,
               version,
               group_id,
               held_on,
               begins,
               ends,
               manner,
               venue,
               access,
               joining,
               cancelled,
               agreed_at,
               published_at,
               late_reason,
               chaired_by,
               chaired_as,
               minutes,
               circulated_on,
               approved_at,
               approved_on,
               signed_on,
               signed_by,
               minutes_published_on
        FROM meetings_meeting
        ORDER BY held_on, begins, id";
    INSERT = "
        INSERT INTO meetings_meeting (
            id, version, group_id, held_on, begins, ends, manner, venue, access, joining, minutes
        ) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, 'none')";
    UPDATE = "
        UPDATE meetings_meeting
        SET version = version + 1,
            held_on = $3,
            begins = $4,
            ends = $5,
            manner = $6,
            venue = $7,
            access = $8,
            joining = $9
        WHERE id = $1
          AND version = $2";
    CANCEL = "UPDATE meetings_meeting SET version = version + 1, cancelled = $2 WHERE id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Meeting>,
    version: i64,
    group_id: Id<Group>,
    held_on: String,
    begins: String,
    ends: Option<String>,
    manner: String,
    venue: Option<String>,
    access: Option<String>,
    joining: Option<String>,
    cancelled: Option<String>,
    agreed_at: Option<String>,
    published_at: Option<String>,
    late_reason: Option<String>,
    chaired_by: Option<String>,
    chaired_as: Option<String>,
    minutes: String,
    circulated_on: Option<String>,
    approved_at: Option<Id<Meeting>>,
    approved_on: Option<String>,
    signed_on: Option<String>,
    signed_by: Option<String>,
    minutes_published_on: Option<String>,
}

impl TryFrom<Row> for Meeting {
    type Error = Problem;
    fn try_from(row: Row) -> Result<Self, Problem> {
        let chaired = match (row.chaired_by, row.chaired_as.as_deref()) {
            (Some(by), Some(right)) => Some((by, word(ChairedAs::from_word(right), right)?)),
            _ => None,
        };
        let approved: Option<Date> = read(row.approved_on.as_deref())?;
        let signed: Option<Date> = read(row.signed_on.as_deref())?;
        Ok(Self {
            id: row.id,
            version: row.version,
            group: row.group_id,
            plan: NewMeeting {
                held_on: always(&row.held_on)?,
                begins: always(&row.begins)?,
                ends: read(row.ends.as_deref())?,
                manner: word(Manner::from_word(&row.manner), &row.manner)?,
                venue: row.venue,
                access: row.access,
                joining: row.joining,
            },
            cancelled: row.cancelled,
            agreed_at: row.agreed_at,
            published_at: row.published_at,
            late_reason: row.late_reason,
            chaired,
            minutes: word(MinutesState::from_word(&row.minutes), &row.minutes)?,
            circulated_on: read(row.circulated_on.as_deref())?,
            approved: approved.map(|on| (on, row.approved_at)),
            signed: signed.map(|on| (on, row.signed_by.unwrap_or_default())),
            minutes_published_on: read(row.minutes_published_on.as_deref())?,
        })
    }
}

pub(super) async fn all(tx: &mut Tx) -> Result<Vec<Meeting>> {
    let rows = tx.all::<Row>(&MEETINGS, args![]).await?;
    Ok(rows.into_iter().map(Meeting::try_from).collect::<Result<_, _>>()?)
}

pub(super) async fn find(tx: &mut Tx, id: Id<Meeting>) -> Result<Meeting> {
    Ok(all(tx).await?.into_iter().find(|meeting| meeting.id == id).ok_or(Refusal::NotFound)?)
}

/// Every meeting, in order of their days; cancelled ones too.
///
/// # Errors
/// When the asker may not see meetings, or the store does not answer.
pub async fn meetings(store: &Store, ctx: &Ctx) -> Result<Vec<Meeting>> {
    let resource = in_directory(ctx, Resource::any(Meeting::NAME));
    all(&mut store.read(ctx, VIEW, &resource).await?).await
}

/// The meetings of a group, in order of their days: for slices in the middle of their own work.
///
/// # Errors
/// When the store does not answer.
pub async fn group_meetings(tx: &mut Tx, group: Id<Group>) -> Result<Vec<Meeting>> {
    Ok(all(tx).await?.into_iter().filter(|meeting| meeting.group == group).collect())
}

/// Plans a meeting of a group.
///
/// # Errors
/// When the asker may not, the group is not there or meets that day already, or the times are the wrong way round.
pub async fn plan_meeting(
    store: &Store,
    ctx: &Ctx,
    group: Id<Group>,
    new: NewMeeting,
) -> Result<Id<Meeting>> {
    let mut change = store.change(ctx, ADD, &of_group(group)).await?;
    check_group(&mut change, group).await?;
    let id = insert(&mut change, ctx, group, new).await?;
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}

/// Plans a meeting in the middle of a change that has been allowed.
pub(super) async fn insert(
    change: &mut Change,
    ctx: &Ctx,
    group: Id<Group>,
    new: NewMeeting,
) -> Result<Id<Meeting>> {
    let new = checked(new)?;
    let id = ctx.chance.id::<Meeting>(&ctx.clock);
    let row = args![
        id,
        group,
        new.held_on,
        clock(new.begins),
        new.ends.map(clock),
        new.manner.word(),
        &new.venue,
        &new.access,
        &new.joining
    ];
    change.run_unless_taken(&INSERT, row, taken()).await?;
    change.keep(id, "held_on", None, Some(&new.held_on.to_string())).await?;
    Ok(id)
}

/// Changes what is planned of a meeting. `version` is the one the editor saw.
///
/// # Errors
/// As [`plan_meeting`]; when minutes were begun; [`Refusal::Conflict`] when somebody else changed it since.
pub async fn change_meeting(
    store: &Store,
    ctx: &Ctx,
    id: Id<Meeting>,
    new: NewMeeting,
    version: i64,
) -> Result<()> {
    let (mut change, former) = change_meeting_by(store, ctx, CHANGE, id).await?;
    let new = checked(new)?;
    if former.minutes != MinutesState::None && former.plan.held_on != new.held_on {
        return Err(Refusal::invalid(
            "held_on",
            "Its minutes have been begun, so its day no longer changes.",
        )
        .into());
    }
    let row = args![
        id,
        version,
        new.held_on,
        clock(new.begins),
        new.ends.map(clock),
        new.manner.word(),
        &new.venue,
        &new.access,
        &new.joining
    ];
    if change.run_unless_taken(&UPDATE, row, taken()).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    let (was, is) = (fields(&former.plan), fields(&new));
    for ((field, was), (_, is)) in was.iter().zip(&is) {
        change.keep(id, field, was.as_deref(), is.as_deref()).await?;
    }
    change.commit().await
}

/// Cancels a meeting.
///
/// # Errors
/// When the asker may not, no reason is given, or its minutes have been begun.
pub async fn cancel(store: &Store, ctx: &Ctx, id: Id<Meeting>, reason: &str) -> Result<()> {
    let because = ctx.clone().because(reason.trim());
    let (mut change, former) = change_meeting_by(store, &because, CHANGE, id).await?;
    let reason = text("reason", "why it does not take place", reason)?;
    if former.minutes != MinutesState::None {
        return Err(Refusal::rule("Its minutes have been begun, so it was held.").into());
    }
    change.run(&CANCEL, args![id, &reason]).await?;
    change.keep(id, "cancelled", former.cancelled.as_deref(), Some(&reason)).await?;
    change.commit().await
}

fn checked(new: NewMeeting) -> Result<NewMeeting> {
    if new.ends.is_some_and(|ends| ends <= new.begins) {
        return Err(Refusal::invalid("ends", "It must end after it begins.").into());
    }
    Ok(NewMeeting {
        venue: line_or_none("venue", new.venue.as_deref())?,
        access: text_or_none("access", new.access.as_deref())?,
        joining: text_or_none("joining", new.joining.as_deref())?,
        ..new
    })
}

fn taken() -> Refusal {
    Refusal::invalid("held_on", "The group meets that day already.")
}

fn fields(plan: &NewMeeting) -> [(&'static str, Option<String>); 7] {
    let time = |time: Time| time.strftime("%H:%M").to_string();
    [
        ("held_on", Some(plan.held_on.to_string())),
        ("begins", Some(time(plan.begins))),
        ("ends", plan.ends.map(time)),
        ("manner", Some(plan.manner.word().to_owned())),
        ("venue", plan.venue.clone()),
        ("access", plan.access.clone()),
        ("joining", plan.joining.clone()),
    ]
}
