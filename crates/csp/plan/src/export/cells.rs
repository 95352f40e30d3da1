//! An action plan as a table: its lines, its columns, and the text where they meet. The spreadsheet
//! and the Word document show the same texts, and the importer reads both alike.

use std::collections::BTreeSet;

use crate::{
    RecordedAction, RecordedPlan, RecordedPriority,
    compare::linked_words,
    import::{Action, PriorityKind, Row, columns, tidy},
    strategies::model::{Money, RecordedFunding},
};

/// One line of the table: a row of an action, or a priority that has no actions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) priority: &'a RecordedPriority,
    pub(super) action: Option<&'a RecordedAction>,
    pub(super) row: Option<&'a Row>,
    /// Which row of its action, from 0.
    pub(super) place: usize,
    /// What was said about the action's money.
    pub(super) money: Option<&'a RecordedFunding>,
    /// Whether it is its priority's first.
    pub(super) opens_priority: bool,
    /// Whether it is its action's first.
    pub(super) opens_action: bool,
}

/// Every line of a priority.
pub(super) fn lines<'a>(priority: &'a RecordedPriority, money: &'a Money) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    for action in priority.current() {
        let rows = action.content.rows.iter().map(Some);
        let none = action.content.rows.is_empty().then_some(None);
        for (n, row) in rows.chain(none).enumerate() {
            lines.push(Line {
                priority,
                action: Some(action),
                row,
                place: n,
                money: money.get(&action.id),
                opens_priority: lines.is_empty(),
                opens_action: n == 0,
            });
        }
    }
    if lines.is_empty() {
        lines.push(Line {
            priority,
            action: None,
            row: None,
            place: 0,
            money: None,
            opens_priority: true,
            opens_action: true,
        });
    }
    lines
}

/// A column of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    Priority,
    Number,
    Star,
    Label,
    Objective,
    Steps,
    Measures,
    Timescale,
    Lead,
    Funded,
    Linked,
    /// A column of the file the plan came from, by that file's name for it.
    Extra(String),
    Status,
    Money,
    StoodDown,
    PriorityKind,
    PriorityLead,
    PriorityAim,
    PriorityNotes,
    Id,
}

impl Column {
    /// The name in the header row.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Priority => columns::PRIORITY,
            Self::Number => columns::NUMBER,
            Self::Star => columns::STAR,
            Self::Label => columns::LABEL,
            Self::Objective => columns::OBJECTIVE,
            Self::Steps => columns::STEPS,
            Self::Measures => columns::MEASURES,
            Self::Timescale => columns::TIMESCALE,
            Self::Lead => columns::LEAD,
            Self::Funded => columns::FUNDED,
            Self::Linked => columns::LINKED,
            Self::Extra(name) => name,
            Self::Status => columns::STATUS,
            Self::Money => columns::MONEY,
            Self::StoodDown => columns::STOOD_DOWN,
            Self::PriorityKind => columns::PRIORITY_KIND,
            Self::PriorityLead => columns::PRIORITY_LEAD,
            Self::PriorityAim => columns::PRIORITY_AIM,
            Self::PriorityNotes => columns::PRIORITY_NOTES,
            Self::Id => columns::ID,
        }
    }

    /// The paragraphs of its cell on a line, without bullets.
    pub(super) fn paragraphs(&self, line: Line<'_>) -> Vec<String> {
        let one = |text: String| if text.is_empty() { Vec::new() } else { vec![text] };
        let tidied = |texts: &[String]| texts.iter().map(|text| tidy(text)).collect();
        match (self, line.row) {
            (Self::Steps, Some(row)) => return tidied(&row.steps),
            (Self::Measures, Some(row)) => return tidied(&row.measures),
            (Self::Timescale, Some(row)) => return one(tidy(&row.timescale.to_string())),
            (Self::Extra(name), Some(row)) => {
                return one(row.extra.get(name).map(|text| tidy(text)).unwrap_or_default());
            }
            _ => (),
        }
        let Some(action) = line.action else { return self.of_priority(line) };
        if let (Self::StoodDown, Some(row)) = (self, line.row) {
            return stood_down(action, row, line.place);
        }
        let content = &action.content;
        match self {
            // A line that says no more than which action it goes on with, and who leads that, can be
            // sorted and filtered in a spreadsheet without getting lost.
            Self::Number => one(tidy(&content.number)),
            Self::Lead => one(lead(content)),
            Self::Id => one(action.id.to_string()),
            Self::Star if line.opens_action => one(yes_or_no(content.starred)),
            Self::Label if line.opens_action => one(content.label.as_deref().map(tidy).unwrap_or_default()),
            Self::Objective if line.opens_action => one(tidy(&content.objective)),
            Self::Funded if line.opens_action => one(funded(content)),
            Self::Linked if line.opens_action => one(tidy(&linked_words(&content.linked))),
            Self::Status if line.opens_action => one(action.state.to_string()),
            Self::Money if line.opens_action => {
                one(line.money.map(|money| tidy(&money.words())).unwrap_or_default())
            }
            _ => self.of_priority(line),
        }
    }

    fn of_priority(&self, line: Line<'_>) -> Vec<String> {
        let priority = line.priority;
        match self {
            Self::Priority => vec![tidy(&priority.title)],
            Self::PriorityKind if line.opens_priority => match priority.kind {
                PriorityKind::Priority => vec!["Priority".to_owned()],
                PriorityKind::Shared => vec!["Shared".to_owned()],
            },
            Self::PriorityLead if line.opens_priority && !priority.leads.is_empty() => {
                vec![joined(&priority.leads)]
            }
            Self::PriorityAim if line.opens_priority => priority.aim.iter().map(|aim| tidy(aim)).collect(),
            Self::PriorityNotes if line.opens_priority => {
                priority.notes.iter().map(|note| tidy(note)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether each paragraph of its cells is an item of a list.
    pub(super) fn is_list(&self) -> bool {
        matches!(self, Self::Steps | Self::Measures)
    }
}

/// The columns that the plan's own files brought with them, in alphabetical order.
pub(super) fn extras(plan: &RecordedPlan) -> impl Iterator<Item = Column> {
    let names: BTreeSet<_> = plan
        .priorities
        .iter()
        .flat_map(RecordedPriority::current)
        .flat_map(|action| &action.content.rows)
        .flat_map(|row| row.extra.keys())
        .collect();
    names.into_iter().cloned().map(Column::Extra)
}

/// The columns that say what the record knows beyond the plan's own words, where it knows anything: how certain money
/// is, and which steps are stood down. No file brings them back, so nothing is lost or changed by them.
pub(super) fn known_beyond(plan: &RecordedPlan, money: &Money) -> impl Iterator<Item = Column> {
    let current = || plan.priorities.iter().flat_map(RecordedPriority::current);
    let any_money = current().any(|action| money.contains_key(&action.id));
    let any_down = current().any(|action| action.course.steps.iter().any(|step| step.stood_down.is_some()));
    [(Column::Money, any_money), (Column::StoodDown, any_down)]
        .into_iter()
        .filter_map(|(column, used)| used.then_some(column))
}

/// The steps of a row that are stood down, each by its place when there are several.
fn stood_down(action: &RecordedAction, row: &Row, place: usize) -> Vec<String> {
    let name = |step: usize| match row.steps.len() {
        1 => String::new(),
        of => format!("Step {} of {of}: ", step + 1),
    };
    let down = action.course.stood_down(place);
    down.map(|(step, down)| tidy(&format!("{}{}", name(step), down.stood_down_words()))).collect()
}

/// Names joined as the importer splits them.
pub(super) fn joined(names: &[String]) -> String {
    tidy(&names.join(" / "))
}

fn lead(action: &Action) -> String {
    let leads = joined(&action.leads);
    match &action.lead_note {
        Some(note) => tidy(&format!("{leads} - ({note})")),
        None => leads,
    }
}

fn funded(action: &Action) -> String {
    match &action.funding {
        None => "No".to_owned(),
        Some(funding) if funding.note.is_empty() => "Yes".to_owned(),
        Some(funding) => tidy(&funding.note),
    }
}

fn yes_or_no(answer: bool) -> String {
    if answer { "Yes" } else { "No" }.to_owned()
}
