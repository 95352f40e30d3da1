use concordat_access::Ctx;
use concordat_kernel::{Id, Money, Problem, Refusal, Result, jiff::civil::Date};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{Books, bids, day, endings, known, line, orders, outputs, place_of_bid, pots, projects, rows};
use crate::{
    Award, Bid, BidState, Decision, MatchForm, NewDecision, NewMatch, NewProject, Project, ProjectState,
    Verdict,
    actions::DECIDE_BID,
    rules::{
        chain,
        ledger::{EntryKind, Place},
        said,
    },
};

sql! {
    OF_BID = "SELECT number, step, who, does, decision, amount, person, decided_on, minute, note, recorded_at, recorded_by
              FROM grants_decision WHERE bid_id = $1 ORDER BY number";
    INSERT = "INSERT INTO grants_decision (id, bid_id, number, step, who, does, decision, amount, person, decided_on,
                  minute, note, recorded_at, recorded_by)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
}

#[derive(sqlx::FromRow)]
struct Row {
    number: i64,
    step: i64,
    who: String,
    does: String,
    decision: String,
    amount: Option<i64>,
    person: String,
    decided_on: String,
    minute: String,
    note: String,
    recorded_at: String,
    recorded_by: String,
}

impl TryFrom<Row> for Decision {
    type Error = Problem;
    fn try_from(row: Row) -> Result<Self, Problem> {
        Ok(Self {
            number: row.number,
            step: row.step,
            who: row.who,
            does: row.does,
            said: NewDecision {
                verdict: known(Verdict::from_word(&row.decision), &row.decision)?,
                amount: row.amount.map(Money::pence),
                person: row.person,
                on: day(&row.decided_on)?,
                minute: row.minute,
                note: row.note,
                pot: None,
            },
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by,
        })
    }
}

/// Writes down what the next step of the chain said to a bid. The first step that agrees sets the money aside for a
/// project, from the up-front part or the pot that is named; the last one approves it. A step that refuses, or puts the
/// bid on the reserve list, makes the money free again. Returns the project, once there is one.
///
/// # Errors
/// When the asker may not; when the fund has no chain of approval; as the rules of the chain; when less is free than is
/// agreed, in a sentence with both sums; [`Refusal::Conflict`] when somebody else changed the bid since.
pub async fn decide_bid(
    store: &Store,
    ctx: &Ctx,
    id: Id<Bid>,
    new: NewDecision,
    version: i64,
) -> Result<Option<Id<Project>>> {
    let (award, resource) = place_of_bid(&mut store.peek().await?, id).await?;
    let mut change = store.change(ctx, DECIDE_BID, &resource).await?;
    let project = decide(&mut change, ctx, award, id, new, version).await?;
    change.commit().await?;
    Ok(project)
}

async fn decide(
    change: &mut Change,
    ctx: &Ctx,
    award: Id<Award>,
    id: Id<Bid>,
    new: NewDecision,
    version: i64,
) -> Result<Option<Id<Project>>> {
    // Held before anything is read, so that two who decide at once take turns.
    let mut books = Books::open(change, award).await?;
    let file = bids::file(change, award, id).await?;
    if file.bid.version != version {
        return Err(Refusal::Conflict.into());
    }
    let amount = chain::check_decision(&file.bid, &file.decisions, &new)?;
    said::text("note", &new.note)?;
    let Some(step) = file.next_step else {
        return Err(Refusal::rule(
            "The fund had no chain of approval on the day this bid was made. Give it one that begins by then.",
        )
        .into());
    };
    let at =
        usize::try_from(step - 1).ok().and_then(|at| file.chain.get(at)).cloned().ok_or(Refusal::NotFound)?;
    let number = file.decisions.last().map_or(1, |last| last.number + 1);
    let row = args![
        ctx.chance.id::<()>(&ctx.clock),
        id,
        number,
        step,
        &at.who,
        &at.does,
        new.verdict.word(),
        amount.map(Money::in_pence),
        line(&new.person),
        new.on,
        line(&new.minute),
        new.note.trim(),
        ctx.clock.now(),
        ctx.actor.word()
    ];
    change.run(&INSERT, row).await?;
    let words = format!("{} {}: {}", at.who, at.does, new.verdict.title().to_lowercase());
    let moving = rows::Moving::new(new.on, format!("bid/{id}"), words.clone());
    let Some(amount) = amount else {
        books.save(change, ctx).await?;
        give_up_or_wait(change, ctx, award, file.project, new.on, &words, new.verdict).await?;
        let state = if new.verdict == Verdict::Reserve { BidState::Reserve } else { BidState::Refused };
        bids::set_state(change, &file.bid, version, state, None).await?;
        return Ok(file.project);
    };
    let project = match file.project {
        Some(project) => projects::find(change, award, project).await?,
        None => make(change, ctx, award, &file.bid, new.pot, amount).await?,
    };
    let there = books.of_project(Place::Allocated, project.id);
    if there < amount {
        let way = (rows::free(project.pot), Place::Allocated);
        books.post(moving.of_project(EntryKind::Allocate, way, project.id, project.pot, amount - there))?;
    } else {
        let pot = pots::of_award(change, award).await?.into_iter().find(|pot| Some(pot.id) == project.pot);
        let way = (Place::Allocated, rows::home(pot.as_ref(), new.on));
        books.post(moving.of_project(EntryKind::WriteBack, way, project.id, project.pot, there - amount))?;
    }
    projects::set_planned(change, &project, amount).await?;
    let last = usize::try_from(step) == Ok(file.chain.len());
    if last {
        let way = (Place::Allocated, Place::Approved);
        books.post(moving.of_project(EntryKind::Approve, way, project.id, project.pot, amount))?;
    }
    books.save(change, ctx).await?;
    let state = match (last, amount == file.bid.said.amount) {
        (false, _) => BidState::Submitted,
        (true, true) => BidState::Approved,
        (true, false) => BidState::PartApproved,
    };
    bids::set_state(change, &file.bid, version, state, last.then_some(amount)).await?;
    Ok(Some(project.id))
}

/// The project of a bid, with what the bid promised.
async fn make(
    change: &mut Change,
    ctx: &Ctx,
    award: Id<Award>,
    bid: &Bid,
    pot: Option<Id<crate::Pot>>,
    amount: Money,
) -> Result<Project> {
    let said = &bid.said;
    let matched = said.match_cash + said.match_kind;
    let new = NewProject {
        title: said.title.clone(),
        purpose: said.purpose.clone(),
        priority: said.priority.clone(),
        action: said.action.clone(),
        area: said.area.clone(),
        provider: said.applicant.clone(),
        planned: Some(amount),
        whole_cost: matched.is_positive().then(|| said.amount + matched),
        ..NewProject::default()
    };
    let id = projects::create(change, ctx, award, Some(bid.id), pot, &new).await?;
    for output in &said.outputs {
        outputs::create(change, ctx, id, output).await?;
    }
    for (form, promised) in [(MatchForm::Cash, said.match_cash), (MatchForm::Kind, said.match_kind)] {
        if promised.is_positive() {
            let new = NewMatch { from: said.match_from.clone(), form, promised, note: String::new() };
            orders::create_match(change, ctx, id, &new).await?;
        }
    }
    projects::find(change, award, id).await
}

async fn give_up_or_wait(
    change: &mut Change,
    ctx: &Ctx,
    award: Id<Award>,
    project: Option<Id<Project>>,
    on: Date,
    words: &str,
    verdict: Verdict,
) -> Result<()> {
    if verdict == Verdict::Refused {
        return give_up(change, ctx, award, project, on, words).await;
    }
    write_back(change, ctx, award, project, on, words).await.map(drop)
}

/// Makes the money of a bid's project free again and cancels the project.
pub(super) async fn give_up(
    change: &mut Change,
    ctx: &Ctx,
    award: Id<Award>,
    project: Option<Id<Project>>,
    on: Date,
    words: &str,
) -> Result<()> {
    if let Some(project) = write_back(change, ctx, award, project, on, words).await? {
        endings::end(change, &project, ProjectState::Cancelled, on, words).await?;
    }
    Ok(())
}

async fn write_back(
    change: &mut Change,
    ctx: &Ctx,
    award: Id<Award>,
    project: Option<Id<Project>>,
    on: Date,
    words: &str,
) -> Result<Option<Project>> {
    let Some(project) = project else { return Ok(None) };
    let mut books = Books::open(change, award).await?;
    let project = projects::find(change, award, project).await?;
    let pot = pots::of_award(change, award).await?.into_iter().find(|pot| Some(pot.id) == project.pot);
    let moving = rows::Moving::new(on, format!("project/{}", project.id), words);
    books.write_back_all(&project, pot.as_ref(), &moving)?;
    books.save(change, ctx).await?;
    Ok(Some(project))
}

pub(super) async fn of_bid(tx: &mut Tx, id: Id<Bid>) -> Result<Vec<Decision>> {
    let rows = tx.all::<Row>(&OF_BID, args![id]).await?;
    Ok(rows.into_iter().map(Decision::try_from).collect::<Result<_, _>>()?)
}
