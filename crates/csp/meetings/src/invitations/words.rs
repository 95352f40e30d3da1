//! What an invitation says. Pure: the same for the letter on paper and by e-mail.

use concordat_partnership::terms::{Conduct, Rule};

use crate::{
    Manner, Meeting,
    pages::{clock, long_day},
};

/// What an invitation says, apart from whom it is to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    /// `Invitation: Merrowshire Partnership, 18 March 2027`.
    pub(super) subject: String,
    /// The first sentence.
    pub(super) opening: String,
    /// What is to be known: a name and a text each.
    pub(super) facts: Vec<(&'static str, String)>,
}

pub(super) fn words(meeting: &Meeting, conduct: &Conduct) -> Words {
    let plan = &meeting.plan;
    let group = &conduct.group.name;
    let day = plan.held_on.strftime("%-d %B %Y");
    let until = plan.ends.map(|ends| format!(" to {}", clock(ends))).unwrap_or_default();
    let mut facts = vec![("When", format!("{}, {}{until}", long_day(plan.held_on), clock(plan.begins)))];
    let place = match (&plan.venue, plan.manner) {
        (Some(venue), _) => format!("{} ({})", venue, plan.manner.title().to_lowercase()),
        (None, manner) => manner.title().to_owned(),
    };
    facts.push(("Where", place));
    facts.push((
        "Access",
        plan.access
            .clone()
            .unwrap_or_else(|| "Tell us what you need to take part, and we will see to it.".to_owned()),
    ));
    if plan.manner != Manner::InPerson {
        facts.push((
            "Joining from elsewhere",
            plan.joining
                .clone()
                .unwrap_or_else(|| "We will send you the details before the meeting.".to_owned()),
        ));
    }
    let papers = match (&meeting.published_at, conduct.last_day()) {
        (Some(_), _) => "The agenda and papers are out. Ask us if you have not had them.".to_owned(),
        (None, Some(last)) => format!("The agenda and papers follow by {}.", long_day(last.on)),
        (None, None) => "The agenda and papers follow.".to_owned(),
    };
    facts.push(("Papers", papers));
    facts.push(("If you cannot come", substitute(conduct)));
    Words {
        subject: format!("Invitation: {group}, {day}"),
        opening: format!("You are invited to the meeting of {group} on {day}."),
        facts,
    }
}

/// How somebody comes instead: by the clause of the terms of reference that says so.
fn substitute(conduct: &Conduct) -> String {
    let send = "Tell us by reply, and who will come for your body instead.";
    let clause = conduct.terms.as_ref().and_then(|terms| {
        terms.rules().find_map(|(rule, clause)| matches!(rule, Rule::Substitutes(_)).then_some(clause))
    });
    match clause {
        Some(clause) => format!("{send} The terms of reference say: {}", clause.said.text.trim()),
        None => send.to_owned(),
    }
}
