//! What differs between two editions of terms of reference, clause by clause.

use super::model::{Clause, NewClause, Subject};

/// A clause in both editions, or in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// As it was.
    pub former: Option<NewClause>,
    /// As it is.
    pub latter: Option<NewClause>,
}

impl Pair {
    /// What happened to it, as a word.
    pub fn happened(&self) -> Happened {
        match (&self.former, &self.latter) {
            (Some(former), Some(latter)) if former == latter => Happened::Same,
            (Some(former), Some(latter)) if former.rule != latter.rule => Happened::Rule,
            (Some(_), Some(_)) => Happened::Text,
            (None, _) => Happened::Added,
            (_, None) => Happened::Gone,
        }
    }
}

/// What happened to a clause from one edition to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// Nothing.
    Same,
    /// Its words changed, and its rule did not.
    Text,
    /// Its rule changed.
    Rule,
    /// It is new.
    Added,
    /// It is no longer there.
    Gone,
}

impl Happened {
    /// In a word or two.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Same => "Unchanged",
            Self::Text => "Words changed",
            Self::Rule => "Rule changed",
            Self::Added => "New",
            Self::Gone => "Taken away",
        }
    }
}

/// Both editions side by side, in the order of the latter; what went away stands at the end. Clauses belong together
/// that have the same heading and number, then the same heading, then state a rule on the same subject. Each is paired
/// once, so that two sections with one number stay two.
pub fn compare(former: &[Clause], latter: &[Clause]) -> Vec<Pair> {
    let mut partner: Vec<Option<usize>> = vec![None; latter.len()];
    let mut taken = vec![false; former.len()];
    let alike: [fn(&NewClause, &NewClause) -> bool; 3] = [
        |a, b| same(&a.heading, &b.heading) && a.number == b.number,
        |a, b| same(&a.heading, &b.heading),
        |a, b| subject(a) != Subject::Text && subject(a) == subject(b),
    ];
    for is_alike in alike {
        for (clause, partner) in latter.iter().zip(&mut partner).filter(|(_, partner)| partner.is_none()) {
            let found = former.iter().enumerate().position(|(n, other)| {
                !taken.get(n).copied().unwrap_or(true) && is_alike(&other.said, &clause.said)
            });
            if let Some(n) = found {
                *partner = Some(n);
                taken.get_mut(n).into_iter().for_each(|taken| *taken = true);
            }
        }
    }
    let paired = latter.iter().zip(&partner).map(|(clause, partner)| Pair {
        former: partner.and_then(|n| former.get(n)).map(|clause| clause.said.clone()),
        latter: Some(clause.said.clone()),
    });
    let gone = former
        .iter()
        .zip(&taken)
        .filter(|(_, taken)| !**taken)
        .map(|(clause, _)| Pair { former: Some(clause.said.clone()), latter: None });
    paired.chain(gone).collect()
}

fn subject(clause: &NewClause) -> Subject {
    clause.rule.map_or(Subject::Text, super::Rule::subject)
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use concordat_kernel::{AnyId, Id};

    use super::*;
    use crate::terms::{NoticeUnit, QuorumBasis, Rule};

    fn clause(n: u128, number: &str, heading: &str, text: &str, rule: Option<Rule>) -> Clause {
        let said = NewClause { number: number.into(), heading: heading.into(), text: text.into(), rule };
        Clause { id: Id::from_uuid(AnyId::from_u128(n)), version: 1, said }
    }

    #[test]
    fn two_sections_with_one_number_are_paired_by_their_headings() {
        let former = [
            clause(1, "9", "Subgroups", "Two.", None),
            clause(2, "9", "Communication", "By letter.", None),
            clause(3, "10", "Dissolution", "Never.", None),
        ];
        let latter = [
            clause(4, "9", "Communication", "By secure mail.", None),
            clause(5, "9", "Subgroups", "Two.", None),
            clause(6, "", "Notice", "Five days.", Some(Rule::Notice(NoticeUnit::WorkingDays, 5))),
        ];
        let happened: Vec<_> = compare(&former, &latter).iter().map(Pair::happened).collect();
        assert_eq!(happened, [Happened::Text, Happened::Same, Happened::Added, Happened::Gone]);
    }

    #[test]
    fn a_rule_that_moved_to_another_heading_is_followed() {
        let quorum = |needed| Some(Rule::Quorum(QuorumBasis::Organisations, needed));
        let former = [clause(1, "7", "Meetings", "Four.", quorum(4))];
        let latter = [clause(2, "8", "Quorum", "Five.", quorum(5))];
        let pairs = compare(&former, &latter);
        assert_eq!((pairs.len(), pairs[0].happened()), (1, Happened::Rule));
    }
}
