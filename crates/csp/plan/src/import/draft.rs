//! What a file says, as data: the shape that `plan import --dry-run --json` and
//! `plan export --format json` print. Field order is the printed order.

use std::collections::BTreeMap;

use concordat_kernel::Period;
use serde::{Deserialize, Serialize};

use super::Timescale;

/// A whole plan as read from a file, or as exported from the record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The plan's title, without its period.
    pub title: String,
    /// The months it covers, when the file says so.
    pub period: Option<Period>,
    /// The priorities in the file's order.
    pub priorities: Vec<Priority>,
    /// Totals; see [`Draft::recount`].
    #[serde(default)]
    pub counts: Counts,
}

/// Whether a heading is one of the agreed priorities or a place for what serves several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PriorityKind {
    /// An agreed priority.
    #[default]
    Priority,
    /// A pseudo-priority such as "Multiple": no lead and no aim of its own.
    Shared,
}

/// One priority and its actions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priority {
    /// Agreed or shared.
    pub kind: PriorityKind,
    /// Its title as written.
    pub title: String,
    /// Who leads it: a role and an organisation each.
    pub leads: Vec<String>,
    /// What it is for.
    pub aim: Option<String>,
    /// Notes written beside its table.
    pub notes: Vec<String>,
    /// Its actions in the file's order.
    pub actions: Vec<Action>,
}

/// One action.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// The record's id, when the file is an export of ours.
    pub id: Option<String>,
    /// The number as partners say it ("1.1", "2b").
    pub number: String,
    /// Whether the number carries a star.
    pub starred: bool,
    /// The objective's own label ("Improving practices").
    pub label: Option<String>,
    /// The objective after its label.
    pub objective: String,
    /// Who will feed back.
    pub leads: Vec<String>,
    /// A qualifier after the leads ("project liaison").
    pub lead_note: Option<String>,
    /// Set when the file says the action is funded.
    pub funding: Option<Funding>,
    /// Whether it links to another group or strategy.
    pub linked: Linked,
    /// Its steps and measures by timescale.
    pub rows: Vec<Row>,
    /// Where it was found.
    #[serde(default)]
    pub source: Source,
}

/// What the file says about an action's funding.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Funding {
    /// The note's own words; empty when the file only says that it is funded.
    pub note: String,
}

/// Whether an action links to another partnership group or strategy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkState {
    /// The file does not say. A star alone never decides it.
    #[default]
    Unknown,
    /// It does.
    Yes,
    /// It does not.
    No,
}

/// An action's links.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// Whether it is linked.
    pub state: LinkState,
    /// To what, as written.
    pub to: Vec<String>,
}

/// One row of an action: its steps, its measures and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What will be done.
    pub steps: Vec<String>,
    /// How it will be known.
    pub measures: Vec<String>,
    /// When.
    pub timescale: Timescale,
    /// Columns this record has no place for, by the file's own name.
    #[serde(default)]
    pub extra: BTreeMap<String, String>,
}

/// Where in the file something stood.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The page, when the file's page markers tell.
    pub page: Option<u32>,
    /// The line (for a workbook the row, for a Word file the paragraph or table row), from 1.
    pub line: u32,
}

/// Totals of a draft.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Agreed priorities.
    pub priorities: usize,
    /// Pseudo-priorities.
    pub shared: usize,
    /// Actions.
    pub actions: usize,
    /// Rows of actions.
    pub rows: usize,
    /// Steps.
    pub steps: usize,
    /// Measures.
    pub measures: usize,
    /// Starred actions.
    pub starred: usize,
    /// Actions with a funding note.
    pub funded: usize,
}

impl Draft {
    /// The totals of what the draft holds now.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for priority in &self.priorities {
            match priority.kind {
                PriorityKind::Priority => counts.priorities += 1,
                PriorityKind::Shared => counts.shared += 1,
            }
        }
        for action in self.actions() {
            counts.actions += 1;
            counts.starred += usize::from(action.starred);
            counts.funded += usize::from(action.funding.is_some());
            for row in &action.rows {
                counts.rows += 1;
                counts.steps += row.steps.len();
                counts.measures += row.measures.len();
            }
        }
        counts
    }

    /// Brings `counts` up to date after a change.
    pub fn recount(&mut self) {
        self.counts = self.counts();
    }

    /// Every action, in order.
    pub fn actions(&self) -> impl Iterator<Item = &Action> {
        self.priorities.iter().flat_map(|priority| &priority.actions)
    }
}

impl Default for Row {
    fn default() -> Self {
        Self { steps: Vec::new(), measures: Vec::new(), timescale: Timescale::none(), extra: BTreeMap::new() }
    }
}

impl Action {
    /// Label and objective as one sentence, as plans print it.
    pub fn full_objective(&self) -> String {
        match &self.label {
            Some(label) if self.objective.is_empty() => label.clone(),
            Some(label) => format!("{label}: {}", self.objective),
            None => self.objective.clone(),
        }
    }
}
