//! What a lead is asked, gathered for its spreadsheet.

use std::collections::{BTreeMap, HashMap};

use concordat_access::{Action as Verb, Ctx};
use concordat_kernel::{AnyId, Id, Problem, Result};
use concordat_store::{Store, Tx, args, sql};

use super::{
    super::model::{Asked, AskedAction, Entry, Last},
    resource,
};
use crate::{
    Action, RecordedAction, RecordedPlan,
    pages::words,
    progress::{
        letter::day,
        model::{RecordedRequest, RecordedRound, RecordedUpdate, Request},
        store::{asked_about, request_in, round_in, updates_of_plan},
        values,
    },
    store,
};

sql! {
    ANSWERS = "SELECT action_id, state, words, help, done_on, counted, version, sent_version
               FROM plan_answer WHERE request_id = $1";
    LINKS = "SELECT action_id, address FROM plan_evidence
             WHERE request_id = $1 AND address IS NOT NULL AND removed_at IS NULL";
}

#[derive(sqlx::FromRow)]
struct AnswerRow {
    action_id: Id<Action>,
    state: String,
    words: String,
    help: String,
    done_on: Option<String>,
    counted: String,
    version: i64,
    sent_version: Option<i64>,
}

/// A request with all that its spreadsheet shows.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) plan: RecordedPlan,
    pub(crate) round: RecordedRound,
    pub(crate) request: RecordedRequest,
    pub(crate) asked: Asked,
}

/// A request for somebody who may do this to its spreadsheets.
///
/// # Errors
/// When there is none, or it is not for the asker.
pub(crate) async fn asked(store: &Store, ctx: &Ctx, verb: Verb, request: Id<Request>) -> Result<Shown> {
    let (_, resource) = resource(&mut store.peek().await?, request).await?;
    asked_in(&mut store.read(ctx, verb, &resource).await?, request).await
}

/// The same, where the door has been asked.
pub(crate) async fn asked_in(tx: &mut Tx, id: Id<Request>) -> Result<Shown> {
    let request = request_in(tx, id).await?;
    let round = round_in(tx, request.round).await?;
    let plan = store::load::load(tx, round.plan).await?;
    let updates = updates_of_plan(tx, round.plan).await?;
    let rows: Vec<AnswerRow> = tx.all(&ANSWERS, args![id]).await?;
    let links: Vec<(Id<Action>, String)> = tx.all(&LINKS, args![id]).await?;
    let rows: HashMap<Id<Action>, AnswerRow> = rows.into_iter().map(|row| (row.action_id, row)).collect();
    let mut measures = values::of_plan(tx, round.plan).await?;
    let mut actions = Vec::new();
    let answered: Vec<Id<Action>> = rows.keys().copied().collect();
    for action in asked_about(&plan, &request.lead, &answered) {
        let mut one = about(action, &request, &updates);
        one.measures = measures.remove(&action.id).unwrap_or_default();
        if let Some(row) = rows.get(&action.id) {
            one.said = entry(row)?;
            one.sent = row.sent_version == Some(row.version);
        }
        one.evidence =
            links.iter().filter(|(of, _)| *of == action.id).map(|(_, link)| link.clone()).collect();
        actions.push(one);
    }
    let asked = Asked {
        request: id.uuid(),
        plan: plan.head.title.clone(),
        round: round.title.clone(),
        lead: request.lead.words.clone(),
        due_on: round.due_on,
        actions,
    };
    Ok(Shown { plan, round, request, asked })
}

fn about(action: &RecordedAction, request: &RecordedRequest, updates: &[RecordedUpdate]) -> AskedAction {
    // What this lead said last; the newest comes first.
    let last = updates.iter().find(|update| update.action == action.id && update.lead.is(&request.lead)).map(
        |update| Last {
            state: update.said.word().to_owned(),
            words: update.words.clone(),
            help: update.help.clone(),
            on: update
                .given_at
                .parse()
                .map_or_else(|_| update.given_at.clone(), |at| day(concordat_kernel::london_today(at))),
        },
    );
    let mut due: Vec<String> = Vec::new();
    for row in &action.content.rows {
        let words = words::timescale_words(&row.timescale).replace('\u{a0}', " ");
        if !due.contains(&words) {
            due.push(words);
        }
    }
    AskedAction {
        id: action.id.uuid(),
        number: action.content.number.clone(),
        objective: action.content.full_objective(),
        due: due.join("\n"),
        last,
        ..AskedAction::default()
    }
}

fn entry(row: &AnswerRow) -> Result<Entry> {
    let values: BTreeMap<AnyId, String> = serde_json::from_str(&row.counted)
        .map_err(|error| Problem::new("reading values of measures", error))?;
    Ok(Entry {
        state: row.state.clone(),
        words: row.words.clone(),
        done_on: row.done_on.as_deref().and_then(|day| day.parse().ok()),
        help: row.help.clone(),
        evidence: String::new(),
        values: values.into_iter().filter(|(_, text)| !text.is_empty()).collect(),
    })
}
