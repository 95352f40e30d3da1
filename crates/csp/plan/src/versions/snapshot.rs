//! A whole plan with its ids, as a published version keeps it. Pure.

use std::collections::HashMap;

use concordat_access::audit::hex;
use concordat_kernel::{AnyId, Id, Period, Problem, jiff::civil::Date};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::VersionHead;
use crate::{
    Action, LeadBody, Plan, PlanHead, Priority, RecordedAction, RecordedPlan, RecordedPriority,
    exceptions::{Course, Reasoned, RecordedStep, Recurs},
    import::{self, PriorityKind},
};

/// Which line of descent each thing of a plan belongs to: the id of the first of its line, however it
/// has been renamed, renumbered or moved since.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    /// The plan of the year before.
    pub continues: Option<Id<Plan>>,
    /// Of priorities and actions that are not the first of their line.
    pub things: HashMap<AnyId, AnyId>,
    /// The steps and measures of each action, by row.
    pub items: HashMap<Id<Action>, Vec<Items>>,
}

impl Lines {
    fn of(&self, thing: AnyId) -> AnyId {
        self.things.get(&thing).copied().unwrap_or(thing)
    }
}

/// A plan as it was, or as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// How it is written; 1.
    pub format: u8,
    /// Its own fields.
    pub plan: Head,
    /// Its priorities in order.
    pub priorities: Vec<KeptPriority>,
}

/// A plan's own fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its id.
    pub id: Id<Plan>,
    /// The plan of the year before.
    pub continues: Option<Id<Plan>>,
    /// Its title, without the period.
    pub title: String,
    /// The months it covers.
    pub period: Option<Period>,
    /// The group it belongs to.
    pub group: Option<AnyId>,
    /// The lines of its key.
    pub key: Vec<String>,
    /// How often its own fields had been changed.
    pub version: i64,
}

/// A priority as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPriority {
    /// Its id.
    pub id: Id<Priority>,
    /// The first of its line.
    pub line: AnyId,
    /// Agreed or shared.
    pub kind: PriorityKind,
    /// Its title.
    pub title: String,
    /// Who leads it.
    pub leads: Vec<String>,
    /// What it is for.
    pub aim: Option<String>,
    /// Notes written beside it.
    pub notes: Vec<String>,
    /// How often it had been changed.
    pub version: i64,
    /// Its actions in order, withdrawn ones too.
    pub actions: Vec<KeptAction>,
}

/// An action as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAction {
    /// Its id.
    pub id: Id<Action>,
    /// The first of its line.
    pub line: AnyId,
    /// How it was going: the word that the record uses.
    pub state: String,
    /// Why it was withdrawn, when it was.
    pub withdrawn_because: Option<String>,
    /// The bodies that its leads were recognised as.
    pub bodies: Vec<KeptBody>,
    /// How often it had been changed.
    pub version: i64,
    /// What it said.
    pub content: import::Action,
    /// The ids of its steps and measures, by row.
    pub items: Vec<Items>,
    /// How it came round, and what was stood down.
    pub course: KeptCourse,
}

/// What no file says of an action: how it came round, and which of its steps were stood down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCourse {
    /// How it came round: the word that the record uses.
    pub recurs: String,
    /// When somebody last confirmed that it goes on.
    pub confirmed_on: Option<Date>,
    /// The days on which it was assured to be done.
    pub assured: Vec<Date>,
    /// Its steps, in the order of its rows.
    pub steps: Vec<KeptStep>,
}

/// A step, and whether it was stood down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptStep {
    /// Its id.
    pub id: AnyId,
    /// Which row of the action it was in, from 0.
    pub row: usize,
    /// Which step of the row it was, from 0.
    pub place: usize,
    /// When and why it was stood down.
    pub stood_down: Option<(Date, String)>,
}

/// A lead and the body it was recognised as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptBody {
    /// As written.
    pub written: String,
    /// The body.
    pub body: AnyId,
}

/// The steps and measures of a row, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Items {
    /// Its steps.
    pub steps: Vec<Item>,
    /// Its measures.
    pub measures: Vec<Item>,
}

/// A step or a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its id.
    pub id: AnyId,
    /// The first of its line.
    pub line: AnyId,
}

impl Snapshot {
    /// The plan as it stands.
    pub fn of(plan: &RecordedPlan, lines: &Lines) -> Self {
        let head = &plan.head;
        Self {
            format: 1,
            plan: Head {
                id: head.id,
                continues: lines.continues,
                title: head.title.clone(),
                period: head.period,
                group: head.group,
                key: head.key.clone(),
                version: head.version,
            },
            priorities: plan.priorities.iter().map(|priority| kept_priority(priority, lines)).collect(),
        }
    }

    /// The plan as the pages and the exports know one.
    ///
    /// # Errors
    /// When an action's state is none that this program knows.
    pub fn recorded(&self) -> Result<RecordedPlan, Problem> {
        let head = &self.plan;
        let priorities: Result<Vec<RecordedPriority>, Problem> =
            self.priorities.iter().map(recorded_priority).collect();
        Ok(RecordedPlan {
            head: PlanHead {
                id: head.id,
                title: head.title.clone(),
                period: head.period,
                group: head.group,
                key: head.key.clone(),
                version: head.version,
            },
            priorities: priorities?,
        })
    }

    /// As text: the same plan gives the same text.
    ///
    /// # Errors
    /// When it cannot be written, which no plan brings about.
    pub fn written(&self) -> Result<String, Problem> {
        serde_json::to_string(self).map_err(|e| Problem::new("writing a version of a plan", e))
    }

    /// From its text.
    ///
    /// # Errors
    /// When it is not the text of one.
    pub fn read(text: &str) -> Result<Self, Problem> {
        serde_json::from_str(text).map_err(|e| Problem::new("reading a version of a plan", e))
    }

    /// Every action with its priority, in order, withdrawn ones too.
    pub fn actions(&self) -> impl Iterator<Item = (&KeptPriority, &KeptAction)> {
        self.priorities
            .iter()
            .flat_map(|priority| priority.actions.iter().map(move |action| (priority, action)))
    }
}

impl KeptAction {
    /// Whether it had been taken out of the plan.
    pub fn is_withdrawn(&self) -> bool {
        self.withdrawn_because.is_some()
    }
}

/// The hash of a version: over what it says and over everything that is said of it, so that neither
/// can be changed unseen.
pub(super) fn hash(head: &VersionHead, snapshot: &str) -> String {
    let mut all = Sha256::new();
    let number = head.number.to_string();
    let (id, plan) = (head.id.to_string(), head.plan_id.to_string());
    let parts = [&id, &plan, &number, &head.title, &head.decision, &head.published_at, &head.published_by];
    for part in parts.into_iter().map(String::as_str).chain([snapshot]) {
        // With its length before it, so that no text can pass from one part into the next.
        all.update(part.len().to_be_bytes());
        all.update(part);
    }
    hex(&all.finalize())
}

fn kept_priority(priority: &RecordedPriority, lines: &Lines) -> KeptPriority {
    KeptPriority {
        id: priority.id,
        line: lines.of(priority.id.uuid()),
        kind: priority.kind,
        title: priority.title.clone(),
        leads: priority.leads.clone(),
        aim: priority.aim.clone(),
        notes: priority.notes.clone(),
        version: priority.version,
        actions: priority.actions.iter().map(|action| kept_action(action, lines)).collect(),
    }
}

fn kept_action(action: &RecordedAction, lines: &Lines) -> KeptAction {
    let bodies = action.lead_bodies.iter();
    KeptAction {
        id: action.id,
        line: lines.of(action.id.uuid()),
        state: action.state.word().to_owned(),
        withdrawn_because: action.withdrawn_because.clone(),
        bodies: bodies.map(|lead| KeptBody { written: lead.written.clone(), body: lead.body }).collect(),
        version: action.version,
        content: action.content.clone(),
        items: lines.items.get(&action.id).cloned().unwrap_or_default(),
        course: kept_course(&action.course),
    }
}

fn kept_course(course: &Course) -> KeptCourse {
    let step = |step: &RecordedStep| KeptStep {
        id: step.id.uuid(),
        row: step.row,
        place: step.place,
        stood_down: step.stood_down.as_ref().map(|down| (down.on, down.because.clone())),
    };
    KeptCourse {
        recurs: course.recurs.word().to_owned(),
        confirmed_on: course.confirmed_on,
        assured: course.assured.clone(),
        steps: course.steps.iter().map(step).collect(),
    }
}

fn recorded_course(course: &KeptCourse) -> Result<Course, Problem> {
    let recurs = Recurs::ALL.into_iter().find(|recurs| recurs.word() == course.recurs);
    let step = |step: &KeptStep| RecordedStep {
        id: Id::from_uuid(step.id),
        row: step.row,
        place: step.place,
        stood_down: step.stood_down.clone().map(|(on, because)| Reasoned { on, because }),
    };
    Ok(Course {
        recurs: recurs
            .ok_or_else(|| Problem::say("a version says in no known way how an action came round"))?,
        confirmed_on: course.confirmed_on,
        assured: course.assured.clone(),
        steps: course.steps.iter().map(step).collect(),
    })
}

fn recorded_priority(priority: &KeptPriority) -> Result<RecordedPriority, Problem> {
    let actions: Result<Vec<RecordedAction>, Problem> =
        priority.actions.iter().map(recorded_action).collect();
    Ok(RecordedPriority {
        id: priority.id,
        kind: priority.kind,
        title: priority.title.clone(),
        leads: priority.leads.clone(),
        aim: priority.aim.clone(),
        notes: priority.notes.clone(),
        version: priority.version,
        actions: actions?,
    })
}

fn recorded_action(action: &KeptAction) -> Result<RecordedAction, Problem> {
    let bodies = action.bodies.iter();
    Ok(RecordedAction {
        id: action.id,
        state: action.state.parse().map_err(|e: String| Problem::new("reading a version of a plan", e))?,
        withdrawn_because: action.withdrawn_because.clone(),
        lead_bodies: bodies.map(|kept| LeadBody { written: kept.written.clone(), body: kept.body }).collect(),
        version: action.version,
        // A version keeps what was agreed, not how it has gone since.
        course: recorded_course(&action.course)?,
        content: action.content.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples;

    #[test]
    fn a_plan_comes_back_from_its_snapshot_as_it_was() {
        for plan in [samples::plan(), samples::empty_plan()] {
            let text = Snapshot::of(&plan, &Lines::default()).written().unwrap();
            assert_eq!(Snapshot::read(&text).unwrap().recorded().unwrap(), plan);
        }
    }

    #[test]
    fn the_hash_tells_every_part_from_every_other() {
        let head = |title: &str, decision: &str| VersionHead {
            id: samples::id(1),
            plan_id: samples::id(2),
            number: 1,
            title: title.to_owned(),
            decision: decision.to_owned(),
            published_at: "2026-07-14T10:00:00Z".to_owned(),
            published_by: "operator".to_owned(),
        };
        let one = hash(&head("As agreed", "Board"), "{}");
        assert_eq!(one, hash(&head("As agreed", "Board"), "{}"));
        for other in [
            hash(&head("As agreedB", "oard"), "{}"),
            hash(&head("As agreed", "Board"), "{ }"),
            hash(&VersionHead { number: 2, ..head("As agreed", "Board") }, "{}"),
        ] {
            assert_ne!(one, other);
        }
    }
}
