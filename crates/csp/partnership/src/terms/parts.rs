//! What a rule is made of, as the database keeps it and a form asks for it: one table for all subjects.

use concordat_kernel::Id;

use super::model::{
    Appointment, Cycle, Deciding, Membership, NoticeUnit, Office, QuorumBasis, Removal, Rule, Subject,
    Substituting,
};
use crate::Group;

/// The parts of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parts {
    /// Which of the subject's words.
    pub choice: Option<String>,
    /// How many.
    pub amount: Option<u32>,
    /// After how many months it comes round.
    pub months: Option<u32>,
    /// Before whose meetings.
    pub before: Option<Id<Group>>,
}

/// What a subject asks for: the words of each question, `None` where it has no such part.
#[derive(Debug, Clone, Copy)]
pub struct Asks {
    /// The legend of the choice, and its words with their titles.
    pub choice: Option<(&'static str, &'static [(&'static str, &'static str)])>,
    /// The label of the number.
    pub amount: Option<&'static str>,
    /// The label of the months, and whether they may be left out.
    pub months: Option<(&'static str, bool)>,
    /// The label of the group.
    pub before: Option<&'static str>,
}

const NOTHING: Asks = Asks { choice: None, amount: None, months: None, before: None };

/// The words of a closed list with their titles, as a constant.
macro_rules! offered {
    ($kind:ident) => {{
        const OFFERED: [(&str, &str); $kind::ALL.len()] = {
            let mut all = [("", ""); $kind::ALL.len()];
            let mut at = 0;
            while at < all.len() {
                all[at] = ($kind::ALL[at].word(), $kind::ALL[at].title());
                at += 1;
            }
            all
        };
        &OFFERED
    }};
}

impl Subject {
    /// What its rule is made of.
    pub fn asks(self) -> Asks {
        match self {
            Self::Text | Self::Purpose | Self::Sharing => NOTHING,
            Self::Membership => Asks { choice: Some(("Which members?", offered!(Membership))), ..NOTHING },
            Self::Quorum => Asks {
                choice: Some(("What must be counted?", offered!(QuorumBasis))),
                amount: Some("How many are needed?"),
                ..NOTHING
            },
            Self::Cycle => Asks {
                choice: Some(("How strictly?", offered!(Cycle))),
                amount: Some("How many meetings a year?"),
                before: Some("Before the meetings of which group? (optional)"),
                ..NOTHING
            },
            Self::Notice => Asks {
                choice: Some(("How is notice counted?", offered!(NoticeUnit))),
                amount: Some("How many days?"),
                ..NOTHING
            },
            Self::Chair | Self::ViceChair => Asks {
                choice: Some(("How does somebody come to office?", offered!(Appointment))),
                months: Some(("Reviewed after how many months? (optional)", true)),
                ..NOTHING
            },
            Self::Removal => Asks {
                choice: Some(("Who votes?", offered!(Removal))),
                amount: Some("More than how many in a hundred must be for it?"),
                ..NOTHING
            },
            Self::Decision => {
                Asks { choice: Some(("How does the group decide?", offered!(Deciding))), ..NOTHING }
            }
            Self::Substitutes => {
                Asks { choice: Some(("Who may come instead?", offered!(Substituting))), ..NOTHING }
            }
            Self::Review => Asks { months: Some(("After how many months?", false)), ..NOTHING },
        }
    }
}

impl Rule {
    /// What it is about.
    pub fn subject(self) -> Subject {
        match self {
            Self::Purpose => Subject::Purpose,
            Self::Membership(_) => Subject::Membership,
            Self::Quorum(..) => Subject::Quorum,
            Self::Cycle(..) => Subject::Cycle,
            Self::Notice(..) => Subject::Notice,
            Self::Appointment(Office::Chair, ..) => Subject::Chair,
            Self::Appointment(Office::ViceChair, ..) => Subject::ViceChair,
            Self::Removal(..) => Subject::Removal,
            Self::Decision(_) => Subject::Decision,
            Self::Substitutes(_) => Subject::Substitutes,
            Self::Review(_) => Subject::Review,
            Self::Sharing => Subject::Sharing,
        }
    }

    /// Its parts.
    pub fn parts(self) -> Parts {
        let choice = |word: &str| Some(word.to_owned());
        let nothing = Parts::default();
        match self {
            Self::Purpose | Self::Sharing => nothing,
            Self::Membership(kind) => Parts { choice: choice(kind.word()), ..nothing },
            Self::Quorum(basis, needed) => {
                Parts { choice: choice(basis.word()), amount: Some(needed), ..nothing }
            }
            Self::Cycle(cycle, times, before) => {
                Parts { choice: choice(cycle.word()), amount: Some(times), before, ..nothing }
            }
            Self::Notice(unit, days) => Parts { choice: choice(unit.word()), amount: Some(days), ..nothing },
            Self::Appointment(_, how, months) => Parts { choice: choice(how.word()), months, ..nothing },
            Self::Removal(who, share) => Parts { choice: choice(who.word()), amount: Some(share), ..nothing },
            Self::Decision(how) => Parts { choice: choice(how.word()), ..nothing },
            Self::Substitutes(who) => Parts { choice: choice(who.word()), ..nothing },
            Self::Review(months) => Parts { months: Some(months), ..nothing },
        }
    }

    /// The rule of these parts; nothing for text alone.
    ///
    /// # Errors
    /// The field that is missing or not among the words, and what to do about it.
    pub fn of(subject: Subject, parts: &Parts) -> Result<Option<Self>, (&'static str, String)> {
        let word = parts.choice.as_deref().unwrap_or_default();
        let missing = |field: &'static str, sentence: &str| (field, sentence.to_owned());
        let choice = || missing("choice", "Choose one.");
        let amount = || parts.amount.ok_or_else(|| missing("amount", "Enter a whole number."));
        let at_least_one = || match amount()? {
            0 => Err(missing("amount", "Enter 1 or more.")),
            some => Ok(some),
        };
        let office = |office| {
            let how = Appointment::from_word(word).ok_or_else(choice)?;
            Ok(Self::Appointment(office, how, parts.months))
        };
        Ok(Some(match subject {
            Subject::Text => return Ok(None),
            Subject::Purpose => Self::Purpose,
            Subject::Sharing => Self::Sharing,
            Subject::Membership => Self::Membership(Membership::from_word(word).ok_or_else(choice)?),
            Subject::Quorum => {
                Self::Quorum(QuorumBasis::from_word(word).ok_or_else(choice)?, at_least_one()?)
            }
            Subject::Cycle => {
                Self::Cycle(Cycle::from_word(word).ok_or_else(choice)?, at_least_one()?, parts.before)
            }
            Subject::Notice => Self::Notice(NoticeUnit::from_word(word).ok_or_else(choice)?, amount()?),
            Subject::Chair => office(Office::Chair)?,
            Subject::ViceChair => office(Office::ViceChair)?,
            Subject::Removal => {
                let share = amount()?;
                if share >= 100 {
                    return Err(missing("amount", "Enter a number below 100."));
                }
                Self::Removal(Removal::from_word(word).ok_or_else(choice)?, share)
            }
            Subject::Decision => Self::Decision(Deciding::from_word(word).ok_or_else(choice)?),
            Subject::Substitutes => Self::Substitutes(Substituting::from_word(word).ok_or_else(choice)?),
            Subject::Review => match parts.months {
                Some(months) if months > 0 => Self::Review(months),
                _ => return Err(missing("months", "Enter a whole number of months, 1 or more.")),
            },
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_the_rule_of_its_parts() {
        let group = Some(Id::from_uuid(concordat_kernel::AnyId::from_u128(7)));
        let rules = [
            Rule::Purpose,
            Rule::Membership(Membership::Invited),
            Rule::Quorum(QuorumBasis::Organisations, 4),
            Rule::Cycle(Cycle::AtLeast, 4, group),
            Rule::Notice(NoticeUnit::ClearDays, 5),
            Rule::Appointment(Office::Chair, Appointment::ExOfficio, None),
            Rule::Appointment(Office::ViceChair, Appointment::Elected, Some(24)),
            Rule::Removal(Removal::ResponsibleAuthorities, 50),
            Rule::Decision(Deciding::Consensus),
            Rule::Substitutes(Substituting::NamedDeputy),
            Rule::Review(12),
            Rule::Sharing,
        ];
        for rule in rules {
            assert_eq!(Rule::of(rule.subject(), &rule.parts()), Ok(Some(rule)), "{rule:?}");
        }
        assert_eq!(Rule::of(Subject::Text, &Parts::default()), Ok(None));
    }

    #[test]
    fn a_part_that_is_missing_is_named() {
        let field = |subject, parts: Parts| Rule::of(subject, &parts).map_err(|(field, _)| field);
        let chosen = |word: &str, amount| Parts { choice: Some(word.into()), amount, ..Parts::default() };
        assert_eq!(field(Subject::Quorum, Parts::default()), Err("choice"));
        assert_eq!(field(Subject::Quorum, chosen("organisations", None)), Err("amount"));
        assert_eq!(field(Subject::Quorum, chosen("organisations", Some(0))), Err("amount"));
        assert_eq!(field(Subject::Removal, chosen("responsible-authorities", Some(100))), Err("amount"));
        assert_eq!(field(Subject::Review, Parts::default()), Err("months"));
    }
}
