//! Stories of the money, told on both databases.

mod access;
mod at_once;
mod broken;
mod forecasts;
mod imports;
mod pots;
mod year;

use concordat_access::{Ctx, Role};
use concordat_kernel::{
    Error, Id, Money, Refusal, Result,
    jiff::civil::{Date, date},
};
use concordat_testkit::World;
use concordat_web::Slice;

use crate::{
    Award, AwardTerms, Bid, Chain, ChainStep, Fund, LeadTime, NewAward, NewBid, NewDecision, NewFund, NewPot,
    PotRule, Promise, SLICE, Verdict, store,
};

const fn role(name: &'static str) -> Role {
    Role { name, title: name, purpose: name, second_factor: false }
}

/// Roles belong to another slice; here stand those that the policies name.
const ROLES: Slice = Slice {
    name: "roles",
    roles: &[
        role("operator"),
        role("administrator"),
        role("officer"),
        role("chair"),
        role("member"),
        role("lead-contact"),
        role("analyst"),
        role("grant-manager"),
        role("review-coordinator"),
        role("case-coordinator"),
        role("publisher"),
        role("auditor"),
        role("guest"),
        role("public"),
    ],
    ..Slice::EMPTY
};

pub(crate) static SLICES: &[Slice] =
    &[SLICE, concordat_partnership::SLICE, concordat_mail::SLICE, concordat_links::SLICE, ROLES];

/// The grant manager, who keeps the money.
pub(crate) fn manager(world: &World) -> Ctx {
    world.somebody("grant-manager")
}

pub(crate) fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn step(who: &str, does: &str) -> ChainStep {
    ChainStep { who: who.into(), does: does.into() }
}

/// The invented county's grant: two steps of approval and six weeks to put money to other use.
async fn a_fund(world: &World) -> Id<Fund> {
    let new = NewFund {
        name: "Crime reduction grant".into(),
        funder: "Commissioner for Merrowshire".into(),
        ..NewFund::default()
    };
    let chain = Chain {
        from: date(2020, 4, 1),
        steps: vec![step("Working group", "reviews"), step("Commissioner", "approves")],
    };
    let lead = LeadTime { from: date(2020, 4, 1), days: 42 };
    store::add_fund(&world.store, &manager(world), new, Some(&chain), Some(lead)).await.unwrap()
}

fn terms(label: &str, from: Date, to: Date) -> AwardTerms {
    AwardTerms {
        label: label.into(),
        from,
        to,
        conditions: "Priorities of the agreement".into(),
        repayment: "What is not spent goes back".into(),
        confirmed_on: None,
        reference: "Letter of March".into(),
    }
}

fn third(amount: Money) -> NewPot {
    NewPot {
        name: "Reserve pot".into(),
        amount,
        share: Some((1, 3)),
        rule: PotRule::EarlierYearsComplete,
        opens_on: None,
    }
}

/// £9,000 for 2026/27, of which a third is held back.
pub(crate) async fn an_award(world: &World) -> Id<Award> {
    let fund = a_fund(world).await;
    let new = NewAward {
        fund,
        amount: money("9000"),
        terms: terms("2026/27", date(2026, 4, 1), date(2027, 3, 31)),
        pots: vec![third(money("3000"))],
    };
    store::add_award(&world.store, &manager(world), new).await.unwrap()
}

fn asking(title: &str, amount: &str) -> NewBid {
    NewBid {
        title: title.into(),
        purpose: "To train people".into(),
        applicant: "Hollin Trust".into(),
        amount: money(amount),
        outputs: vec![Promise { name: "People trained".into(), goods: false, promised: Some(25) }],
        ..NewBid::default()
    }
}

fn saying(verdict: Verdict, amount: Option<&str>) -> NewDecision {
    NewDecision {
        verdict,
        amount: amount.map(money),
        person: "A. Rowan".into(),
        on: date(2026, 5, 4),
        minute: "Minute 12".into(),
        note: String::new(),
        pot: None,
    }
}

/// A bid with what its steps said, one after the other.
async fn a_bid(world: &World, award: Id<Award>, new: NewBid, steps: &[NewDecision]) -> Id<Bid> {
    let (record, ctx) = (&world.store, &manager(world));
    let id = store::add_bid(record, ctx, award, new).await.unwrap();
    for step in steps {
        let version = store::bid(record, ctx, id).await.unwrap().bid.version;
        store::decide_bid(record, ctx, id, step.clone(), version).await.unwrap();
    }
    id
}

/// A project of so much, approved by both steps.
pub(crate) async fn a_project(
    world: &World,
    award: Id<Award>,
    title: &str,
    amount: &str,
) -> Id<crate::Project> {
    let steps = [saying(Verdict::Agreed, None), saying(Verdict::Agreed, None)];
    let bid = a_bid(world, award, asking(title, amount), &steps).await;
    store::bid(&world.store, &manager(world), bid).await.unwrap().project.unwrap()
}

pub(crate) fn refused<T: std::fmt::Debug>(result: Result<T>) -> Refusal {
    match result {
        Err(Error::Refusal(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// The sentence of a refusal.
fn sentence<T: std::fmt::Debug>(result: Result<T>) -> String {
    refused(result).to_string()
}

/// The field that a refusal is about.
fn field<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    match refused(result) {
        Refusal::Invalid { field, .. } => field,
        other => panic!("expected a refusal of a field, got {other:?}"),
    }
}

/// The ledgers add up.
async fn sound(world: &World) {
    assert_eq!(store::check(&world.store).await.unwrap(), Vec::new());
}
