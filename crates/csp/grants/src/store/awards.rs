use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Money, Refusal, Result};
use concordat_partnership::in_directory;
use concordat_store::{Change, Store, Tx, args, sql};

use super::{
    Books, Field, Recorded, bid_rows,
    books::{self, GENESIS},
    day, fund_resource, funds, keep_all, line, maybe_day, place_of_award, pots, projects, returns,
    rows::Moving,
};
use crate::{
    Award, AwardTerms, Bid, Fund, LeadTime, NewAward, Pot, Project, Return,
    actions::{ADD_AWARD, CHANGE_AWARD, VIEW_AWARD},
    rules::{
        forecast::Facts,
        ledger::{EntryKind, Place},
        pot::Unfinished,
        said,
    },
};

sql! {
    AWARDS = "SELECT id, version, fund_id, label, from_day, to_day, amount, conditions, repayment, confirmed_on, reference
              FROM grants_award ORDER BY from_day, label, id";
    INSERT = "INSERT INTO grants_award (id, version, fund_id, label, from_day, to_day, amount, conditions, repayment,
                  confirmed_on, reference, entries, hash)
              VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11)";
    UPDATE = "UPDATE grants_award
              SET version = version + 1, label = $3, from_day = $4, to_day = $5, conditions = $6, repayment = $7,
                  confirmed_on = $8, reference = $9
              WHERE id = $1 AND version = $2";
    BEFORE = "SELECT a.label, p.number, p.title
              FROM grants_award a JOIN grants_project p ON p.award_id = a.id
              WHERE a.fund_id = $1 AND a.to_day < $2 AND p.state IN ('planned', 'running')
              ORDER BY a.from_day, a.label, p.number";
    // The newest: of an earlier one nothing may be free any more.
    pub(crate) ANY_AWARD = "SELECT id FROM grants_award ORDER BY version, from_day DESC, id LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Award>,
    version: i64,
    fund_id: Id<Fund>,
    label: String,
    from_day: String,
    to_day: String,
    amount: i64,
    conditions: String,
    repayment: String,
    confirmed_on: Option<String>,
    reference: String,
}

impl Row {
    fn award(self) -> Result<Award> {
        let said = AwardTerms {
            label: self.label,
            from: day(&self.from_day)?,
            to: day(&self.to_day)?,
            conditions: self.conditions,
            repayment: self.repayment,
            confirmed_on: maybe_day(self.confirmed_on.as_deref())?,
            reference: self.reference,
        };
        let amount = Money::pence(self.amount);
        Ok(Award { id: self.id, version: self.version, fund: self.fund_id, amount, said })
    }
}

/// All that is known of one award, from one snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwardFile {
    /// The fund.
    pub fund: Fund,
    /// Its lead times, oldest first.
    pub leads: Vec<LeadTime>,
    /// The award.
    pub award: Award,
    /// The parts that are held back.
    pub pots: Vec<Pot>,
    /// Its ledger.
    pub recorded: Recorded,
    /// Its projects, by number.
    pub projects: Vec<Project>,
    /// Its bids, oldest first.
    pub bids: Vec<Bid>,
    /// What was given back.
    pub returns: Vec<Return>,
    /// Projects of the fund's earlier awards that are not complete.
    pub before: Vec<Unfinished>,
}

impl AwardFile {
    /// What a forecast is made of.
    pub fn facts(&self) -> Facts<'_> {
        Facts {
            award: &self.award,
            leads: &self.leads,
            pots: &self.pots,
            ledger: &self.recorded.ledger,
            projects: &self.projects,
            bids: &self.bids,
            before: &self.before,
        }
    }
}

/// Every award, oldest first.
///
/// # Errors
/// When the asker may not see them.
pub async fn awards(store: &Store, ctx: &Ctx) -> Result<Vec<Award>> {
    let mut tx = store.read(ctx, VIEW_AWARD, &in_directory(ctx, Resource::any(Award::NAME))).await?;
    all(&mut tx).await
}

/// One award with all that belongs to it.
///
/// # Errors
/// When the asker may not see it, or there is none with this id; when its ledger is broken.
pub async fn award(store: &Store, ctx: &Ctx, id: Id<Award>) -> Result<AwardFile> {
    let (_, resource) = place_of_award(&mut store.peek().await?, id).await?;
    let mut tx = store.read(ctx, VIEW_AWARD, &in_directory(ctx, resource)).await?;
    file(&mut tx, id).await
}

pub(super) async fn file(tx: &mut Tx, id: Id<Award>) -> Result<AwardFile> {
    let award = find(tx, id).await?;
    Ok(AwardFile {
        fund: funds::find(tx, award.fund).await?,
        leads: funds::leads(tx, award.fund).await?,
        pots: pots::of_award(tx, id).await?,
        recorded: books::recorded(tx, id).await?,
        projects: projects::of_award(tx, id).await?,
        bids: bid_rows::of_award(tx, id).await?,
        returns: returns::of_award(tx, id).await?,
        before: unfinished_before(tx, &award).await?,
        award,
    })
}

/// Adds an award: its whole amount enters the ledger, and its pots are held back in the same moment.
///
/// # Errors
/// When the asker may not; when something is missing; when the pots hold more than the award, or the fund has an award
/// of this name already.
pub async fn add_award(store: &Store, ctx: &Ctx, new: NewAward) -> Result<Id<Award>> {
    let resource = fund_resource(&mut store.peek().await?, new.fund).await?;
    let resource = Resource { id: None, kind: Award::NAME, ..resource };
    let mut change = store.change(ctx, ADD_AWARD, &resource).await?;
    let (id, _) = add(&mut change, ctx, new).await?;
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}

/// The award and its pots, in the order given.
pub(super) async fn add(change: &mut Change, ctx: &Ctx, new: NewAward) -> Result<(Id<Award>, Vec<Id<Pot>>)> {
    let terms = tidied(new.terms);
    said::amount("amount", new.amount)?;
    said::check_terms(&terms)?;
    said::check_pots(new.amount, &new.pots)?;
    let id = ctx.chance.id::<Award>(&ctx.clock);
    let row = args![
        id,
        new.fund,
        &terms.label,
        terms.from,
        terms.to,
        new.amount.in_pence(),
        &terms.conditions,
        &terms.repayment,
        terms.confirmed_on,
        &terms.reference,
        GENESIS
    ];
    change.run_unless_taken(&INSERT, row, taken()).await?;
    keep_all(change, id, &[], &fields(&terms)).await?;
    let mut books = Books::open(change, id).await?;
    let moving = Moving::new(terms.from, format!("award/{id}"), format!("Award {}", terms.label));
    books.post(moving.of_award(EntryKind::Award, (Place::Funder, Place::Available), None, new.amount))?;
    let mut ids = Vec::new();
    for pot in &new.pots {
        let pot_id = pots::add(change, ctx, id, pot).await?;
        let moving = Moving::new(terms.from, format!("pot/{pot_id}"), format!("{} is held back", pot.name));
        let way = (Place::Available, Place::Held);
        books.post(moving.of_award(EntryKind::Hold, way, Some(pot_id), pot.amount))?;
        ids.push(pot_id);
    }
    books.save(change, ctx).await?;
    Ok((id, ids))
}

/// Changes what is said of an award. Its amount is the ledger's and is not among it.
///
/// # Errors
/// As [`add_award`]; [`Refusal::Conflict`] when somebody else changed it since version `version`.
pub async fn change_award(
    store: &Store,
    ctx: &Ctx,
    id: Id<Award>,
    new: AwardTerms,
    version: i64,
) -> Result<()> {
    let (_, resource) = place_of_award(&mut store.peek().await?, id).await?;
    let mut change = store.change(ctx, CHANGE_AWARD, &resource).await?;
    let new = tidied(new);
    said::check_terms(&new)?;
    let former = find(&mut change, id).await?;
    let row = args![
        id,
        version,
        &new.label,
        new.from,
        new.to,
        &new.conditions,
        &new.repayment,
        new.confirmed_on,
        &new.reference
    ];
    if change.run_unless_taken(&UPDATE, row, taken()).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    keep_all(&mut change, id, &fields(&former.said), &fields(&new)).await?;
    change.commit().await
}

pub(super) async fn all(tx: &mut Tx) -> Result<Vec<Award>> {
    tx.all::<Row>(&AWARDS, args![]).await?.into_iter().map(Row::award).collect()
}

pub(super) async fn of_fund(tx: &mut Tx, fund: Id<Fund>) -> Result<Vec<Award>> {
    Ok(all(tx).await?.into_iter().filter(|award| award.fund == fund).collect())
}

pub(super) async fn find(tx: &mut Tx, id: Id<Award>) -> Result<Award> {
    Ok(all(tx).await?.into_iter().find(|award| award.id == id).ok_or(Refusal::NotFound)?)
}

/// Projects of the fund's awards that ended before this one began, and that are not complete.
async fn unfinished_before(tx: &mut Tx, award: &Award) -> Result<Vec<Unfinished>> {
    let rows = tx.all::<(String, i64, String)>(&BEFORE, args![award.fund, award.said.from]).await?;
    Ok(rows.into_iter().map(|(award, number, title)| Unfinished { award, number, title }).collect())
}

fn tidied(new: AwardTerms) -> AwardTerms {
    AwardTerms {
        label: line(&new.label),
        conditions: new.conditions.trim().to_owned(),
        repayment: new.repayment.trim().to_owned(),
        reference: line(&new.reference),
        ..new
    }
}

fn fields(terms: &AwardTerms) -> [Field; 7] {
    [
        ("Name", Some(terms.label.clone())),
        ("First day", Some(terms.from.to_string())),
        ("Last day", Some(terms.to.to_string())),
        ("Conditions", Some(terms.conditions.clone())),
        ("Repayment", Some(terms.repayment.clone())),
        ("Confirmed on", terms.confirmed_on.map(|day| day.to_string())),
        ("Reference", Some(terms.reference.clone())),
    ]
}

fn taken() -> Refusal {
    Refusal::invalid("label", "This fund already has an award of this name. Use another.")
}
