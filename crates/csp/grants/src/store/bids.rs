use concordat_access::{Ctx, Resource};
use concordat_kernel::{AnyId, Id, Kind as _, Money, Refusal, Result, jiff::civil::Date};
use concordat_partnership::in_directory;
use concordat_store::{Change, Store, Tx, args, sql};

use super::{
    bid_rows::{self, fields, find, of_award, tidied, write_lists},
    decisions, keep_all, line, place_of_award, place_of_bid, projects,
};
use crate::{
    Award, Bid, BidState, Decision, Extension, NewBid, NewExtension,
    actions::{ADD_BID, CHANGE_BID, EXTEND_BID, VIEW_BID, WITHDRAW_BID},
    rules::{chain, in_words, said},
};

sql! {
    INSERT = "INSERT INTO grants_bid (id, version, award_id, title, purpose, priority, action, applicant, body, area,
                  amount, match_cash, match_kind, match_from, case_due, made_on, made_by, state, because)
              VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'submitted', '')";
    UPDATE = "UPDATE grants_bid
              SET version = version + 1, title = $3, purpose = $4, priority = $5, action = $6, applicant = $7, body = $8,
                  area = $9, amount = $10, match_cash = $11, match_kind = $12, match_from = $13, case_due = $14
              WHERE id = $1 AND version = $2";
    WITHDRAW = "UPDATE grants_bid SET version = version + 1, state = 'withdrawn', granted = NULL, because = $3
                WHERE id = $1 AND version = $2";
    EXTEND = "UPDATE grants_bid SET version = version + 1, case_due = $3 WHERE id = $1 AND version = $2";
    ADD_EXTENSION = "INSERT INTO grants_extension (id, bid_id, former_due, due, agreed_by, agreed_on, because, reference,
                         recorded_at, recorded_by)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    RECEIVE = "UPDATE grants_bid SET version = version + 1, case_received = $3 WHERE id = $1 AND version = $2";
    SET_STATE = "UPDATE grants_bid SET version = version + 1, state = $3, granted = $4 WHERE id = $1 AND version = $2";
    pub(crate) ANY_BID = "SELECT id FROM grants_bid WHERE state = 'submitted' ORDER BY version, id LIMIT 1";
}

/// All that is known of one bid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BidFile {
    /// The bid.
    pub bid: Bid,
    /// The award it is made to.
    pub award: Award,
    /// The chain that it goes through: the fund's on the day it was made. Empty when the fund has none.
    pub chain: Vec<crate::ChainStep>,
    /// What was decided, oldest first.
    pub decisions: Vec<Decision>,
    /// The step that waits, from 1; none when its approval is over.
    pub next_step: Option<i64>,
    /// More time for its business case, oldest first.
    pub extensions: Vec<Extension>,
    /// The project that came of it.
    pub project: Option<Id<crate::Project>>,
}

/// The bids to an award, oldest first.
///
/// # Errors
/// When the asker may not see them.
pub async fn bids(store: &Store, ctx: &Ctx, award: Id<Award>) -> Result<Vec<Bid>> {
    let (_, resource) = place_of_award(&mut store.peek().await?, award).await?;
    let resource = Resource { id: None, kind: Bid::NAME, ..resource };
    let mut tx = store.read(ctx, VIEW_BID, &in_directory(ctx, resource)).await?;
    of_award(&mut tx, award).await
}

/// One bid.
///
/// # Errors
/// When the asker may not see it, or there is none with this id.
pub async fn bid(store: &Store, ctx: &Ctx, id: Id<Bid>) -> Result<BidFile> {
    let (award, resource) = place_of_bid(&mut store.peek().await?, id).await?;
    let mut tx = store.read(ctx, VIEW_BID, &in_directory(ctx, resource)).await?;
    file(&mut tx, award, id).await
}

pub(super) async fn file(tx: &mut Tx, award: Id<Award>, id: Id<Bid>) -> Result<BidFile> {
    let bid = find(tx, award, id).await?;
    let award = super::awards::find(tx, award).await?;
    let chains = super::funds::chains(tx, award.fund).await?;
    let chain = chain::in_force(&chains, bid.made_on).to_vec();
    let decisions = decisions::of_bid(tx, id).await?;
    let extensions = bid_rows::extensions(tx, id).await?;
    let project = projects::of_bid(tx, id).await?;
    let next_step = chain::next_step(&bid, &chain, &decisions);
    Ok(BidFile { bid, award, chain, decisions, next_step, extensions, project })
}

/// Makes a bid. No money moves by it.
///
/// # Errors
/// When the asker may not, or something is missing in what is said.
pub async fn add_bid(store: &Store, ctx: &Ctx, award: Id<Award>, new: NewBid) -> Result<Id<Bid>> {
    let (_, resource) = place_of_award(&mut store.peek().await?, award).await?;
    // Any partner may: roles held for a body of the partnership count.
    let resource = in_directory(ctx, Resource { id: None, kind: Bid::NAME, ..resource });
    let mut change = store.change(ctx, ADD_BID, &resource).await?;
    let new = tidied(new);
    said::check_bid(&new)?;
    let id = ctx.chance.id::<Bid>(&ctx.clock);
    let row = args![
        id,
        award,
        &new.title,
        &new.purpose,
        &new.priority,
        &new.action,
        &new.applicant,
        new.body,
        &new.area,
        new.amount.in_pence(),
        new.match_cash.in_pence(),
        new.match_kind.in_pence(),
        &new.match_from,
        new.case_due,
        ctx.clock.today(),
        ctx.actor.word()
    ];
    change.run(&INSERT, row).await?;
    write_lists(&mut change, id, &new).await?;
    keep_all(&mut change, id, &[], &fields(&new)).await?;
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}

/// Changes a bid before the first step of its approval.
///
/// # Errors
/// As [`add_bid`]; when its approval has begun; [`Refusal::Conflict`] when somebody else changed it since.
pub async fn change_bid(store: &Store, ctx: &Ctx, id: Id<Bid>, new: NewBid, version: i64) -> Result<()> {
    let (award, resource) = place_of_bid(&mut store.peek().await?, id).await?;
    let mut change = store.change(ctx, CHANGE_BID, &resource).await?;
    let former = file(&mut change, award, id).await?;
    if !former.decisions.is_empty() || former.bid.state != BidState::Submitted {
        return Err(Refusal::rule(
            "Its approval has begun, so the bid stays as it was read. Withdraw it and make another.",
        )
        .into());
    }
    let new = tidied(new);
    said::check_bid(&new)?;
    let row = args![
        id,
        version,
        &new.title,
        &new.purpose,
        &new.priority,
        &new.action,
        &new.applicant,
        new.body,
        &new.area,
        new.amount.in_pence(),
        new.match_cash.in_pence(),
        new.match_kind.in_pence(),
        &new.match_from,
        new.case_due
    ];
    if change.run(&UPDATE, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    write_lists(&mut change, id, &new).await?;
    keep_all(&mut change, id, &fields(&former.bid.said), &fields(&new)).await?;
    change.commit().await
}

/// Takes a bid back. What was allocated to it becomes free again; once it is approved its project is cancelled instead.
///
/// # Errors
/// When the asker may neither decide about it nor made it; when it is over already, or no reason is given.
pub async fn withdraw_bid(store: &Store, ctx: &Ctx, id: Id<Bid>, because: &str, version: i64) -> Result<()> {
    let mut peek = store.peek().await?;
    let (award, resource) = place_of_bid(&mut peek, id).await?;
    let resource = own(resource, &find(&mut peek, award, id).await?, ctx);
    drop(peek);
    let mut change = store.change(&ctx.clone().because(because.trim()), WITHDRAW_BID, &resource).await?;
    said::needed("because", because, "Enter why the bid is withdrawn.")?;
    let file = file(&mut change, award, id).await?;
    chain::check_open(&file.bid)?;
    if change.run(&WITHDRAW, args![id, version, because.trim()]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    let words = format!("The bid was withdrawn: {}", line(because));
    decisions::give_up(&mut change, ctx, award, file.project, ctx.clock.today(), &words).await?;
    keep_state(&mut change, id, file.bid.state, BidState::Withdrawn).await?;
    change.commit().await
}

/// Gives more time for a bid's business case.
///
/// # Errors
/// When the asker may not; when the day is not later than before, or who agreed is missing.
pub async fn extend_bid(
    store: &Store,
    ctx: &Ctx,
    id: Id<Bid>,
    new: NewExtension,
    version: i64,
) -> Result<()> {
    let (award, resource) = place_of_bid(&mut store.peek().await?, id).await?;
    let mut change = store.change(ctx, EXTEND_BID, &resource).await?;
    let former = find(&mut change, award, id).await?;
    chain::check_open(&former)?;
    said::needed("agreed_by", &new.agreed_by, "Enter who agreed to more time.")?;
    said::text("because", &new.because)?;
    if let Some(due) = former.said.case_due.filter(|due| *due >= new.due) {
        return Err(Refusal::invalid(
            "due",
            format!("It is due on {} already. Enter a later day.", in_words(due)),
        )
        .into());
    }
    if change.run(&EXTEND, args![id, version, new.due]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    let row = args![
        ctx.chance.id::<()>(&ctx.clock),
        id,
        former.said.case_due,
        new.due,
        line(&new.agreed_by),
        new.agreed_on,
        new.because.trim(),
        line(&new.reference),
        ctx.clock.now(),
        ctx.actor.word()
    ];
    change.run(&ADD_EXTENSION, row).await?;
    let was = former.said.case_due.map(|due| due.to_string());
    change.keep(id, "Business case due", was.as_deref(), Some(&new.due.to_string())).await?;
    change.commit().await
}

/// Writes down when a bid's business case came.
///
/// # Errors
/// When the asker may not; [`Refusal::Conflict`] when somebody else changed the bid since.
pub async fn receive_case(store: &Store, ctx: &Ctx, id: Id<Bid>, on: Date, version: i64) -> Result<()> {
    let (award, resource) = place_of_bid(&mut store.peek().await?, id).await?;
    let mut change = store.change(ctx, EXTEND_BID, &resource).await?;
    let former = find(&mut change, award, id).await?;
    if change.run(&RECEIVE, args![id, version, on]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    let was = former.case_received.map(|day| day.to_string());
    change.keep(id, "Business case received", was.as_deref(), Some(&on.to_string())).await?;
    change.commit().await
}

pub(super) async fn set_state(
    change: &mut Change,
    bid: &Bid,
    version: i64,
    state: BidState,
    granted: Option<Money>,
) -> Result<()> {
    let row = args![bid.id, version, state.word(), granted.map(Money::in_pence)];
    if change.run(&SET_STATE, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    keep_state(change, bid.id, bid.state, state).await
}

async fn keep_state(change: &mut Change, id: Id<Bid>, was: BidState, is: BidState) -> Result<()> {
    change.keep(id, "State", Some(was.title()), Some(is.title())).await
}

/// A bid is its maker's own, wherever their role is held.
fn own(resource: Resource, bid: &Bid, ctx: &Ctx) -> Resource {
    match bid.made_by.parse::<AnyId>() {
        Ok(maker) if ctx.actor.person() == Some(maker) => in_directory(ctx, resource).of_person(maker),
        _ => resource,
    }
}
