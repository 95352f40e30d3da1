//! What leads said, and what becomes of it.

use concordat_access::Ctx;
use concordat_kernel::{AnyId, Error, Id, Problem, Refusal, Result};
use concordat_store::{Change, Tx, args, sql};

use super::super::{
    beside,
    model::{
        CameBy, Evidence, Lead, NewUpdate, RecordedEvidence, RecordedUpdate, Request, Round, Said, Update,
    },
    rules::{self, Word},
};
use super::{answers, rounds};
use crate::{Action, Plan, RecordedPlan, State, import::tidy, store};

sql! {
    INSERT = "INSERT INTO plan_update (id, action_id, request_id, lead, body_id, state, words, help, done_on, came_by,
                  given_by, given_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    OF_PLAN = "SELECT u.id, u.action_id, u.request_id, r.round_id, u.lead, u.body_id, u.state, u.words, u.help,
                      u.done_on, u.came_by, u.given_by, u.given_at
               FROM plan_update u
               JOIN plan_action a ON a.id = u.action_id
               LEFT JOIN plan_request r ON r.id = u.request_id
               WHERE a.plan_id = $1
               ORDER BY u.given_at DESC, u.id DESC";
    OF_ACTION = "SELECT u.id, u.action_id, u.request_id, r.round_id, u.lead, u.body_id, u.state, u.words, u.help,
                        u.done_on, u.came_by, u.given_by, u.given_at
                 FROM plan_update u LEFT JOIN plan_request r ON r.id = u.request_id
                 WHERE u.action_id = $1
                 ORDER BY u.given_at DESC, u.id DESC";
    BIND_EVIDENCE = "UPDATE plan_evidence SET update_id = $1
                     WHERE request_id = $2 AND action_id = $3 AND update_id IS NULL AND removed_at IS NULL";
    EVIDENCE_OF_ACTION = "SELECT id, action_id, request_id, update_id, title, address, attachment_id, added_at
                          FROM plan_evidence
                          WHERE action_id = $1 AND removed_at IS NULL
                          ORDER BY added_at, id";
}

#[derive(sqlx::FromRow)]
struct UpdateRow {
    id: Id<Update>,
    action_id: Id<Action>,
    request_id: Option<Id<Request>>,
    round_id: Option<Id<Round>>,
    lead: String,
    body_id: Option<Id<()>>,
    state: String,
    words: String,
    help: String,
    done_on: Option<String>,
    came_by: String,
    given_by: String,
    given_at: String,
}

#[derive(sqlx::FromRow)]
pub(super) struct EvidenceRow {
    id: Id<Evidence>,
    action_id: Id<Action>,
    request_id: Option<Id<Request>>,
    update_id: Option<Id<Update>>,
    title: String,
    address: Option<String>,
    attachment_id: Option<Id<()>>,
    added_at: String,
}

/// Writes down what a lead says of an action, and brings the action's state in line. Called inside a change
/// that has asked the door; `plan` is as it stands in that change. Values of measures are kept with it, a
/// claim that it is done waits for the group to assure it, and exceptions are raised where one is due.
///
/// # Errors
/// When the action is not of the plan, or something said cannot stand.
pub async fn land(
    tx: &mut Change,
    ctx: &Ctx,
    plan: &RecordedPlan,
    action: Id<Action>,
    new: NewUpdate,
) -> Result<Id<Update>> {
    let (_, recorded) = plan.action(action).ok_or(Refusal::NotFound)?;
    check(&new, ctx)?;
    let id: Id<Update> = ctx.chance.id(&ctx.clock);
    let before = updates_of_action(tx, action).await?;
    let row = args![
        id,
        action,
        new.request,
        &new.lead.words,
        new.lead.body,
        new.said.word(),
        new.words.trim(),
        new.help.trim(),
        new.done_on,
        new.came_by.word(),
        tidy(&new.given_by),
        ctx.clock.now()
    ];
    tx.run(&INSERT, row).await?;
    if let Some(request) = new.request {
        tx.run(&BIND_EVIDENCE, args![id, request, action]).await?;
        answers::answered(tx, ctx, plan, action, (request, &new)).await?;
    }
    let former = before.iter().find(|update| update.lead.is(&new.lead)).map(|update| update.said.to_string());
    let field = format!("Reported by {}", new.lead.words);
    tx.keep(action, &field, former.as_deref(), Some(&new.said.to_string())).await?;

    let round = match new.request {
        Some(request) => Some(rounds::request(tx, request).await?.round),
        None => None,
    };
    let former = before.iter().rev().map(|update| Word {
        lead: &update.lead,
        said: update.said,
        in_round: round.is_none() || update.round == round,
    });
    let now = Word { lead: &new.lead, said: new.said, in_round: true };
    let words: Vec<Word<'_>> = former.chain([now]).collect();
    if recorded.state != State::Withdrawn
        && let Some(state) = rules::standing(&rules::leads_of(recorded), &words)
    {
        store::set_state(tx, action, state).await?;
    }
    beside::counted(tx, ctx, plan, action, id, round, &new).await?;
    if new.said == Said::Done {
        beside::claimed(tx, ctx, action, id, &new).await?;
    }
    beside::raise(tx, ctx, plan.head.id).await?;
    Ok(id)
}

/// A sentence about an answer, with the number of its action: several land at once. `then` says what became of all.
pub(in super::super) fn of_action(error: Error, number: &str, then: &str) -> Error {
    match error {
        Error::Refusal(Refusal::Invalid { message, .. } | Refusal::Rule(message)) => {
            Refusal::rule(format!("Action {number}: {message} {then}")).into()
        }
        other => other,
    }
}

fn check(new: &NewUpdate, ctx: &Ctx) -> Result<()> {
    let wanting = rules::wanting(Some(new.said), &new.words, new.done_on, ctx.clock.today());
    if let Some((field, sentence)) = wanting.first() {
        return Err(Refusal::invalid(field, *sentence).into());
    }
    rules::check_answer(&new.words, &new.help, &new.counted)?;
    Ok(())
}

/// Everything that was said of a plan's actions, newest first. Called where the plan may be seen.
///
/// # Errors
/// When the database does not answer.
pub async fn updates_of_plan(tx: &mut Tx, plan: Id<Plan>) -> Result<Vec<RecordedUpdate>> {
    tx.all::<UpdateRow>(&OF_PLAN, args![plan]).await?.into_iter().map(recorded).collect()
}

/// Everything that was said of an action, newest first. Called where the action may be seen.
///
/// # Errors
/// When the database does not answer.
pub async fn updates_of_action(tx: &mut Tx, action: Id<Action>) -> Result<Vec<RecordedUpdate>> {
    tx.all::<UpdateRow>(&OF_ACTION, args![action]).await?.into_iter().map(recorded).collect()
}

/// What shows that something of an action was done, oldest first, also what is not sent yet. Called where
/// the action may be seen.
///
/// # Errors
/// When the database does not answer.
pub async fn evidence_of_action(tx: &mut Tx, action: Id<Action>) -> Result<Vec<RecordedEvidence>> {
    let rows = tx.all::<EvidenceRow>(&EVIDENCE_OF_ACTION, args![action]).await?;
    Ok(rows.into_iter().map(evidence_recorded).collect())
}

pub(super) fn evidence_recorded(row: EvidenceRow) -> RecordedEvidence {
    RecordedEvidence {
        id: row.id,
        action: row.action_id,
        request: row.request_id,
        update: row.update_id,
        title: row.title,
        address: row.address,
        attachment: row.attachment_id.map(Id::uuid),
        added_at: row.added_at,
    }
}

fn recorded(row: UpdateRow) -> Result<RecordedUpdate> {
    let corrupt = |e: String| Problem::new("reading an update", e);
    let came_by: CameBy = row.came_by.parse().map_err(corrupt)?;
    let body: Option<AnyId> = row.body_id.map(Id::uuid);
    Ok(RecordedUpdate {
        id: row.id,
        action: row.action_id,
        request: row.request_id,
        round: row.round_id,
        lead: Lead { words: row.lead, body },
        said: row.state.parse().map_err(corrupt)?,
        words: row.words,
        help: row.help,
        done_on: row.done_on.and_then(|day| day.parse().ok()),
        came_by,
        given_by: row.given_by,
        given_at: row.given_at,
    })
}
