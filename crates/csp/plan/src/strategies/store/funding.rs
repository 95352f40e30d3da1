use std::collections::HashMap;

use concordat_access::Ctx;
use concordat_kernel::{Id, Problem, Refusal, Result};
use concordat_store::{Store, Tx, args, sql};

use crate::{
    Action, Plan,
    import::tidy,
    store::{CHANGE_ACTION, action_resource},
    strategies::{
        model::{FundingState, RecordedFunding},
        rules,
    },
};

sql! {
    OF_PLAN = "SELECT f.action_id, f.state, f.fund, f.note, f.version
               FROM plan_funding f JOIN plan_action a ON a.id = f.action_id WHERE a.plan_id = $1";
    OF_ACTION = "SELECT action_id, state, fund, note, version FROM plan_funding WHERE action_id = $1";
    INSERT = "INSERT INTO plan_funding (action_id, state, fund, note, version) VALUES ($1, $2, $3, $4, 1)";
    UPDATE = "UPDATE plan_funding SET state = $2, fund = $3, note = $4, version = version + 1
              WHERE action_id = $1 AND version = $5";
}

#[derive(sqlx::FromRow)]
struct Row {
    action_id: Id<Action>,
    state: String,
    fund: String,
    note: String,
    version: i64,
}

impl Row {
    fn recorded(self) -> Result<(Id<Action>, RecordedFunding)> {
        let state =
            FundingState::from_word(&self.state).ok_or_else(|| Problem::say("reading a state of funding"))?;
        let Self { action_id, fund, note, version, .. } = self;
        Ok((action_id, RecordedFunding { state, fund, note, version }))
    }
}

/// What was said about the money of a plan's actions. For what has asked whether the plan may be read.
///
/// # Errors
/// When the database does not answer.
pub async fn fundings(tx: &mut Tx, plan: Id<Plan>) -> Result<HashMap<Id<Action>, RecordedFunding>> {
    tx.all::<Row>(&OF_PLAN, args![plan]).await?.into_iter().map(Row::recorded).collect()
}

/// The same of one action.
///
/// # Errors
/// When the database does not answer.
pub async fn funding(tx: &mut Tx, action: Id<Action>) -> Result<Option<RecordedFunding>> {
    let row = tx.opt::<Row>(&OF_ACTION, args![action]).await?;
    Ok(row.map(Row::recorded).transpose()?.map(|(_, funding)| funding))
}

/// Says whether an action's money is certain. `version` is 0 when nothing was said before. What was said before
/// stays in the action's history.
///
/// # Errors
/// [`Refusal::Conflict`] when it changed since; when the asker may not change the action; when a rule says no.
pub async fn save_funding(store: &Store, ctx: &Ctx, action: Id<Action>, new: &RecordedFunding) -> Result<()> {
    let (_, resource) = action_resource(&mut store.peek().await?, action).await?;
    let mut tx = store.change(ctx, CHANGE_ACTION, &resource).await?;
    rules::check_text("fund", &new.fund, None)?;
    rules::check_text("note", &new.note, None)?;
    let former = funding(&mut tx, action).await?;
    let (fund, note) = (tidy(&new.fund), new.note.trim());
    let written = match &former {
        None if new.version == 0 => {
            let row = args![action, new.state.word(), &fund, note];
            tx.run_unless_taken(&INSERT, row, Refusal::Conflict).await?
        }
        None => 0,
        Some(_) => tx.run(&UPDATE, args![action, new.state.word(), &fund, note, new.version]).await?,
    };
    if written == 0 {
        return Err(Refusal::Conflict.into());
    }
    let was = former.as_ref();
    tx.keep(action, "Funding", was.map(|was| was.state.title()), Some(new.state.title())).await?;
    let texts = [
        ("Fund", was.map(|was| was.fund.as_str()), fund.as_str()),
        ("Note on funding", was.map(|was| was.note.as_str()), note),
    ];
    for (field, was, is) in texts {
        tx.keep(action, field, was.filter(|was| !was.is_empty()), Some(is).filter(|is| !is.is_empty()))
            .await?;
    }
    tx.commit().await
}
