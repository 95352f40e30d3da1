use concordat_kernel::{Id, Period, kind};

use crate::{
    exceptions::Course,
    import::{self, Draft, PriorityKind},
    state::State,
};

kind!(
    /// An action plan for a period.
    Plan, "plan"
);
kind!(
    /// One of a plan's priorities.
    Priority, "plan_priority"
);
kind!(
    /// One of a plan's actions. Its id stays when it is renumbered, renamed or moved.
    Action, "plan_action"
);
kind!(
    /// A file on its way into a plan.
    Import, "plan_import"
);

/// A plan without its contents: what a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanHead {
    /// Its id.
    pub id: Id<Plan>,
    /// Its title, without the period.
    pub title: String,
    /// The months it covers, when known.
    pub period: Option<Period>,
    /// The group it belongs to: roles held for that group count.
    pub group: Option<uuid::Uuid>,
    /// The lines of its key, as the plan's own document explains its colours and stars.
    pub key: Vec<String>,
    /// Counts every change of the plan's own fields; for noticing that two people edit at once.
    pub version: i64,
}

/// A plan as it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedPlan {
    /// Title, period, group.
    pub head: PlanHead,
    /// Its priorities in order.
    pub priorities: Vec<RecordedPriority>,
}

/// A priority as it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedPriority {
    /// Its id: stays when the priority is renamed.
    pub id: Id<Priority>,
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
    /// Counts its changes.
    pub version: i64,
    /// Its actions in order, withdrawn ones too.
    pub actions: Vec<RecordedAction>,
}

/// An action as it stands in the record: what a file can say about it, and what only the record knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedAction {
    /// Its id.
    pub id: Id<Action>,
    /// How it is going.
    pub state: State,
    /// Why it was withdrawn, when it was.
    pub withdrawn_because: Option<String>,
    /// The bodies its leads were recognised as.
    pub lead_bodies: Vec<LeadBody>,
    /// Counts its changes.
    pub version: i64,
    /// How it comes round, and which of its steps were stood down.
    pub course: Course,
    /// What a file can say. Its `id` is always set.
    pub content: import::Action,
}

/// A lead recognised as a body of the partnership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadBody {
    /// The lead as written in the plan.
    pub written: String,
    /// The body.
    pub body: uuid::Uuid,
}

impl RecordedPlan {
    /// The plan as a draft: what `plan export --format json` writes. Withdrawn actions are left out.
    pub fn draft(&self) -> Draft {
        let priorities = self
            .priorities
            .iter()
            .map(|priority| import::Priority {
                actions: priority.current().map(|action| action.content.clone()).collect(),
                ..priority.as_draft()
            })
            .collect();
        let mut draft = Draft {
            title: self.head.title.clone(),
            period: self.head.period,
            priorities,
            ..Draft::default()
        };
        draft.recount();
        draft
    }

    /// Every action with its priority, in order, withdrawn ones too.
    pub fn actions(&self) -> impl Iterator<Item = (&RecordedPriority, &RecordedAction)> {
        self.priorities
            .iter()
            .flat_map(|priority| priority.actions.iter().map(move |action| (priority, action)))
    }

    /// The action with this id.
    pub fn action(&self, id: Id<Action>) -> Option<(&RecordedPriority, &RecordedAction)> {
        self.actions().find(|(_, action)| action.id == id)
    }

    /// The priority's number as its actions show it ("5" from "5.1"), when they agree.
    pub fn priority_number(priority: &RecordedPriority) -> Option<String> {
        let mut numbers = priority.current().map(|action| {
            let digits: String = action.content.number.chars().take_while(char::is_ascii_digit).collect();
            digits
        });
        let first = numbers.next().filter(|number| !number.is_empty())?;
        numbers.all(|number| number == first).then_some(first)
    }
}

impl RecordedPriority {
    /// Its own fields as a file would say them, without its actions.
    pub fn as_draft(&self) -> import::Priority {
        import::Priority {
            kind: self.kind,
            title: self.title.clone(),
            leads: self.leads.clone(),
            aim: self.aim.clone(),
            notes: self.notes.clone(),
            actions: Vec::new(),
        }
    }

    /// Its actions that have not been withdrawn.
    pub fn current(&self) -> impl Iterator<Item = &RecordedAction> {
        self.actions.iter().filter(|action| action.state != State::Withdrawn)
    }
}
