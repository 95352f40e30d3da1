use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Refusal, Result};
use concordat_partnership::in_directory;
use concordat_store::{Store, Tx, args, sql};

use super::{Field, any_id, awards, day, fund_resource, keep_all, line};
use crate::{
    Award, Chain, ChainStep, Fund, LeadTime, NewFund,
    actions::{ADD_FUND, CHANGE_FUND, VIEW_FUND},
    rules::said,
};

sql! {
    FUNDS = "SELECT id, version, name, funder, funder_body, group_id, purpose, eligibility FROM grants_fund ORDER BY name, id";
    CHAINS = "SELECT from_day, who, does FROM grants_chain WHERE fund_id = $1 ORDER BY from_day, number";
    LEADS = "SELECT from_day, days FROM grants_lead WHERE fund_id = $1 ORDER BY from_day";
    INSERT = "INSERT INTO grants_fund (id, version, name, funder, funder_body, group_id, purpose, eligibility)
              VALUES ($1, 1, $2, $3, $4, $5, $6, $7)";
    UPDATE = "UPDATE grants_fund
              SET version = version + 1, name = $3, funder = $4, funder_body = $5, group_id = $6, purpose = $7,
                  eligibility = $8
              WHERE id = $1 AND version = $2";
    ADD_STEP = "INSERT INTO grants_chain (fund_id, from_day, number, who, does) VALUES ($1, $2, $3, $4, $5)";
    ADD_LEAD = "INSERT INTO grants_lead (fund_id, from_day, days) VALUES ($1, $2, $3)";
    pub(crate) ANY_FUND = "SELECT id FROM grants_fund ORDER BY version, id LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Fund>,
    version: i64,
    name: String,
    funder: String,
    funder_body: Option<String>,
    group_id: Option<String>,
    purpose: String,
    eligibility: String,
}

impl Row {
    fn fund(self) -> Result<Fund> {
        let said = NewFund {
            name: self.name,
            funder: self.funder,
            funder_body: any_id(self.funder_body.as_deref())?,
            group: any_id(self.group_id.as_deref())?,
            purpose: self.purpose,
            eligibility: self.eligibility,
        };
        Ok(Fund { id: self.id, version: self.version, said })
    }
}

/// All that is known of one fund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundFile {
    /// The fund.
    pub fund: Fund,
    /// Its chains of approval, oldest first.
    pub chains: Vec<Chain>,
    /// Its lead times, oldest first.
    pub leads: Vec<LeadTime>,
    /// Its awards, oldest first.
    pub awards: Vec<Award>,
}

/// Every fund, by name.
///
/// # Errors
/// When the asker may not see them.
pub async fn funds(store: &Store, ctx: &Ctx) -> Result<Vec<Fund>> {
    let mut tx = store.read(ctx, VIEW_FUND, &in_directory(ctx, Resource::any(Fund::NAME))).await?;
    all(&mut tx).await
}

/// One fund.
///
/// # Errors
/// When the asker may not see it, or there is none with this id.
pub async fn fund(store: &Store, ctx: &Ctx, id: Id<Fund>) -> Result<FundFile> {
    let resource = fund_resource(&mut store.peek().await?, id).await?;
    let mut tx = store.read(ctx, VIEW_FUND, &in_directory(ctx, resource)).await?;
    Ok(FundFile {
        fund: find(&mut tx, id).await?,
        chains: chains(&mut tx, id).await?,
        leads: leads(&mut tx, id).await?,
        awards: awards::of_fund(&mut tx, id).await?,
    })
}

/// Adds a fund with its chain of approval and its lead time, which may be told later.
///
/// # Errors
/// When the asker may not, or something is missing in what is said.
pub async fn add_fund(
    store: &Store,
    ctx: &Ctx,
    new: NewFund,
    chain: Option<&Chain>,
    lead: Option<LeadTime>,
) -> Result<Id<Fund>> {
    let resource = Resource::any(Fund::NAME).within(new.group);
    let mut change = store.change(ctx, ADD_FUND, &resource).await?;
    let id = add(&mut change, ctx, new).await?;
    if let Some(chain) = chain {
        add_chain(&mut change, id, chain).await?;
    }
    if let Some(lead) = lead {
        add_lead(&mut change, id, lead).await?;
    }
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}

pub(super) async fn add(change: &mut concordat_store::Change, ctx: &Ctx, new: NewFund) -> Result<Id<Fund>> {
    let new = tidied(new);
    said::check_fund(&new)?;
    let id = ctx.chance.id::<Fund>(&ctx.clock);
    let row = args![id, &new.name, &new.funder, new.funder_body, new.group, &new.purpose, &new.eligibility];
    change.run_unless_taken(&INSERT, row, taken()).await?;
    keep_all(change, id, &[], &fields(&new)).await?;
    Ok(id)
}

/// Changes what is said of a fund. `version` is the one the editor saw.
///
/// # Errors
/// As [`add_fund`]; [`Refusal::Conflict`] when somebody else changed it since.
pub async fn change_fund(store: &Store, ctx: &Ctx, id: Id<Fund>, new: NewFund, version: i64) -> Result<()> {
    let resource = fund_resource(&mut store.peek().await?, id).await?;
    let mut change = store.change(ctx, CHANGE_FUND, &resource).await?;
    let new = tidied(new);
    said::check_fund(&new)?;
    let former = find(&mut change, id).await?;
    let row = args![
        id,
        version,
        &new.name,
        &new.funder,
        new.funder_body,
        new.group,
        &new.purpose,
        &new.eligibility
    ];
    if change.run_unless_taken(&UPDATE, row, taken()).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    keep_all(&mut change, id, &fields(&former.said), &fields(&new)).await?;
    change.commit().await
}

/// Gives a fund another chain of approval from a day on. Bids made before go on by the chain of their day.
///
/// # Errors
/// When the asker may not; when the chain has no step, a step lacks a word, or one begins that day already.
pub async fn set_chain(store: &Store, ctx: &Ctx, id: Id<Fund>, chain: &Chain) -> Result<()> {
    let resource = fund_resource(&mut store.peek().await?, id).await?;
    let mut change = store.change(ctx, CHANGE_FUND, &resource).await?;
    add_chain(&mut change, id, chain).await?;
    change.commit().await
}

/// Gives a fund another lead time from a day on.
///
/// # Errors
/// When the asker may not; when the days are fewer than none or more than a year, or one begins that day already.
pub async fn set_lead(store: &Store, ctx: &Ctx, id: Id<Fund>, lead: LeadTime) -> Result<()> {
    let resource = fund_resource(&mut store.peek().await?, id).await?;
    let mut change = store.change(ctx, CHANGE_FUND, &resource).await?;
    add_lead(&mut change, id, lead).await?;
    change.commit().await
}

pub(super) async fn add_chain(
    change: &mut concordat_store::Change,
    id: Id<Fund>,
    chain: &Chain,
) -> Result<()> {
    let steps: Vec<ChainStep> = chain
        .steps
        .iter()
        .map(|step| ChainStep { who: line(&step.who), does: line(&step.does) })
        .filter(|step| !step.who.is_empty() || !step.does.is_empty())
        .collect();
    said::check_chain(&steps)?;
    let taken = || {
        Refusal::invalid("from", "There is already a chain of approval from this day. Choose another day.")
    };
    for (step, number) in steps.iter().zip(1_i64..) {
        change
            .run_unless_taken(&ADD_STEP, args![id, chain.from, number, &step.who, &step.does], taken())
            .await?;
    }
    let words: Vec<String> = steps.iter().map(|step| format!("{} {}", step.who, step.does)).collect();
    let now = format!("From {}: {}", chain.from, words.join("; "));
    change.keep(id, "Chain of approval", None, Some(&now)).await
}

pub(super) async fn add_lead(
    change: &mut concordat_store::Change,
    id: Id<Fund>,
    lead: LeadTime,
) -> Result<()> {
    said::check_lead(lead.days)?;
    let taken = Refusal::invalid("from", "There is already a lead time from this day. Choose another day.");
    change.run_unless_taken(&ADD_LEAD, args![id, lead.from, lead.days], taken).await?;
    let now = format!("From {}: {} days", lead.from, lead.days);
    change.keep(id, "Lead time", None, Some(&now)).await
}

pub(super) async fn all(tx: &mut Tx) -> Result<Vec<Fund>> {
    tx.all::<Row>(&FUNDS, args![]).await?.into_iter().map(Row::fund).collect()
}

pub(super) async fn find(tx: &mut Tx, id: Id<Fund>) -> Result<Fund> {
    Ok(all(tx).await?.into_iter().find(|fund| fund.id == id).ok_or(Refusal::NotFound)?)
}

pub(super) async fn chains(tx: &mut Tx, id: Id<Fund>) -> Result<Vec<Chain>> {
    let mut chains: Vec<Chain> = Vec::new();
    for (from, who, does) in tx.all::<(String, String, String)>(&CHAINS, args![id]).await? {
        let (from, step) = (day(&from)?, ChainStep { who, does });
        match chains.last_mut() {
            Some(chain) if chain.from == from => chain.steps.push(step),
            _ => chains.push(Chain { from, steps: vec![step] }),
        }
    }
    Ok(chains)
}

pub(super) async fn leads(tx: &mut Tx, id: Id<Fund>) -> Result<Vec<LeadTime>> {
    let rows = tx.all::<(String, i64)>(&LEADS, args![id]).await?;
    Ok(rows
        .into_iter()
        .map(|(from, days)| Ok(LeadTime { from: day(&from)?, days }))
        .collect::<Result<_, concordat_kernel::Problem>>()?)
}

fn tidied(new: NewFund) -> NewFund {
    NewFund {
        name: line(&new.name),
        funder: line(&new.funder),
        purpose: new.purpose.trim().to_owned(),
        eligibility: new.eligibility.trim().to_owned(),
        ..new
    }
}

fn fields(fund: &NewFund) -> [Field; 6] {
    [
        ("Name", Some(fund.name.clone())),
        ("Funder", Some(fund.funder.clone())),
        ("Funder’s body", fund.funder_body.map(|id| id.to_string())),
        ("Group", fund.group.map(|id| id.to_string())),
        ("Purpose", Some(fund.purpose.clone())),
        ("Eligibility", Some(fund.eligibility.clone())),
    ]
}

fn taken() -> Refusal {
    Refusal::invalid("name", "There is already a fund with this name. Use another.")
}
