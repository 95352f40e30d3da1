//! What can be told only when the whole plan has been read: pages, shared headings, lost
//! bullets and misspelt names.

use std::collections::HashSet;

use super::{Plan, names, splits::Vocabulary};
use crate::import::{CellKind, Code, Oddity, PriorityKind, Reading, Split, refusal::Why};

/// Titles that say of themselves that they are no priority of their own.
const SHARED_TITLES: [&str; 8] = [
    "multiple",
    "cross-cutting",
    "cross cutting",
    "all",
    "all priorities",
    "shared",
    "various",
    "multiple priorities",
];

impl Plan {
    pub(super) fn finish(mut self, known: &[String]) -> Result<Reading, Why> {
        self.resolve_at_end();
        if self.reading.draft.actions().next().is_none() {
            return Err(Why::NoActions);
        }
        self.report_status();
        self.kinds();
        self.page_numbers();
        self.lost_bullets();
        for miss in names::near_misses(&self.mentions, known) {
            if let Some(mention) = self.mentions.get(miss.mention) {
                let did = format!("kept as written; it nearly matches \"{}\"", miss.like);
                let odd = Oddity::new(Code::BodyNearMiss, mention.line, &mention.name, did);
                self.reading.oddities.push(Oddity { action: mention.action.clone(), ..odd });
            }
        }
        self.reading.oddities.sort_by_key(|oddity| oddity.line);
        self.reading.draft.recount();
        Ok(self.reading)
    }

    /// A heading without lead and aim serves several priorities, when the others have theirs.
    fn kinds(&mut self) {
        let priorities = &mut self.reading.draft.priorities;
        let led = priorities.iter().any(|priority| !priority.leads.is_empty() || priority.aim.is_some());
        let exported =
            priorities.iter().flat_map(|priority| &priority.actions).any(|action| action.id.is_some());
        for (at, priority) in priorities.iter_mut().enumerate() {
            let bare = priority.leads.is_empty() && priority.aim.is_none();
            let named = SHARED_TITLES.contains(&priority.title.to_lowercase().as_str());
            if bare && (led || named) && !exported && !self.said_kind.contains(&at) {
                priority.kind = PriorityKind::Shared;
            }
        }
    }

    fn page_numbers(&mut self) {
        let lines: Vec<u32> = self.reading.draft.actions().map(|action| action.source.line).collect();
        let mut pages = self.pages.of(&lines).into_iter();
        for action in self.reading.draft.priorities.iter_mut().flat_map(|priority| &mut priority.actions) {
            action.source.page = pages.next().flatten();
        }
    }

    fn lost_bullets(&mut self) {
        let bulleted = self.bulleted;
        // A text outside any list is suspect only where the rest of its column has bullets.
        let candidates: Vec<_> = std::mem::take(&mut self.candidates)
            .into_iter()
            .filter(|found| found.list || bulleted[usize::from(found.cell == CellKind::Measures)])
            .collect();
        let lost: HashSet<&str> = candidates.iter().map(|found| found.text.as_str()).collect();
        let vocabulary = Vocabulary::learn(&self.reading.draft, &lost);
        for found in &candidates {
            let Some(action) = self
                .reading
                .draft
                .priorities
                .get(found.priority)
                .and_then(|priority| priority.actions.get(found.action))
            else {
                continue;
            };
            let number = action.number.clone();
            let cell = match found.cell {
                CellKind::Steps => "steps",
                CellKind::Measures => "measures",
            };
            let parts = vocabulary.suggest(&found.text);
            if parts.len() > 1 {
                let did = format!("kept as one of the {cell}; it seems to be {}", parts.len());
                self.reading.oddities.push(Oddity::of(
                    &number,
                    Code::BulletsLost,
                    found.line,
                    &found.text,
                    did,
                ));
                self.reading.splits.push(Split {
                    priority: found.priority,
                    action: found.action,
                    row: found.row,
                    cell: found.cell,
                    number,
                    line: found.line,
                    text: found.text.clone(),
                    parts,
                });
            } else if found.list {
                let did = format!("read as one of the {cell}");
                self.reading.oddities.push(Oddity::of(
                    &number,
                    Code::BulletMissing,
                    found.line,
                    &found.text,
                    did,
                ));
            }
        }
    }
}
