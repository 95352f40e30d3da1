//! Gathering what is known of a plan from its other themes.

use std::collections::HashMap;

use concordat_kernel::{
    Result,
    jiff::{Timestamp, civil::Date, tz::TimeZone},
};
use concordat_store::Tx;

use crate::{
    RecordedPlan,
    exceptions::rules::{self, Asked, ClosedRound, Condition, Facts, LastWord},
    measures,
    progress::{self, RecordedUpdate, Standing},
};

/// Everything in a plan that should be looked at today.
///
/// # Errors
/// When the database does not answer.
pub async fn conditions(tx: &mut Tx, plan: &RecordedPlan, today: Date) -> Result<Vec<Condition>> {
    Ok(rules::conditions(plan, &facts(tx, plan, today).await?, today))
}

async fn facts(tx: &mut Tx, plan: &RecordedPlan, today: Date) -> Result<Facts> {
    let mut said = HashMap::new();
    // Newest first.
    for update in progress::updates_of_plan(tx, plan.head.id).await? {
        said.entry(update.action).or_insert(last_word(&update));
    }
    let rounds = progress::rounds(tx, plan.head.id).await?;
    let mut closed = Vec::new();
    for round in rounds.into_iter().filter(|round| round.closed_at.is_some()).take(2) {
        let requests = progress::requests_of_round(tx, round.id).await?;
        let asked = requests.into_iter().map(|request| Asked {
            lead: request.lead.words,
            body: request.lead.body,
            answered: request.standing == Standing::Answered,
        });
        closed.push(ClosedRound { title: round.title, opened_on: round.opens_on, asked: asked.collect() });
    }
    let mut off_course = HashMap::<_, Vec<String>>::new();
    for series in measures::of_plan(tx, plan.head.id).await?.iter().filter(|series| series.in_plan) {
        if let Some(words) = measures::off_course(series, today) {
            off_course.entry(series.action).or_default().push(format!("{}: {words}", series.text));
        }
    }
    Ok(Facts { closed, said, off_course })
}

fn last_word(update: &RecordedUpdate) -> LastWord {
    // A moment of the record is told as the day that it was in London.
    let london = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
    let on = update.given_at.parse::<Timestamp>().map(|at| at.to_zoned(london).date());
    LastWord { lead: update.lead.words.clone(), state: update.said.state(), on: on.unwrap_or(Date::MIN) }
}
