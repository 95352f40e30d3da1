//! Minutes: written against the agenda in two texts, with decisions.

use concordat_access::Ctx;
use concordat_kernel::{Id, Refusal, Result};
use concordat_partnership::{
    Body,
    terms::{Conduct, RemovalVote, Voted, conduct, removal},
};
use concordat_store::{Change, Sql, Store, args, sql};

use super::{
    RECORD, change_meeting_by, clock, meeting_of, meetings, room,
    rows::{self, MEETING_OF_DECISION, MEETING_OF_MINUTE, VOTED},
    steps::{keep_step, take},
};
use crate::{
    Clearance, Decision, DecisionKind, Meeting, Minute, Minuted, MinutesState, NewDecision,
    rules::{
        steps::{self, Changed, Step},
        texts::{text, text_or_none},
    },
};

sql! {
    LAST_NUMBER = "SELECT MAX(number) FROM meetings_minute WHERE group_id = $1";
    INSERT = "
        INSERT INTO meetings_minute (id, version, meeting, item, group_id, number, public_text, restricted_text)
        VALUES ($1, 1, $2, $3, $4, $5, $6, $7)";
    WRITE = "
        UPDATE meetings_minute
        SET version = version + 1,
            public_text = $3,
            restricted_text = $4
        WHERE id = $1
          AND version = $2";
    DECIDE = "
        INSERT INTO meetings_decision (
            id, version, minute, place, kind, public_text, restricted_text, taken_at, due, about_kind, about_id
        ) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    FORGET_VOTES = "DELETE FROM meetings_vote WHERE decision = $1";
    VOTE = "INSERT INTO meetings_vote (decision, body, voted) VALUES ($1, $2, $3)";
    BEGIN = "UPDATE meetings_meeting SET version = version + 1, minutes = 'draft' WHERE id = $1";
}

/// The two texts of a minute.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// What anybody may read.
    pub public_text: String,
    /// What they may not.
    pub restricted_text: Option<String>,
    /// What is said of the change where it is a correction, for everybody to read.
    pub correction: String,
}

/// Begins the minutes: one for each item that has one, numbered on from the group's last.
///
/// # Errors
/// When the asker may not, the meeting is not held yet, or they have been begun.
pub async fn begin_minutes(store: &Store, ctx: &Ctx, id: Id<Meeting>) -> Result<()> {
    let (mut change, meeting) = take(store, ctx, RECORD, id, Step::Begin).await?;
    let earlier = meetings::group_meetings(&mut change, meeting.group).await?;
    let unfinished = earlier.iter().any(|other| {
        other.plan.held_on < meeting.plan.held_on
            && other.cancelled.is_none()
            && other.minutes == MinutesState::None
            && other.published_at.is_some()
    });
    if unfinished {
        let sentence = "An earlier meeting of the group has no minutes yet. Begin those first: minutes are numbered in order.";
        return Err(Refusal::rule(sentence).into());
    }
    let (last,): (Option<i64>,) = change.one(&LAST_NUMBER, args![meeting.group]).await?;
    let mut number = last.unwrap_or_default();
    for item in rows::items(&mut change, id, Clearance::Open).await? {
        if item.said.minuted == Minuted::Numbered {
            number += 1;
            insert(&mut change, ctx, &meeting, item.id, number, "", None).await?;
        }
    }
    change.run(&BEGIN, args![id]).await?;
    keep_step(&mut change, &meeting, Step::Begin).await?;
    change.commit().await
}

/// Adds a minute in the middle of a change that has been allowed.
pub(super) async fn insert(
    change: &mut Change,
    ctx: &Ctx,
    meeting: &Meeting,
    item: Id<crate::Item>,
    number: i64,
    public_text: &str,
    restricted_text: Option<&str>,
) -> Result<Id<Minute>> {
    let id = ctx.chance.id::<Minute>(&ctx.clock);
    let taken = Refusal::rule(format!("The group has a minute {number} already."));
    let row = args![id, meeting.id, item, meeting.group, number, public_text, restricted_text];
    change.run_unless_taken(&INSERT, row, taken).await?;
    Ok(id)
}

/// What a change to a minute stands in.
struct Within {
    change: Change,
    meeting: Meeting,
    minute: Minute,
    changed: Changed,
}

async fn within(store: &Store, ctx: &Ctx, sql: &'static Sql, id: concordat_kernel::AnyId) -> Result<Within> {
    let meeting = meeting_of::<Minute>(store, sql, Id::from_uuid(id)).await?;
    let (mut change, meeting) = change_meeting_by(store, ctx, RECORD, meeting).await?;
    let changed = steps::change(&meeting)?;
    let minutes = rows::minutes(&mut change, meeting.id, Clearance::Restricted).await?;
    let minute = minutes
        .into_iter()
        .find(|minute| minute.id.uuid() == id || minute.decisions.iter().any(|one| one.id.uuid() == id))
        .ok_or(Refusal::NotFound)?;
    Ok(Within { change, meeting, minute, changed })
}

impl Within {
    /// Where nobody had seen the minutes yet nothing is said; otherwise what was corrected is.
    async fn say(&mut self, ctx: &Ctx, correction: &str) -> Result<()> {
        if self.changed == Changed::Corrected {
            let what = text("correction", "what was corrected, for everybody to read", correction)?;
            let sentence = format!("Minute {}: {what}", self.minute.number);
            room::correction(&mut self.change, ctx, self.meeting.id, &sentence, None).await?;
        }
        Ok(())
    }
}

/// Writes a minute. `version` is the one the editor saw.
///
/// # Errors
/// When the asker may not, the minutes are approved, or the correction is not said; [`Refusal::Conflict`] when somebody
/// else changed it since.
pub async fn write_minute(
    store: &Store,
    ctx: &Ctx,
    id: Id<Minute>,
    new: Written,
    version: i64,
) -> Result<()> {
    let mut within = within(store, ctx, &MEETING_OF_MINUTE, id.uuid()).await?;
    let public = text("public_text", "what anybody may read", &new.public_text)?;
    let restricted = text_or_none("restricted_text", new.restricted_text.as_deref())?;
    if within.change.run(&WRITE, args![id, version, &public, &restricted]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    let former = within.minute.clone();
    let was = Some(former.public_text.as_str()).filter(|text| !text.is_empty());
    within.change.keep(id, "public_text", was, Some(&public)).await?;
    within
        .change
        .keep(id, "restricted_text", former.restricted_text.as_deref(), restricted.as_deref())
        .await?;
    within.say(ctx, &new.correction).await?;
    within.change.commit().await
}

/// Records a decision under a minute. Consensus is what is recorded; a vote is held only on removing the chair or vice
/// chair, and only where the terms of reference know such a vote.
///
/// # Errors
/// As [`write_minute`]; when the month of a further update is missing, or a vote is not known to the terms.
pub async fn decide(
    store: &Store,
    ctx: &Ctx,
    minute: Id<Minute>,
    new: NewDecision,
    correction: &str,
) -> Result<Id<Decision>> {
    let mut within = within(store, ctx, &MEETING_OF_MINUTE, minute.uuid()).await?;
    let conduct = conduct(&mut within.change, within.meeting.group, within.meeting.plan.held_on).await?;
    check_vote(&new, &conduct)?;
    let place = within.minute.decisions.len();
    let id = insert_decision(&mut within.change, ctx, minute, place, new).await?;
    within.say(ctx, correction).await?;
    within.change.commit().await?;
    Ok(id)
}

fn check_vote(new: &NewDecision, conduct: &Conduct) -> Result<(), Refusal> {
    let known = conduct.terms.as_ref().is_some_and(|terms| terms.removal().is_some());
    if new.kind == DecisionKind::RemoveChair && !known {
        let sentence = "The terms of reference know no vote to remove the chair or vice chair.";
        return Err(Refusal::invalid("kind", sentence));
    }
    Ok(())
}

async fn insert_decision(
    change: &mut Change,
    ctx: &Ctx,
    minute: Id<Minute>,
    place: usize,
    new: NewDecision,
) -> Result<Id<Decision>> {
    if new.kind == DecisionKind::ReceiveUpdate && new.due.is_none() {
        return Err(Refusal::invalid("due", "Enter the month by which the further update is to come.").into());
    }
    insert_imported(change, ctx, minute, place, new).await
}

/// Adds a decision as it stands in a file, which need not say by when a further update is to come.
pub(super) async fn insert_imported(
    change: &mut Change,
    ctx: &Ctx,
    minute: Id<Minute>,
    place: usize,
    new: NewDecision,
) -> Result<Id<Decision>> {
    let public = text("public_text", "what was decided, for anybody to read", &new.public_text)?;
    let restricted = text_or_none("restricted_text", new.restricted_text.as_deref())?;
    let id = ctx.chance.id::<Decision>(&ctx.clock);
    let row = args![
        id,
        minute,
        place,
        new.kind.word(),
        &public,
        &restricted,
        new.taken_at.map(clock),
        new.due,
        new.about.as_ref().map(|about| about.kind.to_string()),
        new.about.as_ref().map(|about| about.id)
    ];
    change.run(&DECIDE, row).await?;
    change.keep(id, "public_text", None, Some(&public)).await?;
    change.keep(id, "restricted_text", None, restricted.as_deref()).await?;
    Ok(id)
}

/// Records how each body voted on a removal, and says what came of it.
///
/// # Errors
/// As [`decide`]; when the decision is none by vote.
pub async fn vote(
    store: &Store,
    ctx: &Ctx,
    id: Id<Decision>,
    votes: &[(Id<Body>, Voted)],
    correction: &str,
) -> Result<RemovalVote> {
    let mut within = within(store, ctx, &MEETING_OF_DECISION, id.uuid()).await?;
    let decision = within.minute.decisions.iter().find(|decision| decision.id == id);
    if decision.is_none_or(|decision| decision.said.kind != DecisionKind::RemoveChair) {
        return Err(Refusal::rule("This decision was taken by consensus: there is no vote on it.").into());
    }
    let conduct = conduct(&mut within.change, within.meeting.group, within.meeting.plan.held_on).await?;
    let share = conduct.terms.as_ref().and_then(|terms| terms.removal()).map(|(share, _)| share);
    let Some(share) = share else {
        return Err(
            Refusal::rule("The terms of reference know no vote to remove the chair or vice chair.").into()
        );
    };
    within.change.run(&FORGET_VOTES, args![id]).await?;
    for (body, voted) in votes {
        let word = VOTED.iter().find(|(_, known, _)| known == voted).map_or("abstained", |(word, ..)| *word);
        let taken = Refusal::rule("A body votes once.");
        within.change.run_unless_taken(&VOTE, args![id, *body, word], taken).await?;
    }
    within.say(ctx, correction).await?;
    within.change.commit().await?;
    Ok(removal(share, &conduct.seated, &conduct.successions, votes))
}
