//! What the working group looked at: exceptions, and what was said to be done.

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Problem, Result, jiff::civil::Date};
use concordat_plan::{
    Action, RecordedAction, State,
    exceptions::{
        self, Recurs, Remedy,
        store::{self as looked, CLAIM, Decision},
    },
    store::{self as plans, ActionEdit},
};
use concordat_store::Store;
use serde::Deserialize;

use crate::{calendar::moment, partnership::unknown, plans::Plans};

/// One thing that the group did. Actions go by the number they had when their plan was agreed. On days when there is
/// nothing yet to be looked at, nothing is.
#[derive(Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Happening {
    /// The plan is checked for exceptions.
    Check { plan: String },
    /// Something is to be done about an exception, by a day.
    Remedy { action: String, ground: String, remedy: String, by: String, due: String },
    /// An exception goes to the partnership.
    Further { action: String, ground: String, because: String },
    /// An exception is resolved.
    Resolve { action: String, ground: String, because: String },
    /// The leads of an action say that it is done.
    Done { action: String, leads: Vec<String>, on: String },
    /// The group assures that it is.
    Assure { action: String, note: String },
    /// The group returns what is said to be done.
    Return { action: String, state: String, note: String },
    /// The step with these words in it turns out not to be needed.
    StandDown { action: String, step: String, because: String },
    /// How an action comes round.
    Recurs { action: String, how: String },
}

impl Happening {
    pub(crate) async fn tell(&self, store: &Store, ctx: &Ctx, known: &Plans, year: i16) -> Result<()> {
        match self {
            Self::Check { plan } => looked::check(store, ctx, known.plan(plan)?).await.map(drop),
            Self::Remedy { action, ground, remedy, by, due } => {
                let Some((id, version)) = exception(store, ctx, known.action(action)?, ground).await? else {
                    return Ok(());
                };
                let remedy = Remedy { what: remedy.clone(), by: by.clone(), due: day(year, due)? };
                looked::remedy(store, ctx, id, version, remedy).await
            }
            Self::Further { action, ground, because } => {
                match exception(store, ctx, known.action(action)?, ground).await? {
                    Some((id, version)) => looked::raise_further(store, ctx, id, version, because).await,
                    None => Ok(()),
                }
            }
            Self::Resolve { action, ground, because } => {
                match exception(store, ctx, known.action(action)?, ground).await? {
                    Some((id, version)) => looked::resolve(store, ctx, id, version, because).await,
                    None => Ok(()),
                }
            }
            Self::Done { action, leads, on } => {
                let on = day(year, on)?.min(ctx.clock.today());
                done(store, ctx, known.action(action)?, leads, on).await
            }
            Self::Assure { action, note } => {
                decide(store, ctx, known.action(action)?, &Decision::Assured { note: note.clone() }).await
            }
            Self::Return { action, state, note } => {
                let state = Some(state.parse::<State>().map_err(|_| unknown(state))?);
                decide(store, ctx, known.action(action)?, &Decision::Returned { note: note.clone(), state })
                    .await
            }
            Self::StandDown { action, step, because } => {
                let action = recorded(store, ctx, known.action(action)?).await?;
                let found = action.course.steps.iter().find(|one| {
                    let row = action.content.rows.get(one.row);
                    row.and_then(|row| row.steps.get(one.place)).is_some_and(|text| text.contains(step))
                });
                let id = found.ok_or_else(|| unknown(step))?.id;
                looked::stand_step_down(store, ctx, id, action.version, because).await
            }
            Self::Recurs { action, how } => {
                let recurs = how.parse::<Recurs>().map_err(|_| unknown(how))?;
                let action = recorded(store, ctx, known.action(action)?).await?;
                looked::change_recurs(store, ctx, action.id, action.version, recurs).await
            }
        }
    }
}

fn day(year: i16, on: &str) -> Result<Date, Problem> {
    Ok(concordat_kernel::london_today(moment(year, &format!("{on} 12:00"))?))
}

async fn recorded(store: &Store, ctx: &Ctx, id: Id<Action>) -> Result<RecordedAction> {
    let plan = plans::plan_of_action(store, ctx, id).await?;
    let (_, action) = plan.action(id).ok_or_else(|| unknown("an action"))?;
    Ok(action.clone())
}

/// The open exception about an action, for this reason.
async fn exception(
    store: &Store,
    ctx: &Ctx,
    action: Id<Action>,
    ground: &str,
) -> Result<Option<(Id<exceptions::Exception>, i64)>> {
    let plan = plans::plan_of_action(store, ctx, action).await?.head.id;
    let all = exceptions::of_plan(&mut store.peek().await?, plan).await?;
    let found = all.iter().find(|one| one.action == action && one.ground.word() == ground && one.is_open());
    Ok(found.map(|one| (one.id, one.version)))
}

async fn done(store: &Store, ctx: &Ctx, id: Id<Action>, leads: &[String], on: Date) -> Result<()> {
    let action = recorded(store, ctx, id).await?;
    if action.state != State::Done {
        let edit = ActionEdit { version: action.version, content: action.content, state: State::Done };
        plans::change_action(store, ctx, id, edit).await?;
    }
    let group = plans::plan_of_action(store, ctx, id).await?.head.group;
    let mut tx = store.change(ctx, CLAIM, &Resource::any(CLAIM.kind).within(group)).await?;
    for lead in leads {
        exceptions::claim(&mut tx, ctx, id, None, lead, Some(on)).await?;
    }
    tx.commit().await
}

async fn decide(store: &Store, ctx: &Ctx, action: Id<Action>, decision: &Decision) -> Result<()> {
    let plan = plans::plan_of_action(store, ctx, action).await?.head.id;
    let all = exceptions::claims_of_plan(&mut store.peek().await?, plan).await?;
    let claim = all.iter().rev().find(|one| one.action == action).ok_or_else(|| unknown("a claim"))?;
    looked::decide(store, ctx, claim.id, claim.version, decision).await
}
