use std::collections::HashMap;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{AnyId, Id, Refusal, Result, jiff::civil::Date};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{CLAIM, DECIDE, VIEW, VIEW_CLAIM, acts_for, claim_resource, raised};
use crate::{
    Action, Plan, RecordedPlan, State,
    exceptions::{Claim, RecordedClaim, RecordedException, Verdict, rules},
    progress::{self, RecordedEvidence},
    store,
};

sql! {
    OF_PLAN = "SELECT id, action_id, update_id, claimed_at, claimed_by, done_on, verdict, decided_on, decided_by, note,
                      version
               FROM plan_assurance WHERE plan_id = $1 ORDER BY claimed_at, id";
    OF_ACTION = "SELECT id, action_id, update_id, claimed_at, claimed_by, done_on, verdict, decided_on, decided_by,
                        note, version
                 FROM plan_assurance WHERE plan_id = $1 AND action_id = $2 ORDER BY claimed_at, id";
    WAITING = "SELECT id, action_id, update_id, claimed_at, claimed_by, done_on, verdict, decided_on, decided_by, note,
                      version
               FROM plan_assurance WHERE action_id = $1 AND verdict = 'claimed'";
    ASSURED = "SELECT action_id, decided_on FROM plan_assurance
               WHERE plan_id = $1 AND verdict = 'assured'
               ORDER BY decided_on, id";
    INSERT = "INSERT INTO plan_assurance (id, plan_id, action_id, update_id, claimed_at, claimed_by, done_on, verdict,
                  note, version)
              VALUES ($1, $2, $3, $4, $5, $6, $7, 'claimed', '', 1)";
    JOIN = "UPDATE plan_assurance
            SET update_id = $2, claimed_by = $3, done_on = $4, version = version + 1
            WHERE id = $1";
    DECIDE_IT = "UPDATE plan_assurance
                 SET verdict = $2, decided_on = $3, decided_by = $4, note = $5, version = version + 1
                 WHERE id = $1 AND version = $6 AND verdict = 'claimed'";
    /// Some claim that waits to be assured.
    pub(crate) ANY_CLAIM = "SELECT id FROM plan_assurance WHERE verdict = 'claimed' ORDER BY version, id LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Claim>,
    action_id: Id<Action>,
    update_id: Option<Id<()>>,
    claimed_at: String,
    claimed_by: String,
    done_on: Option<String>,
    verdict: String,
    decided_on: Option<String>,
    decided_by: Option<String>,
    note: String,
    version: i64,
}

impl Row {
    fn recorded(self) -> Result<RecordedClaim> {
        Ok(RecordedClaim {
            id: self.id,
            action: self.action_id,
            update: self.update_id.map(Id::uuid),
            claimed_at: self.claimed_at,
            claimed_by: self.claimed_by.lines().map(str::to_owned).collect(),
            done_on: store::day(self.done_on.as_deref())?,
            verdict: match self.verdict.as_str() {
                "assured" => Verdict::Assured,
                "returned" => Verdict::Returned,
                _ => Verdict::Waiting,
            },
            decided_on: store::day(self.decided_on.as_deref())?,
            decided_by: self.decided_by,
            note: self.note,
            version: self.version,
        })
    }
}

/// Every claim about a plan's actions, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn claims_of_plan(tx: &mut Tx, plan: Id<Plan>) -> Result<Vec<RecordedClaim>> {
    tx.all::<Row>(&OF_PLAN, args![plan]).await?.into_iter().map(Row::recorded).collect()
}

/// The days on which actions of a plan, or `only` one of them, were assured to be done, earliest first.
///
/// # Errors
/// When the database does not answer.
pub async fn assured_days(tx: &mut Tx, plan: Id<Plan>) -> Result<HashMap<Id<Action>, Vec<Date>>> {
    let mut days = HashMap::<Id<Action>, Vec<Date>>::new();
    for (action, on) in tx.all::<(Id<Action>, String)>(&ASSURED, args![plan]).await? {
        days.entry(action).or_default().extend(store::day(Some(&on))?);
    }
    Ok(days)
}

/// Keeps that a lead says an action is done; the group will assure it. Called inside the change in which the lead's
/// update lands. When a claim waits already the lead joins it: then the later day counts.
///
/// # Errors
/// When there is no such action, or the database does not answer.
pub async fn claim(
    tx: &mut Change,
    ctx: &Ctx,
    action: Id<Action>,
    update: Option<AnyId>,
    lead: &str,
    done_on: Option<Date>,
) -> Result<Id<Claim>> {
    let (plan, resource) = store::action_resource(tx, action).await?;
    let lead = lead.split_whitespace().collect::<Vec<_>>().join(" ");
    let waiting = tx.opt::<Row>(&WAITING, args![action]).await?.map(Row::recorded).transpose()?;
    let id = match waiting {
        None => {
            let id: Id<Claim> = ctx.chance.id(&ctx.clock);
            tx.run(&INSERT, args![id, plan, action, update, ctx.clock.now(), &lead, done_on]).await?;
            id
        }
        Some(former) => {
            let mut by = former.claimed_by;
            if !by.contains(&lead) {
                by.push(lead.clone());
            }
            let on = former.done_on.max(done_on);
            tx.run(&JOIN, args![former.id, update, by.join("\n"), on]).await?;
            former.id
        }
    };
    tx.keep(action, "Said to be done by", None, Some(&lead)).await?;
    tx.also(CLAIM, &Resource { within: resource.within, ..Resource::one(id) });
    Ok(id)
}

/// A claim with its plan and what was sent with it, for the page on which it is decided.
///
/// # Errors
/// When there is none, or the asker may not decide it.
pub async fn claim_seen(
    record: &Store,
    ctx: &Ctx,
    id: Id<Claim>,
) -> Result<(RecordedPlan, RecordedClaim, Vec<RecordedEvidence>)> {
    let (plan, resource) = claim_resource(&mut record.peek().await?, id).await?;
    let mut tx = record.read(ctx, DECIDE, &resource).await?;
    let plan = store::load(&mut tx, plan).await?;
    let claims = claims_of_plan(&mut tx, plan.head.id).await?;
    let found = claims.into_iter().find(|one| one.id == id).ok_or(Refusal::NotFound)?;
    let evidence = progress::evidence_of_action(&mut tx, found.action).await?;
    Ok((plan, found, evidence))
}

/// What was sent with what is said to be done, by action.
pub type Sent = HashMap<Id<Action>, Vec<RecordedEvidence>>;

/// What is said to be done in a plan, and what was sent with what waits to be assured.
///
/// # Errors
/// When there is no such plan, or it is not for the asker.
pub async fn claims_seen(
    record: &Store,
    ctx: &Ctx,
    id: Id<Plan>,
) -> Result<(RecordedPlan, Vec<RecordedClaim>, Sent)> {
    let within = store::plan_resource(&mut record.peek().await?, id).await?.within;
    let mut tx = record.read(ctx, VIEW_CLAIM, &Resource { within, ..Resource::any(VIEW_CLAIM.kind) }).await?;
    let plan = store::load(&mut tx, id).await?;
    let claims = claims_of_plan(&mut tx, id).await?;
    let mut sent = Sent::new();
    for claim in claims.iter().filter(|claim| claim.verdict == Verdict::Waiting) {
        sent.insert(claim.action, progress::evidence_of_action(&mut tx, claim.action).await?);
    }
    Ok((plan, claims, sent))
}

/// What the page of an action shows of claims and exceptions: nothing to whom it is not for.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn of_action(
    record: &Store,
    ctx: &Ctx,
    plan: &RecordedPlan,
    action: Id<Action>,
) -> Result<(Vec<RecordedClaim>, Vec<RecordedException>, Vec<RecordedEvidence>)> {
    let group = plan.head.group;
    let (mut claims, mut exceptions, mut evidence) = (Vec::new(), Vec::new(), Vec::new());
    let resource = Resource::any(VIEW_CLAIM.kind).within(group);
    if record.may(ctx, VIEW_CLAIM, &resource) {
        let mut tx = record.read(ctx, VIEW_CLAIM, &resource).await?;
        let rows = tx.all::<Row>(&OF_ACTION, args![plan.head.id, action]).await?;
        claims = rows.into_iter().map(Row::recorded).collect::<Result<_>>()?;
        if !claims.is_empty() {
            evidence = progress::evidence_of_action(&mut tx, action).await?;
        }
    }
    let resource = Resource::any(VIEW.kind).within(group);
    if record.may(ctx, VIEW, &resource) {
        exceptions =
            raised::of_action(&mut record.read(ctx, VIEW, &resource).await?, plan.head.id, action).await?;
    }
    Ok((claims, exceptions, evidence))
}

/// What a group says to a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It is done.
    Assured {
        /// What was looked at; may be empty.
        note: String,
    },
    /// It is not, or not shown to be.
    Returned {
        /// What is missing.
        note: String,
        /// How the action stands instead.
        state: Option<State>,
    },
}

/// Assures a claim, or returns it and puts the action back to how it stands.
///
/// # Errors
/// [`Refusal::Conflict`] when it was decided or joined since version `version`; when the asker may not, or acts for a
/// body that leads the action; when a rule says no.
pub async fn decide(
    record: &Store,
    ctx: &Ctx,
    id: Id<Claim>,
    version: i64,
    decision: &Decision,
) -> Result<()> {
    let (plan, resource) = claim_resource(&mut record.peek().await?, id).await?;
    record.ask(ctx, DECIDE, &resource).await?;
    let acts_for = acts_for(record, ctx).await?;
    let mut tx = record.change(ctx, DECIDE, &resource).await?;
    let plan = store::load(&mut tx, plan).await?;
    let claims = claims_of_plan(&mut tx, plan.head.id).await?;
    let claim = claims.iter().find(|one| one.id == id).ok_or(Refusal::NotFound)?;
    let (_, action) = plan.action(claim.action).ok_or(Refusal::NotFound)?;
    rules::check_impartial(action, &acts_for)?;
    if !claim.waits(action) {
        return Err(Refusal::rule(
            "Not every lead says any more that it is done, so there is nothing to assure.",
        )
        .into());
    }
    let (verdict, note, state) = match decision {
        Decision::Assured { note } => (Verdict::Assured, note, State::Done),
        Decision::Returned { note, state } => {
            rules::check_text("note", note, "Enter what is missing, for the lead to read.")?;
            (Verdict::Returned, note, rules::check_returned(*state)?)
        }
    };
    if !note.trim().is_empty() {
        rules::check_text("note", note, "")?;
    }
    let row = args![id, verdict.word(), ctx.clock.today(), ctx.actor.word(), note.trim(), version];
    if tx.run(&DECIDE_IT, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    let said = match (verdict, note.trim()) {
        (verdict, "") => verdict.to_string(),
        (verdict, note) => format!("{verdict}: {note}"),
    };
    tx.keep(action.id, "Assurance", Some(&claim.verdict.to_string()), Some(&said)).await?;
    store::set_state(&mut tx, action.id, state).await?;
    tx.commit().await
}
