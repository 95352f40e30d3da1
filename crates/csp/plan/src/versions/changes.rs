//! What lies between two states of a plan, or of two years' plans. Pure.
//!
//! A thing is recognised by its line, never by its number or title, so what was renamed, renumbered or
//! moved is still the same thing.

use std::collections::{HashMap, HashSet};

use concordat_kernel::{AnyId, Id};

use super::{KeptAction, KeptPriority, Snapshot};
use crate::{
    Action,
    compare::{FieldDifference, differences, priority_fields},
    exceptions::Recurs,
    import::{self, PriorityKind},
};

/// What happened to a thing of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It is new.
    Added,
    /// It had been withdrawn and is in the plan again.
    PutBack,
    /// It was taken out of the plan, for this reason.
    Withdrawn(String),
    /// It was not carried on.
    LeftOut,
    /// It stands under another priority.
    Moved {
        /// Under which it stood.
        from: String,
        /// Under which it stands.
        to: String,
    },
    /// It has another number.
    Renumbered {
        /// The number it had.
        from: String,
        /// The number it has.
        to: String,
    },
    /// It is called something else.
    Renamed,
    /// It says something else.
    Changed,
}

impl What {
    /// In a word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::PutBack => "Put back",
            Self::Withdrawn(_) => "Withdrawn",
            Self::LeftOut => "Left out",
            Self::Moved { .. } => "Moved",
            Self::Renumbered { .. } => "Renumbered",
            Self::Renamed => "Renamed",
            Self::Changed => "Changed",
        }
    }
}

/// A priority that is not the same on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorityChange {
    /// The first of its line.
    pub line: AnyId,
    /// Its ids on either side.
    pub ids: Vec<AnyId>,
    /// What it was called.
    pub before: Option<String>,
    /// What it is called.
    pub after: Option<String>,
    /// What happened to it.
    pub what: Vec<What>,
    /// Its fields that differ.
    pub fields: Vec<FieldDifference>,
}

/// An action as one side has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its id there.
    pub id: Id<Action>,
    /// Its number.
    pub number: String,
    /// What it is called.
    pub objective: String,
    /// The priority under which it stands.
    pub priority: String,
}

/// An action that is not the same on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionChange {
    /// The first of its line.
    pub line: AnyId,
    /// As it was.
    pub before: Option<Place>,
    /// As it is.
    pub after: Option<Place>,
    /// What happened to it.
    pub what: Vec<What>,
    /// Its fields that differ.
    pub fields: Vec<FieldDifference>,
}

impl ActionChange {
    /// The place to show it at: where it is, or was.
    pub fn place(&self) -> Option<&Place> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// Everything that lies between two states.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// The plan's own fields that differ.
    pub plan: Vec<FieldDifference>,
    /// Its priorities that are not the same.
    pub priorities: Vec<PriorityChange>,
    /// Its actions that are not the same.
    pub actions: Vec<ActionChange>,
}

impl Changes {
    /// What lies between a state and a later one.
    pub fn between(before: &Snapshot, after: &Snapshot) -> Self {
        let plan = plan_fields(before)
            .into_iter()
            .zip(plan_fields(after))
            .filter(|(before, after)| before.1 != after.1)
            .map(|((field, recorded), (_, proposed))| FieldDifference { field, recorded, proposed })
            .collect();
        Self { plan, priorities: priorities(before, after), actions: actions(before, after) }
    }

    /// Whether both say the same.
    pub fn is_empty(&self) -> bool {
        self.plan.is_empty() && self.priorities.is_empty() && self.actions.is_empty()
    }
}

fn plan_fields(snapshot: &Snapshot) -> [(String, String); 4] {
    let plan = &snapshot.plan;
    [
        ("Title".to_owned(), plan.title.clone()),
        ("Period".to_owned(), plan.period.map(|period| period.to_string()).unwrap_or_default()),
        ("Group".to_owned(), plan.group.map(|group| group.to_string()).unwrap_or_default()),
        ("Key".to_owned(), plan.key.join("\n")),
    ]
}

fn priorities(before: &Snapshot, after: &Snapshot) -> Vec<PriorityChange> {
    let former: HashMap<AnyId, &KeptPriority> =
        before.priorities.iter().map(|priority| (priority.line, priority)).collect();
    let known: HashSet<AnyId> = after.priorities.iter().map(|priority| priority.line).collect();
    let mut changes: Vec<PriorityChange> = after
        .priorities
        .iter()
        .filter_map(|latter| priority_change(former.get(&latter.line).copied(), Some(latter)))
        .collect();
    let gone = before.priorities.iter().filter(|former| !known.contains(&former.line));
    changes.extend(gone.filter_map(|former| priority_change(Some(former), None)));
    changes
}

fn priority_change(before: Option<&KeptPriority>, after: Option<&KeptPriority>) -> Option<PriorityChange> {
    let (what, fields) = match (before, after) {
        (Some(before), Some(after)) => {
            let fields: Vec<FieldDifference> = fields_of_priority(before)
                .into_iter()
                .zip(fields_of_priority(after))
                .filter(|(before, after)| before.1 != after.1)
                .map(|((field, recorded), (_, proposed))| FieldDifference { field, recorded, proposed })
                .collect();
            let renamed = fields.iter().any(|field| field.field == "Title").then_some(What::Renamed);
            let changed = fields.iter().any(|field| field.field != "Title").then_some(What::Changed);
            (renamed.into_iter().chain(changed).collect(), fields)
        }
        (None, Some(_)) => (vec![What::Added], Vec::new()),
        (Some(_), None) => (vec![What::LeftOut], Vec::new()),
        (None, None) => return None,
    };
    let what: Vec<What> = what;
    (!what.is_empty()).then(|| PriorityChange {
        line: after.or(before).map(|priority| priority.line).unwrap_or_default(),
        ids: ids(before.map(|one| one.id.uuid()), after.map(|one| one.id.uuid())),
        before: before.map(|priority| priority.title.clone()),
        after: after.map(|priority| priority.title.clone()),
        what,
        fields,
    })
}

fn fields_of_priority(priority: &KeptPriority) -> Vec<(String, String)> {
    let kind = match priority.kind {
        PriorityKind::Priority => "Agreed priority",
        PriorityKind::Shared => "Place for what serves several",
    };
    let draft = import::Priority {
        kind: priority.kind,
        title: priority.title.clone(),
        leads: priority.leads.clone(),
        aim: priority.aim.clone(),
        notes: priority.notes.clone(),
        actions: Vec::new(),
    };
    let mut fields = priority_fields(&draft);
    fields.push(("Kind".to_owned(), kind.to_owned()));
    fields
}

fn ids(one: Option<AnyId>, other: Option<AnyId>) -> Vec<AnyId> {
    let mut ids: Vec<AnyId> = one.into_iter().chain(other).collect();
    ids.dedup();
    ids
}

type Found<'a> = (&'a KeptPriority, &'a KeptAction);

fn actions(before: &Snapshot, after: &Snapshot) -> Vec<ActionChange> {
    let former: HashMap<AnyId, Found<'_>> = before.actions().map(|found| (found.1.line, found)).collect();
    let known: HashSet<AnyId> = after.actions().map(|(_, action)| action.line).collect();
    let mut changes: Vec<ActionChange> = after
        .actions()
        .filter_map(|latter| action_change(former.get(&latter.1.line).copied(), Some(latter)))
        .collect();
    let gone = before.actions().filter(|(_, action)| !known.contains(&action.line));
    changes.extend(gone.filter_map(|former| action_change(Some(former), None)));
    changes
}

fn action_change(before: Option<Found<'_>>, after: Option<Found<'_>>) -> Option<ActionChange> {
    let withdrawn = |found: Found<'_>| found.1.withdrawn_because.clone();
    let (mut what, mut fields) = (Vec::new(), Vec::new());
    match (before, after) {
        (Some(from), Some(to)) => {
            fields = differences(&from.1.content, &to.1.content);
            fields.extend(course(from.1, to.1));
            match (withdrawn(from), withdrawn(to)) {
                (None, Some(because)) => what.push(What::Withdrawn(because)),
                (Some(_), None) => what.push(What::PutBack),
                (Some(former), Some(latter)) if former != latter => what.push(What::Withdrawn(latter)),
                _ => {}
            }
            what.extend(between(from, to, &fields));
        }
        (None, Some(to)) => what.push(withdrawn(to).map_or(What::Added, What::Withdrawn)),
        // What was withdrawn before, nobody misses.
        (Some(from), None) if withdrawn(from).is_none() => what.push(What::LeftOut),
        _ => {}
    }
    (!what.is_empty()).then(|| ActionChange {
        line: after.or(before).map(|(_, action)| action.line).unwrap_or_default(),
        before: before.map(place),
        after: after.map(place),
        what,
        fields,
    })
}

/// What no file says of an action: how it comes round, and which of its steps are stood down.
fn course(former: &KeptAction, latter: &KeptAction) -> Vec<FieldDifference> {
    let recurs = |action: &KeptAction| {
        let word = &action.course.recurs;
        word.parse::<Recurs>().map_or_else(|_| word.clone(), |recurs| recurs.to_string())
    };
    let stood_down = |action: &KeptAction| {
        let mut lines = Vec::new();
        for step in &action.course.steps {
            let words = action.content.rows.get(step.row).and_then(|row| row.steps.get(step.place));
            if let (Some(words), Some((_, because))) = (words, &step.stood_down) {
                lines.push(format!("{words}: {because}"));
            }
        }
        lines.join("\n")
    };
    [
        ("Comes round", recurs(former), recurs(latter)),
        ("Steps stood down", stood_down(former), stood_down(latter)),
    ]
    .into_iter()
    .filter(|(_, recorded, proposed)| recorded != proposed)
    .map(|(field, recorded, proposed)| FieldDifference { field: field.to_owned(), recorded, proposed })
    .collect()
}

fn between((from, former): Found<'_>, (to, latter): Found<'_>, fields: &[FieldDifference]) -> Vec<What> {
    let mut what = Vec::new();
    if from.line != to.line {
        what.push(What::Moved { from: from.title.clone(), to: to.title.clone() });
    }
    if former.content.number != latter.content.number {
        let (from, to) = (former.content.number.clone(), latter.content.number.clone());
        what.push(What::Renumbered { from, to });
    }
    let names = ["Label", "Objective"];
    if fields.iter().any(|field| names.contains(&field.field.as_str())) {
        what.push(What::Renamed);
    }
    if fields.iter().any(|field| field.field != "Number" && !names.contains(&field.field.as_str())) {
        what.push(What::Changed);
    }
    what
}

fn place((priority, action): Found<'_>) -> Place {
    Place {
        id: action.id,
        number: action.content.number.clone(),
        objective: action.content.full_objective(),
        priority: priority.title.clone(),
    }
}

#[cfg(test)]
#[path = "changes_tests.rs"]
mod tests;
