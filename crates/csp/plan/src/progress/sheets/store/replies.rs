//! Spreadsheets that came in.

use concordat_access::{Ctx, audit::hex};
use concordat_kernel::{Id, Problem, Refusal, Result};
use concordat_store::{Change, Store, Tx, args, sql};
use sha2::{Digest as _, Sha256};

use super::{
    super::{
        columns::Column,
        compare::{self, Difference, Effect},
        model::{Asked, Entry, Finding, Reading, Reply, Weight},
        weigh,
    },
    ADD, SET_ASIDE, Shown, USE, VIEW, asked, asked_in, resource,
};
use crate::{
    Action,
    progress::{
        model::{CameBy, Counted, Evidence, NewUpdate, Request, Round, Said},
        store::{land, of_action, request_in, round_in, round_resource},
    },
};

sql! {
    INSERT = "INSERT INTO plan_reply (id, request_id, file_name, file_hash, reading, state, made_at, made_by, settled_at, version)
              VALUES ($1, $2, $3, $4, $5, 'staged', $6, $7, NULL, 1)";
    HEAD = "SELECT id, request_id, file_name, file_hash, state, made_at, made_by, settled_at, version
            FROM plan_reply WHERE id = $1";
    READING = "SELECT reading FROM plan_reply WHERE id = $1";
    USED_BEFORE = "SELECT settled_at FROM plan_reply
                   WHERE request_id = $1 AND file_hash = $2 AND state = 'used' AND id <> $3
                   ORDER BY settled_at DESC LIMIT 1";
    STAGED_BEFORE = "SELECT id FROM plan_reply WHERE request_id = $1 AND file_hash = $2 AND state = 'staged'";
    WAITING = "SELECT COUNT(*) FROM plan_reply WHERE request_id = $1 AND state = 'staged'";
    OF_ROUND = "SELECT p.id, p.request_id, p.file_name, p.file_hash, p.state, p.made_at, p.made_by, p.settled_at, p.version
                FROM plan_reply p JOIN plan_request r ON r.id = p.request_id
                WHERE r.round_id = $1 ORDER BY p.made_at DESC, p.id DESC";
    FINISH = "UPDATE plan_reply SET state = $2, settled_at = $3, version = version + 1
              WHERE id = $1 AND state = 'staged' AND version = $4";
    ADD_LINK = "INSERT INTO plan_evidence (id, action_id, request_id, update_id, title, address, attachment_id, added_at, added_by)
                VALUES ($1, $2, $3, NULL, $4, $5, NULL, $6, $7)";
}

/// How many of one lead can wait at a time: nobody looks through more, and a guest fills no disk.
const MOST_WAITING: i64 = 10;

/// A spreadsheet that came in, without what it says.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct ReplyHead {
    pub(crate) id: Id<Reply>,
    pub(crate) request_id: Id<Request>,
    pub(crate) file_name: String,
    pub(crate) file_hash: String,
    /// `staged`, `used` or `discarded`.
    pub(crate) state: String,
    pub(crate) made_at: String,
    pub(crate) made_by: String,
    pub(crate) settled_at: Option<String>,
    pub(crate) version: i64,
}

impl ReplyHead {
    /// Whether somebody still has to look through it.
    pub(crate) fn is_staged(&self) -> bool {
        self.state == "staged"
    }
}

/// A spreadsheet that is looked through.
#[derive(Debug, Clone)]
pub(crate) struct Looked {
    pub(crate) head: ReplyHead,
    pub(crate) shown: Shown,
    pub(crate) reading: Reading,
    /// When the very same file was used before.
    pub(crate) again: Option<String>,
}

impl Looked {
    /// What using it would do, action by action.
    pub(crate) fn differences(&self) -> Vec<Difference<'_>> {
        compare::differences(&self.shown.asked, &self.reading)
    }

    /// Stands for what the page shows: when something changes meanwhile, it is another.
    pub(crate) fn seen(&self) -> String {
        hex(&Sha256::digest(format!("{:?}", self.differences())))
    }
}

/// What using a spreadsheet did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Used {
    /// Actions of which an update was recorded.
    pub(crate) landed: usize,
    /// Actions of which the same had been sent before.
    pub(crate) same: usize,
    /// The round of the request.
    pub(crate) round: Id<Round>,
}

/// Reads a spreadsheet and keeps it, to be looked through. `limit` is the most bytes it may have.
///
/// # Errors
/// When the asker may not, the round is closed, or the file cannot be read: a sentence that says what to do.
pub async fn bring_in(
    store: &Store,
    ctx: &Ctx,
    request: Id<Request>,
    (file_name, bytes): (&str, Vec<u8>),
    limit: u64,
) -> Result<Id<Reply>> {
    let asked = asked(store, ctx, ADD, request).await?.asked;
    let (name, today) = (file_name.to_owned(), ctx.clock.today());
    // Reading is work for a processor, and pages wait for none of it.
    let work = tokio::task::spawn_blocking(move || {
        let reading = weigh::read(&asked, today, &bytes, &name, limit)?;
        Ok::<_, Refusal>((hex(&Sha256::digest(&bytes)), reading))
    });
    let (hash, reading) = work.await.map_err(|e| Problem::new("reading a spreadsheet's answers", e))??;
    add(store, ctx, request, (file_name, &hash), &reading).await
}

/// Keeps a spreadsheet that was read. The very same file is kept once.
///
/// # Errors
/// When the asker may not, the round is closed, or too many wait already.
pub(crate) async fn add(
    store: &Store,
    ctx: &Ctx,
    request: Id<Request>,
    (file_name, file_hash): (&str, &str),
    reading: &Reading,
) -> Result<Id<Reply>> {
    let (_, resource) = resource(&mut store.peek().await?, request).await?;
    let mut tx = store.change(ctx, ADD, &resource).await?;
    check_open(&mut tx, request).await?;
    if let Some((known,)) = tx.opt::<(Id<Reply>,)>(&STAGED_BEFORE, args![request, file_hash]).await? {
        return Ok(known);
    }
    let (waiting,): (i64,) = tx.one(&WAITING, args![request]).await?;
    if waiting >= MOST_WAITING {
        return Err(Refusal::rule(format!(
            "{MOST_WAITING} spreadsheets of this lead wait to be looked through already. Use one, or set one aside."
        ))
        .into());
    }
    let id: Id<Reply> = ctx.chance.id(&ctx.clock);
    let json =
        serde_json::to_string(reading).map_err(|e| Problem::new("keeping a spreadsheet's answers", e))?;
    let row = args![id, request, file_name, file_hash, json, ctx.clock.now(), ctx.actor.word()];
    tx.run(&INSERT, row).await?;
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

/// A spreadsheet with what using it would do now.
///
/// # Errors
/// When there is none, or it is not for the asker.
pub(crate) async fn reply(store: &Store, ctx: &Ctx, id: Id<Reply>) -> Result<Looked> {
    let head: ReplyHead = store.peek().await?.one(&HEAD, args![id]).await?;
    let (_, resource) = resource(&mut store.peek().await?, head.request_id).await?;
    look(&mut store.read(ctx, VIEW, &resource).await?, head).await
}

async fn look(tx: &mut Tx, head: ReplyHead) -> Result<Looked> {
    let (json,): (String,) = tx.one(&READING, args![head.id]).await?;
    let mut reading =
        serde_json::from_str(&json).map_err(|e| Problem::new("reading a spreadsheet's answers again", e))?;
    let again: Option<(String,)> =
        tx.opt(&USED_BEFORE, args![head.request_id, &head.file_hash, head.id]).await?;
    let shown = asked_in(tx, head.request_id).await?;
    if head.is_staged() {
        leave_out(&shown.asked, &mut reading);
    }
    Ok(Looked { head, shown, reading, again: again.map(|(when,)| when) })
}

/// Leaves out values that could be read when the file came in and cannot now: an officer has said since how they are
/// measured, or took the measure out.
fn leave_out(asked: &Asked, reading: &mut Reading) {
    for action in &asked.actions {
        let Some(said) = reading.said.get_mut(&action.id) else { continue };
        said.values.retain(|id, value| {
            let measure = action.measures.iter().find(|measure| measure.id == *id);
            let (what, remedy) = match measure.map(|measure| (measure, measure.unreadable(value))) {
                Some((_, None)) => return true,
                Some((measure, Some(remedy))) => (
                    format!(
                        "Action {}: this value of “{}” can no longer be read.",
                        action.number, measure.text
                    ),
                    remedy,
                ),
                None => (
                    format!("Action {}: the measure of this value is no longer in the plan.", action.number),
                    "Download the spreadsheet again, and fill in its value there.".to_owned(),
                ),
            };
            reading.findings.push(Finding {
                sheet: String::new(),
                row: None,
                column: Column::Value.name().to_owned(),
                weight: Weight::LeftOut,
                saw: value.chars().take(120).collect(),
                what: format!("{what} It was left out; the rest of the answer stands."),
                remedy,
            });
            false
        });
    }
}

/// The spreadsheets that came in for a round, newest first.
///
/// # Errors
/// When the round is not for the asker.
pub(crate) async fn replies_of_round(store: &Store, ctx: &Ctx, round: Id<Round>) -> Result<Vec<ReplyHead>> {
    let (_, of_round) = round_resource(&mut store.peek().await?, round).await?;
    let resource = concordat_access::Resource { id: None, kind: "plan_reply", ..of_round };
    store.read(ctx, VIEW, &resource).await?.all(&OF_ROUND, args![round]).await
}

/// Sets a spreadsheet aside: nothing of it reaches the record.
///
/// # Errors
/// [`Refusal::Conflict`] when it was used or set aside meanwhile; when the asker may not.
pub(crate) async fn discard(store: &Store, ctx: &Ctx, id: Id<Reply>, version: i64) -> Result<ReplyHead> {
    let head: ReplyHead = store.peek().await?.one(&HEAD, args![id]).await?;
    let (_, resource) = resource(&mut store.peek().await?, head.request_id).await?;
    let mut tx = store.change(ctx, SET_ASIDE, &named(resource, id)).await?;
    finish(&mut tx, ctx, id, "discarded", version).await?;
    tx.commit().await?;
    Ok(head)
}

/// Uses a spreadsheet: each answer that says something new lands as an update, all of them or none. `seen` is
/// what the page showed.
///
/// # Errors
/// [`Refusal::Conflict`] when something changed since the page was shown; when the round is closed, a rule
/// refuses an answer, or the asker may not.
pub(crate) async fn put_to_use(
    store: &Store,
    ctx: &Ctx,
    id: Id<Reply>,
    (version, seen): (i64, &str),
    given_by: &str,
) -> Result<Used> {
    let head: ReplyHead = store.peek().await?.one(&HEAD, args![id]).await?;
    let request = head.request_id;
    let (_, resource) = resource(&mut store.peek().await?, request).await?;
    let mut tx = store.change(ctx, USE, &named(resource, id)).await?;
    check_open(&mut tx, request).await?;
    crate::progress::rules::check_line("given_by", given_by, "who filled it in")?;
    finish(&mut tx, ctx, id, "used", version).await?;
    let looked = look(&mut tx, head).await?;
    if looked.seen() != seen {
        return Err(Refusal::Conflict.into());
    }
    let mut landed = 0;
    for difference in looked.differences() {
        let (Effect::Lands, Some(entry)) = (difference.effect, difference.said) else { continue };
        let action: Id<Action> = Id::from_uuid(difference.action.id);
        let evidence = Some(&entry.evidence).filter(|link| !link.is_empty());
        if let Some(link) = evidence.filter(|link| !difference.action.evidence.contains(link)) {
            let id: Id<Evidence> = ctx.chance.id(&ctx.clock);
            let row = args![
                id,
                action,
                request,
                "Link from the spreadsheet",
                link,
                ctx.clock.now(),
                ctx.actor.word()
            ];
            tx.run(&ADD_LINK, row).await?;
        }
        let update = update(&looked, entry, given_by)?;
        land(&mut tx, ctx, &looked.shown.plan, action, update)
            .await
            .map_err(|error| of_action(error, &difference.action.number, "Nothing was taken over."))?;
        landed += 1;
    }
    let same = compare::count(&looked.differences(), Effect::Same);
    tx.commit().await?;
    Ok(Used { landed, same, round: looked.shown.round.id })
}

fn update(looked: &Looked, entry: &Entry, given_by: &str) -> Result<NewUpdate> {
    let said: Said = entry
        .state
        .parse()
        .map_err(|error: String| Problem::new("reading a spreadsheet's answers", error))?;
    Ok(NewUpdate {
        lead: looked.shown.request.lead.clone(),
        request: Some(looked.shown.request.id),
        said,
        words: entry.words.clone(),
        help: entry.help.clone(),
        done_on: entry.done_on.filter(|_| said == Said::Done),
        counted: entry
            .values
            .iter()
            .map(|(item, text)| Counted { item: *item, text: text.clone() })
            .collect(),
        came_by: CameBy::Spreadsheet,
        given_by: given_by.to_owned(),
    })
}

async fn finish(tx: &mut Change, ctx: &Ctx, id: Id<Reply>, state: &str, version: i64) -> Result<()> {
    match tx.run(&FINISH, args![id, state, ctx.clock.now(), version]).await? {
        0 => Err(Refusal::Conflict.into()),
        _ => Ok(()),
    }
}

async fn check_open(tx: &mut Tx, request: Id<Request>) -> Result<()> {
    let round = request_in(tx, request).await?.round;
    if round_in(tx, round).await?.closed_at.is_some() {
        return Err(Refusal::rule("This round is closed, so nothing can be answered in it any more.").into());
    }
    Ok(())
}

fn named(resource: concordat_access::Resource, id: Id<Reply>) -> concordat_access::Resource {
    concordat_access::Resource { id: Some(id.uuid()), ..resource }
}
