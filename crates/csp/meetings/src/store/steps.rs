//! The steps that minutes take: round, corrected, approved, signed, published. There is no way back.

use concordat_access::{Action, Ctx};
use concordat_kernel::{Id, Refusal, Result, jiff::civil::Date};
use concordat_store::{Change, Store, args, sql};

use super::{PUBLISH, RECORD, SIGN, change_meeting_by, meetings, room, rows};
use crate::{
    Clearance, Meeting,
    rules::{
        steps::{self, Changed, Step},
        texts::{line, text, text_or_none},
    },
};

sql! {
    CIRCULATE = "
        UPDATE meetings_meeting
        SET version = version + 1,
            minutes = 'circulated',
            circulated_on = $2
        WHERE id = $1";
    APPROVE = "
        UPDATE meetings_meeting
        SET version = version + 1,
            minutes = 'approved',
            approved_on = $2,
            approved_at = $3
        WHERE id = $1";
    SIGNED = "
        UPDATE meetings_meeting
        SET version = version + 1,
            minutes = 'signed',
            signed_on = $2,
            signed_by = $3
        WHERE id = $1";
    PUBLISHED = "
        UPDATE meetings_meeting
        SET version = version + 1,
            minutes = 'published',
            minutes_published_on = $2
        WHERE id = $1";
}

/// A change that takes a step, if it may be taken.
pub(super) async fn take(
    store: &Store,
    ctx: &Ctx,
    verb: Action,
    id: Id<Meeting>,
    step: Step,
) -> Result<(Change, Meeting)> {
    let (change, meeting) = change_meeting_by(store, ctx, verb, id).await?;
    steps::step(&meeting, step, ctx.clock.today())?;
    Ok((change, meeting))
}

/// Keeps the step in the history of the meeting.
pub(super) async fn keep_step(change: &mut Change, meeting: &Meeting, step: Step) -> Result<()> {
    let (before, after) = step.between();
    change.keep(meeting.id, "minutes", Some(before.word()), Some(after.word())).await
}

/// Sends the minutes round to be checked. From here on every change is a correction.
///
/// # Errors
/// When the asker may not, or a minute has no text yet.
pub async fn circulate(store: &Store, ctx: &Ctx, id: Id<Meeting>) -> Result<()> {
    let (mut change, meeting) = take(store, ctx, RECORD, id, Step::Circulate).await?;
    let minutes = rows::minutes(&mut change, id, Clearance::Open).await?;
    if let Some(empty) = minutes.iter().find(|minute| minute.public_text.trim().is_empty()) {
        let sentence = format!(
            "Minute {} has no text for the public yet. Write it before the minutes go round.",
            empty.number
        );
        return Err(Refusal::rule(sentence).into());
    }
    change.run(&CIRCULATE, args![id, ctx.clock.today()]).await?;
    keep_step(&mut change, &meeting, Step::Circulate).await?;
    change.commit().await
}

/// Records a correction that is no change of a single minute.
///
/// # Errors
/// When the asker may not, nothing is said, or the minutes are not being checked.
pub async fn correct(
    store: &Store,
    ctx: &Ctx,
    id: Id<Meeting>,
    public_text: &str,
    restricted_text: Option<&str>,
) -> Result<()> {
    let (mut change, meeting) = change_meeting_by(store, ctx, RECORD, id).await?;
    if steps::change(&meeting)? == Changed::Written {
        return Err(Refusal::rule("The minutes have not been circulated yet: change them instead.").into());
    }
    let public = text("public_text", "what was corrected, for everybody to read", public_text)?;
    let restricted = text_or_none("restricted_text", restricted_text)?;
    room::correction(&mut change, ctx, id, &public, restricted.as_deref()).await?;
    change.commit().await
}

/// Records that a later meeting of the group approved the minutes.
///
/// # Errors
/// When the asker may not, or the meeting named is not a later one of the group that has been held.
pub async fn approve(store: &Store, ctx: &Ctx, id: Id<Meeting>, at: Option<Id<Meeting>>) -> Result<()> {
    let (mut change, meeting) = take(store, ctx, RECORD, id, Step::Approve).await?;
    let today = ctx.clock.today();
    let others = meetings::group_meetings(&mut change, meeting.group).await?;
    let later = |other: &&Meeting| other.plan.held_on > meeting.plan.held_on && other.plan.held_on <= today;
    let at = others
        .iter()
        .filter(|other| other.cancelled.is_none())
        .filter(later)
        .find(|other| Some(other.id) == at)
        .ok_or_else(|| Refusal::invalid("at", "Choose the later meeting that approved them."))?;
    change.run(&APPROVE, args![id, at.plan.held_on, at.id]).await?;
    keep_step(&mut change, &meeting, Step::Approve).await?;
    change.commit().await
}

/// Records that the chair signed the minutes.
///
/// # Errors
/// When the asker may not, nobody is named, or the day is before they were approved.
pub async fn sign_minutes(
    store: &Store,
    ctx: &Ctx,
    id: Id<Meeting>,
    by: &str,
    on: Option<Date>,
) -> Result<()> {
    let (mut change, meeting) = take(store, ctx, SIGN, id, Step::Sign).await?;
    let by = line("by", "who signed them", by)?;
    let on = on.ok_or_else(|| Refusal::invalid("on", "Enter the day on which they were signed."))?;
    let approved = meeting.approved.map(|(on, _)| on);
    if approved.is_some_and(|approved| on < approved) || on > ctx.clock.today() {
        let sentence = "The day must be between the one on which they were approved and today.";
        return Err(Refusal::invalid("on", sentence).into());
    }
    change.run(&SIGNED, args![id, on, &by]).await?;
    keep_step(&mut change, &meeting, Step::Sign).await?;
    change.commit().await
}

/// Puts the minutes before the public: their public texts, and nothing else of them. There is no way back.
///
/// # Errors
/// When the asker may not, or they are not signed.
pub async fn publish_minutes(store: &Store, ctx: &Ctx, id: Id<Meeting>) -> Result<()> {
    let (mut change, meeting) = take(store, ctx, PUBLISH, id, Step::Publish).await?;
    change.run(&PUBLISHED, args![id, ctx.clock.today()]).await?;
    keep_step(&mut change, &meeting, Step::Publish).await?;
    change.commit().await
}
