//! Which report is asked for, and the making of it.

use concordat_access::{Action as Verb, Ctx};
use concordat_kernel::{
    Id, Refusal, Result,
    jiff::{ToSpan as _, civil::Date},
};
use concordat_report::{Pages, Report, Section};
use concordat_store::Store;

use super::{
    facts::Facts,
    leads::Lead,
    say::{self, changes::Since},
    store,
};
use crate::Plan;

/// A report that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// The progress report, with changes since a day; without one, since the last round began.
    Progress(Option<Date>),
    /// The year-end summary.
    YearEnd,
    /// The page of a lead, by its body's id, its name or the plan's words for it; without one, of every lead.
    Lead(Option<String>),
}

impl Asked {
    /// What begins its files' names.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Progress(_) => "progress-report",
            Self::YearEnd => "year-end-summary",
            Self::Lead(_) => "leads",
        }
    }
}

/// A report drawn from the record, to be read. The asker must be allowed to `verb`: see
/// [`VIEW`](store::VIEW) and [`EXPORT`](store::EXPORT), which leaves an audit row.
///
/// # Errors
/// When there is no such plan or lead, or it is not for the asker.
pub async fn draw(store: &Store, ctx: &Ctx, verb: Verb, plan: Id<Plan>, asked: &Asked) -> Result<Report> {
    let (facts, leads) = store::facts(store, ctx, verb, plan).await?;
    of(&facts, &leads, asked)
}

/// The report that these facts make.
pub(crate) fn of(facts: &Facts, leads: &[Lead], asked: &Asked) -> Result<Report> {
    Ok(match asked {
        Asked::Progress(since) => {
            let since = since.map_or_else(|| usual(facts), Since::day);
            say::progress::progress(facts, &since)
        }
        Asked::YearEnd => say::year_end::year_end(facts),
        Asked::Lead(Some(name)) => {
            let lead = find(leads, name).ok_or_else(|| unknown(leads, name))?;
            say::lead::page(facts, lead)
        }
        Asked::Lead(None) => every_lead(facts, leads),
    })
}

/// The lead of this key or name.
pub(crate) fn find<'a>(leads: &'a [Lead], name: &str) -> Option<&'a Lead> {
    let name = name.trim();
    leads.iter().find(|lead| lead.key == name).or_else(|| {
        leads.iter().find(|lead| lead.name.eq_ignore_ascii_case(name) || lead.key.eq_ignore_ascii_case(name))
    })
}

fn unknown(leads: &[Lead], name: &str) -> Refusal {
    let names: Vec<&str> = leads.iter().map(|lead| lead.name.as_str()).collect();
    Refusal::rule(format!(
        "Nobody of the name “{name}” leads an action of this plan. There are: {}.",
        names.join("; ")
    ))
}

/// Since the last round began; without one, since three months ago, or the plan's own first day.
pub(crate) fn usual(facts: &Facts) -> Since {
    if let Some(round) = facts.last_round() {
        let words = format!("the round “{}” began on {}", round.title, say::day(round.opens_on));
        return Since { on: round.opens_on, words };
    }
    let quarter = facts.today.checked_sub(3.months()).unwrap_or(facts.today);
    let first = facts.plan.head.period.map(|period| period.from.first_day());
    Since::day(first.filter(|first| *first <= facts.today).map_or(quarter, |first| first.max(quarter)))
}

/// Every lead's page in one document.
fn every_lead(facts: &Facts, leads: &[Lead]) -> Report {
    let mut sections = Vec::new();
    for lead in leads {
        let mut page = say::lead::page(facts, lead);
        sections.push(Section::part(lead.name.clone()));
        sections.extend(page.sections.drain(..).map(Section::deeper));
    }
    if sections.is_empty() {
        sections.push(Section::part("Leads").words("No action of the plan has a lead."));
    }
    let mut report = say::report(facts, "A page for each lead", sections);
    report.pages = Pages::EachPart;
    report
}
