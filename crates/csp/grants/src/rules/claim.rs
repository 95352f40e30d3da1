//! What may be claimed.

use concordat_kernel::{Extended, Id, Money, Refusal, Result, UnitPrice};

use crate::{Claim, ClaimState, Order};

/// What a project still has, as far as claims go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Approved and not committed by an order.
    pub approved: Money,
    /// Still committed by the order that the claim belongs to; nothing without one.
    pub ordered: Money,
    /// Claimed already, and neither paid nor refused.
    pub claimed: Money,
}

impl Left {
    /// What a claim may still ask.
    pub fn remaining(self) -> Money {
        (self.approved + self.ordered - self.claimed).max(Money::ZERO)
    }
}

/// What is left for a claim to this order, or to none. Claims against other orders wait for what those hold first.
pub fn left(approved: Money, orders: &[Order], claims: &[Claim], order: Option<Id<Order>>) -> Left {
    let ordered = |id| orders.iter().find(|one| one.id == id).map_or(Money::ZERO, |one| one.remaining);
    let waiting = |id: Option<Id<Order>>| -> Money {
        claims
            .iter()
            .filter(|claim| matches!(claim.state, ClaimState::Waiting | ClaimState::Accepted))
            .filter(|claim| claim.said.order == id)
            .map(|claim| claim.said.amount)
            .sum()
    };
    // What other orders' claims ask beyond their orders comes out of what is approved.
    let elsewhere: Money = orders
        .iter()
        .filter(|one| Some(one.id) != order)
        .map(|one| (waiting(Some(one.id)) - one.remaining).max(Money::ZERO))
        .sum();
    let loose = if order.is_some() { waiting(None) } else { Money::ZERO };
    Left {
        approved: approved - elsewhere - loose,
        ordered: order.map_or(Money::ZERO, ordered),
        claimed: waiting(order),
    }
}

/// Refuses a claim above what remains, with the sums in the sentence.
///
/// # Errors
/// When it is above.
pub fn check_amount(amount: Money, left: Left) -> Result<()> {
    let remaining = left.remaining();
    if amount <= remaining {
        return Ok(());
    }
    let claimed = if left.claimed.is_zero() {
        String::new()
    } else {
        format!(" ({} is claimed already and not yet paid)", left.claimed)
    };
    Err(Refusal::invalid(
        "amount",
        format!(
            "{amount} is {} more than remains: {remaining}{claimed}. Claim no more than that, or ask for a further allocation.",
            amount - remaining
        ),
    )
    .into())
}

/// Checks an amount that is said to be a quantity at a price: rounded once, to the penny.
///
/// # Errors
/// When it is another amount, with the right one in the sentence.
pub fn check_made_of(amount: Money, made_of: Option<(i64, UnitPrice)>) -> Result<Option<Extended>> {
    let Some((quantity, price)) = made_of else { return Ok(None) };
    let wrong = |message: String| Refusal::invalid("amount", message).into();
    if quantity < 1 || price.in_millionths() < 0 {
        return Err(wrong("Enter how many, at least 1, and what one costs.".to_owned()));
    }
    match price.times(quantity) {
        Some(extended) if extended.amount == amount => Ok(Some(extended)),
        Some(extended) => Err(wrong(format!(
            "{quantity} at {price} make {}, not {amount}. Correct the amount, the number or the price.",
            extended.amount
        ))),
        None => Err(wrong("This is beyond any fund. Check the number and the price.".to_owned())),
    }
}
