//! What anybody may read, without an account: published agendas and papers of open items, and published minutes in
//! their public texts. No statement here names a restricted column, and papers are read of open items alone.

use std::collections::HashMap;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{AnyId, Id, Refusal, Result, Sensitivity, jiff::civil::Date};
use concordat_store::{Store, Tx};

use super::{PUBLISH, VIEW_PUBLIC, meetings, papers, resource, rows};
use crate::{
    Apology, Attendance, Clearance, Correction, Decision, Interest, Item, Meeting, Minute, MinutesState,
    Paper,
};

/// A meeting as anybody may see it. How to join it is left out.
#[derive(Debug, Clone)]
pub struct PublicMeeting {
    /// The meeting.
    pub meeting: Meeting,
    /// The name of its group.
    pub group: String,
    /// The agenda, once it is published; restricted items by their public titles.
    pub items: Vec<Item>,
    /// Papers of open items, once the agenda is published.
    pub papers: Vec<Paper>,
    /// What is minuted, once it is published.
    pub minutes: Option<PublicMinutes>,
}

/// Minutes as anybody may read them.
#[derive(Debug, Clone)]
pub struct PublicMinutes {
    /// Who came.
    pub attendance: Vec<Attendance>,
    /// Who could not.
    pub apologies: Vec<Apology>,
    /// Interests declared.
    pub interests: Vec<Interest>,
    /// The minutes.
    pub minutes: Vec<Minute>,
    /// What was corrected.
    pub corrections: Vec<Correction>,
    /// How the group conducts itself, for whether it could decide.
    pub conduct: concordat_partnership::terms::Conduct,
}

fn public() -> Resource {
    Resource::any(VIEW_PUBLIC.kind).at(Sensitivity::Public)
}

fn shown(mut meeting: Meeting) -> Meeting {
    meeting.plan.joining = None;
    meeting.late_reason = None;
    meeting
}

async fn names(tx: &mut Tx) -> Result<HashMap<AnyId, String>> {
    concordat_partnership::names(tx).await
}

/// Meetings that the public may know of, in order of their days: those whose agenda is published, or that are planned.
/// With them the names of their groups.
///
/// # Errors
/// When the database does not answer.
pub async fn public_meetings(store: &Store, ctx: &Ctx) -> Result<Vec<(Meeting, String)>> {
    let mut tx = store.read(ctx, VIEW_PUBLIC, &public()).await?;
    let names = names(&mut tx).await?;
    let name = |meeting: &Meeting| names.get(&meeting.group.uuid()).cloned().unwrap_or_default();
    let known = meetings::all(&mut tx).await?.into_iter().filter(is_public);
    Ok(known.map(|meeting| (shown(meeting.clone()), name(&meeting))).collect())
}

/// A meeting is public once its agenda is.
fn is_public(meeting: &Meeting) -> bool {
    meeting.published_at.is_some()
}

/// A meeting with what is published of it. One of which nothing is, is as one that is not there.
///
/// # Errors
/// When nothing is published of it.
pub async fn public_meeting(store: &Store, ctx: &Ctx, id: Id<Meeting>) -> Result<PublicMeeting> {
    let mut tx = store.read(ctx, VIEW_PUBLIC, &public()).await?;
    let meeting = meetings::find(&mut tx, id).await?;
    if !is_public(&meeting) {
        return Err(Refusal::NotFound.into());
    }
    let minutes = meeting.minutes == MinutesState::Published;
    shown_of(&mut tx, meeting, minutes).await
}

/// A meeting as anybody would see it if all of it were published now: for whoever may publish it. It is read by the
/// same statements as what is published.
///
/// # Errors
/// When the asker may not publish it, or there is no such meeting.
pub async fn preview(store: &Store, ctx: &Ctx, id: Id<Meeting>) -> Result<PublicMeeting> {
    let own = resource(store, id).await?;
    let mut tx = store.read(ctx, PUBLISH, &own).await?;
    let meeting = meetings::find(&mut tx, id).await?;
    let minutes = meeting.minutes != MinutesState::None;
    shown_of(&mut tx, meeting, minutes).await
}

async fn shown_of(tx: &mut Tx, meeting: Meeting, with_minutes: bool) -> Result<PublicMeeting> {
    let id = meeting.id;
    let group = names(tx).await?.remove(&meeting.group.uuid()).unwrap_or_default();
    let items = rows::items(tx, id, Clearance::Open).await?;
    let papers = papers::of_items(tx, &items, Clearance::Open).await?;
    let minutes = if with_minutes {
        let day = meeting.plan.held_on;
        Some(PublicMinutes {
            attendance: rows::attendance(tx, id).await?,
            apologies: rows::apologies(tx, id).await?,
            interests: rows::interests(tx, id, Clearance::Open).await?,
            minutes: rows::minutes(tx, id, Clearance::Open).await?,
            corrections: rows::corrections(tx, id, Clearance::Open).await?,
            conduct: concordat_partnership::terms::conduct(tx, meeting.group, day).await?,
        })
    } else {
        None
    };
    Ok(PublicMeeting { meeting: shown(meeting), group, items, papers, minutes })
}

/// A decision that was published.
#[derive(Debug, Clone)]
pub struct PublicDecision {
    /// The meeting.
    pub meeting: Id<Meeting>,
    /// Its day.
    pub on: Date,
    /// The name of its group.
    pub group: String,
    /// The number of its minute.
    pub number: i64,
    /// What the item was called.
    pub title: String,
    /// What was decided.
    pub decision: Decision,
}

/// Every decision in published minutes, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn public_decisions(store: &Store, ctx: &Ctx) -> Result<Vec<PublicDecision>> {
    let mut tx = store.read(ctx, VIEW_PUBLIC, &public()).await?;
    let names = names(&mut tx).await?;
    let mut found = Vec::new();
    for meeting in meetings::all(&mut tx).await?.into_iter().rev() {
        if meeting.minutes != MinutesState::Published || !is_public(&meeting) {
            continue;
        }
        let items = rows::items(&mut tx, meeting.id, Clearance::Open).await?;
        let group = names.get(&meeting.group.uuid()).cloned().unwrap_or_default();
        for minute in rows::minutes(&mut tx, meeting.id, Clearance::Open).await? {
            let title = items.iter().find(|item| item.id == minute.item).map(|item| item.said.title.clone());
            let title = title.unwrap_or_default();
            found.extend(minute.decisions.into_iter().map(|decision| PublicDecision {
                meeting: meeting.id,
                on: meeting.plan.held_on,
                group: group.clone(),
                number: minute.number,
                title: title.clone(),
                decision,
            }));
        }
    }
    Ok(found)
}
