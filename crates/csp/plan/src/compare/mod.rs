//! What differs between two forms of an action or a plan, field by field, in the words a person
//! would compare. Used for history, for the preview of an import, and when two people edit at once.

use std::collections::{BTreeMap, BTreeSet};

use concordat_kernel::Id;

use crate::{
    Action, Priority, RecordedAction, RecordedPlan, RecordedPriority,
    import::{self, Draft, LinkState},
};

/// One field's two texts. An empty text means that there was, or is, nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDifference {
    /// The field's name on screen: `Objective`, `Row 2: steps`.
    pub field: String,
    /// What the record says.
    pub recorded: String,
    /// What the other says.
    pub proposed: String,
}

/// An action's fields as texts, in the order of a page.
pub fn fields(action: &import::Action) -> Vec<(String, String)> {
    fields_of(action, action.rows.len() > 1)
}

/// The same; `several` says whether rows are numbered, so that two forms of an action name them alike.
fn fields_of(action: &import::Action, several: bool) -> Vec<(String, String)> {
    let mut fields = vec![
        ("Number".to_owned(), action.number.clone()),
        ("Star".to_owned(), if action.starred { "Yes" } else { "No" }.to_owned()),
        ("Label".to_owned(), action.label.clone().unwrap_or_default()),
        ("Objective".to_owned(), action.objective.clone()),
        ("Leads".to_owned(), action.leads.join("\n")),
        ("Lead note".to_owned(), action.lead_note.clone().unwrap_or_default()),
        ("Funded".to_owned(), funded_words(action)),
        ("Linked".to_owned(), linked_words(&action.linked)),
    ];
    for (row, n) in action.rows.iter().zip(1..) {
        let name = |what: &str| if several { format!("Row {n}: {what}") } else { capitalised(what) };
        fields.push((name("steps"), row.steps.join("\n")));
        fields.push((name("measures"), row.measures.join("\n")));
        fields.push((name("timescale"), row.timescale.to_string()));
        for (column, value) in &row.extra {
            fields.push((if several { format!("Row {n}: {column}") } else { column.clone() }, value.clone()));
        }
    }
    fields
}

/// Whether an action is funded, in words.
pub fn funded_words(action: &import::Action) -> String {
    match &action.funding {
        None => "No".to_owned(),
        Some(funding) if funding.note.is_empty() => "Yes".to_owned(),
        Some(funding) => format!("Yes: {}", funding.note),
    }
}

/// Whether an action is linked, and to what, in words.
pub fn linked_words(linked: &import::Linked) -> String {
    match linked.state {
        LinkState::Unknown => "Not known".to_owned(),
        LinkState::No => "No".to_owned(),
        LinkState::Yes if linked.to.is_empty() => "Yes".to_owned(),
        LinkState::Yes => format!("Yes: {}", linked.to.join(" / ")),
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The fields in which two forms of an action differ.
pub fn differences(recorded: &import::Action, proposed: &import::Action) -> Vec<FieldDifference> {
    let several = recorded.rows.len().max(proposed.rows.len()) > 1;
    field_differences(fields_of(recorded, several), fields_of(proposed, several))
}

fn field_differences(
    recorded: Vec<(String, String)>,
    proposed: Vec<(String, String)>,
) -> Vec<FieldDifference> {
    let mut others: BTreeMap<String, String> = proposed.iter().cloned().collect();
    let mut found = Vec::new();
    for (field, text) in recorded {
        let other = others.remove(&field).unwrap_or_default();
        if other != text {
            found.push(FieldDifference { field, recorded: text, proposed: other });
        }
    }
    // What only the proposal has, in its own order.
    for (field, text) in proposed {
        if others.remove(&field).is_some() && !text.is_empty() {
            found.push(FieldDifference { field, recorded: String::new(), proposed: text });
        }
    }
    found
}

/// What a file would do to the record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The plan's own title and period.
    pub plan: Vec<FieldDifference>,
    /// For each priority of the draft: what it is in the record.
    pub priorities: Vec<PriorityMatch>,
    /// Actions of the record that the file does not hold: they are left as they are.
    pub absent: Vec<Id<Action>>,
    /// Priorities of the record that the file does not hold: they are left as they are.
    pub absent_priorities: Vec<Id<Priority>>,
}

/// A priority of the draft and what it is in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorityMatch {
    /// The recorded priority; `None` when it is new.
    pub recorded: Option<Id<Priority>>,
    /// Its own fields that differ.
    pub differences: Vec<FieldDifference>,
    /// For each of its actions: what it is in the record.
    pub actions: Vec<ActionMatch>,
}

/// An action of the draft and what it is in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionMatch {
    /// The recorded action; `None` when it is new.
    pub recorded: Option<Id<Action>>,
    /// The title of the recorded priority it would move away from.
    pub moved_from: Option<String>,
    /// Its fields that differ.
    pub differences: Vec<FieldDifference>,
}

impl Comparison {
    /// Compares a draft with the record. Actions are recognised by the id an export carries, then by the
    /// same objective, then by the same number; a renamed priority by the actions under it.
    pub fn of(plan: &RecordedPlan, draft: &Draft) -> Self {
        let actions = recognise_actions(plan, draft);
        let priorities = recognise_priorities(plan, draft, &actions);
        let mut seen = BTreeSet::new();
        let matches = draft
            .priorities
            .iter()
            .zip(&actions)
            .zip(&priorities)
            .map(|((proposed, actions), recorded)| PriorityMatch {
                recorded: recorded.map(|priority| priority.id),
                differences: recorded.map_or_else(Vec::new, |recorded| {
                    field_differences(
                        priority_fields(&recorded.as_draft()),
                        priority_fields(&stated(recorded, proposed)),
                    )
                }),
                actions: proposed
                    .actions
                    .iter()
                    .zip(actions)
                    .map(|(proposed, found)| {
                        seen.extend(found.map(|(_, action)| action.id));
                        ActionMatch {
                            recorded: found.map(|(_, action)| action.id),
                            moved_from: found
                                .filter(|(at, _)| recorded.is_none_or(|to| to.id != at.id))
                                .map(|(at, _)| at.title.clone()),
                            differences: found
                                .map_or_else(Vec::new, |(_, action)| differences(&action.content, proposed)),
                        }
                    })
                    .collect(),
            })
            .collect();
        let known: BTreeSet<_> = priorities.iter().flatten().map(|priority| priority.id).collect();
        Self {
            plan: plan_differences(plan, draft),
            priorities: matches,
            absent: plan
                .actions()
                .filter(|(priority, action)| {
                    !seen.contains(&action.id) && priority.current().any(|current| current.id == action.id)
                })
                .map(|(_, action)| action.id)
                .collect(),
            absent_priorities: plan
                .priorities
                .iter()
                .map(|priority| priority.id)
                .filter(|id| !known.contains(id))
                .collect(),
        }
    }

    /// Whether the file would change nothing.
    pub fn is_empty(&self) -> bool {
        self.plan.is_empty()
            && self.priorities.iter().all(|priority| {
                priority.recorded.is_some()
                    && priority.differences.is_empty()
                    && priority.actions.iter().all(ActionMatch::is_unchanged)
            })
    }

    /// How many actions are new, changed (or moved), and unchanged.
    pub fn tally(&self) -> (usize, usize, usize) {
        let mut tally = (0, 0, 0);
        for action in self.priorities.iter().flat_map(|priority| &priority.actions) {
            if action.recorded.is_none() {
                tally.0 += 1;
            } else if action.is_unchanged() {
                tally.2 += 1;
            } else {
                tally.1 += 1;
            }
        }
        tally
    }
}

impl ActionMatch {
    /// Whether the record already says the same.
    pub fn is_unchanged(&self) -> bool {
        self.recorded.is_some() && self.moved_from.is_none() && self.differences.is_empty()
    }
}

fn plan_differences(plan: &RecordedPlan, draft: &Draft) -> Vec<FieldDifference> {
    let words = |period: Option<concordat_kernel::Period>| period.map(|p| p.to_string()).unwrap_or_default();
    let mut proposed = vec![("Title".to_owned(), draft.title.clone())];
    let mut recorded = vec![("Title".to_owned(), plan.head.title.clone())];
    // A file that does not say its period does not take the record's away.
    if draft.period.is_some() {
        recorded.push(("Period".to_owned(), words(plan.head.period)));
        proposed.push(("Period".to_owned(), words(draft.period)));
    }
    field_differences(recorded, proposed)
}

/// A priority as a file states it. A file that has no place for leads, aim and notes (a bare table, say)
/// says nothing about them, so what the record says stays.
pub(crate) fn stated(recorded: &RecordedPriority, proposed: &import::Priority) -> import::Priority {
    let silent = proposed.leads.is_empty() && proposed.aim.is_none() && proposed.notes.is_empty();
    if silent {
        import::Priority { title: proposed.title.clone(), ..recorded.as_draft() }
    } else {
        proposed.clone()
    }
}

/// A priority's own fields as texts.
pub fn priority_fields(priority: &import::Priority) -> Vec<(String, String)> {
    vec![
        ("Title".to_owned(), priority.title.clone()),
        ("Leads".to_owned(), priority.leads.join("\n")),
        ("Aim".to_owned(), priority.aim.clone().unwrap_or_default()),
        ("Notes".to_owned(), priority.notes.join("\n")),
    ]
}

type Found<'a> = Option<(&'a RecordedPriority, &'a RecordedAction)>;

fn recognise_actions<'a>(plan: &'a RecordedPlan, draft: &Draft) -> Vec<Vec<Found<'a>>> {
    let mut found: Vec<Vec<Found<'a>>> =
        draft.priorities.iter().map(|priority| vec![None; priority.actions.len()]).collect();
    let mut taken = BTreeSet::new();
    let ways: [fn(&RecordedAction, &import::Action) -> bool; 3] = [
        |recorded, proposed| proposed.id.as_deref().is_some_and(|id| id == recorded.id.to_string()),
        |recorded, proposed| {
            let words = same_words(&recorded.content.full_objective());
            !words.is_empty() && words == same_words(&proposed.full_objective())
        },
        |recorded, proposed| {
            !proposed.number.is_empty() && recorded.content.number.eq_ignore_ascii_case(&proposed.number)
        },
    ];
    for (way, is_the_same) in ways.iter().enumerate() {
        for (priority, slots) in draft.priorities.iter().zip(&mut found) {
            for (proposed, slot) in priority.actions.iter().zip(slots) {
                // A file's id that the record knows is the last word on which action is meant.
                let has_known_id = way > 0
                    && proposed
                        .id
                        .as_deref()
                        .is_some_and(|id| plan.actions().any(|(_, action)| action.id.to_string() == id));
                if slot.is_some() || has_known_id {
                    continue;
                }
                *slot = plan
                    .actions()
                    .find(|(_, recorded)| !taken.contains(&recorded.id) && is_the_same(recorded, proposed));
                taken.extend(slot.map(|(_, action)| action.id));
            }
        }
    }
    found
}

fn recognise_priorities<'a>(
    plan: &'a RecordedPlan,
    draft: &Draft,
    actions: &[Vec<Found<'a>>],
) -> Vec<Option<&'a RecordedPriority>> {
    let mut taken = BTreeSet::new();
    let mut found: Vec<Option<&RecordedPriority>> = draft
        .priorities
        .iter()
        .map(|proposed| {
            let same = plan.priorities.iter().find(|recorded| {
                same_words(&recorded.title) == same_words(&proposed.title) && !taken.contains(&recorded.id)
            })?;
            taken.insert(same.id);
            Some(same)
        })
        .collect();
    for (slot, actions) in found.iter_mut().zip(actions) {
        if slot.is_none() {
            let mut counts = BTreeMap::<_, (usize, &RecordedPriority)>::new();
            for (priority, _) in actions.iter().flatten() {
                counts.entry(priority.id).or_insert((0, priority)).0 += 1;
            }
            *slot = counts
                .into_values()
                .filter(|(_, priority)| !taken.contains(&priority.id))
                .max_by_key(|(count, _)| *count)
                .map(|(_, priority)| priority);
            taken.extend(slot.map(|priority| priority.id));
        }
    }
    found
}

/// Letters and digits only, in lower case: what makes two texts the same to a reader.
pub(crate) fn same_words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.extend(word.chars().flat_map(char::to_lowercase));
    }
    words
}

#[cfg(test)]
mod tests;
