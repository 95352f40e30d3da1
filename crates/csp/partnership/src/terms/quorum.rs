//! Whether a meeting may decide: bodies are counted, never heads, and everybody there is accounted for. Pure.

use std::collections::{BTreeMap, BTreeSet};

use concordat_kernel::{Id, jiff::civil::Time};

use super::model::QuorumBasis;
use crate::{Body, Capacity, Seat};

/// Which bodies took over from which: a former body stands for the one that came after it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Successions(BTreeMap<Id<Body>, BTreeSet<Id<Body>>>);

impl Successions {
    /// From pairs of a former body and one that took over from it.
    pub fn of(pairs: impl IntoIterator<Item = (Id<Body>, Id<Body>)>) -> Self {
        let mut after = BTreeMap::<_, BTreeSet<_>>::new();
        for (former, latter) in pairs {
            after.entry(former).or_default().insert(latter);
        }
        Self(after)
    }

    /// From what the bodies say of themselves.
    pub fn among(bodies: &[Body]) -> Self {
        Self::of(Self::pairs(bodies))
    }

    /// The pairs among bodies, former and latter.
    pub(crate) fn pairs(bodies: &[Body]) -> impl Iterator<Item = (Id<Body>, Id<Body>)> + '_ {
        bodies.iter().filter_map(|body| Some((body.predecessor?, body.id)))
    }

    /// The body that one stands for today: the last in its line. A body that was split among several has no one
    /// successor, and stands for itself; its seats ended when it was split, so that it counts no more.
    pub fn stands_for(&self, body: Id<Body>) -> Id<Body> {
        let mut at = body;
        let mut walked = BTreeSet::from([body]);
        while let Some(after) = self.0.get(&at)
            && let (1, Some(next)) = (after.len(), after.first())
            && walked.insert(*next)
        {
            at = *next;
        }
        at
    }
}

/// In what part somebody is at a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Part {
    /// Sits for a body.
    #[default]
    Member,
    /// Sits for a body instead of its member.
    Substitute,
    /// Was asked to come.
    Invitee,
    /// Works for the group.
    Officer,
}

/// Somebody at a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    /// What they are called.
    pub name: String,
    /// The body they represent, when that is known.
    pub body: Option<Id<Body>>,
    /// In what part.
    pub part: Part,
    /// When they came, when not at the beginning.
    pub from: Option<Time>,
    /// When they left, when before the end.
    pub until: Option<Time>,
}

impl Attendee {
    /// Whether they were in the room at a moment; at no moment in particular, whether they were there at all.
    pub fn is_there(&self, at: Option<Time>) -> bool {
        let Some(at) = at else { return true };
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }
}

/// Whose presence a group's rule counts: the bodies that hold its seats on the day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seated(Vec<(Id<Body>, Capacity)>);

impl Seated {
    /// The seats of a group that were held on a day.
    pub fn on(seats: &[Seat], day: concordat_kernel::jiff::civil::Date) -> Self {
        let held = |seat: &&Seat| seat.active_from.is_none_or(|first| first <= day) && !seat.has_ended(day);
        Self(seats.iter().filter(held).map(|seat| (seat.body, seat.capacity)).collect())
    }

    /// Bodies with the right in which each holds a seat.
    pub fn of(seats: Vec<(Id<Body>, Capacity)>) -> Self {
        Self(seats)
    }

    /// The bodies that the rule counts, each by what it stands for, each once.
    pub fn counted_by(&self, basis: QuorumBasis, successions: &Successions) -> BTreeSet<Id<Body>> {
        let counts = |capacity: Capacity| match basis {
            QuorumBasis::ResponsibleAuthorities => capacity == Capacity::ResponsibleAuthority,
            QuorumBasis::Organisations => capacity != Capacity::Invited,
        };
        let bodies = self.0.iter().filter(|(_, capacity)| counts(*capacity));
        bodies.map(|(body, _)| successions.stands_for(*body)).collect()
    }
}

/// Why somebody who was there did not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Had not come yet, or had left.
    NotThere,
    /// Invited, or working for the group.
    NotAMember(Part),
    /// It is not recorded for whom they came.
    NoBody,
    /// Their body holds no seat that the rule counts.
    NoSeat(Id<Body>),
    /// Their body was counted already, or the one that it stands for was.
    Counted(Id<Body>),
}

/// Whether a meeting may decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may.
    Quorate,
    /// It may not.
    Inquorate,
    /// Those whose body is recorded are too few, and for others it is not recorded for whom they came.
    Unproved,
}

/// The verdict with everybody accounted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quorum {
    /// Whether it may decide.
    pub verdict: Verdict,
    /// What the rule counts.
    pub basis: QuorumBasis,
    /// How many it asks for.
    pub needed: u32,
    /// Each body that counted, with the first who came for it: an index into those asked about.
    pub counted: Vec<(Id<Body>, usize)>,
    /// Everybody else, and why.
    pub not_counted: Vec<(usize, Why)>,
    /// Bodies that the rule would have counted, and nobody came for.
    pub absent: Vec<Id<Body>>,
}

/// Counts those who are there at a moment, or who were there at all.
pub fn quorum(
    basis: QuorumBasis,
    needed: u32,
    seated: &Seated,
    successions: &Successions,
    attendees: &[Attendee],
    at: Option<Time>,
) -> Quorum {
    let counts = seated.counted_by(basis, successions);
    let mut counted: Vec<(Id<Body>, usize)> = Vec::new();
    let mut not_counted = Vec::new();
    for (n, one) in attendees.iter().enumerate() {
        let why = match one.body {
            _ if !one.is_there(at) => Why::NotThere,
            _ if !sits(one.part) => Why::NotAMember(one.part),
            None => Why::NoBody,
            Some(body) => {
                let stands_for = successions.stands_for(body);
                if !counts.contains(&stands_for) {
                    Why::NoSeat(body)
                } else if counted.iter().any(|(other, _)| *other == stands_for) {
                    Why::Counted(body)
                } else {
                    counted.push((stands_for, n));
                    continue;
                }
            }
        };
        not_counted.push((n, why));
    }
    let enough = u32::try_from(counted.len()).is_ok_and(|there| there >= needed);
    let unknown = not_counted.iter().any(|(_, why)| *why == Why::NoBody);
    let verdict = match (enough, unknown) {
        (true, _) => Verdict::Quorate,
        (false, true) => Verdict::Unproved,
        (false, false) => Verdict::Inquorate,
    };
    let absent = counts.into_iter().filter(|body| !counted.iter().any(|(there, _)| there == body)).collect();
    Quorum { verdict, basis, needed, counted, not_counted, absent }
}

/// The moments at which it changed whether the meeting may decide, with what it was from then on. The first is the
/// beginning.
pub fn course(
    basis: QuorumBasis,
    needed: u32,
    seated: &Seated,
    successions: &Successions,
    attendees: &[Attendee],
    begins: Time,
) -> Vec<(Time, Verdict)> {
    let mut moments: Vec<Time> = attendees.iter().flat_map(|one| [one.from, one.until]).flatten().collect();
    moments.push(begins);
    moments.retain(|moment| *moment >= begins);
    moments.sort_unstable();
    moments.dedup();
    let mut told: Vec<(Time, Verdict)> = Vec::new();
    for moment in moments {
        let verdict = quorum(basis, needed, seated, successions, attendees, Some(moment)).verdict;
        if told.last().is_none_or(|(_, last)| *last != verdict) {
            told.push((moment, verdict));
        }
    }
    told
}

const fn sits(part: Part) -> bool {
    matches!(part, Part::Member | Part::Substitute)
}
