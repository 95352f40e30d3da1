use concordat_access::{Ctx, Resource, audit::written};
use concordat_kernel::{AnyId, Id, Kind as _, Problem, Refusal, Result};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{ADD_PROPOSAL, DECIDE, TAKE_BACK, VIEW_PROPOSAL, one, within};
use crate::{
    Action, Plan, Priority, RecordedAction, State, import,
    rules::{check_action, check_number_is_free},
    store::{
        ActionEdit, CHANGE_ACTION, NewAction, PLAN_OF_ACTION, PLAN_OF_PRIORITY, action_resource,
        edit::{add_action_in, change_action_in, move_action_in, withdraw_in},
        load::load,
    },
    versions::{Proposal, ProposalHead, ProposalKind, ProposalState, rules},
};

sql! {
    INSERT = "INSERT INTO plan_proposal (id, plan_id, kind, action_id, priority_id, base, content, why, made_at, made_by,
                  state, reason, decision, decided_at, decided_by, request, version)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', '', '', NULL, NULL, NULL, 1)";
    OF_PLAN = "SELECT id, plan_id, kind, action_id, priority_id, base, content, why, made_at, made_by, state, reason, decision,
                      decided_at, decided_by, request, version
               FROM plan_proposal WHERE plan_id = $1 ORDER BY made_at DESC, id DESC";
    OF_ACTION = "SELECT id, plan_id, kind, action_id, priority_id, base, content, why, made_at, made_by, state, reason, decision,
                        decided_at, decided_by, request, version
                 FROM plan_proposal WHERE action_id = $1 ORDER BY made_at DESC, id DESC";
    ONE = "SELECT id, plan_id, kind, action_id, priority_id, base, content, why, made_at, made_by, state, reason, decision,
                  decided_at, decided_by, request, version
           FROM plan_proposal WHERE id = $1";
    // Only one of two who decide at once finds it open.
    DECIDED = "UPDATE plan_proposal
               SET state = $2, reason = $3, decision = $4, decided_at = $5, decided_by = $6, request = $7,
                   version = version + 1
               WHERE id = $1 AND state = 'open' AND version = $8";
    BECAME = "UPDATE plan_proposal SET action_id = $2 WHERE id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Proposal>,
    plan_id: Id<Plan>,
    kind: String,
    action_id: Option<Id<Action>>,
    priority_id: Option<Id<Priority>>,
    base: Option<String>,
    content: Option<String>,
    why: String,
    made_at: String,
    made_by: String,
    state: String,
    reason: String,
    decision: String,
    decided_at: Option<String>,
    decided_by: Option<String>,
    request: Option<String>,
    version: i64,
}

/// A change of a plan that somebody proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewProposal {
    /// A further action.
    Add {
        /// Under which priority.
        priority: Id<Priority>,
        /// What it is to say.
        content: Box<import::Action>,
    },
    /// Other words for an action.
    Change {
        /// The action.
        action: Id<Action>,
        /// What it said when the proposal was begun.
        base: Box<import::Action>,
        /// What it is to say.
        content: Box<import::Action>,
    },
    /// To take an action out of the plan.
    Withdraw {
        /// The action.
        action: Id<Action>,
    },
    /// Another place or number.
    Move {
        /// The action.
        action: Id<Action>,
        /// Under which priority.
        priority: Id<Priority>,
        /// Its number there.
        number: String,
    },
}

/// How a proposal is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    /// The plan changes.
    Accept {
        /// The version of the action that the decider saw; of an addition none.
        seen: Option<i64>,
        /// What the action is to say, of an addition and a change; of a move the number it is to have.
        content: Option<Box<import::Action>>,
    },
    /// The plan stays as it is.
    Decline,
}

/// Proposes a change of a plan.
///
/// # Errors
/// When the asker may not, or a rule says no.
pub async fn propose(
    store: &Store,
    ctx: &Ctx,
    plan: Id<Plan>,
    new: &NewProposal,
    why: &str,
) -> Result<Id<Proposal>> {
    let resource = within(&mut store.peek().await?, "plan_proposal", plan).await?;
    let mut tx = store.change(ctx, ADD_PROPOSAL, &resource).await?;
    rules::check_words("why", why, "Enter why you propose this.")?;
    let recorded = load(&mut tx, plan).await?;
    let current = |id: Id<Action>| match recorded.action(id) {
        None => Err(Refusal::NotFound),
        Some((_, action)) if action.state == State::Withdrawn => {
            Err(Refusal::rule("This action is withdrawn. An officer can put it back into the plan."))
        }
        Some((_, action)) => Ok(action.content.clone()),
    };
    let known = |id: Id<Priority>| match recorded.priorities.iter().any(|priority| priority.id == id) {
        true => Ok(()),
        false => Err(Refusal::invalid("priority", "Choose one of this plan’s priorities.")),
    };
    let (kind, action, priority, base, content) = match new {
        NewProposal::Add { priority, content } => {
            known(*priority)?;
            // A proposal may leave the number to whoever decides.
            let number = if content.number.is_empty() { "?".to_owned() } else { content.number.clone() };
            check_action(&import::Action { number, ..(**content).clone() })?;
            (ProposalKind::Add, None, Some(*priority), None, Some((**content).clone()))
        }
        NewProposal::Change { action, base, content } => {
            current(*action)?;
            check_action(content)?;
            if crate::compare::differences(base, content).is_empty() {
                return Err(Refusal::rule("You have changed nothing yet.").into());
            }
            (ProposalKind::Change, Some(*action), None, Some((**base).clone()), Some((**content).clone()))
        }
        NewProposal::Withdraw { action } => {
            (ProposalKind::Withdraw, Some(*action), None, Some(current(*action)?), None)
        }
        NewProposal::Move { action, priority, number } => {
            let base = current(*action)?;
            known(*priority)?;
            let content = import::Action { number: import::tidy(number), ..base.clone() };
            check_action(&content)?;
            check_number_is_free(&recorded, &content.number, Some(*action))?;
            (ProposalKind::Move, Some(*action), Some(*priority), Some(base), Some(content))
        }
    };
    let id: Id<Proposal> = ctx.chance.id(&ctx.clock);
    let row = args![
        id,
        plan,
        kind.word(),
        action,
        priority,
        json(base.as_ref())?,
        json(content.as_ref())?,
        why.trim(),
        ctx.clock.now(),
        ctx.actor.word()
    ];
    tx.run(&INSERT, row).await?;
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

/// The proposals for a plan, newest first.
///
/// # Errors
/// When there is no such plan, or it is not for the asker.
pub async fn proposals(store: &Store, ctx: &Ctx, plan: Id<Plan>) -> Result<Vec<ProposalHead>> {
    let resource = within(&mut store.peek().await?, "plan_proposal", plan).await?;
    proposals_in(&mut store.read(ctx, VIEW_PROPOSAL, &resource).await?, plan).await
}

/// The proposals for a plan, newest first. Called where they may be seen.
pub(crate) async fn proposals_in(tx: &mut Tx, plan: Id<Plan>) -> Result<Vec<ProposalHead>> {
    tx.all::<Row>(&OF_PLAN, args![plan]).await?.into_iter().map(head).collect()
}

/// The proposals about one action, newest first.
///
/// # Errors
/// When there is no such action, or its proposals are not for the asker.
pub(crate) async fn proposals_about(
    store: &Store,
    ctx: &Ctx,
    action: Id<Action>,
) -> Result<Vec<ProposalHead>> {
    let within = action_resource(&mut store.peek().await?, action).await?.1.within;
    let resource = Resource { within, ..Resource::any(Proposal::NAME) };
    let mut tx = store.read(ctx, VIEW_PROPOSAL, &resource).await?;
    tx.all::<Row>(&OF_ACTION, args![action]).await?.into_iter().map(head).collect()
}

/// One proposal.
///
/// # Errors
/// When there is none, or it is not for the asker.
pub async fn proposal(store: &Store, ctx: &Ctx, id: Id<Proposal>) -> Result<ProposalHead> {
    let (found, resource) = found(store, id).await?;
    store.ask(ctx, VIEW_PROPOSAL, &resource).await?;
    Ok(found)
}

/// Whoever made a proposal takes it back, while it is open.
///
/// # Errors
/// When the asker may not; [`Refusal::Conflict`] when it was decided meanwhile.
pub async fn take_back(store: &Store, ctx: &Ctx, id: Id<Proposal>, version: i64) -> Result<()> {
    let (_, resource) = found(store, id).await?;
    let mut tx = store.change(ctx, TAKE_BACK, &resource).await?;
    let to = (ProposalState::TakenBack, None);
    decided(&mut tx, ctx, id, version, to, ("", "")).await?;
    tx.commit().await
}

/// Decides a proposal. Accepting it changes the plan in the same transaction.
///
/// # Errors
/// When the asker may not, or a rule says no; [`Refusal::Conflict`] when somebody decided meanwhile, or
/// changed the action since the decider looked.
pub async fn decide(
    store: &Store,
    ctx: &Ctx,
    (id, version): (Id<Proposal>, i64),
    how: &Decided,
    (reason, decision): (&str, &str),
) -> Result<()> {
    let (_, resource) = found(store, id).await?;
    let mut tx = store.change(ctx, DECIDE, &resource).await?;
    rules::check_words("reason", reason, "Enter the reason.")?;
    rules::check_decision(decision)?;
    let request = ctx.request.to_string();
    let to = match how {
        Decided::Accept { .. } => (ProposalState::Accepted, Some(request.as_str())),
        Decided::Decline => (ProposalState::Declined, None),
    };
    // First of all, so that of two who decide at once only one goes on to change the plan.
    decided(&mut tx, ctx, id, version, to, (reason, decision)).await?;
    if let Decided::Accept { seen, content } = how {
        let proposal = head(tx.one(&ONE, args![id]).await?)?;
        let action = apply(&mut tx, ctx, &proposal, *seen, content.as_deref(), reason).await?;
        tx.keep(action, "Decided by", None, Some(decision.trim())).await?;
        tx.also(CHANGE_ACTION, &Resource { within: resource.within.clone(), ..Resource::one(action) });
    }
    tx.commit().await
}

async fn apply(
    tx: &mut Change,
    ctx: &Ctx,
    proposal: &ProposalHead,
    seen: Option<i64>,
    content: Option<&import::Action>,
    reason: &str,
) -> Result<Id<Action>> {
    let corrupt = || Problem::say("a proposal does not say what it is about");
    let content = content.or(proposal.content.as_ref());
    let seen = seen.unwrap_or(0);
    match (proposal.kind, proposal.action_id) {
        (ProposalKind::Add, _) => {
            let content = content.ok_or_else(corrupt)?;
            let content = import::Action { id: None, source: import::Source::default(), ..content.clone() };
            let priority = proposal.priority_id.ok_or_else(corrupt)?;
            let new = NewAction { priority, content, state: State::NotStarted };
            let action = add_action_in(tx, ctx, &new).await?;
            tx.run(&BECAME, args![proposal.id, action]).await?;
            Ok(action)
        }
        (ProposalKind::Change, Some(action)) => {
            let state = state_of(tx, proposal.plan_id, action).await?;
            let content = content.ok_or_else(corrupt)?.clone();
            change_action_in(tx, ctx, action, &ActionEdit { version: seen, content, state }).await?;
            Ok(action)
        }
        (ProposalKind::Withdraw, Some(action)) => {
            state_of(tx, proposal.plan_id, action).await?;
            withdraw_in(tx, ctx, action, seen, reason).await?;
            Ok(action)
        }
        (ProposalKind::Move, Some(action)) => {
            state_of(tx, proposal.plan_id, action).await?;
            let to =
                (proposal.priority_id.ok_or_else(corrupt)?, content.ok_or_else(corrupt)?.number.as_str());
            move_action_in(tx, ctx, action, seen, to).await?;
            Ok(action)
        }
        (_, None) => Err(corrupt().into()),
    }
}

/// How an action stands that a proposal changes: a change of its words is none of its progress.
async fn state_of(tx: &mut Tx, plan: Id<Plan>, action: Id<Action>) -> Result<State> {
    let plan = load(tx, plan).await?;
    let found: Option<&RecordedAction> = plan.action(action).map(|(_, action)| action);
    match found.ok_or(Refusal::NotFound)?.state {
        State::Withdrawn => Err(Refusal::rule(
            "The action was withdrawn since this was proposed. Decline the proposal, or put the action back first.",
        )
        .into()),
        state => Ok(state),
    }
}

async fn decided(
    tx: &mut Change,
    ctx: &Ctx,
    id: Id<Proposal>,
    version: i64,
    (state, request): (ProposalState, Option<&str>),
    (reason, decision): (&str, &str),
) -> Result<()> {
    let (now, by) = (written(ctx.clock.now()), ctx.actor.word());
    let row = args![id, state.word(), reason.trim(), decision.trim(), now, by, request, version];
    if tx.run(&DECIDED, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    let was = ProposalState::Open.to_string();
    tx.keep(id, "State", Some(&was), Some(&state.to_string())).await
}

/// The plan or the priority under which things are proposed belongs to a plan: which.
pub(crate) async fn plan_of(
    tx: &mut Tx,
    action: Option<Id<Action>>,
    priority: Option<Id<Priority>>,
) -> Result<Id<Plan>> {
    let (plan,): (Id<Plan>,) = match (action, priority) {
        (Some(action), _) => tx.one(&PLAN_OF_ACTION, args![action]).await?,
        (None, Some(priority)) => tx.one(&PLAN_OF_PRIORITY, args![priority]).await?,
        (None, None) => return Err(Refusal::NotFound.into()),
    };
    Ok(plan)
}

async fn found(store: &Store, id: Id<Proposal>) -> Result<(ProposalHead, Resource)> {
    let mut peek = store.peek().await?;
    let found = head(peek.one(&ONE, args![id]).await?)?;
    let mut resource = one(&mut peek, id, found.plan_id).await?;
    resource.person = found.made_by.parse::<AnyId>().ok();
    Ok((found, resource))
}

fn json(action: Option<&import::Action>) -> Result<Option<String>> {
    let written = |action| serde_json::to_string(action).map_err(|e| Problem::new("writing a proposal", e));
    Ok(action.map(written).transpose()?)
}

fn head(row: Row) -> Result<ProposalHead> {
    let corrupt = |e: String| Problem::new("reading a proposal", e);
    let content = |text: Option<String>| {
        text.map(|text| serde_json::from_str(&text).map_err(|e| Problem::new("reading a proposal", e)))
            .transpose()
    };
    Ok(ProposalHead {
        id: row.id,
        plan_id: row.plan_id,
        kind: row.kind.parse().map_err(corrupt)?,
        action_id: row.action_id,
        priority_id: row.priority_id,
        base: content(row.base)?,
        content: content(row.content)?,
        why: row.why,
        made_at: row.made_at,
        made_by: row.made_by,
        state: row.state.parse().map_err(corrupt)?,
        reason: row.reason,
        decision: row.decision,
        decided_at: row.decided_at,
        decided_by: row.decided_by,
        request: row.request,
        version: row.version,
    })
}
