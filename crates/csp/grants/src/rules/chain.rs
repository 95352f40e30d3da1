//! The chain of approval, which is the fund's own data: who comes next, and what they may say.

use concordat_kernel::{Money, Refusal, Result, jiff::civil::Date};

use super::in_words;
use crate::{Bid, BidState, Chain, ChainStep, Decision, NewDecision, Verdict};

/// The steps that hold on a day; none when the fund has no chain yet.
pub fn in_force(chains: &[Chain], on: Date) -> &[ChainStep] {
    chains.iter().rev().find(|chain| chain.from <= on).map_or(&[], |chain| &chain.steps)
}

/// The step that waits, from 1. A step that put the bid on the reserve list speaks again.
pub fn next_step(bid: &Bid, chain: &[ChainStep], decisions: &[Decision]) -> Option<i64> {
    if !matches!(bid.state, BidState::Submitted | BidState::Reserve) {
        return None;
    }
    let next = decisions.iter().rev().find(|one| agreed(one.said.verdict)).map_or(1, |one| one.step + 1);
    (usize::try_from(next).is_ok_and(|next| next <= chain.len())).then_some(next)
}

/// What the steps so far have left of the amount.
pub fn agreed_so_far(bid: &Bid, decisions: &[Decision]) -> Money {
    decisions.iter().filter_map(|one| one.said.amount).next_back().unwrap_or(bid.said.amount)
}

/// Whether a verdict passes the bid on.
pub const fn agreed(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Agreed | Verdict::PartAgreed)
}

/// Refuses what can no longer be decided or taken back.
///
/// # Errors
/// When the bid is approved, refused or withdrawn.
pub fn check_open(bid: &Bid) -> Result<()> {
    if matches!(bid.state, BidState::Submitted | BidState::Reserve) {
        return Ok(());
    }
    let what = bid.state.title().to_lowercase();
    Err(Refusal::rule(format!("This bid is {what}, so nothing more is decided about it here.")).into())
}

/// Refuses a decision that says too little, too much or the wrong amount. Gives the amount that it leaves.
///
/// # Errors
/// A sentence for the field.
pub fn check_decision(bid: &Bid, decisions: &[Decision], new: &NewDecision) -> Result<Option<Money>> {
    check_open(bid)?;
    if new.person.trim().is_empty() {
        return Err(Refusal::invalid("person", "Enter who decided.").into());
    }
    if let Some(last) = decisions.last().filter(|last| last.said.on > new.on) {
        return Err(Refusal::invalid(
            "on",
            format!(
                "The step before was decided on {}. Enter that day or a later one.",
                in_words(last.said.on)
            ),
        )
        .into());
    }
    let before = agreed_so_far(bid, decisions);
    match (new.verdict, new.amount) {
        (Verdict::Agreed, None) => Ok(Some(before)),
        (Verdict::Agreed, Some(amount)) if amount == before => Ok(Some(before)),
        (Verdict::Agreed, Some(_)) => Err(Refusal::invalid(
            "amount",
            format!("To agree is to agree {before}. To agree less, choose “agreed in part”."),
        )
        .into()),
        (Verdict::PartAgreed, Some(amount)) if amount.is_positive() && amount < before => Ok(Some(amount)),
        (Verdict::PartAgreed, _) => Err(Refusal::invalid(
            "amount",
            format!("Enter how much is agreed: more than £0 and less than {before}."),
        )
        .into()),
        (Verdict::Reserve | Verdict::Refused, None) => Ok(None),
        (Verdict::Reserve | Verdict::Refused, Some(_)) => {
            Err(Refusal::invalid("amount", "Leave the amount empty: nothing is agreed.").into())
        }
    }
}
