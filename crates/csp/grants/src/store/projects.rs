use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Money, Refusal, Result, jiff::civil::Date};
use concordat_partnership::in_directory;
use concordat_store::{Change, Store, Tx, args, sql};

use super::{
    Books, Field,
    approvals::approve,
    awards, claims, endings, keep_all, known, line, maybe_day, orders, outputs, place_of_award,
    place_of_project, pots,
    rows::{self, Moving},
};
use crate::{
    Award, Bid, Claim, Match, NewProject, Order, Output, Pot, Project, ProjectState,
    actions::{ADD_PROJECT, CHANGE_PROJECT, VIEW_PROJECT},
    rules::{
        ledger::{EntryKind, Ledger, Place},
        said,
    },
};

sql! {
    PROJECTS = "SELECT id, version, award_id, number, bid_id, pot_id, title, purpose, priority, action, area, provider,
                       planned, whole_cost, starts_on, ends_on, state, at_risk, completed_on, evidence, variance,
                       evaluation
                FROM grants_project WHERE award_id = $1 ORDER BY number";
    OF_BID = "SELECT id FROM grants_project WHERE bid_id = $1";
    INSERT = "INSERT INTO grants_project (id, version, award_id, number, bid_id, pot_id, title, purpose, priority, action,
                  area, provider, planned, whole_cost, starts_on, ends_on, state, at_risk, evidence, variance, evaluation)
              VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'planned', $16, '', '', '')";
    UPDATE = "UPDATE grants_project
              SET version = version + 1, title = $3, purpose = $4, priority = $5, action = $6, area = $7, provider = $8,
                  whole_cost = $9, starts_on = $10, ends_on = $11, at_risk = $12
              WHERE id = $1 AND version = $2";
    SET_PLANNED = "UPDATE grants_project SET version = version + 1, planned = $2 WHERE id = $1";
    START = "UPDATE grants_project SET version = version + 1, state = 'running', starts_on = COALESCE(starts_on, $3)
             WHERE id = $1 AND version = $2 AND state = 'planned'";
    pub(crate) ANY_PROJECT = "SELECT id FROM grants_project WHERE state IN ('planned', 'running')
                              ORDER BY version, id LIMIT 1";
    pub(crate) ANY_WAITING_PROJECT = "SELECT p.id FROM grants_project p
                              WHERE p.bid_id IS NULL AND p.state = 'planned'
                                AND NOT EXISTS (SELECT 1 FROM grants_entry e
                                                WHERE e.kind = 'approve' AND e.project_id = p.id)
                              ORDER BY p.version, p.id LIMIT 1";
    pub(crate) ANY_PLANNED_PROJECT = "SELECT id FROM grants_project WHERE state = 'planned' ORDER BY version, id LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Project>,
    version: i64,
    award_id: Id<Award>,
    number: i64,
    bid_id: Option<Id<Bid>>,
    pot_id: Option<Id<Pot>>,
    title: String,
    purpose: String,
    priority: Option<String>,
    action: Option<String>,
    area: String,
    provider: String,
    planned: Option<i64>,
    whole_cost: Option<i64>,
    starts_on: Option<String>,
    ends_on: Option<String>,
    state: String,
    at_risk: String,
    completed_on: Option<String>,
    evidence: String,
    variance: String,
    evaluation: String,
}

impl Row {
    fn project(self) -> Result<Project> {
        Ok(Project {
            id: self.id,
            version: self.version,
            award: self.award_id,
            number: self.number,
            bid: self.bid_id,
            pot: self.pot_id,
            said: NewProject {
                title: self.title,
                purpose: self.purpose,
                priority: self.priority,
                action: self.action,
                area: self.area,
                provider: self.provider,
                planned: self.planned.map(Money::pence),
                whole_cost: self.whole_cost.map(Money::pence),
                starts_on: maybe_day(self.starts_on.as_deref())?,
                ends_on: maybe_day(self.ends_on.as_deref())?,
                at_risk: self.at_risk,
            },
            state: known(ProjectState::from_word(&self.state), &self.state)?,
            completed_on: maybe_day(self.completed_on.as_deref())?,
            evidence: self.evidence,
            variance: self.variance,
            evaluation: self.evaluation,
        })
    }
}

/// All that is known of one project, from one snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectFile {
    /// The project.
    pub project: Project,
    /// The award that pays.
    pub award: Award,
    /// The pot that pays, if it is not the up-front part.
    pub pot: Option<Pot>,
    /// The award's ledger, in which the project's accounts are.
    pub ledger: Ledger,
    /// Its orders, oldest first.
    pub orders: Vec<Order>,
    /// Its claims, oldest first.
    pub claims: Vec<Claim>,
    /// What others promised to put in.
    pub matches: Vec<Match>,
    /// What it promised to deliver, with what came of it.
    pub outputs: Vec<Output>,
}

impl ProjectFile {
    /// What of the project is in one place.
    pub fn balance(&self, place: Place) -> Money {
        self.ledger.balance(place, Some(self.project.id.uuid()))
    }
}

/// The projects of an award, by number.
///
/// # Errors
/// When the asker may not see them.
pub async fn projects(store: &Store, ctx: &Ctx, award: Id<Award>) -> Result<Vec<Project>> {
    let (_, resource) = place_of_award(&mut store.peek().await?, award).await?;
    let resource = Resource { id: None, kind: Project::NAME, ..resource };
    let mut tx = store.read(ctx, VIEW_PROJECT, &in_directory(ctx, resource)).await?;
    of_award(&mut tx, award).await
}

/// One project with all that belongs to it.
///
/// # Errors
/// When the asker may not see it, or there is none with this id.
pub async fn project(store: &Store, ctx: &Ctx, id: Id<Project>) -> Result<ProjectFile> {
    let (award, resource) = place_of_project(&mut store.peek().await?, id).await?;
    let mut tx = store.read(ctx, VIEW_PROJECT, &in_directory(ctx, resource)).await?;
    file(&mut tx, award, id).await
}

pub(super) async fn file(tx: &mut Tx, award: Id<Award>, id: Id<Project>) -> Result<ProjectFile> {
    let project = find(tx, award, id).await?;
    Ok(ProjectFile {
        award: awards::find(tx, award).await?,
        pot: pots::of_award(tx, award).await?.into_iter().find(|pot| Some(pot.id) == project.pot),
        ledger: super::books::recorded(tx, award).await?.ledger,
        orders: orders::of_project(tx, id).await?,
        claims: claims::of_project(tx, id).await?,
        matches: orders::matches_of_project(tx, id).await?,
        outputs: outputs::of_project(tx, id).await?,
        project,
    })
}

/// A project, and the last day of what pays for it: its own or its award's, whichever is later.
pub(crate) async fn project_and_last_day(tx: &mut Tx, id: Id<Project>) -> Result<(Project, Date)> {
    let (award, _) = place_of_project(tx, id).await?;
    let project = find(tx, award, id).await?;
    let until = awards::find(tx, award).await?.said.to;
    let last = project.said.ends_on.map_or(until, |ends| ends.max(until));
    Ok((project, last))
}

/// Adds a project that had no bid: some funders approve by letter. With the letter or minute its money is approved at
/// once; without, it is set aside and waits for [`approve_project`](super::approve_project).
///
/// # Errors
/// When the asker may not; when the allocation is not said, or less is free where it comes from.
pub async fn add_project(
    store: &Store,
    ctx: &Ctx,
    award: Id<Award>,
    pot: Option<Id<Pot>>,
    new: NewProject,
    on: Date,
    approved_by: Option<&str>,
) -> Result<Id<Project>> {
    let (_, resource) = place_of_award(&mut store.peek().await?, award).await?;
    let resource = Resource { id: None, kind: Project::NAME, ..resource };
    let mut change = store.change(ctx, ADD_PROJECT, &resource).await?;
    let Some(amount) = new.planned else {
        return Err(Refusal::invalid("planned", "Enter how much is allocated.").into());
    };
    let id = set_aside(&mut change, ctx, award, pot, &new, amount, on).await?;
    if let Some(reference) = approved_by {
        said::text("approved_by", reference)?;
        approve(&mut change, ctx, award, id, on, reference).await?;
    }
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}

/// A project with `amount` set aside for it, that waits for its approval.
pub(super) async fn set_aside(
    change: &mut Change,
    ctx: &Ctx,
    award: Id<Award>,
    pot: Option<Id<Pot>>,
    new: &NewProject,
    amount: Money,
    on: Date,
) -> Result<Id<Project>> {
    said::amount("planned", amount)?;
    let mut books = Books::open(change, award).await?;
    let id = create(change, ctx, award, None, pot, new).await?;
    let moving = Moving::new(on, format!("project/{id}"), line(&new.title));
    let way = (rows::free(pot), Place::Allocated);
    books.post(moving.of_project(EntryKind::Allocate, way, id, pot, amount))?;
    books.save(change, ctx).await?;
    Ok(id)
}

/// Changes what is said of a project. Its allocation is the ledger's and is not among it.
///
/// # Errors
/// When the asker may not; when something is missing; [`Refusal::Conflict`] when somebody else changed it since.
pub async fn change_project(
    store: &Store,
    ctx: &Ctx,
    id: Id<Project>,
    new: NewProject,
    version: i64,
) -> Result<()> {
    let (award, resource) = place_of_project(&mut store.peek().await?, id).await?;
    let mut change = store.change(ctx, CHANGE_PROJECT, &resource).await?;
    let former = find(&mut change, award, id).await?;
    let new = NewProject { planned: former.said.planned, ..tidied(&new) };
    said::check_project(&new)?;
    let row = args![
        id,
        version,
        &new.title,
        &new.purpose,
        &new.priority,
        &new.action,
        &new.area,
        &new.provider,
        new.whole_cost.map(Money::in_pence),
        new.starts_on,
        new.ends_on,
        &new.at_risk
    ];
    if change.run(&UPDATE, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    keep_all(&mut change, id, &fields(&former.said), &fields(&new)).await?;
    change.commit().await
}

/// Says that a project has begun.
///
/// # Errors
/// When the asker may not; when it is not planned any more; [`Refusal::Conflict`] when somebody else changed it since.
pub async fn start_project(store: &Store, ctx: &Ctx, id: Id<Project>, on: Date, version: i64) -> Result<()> {
    let (award, resource) = place_of_project(&mut store.peek().await?, id).await?;
    let mut change = store.change(ctx, CHANGE_PROJECT, &resource).await?;
    let former = find(&mut change, award, id).await?;
    if former.state != ProjectState::Planned {
        let state = former.state.title().to_lowercase();
        return Err(Refusal::rule(format!("This project is {state} already.")).into());
    }
    if change.run(&START, args![id, version, on]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    endings::keep_state(&mut change, &former, ProjectState::Running).await?;
    change.commit().await
}

pub(super) async fn create(
    change: &mut Change,
    ctx: &Ctx,
    award: Id<Award>,
    bid: Option<Id<Bid>>,
    pot: Option<Id<Pot>>,
    new: &NewProject,
) -> Result<Id<Project>> {
    let new = tidied(new);
    said::check_project(&new)?;
    if let Some(pot) = pot {
        pots::find(change, award, pot).await?;
    }
    let number = of_award(change, award).await?.last().map_or(1, |last| last.number + 1);
    let id = ctx.chance.id::<Project>(&ctx.clock);
    let row = args![
        id,
        award,
        number,
        bid,
        pot,
        &new.title,
        &new.purpose,
        &new.priority,
        &new.action,
        &new.area,
        &new.provider,
        new.planned.map(Money::in_pence),
        new.whole_cost.map(Money::in_pence),
        new.starts_on,
        new.ends_on,
        &new.at_risk
    ];
    change.run(&INSERT, row).await?;
    keep_all(change, id, &[], &fields(&new)).await?;
    Ok(id)
}

pub(super) async fn set_planned(change: &mut Change, project: &Project, amount: Money) -> Result<()> {
    if project.said.planned == Some(amount) {
        return Ok(());
    }
    change.run(&SET_PLANNED, args![project.id, amount.in_pence()]).await?;
    let was = project.said.planned.map(|planned| planned.to_string());
    change.keep(project.id, "Allocation", was.as_deref(), Some(&amount.to_string())).await
}

pub(super) async fn of_award(tx: &mut Tx, award: Id<Award>) -> Result<Vec<Project>> {
    tx.all::<Row>(&PROJECTS, args![award]).await?.into_iter().map(Row::project).collect()
}

pub(super) async fn of_bid(tx: &mut Tx, bid: Id<Bid>) -> Result<Option<Id<Project>>> {
    Ok(tx.opt::<(Id<Project>,)>(&OF_BID, args![bid]).await?.map(|(id,)| id))
}

pub(super) async fn find(tx: &mut Tx, award: Id<Award>, id: Id<Project>) -> Result<Project> {
    Ok(of_award(tx, award).await?.into_iter().find(|project| project.id == id).ok_or(Refusal::NotFound)?)
}

fn tidied(new: &NewProject) -> NewProject {
    NewProject {
        title: line(&new.title),
        purpose: new.purpose.trim().to_owned(),
        area: line(&new.area),
        provider: line(&new.provider),
        at_risk: new.at_risk.trim().to_owned(),
        ..new.clone()
    }
}

fn fields(project: &NewProject) -> [Field; 11] {
    [
        ("Title", Some(project.title.clone())),
        ("Purpose", Some(project.purpose.clone())),
        ("Priority", project.priority.clone()),
        ("Action", project.action.clone()),
        ("Area", Some(project.area.clone())),
        ("Provider", Some(project.provider.clone())),
        ("Allocation", project.planned.map(|amount| amount.to_string())),
        ("Whole cost", project.whole_cost.map(|amount| amount.to_string())),
        ("Starts on", project.starts_on.map(|day| day.to_string())),
        ("Ends on", project.ends_on.map(|day| day.to_string())),
        ("At risk", Some(project.at_risk.clone())),
    ]
}
