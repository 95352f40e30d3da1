//! Reading the facts: each theme is asked for what it keeps, in one transaction.

use std::collections::HashMap;

use concordat_access::Ctx;
use concordat_kernel::{AnyId, Id, Kind as _, Problem, Result, jiff::civil::Date, london_today};
use concordat_store::Tx;

use super::{day_of, topics};
use crate::{
    Action, Plan, RecordedPlan, exceptions as raised, measures as measured, progress,
    reports::{
        facts::{
            ChangeFact, ClaimFact, ExceptionFact, Facts, MeasureFact, ProposalFact, RoundFact, UpdateFact,
            Verdict,
        },
        leads::{Lead, leads},
    },
    store as plans, versions,
};

/// The names of bodies and groups.
type Names = HashMap<AnyId, String>;

/// Everything that a report on a plan is made of, and who leads it. The door has been asked.
pub(super) async fn gather(tx: &mut Tx, ctx: &Ctx, id: Id<Plan>) -> Result<(Facts, Vec<Lead>)> {
    let plan = plans::load::load(tx, id).await?;
    let names = concordat_partnership::names(tx).await?;
    let read_at = ctx.clock.now();
    let group = plan.head.group.and_then(|group| names.get(&group).cloned());
    let leads = leads(&plan, &names);
    let today = london_today(read_at);
    let facts = Facts {
        group,
        read_at,
        today,
        exceptions: exceptions(tx, id).await?,
        claims: claims(tx, &plan).await?,
        updates: updates(tx, id, &names).await?,
        rounds: rounds(tx, id, &names).await?,
        measures: measures(tx, id, today).await?,
        changes: changes(tx, &plan).await?,
        proposals: proposals(tx, &plan).await?,
        topics: topics::of_plan(tx, id).await?,
        plan,
    };
    Ok((facts, leads))
}

/// A lead's name: its body's, or the plan's words.
fn name(lead: &progress::Lead, names: &Names) -> String {
    lead.body.and_then(|body| names.get(&body).cloned()).unwrap_or_else(|| lead.words.clone())
}

async fn exceptions(tx: &mut Tx, plan: Id<Plan>) -> Result<Vec<ExceptionFact>> {
    let exceptions = raised::of_plan(tx, plan).await?.into_iter().map(|exception| {
        let remedy = exception.remedy;
        ExceptionFact {
            action: exception.action,
            kind: exception.ground.to_string(),
            because: exception.because,
            raised_on: exception.raised_on,
            partnership: exception.level == raised::Level::Partnership,
            remedy_by: remedy.as_ref().map_or_else(String::new, |remedy| remedy.by.clone()),
            remedy_due: remedy.as_ref().map(|remedy| remedy.due),
            remedy: remedy.map_or_else(String::new, |remedy| remedy.what),
            resolved: exception.resolved.map(|resolved| (resolved.on, resolved.because)),
        }
    });
    Ok(exceptions.collect())
}

async fn claims(tx: &mut Tx, plan: &RecordedPlan) -> Result<Vec<ClaimFact>> {
    let mut claims = raised::claims_of_plan(tx, plan.head.id).await?;
    claims.sort_by(|a, b| a.claimed_at.cmp(&b.claimed_at));
    let fact = |claim: raised::RecordedClaim| {
        let waits = plan.action(claim.action).is_some_and(|(_, action)| claim.waits(action));
        Ok(ClaimFact {
            action: claim.action,
            claimed_on: day_of(&claim.claimed_at)?,
            done_on: claim.done_on,
            verdict: match claim.verdict {
                raised::Verdict::Waiting if waits => Verdict::Waiting,
                raised::Verdict::Waiting => Verdict::Partly,
                raised::Verdict::Assured => Verdict::Assured,
                raised::Verdict::Returned => Verdict::Returned,
            },
            decided_on: claim.decided_on,
            note: claim.note,
        })
    };
    claims.into_iter().map(fact).collect()
}

async fn updates(tx: &mut Tx, plan: Id<Plan>, names: &Names) -> Result<Vec<UpdateFact>> {
    let mut updates = Vec::new();
    for update in progress::updates_of_plan(tx, plan).await? {
        // Who gave it, by name, stays where it is: a report tells of bodies.
        updates.push((
            update.given_at.clone(),
            UpdateFact {
                action: update.action,
                lead: name(&update.lead, names),
                state: update.said.to_string(),
                words: update.words,
                help: update.help,
                given_on: day_of(&update.given_at)?,
            },
        ));
    }
    updates.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(updates.into_iter().map(|(_, update)| update).collect())
}

async fn rounds(tx: &mut Tx, plan: Id<Plan>, names: &Names) -> Result<Vec<RoundFact>> {
    let mut rounds = Vec::new();
    for round in progress::rounds(tx, plan).await? {
        let mut asked = Vec::new();
        for request in progress::requests_of_round(tx, round.id).await? {
            let answered = request.answered_at.as_deref().map(day_of).transpose()?;
            asked.push((name(&request.lead, names), answered));
        }
        rounds.push(RoundFact { title: round.title, opens_on: round.opens_on, due_on: round.due_on, asked });
    }
    rounds.sort_by_key(|round| round.opens_on);
    Ok(rounds)
}

/// Every change of the plan's actions since a year before its period began: earlier ones are another year's.
async fn changes(tx: &mut Tx, plan: &RecordedPlan) -> Result<Vec<ChangeFact>> {
    let from =
        plan.head.period.map_or_else(String::new, |period| period.from.plus(-12).first_day().to_string());
    let ours: HashMap<AnyId, Id<Action>> =
        plan.actions().map(|(_, action)| (action.id.uuid(), action.id)).collect();
    let mut changes = Vec::new();
    for found in tx.history_of_kind(Action::NAME, &from).await? {
        let thing = found.thing.parse().map_err(|e| Problem::new("reading a history", e))?;
        let Some(action) = ours.get(&thing) else { continue };
        changes.push(ChangeFact {
            action: *action,
            on: day_of(&found.change.at)?,
            field: found.change.field,
            former: found.change.former,
            latter: found.change.latter,
        });
    }
    Ok(changes)
}

/// The measures that stand in the plan. What was taken out of it keeps its values on its own page.
async fn measures(tx: &mut Tx, plan: Id<Plan>, today: Date) -> Result<Vec<MeasureFact>> {
    let fact = |series: measured::MeasureSeries| {
        let setting = &series.setting;
        let value = |value: &measured::GivenValue| {
            (measured::period_words(value.period), value.shown(setting), value.note.clone())
        };
        MeasureFact {
            action: series.action,
            kind: setting.kind.map_or_else(String::new, |kind| kind.title().to_owned()),
            story: setting.is_told(),
            baseline: setting.baseline_words(),
            target: setting.target_words(),
            values: series.current().map(value).collect(),
            off_course: measured::off_course(&series, today),
            text: series.text,
        }
    };
    let series = measured::of_plan(tx, plan).await?;
    Ok(series.into_iter().filter(|series| series.in_plan).map(fact).collect())
}

/// The proposals of changes of the plan, oldest first: who made them stays where it is.
async fn proposals(tx: &mut Tx, plan: &RecordedPlan) -> Result<Vec<ProposalFact>> {
    let mut proposals = versions::store::proposals_in(tx, plan.head.id).await?;
    proposals.reverse();
    let fact = |proposal: versions::ProposalHead| {
        let what = versions::proposal_title(&proposal, plan);
        let decided = proposal.decided_at.as_deref().map(day_of).transpose()?;
        // While nothing is decided, the reason is the proposer's.
        let because = match (decided, proposal.decision.as_str()) {
            (None, _) => proposal.why,
            (Some(_), "") => proposal.reason,
            (Some(_), decision) => format!("{} ({decision})", proposal.reason),
        };
        Ok(ProposalFact {
            what,
            proposed_on: day_of(&proposal.made_at)?,
            decided: decided.map(|on| (on, proposal.state.to_string())),
            because,
        })
    };
    proposals.into_iter().map(fact).collect()
}
