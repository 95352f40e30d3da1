//! What a guest saves for later, and sends.

use std::collections::BTreeMap;

use concordat_access::Ctx;
use concordat_kernel::{AnyId, Id, Problem, Refusal, Result, jiff::civil::Date};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{
    super::{
        model::{
            CameBy, Counted, NewUpdate, Pass, RecordedEvidence, RecordedPass, RecordedUpdate, Request, Said,
        },
        rules,
        values::{self, AskedMeasure},
    },
    ANSWER, VIEW_REQUEST,
    guest::{self, Guest},
    passes, rounds, updates,
};
use crate::{Action, RecordedPlan, store};

sql! {
    ANSWERS = "SELECT action_id, state, words, help, done_on, counted, saved_at, saved_by, version, sent_version
               FROM plan_answer WHERE request_id = $1";
    INSERT = "INSERT INTO plan_answer (request_id, action_id, state, words, help, done_on, counted, saved_at, saved_by,
                  version, sent_version)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, NULL)";
    UPDATE = "UPDATE plan_answer
              SET state = $3, words = $4, help = $5, done_on = $6, counted = $7, saved_at = $8, saved_by = $9,
                  version = version + 1
              WHERE request_id = $1 AND action_id = $2 AND version = $10";
    // Two who send at once: only one of them finds it unsent.
    TAKE = "UPDATE plan_answer SET sent_version = version
            WHERE request_id = $1 AND action_id = $2 AND version = $3
              AND (sent_version IS NULL OR sent_version <> version)";
    // What came another way stands in the lead's answers too, as sent.
    MIRROR = "INSERT INTO plan_answer (request_id, action_id, state, words, help, done_on, counted, saved_at, saved_by,
                  version, sent_version)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, 1, 1)
              ON CONFLICT (request_id, action_id) DO UPDATE
              SET state = EXCLUDED.state, words = EXCLUDED.words, help = EXCLUDED.help, done_on = EXCLUDED.done_on,
                  counted = EXCLUDED.counted, saved_at = EXCLUDED.saved_at, saved_by = EXCLUDED.saved_by,
                  version = plan_answer.version + 1, sent_version = plan_answer.version + 1";
    SENT = "SELECT DISTINCT action_id FROM plan_update WHERE request_id = $1";
    BEGUN = "UPDATE plan_request SET state = 'begun', version = version + 1 WHERE id = $1 AND state = 'asked'";
    ANSWERED = "UPDATE plan_request SET state = 'answered', answered_at = $2, answered_by = $3, version = version + 1
                WHERE id = $1 AND state <> 'answered'";
}

#[derive(sqlx::FromRow)]
struct Row {
    action_id: Id<Action>,
    state: String,
    words: String,
    help: String,
    done_on: Option<String>,
    counted: String,
    saved_at: String,
    saved_by: Option<Id<Pass>>,
    version: i64,
    sent_version: Option<i64>,
}

/// An answer as saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SavedAnswer {
    pub(crate) action: Id<Action>,
    pub(crate) given: Given,
    pub(crate) saved_at: String,
    pub(crate) saved_by: Option<Id<Pass>>,
    pub(crate) version: i64,
    pub(crate) sent_version: Option<i64>,
}

impl SavedAnswer {
    /// Whether it says something that has not been sent.
    pub(crate) fn unsent(&self) -> bool {
        self.sent_version != Some(self.version)
    }
}

/// What is answered for an action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// How it is going; `None` until it is chosen.
    pub said: Option<Said>,
    /// What happened.
    pub words: String,
    /// The help that is needed.
    pub help: String,
    /// When it was done.
    pub done_on: Option<Date>,
    /// Values of measures, by the measure.
    pub counted: BTreeMap<AnyId, String>,
}

impl Given {
    /// What is wanting before it can be sent.
    pub(crate) fn wanting(&self, today: Date) -> Vec<(&'static str, &'static str)> {
        rules::wanting(self.said, &self.words, self.done_on, today)
    }

    fn counted(&self) -> Vec<Counted> {
        self.counted.iter().map(|(item, text)| Counted { item: *item, text: text.clone() }).collect()
    }
}

/// All that a guest is shown.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// The plan; only the lead's own actions of it are for the guest.
    pub(crate) plan: RecordedPlan,
    /// What is answered so far.
    pub(crate) answers: Vec<SavedAnswer>,
    /// What this lead said of its actions, newest first, in this round and before.
    pub(crate) updates: Vec<RecordedUpdate>,
    /// Everybody who holds a pass to this request.
    pub(crate) passes: Vec<RecordedPass>,
}

impl Asked {
    /// What is answered for an action so far.
    pub(crate) fn answer(&self, action: Id<Action>) -> Option<&SavedAnswer> {
        self.answers.iter().find(|answer| answer.action == action)
    }

    /// What the lead said of an action the last time, before this request.
    pub(crate) fn last_time(&self, guest: &Guest, action: Id<Action>) -> Option<&RecordedUpdate> {
        self.updates.iter().find(|update| update.action == action && update.request != Some(guest.request.id))
    }

    /// The name of whoever holds a pass.
    pub(crate) fn name(&self, pass: Option<Id<Pass>>) -> &str {
        let pass = pass.and_then(|id| self.passes.iter().find(|pass| pass.id == id));
        pass.map_or("The community safety team", |pass| pass.name.as_str())
    }
}

/// What a guest is asked, and what is answered so far.
pub(crate) async fn asked(store: &Store, guest: &Guest) -> Result<Asked> {
    let mut tx = store.read(&guest.ctx, VIEW_REQUEST, &guest.resource).await?;
    let plan = store::load::load(&mut tx, guest.plan).await?;
    let mut updates = updates::updates_of_plan(&mut tx, guest.plan).await?;
    updates.retain(|update| update.lead.is(guest.lead()));
    let answers = answers(&mut tx, guest.request.id).await?;
    let passes = guest::colleagues(&mut tx, guest).await?;
    Ok(Asked { plan, answers, updates, passes })
}

/// The evidence that belongs to this guest's lead: added in this request, or sent in an earlier one.
pub(crate) async fn evidence(
    store: &Store,
    guest: &Guest,
    asked: &Asked,
    action: Id<Action>,
) -> Result<Vec<RecordedEvidence>> {
    guest.action(&asked.plan, action)?;
    let mut tx = store.read(&guest.ctx, VIEW_REQUEST, &guest.resource).await?;
    let mut evidence = updates::evidence_of_action(&mut tx, action).await?;
    evidence.retain(|one| one.request == Some(guest.request.id));
    Ok(evidence)
}

/// The measures of an action, for their values.
pub(crate) async fn measures(store: &Store, guest: &Guest, action: Id<Action>) -> Result<Vec<AskedMeasure>> {
    let mut tx = store.read(&guest.ctx, VIEW_REQUEST, &guest.resource).await?;
    Ok(values::of_plan(&mut tx, guest.plan).await?.remove(&action).unwrap_or_default())
}

async fn answers(tx: &mut Tx, request: Id<Request>) -> Result<Vec<SavedAnswer>> {
    tx.all::<Row>(&ANSWERS, args![request]).await?.into_iter().map(saved).collect()
}

/// Saves an answer for later. `version` is what the guest saw; 0 when there was none.
///
/// # Errors
/// [`Refusal::Conflict`] when a colleague saved another meanwhile, so that neither text is lost; when the action
/// is not the lead's, or a text is endless.
pub async fn save(
    store: &Store,
    guest: &Guest,
    action: Id<Action>,
    version: i64,
    given: &Given,
) -> Result<()> {
    let mut tx = store.change(&guest.ctx, ANSWER, &guest.resource).await?;
    let plan = store::load::load(&mut tx, guest.plan).await?;
    guest.action(&plan, action)?;
    rules::check_answer(&given.words, &given.help, &given.counted())?;
    let now = guest.ctx.clock.now();
    let mut row = args![
        guest.request.id,
        action,
        given.said.map_or("", Said::word),
        given.words.trim(),
        given.help.trim(),
        given.done_on,
        json(&given.counted())?,
        now,
        guest.pass.id
    ];
    if version == 0 {
        tx.run_unless_taken(&INSERT, row, Refusal::Conflict).await?;
    } else {
        row.push(version.into());
        if tx.run(&UPDATE, row).await? == 0 {
            return Err(Refusal::Conflict.into());
        }
    }
    tx.run(&BEGUN, args![guest.request.id]).await?;
    passes::used(&mut tx, &guest.ctx).await?;
    tx.commit().await
}

/// Sends what is complete and not yet sent: each lands as an update. Returns how many.
///
/// # Errors
/// When there is nothing to send.
pub async fn send(store: &Store, guest: &Guest) -> Result<usize> {
    let mut tx = store.change(&guest.ctx, ANSWER, &guest.resource).await?;
    let plan = store::load::load(&mut tx, guest.plan).await?;
    let today = guest.ctx.clock.today();
    let mut sent = 0;
    for answer in answers(&mut tx, guest.request.id).await? {
        let Some(said) = answer.given.said.filter(|_| answer.given.wanting(today).is_empty()) else {
            continue;
        };
        if guest.action(&plan, answer.action).is_err() {
            continue;
        }
        let row = args![guest.request.id, answer.action, answer.version];
        if tx.run(&TAKE, row).await? == 0 {
            continue;
        }
        let update = NewUpdate {
            lead: guest.lead().clone(),
            request: Some(guest.request.id),
            said,
            counted: answer.given.counted(),
            words: answer.given.words,
            help: answer.given.help,
            done_on: answer.given.done_on.filter(|_| said == Said::Done),
            came_by: CameBy::Link,
            given_by: guest.pass.name.clone(),
        };
        let number = guest.action(&plan, answer.action)?.content.number.clone();
        updates::land(&mut tx, &guest.ctx, &plan, answer.action, update).await.map_err(|error| {
            updates::of_action(error, &number, "Nothing was sent. Change this answer, then send again.")
        })?;
        sent += 1;
    }
    if sent == 0 {
        return Err(Refusal::rule(
            "There is nothing new to send. Answer for an action first, or change an answer.",
        )
        .into());
    }
    passes::used(&mut tx, &guest.ctx).await?;
    tx.commit().await?;
    Ok(sent)
}

/// Brings a request in line with an update that answers it: what came another way than by its pages stands
/// there as sent, and the request is answered when all of its actions are.
pub(super) async fn answered(
    tx: &mut Change,
    ctx: &Ctx,
    plan: &RecordedPlan,
    action: Id<Action>,
    (request, new): (Id<Request>, &NewUpdate),
) -> Result<()> {
    let now = ctx.clock.now();
    if new.came_by != CameBy::Link {
        let row = args![
            request,
            action,
            new.said.word(),
            new.words.trim(),
            new.help.trim(),
            new.done_on,
            json(&new.counted)?,
            now
        ];
        tx.run(&MIRROR, row).await?;
    }
    let recorded = rounds::request(tx, request).await?;
    let sent: Vec<(Id<Action>,)> = tx.all(&SENT, args![request]).await?;
    let sent: Vec<Id<Action>> = sent.into_iter().map(|(action,)| action).collect();
    let all = guest::asked_about(plan, &recorded.lead, &sent).iter().all(|action| sent.contains(&action.id));
    if all {
        tx.run(&ANSWERED, args![request, now, &new.given_by]).await?;
    } else {
        tx.run(&BEGUN, args![request]).await?;
    }
    Ok(())
}

fn json(counted: &[Counted]) -> Result<String> {
    let map: BTreeMap<String, &str> =
        counted.iter().map(|one| (one.item.to_string(), one.text.as_str())).collect();
    Ok(serde_json::to_string(&map).map_err(|e| Problem::new("writing values of measures", e))?)
}

fn saved(row: Row) -> Result<SavedAnswer> {
    let counted: BTreeMap<AnyId, String> =
        serde_json::from_str(&row.counted).map_err(|e| Problem::new("reading values of measures", e))?;
    let given = Given {
        said: row.state.parse().ok(),
        words: row.words,
        help: row.help,
        done_on: row.done_on.and_then(|day| day.parse().ok()),
        counted,
    };
    Ok(SavedAnswer {
        action: row.action_id,
        given,
        saved_at: row.saved_at,
        saved_by: row.saved_by,
        version: row.version,
        sent_version: row.sent_version,
    })
}
