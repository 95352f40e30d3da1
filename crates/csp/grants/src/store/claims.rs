use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Money, Refusal, Result, UnitPrice, jiff::civil::Date};
use concordat_partnership::in_directory;
use concordat_store::{Change, Store, Tx, args, sql};

use super::{
    Books, day, known, line, maybe_day, orders, place_of_claim, place_of_project, projects, rows::Moving,
};
use crate::{
    Award, Claim, ClaimState, NewClaim, Order, Project,
    actions::{ADD_CLAIM, DECIDE_CLAIM, PAY, VIEW_CLAIM},
    passes,
    rules::{
        claim as rule,
        ledger::{EntryKind, Place},
        project::check_runs,
        said,
    },
};

sql! {
    CLAIMS = "SELECT id, version, project_id, order_id, on_day, claimant, reference, amount, quantity, price, state,
                     decided_on, because, paid_on
              FROM grants_claim WHERE project_id = $1 ORDER BY on_day, id";
    INSERT = "INSERT INTO grants_claim (id, version, project_id, order_id, on_day, claimant, reference, amount, quantity,
                  price, state, made_by, because)
              VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, '')";
    DECIDE = "UPDATE grants_claim
              SET version = version + 1, state = $3, decided_on = $4, decided_by = $5, because = $6
              WHERE id = $1 AND version = $2 AND state = 'waiting'";
    PAY_IT = "UPDATE grants_claim SET version = version + 1, state = 'paid', paid_on = $3
              WHERE id = $1 AND version = $2 AND state = 'accepted'";
    pub(crate) ANY_CLAIM = "SELECT id FROM grants_claim WHERE state = 'waiting' ORDER BY version, id LIMIT 1";
    pub(crate) ANY_ACCEPTED_CLAIM = "SELECT id FROM grants_claim WHERE state = 'accepted' ORDER BY version, id LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Claim>,
    version: i64,
    project_id: Id<Project>,
    order_id: Option<Id<Order>>,
    on_day: String,
    claimant: String,
    reference: String,
    amount: i64,
    quantity: Option<i64>,
    price: Option<i64>,
    state: String,
    decided_on: Option<String>,
    because: String,
    paid_on: Option<String>,
}

impl Row {
    fn claim(self) -> Result<Claim> {
        Ok(Claim {
            id: self.id,
            version: self.version,
            project: self.project_id,
            said: NewClaim {
                on: day(&self.on_day)?,
                claimant: self.claimant,
                reference: self.reference,
                amount: Money::pence(self.amount),
                made_of: self.quantity.zip(self.price.map(UnitPrice::millionths)),
                order: self.order_id,
            },
            state: known(ClaimState::from_word(&self.state), &self.state)?,
            decided_on: maybe_day(self.decided_on.as_deref())?,
            because: self.because,
            paid_on: maybe_day(self.paid_on.as_deref())?,
        })
    }
}

/// The claims of a project, oldest first.
///
/// # Errors
/// When the asker may not see them.
pub async fn claims(store: &Store, ctx: &Ctx, project: Id<Project>) -> Result<Vec<Claim>> {
    let (_, resource) = place_of_project(&mut store.peek().await?, project).await?;
    let resource = Resource { id: None, kind: Claim::NAME, ..resource };
    let mut tx = store.read(ctx, VIEW_CLAIM, &in_directory(ctx, resource)).await?;
    of_project(&mut tx, project).await
}

/// One claim.
///
/// # Errors
/// When the asker may not see it, or there is none with this id.
pub async fn claim(store: &Store, ctx: &Ctx, id: Id<Claim>) -> Result<Claim> {
    let (project, (_, resource)) = place_of_claim(&mut store.peek().await?, id).await?;
    let mut tx = store.read(ctx, VIEW_CLAIM, &in_directory(ctx, resource)).await?;
    find(&mut tx, project, id).await
}

/// What a claim to a project may still ask, against an order or none. For whoever may claim.
///
/// # Errors
/// When the asker may not claim.
pub async fn remaining(
    store: &Store,
    ctx: &Ctx,
    project: Id<Project>,
    order: Option<Id<Order>>,
) -> Result<Money> {
    let (award, resource) = claim_resource(store, project).await?;
    let mut tx = store.read(ctx, ADD_CLAIM, &resource).await?;
    Ok(left(&mut tx, award, project, order).await?.remaining())
}

/// Makes a claim. One above what remains is refused with the sums.
///
/// # Errors
/// When the asker may not; when something is missing; when the project is over; when the amount is above what remains,
/// or is not the quantity at the price that it is said to be.
pub async fn add_claim(store: &Store, ctx: &Ctx, project: Id<Project>, new: NewClaim) -> Result<Id<Claim>> {
    let (award, resource) = claim_resource(store, project).await?;
    let mut change = store.change(ctx, ADD_CLAIM, &resource).await?;
    let id = add(&mut change, ctx, award, project, &new).await?;
    passes::used(&mut change, ctx).await?;
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}

pub(super) async fn add(
    change: &mut Change,
    ctx: &Ctx,
    award: Id<Award>,
    project: Id<Project>,
    new: &NewClaim,
) -> Result<Id<Claim>> {
    said::needed("claimant", &new.claimant, "Enter who is to be paid.")?;
    said::needed("reference", &new.reference, "Enter the number of the invoice.")?;
    said::amount("amount", new.amount)?;
    rule::check_made_of(new.amount, new.made_of)?;
    // Held while it is checked, so that two claims at once do not both take what remains.
    Books::open(change, award).await?;
    check_runs(&projects::find(change, award, project).await?)?;
    if let Some(order) = new.order {
        orders::of_project(change, project)
            .await?
            .iter()
            .find(|one| one.id == order)
            .ok_or(Refusal::NotFound)?;
    }
    rule::check_amount(new.amount, left(change, award, project, new.order).await?)?;
    let id = ctx.chance.id::<Claim>(&ctx.clock);
    let (quantity, price) = new.made_of.unzip();
    let row = args![
        id,
        project,
        new.order,
        new.on,
        line(&new.claimant),
        line(&new.reference),
        new.amount.in_pence(),
        quantity,
        price.map(UnitPrice::in_millionths),
        ctx.actor.word()
    ];
    change.run(&INSERT, row).await?;
    Ok(id)
}

/// Accepts a claim, or refuses it with a reason.
///
/// # Errors
/// When the asker may not; when it does not wait; when it is refused without a reason; [`Refusal::Conflict`] when
/// somebody else decided it since.
pub async fn decide_claim(
    store: &Store,
    ctx: &Ctx,
    id: Id<Claim>,
    verdict: ClaimState,
    because: &str,
    version: i64,
) -> Result<()> {
    let (project, (_, resource)) = place_of_claim(&mut store.peek().await?, id).await?;
    let mut change = store.change(ctx, DECIDE_CLAIM, &resource).await?;
    match verdict {
        ClaimState::Accepted => said::text("because", because)?,
        ClaimState::Refused => said::needed("because", because, "Enter why the claim is refused.")?,
        ClaimState::Waiting | ClaimState::Paid => {
            return Err(
                Refusal::invalid("verdict", "Choose whether the claim is accepted or refused.").into()
            );
        }
    }
    let former = find(&mut change, project, id).await?;
    let row = args![id, version, verdict.word(), ctx.clock.today(), ctx.actor.word(), because.trim()];
    if change.run(&DECIDE, row).await? == 0 {
        return Err(already(&former, ClaimState::Waiting));
    }
    change.keep(id, "State", Some(former.state.title()), Some(verdict.title())).await?;
    passes::tell(&mut change, ctx, id).await?;
    change.commit().await
}

/// Pays a claim: what it asks is spent, from its order first.
///
/// # Errors
/// When the asker may not; when it is not accepted, or less is there than it asks; [`Refusal::Conflict`] when somebody
/// else paid it since.
pub async fn pay_claim(store: &Store, ctx: &Ctx, id: Id<Claim>, on: Date, version: i64) -> Result<()> {
    let (project, (award, resource)) = place_of_claim(&mut store.peek().await?, id).await?;
    let mut change = store.change(ctx, PAY, &resource).await?;
    pay(&mut change, ctx, award, project, id, on, version).await?;
    change.commit().await
}

async fn pay(
    change: &mut Change,
    ctx: &Ctx,
    award: Id<Award>,
    project: Id<Project>,
    id: Id<Claim>,
    on: Date,
    version: i64,
) -> Result<()> {
    let mut books = Books::open(change, award).await?;
    let of = projects::find(change, award, project).await?;
    let claim = find(change, project, id).await?;
    if change.run(&PAY_IT, args![id, version, on]).await? == 0 {
        return Err(already(&claim, ClaimState::Accepted));
    }
    let words = format!("{}, {}", claim.said.claimant, claim.said.reference);
    let moving = Moving::new(on, format!("grant_claim/{id}"), words);
    let mut rest = claim.said.amount;
    let all = orders::of_project(change, project).await?;
    if let Some(order) = all.iter().find(|order| Some(order.id) == claim.said.order) {
        let part = rest.at_most(order.remaining);
        let way = (Place::Committed, Place::Spent);
        books.post(moving.of_project(EntryKind::Spend, way, project, of.pot, part))?;
        orders::set_remaining(change, order.id, order.remaining - part).await?;
        rest = rest - part;
    }
    let way = (Place::Approved, Place::Spent);
    books.post(moving.of_project(EntryKind::Spend, way, project, of.pot, rest))?;
    books.save(change, ctx).await?;
    change.keep(id, "State", Some(claim.state.title()), Some(ClaimState::Paid.title())).await?;
    passes::tell(change, ctx, id).await
}

/// What is claimed and neither paid nor refused.
pub(super) fn outstanding(claims: &[Claim]) -> Money {
    claims
        .iter()
        .filter(|claim| matches!(claim.state, ClaimState::Waiting | ClaimState::Accepted))
        .map(|claim| claim.said.amount)
        .sum()
}

/// What a claim without an order may still ask.
pub(crate) async fn remaining_of(tx: &mut Tx, award: Id<Award>, project: Id<Project>) -> Result<Money> {
    Ok(left(tx, award, project, None).await?.remaining())
}

async fn left(
    tx: &mut Tx,
    award: Id<Award>,
    project: Id<Project>,
    order: Option<Id<Order>>,
) -> Result<rule::Left> {
    let ledger = super::books::recorded(tx, award).await?.ledger;
    let approved = ledger.balance(Place::Approved, Some(project.uuid()));
    let orders = orders::of_project(tx, project).await?;
    Ok(rule::left(approved, &orders, &of_project(tx, project).await?, order))
}

/// A claim about to be made belongs to its project: a link to that is enough.
async fn claim_resource(store: &Store, project: Id<Project>) -> Result<(Id<Award>, Resource)> {
    let (award, resource) = place_of_project(&mut store.peek().await?, project).await?;
    let resource = Resource { id: None, kind: Claim::NAME, ..resource }.within(project.uuid());
    Ok((award, resource))
}

fn already(claim: &Claim, wanted: ClaimState) -> concordat_kernel::Error {
    if claim.state == wanted {
        return Refusal::Conflict.into();
    }
    Refusal::rule(match claim.state {
        ClaimState::Waiting => "This claim waits: accept it before it is paid.".to_owned(),
        state => format!("This claim is {} already.", state.title().to_lowercase()),
    })
    .into()
}

/// The claims of a project, oldest first.
pub(crate) async fn of_project(tx: &mut Tx, project: Id<Project>) -> Result<Vec<Claim>> {
    tx.all::<Row>(&CLAIMS, args![project]).await?.into_iter().map(Row::claim).collect()
}

async fn find(tx: &mut Tx, project: Id<Project>, id: Id<Claim>) -> Result<Claim> {
    Ok(of_project(tx, project).await?.into_iter().find(|claim| claim.id == id).ok_or(Refusal::NotFound)?)
}
