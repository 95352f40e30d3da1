//! Who has not answered, with what is known of them.

use std::collections::HashMap;

use concordat_access::Ctx;
use concordat_kernel::{
    AnyId, Id, Ref, Result,
    jiff::{Timestamp, civil::Date},
    london_today,
};
use concordat_store::{Store, Tx, args, sql};

use super::{
    super::{
        Reminder,
        rules::{self, COPY, Past, Step, Went, Written},
    },
    VIEW,
    further::{self, Told},
    resource,
};
use crate::{
    PlanHead,
    progress::{
        model::{Lead, Pass, RecordedPass, RecordedRequest, RecordedRound, Round, Standing},
        store::{passes_in, requests_of_round, round_in},
    },
    store::load::load_heads,
};

sql! {
    REMINDERS = "SELECT m.id, m.pass_id, m.number, m.made_at
                 FROM plan_reminder m JOIN plan_request r ON r.id = m.request_id
                 WHERE r.round_id = $1 ORDER BY m.made_at DESC, m.id DESC";
    WENT = "SELECT r.lead, r.body_id, r.state, o.opens_on, o.due_on
            FROM plan_request r JOIN plan_round o ON o.id = r.round_id
            WHERE o.plan_id = $1 AND o.opens_on <= $2";
}

#[derive(sqlx::FromRow)]
struct ReminderRow {
    id: Id<Reminder>,
    pass_id: Id<Pass>,
    number: i64,
    made_at: String,
}

#[derive(sqlx::FromRow)]
struct WentRow {
    lead: String,
    body_id: Option<Id<()>>,
    state: String,
    opens_on: String,
    due_on: String,
}

/// The chase list of a round.
#[derive(Debug, Clone)]
pub(crate) struct List {
    pub(crate) plan: PlanHead,
    pub(crate) round: RecordedRound,
    /// How many leads were asked.
    pub(crate) asked: usize,
    /// Those that have not answered, in the order in which to chase them.
    pub(crate) silent: Vec<Chased>,
    /// Who is told when one stays silent for long.
    pub(crate) told: Option<Told>,
    pub(crate) today: Date,
}

/// A lead that has not answered.
#[derive(Debug, Clone)]
pub(crate) struct Chased {
    pub(crate) request: RecordedRequest,
    pub(crate) past: Past,
    /// Those who can answer for it.
    pub(crate) holders: Vec<Holder>,
    /// Somebody was told that it stays silent.
    pub(crate) told_on: Option<String>,
}

/// Somebody who can answer.
#[derive(Debug, Clone)]
pub(crate) struct Holder {
    pub(crate) pass: RecordedPass,
    /// They handed it on to a colleague who can answer, or their link no longer works: they are not reminded.
    pub(crate) out: bool,
    pub(crate) written: Written,
    /// A letter to them did not arrive.
    pub(crate) undelivered: bool,
    /// The reminder that is due today.
    pub(crate) due: Option<Step>,
    /// The day of the next one.
    pub(crate) next: Option<Date>,
}

impl List {
    /// Everybody who is to be reminded today, with the request.
    pub(crate) fn due(&self) -> impl Iterator<Item = (&Chased, &Holder, Step)> {
        self.silent.iter().flat_map(|chased| {
            chased.holders.iter().filter_map(move |holder| Some((chased, holder, holder.due?)))
        })
    }
}

/// Who has not answered in a round.
///
/// # Errors
/// When there is no such round, or that is not for the asker to see.
pub(crate) async fn list(store: &Store, ctx: &Ctx, round: Id<Round>) -> Result<List> {
    let (_, resource) = resource(&mut store.peek().await?, round).await?;
    let group = resource.within.first().copied();
    list_in(&mut store.read(ctx, VIEW, &resource).await?, ctx.clock.today(), ctx.clock.now(), (round, group))
        .await
}

/// The same, where the door has been asked.
pub(super) async fn list_in(
    tx: &mut Tx,
    today: Date,
    now: Timestamp,
    (id, group): (Id<Round>, Option<AnyId>),
) -> Result<List> {
    let round = round_in(tx, id).await?;
    let heads = load_heads(tx).await?;
    // A new year's plan knows who stayed silent in the last one's rounds.
    let of_group = |head: &&PlanHead| head.id == round.plan || (group.is_some() && head.group == group);
    let mut went: Vec<(Lead, Went)> = Vec::new();
    for head in heads.iter().filter(of_group) {
        let rows: Vec<WentRow> = tx.all(&WENT, args![head.id, round.opens_on]).await?;
        went.extend(rows.into_iter().filter_map(went_of));
    }
    let requests = requests_of_round(tx, id).await?;
    let passes = passes_in(tx, id).await?;
    let mut reminders: HashMap<Id<Pass>, Vec<ReminderRow>> = HashMap::new();
    for row in tx.all::<ReminderRow>(&REMINDERS, args![id]).await? {
        reminders.entry(row.pass_id).or_default().push(row);
    }
    let asked = requests.len();
    let mut silent = Vec::new();
    for request in requests.into_iter().filter(|request| request.standing != Standing::Answered) {
        let theirs: Vec<Went> =
            went.iter().filter(|(lead, _)| lead.is(&request.lead)).map(|(_, went)| *went).collect();
        let past = rules::past(&theirs, round.due_on, today);
        let of_request: Vec<&RecordedPass> =
            passes.iter().filter(|pass| pass.request == request.id).collect();
        let mut holders = Vec::new();
        let mut told_on = None;
        for pass in &of_request {
            let sent = reminders.remove(&pass.id).unwrap_or_default();
            told_on =
                told_on.or_else(|| sent.iter().find(|one| one.number == COPY).map(|one| one.made_at.clone()));
            let on_to =
                of_request.iter().any(|other| other.handed_on_by == Some(pass.id) && other.is_good(now));
            let out = on_to || !pass.is_good(now) || round.closed_at.is_some();
            holders.push(holder(tx, &round, (pass, out), &sent, today).await?);
        }
        silent.push(Chased { request, past, holders, told_on });
    }
    silent
        .sort_by_cached_key(|chased| (rules::order(&chased.past), chased.request.lead.words.to_lowercase()));
    let plan =
        heads.into_iter().find(|head| head.id == round.plan).ok_or(concordat_kernel::Refusal::NotFound)?;
    let told = further::told_in(tx, group).await?;
    Ok(List { plan, round, asked, silent, told, today })
}

async fn holder(
    tx: &mut Tx,
    round: &RecordedRound,
    (pass, out): (&RecordedPass, bool),
    sent: &[ReminderRow],
    today: Date,
) -> Result<Holder> {
    let latest = sent.iter().find(|one| one.number < COPY);
    let last_at = latest.map_or_else(|| pass.made_at.clone(), |one| one.made_at.clone());
    let number = sent.iter().filter(|one| one.number < COPY).map(|one| one.number).max().unwrap_or(0);
    let written = Written { number, on: day_of(&last_at).unwrap_or(round.opens_on) };
    let about = match latest {
        Some(reminder) => Ref::to(reminder.id),
        None => Ref::to(pass.id),
    };
    let letters = concordat_mail::letters_about(tx, &[about]).await?;
    let going = |day| rules::due(round.opens_on, round.due_on, written, day).filter(|_| !out);
    let next = rules::next(round.opens_on, round.due_on, written, today).filter(|_| !out);
    Ok(Holder {
        undelivered: letters.first().is_some_and(concordat_mail::Delivery::undelivered),
        pass: pass.clone(),
        out,
        written,
        due: going(today),
        next: next.map(|(day, _)| day),
    })
}

fn went_of(row: WentRow) -> Option<(Lead, Went)> {
    let lead = Lead { words: row.lead, body: row.body_id.map(Id::uuid) };
    let answered = row.state == Standing::Answered.word();
    Some((lead, Went { opens_on: row.opens_on.parse().ok()?, due_on: row.due_on.parse().ok()?, answered }))
}

fn day_of(moment: &str) -> Option<Date> {
    Some(london_today(moment.parse().ok()?))
}
