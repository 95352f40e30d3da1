//! How a group conducts itself: its terms of reference as dated data, with the text beside each rule; who is in office;
//! what comes round. And the rules themselves, pure: notice, quorum, removal.

mod compare;
#[cfg(test)]
mod conduct_tests;
mod due;
mod model;
mod notice;
pub(crate) mod pages;
mod parts;
mod quorum;
mod removal;
mod say;
pub(crate) mod store;
#[cfg(test)]
mod stories;
pub mod urls;

pub use compare::{Happened, Pair, compare};
pub use due::{Due, What, due, unsigned};
pub use model::{
    Agreed, Appointment, Clause, Cycle, Deciding, Holiday, Membership, NewClause, NoticeUnit, Office,
    OfficeHolder, QuorumBasis, Removal, Rule, Sharing, Sitting, Subject, Substituting, Terms,
};
pub use notice::{LastDay, last_day, working_days_left};
pub use parts::{Asks, Parts};
pub use quorum::{Attendee, Part, Quorum, Seated, Successions, Verdict, Why, course, quorum};
pub use removal::{Removal as RemovalVote, Voted, removal};
pub use say::{duplicate_numbers, rule as say, silent, span};
pub use store::{
    Conduct, add_clause, add_holiday, add_sharing, agree, appoint, change_clause, conduct, draft, holidays,
    remove_clause, remove_holiday, sign, speak_for, spoken_for, take_over, terms_of,
};

use concordat_kernel::Id;

use crate::Group;

impl Terms {
    /// Every rule with the clause that states it, in order.
    pub fn rules(&self) -> impl Iterator<Item = (Rule, &Clause)> {
        self.clauses.iter().filter_map(|clause| Some((clause.said.rule?, clause)))
    }

    /// The quorum, and the clause that states it.
    pub fn quorum(&self) -> Option<(QuorumBasis, u32, &Clause)> {
        self.rules().find_map(|(rule, clause)| match rule {
            Rule::Quorum(basis, needed) => Some((basis, needed, clause)),
            _ => None,
        })
    }

    /// The notice of papers, and the clause that states it.
    pub fn notice(&self) -> Option<(NoticeUnit, u32, &Clause)> {
        self.rules().find_map(|(rule, clause)| match rule {
            Rule::Notice(unit, days) => Some((unit, days, clause)),
            _ => None,
        })
    }

    /// The share of responsible authorities that a removal needs more than, and the clause that states it.
    pub fn removal(&self) -> Option<(u32, &Clause)> {
        self.rules().find_map(|(rule, clause)| match rule {
            Rule::Removal(_, share) => Some((share, clause)),
            _ => None,
        })
    }

    /// The group before whose meetings this one meets.
    pub fn meets_before(&self) -> Option<Id<Group>> {
        self.rules().find_map(|(rule, _)| match rule {
            Rule::Cycle(_, _, before) => before,
            _ => None,
        })
    }

    /// How many meetings a year.
    pub fn a_year(&self) -> Option<(Cycle, u32)> {
        self.rules().find_map(|(rule, _)| match rule {
            Rule::Cycle(cycle, times, _) => Some((cycle, times)),
            _ => None,
        })
    }
}
