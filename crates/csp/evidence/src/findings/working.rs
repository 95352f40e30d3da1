//! One step alone: the working behind a figure, and what stands on the same records without being a finding.

use concordat_access::{Action, Ctx};
use concordat_kernel::{Refusal, Result};
use concordat_steps::{Analyst, Question, Step, Table};
use concordat_store::Store;

use super::{Asked, Harm, METHODS, Wanted, make::harm};
use crate::{
    actions::{self, LOOK_BEHIND},
    notebook::About,
    store,
};

/// What an entry of the notebook is about, with the key of the finding's last step.
///
/// # Errors
/// As [`super::look`]; and when there is no such finding.
pub(crate) async fn key_of(
    store: &Store,
    analyst: &dyn Analyst,
    ctx: &Ctx,
    action: Action,
    wanted: &Wanted,
    finding: &str,
) -> Result<About> {
    let method = METHODS.iter().find(|method| method.name == finding);
    let method = method.ok_or_else(|| Refusal::invalid("finding", "There is no finding of that name."))?;
    let ledger = {
        let mut tx = store.read(ctx, action, &actions::notebook()).await?;
        store::all(&mut tx).await?
    };
    let asked = Asked::of(wanted, &ledger)?;
    let harm = harm(store, analyst, ctx, wanted.index.as_ref(), &ledger).await?;
    let question = asked.question(&ledger, harm.as_ref(), method.steps);
    let last = question.steps.last().map(|step| step.name).unwrap_or_default();
    let step_key = question.keys().remove(last).unwrap_or_default();
    Ok(About {
        finding: method.name.to_owned(),
        lens: asked.lens.name.clone(),
        window: asked.window,
        step_key,
    })
}

/// The answer to one step, for what is no finding but stands on the same records.
///
/// # Errors
/// As [`super::look`].
pub(crate) async fn ask_one(
    store: &Store,
    analyst: &dyn Analyst,
    ctx: &Ctx,
    action: Action,
    wanted: &Wanted,
    step: Step,
) -> Result<(Asked, Option<Harm>, Table)> {
    let ledger = {
        let mut tx = store.read(ctx, action, &actions::lists()).await?;
        store::all(&mut tx).await?
    };
    let asked = Asked::of(wanted, &ledger)?;
    let harm = harm(store, analyst, ctx, wanted.index.as_ref(), &ledger).await?;
    let question = asked.question(&ledger, harm.as_ref(), &[step]);
    let table = analyst.ask(&question, &[step.name]).await?.pop().unwrap_or_default();
    Ok((asked, harm, table))
}

/// How many rows of a step are shown.
pub const SHOWN: usize = 200;

/// One step of a finding with the first rows that it answers, [`SHOWN`] at most.
#[derive(Debug, Clone)]
pub struct Working {
    /// What the finding is called.
    pub title: &'static str,
    /// The steps.
    pub question: Question,
    /// The step's name.
    pub step: &'static str,
    /// Its rows.
    pub table: Table,
}

/// The answer to one step of one finding: the working behind a figure.
///
/// # Errors
/// As [`super::look`]; and when there is no such finding or step.
pub async fn working(
    store: &Store,
    analyst: &dyn Analyst,
    ctx: &Ctx,
    wanted: &Wanted,
    finding: &str,
    step: &str,
) -> Result<Working> {
    let missing = || Refusal::NotFound;
    let method = METHODS.iter().find(|method| method.name == finding).ok_or_else(missing)?;
    let ledger = {
        let mut tx = store.read(ctx, LOOK_BEHIND, &actions::findings()).await?;
        store::all(&mut tx).await?
    };
    let asked = Asked::of(wanted, &ledger)?;
    let harm = harm(store, analyst, ctx, wanted.index.as_ref(), &ledger).await?;
    let question = asked.question(&ledger, harm.as_ref(), method.steps);
    let known = question.step(step).ok_or_else(missing)?.name;
    let table = analyst.look(&question, known, SHOWN).await?;
    Ok(Working { title: method.title, question, step: known, table })
}
