//! The money in the record: each function takes the circumstances, asks the door where the data is, and leaves history
//! and an audit row. Money moves only through `Books`, which hold the award meanwhile.

mod approvals;
mod asking;
mod awards;
mod bid_rows;
mod bids;
mod board;
mod books;
mod check;
mod claims;
mod decisions;
mod endings;
mod funds;
mod hooks;
mod imports;
mod orders;
mod outputs;
mod pots;
mod projects;
mod returns;
mod rows;
mod ways;

pub use approvals::approve_project;
pub use awards::{AwardFile, add_award, award, awards, change_award};
pub use bids::{BidFile, add_bid, bid, bids, change_bid, extend_bid, receive_case, withdraw_bid};
pub use board::board;
pub(crate) use board::{award_and_projects, for_report};
pub use books::{Recorded, RecordedEntry, ledger, reverse_entry};
pub use check::check;
pub use claims::{add_claim, claim, claims, decide_claim, pay_claim, remaining};
pub use decisions::decide_bid;
pub use endings::{cancel_project, finish_project};
pub use funds::{FundFile, add_fund, change_fund, fund, funds, set_chain, set_lead};
pub use imports::{File, Imported, import};
pub use orders::{add_match, close_order, place_order, receive_match};
pub use outputs::{add_output, count};
pub use pots::{pot, say_pot};
pub use projects::{ProjectFile, add_project, change_project, project, projects, start_project};
pub(crate) use returns::{ANY_RETURN, for_letter};
pub use returns::{GiveBack, give_back};

pub(crate) use asking::{About, Standing, standing};
pub(crate) use awards::ANY_AWARD;
pub(crate) use bids::ANY_BID;
pub(crate) use books::Books;
pub(crate) use claims::{ANY_ACCEPTED_CLAIM, ANY_CLAIM, of_project as claims_of_project, remaining_of};
pub(crate) use funds::ANY_FUND;
pub(crate) use hooks::{title, waits_for};
pub(crate) use orders::{ANY_MATCH, ANY_ORDER};
pub(crate) use outputs::{ANY_OUTPUT, of_project as outputs_of_project};
pub(crate) use pots::ANY_POT;
pub(crate) use projects::{ANY_PLANNED_PROJECT, ANY_PROJECT, ANY_WAITING_PROJECT, project_and_last_day};
pub(crate) use ways::ways;

use concordat_access::Resource;
use concordat_kernel::{AnyId, Id, Kind, Problem, Result, jiff::civil::Date};
use concordat_store::{Change, Tx, args, sql};

use crate::{Award, Bid, Claim, Fund, Order, Output, Pot, Project};

sql! {
    GROUP_OF_FUND = "SELECT group_id FROM grants_fund WHERE id = $1";
    OF_AWARD = "SELECT a.id, f.group_id FROM grants_award a JOIN grants_fund f ON f.id = a.fund_id WHERE a.id = $1";
    OF_POT = "SELECT a.id, f.group_id
              FROM grants_pot p JOIN grants_award a ON a.id = p.award_id JOIN grants_fund f ON f.id = a.fund_id
              WHERE p.id = $1";
    OF_BID = "SELECT a.id, f.group_id
              FROM grants_bid b JOIN grants_award a ON a.id = b.award_id JOIN grants_fund f ON f.id = a.fund_id
              WHERE b.id = $1";
    OF_PROJECT = "SELECT a.id, f.group_id
                  FROM grants_project p JOIN grants_award a ON a.id = p.award_id JOIN grants_fund f ON f.id = a.fund_id
                  WHERE p.id = $1";
    PROJECT_OF_CLAIM = "SELECT project_id FROM grants_claim WHERE id = $1";
    PROJECT_OF_ORDER = "SELECT project_id FROM grants_order WHERE id = $1";
    PROJECT_OF_OUTPUT = "SELECT project_id FROM grants_output WHERE id = $1";
    PROJECT_OF_MATCH = "SELECT project_id FROM grants_match WHERE id = $1";
}

/// The award that something belongs to, and the thing as the door sees it: it belongs to the group that looks after the
/// fund.
type Placed = (Id<Award>, Resource);

async fn fund_resource(tx: &mut Tx, id: Id<Fund>) -> Result<Resource> {
    let (group,): (Option<Id<()>>,) = tx.one(&GROUP_OF_FUND, args![id]).await?;
    Ok(Resource::one(id).within(group.map(Id::uuid)))
}

async fn placed<K: Kind>(tx: &mut Tx, sql: &'static concordat_store::Sql, id: Id<K>) -> Result<Placed> {
    let (award, group): (Id<Award>, Option<Id<()>>) = tx.one(sql, args![id]).await?;
    Ok((award, Resource::one(id).within(group.map(Id::uuid))))
}

pub(crate) async fn place_of_award(tx: &mut Tx, id: Id<Award>) -> Result<Placed> {
    placed(tx, &OF_AWARD, id).await
}

async fn place_of_pot(tx: &mut Tx, id: Id<Pot>) -> Result<Placed> {
    placed(tx, &OF_POT, id).await
}

async fn place_of_bid(tx: &mut Tx, id: Id<Bid>) -> Result<Placed> {
    placed(tx, &OF_BID, id).await
}

pub(crate) async fn place_of_project(tx: &mut Tx, id: Id<Project>) -> Result<Placed> {
    placed(tx, &OF_PROJECT, id).await
}

/// A claim belongs to its project too, so that a link to the project is enough to make one.
async fn place_of_claim(tx: &mut Tx, id: Id<Claim>) -> Result<(Id<Project>, Placed)> {
    let (project,): (Id<Project>,) = tx.one(&PROJECT_OF_CLAIM, args![id]).await?;
    let (award, resource) = place_of_project(tx, project).await?;
    let within = [resource.within, vec![project.uuid()]].concat();
    Ok((project, (award, Resource { within, ..Resource::one(id) })))
}

async fn project_of_order(tx: &mut Tx, id: Id<Order>) -> Result<Id<Project>> {
    Ok(tx.one::<(Id<Project>,)>(&PROJECT_OF_ORDER, args![id]).await?.0)
}

async fn project_of_output(tx: &mut Tx, id: Id<Output>) -> Result<Id<Project>> {
    Ok(tx.one::<(Id<Project>,)>(&PROJECT_OF_OUTPUT, args![id]).await?.0)
}

async fn project_of_match(tx: &mut Tx, id: Id<crate::Match>) -> Result<Id<Project>> {
    Ok(tx.one::<(Id<Project>,)>(&PROJECT_OF_MATCH, args![id]).await?.0)
}

/// A field that people edit, as history keeps it.
type Field = (&'static str, Option<String>);

/// Keeps what each field was and became.
async fn keep_all<K: Kind>(change: &mut Change, id: Id<K>, former: &[Field], latter: &[Field]) -> Result<()> {
    for (field, now) in latter {
        let was = former.iter().find(|(name, _)| name == field).and_then(|(_, value)| value.as_deref());
        let (was, now) =
            (was.filter(|text| !text.is_empty()), now.as_deref().filter(|text| !text.is_empty()));
        change.keep(id, field, was, now).await?;
    }
    Ok(())
}

fn day(text: &str) -> Result<Date, Problem> {
    text.parse().map_err(|e| Problem::new("reading a date of the money", e))
}

fn maybe_day(text: Option<&str>) -> Result<Option<Date>, Problem> {
    text.map(day).transpose()
}

fn any_id(text: Option<&str>) -> Result<Option<AnyId>, Problem> {
    text.map(|text| text.parse().map_err(|e| Problem::new("reading an id of the money", e))).transpose()
}

fn known<T>(found: Option<T>, word: &str) -> Result<T, Problem> {
    found.ok_or_else(|| Problem::say(format!("the money’s tables hold the unknown word `{word}`")))
}

/// A line without needless space.
pub(crate) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
