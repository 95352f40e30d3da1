//! Bids as rows.

use concordat_kernel::{Id, Money, Refusal, Result, UnitPrice};
use concordat_store::{Change, Tx, args, sql};

use super::{Field, any_id, day, known, line, maybe_day};
use crate::{Award, Bid, BidState, CostLine, Extension, NewBid, NewExtension, Promise};

sql! {
    BIDS = "SELECT id, version, award_id, title, purpose, priority, action, applicant, body, area, amount, match_cash,
                   match_kind, match_from, case_due, case_received, made_on, made_by, state, granted, because
            FROM grants_bid WHERE award_id = $1 ORDER BY made_on, id";
    COSTS = "SELECT c.bid_id, c.item, c.quantity, c.price
             FROM grants_bid_cost c JOIN grants_bid b ON b.id = c.bid_id
             WHERE b.award_id = $1 ORDER BY c.bid_id, c.position";
    OUTPUTS = "SELECT o.bid_id, o.name, o.goods, o.promised
               FROM grants_bid_output o JOIN grants_bid b ON b.id = o.bid_id
               WHERE b.award_id = $1 ORDER BY o.bid_id, o.position";
    EXTENSIONS = "SELECT former_due, due, agreed_by, agreed_on, because, reference
                  FROM grants_extension WHERE bid_id = $1 ORDER BY recorded_at, id";
    CLEAR_COSTS = "DELETE FROM grants_bid_cost WHERE bid_id = $1";
    CLEAR_OUTPUTS = "DELETE FROM grants_bid_output WHERE bid_id = $1";
    ADD_COST = "INSERT INTO grants_bid_cost (bid_id, position, item, quantity, price) VALUES ($1, $2, $3, $4, $5)";
    ADD_OUTPUT = "INSERT INTO grants_bid_output (bid_id, position, name, goods, promised) VALUES ($1, $2, $3, $4, $5)";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Bid>,
    version: i64,
    award_id: Id<Award>,
    title: String,
    purpose: String,
    priority: Option<String>,
    action: Option<String>,
    applicant: String,
    body: Option<String>,
    area: String,
    amount: i64,
    match_cash: i64,
    match_kind: i64,
    match_from: String,
    case_due: Option<String>,
    case_received: Option<String>,
    made_on: String,
    made_by: String,
    state: String,
    granted: Option<i64>,
    because: String,
}

impl Row {
    fn bid(self) -> Result<Bid> {
        Ok(Bid {
            id: self.id,
            version: self.version,
            award: self.award_id,
            said: NewBid {
                title: self.title,
                purpose: self.purpose,
                priority: self.priority,
                action: self.action,
                applicant: self.applicant,
                body: any_id(self.body.as_deref())?,
                area: self.area,
                amount: Money::pence(self.amount),
                match_cash: Money::pence(self.match_cash),
                match_kind: Money::pence(self.match_kind),
                match_from: self.match_from,
                case_due: maybe_day(self.case_due.as_deref())?,
                costs: Vec::new(),
                outputs: Vec::new(),
            },
            case_received: maybe_day(self.case_received.as_deref())?,
            made_on: day(&self.made_on)?,
            made_by: self.made_by,
            state: known(BidState::from_word(&self.state), &self.state)?,
            granted: self.granted.map(Money::pence),
            because: self.because,
        })
    }
}

#[derive(sqlx::FromRow)]
struct ExtensionRow {
    former_due: Option<String>,
    due: String,
    agreed_by: String,
    agreed_on: String,
    because: String,
    reference: String,
}

pub(super) async fn of_award(tx: &mut Tx, award: Id<Award>) -> Result<Vec<Bid>> {
    let mut bids: Vec<Bid> =
        tx.all::<Row>(&BIDS, args![award]).await?.into_iter().map(Row::bid).collect::<Result<_>>()?;
    for (id, item, quantity, price) in tx.all::<(Id<Bid>, String, i64, i64)>(&COSTS, args![award]).await? {
        if let Some(bid) = bids.iter_mut().find(|bid| bid.id == id) {
            bid.said.costs.push(CostLine { item, quantity, price: UnitPrice::millionths(price) });
        }
    }
    for (id, name, goods, promised) in
        tx.all::<(Id<Bid>, String, i64, Option<i64>)>(&OUTPUTS, args![award]).await?
    {
        if let Some(bid) = bids.iter_mut().find(|bid| bid.id == id) {
            bid.said.outputs.push(Promise { name, goods: goods == 1, promised });
        }
    }
    Ok(bids)
}

pub(super) async fn find(tx: &mut Tx, award: Id<Award>, id: Id<Bid>) -> Result<Bid> {
    Ok(of_award(tx, award).await?.into_iter().find(|bid| bid.id == id).ok_or(Refusal::NotFound)?)
}

/// More time that was given to a bid, oldest first.
pub(super) async fn extensions(tx: &mut Tx, id: Id<Bid>) -> Result<Vec<Extension>> {
    let mut extensions = Vec::new();
    for row in tx.all::<ExtensionRow>(&EXTENSIONS, args![id]).await? {
        extensions.push(Extension {
            former_due: maybe_day(row.former_due.as_deref())?,
            said: NewExtension {
                due: day(&row.due)?,
                agreed_by: row.agreed_by,
                agreed_on: day(&row.agreed_on)?,
                because: row.because,
                reference: row.reference,
            },
        });
    }
    Ok(extensions)
}

/// Writes a bid's costs and outputs, in place of what was there.
pub(super) async fn write_lists(change: &mut Change, id: Id<Bid>, new: &NewBid) -> Result<()> {
    change.run(&CLEAR_COSTS, args![id]).await?;
    change.run(&CLEAR_OUTPUTS, args![id]).await?;
    for (cost, position) in new.costs.iter().zip(1_i64..) {
        let row = args![id, position, &cost.item, cost.quantity, cost.price.in_millionths()];
        change.run(&ADD_COST, row).await?;
    }
    for (output, position) in new.outputs.iter().zip(1_i64..) {
        change.run(&ADD_OUTPUT, args![id, position, &output.name, output.goods, output.promised]).await?;
    }
    Ok(())
}

pub(super) fn tidied(new: NewBid) -> NewBid {
    NewBid {
        title: line(&new.title),
        purpose: new.purpose.trim().to_owned(),
        applicant: line(&new.applicant),
        area: line(&new.area),
        match_from: line(&new.match_from),
        costs: new.costs.into_iter().map(|cost| CostLine { item: line(&cost.item), ..cost }).collect(),
        outputs: new.outputs.into_iter().map(|one| Promise { name: line(&one.name), ..one }).collect(),
        ..new
    }
}

pub(super) fn fields(bid: &NewBid) -> [Field; 14] {
    let costs: Vec<String> =
        bid.costs.iter().map(|cost| format!("{}: {} at {}", cost.item, cost.quantity, cost.price)).collect();
    let outputs: Vec<String> = bid
        .outputs
        .iter()
        .map(|output| format!("{}: {}", output.name, output.promised.unwrap_or_default()))
        .collect();
    [
        ("Title", Some(bid.title.clone())),
        ("Purpose", Some(bid.purpose.clone())),
        ("Priority", bid.priority.clone()),
        ("Action", bid.action.clone()),
        ("Applicant", Some(bid.applicant.clone())),
        ("Applicant’s body", bid.body.map(|id| id.to_string())),
        ("Area", Some(bid.area.clone())),
        ("Amount", Some(bid.amount.to_string())),
        ("Match in cash", Some(bid.match_cash.to_string())),
        ("Match in kind", Some(bid.match_kind.to_string())),
        ("Match from", Some(bid.match_from.clone())),
        ("Business case due", bid.case_due.map(|day| day.to_string())),
        ("Costs", Some(costs.join("; "))),
        ("Outputs", Some(outputs.join("; "))),
    ]
}
