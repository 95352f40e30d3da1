//! What happened, day by day.

use concordat_access::Ctx;
use concordat_kernel::{Error, Id, Problem, Result, jiff::Timestamp};
use concordat_plan::{
    Action, Plan, RecordedAction, State,
    import::{self, LinkState},
    reports,
    store::{self as plans, ActionEdit},
};
use concordat_store::Store;
use serde::Deserialize;

use crate::{
    calendar::{Calendar, moment},
    exceptions,
    measures::Measured,
    meetings::Meetings,
    partnership::{Places, Seats, unknown},
    people::People,
    plans::Plans,
    progress,
    strategies::Beside,
    versions::Happening,
};

#[derive(Deserialize)]
struct File {
    last: Vec<Event>,
    this: Vec<Event>,
}

/// One thing that somebody did. See `year.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    on: String,
    by: String,
    why: Option<String>,
    #[serde(default)]
    always: bool,
    /// A file arrives.
    import: Option<String>,
    /// A file that waits is set aside.
    discard: Option<String>,
    /// Somebody who may not tries to import a file.
    refused: Option<String>,
    /// A plan is taken away.
    export: Option<String>,
    /// A seat of the partnership passes to `person`.
    seat: Option<String>,
    person: Option<String>,
    /// Somebody leaves.
    leaves: Option<String>,
    /// A step of `strategies.toml`.
    beside: Option<String>,
    /// What follows happens to this action.
    action: Option<String>,
    /// It is withdrawn, for this reason.
    withdraw: Option<String>,
    /// It is moved to this priority, to have the number `number` there.
    r#move: Option<String>,
    number: Option<String>,
    state: Option<String>,
    /// To what it is linked; an empty list says that it is not.
    linked: Option<Vec<String>>,
    /// A further step of its last row.
    step: Option<String>,
    /// A further measure of its last row.
    measure: Option<String>,
    /// Something is said of one of its measures.
    measured: Option<Measured>,
    /// Something happens to a whole plan: feedback, a version, a proposal, the agreement.
    plan: Option<Happening>,
    /// The working group looks at something.
    group: Option<exceptions::Happening>,
    /// Scrutiny chooses a focus topic, which covers these priorities and actions of the year's plan.
    topic: Option<Topic>,
    /// Something happens in a round of updates.
    round: Option<progress::Happening>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Topic {
    title: String,
    because: String,
    #[serde(default)]
    commentary: String,
    #[serde(default)]
    priorities: Vec<String>,
    #[serde(default)]
    actions: Vec<String>,
}

struct Story<'a> {
    store: &'a Store,
    calendar: &'a Calendar,
    places: &'a Places,
    people: &'a mut People,
    seats: &'a Seats,
    beside: Beside,
}

/// Lives through last year and this one, up to the present.
pub(crate) async fn live(
    store: &Store,
    calendar: &Calendar,
    places: &Places,
    people: &mut People,
    seats: &Seats,
) -> Result<Plans> {
    let file: File =
        toml::from_str(include_str!("../year.toml")).map_err(|e| Problem::new("reading year.toml", e))?;
    let mut story = Story { store, calendar, places, people, seats, beside: Beside::default() };
    let mut plans = Plans::default();
    let mut meetings = Meetings::new(calendar)?;
    for (year, events) in [(calendar.year - 1, file.last), (calendar.year, file.this)] {
        for event in events {
            let at = moment(year, &event.on)?;
            if event.always || calendar.has_come(at) {
                meetings.until(at, store, calendar, places, story.people).await?;
                story.tell(&mut plans, year, at, event).await?;
            }
        }
    }
    meetings.until(calendar.present(), store, calendar, places, story.people).await?;
    let officer = story.people.actor("qureshi")?;
    progress::at_present(store, calendar, &plans, officer).await?;
    Ok(plans)
}

impl Story<'_> {
    async fn tell(&mut self, known: &mut Plans, year: i16, at: Timestamp, event: Event) -> Result<()> {
        self.calendar.go_to(at);
        let (store, places) = (self.store, self.places);
        let mut ctx = self.calendar.ctx(self.people.actor(&event.by)?);
        ctx.why.clone_from(&event.why);
        if let Some(happening) = &event.plan {
            return happening.tell(store, &ctx, places, known).await;
        }
        if let Some(happening) = &event.group {
            return happening.tell(store, &ctx, known, year).await;
        }
        if let (Some(number), Some(measured)) = (&event.action, &event.measured) {
            return measured.say(store, &ctx, known.action(number)?, year).await;
        }
        if let Some(happening) = &event.round {
            return happening.tell(store, &ctx, known).await;
        }
        if let Some(number) = &event.action {
            return change(store, &ctx, known.action(number)?, &event).await;
        }
        if let Some(key) = &event.import {
            // The two plans are brought in at once; what partners send back waits for an officer.
            return match key.ends_with("plan") {
                true => known.bring_in(store, &ctx, places, key, year).await,
                false => known.stage(store, &ctx, key, year).await.map(drop),
            };
        }
        if let Some(key) = &event.discard {
            return known.discard(store, &ctx, key).await;
        }
        if let Some(key) = &event.refused {
            return match known.stage(store, &ctx, key, year).await {
                Err(Error::Refusal(_)) => Ok(()),
                Err(error) => Err(error),
                Ok(_) => Err(Problem::say(format!("`{}` was let in to import a file", event.by)).into()),
            };
        }
        if let Some(key) = &event.export {
            return plans::plan_for_export(store, &ctx, known.plan(key)?).await.map(drop);
        }
        if let Some(topic) = &event.topic {
            let key = if year == self.calendar.year { "plan" } else { "last-plan" };
            return choose(store, &ctx, known, known.plan(key)?, topic).await;
        }
        if let Some(step) = &event.beside {
            return self.beside.tell(store, &ctx, (places, known), step, year).await;
        }
        if let Some(key) = &event.leaves {
            return self.people.leave(store, &ctx, key).await;
        }
        if let (Some(title), Some(key)) = (&event.seat, &event.person) {
            let seat =
                self.seats.get(&("partnership".to_owned(), title.clone())).ok_or_else(|| unknown(title))?;
            let person = self.people.id(key)?.uuid();
            return concordat_partnership::fill_seat(store, &ctx, *seat, Some(person), None).await;
        }
        Err(unknown(&event.on).into())
    }
}

async fn choose(store: &Store, ctx: &Ctx, known: &Plans, plan: Id<Plan>, topic: &Topic) -> Result<()> {
    let plan = plans::plan(store, ctx, plan).await?;
    let mut priorities = Vec::new();
    for title in &topic.priorities {
        let found = plan.priorities.iter().find(|priority| priority.title == *title);
        priorities.push(found.ok_or_else(|| unknown(title))?.id);
    }
    let actions: Result<Vec<_>, Problem> = topic.actions.iter().map(|number| known.action(number)).collect();
    let topic = reports::Topic {
        id: ctx.chance.id(&ctx.clock),
        title: topic.title.clone(),
        because: topic.because.clone(),
        commentary: topic.commentary.clone(),
        priorities,
        actions: actions?,
        version: 1,
    };
    reports::add_topic(store, ctx, &plan, &topic).await.map(drop)
}

async fn change(store: &Store, ctx: &Ctx, id: Id<Action>, event: &Event) -> Result<()> {
    let plan = plans::plan_of_action(store, ctx, id).await?;
    let (_, action) = plan.action(id).ok_or_else(|| unknown(&event.on))?;
    if let Some(because) = &event.withdraw {
        return plans::withdraw(store, ctx, id, action.version, because).await;
    }
    if let (Some(title), Some(number)) = (&event.r#move, &event.number) {
        let to = plan.priorities.iter().find(|priority| priority.title == *title);
        let to = to.ok_or_else(|| unknown(title))?.id;
        return plans::move_action(store, ctx, id, action.version, to, number).await;
    }
    plans::change_action(store, ctx, id, edit(action, event)?).await
}

/// What an officer writes into an action; what is not said stays.
fn edit(action: &RecordedAction, event: &Event) -> Result<ActionEdit, Problem> {
    let mut content = action.content.clone();
    if let Some(number) = &event.number {
        content.number.clone_from(number);
    }
    if let Some(to) = &event.linked {
        let state = if to.is_empty() { LinkState::No } else { LinkState::Yes };
        content.linked = import::Linked { state, to: to.clone() };
    }
    if let Some(row) = content.rows.last_mut() {
        row.steps.extend(event.step.clone());
        row.measures.extend(event.measure.clone());
    }
    let state = match &event.state {
        Some(word) => word.parse::<State>().map_err(|_| unknown(word))?,
        None => action.state,
    };
    Ok(ActionEdit { version: action.version, content, state })
}
