//! What has to be said, and how much of it fits.

use concordat_kernel::{Money, Refusal, Result, jiff::civil::Date};

use super::in_words;
use crate::{AwardTerms, ChainStep, NewBid, NewFund, NewPot, NewProject, PotRule};

/// The longest single line, in characters.
pub const LONGEST_LINE: usize = 200;
/// The longest text, in characters.
pub const LONGEST_TEXT: usize = 5_000;
/// The largest single amount: ten thousand million pounds, far beyond any fund and far below what can be kept.
pub const LARGEST: Money = Money::pounds(10_000_000_000);

/// A line that must be there.
///
/// # Errors
/// `missing` when it is empty; a sentence when it is too long.
pub fn needed(field: &'static str, text: &str, missing: &str) -> Result<()> {
    if text.trim().is_empty() {
        return Err(Refusal::invalid(field, missing).into());
    }
    check_length(field, text, LONGEST_LINE)
}

/// A text that need not be there.
///
/// # Errors
/// When it is too long.
pub fn text(field: &'static str, text: &str) -> Result<()> {
    check_length(field, text, LONGEST_TEXT)
}

fn check_length(field: &'static str, text: &str, longest: usize) -> Result<()> {
    match text.chars().count() {
        length if length <= longest => Ok(()),
        length => {
            Err(Refusal::invalid(field, format!("This has {length} characters. Shorten it to {longest}."))
                .into())
        }
    }
}

/// An amount that must be more than nothing.
///
/// # Errors
/// When it is not, or is beyond any fund.
pub fn amount(field: &'static str, amount: Money) -> Result<()> {
    if amount.is_positive() && amount <= LARGEST {
        return Ok(());
    }
    Err(Refusal::invalid(field, "Enter an amount in pounds that is more than £0, such as 1250 or 1837.50.")
        .into())
}

/// Two days of which the second must not come before the first.
///
/// # Errors
/// When it does.
pub fn order(field: &'static str, from: Option<Date>, to: Option<Date>) -> Result<()> {
    match (from, to) {
        (Some(from), Some(to)) if to < from => Err(Refusal::invalid(
            field,
            format!("The last day must not be before the first, {}.", in_words(from)),
        )
        .into()),
        _ => Ok(()),
    }
}

/// # Errors
/// When something is missing or too long.
pub(crate) fn check_fund(fund: &NewFund) -> Result<()> {
    needed("name", &fund.name, "Enter the name of the fund.")?;
    needed("funder", &fund.funder, "Enter who gives the money.")?;
    text("purpose", &fund.purpose)?;
    text("eligibility", &fund.eligibility)
}

/// # Errors
/// When there is no step, or one lacks who takes it or what they do.
pub(crate) fn check_chain(steps: &[ChainStep]) -> Result<()> {
    if steps.is_empty() {
        return Err(
            Refusal::invalid("steps", "Enter at least one step: who decides, and what they do.").into()
        );
    }
    for step in steps {
        needed("steps", &step.who, "Enter who takes each step, such as “Working group”.")?;
        needed("steps", &step.does, "Enter what is done at each step, such as “reviews”.")?;
    }
    Ok(())
}

/// # Errors
/// When the days are fewer than none or more than a year.
pub(crate) fn check_lead(days: i64) -> Result<()> {
    if (0..=366).contains(&days) {
        return Ok(());
    }
    Err(Refusal::invalid("days", "Enter a number of days from 0 to 366.").into())
}

/// # Errors
/// When something is missing, too long or the wrong way round.
pub(crate) fn check_terms(terms: &AwardTerms) -> Result<()> {
    needed("label", &terms.label, "Enter the year or phase, such as 2022/23.")?;
    order("to", Some(terms.from), Some(terms.to))?;
    text("conditions", &terms.conditions)?;
    text("repayment", &terms.repayment)?;
    check_length("reference", &terms.reference, LONGEST_LINE)
}

/// # Errors
/// When something is missing, the share is none, or the pots hold more than the award.
pub(crate) fn check_pots(award: Money, pots: &[NewPot]) -> Result<()> {
    for pot in pots {
        needed("pot", &pot.name, "Enter the name of the part that is held back.")?;
        amount("pot_amount", pot.amount)?;
        if pot.share.is_some_and(|(part, whole)| part == 0 || part > whole) {
            return Err(
                Refusal::invalid("pot_share", "Enter the share as two numbers, such as 1 of 3.").into()
            );
        }
        if (pot.rule == PotRule::FromDay) != pot.opens_on.is_some() {
            return Err(Refusal::invalid(
                "pot_opens_on",
                "Enter the day only where the part is held back until a day, and always then.",
            )
            .into());
        }
    }
    let held: Money = pots.iter().map(|pot| pot.amount).sum();
    if held > award {
        return Err(Refusal::invalid(
            "pot_amount",
            format!("{held} would be held back, but the award is {award}. Hold back no more than that."),
        )
        .into());
    }
    Ok(())
}

/// # Errors
/// When something is missing, too long or no amount.
pub(crate) fn check_bid(bid: &NewBid) -> Result<()> {
    needed("title", &bid.title, "Enter what the project is called.")?;
    needed("purpose", line_of(&bid.purpose), "Enter what the money is for.")?;
    text("purpose", &bid.purpose)?;
    needed("applicant", &bid.applicant, "Enter which organisation asks.")?;
    amount("amount", bid.amount)?;
    for (field, matched) in [("match_cash", bid.match_cash), ("match_kind", bid.match_kind)] {
        if !matched.is_zero() {
            amount(field, matched)?;
        }
    }
    if (bid.match_cash.is_positive() || bid.match_kind.is_positive()) && bid.match_from.trim().is_empty() {
        return Err(Refusal::invalid("match_from", "Enter who puts in the match funding.").into());
    }
    for cost in &bid.costs {
        needed("costs", &cost.item, "Enter what each cost is for.")?;
        if cost.quantity < 1 || cost.price.in_millionths() < 0 || cost.price.times(cost.quantity).is_none() {
            return Err(Refusal::invalid("costs", "Enter how many, at least 1, and what one costs.").into());
        }
    }
    for output in &bid.outputs {
        needed("outputs", &output.name, "Enter what each number counts, such as “people trained”.")?;
        if output.promised.is_none_or(|promised| promised < 1) {
            return Err(Refusal::invalid("outputs", "Enter how many are promised, at least 1.").into());
        }
    }
    Ok(())
}

/// # Errors
/// When something is missing, too long or the wrong way round.
pub(crate) fn check_project(project: &NewProject) -> Result<()> {
    needed("title", &project.title, "Enter what the project is called.")?;
    text("purpose", &project.purpose)?;
    text("at_risk", &project.at_risk)?;
    for (field, sum) in [("planned", project.planned), ("whole_cost", project.whole_cost)] {
        if let Some(sum) = sum {
            amount(field, sum)?;
        }
    }
    order("ends_on", project.starts_on, project.ends_on)
}

/// The first line, to ask whether there is any text at all without asking how long it is.
fn line_of(text: &str) -> &str {
    let line = text.trim().lines().next().unwrap_or_default();
    line.char_indices().nth(LONGEST_LINE).map_or(line, |(end, _)| &line[..end])
}
