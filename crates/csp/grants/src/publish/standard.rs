//! An award's projects as grants in the 360Giving standard, version 1.4. Pure: what goes out is what the record says.

use concordat_kernel::{
    Money,
    jiff::{Timestamp, civil::Date},
};
use serde_json::{Value, json};

use crate::{
    ProjectState,
    rules::ledger::{EntryKind, Place},
    store::{AwardFile, ProjectFile},
};

/// Who publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publisher {
    /// The name: the partnership's.
    pub name: String,
    /// The prefix that 360Giving gave to the publisher, such as `360G-merrowshire`. Every id begins with it.
    pub prefix: String,
}

/// The package of an award's grants, and why each project that is not among them is not: a grant has a recipient, an
/// amount and the day on which it was approved, and what was cancelled is none.
pub fn package(
    file: &AwardFile,
    projects: &[ProjectFile],
    publisher: &Publisher,
    made_at: Timestamp,
) -> (Value, Vec<String>) {
    let mut grants = Vec::new();
    let mut left_out = Vec::new();
    for project in projects {
        match grant(file, project, publisher, made_at) {
            Ok(grant) => grants.push(grant),
            Err(why) => {
                let said = &project.project.said;
                left_out.push(format!("{}. {} is left out: {why}.", project.project.number, said.title));
            }
        }
    }
    let day = made_at.strftime("%Y-%m-%d").to_string();
    let package = json!({
        "version": "1.4",
        "title": format!("{} {}", file.fund.said.name, file.award.said.label),
        "publisher": { "name": publisher.name, "identifier": publisher.prefix },
        "issued": day,
        "modified": day,
        "license": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "grants": grants,
    });
    (package, left_out)
}

fn grant(
    file: &AwardFile,
    project: &ProjectFile,
    publisher: &Publisher,
    made_at: Timestamp,
) -> Result<Value, &'static str> {
    let said = &project.project.said;
    if project.project.state == ProjectState::Cancelled {
        return Err("it was cancelled");
    }
    let amount = said.planned.ok_or("its allocation is not recorded")?;
    if said.provider.is_empty() {
        return Err("its provider is not recorded");
    }
    let approved = approved_on(project).ok_or("it is not approved yet")?;
    let purpose = if said.purpose.is_empty() { &said.title } else { &said.purpose };
    let mut grant = json!({
        "id": format!("{}-{}", publisher.prefix, project.project.id),
        "title": said.title,
        "description": purpose,
        "currency": "GBP",
        "amountAwarded": pounds(amount),
        "amountDisbursed": pounds(project.balance(Place::Spent)),
        "awardDate": approved.to_string(),
        "recipientOrganization": [organisation(&said.provider, publisher)],
        "fundingOrganization": [organisation(&file.fund.said.funder, publisher)],
        "grantProgramme": [programme(file)],
        "dateModified": made_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    });
    if let (Some(asked), Some(grant)) =
        (project.project.bid.and_then(|bid| asked(file, bid)), grant.as_object_mut())
    {
        grant.insert("amountAppliedFor".to_owned(), json!(pounds(asked)));
    }
    if let Some(grant) = grant.as_object_mut() {
        if !said.area.is_empty() {
            grant.insert("beneficiaryLocation".to_owned(), json!([{ "name": said.area }]));
        }
        if let Some(dates) = planned_dates(said.starts_on, said.ends_on) {
            grant.insert("plannedDates".to_owned(), json!([dates]));
        }
    }
    Ok(grant)
}

/// The day of the last entry that approved something for the project, unless it was taken back.
fn approved_on(project: &ProjectFile) -> Option<Date> {
    let ledger = &project.ledger;
    ledger
        .entries()
        .iter()
        .rev()
        .filter(|posted| posted.movement.kind == EntryKind::Approve && posted.reverses.is_none())
        .filter(|posted| ledger.reversed_by(posted.number).is_none())
        .find(|posted| posted.movement.project == Some(project.project.id.uuid()))
        .map(|posted| posted.movement.on)
}

fn asked(file: &AwardFile, bid: concordat_kernel::Id<crate::Bid>) -> Option<Money> {
    file.bids.iter().find(|one| one.id == bid).map(|bid| bid.said.amount)
}

fn planned_dates(from: Option<Date>, to: Option<Date>) -> Option<Value> {
    let mut dates = serde_json::Map::new();
    for (name, day) in [("startDate", from), ("endDate", to)] {
        if let Some(day) = day {
            dates.insert(name.to_owned(), json!(day.to_string()));
        }
    }
    (!dates.is_empty()).then_some(Value::Object(dates))
}

/// The fund and the award, with the conditions under which its money is given.
fn programme(file: &AwardFile) -> Value {
    let award = &file.award.said;
    let conditions = [&file.fund.said.purpose, &award.conditions, &award.repayment];
    let conditions: Vec<&str> =
        conditions.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    json!({
        "code": format!("{}", file.award.id),
        "title": format!("{} {}", file.fund.said.name, award.label),
        "description": conditions.join("\n"),
    })
}

/// An organisation without a number of its own has one made of the publisher's prefix and its name, as the standard asks.
fn organisation(name: &str, publisher: &Publisher) -> Value {
    let mut slug = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    json!({ "id": format!("{}-org-{}", publisher.prefix, slug.trim_end_matches('-')), "name": name })
}

/// Pounds with two places at most: every penny amount below ten thousand million pounds is said exactly.
fn pounds(amount: Money) -> f64 {
    amount.in_pence() as f64 / 100.0
}
