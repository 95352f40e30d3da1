//! What an import hands back: the draft, what was odd, what found no place, and what an
//! officer may want to split.

use serde::{Deserialize, Serialize};

use super::{Draft, Oddity};

/// A file as read. Kept as JSON between upload and acceptance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The plan.
    pub draft: Draft,
    /// Everything odd, in the file's order.
    pub oddities: Vec<Oddity>,
    /// What stood inside the plan and found no place.
    pub unplaced: Vec<Unplaced>,
    /// Cells that lost their bullets, each with a way to split it.
    pub splits: Vec<Split>,
    /// The lines of the plan's key.
    pub key: Vec<String>,
}

/// A text inside the plan that found no place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unplaced {
    /// The line it stood on, from 1.
    pub line: u32,
    /// The text.
    pub text: String,
    /// Why it found no place, as a sentence.
    pub why: String,
    /// The priority (its place in [`Draft::priorities`]) it stood under: where a note would go.
    pub priority: Option<usize>,
}

/// Which cell of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CellKind {
    /// The steps.
    Steps,
    /// The measures.
    Measures,
}

/// A suggestion: this one item seems to be several. An officer accepts or edits the parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// The priority's place in the draft.
    pub priority: usize,
    /// The action's place in the priority.
    pub action: usize,
    /// The row's place in the action.
    pub row: usize,
    /// The cell.
    pub cell: CellKind,
    /// The action's number, for reading.
    pub number: String,
    /// The line it stood on.
    pub line: u32,
    /// The item as it stands.
    pub text: String,
    /// The items it seems to be.
    pub parts: Vec<String>,
}

/// The printed form of `plan import --dry-run --json`.
#[derive(Debug, Serialize)]
pub struct Printed<'a> {
    /// The plan's own fields come first.
    #[serde(flatten)]
    pub draft: &'a Draft,
    /// Then what was odd.
    pub oddities: &'a [Oddity],
}

impl Reading {
    /// What `plan import --dry-run --json` prints.
    pub fn printed(&self) -> Printed<'_> {
        Printed { draft: &self.draft, oddities: &self.oddities }
    }
}

impl Draft {
    /// Replaces an item by the parts of a split and recounts. `false`, and no change, when the
    /// item is no longer there or no part holds text: the draft was edited since.
    pub fn apply(&mut self, split: &Split) -> bool {
        let parts: Vec<String> =
            split.parts.iter().map(|part| super::tidy(part)).filter(|part| !part.is_empty()).collect();
        let row = self
            .priorities
            .get_mut(split.priority)
            .and_then(|priority| priority.actions.get_mut(split.action))
            .and_then(|action| action.rows.get_mut(split.row));
        let Some(row) = row else { return false };
        let items = match split.cell {
            CellKind::Steps => &mut row.steps,
            CellKind::Measures => &mut row.measures,
        };
        let Some(at) = items.iter().position(|item| *item == split.text) else { return false };
        if parts.is_empty() {
            return false;
        }
        items.splice(at..=at, parts);
        self.recount();
        true
    }
}
