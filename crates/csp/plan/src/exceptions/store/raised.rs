use std::collections::HashSet;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Problem, Refusal, Result, jiff::civil::Date};
use concordat_store::{Change, FieldChange, Store, Tx, args, sql};

use super::{RAISE, RAISE_FURTHER, REMEDY, RESOLVE, VIEW, exception_resource, facts, further::to_view};
use crate::{
    Action, Plan, RecordedPlan,
    exceptions::{
        Exception, Ground, Level, Reasoned, RecordedException, Remedy,
        rules::{self, Condition, check_text},
    },
    import::Timescale,
    store,
};

sql! {
    OF_PLAN = "SELECT id, action_id, ground, because, raised_on, gone_on, level, remedy, remedy_by, remedy_due,
                      raised_further_on, raised_further_because, decided_on, decision, resolved_on, resolved_because,
                      version
               FROM plan_exception WHERE plan_id = $1 ORDER BY raised_on, id";
    OF_ACTION = "SELECT id, action_id, ground, because, raised_on, gone_on, level, remedy, remedy_by, remedy_due,
                        raised_further_on, raised_further_because, decided_on, decision, resolved_on, resolved_because,
                        version
                 FROM plan_exception WHERE plan_id = $1 AND action_id = $2 ORDER BY raised_on, id";
    INSERT = "INSERT INTO plan_exception (id, plan_id, action_id, ground, because, raised_on, level, remedy, remedy_by,
                  version)
              VALUES ($1, $2, $3, $4, $5, $6, 'group', '', '', 1)";
    GONE = "UPDATE plan_exception SET gone_on = $2 WHERE id = $1";
    UPDATE = "UPDATE plan_exception
              SET level = $2, remedy = $3, remedy_by = $4, remedy_due = $5, raised_further_on = $6,
                  raised_further_because = $7, decided_on = $8, decision = $9, resolved_on = $10,
                  resolved_because = $11, version = version + 1
              WHERE id = $1 AND version = $12 AND resolved_on IS NULL";
    /// Some open exception that the working group has, of a plan that is not over. Here as elsewhere one that never
    /// changed comes first.
    pub(crate) ANY_EXCEPTION = "SELECT id FROM plan_exception WHERE resolved_on IS NULL AND level = 'group'
                                ORDER BY version, id LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Exception>,
    action_id: Id<Action>,
    ground: String,
    because: String,
    raised_on: String,
    gone_on: Option<String>,
    level: String,
    remedy: String,
    remedy_by: String,
    remedy_due: Option<String>,
    raised_further_on: Option<String>,
    raised_further_because: Option<String>,
    decided_on: Option<String>,
    decision: Option<String>,
    resolved_on: Option<String>,
    resolved_because: Option<String>,
    version: i64,
}

impl Row {
    fn recorded(self) -> Result<RecordedException> {
        let day = |text: Option<String>| store::day(text.as_deref());
        let reasoned = |on: Option<Date>, because: Option<String>| {
            on.map(|on| Reasoned { on, because: because.unwrap_or_default() })
        };
        let corrupt = |e: String| Problem::new("reading an exception", e);
        let due = day(self.remedy_due)?;
        Ok(RecordedException {
            id: self.id,
            action: self.action_id,
            ground: self.ground.parse().map_err(corrupt)?,
            because: self.because,
            raised_on: self.raised_on.parse().map_err(|e| Problem::new("reading an exception's day", e))?,
            gone_on: day(self.gone_on)?,
            level: if self.level == "partnership" { Level::Partnership } else { Level::Group },
            remedy: due.map(|due| Remedy { what: self.remedy, by: self.remedy_by, due }),
            further: reasoned(day(self.raised_further_on)?, self.raised_further_because),
            decided: reasoned(day(self.decided_on)?, self.decision),
            resolved: reasoned(day(self.resolved_on)?, self.resolved_because),
            version: self.version,
        })
    }
}

/// Every exception of a plan, oldest first; resolved ones too.
///
/// # Errors
/// When the database does not answer.
pub async fn of_plan(tx: &mut Tx, plan: Id<Plan>) -> Result<Vec<RecordedException>> {
    tx.all::<Row>(&OF_PLAN, args![plan]).await?.into_iter().map(Row::recorded).collect()
}

/// Raises what should be looked at in a plan and is not raised yet, as the plan stands in this change; called after
/// whatever changed it. Doing it again changes nothing: at most one exception is open for each action and ground, and
/// what was resolved is not raised again before it has been gone. Says how many were raised.
///
/// # Errors
/// When the database does not answer.
pub async fn raise(tx: &mut Change, ctx: &Ctx, plan: Id<Plan>) -> Result<usize> {
    Ok(raise_in(tx, ctx, plan).await?.raised)
}

/// What looking at a plan changed.
struct Changed {
    /// Exceptions that were raised.
    raised: usize,
    /// Exceptions of which was noted that their ground is gone, or back.
    noted: usize,
}

async fn raise_in(tx: &mut Change, ctx: &Ctx, plan: Id<Plan>) -> Result<Changed> {
    let plan = store::load(tx, plan).await?;
    let today = ctx.clock.today();
    let holds = facts::conditions(tx, &plan, today).await?;
    let known = of_plan(tx, plan.head.id).await?;
    let mut noted = 0;
    let mut last: HashSet<(Id<Action>, Ground)> = HashSet::new();
    let mut blocked: HashSet<(Id<Action>, Ground)> = HashSet::new();
    // Newest first: what was found before counts for the last of its kind only.
    for exception in known.iter().rev() {
        let about = (exception.action, exception.ground);
        if !last.insert(about) {
            continue;
        }
        let now = holds.iter().any(|one| (one.action, one.ground) == about);
        let gone_on = match (now, exception.gone_on, exception.is_open()) {
            (true, _, true) => None,
            (false, None, _) => Some(today),
            (_, since, _) => since,
        };
        if gone_on != exception.gone_on {
            tx.run(&GONE, args![exception.id, gone_on]).await?;
            noted += 1;
        }
        if exception.is_open() || gone_on.is_none() {
            blocked.insert(about);
        }
    }
    let mut raised = 0;
    for Condition { action, ground, because } in holds {
        if blocked.contains(&(action, ground)) {
            continue;
        }
        let id: Id<Exception> = ctx.chance.id(&ctx.clock);
        tx.run(&INSERT, args![id, plan.head.id, action, ground.word(), &because, today]).await?;
        tx.keep(id, "Raised", None, Some(&format!("{ground}. {because}"))).await?;
        tx.also(RAISE, &Resource::one(id).within(plan.head.group));
        raised += 1;
    }
    Ok(Changed { raised, noted })
}

/// Checks a plan now, and raises what should be looked at. Says how many were raised.
///
/// # Errors
/// When the asker may not.
pub async fn check(record: &Store, ctx: &Ctx, id: Id<Plan>) -> Result<usize> {
    let within = store::plan_resource(&mut record.peek().await?, id).await?.within;
    let mut tx = record.change(ctx, RAISE, &Resource { within, ..Resource::any(RAISE.kind) }).await?;
    let raised = raise(&mut tx, ctx, id).await?;
    tx.commit().await?;
    Ok(raised)
}

/// Checks every plan that runs today and that the asker may check. Says how many exceptions were raised. A plan of
/// which nothing new is to be said leaves no row in the trail, however often it is looked at.
///
/// # Errors
/// When the database does not answer.
pub async fn check_running(record: &Store, ctx: &Ctx) -> Result<usize> {
    let mut raised = 0;
    for plan in store::running(record, ctx).await? {
        let resource = Resource::any(RAISE.kind).within(plan.head.group);
        if !record.may(ctx, RAISE, &resource) {
            continue;
        }
        let mut tx = record.change(ctx, RAISE, &resource).await?;
        let changed = raise_in(&mut tx, ctx, plan.head.id).await?;
        if changed.raised + changed.noted > 0 {
            tx.commit().await?;
            raised += changed.raised;
        }
    }
    Ok(raised)
}

/// A plan's exceptions as its page shows them.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The plan.
    pub plan: RecordedPlan,
    /// Its exceptions, oldest first; resolved ones too.
    pub exceptions: Vec<RecordedException>,
    /// What should be looked at today.
    pub holds: Vec<Condition>,
}

/// Whether what raised an exception still holds.
pub fn still_holds(holds: &[Condition], exception: &RecordedException) -> bool {
    holds.iter().any(|one| (one.action, one.ground) == (exception.action, exception.ground))
}

/// A plan's exceptions, and which of them still hold today.
///
/// # Errors
/// When there is no such plan, or its exceptions are not for the asker.
pub async fn exceptions_of(record: &Store, ctx: &Ctx, id: Id<Plan>) -> Result<Seen> {
    let within = store::plan_resource(&mut record.peek().await?, id).await?.within;
    let mut tx = record.read(ctx, VIEW, &Resource { within, ..Resource::any(VIEW.kind) }).await?;
    let plan = store::load(&mut tx, id).await?;
    let exceptions = of_plan(&mut tx, id).await?;
    let holds = facts::conditions(&mut tx, &plan, ctx.clock.today()).await?;
    Ok(Seen { plan, exceptions, holds })
}

/// An exception with its plan, and whether it still holds today.
///
/// # Errors
/// When there is none, or it is not for the asker.
pub async fn exception_seen(
    record: &Store,
    ctx: &Ctx,
    id: Id<Exception>,
) -> Result<(RecordedPlan, RecordedException, bool)> {
    let (plan, verb, resource) = to_view(record, ctx, id).await?;
    let mut tx = record.read(ctx, verb, &resource).await?;
    let plan = store::load(&mut tx, plan).await?;
    let found = find(&mut tx, plan.head.id, id).await?;
    let holds = facts::conditions(&mut tx, &plan, ctx.clock.today()).await?;
    let still = still_holds(&holds, &found);
    Ok((plan, found, still))
}

/// The exceptions of one action, oldest first. Called where they may be seen.
pub(super) async fn of_action(
    tx: &mut Tx,
    plan: Id<Plan>,
    action: Id<Action>,
) -> Result<Vec<RecordedException>> {
    tx.all::<Row>(&OF_ACTION, args![plan, action]).await?.into_iter().map(Row::recorded).collect()
}

/// An exception with the plan it belongs to, for a page on which `verb` is about to be done to it.
///
/// # Errors
/// When there is none, or the asker may not.
pub async fn exception(
    record: &Store,
    ctx: &Ctx,
    verb: concordat_access::Action,
    id: Id<Exception>,
) -> Result<(RecordedPlan, RecordedException)> {
    let (plan, resource) = exception_resource(&mut record.peek().await?, id).await?;
    let mut tx = record.read(ctx, verb, &resource).await?;
    let plan = store::load(&mut tx, plan).await?;
    let found = find(&mut tx, plan.head.id, id).await?;
    Ok((plan, found))
}

/// What was done about an exception, newest first.
///
/// # Errors
/// When there is none, or the asker may not see it.
pub(crate) async fn history(record: &Store, ctx: &Ctx, id: Id<Exception>) -> Result<Vec<FieldChange>> {
    let (_, verb, resource) = to_view(record, ctx, id).await?;
    record.read(ctx, verb, &resource).await?.history(id.uuid()).await
}

/// Says what is done about an exception, by whom and by when.
///
/// # Errors
/// [`Refusal::Conflict`] when it changed since version `version`; when the asker may not; when a rule says no.
pub async fn remedy(
    record: &Store,
    ctx: &Ctx,
    id: Id<Exception>,
    version: i64,
    remedy: Remedy,
) -> Result<()> {
    let (mut tx, former) = begin(record, ctx, REMEDY, id).await?;
    rules::check_remedy(&remedy)?;
    let remedy = Remedy { what: tidy(&remedy.what), by: tidy(&remedy.by), ..remedy };
    let latter = RecordedException { remedy: Some(remedy), ..former.clone() };
    save(&mut tx, &former, &latter, version).await?;
    tx.commit().await
}

/// Raises an exception to the partnership, with a reason.
///
/// # Errors
/// As [`remedy`]; also when it is there already.
pub async fn raise_further(
    record: &Store,
    ctx: &Ctx,
    id: Id<Exception>,
    version: i64,
    because: &str,
) -> Result<()> {
    let (mut tx, former) = begin(record, ctx, RAISE_FURTHER, id).await?;
    check_text("because", because, "Enter why it goes to the partnership.")?;
    if former.level == Level::Partnership {
        return Err(Refusal::rule("It is with the partnership already.").into());
    }
    let further = Some(Reasoned { on: ctx.clock.today(), because: tidy(because) });
    let latter = RecordedException { level: Level::Partnership, further, ..former.clone() };
    save(&mut tx, &former, &latter, version).await?;
    tx.commit().await
}

/// Resolves an exception, with a reason.
///
/// # Errors
/// As [`remedy`].
pub async fn resolve(
    record: &Store,
    ctx: &Ctx,
    id: Id<Exception>,
    version: i64,
    because: &str,
) -> Result<()> {
    let (mut tx, former) = begin(record, ctx, RESOLVE, id).await?;
    check_text("because", because, "Enter why it is resolved.")?;
    let resolved = Some(Reasoned { on: ctx.clock.today(), because: tidy(because) });
    let latter = RecordedException { resolved, ..former.clone() };
    save(&mut tx, &former, &latter, version).await?;
    tx.commit().await
}

/// Asks the door and reads an exception that is to be changed.
async fn begin(
    record: &Store,
    ctx: &Ctx,
    verb: concordat_access::Action,
    id: Id<Exception>,
) -> Result<(Change, RecordedException)> {
    let (plan, resource) = exception_resource(&mut record.peek().await?, id).await?;
    let mut tx = record.change(ctx, verb, &resource).await?;
    let former = find(&mut tx, plan, id).await?;
    if !former.is_open() {
        return Err(Refusal::rule("This exception is resolved. Nothing about it changes any more.").into());
    }
    Ok((tx, former))
}

pub(super) async fn find(tx: &mut Tx, plan: Id<Plan>, id: Id<Exception>) -> Result<RecordedException> {
    let all = of_plan(tx, plan).await?;
    Ok(all.into_iter().find(|one| one.id == id).ok_or(Refusal::NotFound)?)
}

pub(super) async fn save(
    tx: &mut Change,
    former: &RecordedException,
    latter: &RecordedException,
    version: i64,
) -> Result<()> {
    let (remedy, further) = (&latter.remedy, &latter.further);
    let (decided, resolved) = (&latter.decided, &latter.resolved);
    let row = args![
        latter.id,
        latter.level.word(),
        remedy.as_ref().map_or("", |remedy| &remedy.what),
        remedy.as_ref().map_or("", |remedy| &remedy.by),
        remedy.as_ref().map(|remedy| remedy.due),
        further.as_ref().map(|further| further.on),
        further.as_ref().map(|further| further.because.as_str()),
        decided.as_ref().map(|decided| decided.on),
        decided.as_ref().map(|decided| decided.because.as_str()),
        resolved.as_ref().map(|resolved| resolved.on),
        resolved.as_ref().map(|resolved| resolved.because.as_str()),
        version
    ];
    if tx.run(&UPDATE, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    for ((field, was), (_, is)) in fields(former).into_iter().zip(fields(latter)) {
        tx.keep(latter.id, field, was.as_deref(), is.as_deref()).await?;
    }
    Ok(())
}

/// What people decide about an exception, as its history tells it.
fn fields(of: &RecordedException) -> [(&'static str, Option<String>); 7] {
    let remedy = of.remedy.as_ref();
    [
        ("With", Some(of.level.to_string())),
        ("Remedy", remedy.map(|remedy| remedy.what.clone())),
        ("Who does it", remedy.map(|remedy| remedy.by.clone())),
        ("By when", remedy.map(|remedy| Timescale::Date { date: remedy.due }.to_string())),
        ("Raised to the partnership because", of.further.as_ref().map(|one| one.because.clone())),
        ("Decision of the partnership", of.decided.as_ref().map(|one| one.because.clone())),
        ("Resolved because", of.resolved.as_ref().map(|one| one.because.clone())),
    ]
}

pub(super) fn tidy(text: &str) -> String {
    text.trim().to_owned()
}
