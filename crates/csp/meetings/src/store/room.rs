//! Who is in the room: attendance, apologies, interests, and who is in the chair.

use concordat_access::Ctx;
use concordat_kernel::{Id, Refusal, Result};
use concordat_partnership::Body;
use concordat_store::{Change, Store, args, sql};

use super::{
    RECORD, change_meeting_by, check_body, clock, meeting_of,
    rows::{self, MEETING_OF_ATTENDANCE, PARTS},
};
use crate::{
    Attendance, ChairedAs, Clearance, Item, Meeting, MinutesState, NewAttendance,
    rules::{
        steps::{self, Changed},
        texts::{line, line_or_none, text},
    },
};

sql! {
    ATTEND = "
        INSERT INTO meetings_attendance (
            id, version, meeting, place, name, body, part, from_time, until_time, corrected
        ) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9)";
    COUNT = "SELECT COUNT(*) FROM meetings_attendance WHERE meeting = $1";
    CHANGE_ATTENDANCE = "
        UPDATE meetings_attendance
        SET version = version + 1,
            name = $3,
            body = $4,
            part = $5,
            from_time = $6,
            until_time = $7,
            corrected = CASE WHEN $8 = 1 THEN 1 ELSE corrected END
        WHERE id = $1
          AND version = $2";
    APOLOGISE = "INSERT INTO meetings_apology (id, meeting, name, body, substitute) VALUES ($1, $2, $3, $4, $5)";
    DECLARE = "
        INSERT INTO meetings_interest (id, meeting, item, name, interest, left_room)
        VALUES ($1, $2, $3, $4, $5, $6)";
    CHAIR = "
        UPDATE meetings_meeting
        SET version = version + 1,
            chaired_by = $2,
            chaired_as = $3
        WHERE id = $1";
    CORRECTED = "
        INSERT INTO meetings_correction (id, meeting, on_day, public_text, restricted_text)
        VALUES ($1, $2, $3, $4, $5)";
}

/// What is recorded of a meeting can be from its day on, until its minutes are approved.
pub(super) fn recordable(meeting: &Meeting, ctx: &Ctx) -> Result<Changed, Refusal> {
    if meeting.cancelled.is_some() {
        return Err(Refusal::rule("The meeting was cancelled."));
    }
    if ctx.clock.today() < meeting.plan.held_on {
        return Err(Refusal::rule(
            "The meeting has not been held yet. Who came is recorded from its day on.",
        ));
    }
    if meeting.minutes == MinutesState::None { Ok(Changed::Written) } else { steps::change(meeting) }
}

/// Keeps a correction that stays visible.
pub(super) async fn correction(
    change: &mut Change,
    ctx: &Ctx,
    meeting: Id<Meeting>,
    public_text: &str,
    restricted_text: Option<&str>,
) -> Result<()> {
    let id = ctx.chance.id::<()>(&ctx.clock);
    let row = args![id, meeting, ctx.clock.today(), public_text, restricted_text];
    change.run(&CORRECTED, row).await?;
    Ok(())
}

/// Records that somebody came. After the minutes were circulated it is a correction, and stays visible as one.
///
/// # Errors
/// When the asker may not, the meeting is not held yet or its minutes are approved, or something is missing.
pub async fn attend(store: &Store, ctx: &Ctx, id: Id<Meeting>, new: NewAttendance) -> Result<Id<Attendance>> {
    let (mut change, meeting) = change_meeting_by(store, ctx, RECORD, id).await?;
    let changed = recordable(&meeting, ctx)?;
    let attendance = insert(&mut change, ctx, &meeting, new.clone(), changed == Changed::Corrected).await?;
    if changed == Changed::Corrected {
        let sentence = format!("{} was added to those present.", new.name.trim());
        correction(&mut change, ctx, id, &sentence, None).await?;
    }
    change.commit().await?;
    Ok(attendance)
}

pub(super) async fn insert(
    change: &mut Change,
    ctx: &Ctx,
    meeting: &Meeting,
    new: NewAttendance,
    corrected: bool,
) -> Result<Id<Attendance>> {
    let new = checked(new)?;
    check_body(change, new.body).await?;
    let id = ctx.chance.id::<Attendance>(&ctx.clock);
    let part = part(&new);
    let (place,): (i64,) = change.one(&COUNT, args![meeting.id]).await?;
    let row = args![
        id,
        meeting.id,
        place,
        &new.name,
        new.body,
        part,
        new.from.map(clock),
        new.until.map(clock),
        corrected
    ];
    change.run(&ATTEND, row).await?;
    Ok(id)
}

fn part(new: &NewAttendance) -> &'static str {
    PARTS.iter().find(|(_, part, _)| *part == new.part).map_or("officer", |(word, ..)| *word)
}

/// Changes what is recorded of somebody who came: whom they represented, when they left.
///
/// # Errors
/// As [`attend`]; [`Refusal::Conflict`] when somebody else changed it since.
pub async fn change_attendance(
    store: &Store,
    ctx: &Ctx,
    id: Id<Attendance>,
    new: NewAttendance,
    version: i64,
) -> Result<()> {
    let meeting = meeting_of(store, &MEETING_OF_ATTENDANCE, id).await?;
    let (mut change, meeting) = change_meeting_by(store, ctx, RECORD, meeting).await?;
    let changed = recordable(&meeting, ctx)?;
    let new = checked(new)?;
    check_body(&mut change, new.body).await?;
    let there = rows::attendance(&mut change, meeting.id).await?;
    let former = there.into_iter().find(|one| one.id == id).ok_or(Refusal::NotFound)?;
    let corrected = i64::from(changed == Changed::Corrected);
    let row = args![
        id,
        version,
        &new.name,
        new.body,
        part(&new),
        new.from.map(clock),
        new.until.map(clock),
        corrected
    ];
    if change.run(&CHANGE_ATTENDANCE, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    let (was, is) = (fields(&former.said), fields(&new));
    for ((field, was), (_, is)) in was.iter().zip(&is) {
        change.keep(id, field, was.as_deref(), is.as_deref()).await?;
    }
    if changed == Changed::Corrected {
        let sentence = format!("What is recorded of the attendance of {} was changed.", new.name);
        correction(&mut change, ctx, meeting.id, &sentence, None).await?;
    }
    change.commit().await
}

fn checked(new: NewAttendance) -> Result<NewAttendance> {
    if let (Some(from), Some(until)) = (new.from, new.until)
        && until <= from
    {
        return Err(Refusal::invalid("until", "They must leave after they came.").into());
    }
    Ok(NewAttendance { name: line("name", "their name", &new.name)?, ..new })
}

fn fields(said: &NewAttendance) -> [(&'static str, Option<String>); 5] {
    [
        ("name", Some(said.name.clone())),
        ("body", said.body.map(|body| body.to_string())),
        ("part", Some(part(said).to_owned())),
        ("from_time", said.from.map(clock)),
        ("until_time", said.until.map(clock)),
    ]
}

/// Records that somebody could not come, and who came instead.
///
/// # Errors
/// As [`attend`].
pub async fn apologise(
    store: &Store,
    ctx: &Ctx,
    id: Id<Meeting>,
    name: &str,
    body: Option<Id<Body>>,
    substitute: Option<&str>,
) -> Result<()> {
    let (mut change, meeting) = change_meeting_by(store, ctx, RECORD, id).await?;
    // Apologies arrive before the day.
    if meeting.minutes != MinutesState::None && steps::change(&meeting)? == Changed::Corrected {
        correction(&mut change, ctx, id, &format!("Apologies of {} were added.", name.trim()), None).await?;
    }
    let name = line("name", "the name of who could not come", name)?;
    let substitute = line_or_none("substitute", substitute)?;
    check_body(&mut change, body).await?;
    let row_id = ctx.chance.id::<()>(&ctx.clock);
    change.run(&APOLOGISE, args![row_id, id, &name, body, &substitute]).await?;
    change.commit().await
}

/// Apologies as they stand in a file: a name alone.
pub(super) async fn insert_apology(
    change: &mut Change,
    ctx: &Ctx,
    id: Id<Meeting>,
    name: &str,
) -> Result<()> {
    let name = line("name", "the name of who could not come", name)?;
    let row_id = ctx.chance.id::<()>(&ctx.clock);
    let (body, substitute): (Option<Id<Body>>, Option<String>) = (None, None);
    change.run(&APOLOGISE, args![row_id, id, &name, body, &substitute]).await?;
    Ok(())
}

/// Records an interest that somebody declared in an item.
///
/// # Errors
/// As [`attend`]; when the item is not on the agenda.
pub async fn declare(
    store: &Store,
    ctx: &Ctx,
    id: Id<Meeting>,
    item: Option<Id<Item>>,
    name: &str,
    interest: &str,
    left_room: Left,
) -> Result<()> {
    let (mut change, meeting) = change_meeting_by(store, ctx, RECORD, id).await?;
    let changed = recordable(&meeting, ctx)?;
    let items = rows::items(&mut change, id, Clearance::Open).await?;
    let item = item.filter(|item| items.iter().any(|known| known.id == *item));
    let item = item.ok_or_else(|| Refusal::invalid("item", "Choose the item it is about."))?;
    let name = line("name", "who declared it", name)?;
    let interest = text("interest", "the interest that was declared", interest)?;
    let row_id = ctx.chance.id::<()>(&ctx.clock);
    change.run(&DECLARE, args![row_id, id, item, &name, &interest, left_room == Left::Room]).await?;
    if changed == Changed::Corrected {
        correction(&mut change, ctx, id, &format!("An interest declared by {name} was added."), None).await?;
    }
    change.commit().await
}

/// Whether somebody left the room for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// They did.
    Room,
    /// They stayed.
    Not,
}

/// Records who was in the chair, and in what right.
///
/// # Errors
/// As [`attend`].
pub async fn chair(store: &Store, ctx: &Ctx, id: Id<Meeting>, name: &str, right: ChairedAs) -> Result<()> {
    let (mut change, meeting) = change_meeting_by(store, ctx, RECORD, id).await?;
    let changed = recordable(&meeting, ctx)?;
    let name = line("name", "who was in the chair", name)?;
    change.run(&CHAIR, args![id, &name, right.word()]).await?;
    let former = meeting.chaired.as_ref().map(|(by, _)| by.as_str());
    change.keep(id, "chaired_by", former, Some(&name)).await?;
    if changed == Changed::Corrected {
        correction(&mut change, ctx, id, &format!("{name} was in the chair."), None).await?;
    }
    change.commit().await
}
