//! Whether a meeting may decide, in words.

use concordat_kernel::jiff::civil::Time;
use concordat_partnership::terms::{Attendee, Conduct, Part, Quorum, Verdict, Why, course};

use crate::Attendance;

/// Those who came, as the rule asks about them.
pub fn attendees(attendance: &[Attendance]) -> Vec<Attendee> {
    let attendee = |one: &Attendance| Attendee {
        name: one.said.name.clone(),
        body: one.said.body,
        part: one.said.part,
        from: one.said.from,
        until: one.said.until,
    };
    attendance.iter().map(attendee).collect()
}

/// A verdict with everybody accounted for, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// May it decide?
    pub verdict: Option<Verdict>,
    /// In one sentence.
    pub sentence: String,
    /// Each body that counted, with who came for it.
    pub counted: Vec<String>,
    /// Everybody else, with why they did not.
    pub not_counted: Vec<String>,
    /// Bodies for which nobody came.
    pub absent: Vec<String>,
    /// When it changed, in words; empty when it did not.
    pub course: Vec<String>,
}

impl Told {
    /// What is said beside a decision that was taken without a quorum; nothing when there was one.
    pub fn mark(&self) -> Option<&'static str> {
        match self.verdict {
            Some(Verdict::Quorate) => None,
            Some(Verdict::Inquorate) => Some("Taken without a quorum"),
            Some(Verdict::Unproved) => Some("Quorum not proved"),
            None => Some("The terms of reference state no quorum"),
        }
    }
}

/// Whether those who came may decide, at a moment or over the meeting as a whole.
pub fn told(conduct: &Conduct, attendance: &[Attendance], begins: Time, at: Option<Time>) -> Told {
    let there = attendees(attendance);
    let Some(quorum) = conduct.quorum(&there, at) else {
        let sentence = match &conduct.terms {
            None => "No terms of reference were in force that day, so that no quorum can be worked out.",
            Some(_) => "The terms of reference state no quorum.",
        };
        return Told {
            verdict: None,
            sentence: sentence.to_owned(),
            counted: Vec::new(),
            not_counted: Vec::new(),
            absent: Vec::new(),
            course: Vec::new(),
        };
    };
    let name = |n: usize| there.get(n).map_or("somebody", |one| one.name.as_str());
    let body = |id| conduct.name_of(id);
    Told {
        verdict: Some(quorum.verdict),
        sentence: sentence(&quorum),
        counted: quorum.counted.iter().map(|(id, n)| format!("{}: {}", body(*id), name(*n))).collect(),
        not_counted: quorum
            .not_counted
            .iter()
            .map(|(n, why)| {
                let why = match why {
                    Why::NotThere => "was not there at that moment".to_owned(),
                    Why::NotAMember(part) => format!("came as {}, not as a member", part_in_words(*part)),
                    Why::NoBody => "it is not recorded for whom".to_owned(),
                    Why::NoSeat(id) => format!("{} holds no seat that the rule counts", body(*id)),
                    Why::Counted(id) => format!("{} is counted already", body(*id)),
                };
                format!("{}: {why}", name(*n))
            })
            .collect(),
        absent: quorum.absent.iter().map(|id| body(*id).to_owned()).collect(),
        course: if at.is_none() { changes(conduct, &there, begins) } else { Vec::new() },
    }
}

fn sentence(quorum: &Quorum) -> String {
    use concordat_partnership::terms::QuorumBasis;
    let what = match quorum.basis {
        QuorumBasis::ResponsibleAuthorities => "responsible authorities represented",
        QuorumBasis::Organisations => "organisations represented by members",
    };
    let (there, needed) = (quorum.counted.len(), quorum.needed);
    match quorum.verdict {
        Verdict::Quorate => format!("Quorate: {there} {what}; {needed} are needed."),
        Verdict::Inquorate => {
            format!(
                "Not quorate: {there} {what}; {needed} are needed. It may discuss, and its decisions are marked."
            )
        }
        Verdict::Unproved => format!(
            "Quorum cannot be proved: {there} {what} and {needed} needed, but for some who came it is not recorded which \
             organisation they represented."
        ),
    }
}

fn changes(conduct: &Conduct, there: &[Attendee], begins: Time) -> Vec<String> {
    let Some((basis, needed, _)) = conduct.terms.as_ref().and_then(|terms| terms.quorum()) else {
        return Vec::new();
    };
    let told = course(basis, needed, &conduct.seated, &conduct.successions, there, begins);
    if told.len() < 2 {
        return Vec::new();
    }
    let word = |verdict| match verdict {
        Verdict::Quorate => "quorate",
        Verdict::Inquorate => "not quorate",
        Verdict::Unproved => "not proved to be quorate",
    };
    told.into_iter()
        .map(|(at, verdict)| format!("From {}: {}", at.strftime("%-I:%M%P"), word(verdict)))
        .collect()
}

/// A part as it stands in a sentence.
pub const fn part_in_words(part: Part) -> &'static str {
    match part {
        Part::Member => "a member",
        Part::Substitute => "a substitute",
        Part::Invitee => "an invitee",
        Part::Officer => "an officer",
    }
}
