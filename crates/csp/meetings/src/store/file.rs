use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Result, Sensitivity};
use concordat_partnership::{in_directory, terms::conduct};
use concordat_store::Store;

use super::{VIEW, follow_ups, meetings, papers, resource, rows};
use crate::{Clearance, Meeting, MeetingFile};

/// Whether what is restricted of a meeting may be read. Not recorded: the reading is.
pub fn clearance(store: &Store, ctx: &Ctx, meeting: &Resource) -> Clearance {
    let restricted = meeting.clone().at(Sensitivity::Restricted);
    match store.door().ask(&ctx.actor, VIEW, &restricted) {
        concordat_access::Answer::Allowed => Clearance::Restricted,
        concordat_access::Answer::NeedsSecondFactor => Clearance::NeedsSecondFactor,
        concordat_access::Answer::Denied => Clearance::Open,
    }
}

/// All of one meeting, as far as the asker may read it. Whoever may read what is restricted reads it here, and leaves an
/// audit row; to everybody else those texts are as if they were not there.
///
/// # Errors
/// When the asker may not see meetings, or there is none with this id.
pub async fn meeting_file(store: &Store, ctx: &Ctx, id: Id<Meeting>) -> Result<MeetingFile> {
    let own = resource(store, id).await?;
    let clearance = clearance(store, ctx, &own);
    let mut tx = match clearance {
        Clearance::Restricted => store.read(ctx, VIEW, &own.at(Sensitivity::Restricted)).await?,
        _ => store.read(ctx, VIEW, &in_directory(ctx, own)).await?,
    };
    let all = meetings::all(&mut tx).await?;
    let meeting = all.into_iter().find(|meeting| meeting.id == id);
    let meeting = meeting.ok_or(concordat_kernel::Refusal::NotFound)?;
    let follow_ups = follow_ups::in_group(&mut tx, meeting.group, clearance).await?;
    let (own, earlier): (Vec<_>, Vec<_>) = follow_ups.into_iter().partition(|one| one.meeting == id);
    let brought_forward = follow_ups::brought_forward(&mut tx, earlier, &meeting).await?;
    let items = rows::items(&mut tx, id, clearance).await?;
    Ok(MeetingFile {
        conduct: conduct(&mut tx, meeting.group, meeting.plan.held_on).await?,
        clearance,
        papers: papers::of_items(&mut tx, &items, clearance).await?,
        attendance: rows::attendance(&mut tx, id).await?,
        apologies: rows::apologies(&mut tx, id).await?,
        interests: rows::interests(&mut tx, id, clearance).await?,
        minutes: rows::minutes(&mut tx, id, clearance).await?,
        corrections: rows::corrections(&mut tx, id, clearance).await?,
        follow_ups: own,
        brought_forward,
        items,
        meeting,
    })
}
