//! Whether a chair or vice chair is removed: the one vote that terms of reference of this kind know. Pure.

use std::collections::BTreeMap;

use concordat_kernel::Id;

use super::{
    model::QuorumBasis,
    quorum::{Seated, Successions},
};
use crate::Body;

/// How a body voted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Voted {
    /// For the removal.
    For,
    /// Against it.
    Against,
    /// Neither.
    Abstained,
}

/// The outcome of a vote, with every body accounted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// Whether it is carried.
    pub carried: bool,
    /// How many responsible authorities hold a seat, there or not.
    pub of: usize,
    /// The bodies for it.
    pub in_favour: Vec<Id<Body>>,
    /// Votes that did not count: the body has no vote, or has voted already.
    pub not_counted: Vec<(Id<Body>, Voted)>,
}

/// Counts a vote. More than `share` in a hundred of **all** responsible authorities that hold a seat must be for it,
/// whether or not they are there; each has one vote, however many people come for it. The first vote of a body counts.
pub fn removal(
    share: u32,
    seated: &Seated,
    successions: &Successions,
    votes: &[(Id<Body>, Voted)],
) -> Removal {
    let voters = seated.counted_by(QuorumBasis::ResponsibleAuthorities, successions);
    let mut cast = BTreeMap::new();
    let mut not_counted = Vec::new();
    for (body, voted) in votes {
        let stands_for = successions.stands_for(*body);
        if voters.contains(&stands_for) && !cast.contains_key(&stands_for) {
            cast.insert(stands_for, *voted);
        } else {
            not_counted.push((*body, *voted));
        }
    }
    let in_favour: Vec<Id<Body>> =
        cast.into_iter().filter(|(_, voted)| *voted == Voted::For).map(|(body, _)| body).collect();
    let share = usize::try_from(share).unwrap_or(usize::MAX);
    // In whole numbers: exactly half is not more than half.
    let carried = in_favour.len() * 100 > share.saturating_mul(voters.len());
    Removal { carried, of: voters.len(), in_favour, not_counted }
}
