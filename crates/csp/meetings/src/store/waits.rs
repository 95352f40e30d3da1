use concordat_access::Ctx;
use concordat_kernel::{Result, jiff::civil::Date};
use concordat_partnership::terms::{conduct, working_days_left};
use concordat_store::Store;

use super::{AGREE, RECORD, VIEW, follow_ups, meetings, of_group};
use crate::{Clearance, Meeting, MinutesState};

/// What waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Waits {
    /// The chair is to agree this agenda.
    Agree(Meeting, String),
    /// Papers go out by a day; so many working days are left, none when it has passed.
    Publish(Meeting, String, Date, Option<usize>),
    /// Minutes stand still.
    Minutes(Meeting, String),
    /// So many follow-ups of a group are overdue.
    Overdue(String, usize),
}

/// What waits of meetings, for whoever may see to it.
pub(crate) async fn waits_for(store: &Store, ctx: &Ctx) -> Result<Vec<Waits>> {
    let everywhere = concordat_access::Resource::anywhere(AGREE.kind, &ctx.actor);
    if !store.may(ctx, RECORD, &everywhere) && !store.may(ctx, AGREE, &everywhere) {
        return Ok(Vec::new());
    }
    let today = ctx.clock.today();
    let all = concordat_partnership::in_directory(ctx, concordat_access::Resource::any(VIEW.kind));
    let mut tx = store.read(ctx, VIEW, &all).await?;
    let names = concordat_partnership::names(&mut tx).await?;
    let mut found = Vec::new();
    let mut groups = Vec::new();
    for meeting in meetings::all(&mut tx).await?.into_iter().filter(|meeting| meeting.cancelled.is_none()) {
        let own = of_group(meeting.group);
        let (may_agree, may_record) = (store.may(ctx, AGREE, &own), store.may(ctx, RECORD, &own));
        let name = names.get(&meeting.group.uuid()).cloned().unwrap_or_default();
        if may_record && !groups.contains(&meeting.group) {
            groups.push(meeting.group);
        }
        let ahead = meeting.plan.held_on >= today;
        if ahead && meeting.published_at.is_none() {
            let conduct = conduct(&mut tx, meeting.group, meeting.plan.held_on).await?;
            let last = conduct.last_day().map(|last| last.on);
            let near = last.is_some_and(|last| {
                working_days_left(today, last, &conduct.holidays).is_none_or(|left| left <= 15)
            });
            match last {
                Some(_) if near && meeting.agreed_at.is_none() && may_agree && !may_record => {
                    found.push(Waits::Agree(meeting, name));
                }
                Some(last) if near && may_record => {
                    let left = working_days_left(today, last, &conduct.holidays);
                    found.push(Waits::Publish(meeting, name, last, left));
                }
                _ => {}
            }
        } else if !ahead && may_record && meeting.published_at.is_some() {
            let waits = matches!(
                meeting.minutes,
                MinutesState::None | MinutesState::Draft | MinutesState::Approved | MinutesState::Signed
            );
            if waits {
                found.push(Waits::Minutes(meeting, name));
            }
        }
    }
    for group in groups {
        let overdue = follow_ups::in_group(&mut tx, group, Clearance::Open)
            .await?
            .into_iter()
            .filter(|one| one.is_overdue(today))
            .count();
        if overdue > 0 {
            let name = names.get(&group.uuid()).cloned().unwrap_or_default();
            found.push(Waits::Overdue(name, overdue));
        }
    }
    Ok(found)
}
