//! A bid that was granted in part, and what bids can serve.

use concordat_kernel::{AnyId, Money, Ref, UnitPrice, jiff::civil::date};
use concordat_web::{Aim, AimKind};

use super::{ACTION, award, id, steps};
use crate::{
    Bid, BidState, CostLine, Decision, Extension, NewBid, NewDecision, NewExtension, Promise, Verdict,
    store::BidFile,
};

pub(crate) fn the_bid() -> Bid {
    let promise =
        |name: &str, goods, promised| Promise { name: name.into(), goods, promised: Some(promised) };
    let said = NewBid {
        title: "Bystander training".into(),
        purpose: "To train people who work at night".into(),
        priority: None,
        action: Some(ACTION.into()),
        applicant: "Hollin Trust".into(),
        body: None,
        area: "Port Aldren".into(),
        amount: Money::pounds(5_000),
        match_cash: Money::pounds(15_000),
        match_kind: Money::pounds(5_000),
        match_from: "Violence reduction unit".into(),
        case_due: Some(date(2026, 4, 30)),
        costs: vec![CostLine {
            item: "Places".into(),
            quantity: 3,
            price: "1666.66665".parse().unwrap_or(UnitPrice::millionths(0)),
        }],
        outputs: vec![promise("people trained", false, 25), promise("cards", true, 400)],
    };
    Bid {
        id: id(6),
        version: 2,
        award: id(2),
        said,
        case_received: None,
        made_on: date(2026, 4, 3),
        made_by: "operator".into(),
        state: BidState::Submitted,
        granted: None,
        because: String::new(),
    }
}

pub(crate) fn bid_file() -> BidFile {
    let decision = Decision {
        number: 1,
        step: 1,
        who: "Working group".into(),
        does: "reviews".into(),
        said: NewDecision {
            verdict: Verdict::PartAgreed,
            amount: Some(Money::pounds(4_000)),
            person: "A. Rowan".into(),
            on: date(2026, 5, 4),
            minute: "Minute 12".into(),
            note: "Without the second evening".into(),
            pot: None,
        },
        recorded_at: "2026-05-05T09:00:00Z".into(),
        recorded_by: "operator".into(),
    };
    let extension = Extension {
        former_due: Some(date(2026, 4, 16)),
        said: NewExtension {
            due: date(2026, 4, 30),
            agreed_by: "The commissioner".into(),
            agreed_on: date(2026, 4, 10),
            because: "More partners".into(),
            reference: "E-mail".into(),
        },
    };
    BidFile {
        bid: the_bid(),
        award: award(),
        chain: steps(),
        decisions: vec![decision],
        next_step: Some(2),
        extensions: vec![extension],
        project: None,
    }
}

pub(crate) fn aims() -> Vec<Aim> {
    vec![Aim {
        thing: Ref { kind: "plan_action".into(), id: AnyId::from_u128(53) },
        kind: AimKind::Action,
        number: "5.3".into(),
        title: "Train people who work at night".into(),
        funded: true,
        part_of: "Merrowshire plan".into(),
        period: None,
    }]
}
