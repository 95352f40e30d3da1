//! What a meeting decided about something of the plan: told on its page, and carried out in the forms of this slice.

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Problem, Ref, Result};
use concordat_store::{Store, args, sql};
use concordat_web::{
    Reader,
    between::{Way, decided_in},
    parts::Html,
};

use crate::{
    Action, Plan, Priority, State,
    exceptions::{self, Exception, Ground},
    store, urls,
    versions::{self, Proposal, ProposalKind, ProposalState},
};

sql! {
    EXCEPTION = "SELECT e.ground, a.number, a.objective
                 FROM plan_exception e JOIN plan_action a ON a.id = e.action_id
                 WHERE e.id = $1";
    RESOLVED = "SELECT resolved_on FROM plan_exception WHERE id = $1";
    PROPOSAL = "SELECT p.kind, a.number, p.plan_id
                FROM plan_proposal p LEFT JOIN plan_action a ON a.id = p.action_id
                WHERE p.id = $1";
    PROPOSAL_STATE = "SELECT state, plan_id FROM plan_proposal WHERE id = $1";
    ACTION = "SELECT number, state FROM plan_action WHERE id = $1";
}

/// What an exception is called where a decision about it is recorded in the audit: the group above decides about it as raised.
const RAISED: &str = "plan_raised";

/// The title of an exception or a proposal, if the asker may see it.
pub(crate) async fn title(record: &Store, ctx: &Ctx, thing: &Ref) -> Result<Option<String>> {
    match thing.kind.as_ref() {
        Exception::NAME | RAISED => {
            let id = Id::from_uuid(thing.id);
            let row: Option<(String, String, String)> =
                record.peek().await?.opt(&EXCEPTION, args![id]).await?;
            let Some((ground, number, objective)) = row else { return Ok(None) };
            if !exceptions::store::may_view(record, ctx, id).await? {
                return Ok(None);
            }
            let ground: Ground =
                ground.parse().map_err(|e: String| Problem::new("reading an exception", e))?;
            Ok(Some(format!("Exception “{ground}”: action {number} {objective}")))
        }
        Proposal::NAME => {
            let mut tx = record.peek().await?;
            let row: Option<(String, Option<String>, Id<Plan>)> = tx.opt(&PROPOSAL, args![thing.id]).await?;
            let Some((kind, number, plan)) = row else { return Ok(None) };
            let within = store::plan_resource(&mut tx, plan).await?.within;
            drop(tx);
            let resource = Resource { id: Some(thing.id), within, ..Resource::any(Proposal::NAME) };
            let kind = kind.parse().map_err(|e: String| Problem::new("reading a proposal", e))?;
            let what = match kind {
                ProposalKind::Add => "to add an action".to_owned(),
                ProposalKind::Change => format!("to change action {}", number.unwrap_or_default()),
                ProposalKind::Withdraw => format!("to withdraw action {}", number.unwrap_or_default()),
                ProposalKind::Move => format!("to move action {}", number.unwrap_or_default()),
            };
            let seen = record.may(ctx, versions::store::VIEW_PROPOSAL, &resource);
            Ok(seen.then(|| format!("Proposal {what}")))
        }
        _ => Ok(None),
    }
}

/// The page of an exception by what it is called when it was raised.
pub(crate) fn link(thing: &Ref) -> Option<String> {
    (thing.kind == RAISED).then(|| exceptions::urls::exception(Id::from_uuid(thing.id)))
}

/// The forms in which the asker can do something about a thing of the plan.
pub(crate) async fn ways(record: &Store, ctx: &Ctx, thing: &Ref) -> Result<Vec<Way>> {
    let mut found = Vec::new();
    let mut offer = |may: bool, text: String, href: String| {
        if may {
            found.push(Way { text, href });
        }
    };
    let mut tx = record.peek().await?;
    match thing.kind.as_ref() {
        Plan::NAME => {
            let id: Id<Plan> = Id::from_uuid(thing.id);
            let plan = store::plan_resource(&mut tx, id).await?;
            drop(tx);
            let within = |kind| Resource { within: plan.within.clone(), ..Resource::any(kind) };
            let add = record.may(ctx, store::ADD_ACTION, &within(store::ADD_ACTION.kind));
            offer(add, "Add an action to the plan".to_owned(), urls::new_action(id, None));
            let propose = versions::store::ADD_PROPOSAL;
            let href = versions::urls::propose_add(id);
            offer(
                record.may(ctx, propose, &within(propose.kind)),
                "Propose a further action".to_owned(),
                href,
            );
            offer(
                record.may(ctx, store::CHANGE, &plan),
                "Change the plan’s title, period or group".to_owned(),
                urls::edit_plan(id),
            );
        }
        Priority::NAME => {
            let id: Id<Priority> = Id::from_uuid(thing.id);
            let (plan, resource) = store::priority_resource(&mut tx, id).await?;
            drop(tx);
            offer(
                record.may(ctx, store::CHANGE, &resource),
                "Change the priority".to_owned(),
                urls::edit_priority(id),
            );
            let add = Resource { within: resource.within, ..Resource::any(store::ADD_ACTION.kind) };
            let href = urls::new_action(plan, Some(id));
            offer(
                record.may(ctx, store::ADD_ACTION, &add),
                "Add an action under the priority".to_owned(),
                href,
            );
        }
        Action::NAME => {
            let id: Id<Action> = Id::from_uuid(thing.id);
            let (number, state): (String, String) = tx.one(&ACTION, args![id]).await?;
            let (_, resource) = store::action_resource(&mut tx, id).await?;
            drop(tx);
            let stands = state != State::Withdrawn.word();
            let change = stands && record.may(ctx, store::CHANGE_ACTION, &resource);
            offer(change, format!("Change action {number}"), urls::edit_action(id));
            offer(change, format!("Move or renumber action {number}"), urls::move_action(id));
            let withdraw = stands && record.may(ctx, store::WITHDRAW, &resource);
            offer(withdraw, format!("Withdraw action {number}"), urls::withdraw(id));
            let within = Resource { within: resource.within, ..Resource::any(Proposal::NAME) };
            let propose = stands && record.may(ctx, versions::store::ADD_PROPOSAL, &within);
            offer(
                propose,
                format!("Propose a change of action {number}"),
                versions::urls::propose_change(id),
            );
        }
        Proposal::NAME => {
            let row: Option<(String, Id<Plan>)> = tx.opt(&PROPOSAL_STATE, args![thing.id]).await?;
            let Some((state, plan)) = row else { return Ok(Vec::new()) };
            let within = store::plan_resource(&mut tx, plan).await?.within;
            drop(tx);
            let resource = Resource { id: Some(thing.id), within, ..Resource::any(Proposal::NAME) };
            let may =
                state == ProposalState::Open.word() && record.may(ctx, versions::store::DECIDE, &resource);
            offer(
                may,
                "Accept or decline the proposal".to_owned(),
                versions::urls::decide(Id::from_uuid(thing.id)),
            );
        }
        Exception::NAME => {
            let id: Id<Exception> = Id::from_uuid(thing.id);
            let row: Option<(Option<String>,)> = tx.opt(&RESOLVED, args![id]).await?;
            drop(tx);
            if !matches!(row, Some((None,))) {
                return Ok(Vec::new());
            }
            let decide = exceptions::store::may_decide(record, ctx, id).await?;
            offer(
                decide,
                "Record with the exception what was decided".to_owned(),
                exceptions::urls::decide_raised(id),
            );
            let resource = exceptions::store::resource(record, id).await?;
            let remedy = record.may(ctx, exceptions::store::REMEDY, &resource);
            offer(remedy, "Record a remedy".to_owned(), exceptions::urls::remedy(id));
            let resolve = record.may(ctx, exceptions::store::RESOLVE, &resource);
            offer(resolve, "Resolve the exception".to_owned(), exceptions::urls::resolve(id));
        }
        _ => {}
    }
    Ok(found)
}

/// What was decided about a thing of the plan, for its page.
pub(crate) async fn told(reader: &Reader, thing: &Ref) -> Result<Option<Html>> {
    Ok(decided_in(&reader.app.decided(&reader.ctx, thing).await?))
}
