//! Sending the reminders that are due: each once, however often and by whomever it is asked for.

use concordat_access::Ctx;
use concordat_kernel::{Error, Id, Ref, Refusal, Result, jiff::tz::TimeZone};
use concordat_mail::Letter;
use concordat_store::{Change, Store, Tx, args, sql};

use super::{
    super::{
        FURTHER, REMINDER, Reminder,
        rules::{self, COPY, Step, Tone},
    },
    SEND,
    list::list_in,
    resource,
};
use crate::{
    Action,
    progress::model::{Pass, Request, Round},
};

sql! {
    INSERT = "INSERT INTO plan_reminder (id, request_id, pass_id, number, made_at)
              VALUES ($1, $2, $3, $4, $5)
              ON CONFLICT (pass_id, number) DO NOTHING";
    OPEN_ROUNDS = "SELECT id FROM plan_round WHERE closed_at IS NULL ORDER BY id";
    ABOUT = "SELECT pass_id, request_id, number FROM plan_reminder WHERE id = $1";
    ANSWERED = "SELECT DISTINCT action_id FROM plan_update WHERE request_id = $1";
}

/// What was sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sent {
    /// Reminders to those who were asked.
    pub(crate) reminders: usize,
    /// Letters to whoever is told when a lead stays silent.
    pub(crate) further: usize,
}

/// Sends the reminders of a round that are due today; `only` those to these people with these numbers, as a
/// page showed them.
///
/// # Errors
/// When there is no such round, or the asker may not.
pub(crate) async fn send(
    store: &Store,
    ctx: &Ctx,
    round: Id<Round>,
    only: Option<&[(Id<Pass>, i64)]>,
) -> Result<Sent> {
    let (_, resource) = resource(&mut store.peek().await?, round).await?;
    let group = resource.within.first().copied();
    let mut tx = store.change(ctx, SEND, &resource).await?;
    let list = list_in(&mut tx, ctx.clock.today(), ctx.clock.now(), (round, group)).await?;
    let mut sent = Sent::default();
    for chased in &list.silent {
        let mut told = chased.told_on.is_some();
        for holder in &chased.holders {
            let Some(step) = holder.due else { continue };
            let pass = &holder.pass;
            if only.is_some_and(|only| !only.contains(&(pass.id, step.number))) {
                continue;
            }
            let to = (pass.name.clone(), pass.email.clone());
            if !post(&mut tx, ctx, (chased.request.id, pass.id), (step.number, REMINDER), to).await? {
                continue;
            }
            sent.reminders += 1;
            let further = list.told.as_ref().filter(|_| step.tone == Tone::Further && !told);
            if let Some(person) = further {
                let to = (person.name.clone(), person.email.clone());
                let posted = post(&mut tx, ctx, (chased.request.id, pass.id), (COPY, FURTHER), to).await?;
                sent.further += usize::from(posted);
                told = true;
            }
        }
    }
    // Whoever pressed the button did something; the hourly look leaves no row in the trail when nothing is due.
    if only.is_some() || sent != Sent::default() {
        tx.commit().await?;
    }
    Ok(sent)
}

/// Posts one letter, unless it was posted before.
async fn post(
    tx: &mut Change,
    ctx: &Ctx,
    (request, pass): (Id<Request>, Id<Pass>),
    (number, kind): (i64, &'static str),
    (to_name, to_email): (String, String),
) -> Result<bool> {
    let id: Id<Reminder> = ctx.chance.id(&ctx.clock);
    if tx.run(&INSERT, args![id, request, pass, number, ctx.clock.now()]).await? == 0 {
        return Ok(false);
    }
    let letter = Letter { to_name, to_email, about: Ref::to(id), kind };
    concordat_mail::post(tx, ctx, letter).await?;
    Ok(true)
}

/// Sends what is due in every open round, on working days between eight and five o'clock. To be called every
/// hour or so: what was sent is not sent again.
///
/// # Errors
/// When the asker may not send reminders, or the record does not answer.
pub async fn send_all_due(store: &Store, ctx: &Ctx) -> Result<usize> {
    let london = ctx.clock.now().to_zoned(TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC));
    if rules::is_weekend(london.date()) || !rules::is_office_hour(london.hour()) {
        return Ok(0);
    }
    let rounds: Vec<(Id<Round>,)> = store.peek().await?.all(&OPEN_ROUNDS, args![]).await?;
    let mut count = 0;
    for (round,) in rounds {
        let sent = send(store, ctx, round, None).await?;
        count += sent.reminders + sent.further;
    }
    Ok(count)
}

/// What a letter is about.
pub(crate) struct AboutReminder {
    pub(crate) pass: Id<Pass>,
    /// Its step; none for the copy to whoever is told.
    pub(crate) step: Option<Step>,
    /// The actions that were answered already.
    pub(crate) answered: Vec<Id<Action>>,
}

/// What a letter of this reminder is made of; nothing when there is no such reminder.
pub(crate) async fn about(store: &Store, id: Id<Reminder>) -> Result<Option<AboutReminder>> {
    let mut tx = store.peek().await?;
    let found = tx.one::<(Id<Pass>, Id<Request>, i64)>(&ABOUT, args![id]).await;
    let (pass, request, number) = match found {
        Err(Error::Refusal(Refusal::NotFound)) => return Ok(None),
        other => other?,
    };
    let answered = answered_in(&mut tx, request).await?;
    Ok(Some(AboutReminder { pass, step: rules::step(number), answered }))
}

async fn answered_in(tx: &mut Tx, request: Id<Request>) -> Result<Vec<Id<Action>>> {
    let rows: Vec<(Id<Action>,)> = tx.all(&ANSWERED, args![request]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
