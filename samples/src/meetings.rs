//! The county's meetings: each step on its own day, in between what happens to the plans.

mod file;
mod pack;

use std::collections::BTreeMap;

use concordat_access::Ctx;
use concordat_kernel::{
    Id, Month, Problem, Result,
    jiff::{
        SignedDuration, Timestamp, ToSpan as _,
        civil::{Date, Time},
    },
};
use concordat_meetings::{
    self as meetings, ChairedAs, DecisionKind, FollowUpKind, Item, Left, Manner, Meeting, NewDecision,
    NewDuty, NewFollowUp, NewMeeting, Rhythm, Written,
};
use concordat_partnership::terms::Voted;
use concordat_store::Store;

use self::file::{Entry, File};
use crate::{
    calendar::Calendar,
    partnership::{Places, unknown},
    people::People,
};

/// What is done on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Plan,
    Agree,
    Publish,
    Supplement,
    Hold,
    Minute,
    Circulate,
    Correct,
    Approve,
    Sign,
    PublishMinutes,
}

/// What has happened so far, and what is to come.
pub(crate) struct Meetings {
    file: File,
    /// When, what, and to which meeting of the file; soonest last.
    queue: Vec<(Timestamp, Step, usize)>,
    made: BTreeMap<usize, Made>,
    duties: BTreeMap<String, Id<meetings::Duty>>,
    /// The present's day, from which weeks are counted.
    present: Date,
}

struct Made {
    id: Id<Meeting>,
    items: Vec<Id<Item>>,
}

/// How far a meeting goes.
fn last_step(goes: &str) -> Result<Step, Problem> {
    Ok(match goes {
        "planned" => Step::Plan,
        "agreed" => Step::Agree,
        "held" => Step::Hold,
        "draft" => Step::Minute,
        "circulated" => Step::Correct,
        "approved" => Step::Approve,
        "signed" => Step::Sign,
        "published" => Step::PublishMinutes,
        other => return Err(unknown(other)),
    })
}

/// The Thursday so many weeks from the present's week.
fn thursday(present: Date, weeks: i64) -> Date {
    let to_thursday = i64::from(3 - present.weekday().to_monday_zero_offset());
    present.checked_add((weeks * 7 + to_thursday).days()).unwrap_or(present)
}

impl Meetings {
    /// Reads the file and lays out the days.
    pub(crate) fn new(calendar: &Calendar) -> Result<Self, Problem> {
        let file: File = toml::from_str(include_str!("../meetings.toml"))
            .map_err(|e| Problem::new("reading meetings.toml", e))?;
        let present = concordat_kernel::london_today(calendar.present());
        let mut queue = Vec::new();
        for (n, entry) in file.meeting.iter().enumerate() {
            let day = thursday(present, entry.weeks);
            let at = |days: i64, hour: i64| {
                let nine: Timestamp = format!("{day}T09:00:00Z")
                    .parse()
                    .map_err(|e| Problem::new("reading a day of meetings.toml", e))?;
                Ok::<_, Problem>(nine + SignedDuration::from_hours(days * 24 + hour))
            };
            let next = file
                .meeting
                .iter()
                .filter(|other| other.group == entry.group && other.weeks > entry.weeks)
                .map(|other| other.weeks)
                .min();
            let approval = next.map_or(0, |weeks| (weeks - entry.weeks) * 7);
            let last = last_step(&entry.goes)?;
            for (step, days, hour) in [
                (Step::Plan, -40, 0),
                (Step::Agree, -24, 1),
                (Step::Publish, -22, 2),
                (Step::Supplement, -10, 2),
                (Step::Hold, 0, 4),
                (Step::Minute, 1, 1),
                (Step::Circulate, 5, 1),
                (Step::Correct, 8, 1),
                (Step::Approve, approval, 5),
                (Step::Sign, approval + 1, 0),
                (Step::PublishMinutes, approval + 2, 0),
            ] {
                if step <= last {
                    queue.push((at(days, hour)?, step, n));
                }
            }
        }
        queue.sort_by_key(|(at, step, n)| std::cmp::Reverse((*at, *step, *n)));
        Ok(Self { file, queue, made: BTreeMap::new(), duties: BTreeMap::new(), present })
    }

    /// Does what happened before a moment; with the present, all of it.
    pub(crate) async fn until(
        &mut self,
        at: Timestamp,
        store: &Store,
        calendar: &Calendar,
        places: &Places,
        people: &People,
    ) -> Result<()> {
        let all = at >= calendar.present();
        while self.queue.last().is_some_and(|(when, ..)| all || *when < at) {
            let Some((when, step, n)) = self.queue.pop() else { break };
            calendar.go_to(when);
            let officer = calendar.ctx(people.actor("qureshi")?);
            self.take(step, n, store, &officer, places, people, calendar).await?;
            calendar.tick();
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "what a step of the story stands among")]
    async fn take(
        &mut self,
        step: Step,
        n: usize,
        store: &Store,
        officer: &Ctx,
        places: &Places,
        people: &People,
        calendar: &Calendar,
    ) -> Result<()> {
        if step == Step::Plan {
            return self.plan(n, store, officer, places).await;
        }
        let Some(entry) = self.file.meeting.get(n) else { return Ok(()) };
        let Some(made) = self.made.get(&n) else { return Err(unknown(&entry.goes).into()) };
        let id = made.id;
        match step {
            Step::Plan => Ok(()),
            Step::Agree if entry.group == "partnership" => {
                let chair = calendar.ctx(people.actor("thornbury")?);
                meetings::agree_agenda(store, &chair, id).await
            }
            Step::Agree => meetings::agree_agenda(store, officer, id).await,
            Step::Publish => {
                if entry.pack {
                    pack::attach(store, officer, entry, &made.items).await?;
                }
                meetings::publish_agenda(store, officer, id, "").await?;
                if entry.pack { pack::issue(store, officer, id).await } else { Ok(()) }
            }
            Step::Supplement if entry.pack => pack::supplement(store, officer, id, &made.items).await,
            Step::Supplement => Ok(()),
            Step::Hold => hold(store, officer, entry, made, places).await,
            Step::Minute => minute(store, officer, entry, made, places).await,
            Step::Circulate => meetings::circulate(store, officer, id).await,
            Step::Correct => match &entry.late {
                Some(person) => meetings::attend(store, officer, id, person.read(places)?).await.map(drop),
                None => Ok(()),
            },
            Step::Approve => {
                let file = meetings::meeting_file(store, officer, id).await?;
                let all = meetings::meetings(store, officer).await?;
                let today = officer.clock.today();
                let later = all.into_iter().find(|other| {
                    other.group == file.meeting.group
                        && other.plan.held_on > file.meeting.plan.held_on
                        && other.plan.held_on <= today
                });
                meetings::approve(store, officer, id, later.map(|later| later.id)).await
            }
            Step::Sign => {
                meetings::sign_minutes(store, officer, id, "Chair", Some(officer.clock.today())).await
            }
            Step::PublishMinutes => meetings::publish_minutes(store, officer, id).await,
        }
    }

    async fn plan(&mut self, n: usize, store: &Store, officer: &Ctx, places: &Places) -> Result<()> {
        if self.duties.is_empty() {
            for entry in &self.file.duty {
                let rhythm = Rhythm::Yearly(entry.month);
                let new = NewDuty { title: entry.title.clone(), rhythm, source: entry.source.clone() };
                let id = meetings::add_duty(store, officer, places.group(&entry.group)?, new).await?;
                self.duties.insert(entry.title.clone(), id);
            }
        }
        let Some(entry) = self.file.meeting.get(n) else { return Ok(()) };
        let held_on = thursday(self.present, entry.weeks);
        let new = NewMeeting {
            held_on,
            begins: Time::constant(10, 0, 0, 0),
            ends: Some(Time::constant(12, 0, 0, 0)),
            manner: if entry.online { Manner::Online } else { Manner::Hybrid },
            venue: entry.venue.clone(),
            access: entry
                .venue
                .as_ref()
                .map(|_| "Level entrance and a lift. Hearing loop in the room.".to_owned()),
            joining: Some(format!("https://video.merrowshire.example/{}-{}", entry.group, n + 1)),
        };
        let id = meetings::plan_meeting(store, officer, places.group(&entry.group)?, new).await?;
        let mut items = Vec::new();
        for item in &entry.items {
            let made = meetings::add_item(store, officer, id, item.read(&self.duties)?, None).await?;
            if item.paper {
                meetings::save_paper(store, officer, made, item.paper(officer.clock.today()), 0).await?;
            }
            items.push(made);
        }
        self.made.insert(n, Made { id, items });
        Ok(())
    }
}

async fn hold(store: &Store, ctx: &Ctx, entry: &Entry, made: &Made, places: &Places) -> Result<()> {
    for person in &entry.present {
        meetings::attend(store, ctx, made.id, person.read(places)?).await?;
    }
    for person in &entry.apologies {
        let body = person.body.as_deref().map(|key| places.body(key)).transpose()?;
        meetings::apologise(store, ctx, made.id, &person.name, body, None).await?;
    }
    if let Some(name) = &entry.chair {
        let right = if entry.vice { ChairedAs::ViceChair } else { ChairedAs::Chair };
        meetings::chair(store, ctx, made.id, name, right).await?;
    }
    if let Some(interest) = &entry.interest {
        let left = if interest.left { Left::Room } else { Left::Not };
        let item = made.items.get(interest.item).copied();
        meetings::declare(store, ctx, made.id, item, &interest.name, &interest.text, left).await?;
    }
    Ok(())
}

async fn minute(store: &Store, ctx: &Ctx, entry: &Entry, made: &Made, places: &Places) -> Result<()> {
    meetings::begin_minutes(store, ctx, made.id).await?;
    let file = meetings::meeting_file(store, ctx, made.id).await?;
    for (item, id) in entry.items.iter().zip(&made.items) {
        let Some(minute) = file.minutes.iter().find(|minute| minute.item == *id) else { continue };
        if let Some(text) = &item.minute {
            let written = Written {
                public_text: text.clone(),
                restricted_text: item.restricted.clone(),
                correction: String::new(),
            };
            meetings::write_minute(store, ctx, minute.id, written, minute.version).await?;
        }
        for decision in &item.decisions {
            let kind = DecisionKind::from_word(&decision.kind).ok_or_else(|| unknown(&decision.kind))?;
            let new = NewDecision {
                kind,
                public_text: decision.text.clone(),
                restricted_text: decision.restricted.clone(),
                due: decision.due_in.map(|months| Month::of(file.meeting.plan.held_on).plus(months)),
                ..NewDecision::default()
            };
            let id = meetings::decide(store, ctx, minute.id, new, "").await?;
            if !decision.votes.is_empty() {
                let votes = decision.votes.iter().map(|(key, word)| {
                    let voted = match word.as_str() {
                        "for" => Voted::For,
                        "against" => Voted::Against,
                        _ => Voted::Abstained,
                    };
                    Ok((places.body(key)?, voted))
                });
                let votes = votes.collect::<Result<Vec<_>, Problem>>()?;
                meetings::vote(store, ctx, id, &votes, "").await?;
            }
        }
        if let Some(follow) = &item.follow {
            let due = file.meeting.plan.held_on.checked_add(42.days()).ok();
            let new = NewFollowUp {
                kind: FollowUpKind::from_word(&follow.kind).ok_or_else(|| unknown(&follow.kind))?,
                text: follow.text.clone(),
                restricted_text: follow.restricted.clone(),
                owner: follow.owner.clone(),
                body: follow.body.as_deref().map(|key| places.body(key)).transpose()?,
                due,
                ..NewFollowUp::default()
            };
            let id = meetings::add_follow_up(store, ctx, made.id, Some(minute.id), new).await?;
            if let Some(outcome) = &follow.done {
                meetings::finish(store, ctx, id, Some(ctx.clock.today()), outcome).await?;
            }
        }
    }
    Ok(())
}
