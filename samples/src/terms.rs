//! Terms of reference, who is in office, and who has signed the sharing agreement.

use concordat_kernel::{Problem, Result, jiff::civil::Date};
use concordat_partnership::terms::{self, NewClause, Office, Parts, Rule, Subject};
use concordat_store::Store;
use serde::Deserialize;

use crate::{
    calendar::Calendar,
    partnership::{Places, Seats, unknown},
};

#[derive(Deserialize)]
struct File {
    terms: Vec<Entry>,
    office: Vec<OfficeEntry>,
    sharing: Sharing,
    spoken_for: Spoken,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    group: String,
    title: String,
    agreed_by: String,
    /// A draft of the next edition is worked on.
    next: Option<String>,
    clauses: Vec<ClauseEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClauseEntry {
    number: String,
    heading: String,
    text: String,
    subject: Option<String>,
    choice: Option<String>,
    amount: Option<u32>,
    months: Option<u32>,
    before: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeEntry {
    group: String,
    office: String,
    holder: String,
    seat: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sharing {
    name: String,
    edition: String,
    issued_on: Date,
    signed: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spoken {
    group: String,
    seat: String,
    bodies: Vec<String>,
}

fn file() -> Result<File, Problem> {
    toml::from_str(include_str!("../terms.toml")).map_err(|e| Problem::new("reading terms.toml", e))
}

/// Writes the terms down, says who is in office, and who has signed.
pub(crate) async fn load(store: &Store, calendar: &Calendar, places: &Places, seats: &Seats) -> Result<()> {
    let file = file()?;
    let operator = || calendar.operator();
    let today = operator().clock.today();
    for entry in file.terms {
        let group = places.group(&entry.group)?;
        let draft = terms::draft(store, &operator(), group, &entry.title).await?;
        let mut after = None;
        for clause in entry.clauses {
            let new = clause.read(places)?;
            after = Some(terms::add_clause(store, &operator(), draft, new, after).await?);
            calendar.tick();
        }
        terms::agree(store, &operator(), draft, &entry.title, Some(today), &entry.agreed_by).await?;
        if let Some(next) = entry.next {
            terms::draft(store, &operator(), group, &next).await?;
        }
    }
    for entry in file.office {
        let office = Office::from_word(&entry.office).ok_or_else(|| unknown(&entry.office))?;
        let seat = match &entry.seat {
            Some(title) => {
                let key = (entry.group.clone(), title.clone());
                Some(*seats.get(&key).ok_or_else(|| unknown(title))?)
            }
            None => None,
        };
        let group = places.group(&entry.group)?;
        terms::appoint(store, &operator(), group, office, &entry.holder, seat, Some(today)).await?;
        calendar.tick();
    }
    let spoken = file.spoken_for;
    let seat = seats.get(&(spoken.group, spoken.seat.clone())).ok_or_else(|| unknown(&spoken.seat))?;
    let bodies = spoken.bodies.iter().map(|key| places.body(key)).collect::<Result<Vec<_>, Problem>>()?;
    terms::speak_for(store, &operator(), *seat, &bodies).await?;
    let sharing = file.sharing;
    let id = terms::add_sharing(store, &operator(), &sharing.name, &sharing.edition, Some(sharing.issued_on))
        .await?;
    for key in sharing.signed {
        let body = places.body(&key)?;
        terms::sign(store, &operator(), id, Some(body), Some(sharing.issued_on)).await?;
    }
    Ok(())
}

impl ClauseEntry {
    fn read(self, places: &Places) -> Result<NewClause> {
        let word = self.subject.as_deref().unwrap_or(Subject::Text.word());
        let subject = Subject::from_word(word).ok_or_else(|| unknown(word))?;
        let before = self.before.as_deref().map(|key| places.group(key)).transpose()?;
        let parts = Parts { choice: self.choice, amount: self.amount, months: self.months, before };
        let rule = Rule::of(subject, &parts).map_err(|(field, _)| {
            Problem::say(format!("terms.toml: a clause on `{word}` has no `{field}`"))
        })?;
        Ok(NewClause { number: self.number, heading: self.heading, text: self.text, rule })
    }
}
