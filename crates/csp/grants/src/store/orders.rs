use concordat_access::Ctx;
use concordat_kernel::{Id, Money, Refusal, Result, jiff::civil::Date};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{
    Books, day, known, line, place_of_project, project_of_match, project_of_order, projects, rows::Moving,
};
use crate::{
    Match, MatchForm, NewMatch, NewOrder, Order, Project,
    actions::{MATCH, ORDER},
    rules::{
        ledger::{EntryKind, Place},
        project::check_runs,
        said,
    },
};

sql! {
    ORDERS = "SELECT id, project_id, on_day, supplier, reference, amount, remaining
              FROM grants_order WHERE project_id = $1 ORDER BY on_day, id";
    INSERT = "INSERT INTO grants_order (id, project_id, on_day, supplier, reference, amount, remaining)
              VALUES ($1, $2, $3, $4, $5, $6, $6)";
    SET_REMAINING = "UPDATE grants_order SET remaining = $2 WHERE id = $1";
    CLOSE_ALL = "UPDATE grants_order SET remaining = 0 WHERE project_id = $1";
    MATCHES = "SELECT id, project_id, from_whom, form, promised, note
               FROM grants_match WHERE project_id = $1 ORDER BY form, from_whom, id";
    ADD_MATCH = "INSERT INTO grants_match (id, project_id, from_whom, form, promised, note) VALUES ($1, $2, $3, $4, $5, $6)";
    pub(crate) ANY_ORDER = "SELECT id FROM grants_order ORDER BY remaining DESC, id LIMIT 1";
    pub(crate) ANY_MATCH = "SELECT id FROM grants_match ORDER BY id LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Order>,
    project_id: Id<Project>,
    on_day: String,
    supplier: String,
    reference: String,
    amount: i64,
    remaining: i64,
}

/// Places an order: its amount is committed.
///
/// # Errors
/// When the asker may not; when the project is over, or less is approved and free than is ordered.
pub async fn place_order(store: &Store, ctx: &Ctx, project: Id<Project>, new: NewOrder) -> Result<Id<Order>> {
    let (award, resource) = place_of_project(&mut store.peek().await?, project).await?;
    let mut change = store.change(ctx, ORDER, &resource).await?;
    said::needed("supplier", &new.supplier, "Enter of whom it is ordered.")?;
    said::amount("amount", new.amount)?;
    let mut books = Books::open(&mut change, award).await?;
    let of = projects::find(&mut change, award, project).await?;
    check_runs(&of)?;
    let id = ctx.chance.id::<Order>(&ctx.clock);
    let row = args![id, project, new.on, line(&new.supplier), line(&new.reference), new.amount.in_pence()];
    change.run(&INSERT, row).await?;
    let moving = Moving::new(new.on, format!("order/{id}"), format!("Order to {}", line(&new.supplier)));
    let way = (Place::Approved, Place::Committed);
    books.post(moving.of_project(EntryKind::Commit, way, project, of.pot, new.amount))?;
    books.save(&mut change, ctx).await?;
    change.commit().await?;
    Ok(id)
}

/// Closes an order: what was not claimed of it is free for the project again.
///
/// # Errors
/// When the asker may not, or nothing of it is committed any more.
pub async fn close_order(store: &Store, ctx: &Ctx, id: Id<Order>, on: Date) -> Result<()> {
    let mut peek = store.peek().await?;
    let project = project_of_order(&mut peek, id).await?;
    let (award, resource) = place_of_project(&mut peek, project).await?;
    drop(peek);
    let mut change = store.change(ctx, ORDER, &resource).await?;
    let mut books = Books::open(&mut change, award).await?;
    let of = projects::find(&mut change, award, project).await?;
    let orders = of_project(&mut change, project).await?;
    let order = orders.iter().find(|order| order.id == id).ok_or(Refusal::NotFound)?;
    if order.remaining.is_zero() {
        return Err(Refusal::rule("Nothing of this order is committed any more.").into());
    }
    let moving = Moving::new(on, format!("order/{id}"), format!("Order to {} closed", order.said.supplier));
    let way = (Place::Committed, Place::Approved);
    books.post(moving.of_project(EntryKind::WriteBack, way, project, of.pot, order.remaining))?;
    books.save(&mut change, ctx).await?;
    set_remaining(&mut change, id, Money::ZERO).await?;
    change.commit().await
}

/// Writes down what others promise to put into a project.
///
/// # Errors
/// When the asker may not; when who or how much is missing.
pub async fn add_match(store: &Store, ctx: &Ctx, project: Id<Project>, new: NewMatch) -> Result<Id<Match>> {
    let (_, resource) = place_of_project(&mut store.peek().await?, project).await?;
    let mut change = store.change(ctx, MATCH, &resource).await?;
    let id = create_match(&mut change, ctx, project, &new).await?;
    change.commit().await?;
    Ok(id)
}

/// Writes down what came of a promise.
///
/// # Errors
/// When the asker may not, or it is no amount.
pub async fn receive_match(store: &Store, ctx: &Ctx, id: Id<Match>, amount: Money, on: Date) -> Result<()> {
    let mut peek = store.peek().await?;
    let project = project_of_match(&mut peek, id).await?;
    let (award, resource) = place_of_project(&mut peek, project).await?;
    drop(peek);
    let mut change = store.change(ctx, MATCH, &resource).await?;
    said::amount("amount", amount)?;
    let mut books = Books::open(&mut change, award).await?;
    let of = projects::find(&mut change, award, project).await?;
    let matches = matches_of_project(&mut change, project).await?;
    let matched = matches.iter().find(|one| one.id == id).ok_or(Refusal::NotFound)?;
    let words = format!("{}, {}", matched.said.from, matched.said.form.title().to_lowercase());
    let moving = Moving::new(on, format!("match/{id}"), words);
    let way = (Place::Partners, Place::Matched);
    books.post(moving.of_project(EntryKind::Match, way, project, of.pot, amount))?;
    books.save(&mut change, ctx).await?;
    change.commit().await
}

pub(super) async fn create_match(
    change: &mut Change,
    ctx: &Ctx,
    project: Id<Project>,
    new: &NewMatch,
) -> Result<Id<Match>> {
    said::needed("from", &new.from, "Enter who puts it in.")?;
    said::amount("promised", new.promised)?;
    said::text("note", &new.note)?;
    let id = ctx.chance.id::<Match>(&ctx.clock);
    let row = args![id, project, line(&new.from), new.form.word(), new.promised.in_pence(), new.note.trim()];
    change.run(&ADD_MATCH, row).await?;
    let now = format!("{} from {}, {}", new.promised, line(&new.from), new.form.title().to_lowercase());
    change.keep(project, "Match funding promised", None, Some(&now)).await?;
    Ok(id)
}

pub(super) async fn set_remaining(change: &mut Change, id: Id<Order>, remaining: Money) -> Result<()> {
    change.run(&SET_REMAINING, args![id, remaining.in_pence()]).await.map(drop)
}

pub(super) async fn close_all(change: &mut Change, project: Id<Project>) -> Result<()> {
    change.run(&CLOSE_ALL, args![project]).await.map(drop)
}

pub(super) async fn of_project(tx: &mut Tx, project: Id<Project>) -> Result<Vec<Order>> {
    let mut orders = Vec::new();
    for row in tx.all::<Row>(&ORDERS, args![project]).await? {
        orders.push(Order {
            id: row.id,
            project: row.project_id,
            said: NewOrder {
                on: day(&row.on_day)?,
                supplier: row.supplier,
                reference: row.reference,
                amount: Money::pence(row.amount),
            },
            remaining: Money::pence(row.remaining),
        });
    }
    Ok(orders)
}

pub(super) async fn matches_of_project(tx: &mut Tx, project: Id<Project>) -> Result<Vec<Match>> {
    let mut matches = Vec::new();
    type MatchRow = (Id<Match>, Id<Project>, String, String, i64, String);
    for (id, project, from, form, promised, note) in tx.all::<MatchRow>(&MATCHES, args![project]).await? {
        let form = known(MatchForm::from_word(&form), &form)?;
        let said = NewMatch { from, form, promised: Money::pence(promised), note };
        matches.push(Match { id, project, said });
    }
    Ok(matches)
}
