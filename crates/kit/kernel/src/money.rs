//! Money in whole pence, and prices finer than a penny. Nothing here is a floating-point number, and nothing is rounded
//! twice.

use std::{fmt, iter::Sum, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::grouped;

/// An amount of pounds sterling in whole pence. May be negative where something falls short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(i64);

/// Why a text is not an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an amount in pounds: write it as 1250 or 1,250.50")]
pub struct ParseMoneyError(String);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many pence.
    pub const fn pence(pence: i64) -> Self {
        Self(pence)
    }

    /// So many pounds. Saturates far beyond any budget.
    pub const fn pounds(pounds: i64) -> Self {
        Self(pounds.saturating_mul(100))
    }

    /// The amount in pence.
    pub const fn in_pence(self) -> i64 {
        self.0
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether it is more than nothing.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// The sum, unless it is beyond what can be kept.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, unless it is beyond what can be kept.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The smaller of the two.
    #[must_use]
    pub fn at_most(self, other: Self) -> Self {
        self.min(other)
    }

    /// `part` of every `whole`: a third is `share(1, 3)`. `None` when `whole` is nothing.
    pub fn share(self, part: u32, whole: u32) -> Option<Share> {
        let (part, whole) = (i128::from(part), i128::from(whole));
        let product = i128::from(self.0) * part;
        let pence = product.checked_div_euclid(whole)?;
        let left = u32::try_from(product.rem_euclid(whole)).ok()?;
        Some(Share { pence: Self(i64::try_from(pence).ok()?), left, whole: u32::try_from(whole).ok()? })
    }

    /// Without the sign and the thousands separators, as forms take it: `1837.50`.
    pub fn plain(self) -> String {
        let size = self.0.unsigned_abs();
        format!("{}{}.{:02}", if self.0 < 0 { "-" } else { "" }, size / 100, size % 100)
    }
}

/// A share of an amount, exactly: whole pence, and `left` of `whole` parts of one more penny.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The whole pence in it.
    pub pence: Money,
    /// The parts of a penny beyond them.
    pub left: u32,
    /// How many such parts make a penny.
    pub whole: u32,
}

impl fmt::Display for Share {
    /// `£13,220.33 and 1/3 of a penny`; only the amount where it is whole pence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.left {
            0 => self.pence.fmt(f),
            left => write!(f, "{} and {left}/{} of a penny", self.pence, self.whole),
        }
    }
}

impl std::ops::Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

/// Saturates: a total that is beyond what can be kept stands at its end rather than turning over. What must not
/// happen unnoticed uses [`Money::plus`].
impl std::ops::Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// Saturates, as adding does.
impl std::ops::Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, |sum, amount| sum + amount)
    }
}

impl fmt::Display for Money {
    /// `£1,837.50`; whole pounds without pence: `£26,440`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "−" } else { "" };
        write!(f, "{sign}£{}", grouped(size / 100))?;
        match size % 100 {
            0 => Ok(()),
            pence => write!(f, ".{pence:02}"),
        }
    }
}

/// The whole part and the decimals of a number written by a person: a pound sign, spaces at the ends and separators of
/// thousands in their places are allowed.
fn digits(text: &str) -> Option<(&str, String, String)> {
    let text = text.trim();
    let (sign, text) = match text.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let text = text.trim_start().strip_prefix('£').unwrap_or(text).trim_start();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if text.ends_with('.') || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let number = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    if !number(first)
        || rest.iter().any(|group| group.len() != 3 || !number(group))
        || (!rest.is_empty() && first.len() > 3)
    {
        return None;
    }
    Some((sign, [first, &rest.concat()].concat(), part.to_owned()))
}

impl FromStr for Money {
    type Err = ParseMoneyError;
    /// `1250`, `1,250.5`, `£1,250.50`. More than two decimals are refused, not rounded.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || ParseMoneyError(text.chars().take(40).collect());
        let (sign, whole, part) = digits(text).ok_or_else(refuse)?;
        if part.len() > 2 {
            return Err(refuse());
        }
        format!("{sign}{whole}{part:0<2}").parse().map(Self).map_err(|_| refuse())
    }
}

/// What one of something costs, in millionths of a pound: fine enough for a card at £0.04158.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitPrice(i64);

/// A price times a quantity: rounded to the penny once, with what the rounding added or took away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extended {
    /// The amount to the nearest penny, halves upward.
    pub amount: Money,
    /// The exact amount minus [`Extended::amount`], in millionths of a pound: 5,000 or less either way.
    pub rounding: i64,
}

impl UnitPrice {
    /// So many millionths of a pound.
    pub const fn millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// The price in millionths of a pound.
    pub const fn in_millionths(self) -> i64 {
        self.0
    }

    /// What one costs when `quantity` cost `amount`, where that can be said exactly.
    pub fn of(amount: Money, quantity: i64) -> Option<Self> {
        let all = i128::from(amount.in_pence()) * 10_000;
        let quantity = i128::from(quantity);
        (quantity > 0 && all % quantity == 0).then(|| i64::try_from(all / quantity).ok().map(Self)).flatten()
    }

    /// What `quantity` cost, rounded once. `None` beyond what can be kept.
    pub fn times(self, quantity: i64) -> Option<Extended> {
        let exact = i128::from(self.0) * i128::from(quantity);
        let pence = (exact + 5_000).div_euclid(10_000);
        let rounding = i64::try_from(exact - pence * 10_000).ok()?;
        Some(Extended { amount: Money::pence(i64::try_from(pence).ok()?), rounding })
    }
}

impl fmt::Display for UnitPrice {
    /// `£1.55625`, with two decimals at least and no needless ones.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.unsigned_abs();
        let decimals = format!("{:06}", size % 1_000_000);
        let needed = decimals.trim_end_matches('0').len().max(2);
        let sign = if self.0 < 0 { "−" } else { "" };
        write!(f, "{sign}£{}.{}", grouped(size / 1_000_000), decimals.get(..needed).unwrap_or(&decimals))
    }
}

impl FromStr for UnitPrice {
    type Err = ParseMoneyError;
    /// As [`Money`], with up to six decimals.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || ParseMoneyError(text.chars().take(40).collect());
        let (sign, whole, part) = digits(text).ok_or_else(refuse)?;
        if part.len() > 6 {
            return Err(refuse());
        }
        format!("{sign}{whole}{part:0<6}").parse().map(Self).map_err(|_| refuse())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn amounts_are_read_and_written() {
        for (text, pence, shown) in [
            ("1250", 125_000, "£1,250"),
            ("£1,837.50", 183_750, "£1,837.50"),
            (" £39,661 ", 3_966_100, "£39,661"),
            ("0.5", 50, "£0.50"),
            ("-3.05", -305, "−£3.05"),
            ("1,000,000", 100_000_000, "£1,000,000"),
        ] {
            assert_eq!(money(text), Money::pence(pence), "{text}");
            assert_eq!(money(text).to_string(), shown);
            assert_eq!(money(&money(text).plain()), Money::pence(pence));
        }
        for text in
            ["", "£", "1.", "1.234", "12,34", "1,2345", "1e3", "ten", "1 000", ",100", "99999999999999999999"]
        {
            assert!(text.parse::<Money>().is_err(), "{text:?} was taken");
        }
    }

    #[test]
    fn a_share_names_what_whole_pence_leave_over() {
        let third = money("39,661").share(1, 3);
        assert_eq!(third, Some(Share { pence: money("13,220.33"), left: 1, whole: 3 }));
        assert_eq!(third.map(|third| third.to_string()).as_deref(), Some("£13,220.33 and 1/3 of a penny"));
        assert_eq!(money("25,000").share(1, 5).map(|fifth| fifth.to_string()).as_deref(), Some("£5,000"));
        assert_eq!(money("1").share(1, 0), None);
    }

    #[test]
    fn a_price_finer_than_a_penny_is_rounded_once() {
        let each = UnitPrice::of(money("622.50"), 400);
        assert_eq!(each.map(|each| each.to_string()).as_deref(), Some("£1.55625"));
        let exact = each.and_then(|each| each.times(400));
        assert_eq!(exact, Some(Extended { amount: money("622.50"), rounding: 0 }));
        let card: UnitPrice = "0.04158".parse().unwrap_or(UnitPrice::millionths(0));
        assert_eq!(card.times(20_000).map(|all| all.amount), Some(money("831.60")));
        // 3 x £0.005 = £0.015: two pence, half a penny too much.
        let half = UnitPrice::millionths(5_000).times(3);
        assert_eq!(half, Some(Extended { amount: Money::pence(2), rounding: -5_000 }));
        assert_eq!(UnitPrice::of(Money::pence(100), 3), None, "a third of a pound has no end");
        assert!("0.0000001".parse::<UnitPrice>().is_err());
    }
}
