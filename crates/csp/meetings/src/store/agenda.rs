use concordat_access::Ctx;
use concordat_kernel::{Id, Refusal, Result};
use concordat_partnership::terms::conduct;
use concordat_store::{Change, Store, args, sql};

use super::{
    AGREE, CHANGE, PUBLISH, change_meeting_by, meeting_of, papers,
    rows::{self, MEETING_OF_ITEM},
};
use crate::{
    AgendaPart, Clearance, Closed, Item, Meeting, Minuted, MinutesState, NewItem, Standing,
    rules::texts::{line, line_or_none, text, text_or_none},
};

sql! {
    INSERT = "
        INSERT INTO meetings_item (
            id, version, meeting, part, place, title, restricted_title, presenter, minutes, standing, minuted, restricted,
            reason, exemption, public_interest, duty
        ) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    UPDATE = "
        UPDATE meetings_item
        SET version = version + 1,
            part = $3,
            title = $4,
            restricted_title = $5,
            presenter = $6,
            minutes = $7,
            standing = $8,
            minuted = $9,
            restricted = $10,
            reason = $11,
            exemption = $12,
            public_interest = $13,
            duty = $14
        WHERE id = $1
          AND version = $2";
    PLACE = "UPDATE meetings_item SET place = $2 WHERE id = $1";
    REMOVE = "DELETE FROM meetings_item WHERE id = $1";
    REMOVE_PAPER = "DELETE FROM meetings_paper WHERE item = $1";
    AGREED = "
        UPDATE meetings_meeting
        SET version = version + 1,
            agreed_at = $2
        WHERE id = $1
          AND agreed_at IS NULL";
    // A change to what was agreed asks for the chair again.
    REOPEN = "UPDATE meetings_meeting SET version = version + 1, agreed_at = NULL WHERE id = $1";
    PUBLISHED = "
        UPDATE meetings_meeting
        SET version = version + 1,
            published_at = $2,
            late_reason = $3
        WHERE id = $1";
}

/// Adds an item at the end of its part, or after one of the same part.
///
/// # Errors
/// When the asker may not, the meeting is over, or the rules refuse what is said.
pub async fn add_item(
    store: &Store,
    ctx: &Ctx,
    meeting: Id<Meeting>,
    new: NewItem,
    after: Option<Id<Item>>,
) -> Result<Id<Item>> {
    let (mut change, meeting) = change_meeting_by(store, ctx, CHANGE, meeting).await?;
    open(&meeting)?;
    let id = insert(&mut change, ctx, &meeting, new, after).await?;
    reopen(&mut change, &meeting).await?;
    change.commit().await?;
    Ok(id)
}

/// Adds an item in the middle of a change that has been allowed.
pub(super) async fn insert(
    change: &mut Change,
    ctx: &Ctx,
    meeting: &Meeting,
    new: NewItem,
    after: Option<Id<Item>>,
) -> Result<Id<Item>> {
    let new = checked(new)?;
    let items = rows::items(change, meeting.id, Clearance::Open).await?;
    let own: Vec<&Item> = items.iter().filter(|item| item.said.part == new.part).collect();
    let place = match after.and_then(|after| own.iter().position(|item| item.id == after)) {
        Some(n) => n + 1,
        None => own.len(),
    };
    for (n, item) in own.iter().enumerate() {
        change.run(&PLACE, args![item.id, if n < place { n } else { n + 1 }]).await?;
    }
    let id = ctx.chance.id::<Item>(&ctx.clock);
    let closed = new.closed.clone().unwrap_or_default();
    let row = args![
        id,
        meeting.id,
        new.part.word(),
        place,
        &new.title,
        &new.restricted_title,
        &new.presenter,
        new.minutes.map(i64::from),
        new.standing == Standing::Always,
        new.minuted == Minuted::Numbered,
        new.closed.is_some(),
        new.closed.as_ref().map(|closed| closed.reason.clone()),
        closed.exemption,
        closed.public_interest,
        new.duty
    ];
    change.run(&INSERT, row).await?;
    change.keep(id, "title", None, Some(&new.title)).await?;
    Ok(id)
}

/// Changes an item. `version` is the one the editor saw. An editor who may not read what is restricted cannot be one: the
/// restricted title is theirs to write.
///
/// # Errors
/// As [`add_item`]; [`Refusal::Conflict`] when somebody else changed it since.
pub async fn change_item(store: &Store, ctx: &Ctx, id: Id<Item>, new: NewItem, version: i64) -> Result<()> {
    let meeting = meeting_of(store, &MEETING_OF_ITEM, id).await?;
    let (mut change, meeting) = change_meeting_by(store, ctx, CHANGE, meeting).await?;
    open(&meeting)?;
    let new = checked(new)?;
    let items = rows::items(&mut change, meeting.id, Clearance::Restricted).await?;
    let former = items.into_iter().find(|item| item.id == id).ok_or(Refusal::NotFound)?;
    if former.said.closed.is_some() && new.closed.is_none() {
        papers::refuse_drawn_for_members(&mut change, id).await?;
    }
    let closed = new.closed.clone().unwrap_or_default();
    let row = args![
        id,
        version,
        new.part.word(),
        &new.title,
        &new.restricted_title,
        &new.presenter,
        new.minutes.map(i64::from),
        new.standing == Standing::Always,
        new.minuted == Minuted::Numbered,
        new.closed.is_some(),
        new.closed.as_ref().map(|closed| closed.reason.clone()),
        closed.exemption,
        closed.public_interest,
        new.duty
    ];
    if change.run(&UPDATE, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    let (was, is) = (fields(&former.said), fields(&new));
    for ((field, was), (_, is)) in was.iter().zip(&is) {
        change.keep(id, field, was.as_deref(), is.as_deref()).await?;
    }
    reopen(&mut change, &meeting).await?;
    change.commit().await
}

/// Takes an item off the agenda, with its paper.
///
/// # Errors
/// When the asker may not, or the meeting is over.
pub async fn remove_item(store: &Store, ctx: &Ctx, id: Id<Item>) -> Result<()> {
    let meeting = meeting_of(store, &MEETING_OF_ITEM, id).await?;
    let (mut change, meeting) = change_meeting_by(store, ctx, CHANGE, meeting).await?;
    open(&meeting)?;
    let items = rows::items(&mut change, meeting.id, Clearance::Open).await?;
    let former = items.into_iter().find(|item| item.id == id).ok_or(Refusal::NotFound)?;
    crate::pack::refuse_with_files(&mut change, id).await?;
    change.run(&REMOVE_PAPER, args![id]).await?;
    change.run(&REMOVE, args![id]).await?;
    change.keep(id, "title", Some(&former.said.title), None).await?;
    reopen(&mut change, &meeting).await?;
    change.commit().await
}

/// The chair agrees the agenda.
///
/// # Errors
/// When the asker may not, the agenda is empty, or it is agreed already.
pub async fn agree_agenda(store: &Store, ctx: &Ctx, id: Id<Meeting>) -> Result<()> {
    let (mut change, meeting) = change_meeting_by(store, ctx, AGREE, id).await?;
    open(&meeting)?;
    if rows::items(&mut change, id, Clearance::Open).await?.is_empty() {
        return Err(Refusal::rule("The agenda is empty. Add items before it is agreed.").into());
    }
    let now = concordat_access::audit::written(ctx.clock.now());
    if change.run(&AGREED, args![id, &now]).await? == 0 {
        return Err(Refusal::rule("The agenda has been agreed already.").into());
    }
    change.keep(id, "agreed_at", None, Some(&now)).await?;
    change.commit().await
}

/// Puts agenda and papers out: to members, and what is open to the public. After the last day that the terms of
/// reference allow, the chair's reason is needed.
///
/// # Errors
/// When the asker may not, the agenda is not agreed, or it is late and no reason is given.
pub async fn publish_agenda(store: &Store, ctx: &Ctx, id: Id<Meeting>, late_reason: &str) -> Result<()> {
    let (mut change, meeting) = change_meeting_by(store, ctx, PUBLISH, id).await?;
    open(&meeting)?;
    if meeting.agreed_at.is_none() {
        return Err(Refusal::rule("The chair has not agreed the agenda yet. That comes first.").into());
    }
    let conduct = conduct(&mut change, meeting.group, meeting.plan.held_on).await?;
    let late = conduct.last_day().is_some_and(|last| ctx.clock.today() > last.on);
    let reason = text_or_none("late_reason", Some(late_reason))?;
    if late && meeting.published_at.is_none() && reason.is_none() {
        let sentence = "The last day to publish has passed. Enter the chair’s reason for sending it late.";
        return Err(Refusal::invalid("late_reason", sentence).into());
    }
    // The first publication is the one that counts for notice; a later one is a supplement.
    let now = concordat_access::audit::written(ctx.clock.now());
    let first = meeting.published_at.clone().unwrap_or(now);
    let reason = meeting.late_reason.clone().or(reason);
    change.run(&PUBLISHED, args![id, &first, &reason]).await?;
    change.keep(id, "published_at", meeting.published_at.as_deref(), Some(&first)).await?;
    change.keep(id, "late_reason", meeting.late_reason.as_deref(), reason.as_deref()).await?;
    change.commit().await
}

async fn reopen(change: &mut Change, meeting: &Meeting) -> Result<()> {
    if let Some(agreed) = &meeting.agreed_at {
        change.run(&REOPEN, args![meeting.id]).await?;
        change.keep(meeting.id, "agreed_at", Some(agreed), None).await?;
    }
    Ok(())
}

/// Refuses what can no longer be planned.
pub(super) fn open(meeting: &Meeting) -> Result<(), Refusal> {
    if meeting.cancelled.is_some() {
        return Err(Refusal::rule("The meeting was cancelled."));
    }
    if meeting.minutes != MinutesState::None {
        return Err(Refusal::rule(
            "The minutes of this meeting have been begun, so its agenda no longer changes.",
        ));
    }
    Ok(())
}

fn checked(new: NewItem) -> Result<NewItem> {
    let closed = match (&new.closed, new.part) {
        (None, AgendaPart::D) => {
            let sentence = "Part D is not open to the public. Enter why this item is not.";
            return Err(Refusal::invalid("reason", sentence).into());
        }
        (None, _) => None,
        (Some(closed), _) => Some(Closed {
            reason: text("reason", "why the item is not open to the public", &closed.reason)?,
            exemption: line_or_none("exemption", closed.exemption.as_deref())?,
            public_interest: text_or_none("public_interest", closed.public_interest.as_deref())?,
        }),
    };
    let restricted_title = line_or_none("restricted_title", new.restricted_title.as_deref())?;
    if restricted_title.is_some() && closed.is_none() {
        let sentence = "Only a restricted item has a title that is not for the public.";
        return Err(Refusal::invalid("restricted_title", sentence).into());
    }
    Ok(NewItem {
        title: line("title", "what anybody may read the item is called", &new.title)?,
        restricted_title,
        presenter: line_or_none("presenter", new.presenter.as_deref())?,
        closed,
        ..new
    })
}

fn fields(said: &NewItem) -> [(&'static str, Option<String>); 9] {
    let closed = said.closed.as_ref();
    [
        ("part", Some(said.part.word().to_owned())),
        ("title", Some(said.title.clone())),
        ("restricted_title", said.restricted_title.clone()),
        ("presenter", said.presenter.clone()),
        ("minutes", said.minutes.map(|minutes| minutes.to_string())),
        ("reason", closed.map(|closed| closed.reason.clone())),
        ("exemption", closed.and_then(|closed| closed.exemption.clone())),
        ("public_interest", closed.and_then(|closed| closed.public_interest.clone())),
        ("duty", said.duty.map(|duty| duty.to_string())),
    ]
}
