//! A priority: who leads it, what it is for, its notes and its actions.

use concordat_access::Resource;
use concordat_kernel::{Id, Refusal};
use concordat_web::{
    Answer, At, Reader, View,
    askama::Template,
    cells, page,
    parts::{Breadcrumbs, Html, Shell, SummaryList, Table},
};

use super::{Section, shell, words};
use crate::{Priority, RecordedPlan, RecordedPriority, State, import::PriorityKind, store, urls};

/// One priority.
#[derive(Debug, Template)]
#[template(path = "priority.html")]
pub(super) struct PriorityPage {
    shell: Shell,
    caption: String,
    facts: SummaryList,
    actions: Option<Table>,
    withdrawn: Option<Table>,
    sections: Vec<Section>,
    edit: Option<String>,
    add: Option<String>,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Priority>>) -> Answer {
    let plan = store::plan_of_priority(reader.store(), &reader.ctx, id).await?;
    let priority = found(&plan, id)?;
    let group = plan.head.group;
    let edit = reader.may(store::CHANGE, &Resource::one(plan.head.id).within(group));
    let add = reader.may(store::ADD_ACTION, &Resource::any("plan_action").within(group));
    let trail = Breadcrumbs::new()
        .page("Action plans", urls::PLANS)
        .page(&plan.head.title, urls::plan(plan.head.id))
        .here(&priority.title);
    let shell = shell(&reader, &priority.title).trail(trail).wide();
    let sections = crate::strategies::priority_sections(&reader, &plan, id).await?;
    let of = PriorityPage::of(shell, &plan, priority, edit, add);
    page(&PriorityPage { sections, ..of })
}

/// The priority of this plan with this id.
pub(super) fn found(plan: &RecordedPlan, id: Id<Priority>) -> Result<&RecordedPriority, Refusal> {
    plan.priorities.iter().find(|priority| priority.id == id).ok_or(Refusal::NotFound)
}

impl PriorityPage {
    fn of(shell: Shell, plan: &RecordedPlan, priority: &RecordedPriority, edit: bool, add: bool) -> Self {
        let is_shared = priority.kind == PriorityKind::Shared;
        let caption = match RecordedPlan::priority_number(priority) {
            _ if is_shared => "Actions that serve several priorities".to_owned(),
            Some(number) => format!("Priority {number}"),
            None => "Priority".to_owned(),
        };
        // The place for what serves several has no lead and no aim of its own: no empty rows for it.
        let mut facts = SummaryList::new();
        if !is_shared || !priority.leads.is_empty() {
            facts = facts.row(("Leads", words::list(&priority.leads)));
        }
        if !is_shared || priority.aim.is_some() {
            facts = facts.row(("Aim", priority.aim.as_deref().unwrap_or("None stated")));
        }
        if !priority.notes.is_empty() {
            facts = facts.row(("Notes", words::list(&priority.notes)));
        }
        let is_withdrawn = |withdrawn: bool| {
            let actions = priority.actions.iter();
            actions.filter(move |action| (action.state == State::Withdrawn) == withdrawn)
        };
        let current = Table::new("Actions")
            .caption_hidden()
            .columns(["Number", "Objective", "Leads", "When", "State", "Funded", "Linked"])
            .row_headers()
            .small()
            .scroll_wide()
            .rows(is_withdrawn(false).map(|action| {
                cells![
                    words::number(action),
                    words::objective(&action.content),
                    Html::lines(&action.content.leads.join("\n")),
                    words::timescales(&action.content),
                    words::tag(action.state),
                    if action.content.funding.is_some() { "Yes" } else { "No" },
                    words::linked(action.content.linked.state)
                ]
            }));
        let withdrawn = Table::new("Withdrawn actions")
            .caption_hidden()
            .columns(["Number", "Objective", "Reason"])
            .row_headers()
            .rows(is_withdrawn(true).map(|action| {
                let because = action.withdrawn_because.as_deref().unwrap_or_default();
                cells![words::number(action), words::objective(&action.content), because]
            }));
        Self {
            shell,
            caption,
            facts,
            actions: is_withdrawn(false).next().map(|_| current),
            withdrawn: is_withdrawn(true).next().map(|_| withdrawn),
            sections: Vec::new(),
            edit: edit.then(|| urls::edit_priority(priority.id)),
            add: add.then(|| urls::new_action(plan.head.id, Some(priority.id))),
        }
    }
}

impl View for PriorityPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let plan = super::samples::plan();
        let names = ["agreed", "shared, with a withdrawn action"];
        let samples = names.into_iter().zip(&plan.priorities).map(|(name, priority)| {
            let shell = super::samples::shell(&priority.title).wide();
            (name, Self::of(shell, &plan, priority, true, true))
        });
        let empty = super::samples::bare_priority();
        let shell = super::samples::shell(&empty.title).wide();
        samples.chain([("empty", Self::of(shell, &plan, &empty, false, false))]).collect()
    }
}
