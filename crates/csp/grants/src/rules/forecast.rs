//! What of an award is certain, likely and at risk, and what to do by when.

use concordat_kernel::{
    Id, Money,
    jiff::{ToSpan as _, civil::Date},
};

use super::{
    in_words,
    ledger::{Ledger, Place},
    pot::Unfinished,
};
use crate::{Award, Bid, BidState, LeadTime, Pot, PotRule, PotState, Project, ProjectState};

/// What a forecast is made of.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The award.
    pub award: &'a Award,
    /// The fund's lead times, oldest first.
    pub leads: &'a [LeadTime],
    /// The parts that are held back.
    pub pots: &'a [Pot],
    /// The ledger.
    pub ledger: &'a Ledger,
    /// The projects.
    pub projects: &'a [Project],
    /// The bids.
    pub bids: &'a [Bid],
    /// Projects of earlier awards that are not complete.
    pub before: &'a [Unfinished],
}

/// Where an award's money will be when it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// Each project.
    pub projects: Vec<ProjectForecast>,
    /// Spent already.
    pub spent: Money,
    /// Certain to be spent: committed by orders.
    pub committed: Money,
    /// Likely to be spent: allocated or approved, and nothing is feared.
    pub likely: Money,
    /// May not be spent in time.
    pub at_risk: Money,
    /// Up-front money that no project holds: the underspend as things stand.
    pub free: Money,
    /// In pots and not allocated: never guaranteed, open or not.
    pub not_guaranteed: Money,
    /// Given back.
    pub returned: Money,
}

/// Where a project's money will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectForecast {
    /// The project.
    pub project: Id<Project>,
    /// Its number.
    pub number: i64,
    /// What it is called.
    pub title: String,
    /// What was allocated; not known of some old years.
    pub planned: Option<Money>,
    /// Spent already.
    pub spent: Money,
    /// Committed by orders.
    pub committed: Money,
    /// Allocated or approved, and nothing is feared.
    pub likely: Money,
    /// May not be spent in time, with the reason.
    pub at_risk: Money,
    /// Why; empty when nothing is feared.
    pub because: String,
    /// What it will cost less than was allocated if all that is likely is spent and nothing that is at risk.
    pub underspend: Option<Money>,
}

/// Something to see to, and by when.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Warning {
    /// By when; nothing can be done by a day where there is none.
    pub by: Option<Date>,
    /// What, in a sentence.
    pub sentence: String,
}

/// The last day on which money can be put to other use and still be spent in time: the award's last day less the lead
/// time that holds today. None where the fund has no lead time.
pub fn last_safe_day(award: &Award, leads: &[LeadTime], today: Date) -> Option<Date> {
    let lead = leads.iter().rev().find(|lead| lead.from <= today)?;
    award.said.to.checked_sub(lead.days.days()).ok()
}

/// The forecast on a day.
pub fn forecast(facts: &Facts<'_>, today: Date) -> Forecast {
    let projects: Vec<ProjectForecast> =
        facts.projects.iter().map(|project| of_project(facts, project, today)).collect();
    let sum = |part: fn(&ProjectForecast) -> Money| projects.iter().map(part).sum();
    Forecast {
        spent: facts.ledger.total(Place::Spent),
        committed: sum(|one| one.committed),
        likely: sum(|one| one.likely),
        at_risk: sum(|one| one.at_risk),
        free: facts.ledger.total(Place::Available),
        not_guaranteed: facts.ledger.total(Place::Held) + facts.ledger.total(Place::Open),
        returned: facts.ledger.total(Place::Returned),
        projects,
    }
}

fn of_project(facts: &Facts<'_>, project: &Project, today: Date) -> ProjectForecast {
    let of = |place| facts.ledger.balance(place, Some(project.id.uuid()));
    let (spent, committed) = (of(Place::Spent), of(Place::Committed));
    let open = of(Place::Allocated) + of(Place::Approved);
    let because = if open.is_zero() { String::new() } else { feared(facts, project, today) };
    let (likely, at_risk) = if because.is_empty() { (open, Money::ZERO) } else { (Money::ZERO, open) };
    ProjectForecast {
        project: project.id,
        number: project.number,
        title: project.said.title.clone(),
        planned: project.said.planned,
        spent,
        committed,
        likely,
        at_risk,
        because,
        underspend: project.said.planned.map(|planned| planned - spent - committed - likely),
    }
}

/// Why a project's open money may not be spent in time.
fn feared(facts: &Facts<'_>, project: &Project, today: Date) -> String {
    let end = facts.award.said.to;
    if today > end {
        return format!("the award ended on {}", in_words(end));
    }
    if let Some(ends) = project.said.ends_on.filter(|ends| *ends > end) {
        return format!("it ends on {}, after the award", in_words(ends));
    }
    project.said.at_risk.clone()
}

/// What has to be seen to, the most urgent first.
pub fn warnings(facts: &Facts<'_>, today: Date) -> Vec<Warning> {
    let forecast = forecast(facts, today);
    let end = facts.award.said.to;
    let mut warnings = Vec::new();
    if today > end {
        warnings.extend(after_the_end(facts, &forecast));
    } else {
        warnings.extend(unspent(facts, &forecast, today));
        warnings.extend(facts.pots.iter().filter_map(|pot| of_pot(facts, pot, today)));
        warnings.extend(holds_next_year_up(facts));
    }
    warnings.extend(forecast.projects.iter().filter(|one| one.at_risk.is_positive()).map(|one| Warning {
        by: Some(end),
        sentence: format!(
            "{} of project {}, {}, may not be spent in time: {}.",
            one.at_risk,
            one.number,
            one.title,
            one.because.trim_end_matches('.')
        ),
    }));
    warnings.extend(facts.bids.iter().filter_map(|bid| business_case(bid, today)));
    warnings.sort_by_key(|warning| (warning.by.is_none(), warning.by));
    warnings
}

/// What goes back when the award is over.
fn after_the_end(facts: &Facts<'_>, forecast: &Forecast) -> Option<Warning> {
    let back = forecast.free + forecast.not_guaranteed;
    back.is_positive().then(|| Warning {
        by: None,
        sentence: format!(
            "{back} was not spent when the award ended on {}, and no project holds it: give it back with a letter.",
            in_words(facts.award.said.to)
        ),
    })
}

fn unspent(facts: &Facts<'_>, forecast: &Forecast, today: Date) -> Option<Warning> {
    if !forecast.free.is_positive() {
        return None;
    }
    let mut parts = vec![format!("{} will be unspent on {}", forecast.free, in_words(facts.award.said.to))];
    parts.extend(facts.pots.iter().filter_map(|pot| cannot_open(facts, pot, today)));
    let by = last_safe_day(facts.award, facts.leads, today);
    parts.push(match by {
        Some(day) if day < today => format!("the last safe date to reallocate was {}", in_words(day)),
        Some(day) => format!("the last safe date to reallocate is {}", in_words(day)),
        None => "the fund has no lead time, so there is no last safe date to reallocate".to_owned(),
    });
    Some(Warning { by, sentence: format!("{}.", parts.join("; ")) })
}

/// "the pot cannot open while project 3 is incomplete"
fn cannot_open(facts: &Facts<'_>, pot: &Pot, today: Date) -> Option<String> {
    let waits = pot.state_on(today) == PotState::Locked && pot.said.rule == PotRule::EarlierYearsComplete;
    if !waits || facts.before.is_empty() {
        return None;
    }
    let names: Vec<String> =
        facts.before.iter().map(|one| format!("project {} of {}", one.number, one.award)).collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    Some(format!("{} cannot open while {} {verb} incomplete", pot.said.name, names.join(" and ")))
}

fn of_pot(facts: &Facts<'_>, pot: &Pot, today: Date) -> Option<Warning> {
    let of = |place| facts.ledger.balance(place, Some(pot.id.uuid()));
    let (held, open) = (of(Place::Held), of(Place::Open));
    let name = &pot.said.name;
    let safe = last_safe_day(facts.award, facts.leads, today);
    match pot.state_on(today) {
        PotState::Opened if open.is_positive() => Some(Warning {
            by: safe,
            sentence: format!(
                "{open} of {name} is open and not allocated. It is not guaranteed: the funder can close it at any time."
            ),
        }),
        PotState::Closed if held.is_positive() => Some(Warning {
            by: Some(facts.award.said.to),
            sentence: format!("{name} was closed with {held} in it, which goes back to the funder."),
        }),
        PotState::Locked if held.is_positive() => {
            let why = match cannot_open(facts, pot, today) {
                Some(why) => why,
                None => match (pot.said.rule, pot.said.opens_on) {
                    (PotRule::FromDay, Some(day)) if day > today => {
                        format!("{name} opens on {}", in_words(day))
                    }
                    (PotRule::FunderDecides, _) => format!("{name} waits for the funder"),
                    _ => {
                        format!("{name} could open: nothing of its rule is left to wait for. Ask the funder")
                    }
                },
            };
            Some(Warning { by: safe, sentence: format!("{held} is held back and not guaranteed: {why}.") })
        }
        _ => None,
    }
}

/// Where a pot's rule is that earlier projects are complete, this year's keep next year's pot locked.
fn holds_next_year_up(facts: &Facts<'_>) -> Option<Warning> {
    if !facts.pots.iter().any(|pot| pot.said.rule == PotRule::EarlierYearsComplete) {
        return None;
    }
    let open: Vec<String> = facts
        .projects
        .iter()
        .filter(|project| matches!(project.state, ProjectState::Planned | ProjectState::Running))
        .map(|project| project.number.to_string())
        .collect();
    let which = match open.as_slice() {
        [] => return None,
        [one] => format!("Project {one} is"),
        [many @ .., last] => format!("Projects {} and {last} are", many.join(", ")),
    };
    Some(Warning {
        by: Some(facts.award.said.to),
        sentence: format!(
            "{which} not complete: what is open after {} keeps the next award’s pot locked.",
            in_words(facts.award.said.to)
        ),
    })
}

fn business_case(bid: &Bid, today: Date) -> Option<Warning> {
    let due = bid.said.case_due?;
    if bid.case_received.is_some() || !matches!(bid.state, BidState::Submitted | BidState::Reserve) {
        return None;
    }
    let was = if due < today { "was" } else { "is" };
    Some(Warning {
        by: Some(due),
        sentence: format!("The business case for {} {was} due on {}.", bid.said.title, in_words(due)),
    })
}
