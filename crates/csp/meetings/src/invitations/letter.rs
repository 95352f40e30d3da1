//! The invitation by e-mail: composed when it is about to be handed over.

use concordat_access::Ctx;
use concordat_kernel::{Id, Kind as _, Result};
use concordat_partnership::terms::conduct;
use concordat_web::{App, Composed, LetterHead};

use super::{store, words::words};
use crate::{pages::feeds, store::meeting_by_id, urls};

/// The kind of letter.
pub(crate) const INVITED: &str = "meeting-invitation";

/// Writes it. It is no longer needed when the meeting was cancelled or is over.
pub(crate) async fn compose(app: &App, ctx: &Ctx, head: &LetterHead) -> Result<Option<Composed>> {
    if head.about.kind != store::Invitation::NAME {
        return Ok(None);
    }
    let mut tx = app.store.peek().await?;
    let Some(invitation) = store::one(&mut tx, Id::from_uuid(head.about.id)).await? else { return Ok(None) };
    let meeting = meeting_by_id(&mut tx, invitation.meeting).await?;
    if meeting.cancelled.is_some() || meeting.plan.held_on < ctx.clock.today() {
        return Ok(None);
    }
    let conduct = conduct(&mut tx, meeting.group, meeting.plan.held_on).await?;
    let said = words(&meeting, &conduct);
    let facts: Vec<String> = said.facts.iter().map(|(name, text)| format!("{name}: {text}")).collect();
    let holder = match invitation.holder.as_str() {
        "" => String::new(),
        holder => format!(" ({holder})"),
    };
    let text = format!(
        "Dear {}{holder}\n\n{}\n\n{}\n\nAn entry for your calendar is attached.\n",
        invitation.name,
        said.opening,
        facts.join("\n\n"),
    );
    let link = format!("{}{}", app.config.public_url.trim_end_matches('/'), urls::meeting(meeting.id));
    let calendar = feeds::ics(&[(&meeting, conduct.group.name.as_str(), link)], ctx.clock.now())?;
    Ok(Some(Composed { subject: said.subject, text, secret: None, calendar: Some(calendar) }))
}
