//! How projects end in the record: completed with evidence, or cancelled with a reason.

use concordat_access::Ctx;
use concordat_kernel::{Id, Refusal, Result, jiff::civil::Date};
use concordat_store::{Change, Store, args, sql};

use super::{
    Books, Field, claims, keep_all, line, orders, place_of_project, pots, projects::find, rows::Moving,
};
use crate::{
    Award, Finish, Project, ProjectState,
    actions::FINISH,
    rules::{ledger::Place, project as rule, said},
};

sql! {
    END = "UPDATE grants_project
           SET version = version + 1, state = $3, completed_on = $4, evidence = $5, variance = $6, evaluation = $7
           WHERE id = $1 AND version = $2 AND state IN ('planned', 'running')";
}

/// Completes a project: what it does not need becomes free again.
///
/// # Errors
/// When the asker may not; when claims wait; when evidence is missing, or the reason where the cost is not the
/// allocation; [`Refusal::Conflict`] when somebody else changed it since.
pub async fn finish_project(
    store: &Store,
    ctx: &Ctx,
    id: Id<Project>,
    finish: Finish,
    version: i64,
) -> Result<()> {
    let (award, resource) = place_of_project(&mut store.peek().await?, id).await?;
    let mut change = store.change(ctx, FINISH, &resource).await?;
    finish_it(&mut change, ctx, award, id, &finish, version).await?;
    change.commit().await
}

pub(super) async fn finish_it(
    change: &mut Change,
    ctx: &Ctx,
    award: Id<Award>,
    id: Id<Project>,
    finish: &Finish,
    version: i64,
) -> Result<()> {
    let mut books = Books::open(change, award).await?;
    let project = find(change, award, id).await?;
    let waiting = claims::outstanding(&claims::of_project(change, id).await?);
    rule::check_finish(&project, finish, books.of_project(Place::Spent, id), waiting)?;
    let pot = pots::of_award(change, award).await?.into_iter().find(|pot| Some(pot.id) == project.pot);
    let moving = Moving::new(finish.on, format!("project/{id}"), "Not needed: the project is complete");
    books.write_back_all(&project, pot.as_ref(), &moving)?;
    books.save(change, ctx).await?;
    orders::close_all(change, id).await?;
    write_end(change, &project, version, ProjectState::Completed, finish).await
}

/// Cancels a project: what it has not spent becomes free again.
///
/// # Errors
/// As [`finish_project`], but the reason is always needed and evidence never.
pub async fn cancel_project(
    store: &Store,
    ctx: &Ctx,
    id: Id<Project>,
    on: Date,
    because: &str,
    version: i64,
) -> Result<()> {
    let (award, resource) = place_of_project(&mut store.peek().await?, id).await?;
    let mut change = store.change(&ctx.clone().because(because.trim()), FINISH, &resource).await?;
    said::needed("because", because, "Enter why the project is cancelled.")?;
    let mut books = Books::open(&mut change, award).await?;
    let project = find(&mut change, award, id).await?;
    rule::check_runs(&project)?;
    let waiting = claims::outstanding(&claims::of_project(&mut change, id).await?);
    if waiting.is_positive() {
        return Err(Refusal::rule(format!(
            "{waiting} is claimed and not yet paid. Pay or refuse it before the project is cancelled."
        ))
        .into());
    }
    let pot = pots::of_award(&mut change, award).await?.into_iter().find(|pot| Some(pot.id) == project.pot);
    let moving = Moving::new(on, format!("project/{id}"), format!("Cancelled: {}", line(because)));
    books.write_back_all(&project, pot.as_ref(), &moving)?;
    books.save(&mut change, ctx).await?;
    orders::close_all(&mut change, id).await?;
    let finish = Finish {
        on,
        evidence: String::new(),
        variance: because.trim().to_owned(),
        evaluation: String::new(),
    };
    write_end(&mut change, &project, version, ProjectState::Cancelled, &finish).await?;
    change.commit().await
}

/// Ends a project whose money is free already.
pub(super) async fn end(
    change: &mut Change,
    project: &Project,
    state: ProjectState,
    on: Date,
    because: &str,
) -> Result<()> {
    let finish =
        Finish { on, evidence: String::new(), variance: because.to_owned(), evaluation: String::new() };
    write_end(change, project, project.version, state, &finish).await
}

async fn write_end(
    change: &mut Change,
    project: &Project,
    version: i64,
    state: ProjectState,
    finish: &Finish,
) -> Result<()> {
    let texts = [finish.evidence.trim(), finish.variance.trim(), finish.evaluation.trim()];
    let row = args![project.id, version, state.word(), finish.on, texts[0], texts[1], texts[2]];
    if change.run(&END, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    keep_state(change, project, state).await?;
    let latter: [Field; 4] = [
        ("Ended on", Some(finish.on.to_string())),
        ("Evidence", Some(texts[0].to_owned())),
        ("Variance", Some(texts[1].to_owned())),
        ("Evaluation", Some(texts[2].to_owned())),
    ];
    keep_all(change, project.id, &[], &latter).await
}

pub(super) async fn keep_state(change: &mut Change, project: &Project, state: ProjectState) -> Result<()> {
    change.keep(project.id, "State", Some(project.state.title()), Some(state.title())).await
}
