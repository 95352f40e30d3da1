//! Words and small pieces that the pages of the money share.

use std::collections::HashMap;

use concordat_kernel::{
    Money, Ref, Result, Share,
    jiff::{Timestamp, civil::Date, tz::TimeZone},
};
use concordat_web::{
    Reader,
    parts::{Colour, Html, Tag},
};

use crate::{BidState, ClaimState, NewPot, PotState, ProjectState, rules};

/// `31 March 2022`.
pub(super) fn day(date: Date) -> String {
    rules::in_words(date)
}

/// The day, or that it is not known.
pub(super) fn maybe_day(date: Option<Date>) -> String {
    date.map_or_else(|| "Not recorded".to_owned(), day)
}

/// An amount, or that it is not known.
pub(super) fn maybe_money(amount: Option<Money>) -> String {
    amount.map_or_else(|| "Not recorded".to_owned(), |amount| amount.to_string())
}

/// The text with its line breaks, or that there is none.
pub(super) fn text_or_none(text: &str) -> Html {
    if text.is_empty() { "Not recorded".into() } else { Html::lines(text) }
}

/// A moment of the record in London's time: `4 March 2027, 9:30am`.
pub(super) fn moment(written: &str) -> String {
    let Ok(at) = written.parse::<Timestamp>() else { return written.to_owned() };
    let london = at.to_zoned(TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC));
    london.strftime("%-d %B %Y, %-I:%M%P").to_string()
}

/// `1 bid`, `3 bids`, `no bids`.
pub(super) fn count(n: usize, one: &str, several: &str) -> String {
    match n {
        0 => format!("no {several}"),
        1 => format!("1 {one}"),
        n => format!("{n} {several}"),
    }
}

/// How a pot stands, as a word on a colour.
pub(super) fn pot_tag(state: PotState) -> Html {
    let colour = match state {
        PotState::Locked => Colour::Grey,
        PotState::Opened => Colour::Green,
        PotState::Closed => Colour::Red,
    };
    Tag::new(colour, state.title()).into()
}

/// How a project stands, as a word on a colour.
pub(super) fn project_tag(state: ProjectState) -> Html {
    let colour = match state {
        ProjectState::Planned => Colour::Grey,
        ProjectState::Running => Colour::Blue,
        ProjectState::Completed => Colour::Green,
        ProjectState::Cancelled => Colour::Purple,
    };
    Tag::new(colour, state.title()).into()
}

/// How a bid stands, as a word on a colour.
pub(super) fn bid_tag(state: BidState) -> Html {
    let colour = match state {
        BidState::Submitted => Colour::Blue,
        BidState::Approved => Colour::Green,
        BidState::PartApproved => Colour::Teal,
        BidState::Reserve => Colour::Yellow,
        BidState::Refused => Colour::Red,
        BidState::Withdrawn => Colour::Purple,
    };
    Tag::new(colour, state.title()).into()
}

/// How a claim stands, as a word on a colour.
pub(super) fn claim_tag(state: ClaimState) -> Html {
    let colour = match state {
        ClaimState::Waiting => Colour::Yellow,
        ClaimState::Accepted => Colour::Blue,
        ClaimState::Paid => Colour::Green,
        ClaimState::Refused => Colour::Red,
    };
    Tag::new(colour, state.title()).into()
}

/// What a project cost less or more than was allocated: `£799.40 less`.
pub(super) fn variance(planned: Option<Money>, spent: Money) -> String {
    match rules::project::variance(planned, spent) {
        None => "Not known".to_owned(),
        Some(none) if none.is_zero() => "None".to_owned(),
        Some(less) if less.is_positive() => format!("{less} less"),
        Some(more) => format!("{} more", -more),
    }
}

/// How a pot's stated amount was rounded, in a sentence; nothing where no share is stated or it is exact.
pub(crate) fn rounding(pot: &NewPot, award: Money) -> Option<String> {
    let (part, whole) = pot.share?;
    let exact = pot.exact(award)?;
    let by = difference(pot.amount, exact)?;
    Some(format!(
        "Rounding: {part} of {whole} parts of {award} is exactly {exact}. The funder states {}, which is {by}.",
        pot.amount
    ))
}

/// `£0.33 and 1/3 of a penny less`
fn difference(stated: Money, exact: Share) -> Option<String> {
    if exact.left == 0 && stated == exact.pence {
        return None;
    }
    let penny = |left: u32| match left {
        0 => String::new(),
        left => format!(" and {left}/{} of a penny", exact.whole),
    };
    if stated <= exact.pence {
        return Some(format!("{}{} less", exact.pence - stated, penny(exact.left)));
    }
    let over = stated - exact.pence;
    Some(match exact.left {
        0 => format!("{over} more"),
        left => format!("{}{} more", over - Money::pence(1), penny(exact.whole - left)),
    })
}

/// Things of other slices by their references, and whoever is behind the words of the record.
#[derive(Debug, Clone, Default)]
pub(super) struct Names(HashMap<String, (String, Option<String>)>);

impl Names {
    /// Asks for the title and page of each thing once. Hold no transaction meanwhile: each look takes one.
    pub(super) async fn of_things(reader: &Reader, things: &[&str]) -> Result<Self> {
        let mut names = HashMap::new();
        for &text in things {
            if names.contains_key(text) {
                continue;
            }
            let Some(thing) = rules::reference(text) else { continue };
            if let Some(title) = reader.app.title(&reader.ctx, &thing).await? {
                names.insert(text.to_owned(), (title, reader.app.link(&thing)));
            }
        }
        Ok(Self(names))
    }

    /// Asks for the name of whoever is behind each word: a person's id or a fixed word.
    pub(super) async fn of_actors(reader: &Reader, actors: &[&str]) -> Result<Self> {
        let mut names = HashMap::new();
        for &actor in actors {
            if names.contains_key(actor) {
                continue;
            }
            let name = match actor.parse() {
                Ok(id) => reader.app.title(&reader.ctx, &Ref { kind: "person".into(), id }).await?,
                Err(_) if actor == "operator" => Some("the operator".to_owned()),
                Err(_) => None,
            };
            names.insert(actor.to_owned(), (name.unwrap_or_else(|| "Someone".to_owned()), None));
        }
        Ok(Self(names))
    }

    /// The name.
    pub(super) fn name(&self, text: &str) -> &str {
        self.0.get(text).map_or("Someone", |(name, _)| name)
    }

    /// The thing, linked where it leads somewhere; words that are no reference stand as they are.
    pub(super) fn html(&self, text: &str) -> Html {
        match self.0.get(text) {
            Some((title, Some(href))) => Html::link(href, title),
            Some((title, None)) => title.into(),
            None if rules::reference(text).is_some() => "Something that you may not see".into(),
            None => text.into(),
        }
    }

    /// The thing, or that none is named.
    pub(super) fn maybe(&self, text: Option<&str>) -> Html {
        text.map_or_else(|| "None named".into(), |text| self.html(text))
    }

    #[cfg(test)]
    pub(super) fn known(names: &[(&str, &str)]) -> Self {
        Self(names.iter().map(|(text, name)| ((*text).to_owned(), ((*name).to_owned(), None))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PotRule;

    fn pot(amount: i64, share: Option<(u32, u32)>) -> NewPot {
        NewPot {
            name: "Pot".into(),
            amount: Money::pence(amount),
            share,
            rule: PotRule::FunderDecides,
            opens_on: None,
        }
    }

    #[test]
    fn a_rounding_is_named_to_the_part_of_a_penny() {
        let award = Money::pounds(39_661);
        let told = rounding(&pot(1_322_000, Some((1, 3))), award).unwrap();
        assert!(told.contains("exactly £13,220.33 and 1/3 of a penny"), "{told}");
        assert!(told.ends_with("£13,220, which is £0.33 and 1/3 of a penny less."), "{told}");
        let more = rounding(&pot(1_322_100, Some((1, 3))), award).unwrap();
        assert!(more.ends_with("£13,221, which is £0.66 and 2/3 of a penny more."), "{more}");
        assert_eq!(rounding(&pot(300_000, Some((1, 3))), Money::pounds(9_000)), None);
        assert_eq!(rounding(&pot(1, None), award), None);
    }

    #[test]
    fn what_is_no_reference_stands_as_it_is() {
        let names = Names::known(&[("plan_action/01890000-0000-7000-8000-000000000001", "Action 5.3")]);
        assert_eq!(names.html("Minute 12").as_str(), "Minute 12");
        assert_eq!(names.html("plan_action/01890000-0000-7000-8000-000000000001").as_str(), "Action 5.3");
        assert_eq!(
            names.html("meeting/01890000-0000-7000-8000-000000000002").as_str(),
            "Something that you may not see"
        );
    }

    #[test]
    fn a_variance_says_which_way() {
        let planned = Some(Money::pounds(5000));
        assert_eq!(variance(planned, Money::pounds(4200)), "£800 less");
        assert_eq!(variance(planned, Money::pounds(5001)), "£1 more");
        assert_eq!(variance(planned, Money::pounds(5000)), "None");
        assert_eq!(variance(None, Money::ZERO), "Not known");
    }
}
