//! What strategies, updates, themes, links and funding must be like. Pure: facts in, a verdict out.

use concordat_kernel::{AnyId, Period, Ref, Refusal, jiff::civil::Date};

use super::model::{FundingState, NewItem, NewStrategy};
use crate::{compare::same_words, import, rules::check_title};

/// The longest text of one field.
const TEXT_LIMIT: usize = 4000;
/// The longest number: `Recommendation 12b` at most.
const NUMBER_LIMIT: usize = 20;

/// Refuses a text that is too long, or missing when it must be there.
///
/// # Errors
/// With the field and what to do.
pub fn check_text(field: &'static str, text: &str, missing: Option<&str>) -> Result<(), Refusal> {
    match (text.trim().is_empty(), missing) {
        (true, Some(sentence)) => Err(Refusal::invalid(field, sentence)),
        _ if text.chars().count() > TEXT_LIMIT => {
            Err(Refusal::invalid(field, format!("Enter {TEXT_LIMIT} characters or fewer.")))
        }
        _ => Ok(()),
    }
}

/// Checks a strategy's own fields.
///
/// # Errors
/// With the field, and what to do, for the first thing that cannot stand.
pub fn check_strategy(new: &NewStrategy) -> Result<(), Refusal> {
    check_title(&new.title, "strategy")?;
    check_period(new.period)?;
    if new.owner.is_none() {
        check_text("owner_written", &new.owner_written, Some("Choose or enter whose strategy it is."))?;
    }
    check_text("owner_written", &new.owner_written, None)?;
    check_text("source_note", &new.source_note, None)
}

/// Checks that a period does not end before it begins.
///
/// # Errors
/// When it does.
pub fn check_period(period: Option<Period>) -> Result<(), Refusal> {
    match period {
        Some(period) if period.from > period.to => {
            Err(Refusal::invalid("period_to", "The last month must not be before the first."))
        }
        _ => Ok(()),
    }
}

/// Checks an item.
///
/// # Errors
/// With the field, and what to do, for the first thing that cannot stand.
pub fn check_item(new: &NewItem) -> Result<(), Refusal> {
    if new.number.chars().count() > NUMBER_LIMIT {
        return Err(Refusal::invalid("number", format!("Enter {NUMBER_LIMIT} characters or fewer.")));
    }
    check_text("text", &new.text, Some("Enter its words."))
}

/// Checks an update of an item.
///
/// # Errors
/// With the field, and what to do, for the first thing that cannot stand.
pub fn check_said(words: &str, by: &str, on: Date, today: Date) -> Result<(), Refusal> {
    check_text("words", words, Some("Enter what happened."))?;
    check_text("by", by, Some("Enter who said so: a body or an office."))?;
    if on > today {
        return Err(Refusal::invalid("on", "The day must not be in the future."));
    }
    Ok(())
}

/// What an action's funding note suggests. `None` when the plan does not call it funded.
pub fn suggested_funding(funding: Option<&import::Funding>) -> Option<FundingState> {
    let words = funding?.note.to_lowercase();
    let says = |what: &[&str]| what.iter().any(|what| words.contains(what));
    Some(match () {
        () if says(&["to be confirmed", "to be agreed", "tbc", "subject to", "awaiting"]) => {
            FundingState::ToBeConfirmed
        }
        () if says(&["refused", "not granted", "unsuccessful", "declined"]) => FundingState::Refused,
        () if says(&["confirmed", "awarded", "granted"]) => FundingState::Confirmed,
        () => FundingState::NotKnown,
    })
}

/// A thing by the names it goes by.
#[derive(Debug, Clone)]
pub struct Named {
    /// The thing.
    pub thing: Ref,
    /// What it is called; the first is shown.
    pub names: Vec<String>,
}

/// The things that a text of the plan names: all of its words, or all of a name's words in it. Only
/// suggestions; an officer accepts them.
pub fn matches<'a>(text: &str, known: &'a [Named]) -> Vec<&'a Named> {
    let sought = format!(" {} ", same_words(text));
    if sought.trim().is_empty() {
        return Vec::new();
    }
    let is = |name: &str| {
        let name = same_words(name);
        !name.is_empty() && format!(" {name} ") == sought
    };
    let exact: Vec<&Named> = known.iter().filter(|one| one.names.iter().any(|name| is(name))).collect();
    if !exact.is_empty() {
        return exact;
    }
    // A longer name holds the text, or the text a longer name: never a single short word.
    let near = |name: &str| {
        let name = format!(" {} ", same_words(name));
        name.trim().contains(' ')
            && sought.trim().contains(' ')
            && (name.contains(&sought) || sought.contains(&name))
    };
    known.iter().filter(|one| one.names.iter().any(|name| near(name))).collect()
}

/// The two ends of a link in the order in which they are kept.
///
/// # Errors
/// When both are the same thing.
pub fn in_order(one: Ref, other: Ref) -> Result<(Ref, Ref), Refusal> {
    let key = |thing: &Ref| -> AnyId { thing.id };
    match key(&one).to_string().cmp(&key(&other).to_string()) {
        std::cmp::Ordering::Equal => {
            Err(Refusal::invalid("to", "Choose something else: a thing is not linked to itself."))
        }
        std::cmp::Ordering::Less => Ok((one, other)),
        std::cmp::Ordering::Greater => Ok((other, one)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn note(note: &str) -> Option<FundingState> {
        suggested_funding(Some(&import::Funding { note: note.to_owned() }))
    }

    #[test]
    fn a_note_that_waits_for_its_money_says_so() {
        assert_eq!(note("Safety grant (2026) – To be confirmed"), Some(FundingState::ToBeConfirmed));
        assert_eq!(note("Safety grant, awarded in May"), Some(FundingState::Confirmed));
        assert_eq!(note("Bid unsuccessful"), Some(FundingState::Refused));
        assert_eq!(note("Safety grant"), Some(FundingState::NotKnown), "nothing is guessed");
        assert_eq!(suggested_funding(None), None);
    }

    fn named(n: u128, names: &[&str]) -> Named {
        let thing = Ref { kind: "group".into(), id: AnyId::from_u128(n) };
        Named { thing, names: names.iter().map(|&name| name.to_owned()).collect() }
    }

    #[test]
    fn a_text_suggests_what_it_names_and_nothing_else() {
        let known = [
            named(1, &["Merrowshire Hate Crime Forum", "HCF"]),
            named(2, &["Merrowshire Violence Strategy"]),
            named(3, &["Forum"]),
        ];
        let found = |text: &str| -> Vec<u128> {
            matches(text, &known).iter().map(|one| one.thing.id.as_u128()).collect()
        };
        assert_eq!(found("hcf"), [1]);
        assert_eq!(found("Hate crime forum"), [1]);
        assert_eq!(found("the Merrowshire Violence Strategy, second edition"), [2]);
        assert_eq!(found("Crime"), Vec::<u128>::new());
        assert_eq!(found(""), Vec::<u128>::new());
    }

    proptest! {
        #[test]
        fn a_link_is_the_same_from_both_ends(one: u128, other: u128) {
            let thing = |n: u128, kind: &'static str| Ref { kind: kind.into(), id: AnyId::from_u128(n) };
            let there = in_order(thing(one, "plan_action"), thing(other, "plan_theme"));
            let back = in_order(thing(other, "plan_theme"), thing(one, "plan_action"));
            match (there, back) {
                (Ok(there), Ok(back)) => prop_assert_eq!(there, back),
                (there, back) => prop_assert!(there.is_err() && back.is_err() && one == other),
            }
        }
    }
}
