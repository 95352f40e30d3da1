//! Tables that have the priority as a column.

use super::{super::leads, Header, Open, Plan, Role};
use crate::import::{Priority, PriorityKind, document::TableRow};

impl Plan {
    /// In a table with the priority as a column, its cell chooses the priority.
    pub(super) fn priority_column(&mut self, header: &Header, row: &TableRow) {
        let title = header.text(Role::Priority, row);
        if title.is_empty() {
            return;
        }
        let title = title.replace("**", "");
        let known = self.by_title.get(&title.to_lowercase()).copied();
        if known.is_some() && known == self.current {
            return;
        }
        let at = known.unwrap_or_else(|| {
            let at = self.reading.draft.priorities.len();
            let kind = header.text(Role::PriorityKind, row).to_lowercase();
            if matches!(kind.as_str(), "shared" | "priority") {
                self.said_kind.insert(at);
            }
            let aim = header.text(Role::PriorityAim, row);
            let leads = leads::split(&header.text(Role::PriorityLead, row));
            self.mention_leads(&leads, None, row.line);
            let notes = header.cell(Role::PriorityNotes, row);
            self.reading.draft.priorities.push(Priority {
                kind: if kind == "shared" { PriorityKind::Shared } else { PriorityKind::Priority },
                title: title.clone(),
                leads,
                aim: (!aim.is_empty()).then_some(aim),
                notes: notes
                    .into_iter()
                    .flat_map(|cell| &cell.parts)
                    .map(|part| part.text().to_owned())
                    .collect(),
                actions: Vec::new(),
            });
            self.by_title.insert(title.to_lowercase(), at);
            at
        });
        self.current = Some(at);
        self.open = Open::default();
    }
}

/// A row with a priority and nothing of an action: our own workbook's way of saying that the priority
/// has no actions yet.
pub(super) fn names_only_its_priority(header: &Header, row: &TableRow) -> bool {
    let of_an_action = |role: Role| {
        !matches!(
            role,
            Role::Priority
                | Role::PriorityKind
                | Role::PriorityLead
                | Role::PriorityAim
                | Role::PriorityNotes
                | Role::Status
                | Role::Money
                | Role::StoodDown
        )
    };
    header.cell(Role::Priority, row).is_some_and(|cell| !cell.merged)
        && row.filled().all(|(at, _)| {
            header.columns.get(at).and_then(|column| column.role).is_some_and(|role| !of_an_action(role))
        })
}
